"""Send a public message once, whatever the network does.

Every try of one message carries the same nonce, made from its key, and Discord drops a repetition that comes within a
few minutes. Where that does not help (a forum post takes no nonce; a process died and came back later) the message is
looked for before it is sent again: its outermost component bears a number made from the same key. discord.py would
repeat some failed requests by itself, without looking, and others not at all; so it gets one try at a time.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
from discord import ui
from discord.http import Route

from bot.core.delivery import Cause, Outcome, Refused, Sent, Unknown
from bot.ui.kit import Attachment

PER_SECOND = 25
"""Public messages a second: half of what Discord allows a bot, so that its other requests find room."""
WAITS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each further try."""
PATIENCE = 20.0
"""Seconds until a request counts as unanswered."""
_SKEW = timedelta(minutes=1)
"""How far Discord's clock may be behind ours when a message is looked for."""
_PAGES = 20
"""How many pages of a hundred messages are looked through."""
_THREAD_EXISTS = 160004

_CAUSES = {
    10003: Cause.CHANNEL_GONE,
    10004: Cause.CHANNEL_GONE,
    40058: Cause.WRONG_KIND,
    40067: Cause.TAG_REQUIRED,
    50001: Cause.NO_ACCESS,
    50008: Cause.WRONG_KIND,
    50013: Cause.NO_PERMISSION,
    50024: Cause.WRONG_KIND,
    50083: Cause.ARCHIVED,
    160005: Cause.LOCKED,
    160006: Cause.THREADS_FULL,
    200000: Cause.AUTOMOD,
    200001: Cause.AUTOMOD,
}
_OVERLOADED = 130000
_V2 = 1 << 15
SILENT = 1 << 12


@dataclass(frozen=True)
class Post:
    """A message to be sent once. `key` names it: the same at every try, another for every other message."""

    channel_id: int
    key: str
    view: ui.LayoutView
    attachments: Sequence[Attachment] = ()
    mention_role_id: int | None = None
    """The role to notify, which the text must mention; else the message is silent."""
    title: str = ""
    """Set where the channel is a forum: the message begins a post of this title."""
    guild_id: int = 0
    """The server of a forum, in whose threads the post is looked for."""

    @property
    def nonce(self) -> str:
        return self._digest()[:25]

    @property
    def mark(self) -> int:
        """The number of the outermost component: within 31 bits, and above those that Discord gives out itself."""
        return int(self._digest()[-7:], 16) | 1 << 30

    def _digest(self) -> str:
        return hashlib.sha256(self.key.encode()).hexdigest()

    def fields(self) -> dict[str, Any]:
        """The message as Discord takes it."""
        components: list[dict[str, Any]] = [dict(one) for one in self.view.to_components()]
        components[0]["id"] = self.mark
        roles = [str(self.mention_role_id)] if self.mention_role_id else []
        message: dict[str, Any] = {
            "components": components,
            "flags": _V2 if roles else _V2 | SILENT,
            "allowed_mentions": {"parse": [], "roles": roles},
        }
        if self.attachments:
            message["attachments"] = [
                {"id": number, "filename": one.filename, "description": one.description}
                for number, one in enumerate(self.attachments)
            ]
        return message


class _RepeatedError(Exception):
    """discord.py went on to repeat a request by itself, after a server error or a rate limit."""


class _Once:
    """The parts of a form, which discord.py reads anew for each try; the second reading raises."""

    def __init__(self, parts: Sequence[dict[str, Any]]) -> None:
        self._parts: Sequence[dict[str, Any]] | None = parts

    def __iter__(self) -> Iterator[dict[str, Any]]:
        parts, self._parts = self._parts, None
        if parts is None:
            raise _RepeatedError
        return iter(parts)


_UNSURE = (_RepeatedError, aiohttp.ClientError, OSError, discord.RateLimited)
"""What leaves open whether the request was carried out. A timeout is an OSError."""


class Delivery:
    """Sends for one client, at most PER_SECOND messages in each second."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._free_at = 0.0
        self._under_way: set[asyncio.Task[Outcome]] = set()

    @property
    def ahead(self) -> timedelta:
        """How long a message waits now for those that were there before it."""
        return timedelta(seconds=max(0.0, self._free_at - asyncio.get_running_loop().time()))

    async def send(self, post: Post, *, since: datetime | None = None) -> Outcome:
        """Send `post`, or find it; it goes on to its end even if the caller is cancelled.

        `since` is when the first try began, where there may have been an earlier one: then it is looked for first.
        """
        return await self._to_its_end(self._send(post, since))

    async def find(self, post: Post, since: datetime) -> Outcome | None:
        """Look for a post that an earlier try may have sent, without sending it; None if it is not there."""
        try:
            found = await self._find(post, since - _SKEW)
        except discord.HTTPException as error:
            return Unknown(f"HTTP {error.status}") if error.status >= 500 else None
        except _UNSURE as error:
            return Unknown(type(error).__name__)
        return Sent(found[0], found[1], found=True) if found else None

    async def open_thread(self, channel_id: int, message_id: int, name: str) -> Outcome:
        """A thread under a message, unless it has one; the thread has the message's id."""
        route = Route(
            "POST", "/channels/{channel_id}/messages/{message_id}/threads", channel_id=channel_id, message_id=message_id
        )

        async def attempt() -> Sent:
            try:
                await self._request(route, {"name": name[:100]})
            except discord.HTTPException as error:
                if error.code != _THREAD_EXISTS:
                    raise
                return Sent(message_id, message_id, found=True)
            return Sent(message_id, message_id)

        return await self._to_its_end(self._tried(attempt, _not_found))

    async def finished(self, seconds: float) -> None:
        """Wait until nothing is under way, at most so long; for the end of the program."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)

    async def _to_its_end(self, work: Any) -> Outcome:
        task: asyncio.Task[Outcome] = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def _send(self, post: Post, since: datetime | None) -> Outcome:
        began = discord.utils.utcnow()

        async def find() -> Sent | None:
            found = await self._find(post, (since or began) - _SKEW)
            return Sent(found[0], found[1], found=True) if found else None

        async def attempt() -> Sent:
            await self._turn()
            return await self._attempt(post)

        return await self._tried(attempt, find, look_first=since is not None)

    async def _tried(
        self,
        attempt: Callable[[], Awaitable[Sent]],
        find: Callable[[], Awaitable[Sent | None]],
        *,
        look_first: bool = False,
    ) -> Outcome:
        """Try until it is sent, found or refused, or the waits are used up; never twice without looking between."""
        reason = ""
        for number, wait in enumerate((0.0, *WAITS)):
            await asyncio.sleep(wait)
            if self._client.is_closed():
                return Unknown("the bot is shutting down")
            try:
                if (number or look_first) and (found := await find()) is not None:
                    return found
                return await attempt()
            except discord.HTTPException as error:
                if error.status < 500 and error.status not in (401, 429) and error.code != _OVERLOADED:
                    return Refused(_CAUSES.get(error.code, Cause.REJECTED), error.code)
                reason = f"HTTP {error.status}"
            except _UNSURE as error:
                reason = f"{type(error).__name__}: {error}".rstrip(": ")
        return Unknown(reason)

    async def _attempt(self, post: Post) -> Sent:
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=post.channel_id)
        body = post.fields() | {"nonce": post.nonce, "enforce_nonce": True}
        if post.title:
            route = Route("POST", "/channels/{channel_id}/threads", channel_id=post.channel_id)
            body = {"name": post.title[:100], "message": post.fields()}
        made = await self._request(route, body, post.attachments)
        message = made["message"] if post.title else made
        return Sent(int(message["id"]), int(message["channel_id"]))

    async def _find(self, post: Post, since: datetime) -> tuple[int, int] | None:
        """The ids of the message and of its channel, if an earlier try arrived."""
        if not post.title:
            return await self._find_in(post, post.channel_id, since)
        for thread_id in await self._threads(post, since):
            if (found := await self._find_in(post, thread_id, since)) is not None:
                return found
        return None

    async def _find_in(self, post: Post, channel_id: int, since: datetime) -> tuple[int, int] | None:
        route = Route("GET", "/channels/{channel_id}/messages", channel_id=channel_id)
        after = discord.utils.time_snowflake(since)
        for _ in range(_PAGES):
            page = await self._request(route, params={"after": str(after), "limit": "100"})
            for message in page:
                if self._is(post, message):
                    return int(message["id"]), channel_id
            if len(page) < 100:
                return None
            after = max(int(message["id"]) for message in page)
        return None

    def _is(self, post: Post, message: dict[str, Any]) -> bool:
        mine = self._client.user is not None and int(message["author"]["id"]) == self._client.user.id
        outermost: list[int] = [one.get("id") for one in message.get("components") or ()][:1]
        return mine and (message.get("nonce") == post.nonce or outermost == [post.mark])

    async def _threads(self, post: Post, since: datetime) -> list[int]:
        """The bot's own posts in that forum since then, also those that were archived at once."""
        active = Route("GET", "/guilds/{guild_id}/threads/active", guild_id=post.guild_id)
        archived = Route("GET", "/channels/{channel_id}/threads/archived/public", channel_id=post.channel_id)
        threads = (await self._request(active))["threads"]
        threads += (await self._request(archived, params={"limit": "50"}))["threads"]
        mine = self._client.user.id if self._client.user else 0
        return [
            int(one["id"])
            for one in threads
            if (int(one["parent_id"]), int(one["owner_id"])) == (post.channel_id, mine)
            and int(one["id"]) > discord.utils.time_snowflake(since)
        ]

    async def _turn(self) -> None:
        """Wait for a place among the messages of this second."""
        now = asyncio.get_running_loop().time()
        self._free_at = max(now, self._free_at) + 1 / PER_SECOND
        if (wait := self._free_at - 1 / PER_SECOND - now) > 0:
            await asyncio.sleep(wait)

    async def _request(
        self,
        route: Route,
        body: dict[str, Any] | None = None,
        attachments: Sequence[Attachment] = (),
        params: dict[str, str] | None = None,
    ) -> Any:
        """One try; a _RepeatedError where discord.py would go on to another."""
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        if body is None:
            return await self._client.http.request(route, params=params, timeout=timeout)
        form = [{"name": "payload_json", "value": json.dumps(body), "content_type": "application/json"}]
        files = [one.file() for one in attachments]
        form += [
            {"name": f"files[{number}]", "value": file.fp, "filename": file.filename, "content_type": "image/png"}
            for number, file in enumerate(files)
        ]
        return await self._client.http.request(route, files=files, form=_Once(form), timeout=timeout)


async def _not_found() -> None:
    """Nothing to look for: Discord itself refuses a second one."""
