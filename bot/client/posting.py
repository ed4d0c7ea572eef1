"""The bot's own work with schedules: sleep until something is due, claim it, post it, settle it.

Nothing is kept but the moments of the coming two hours: what is due, claimed and done stands in the database, so that
the process may end at any step and another goes on.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import discord
from discord.ext import tasks

from bot.client.parts import Parts
from bot.core import rotation
from bot.core import schedule as rules
from bot.core.agenda import Agenda
from bot.core.delivery import Outcome, Refused, Sent, Unknown
from bot.core.knowledge import Entry, Question
from bot.core.schedule import Posting, Reason, Schedule, State, Why
from bot.delivery import Delivery, Post
from bot.render import RenderError
from bot.services import posting as service
from bot.services import settings
from bot.services.posting import Claim
from bot.services.schedule import Schedules
from bot.ui import posts
from bot.ui import schedule as drawing
from bot.ui.kit import Attachment

_log = logging.getLogger(__name__)

HORIZON = timedelta(hours=2)
"""How far ahead the moments are known."""
_LONGEST_SLEEP = timedelta(hours=1)
TOGETHER = 500
"""How many posts are under way at once: what is sent in twenty seconds, far within a claim's time."""
_PICTURE_SECONDS = 20.0
_ENDING_SECONDS = 10.0


class Poster:
    """Posts what is due; `owns` says which servers are this process's own."""

    def __init__(self, client: discord.Client, delivery: Delivery, parts: Parts, owns: Callable[[int], bool]) -> None:
        self._client, self._delivery, self._parts, self._owns = client, delivery, parts, owns
        self._rng = random.SystemRandom()
        self.schedules = Schedules(parts.database, lambda: parts.knowledge.library, self._rng)
        self.unheard: set[int] = set()
        """The servers whose moderators have yet to hear that a schedule paused itself."""
        self.counts: Counter[str] = Counter()
        """How many posts were sent, failed, left out and tried again since the start."""
        self._agenda = Agenda()
        self._known_until: datetime | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self._results: list[Posting] = []
        self._settling: asyncio.Task[None] | None = None
        self._loop = tasks.loop(hours=1)(self._tick)
        self._loop.before_loop(self._begin)

    # -- the loop

    def start(self) -> None:
        """Begin, once the servers are known."""
        self._loop.start()

    @property
    def awake(self) -> bool:
        """Whether it has begun, and knows what is due."""
        return self._known_until is not None

    async def stop(self) -> None:
        """Begin nothing more, and let what is under way come to its end."""
        self._loop.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_ENDING_SECONDS)
        if self._settling is not None:
            await asyncio.wait([self._settling], timeout=_ENDING_SECONDS)

    async def _begin(self) -> None:
        await self._client.wait_until_ready()
        await service.start(self._parts.database, self._parts.knowledge.library, discord.utils.utcnow(), self._rng)
        self.unheard |= await service.guilds_with_notices(self._parts.database)

    async def _tick(self) -> None:
        """See to what is due; whatever goes wrong, the loop goes on."""
        try:
            await self._see_to_what_is_due()
        except Exception as error:  # noqa: BLE001 - the boundary: an error that ends the loop would end all posts
            _log.error("the schedules could not be seen to; trying again in a minute", exc_info=error)
            self._known_until = None
            self._wake_at(discord.utils.utcnow() + timedelta(minutes=1))
            return
        self._wake_at(self._next_moment())

    async def _see_to_what_is_due(self) -> None:
        now = discord.utils.utcnow()
        if self._known_until is None or now >= self._known_until - _LONGEST_SLEEP:
            await self._look_ahead(now)
        while True:
            room = TOGETHER - len(self._under_way)
            ids = self._agenda.take(now, room)
            for claimed in await service.claim(self._parts.database, ids, now) if ids else ():
                self._begin_one(claimed)
            if (first := self._agenda.next_at()) is None or first > now:
                break
            _log.info("posting", extra={"under_way": len(self._under_way), "waiting": len(self._agenda)})
            if self._under_way:
                await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            now = discord.utils.utcnow()

    async def _look_ahead(self, now: datetime) -> None:
        """Learn the moments of the coming two hours: one query, however many schedules there are."""
        self._agenda = Agenda()
        self._known_until = now + HORIZON
        for due_at, line, guild_id in await service.due_before(self._parts.database, self._known_until):
            if self._owns(guild_id):
                self._agenda.put(due_at, line)

    def aim(self, planned: Iterable[tuple[int, datetime]]) -> None:
        """Take in lines that were planned just now, and wake earlier if one of them is due earlier."""
        for line, due_at in planned:
            if self._known_until is not None and due_at <= self._known_until:
                self._agenda.put(due_at, line)
        if self._known_until is not None:
            self._wake_at(self._next_moment())

    def _next_moment(self) -> datetime:
        """When to wake: at the first known moment, and in time to learn the next ones."""
        latest = (self._known_until or discord.utils.utcnow() + HORIZON) - _LONGEST_SLEEP
        return min(self._agenda.next_at() or latest, latest)

    def _wake_at(self, moment: datetime) -> None:
        if (planned := self._loop.next_iteration) is not None:
            last = planned - timedelta(hours=self._loop.hours or 0, seconds=self._loop.seconds or 0)
            self._loop.change_interval(seconds=max(0.0, (moment - last).total_seconds()))

    # -- one post

    def _begin_one(self, claimed: Claim) -> None:
        task = asyncio.create_task(self._see_to(claimed))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _see_to(self, claimed: Claim) -> None:
        """Post it, and hand the result over; what breaks here leaves the claim, which runs out."""
        try:
            result = await self._posted(claimed, discord.utils.utcnow())
        except Exception as error:  # noqa: BLE001 - the boundary for one post: the others go on
            _log.error("a post failed", exc_info=error, extra={"line": claimed.posting.id})
            return
        self._results.append(result)
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle())

    async def _posted(self, claimed: Claim, now: datetime) -> Posting:
        schedule, posting = claimed.schedule, claimed.posting
        too_late = rules.is_too_late(schedule, posting, now, claimed.grace)
        if too_late and posting.tries == 1:
            return _left_out(posting, Reason.LATE, now)
        guild = self._client.get_guild(schedule.guild_id)
        if guild is None or guild.unavailable:
            return _again(posting, Reason.LEFT if guild is None else Reason.UNAVAILABLE, now, too_late=too_late)
        if claimed.age_restricted_only and _is_for_all_ages(guild, schedule.channel_id):
            return _again(posting, Reason.AGE, now, too_late=too_late)
        posted = await self._what(claimed)
        if posted is None:
            return _again(posting, Reason.NOTHING, now, too_late=too_late)
        post = await self.drawn(schedule, posted, posting.key)
        since = posting.since if posting.tries > 1 else None
        sending = self._delivery.find(post, since or now) if too_late else self._delivery.send(post, since=since)
        outcome = await sending
        return await self._outcome(claimed, replace(posting, entry_id=posted.id), outcome, too_late=too_late)

    async def _what(self, claimed: Claim) -> Entry | Question | None:
        """What was planned; another where the library or the topic no longer has it."""
        library, entry_id = self._parts.knowledge.library, claimed.posting.entry_id
        if entry_id is None or entry_id not in rotation.pool(claimed.schedule.topic, library):
            entry_id = await service.choose_again(self._parts.database, claimed, library, self._rng)
        return posts.found(entry_id, library) if entry_id is not None else None

    async def drawn(
        self, schedule: Schedule, posted: Entry | Question, key: str, *, seconds: float = _PICTURE_SECONDS
    ) -> Post:
        """The message, with its picture where one belongs to it, is drawn within the time and may be attached."""
        library, texts = self._parts.knowledge.library, self._parts.texts
        guild = self._client.get_guild(schedule.guild_id)
        channel = guild.get_channel_or_thread(schedule.channel_id) if guild else None
        picture = self._parts.pictures.of(posted, library) if isinstance(posted, Entry) else None
        if guild and channel and not channel.permissions_for(guild.me).attach_files:
            picture = None
        attachments: list[Attachment] = []
        if picture is not None:
            try:
                png = await asyncio.wait_for(self._parts.pictures.png(picture), seconds)
                attachments = [Attachment(picture.filename, png, picture.alt[:1024])]
            except (RenderError, TimeoutError) as error:
                _log.warning("a post goes out without its picture", extra={"reason": str(error) or "it took too long"})
        view = posts.draw(posted, schedule, library, texts, picture=picture if attachments else None)
        forum = isinstance(channel, discord.ForumChannel)
        role, title = schedule.options.mention_role_id, posts.title(posted) if forum else ""
        return Post(schedule.channel_id, key, view, attachments, role, title, schedule.guild_id)

    async def _outcome(self, claimed: Claim, posting: Posting, outcome: Outcome | None, *, too_late: bool) -> Posting:
        now = discord.utils.utcnow()
        match outcome:
            case Sent(message_id, channel_id):
                trouble = await self._thread(claimed.schedule, posting, outcome)
                why, code = (trouble.cause, trouble.code) if trouble is not None else (None, 0)
                done = replace(posting, state=State.SENT, message_id=message_id, channel_id=channel_id)
                return replace(done, why=why, code=code, due_at=None, settled_at=now)
            case Refused(cause, code):
                return _again(replace(posting, code=code), cause, now, too_late=too_late)
            case Unknown():
                return _again(posting, Reason.UNREACHABLE, now, too_late=too_late)
            case None:
                return _again(posting, posting.why or Reason.LATE, now, too_late=True)

    async def _thread(self, schedule: Schedule, posting: Posting, sent: Sent) -> Refused | None:
        """The thread for a discussion, where one is wanted and can be; what stands in its way."""
        guild = self._client.get_guild(schedule.guild_id)
        channel = guild.get_channel(schedule.channel_id) if guild else None
        if not schedule.options.discussion or not isinstance(channel, discord.TextChannel):
            return None
        posted = posts.found(posting.entry_id or "", self._parts.knowledge.library)
        name = posts.title(posted) if posted is not None else "Discussion"
        opened = await self._delivery.open_thread(sent.channel_id, sent.message_id, name)
        return opened if isinstance(opened, Refused) else None

    # -- afterwards

    async def _settle(self) -> None:
        """Write the results that wait, together, and plan what follows; ends when nothing waits."""
        while self._results:
            batch, self._results = self._results, []
            library, now = self._parts.knowledge.library, discord.utils.utcnow()
            try:
                settled = await service.settle(self._parts.database, batch, library, now, self._rng)
            except Exception as error:  # noqa: BLE001 - the claims run out, and what was sent is found again then
                _log.error("results could not be written", exc_info=error, extra={"lines": len(batch)})
                continue
            self.counts.update(one.state.value for one in batch)
            _log.info("posts settled", extra={**dict(self.counts), "waiting": len(self._agenda)})
            self.aim(settled.planned)
            for guild_id in {one.guild_id for one in settled.paused}:
                await self._notify(guild_id)

    async def _notify(self, guild_id: int) -> None:
        """Tell the moderators in their notice channel; else they hear of it when one of them uses the bot next."""
        self.unheard.add(guild_id)
        try:
            channel_id = (await settings.get(self._parts.database, guild_id)).notice_channel_id
            paused = await service.notices(self._parts.database, guild_id)
            if channel_id is None or not paused:
                return
            key = "notice:" + ",".join(f"{one.id}.{one.version}" for one, _ in paused)
            view = drawing.draw_notice(paused, self._parts.knowledge.library)
            if isinstance(await self._delivery.send(Post(channel_id, key, view)), Sent):
                await self.heard(guild_id)
        except Exception as error:  # noqa: BLE001 - the pause itself is written; somebody hears of it later
            _log.error("the moderators could not be told of a pause", exc_info=error)

    async def heard(self, guild_id: int) -> None:
        """The moderators of that server were told."""
        self.unheard.discard(guild_id)
        await service.told(self._parts.database, guild_id)


def _is_for_all_ages(guild: discord.Guild, channel_id: int) -> bool:
    """Whether it is known that the channel is not age-restricted."""
    is_nsfw = getattr(guild.get_channel_or_thread(channel_id), "is_nsfw", None)
    return is_nsfw is not None and not is_nsfw()


def _left_out(posting: Posting, why: Why, now: datetime) -> Posting:
    return replace(posting, state=State.SKIPPED, why=why, due_at=None, settled_at=now)


def _again(posting: Posting, why: Why, now: datetime, *, too_late: bool) -> Posting:
    """Planned for its next try by the plan of its cause; given up where there is none, or where it is too late."""
    if too_late and why in (Reason.UNAVAILABLE, Reason.LATE):
        return _left_out(posting, why, now)
    wait = None if too_late else rules.retry_after(why, posting.tries)
    if wait is None:
        return replace(posting, state=State.FAILED, why=why, due_at=None, settled_at=now)
    return replace(posting, state=State.PLANNED, why=why, due_at=now + wait)
