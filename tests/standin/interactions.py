"""Interactions: what Discord sends for a command, a press or a modal, and the rules by which it is answered."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from discord import Permissions

from tests.standin import messages
from tests.standin.messages import EPHEMERAL, FILE_LIMIT, LOADING, Uploads
from tests.standin.world import ApiError, Channel, Json, Message, User, World

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
ANSWER, DEFER, DEFER_UPDATE, UPDATE, CHOICES, OPEN_MODAL = 4, 5, 6, 7, 8, 9
ALLOWED = {COMMAND: {4, 5, 9}, COMPONENT: {4, 5, 6, 7, 9}, AUTOCOMPLETE: {8}, MODAL: {4, 5, 6, 7}}
"""The types of callback that answer each type of interaction."""
BORROWED = Permissions(send_messages=True, embed_links=True, attach_files=True, send_messages_in_threads=True)
"""What an app that is not in the server may do there at most, on behalf of the user who brought it."""


@dataclass(eq=False)
class Interaction:
    """One thing a member did, and what came of it."""

    id: int
    type: int
    user: User
    channel: Channel
    source: Message | None
    """The message that was pressed, or whose button opened the modal."""
    user_only: bool
    """Whether nothing but the user's own install allows it."""
    opened: float
    """By time.monotonic; the three seconds count from here, not from the delivery."""
    acknowledged: float | None = None
    """Seconds from `opened` to the acknowledgement."""
    answer: int | None = None
    """The type of the callback."""
    original: Message | None = None
    shown: list[Message] = field(default_factory=list[Message])
    """Every message it made."""
    follow_ups: int = 0
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list[Json])
    refused: list[int] = field(default_factory=list[int])
    """The codes with which calls about it were refused."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def text(self) -> str:
        """The words of the original response."""
        return self.original.text if self.original is not None and not self.original.deleted else ""

    @property
    def pending(self) -> bool:
        """Whether the user still sees "thinking", or nothing."""
        return self.answer is None or (self.original is not None and bool(self.original.flags & LOADING))

    def refuse(self, code: int, words: str) -> ApiError:
        self.refused.append(code)
        return ApiError(code, words)

    def touch(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, reached: Callable[[Interaction], bool], seconds: float) -> bool:
        """Wait until it is so, at most that long; whether it is."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not reached(self):
                    await self._changed.wait()
        return reached(self)


class Interactions:
    """All of them, by token, and what may be done with each."""

    def __init__(self, world: World, deliver: Callable[[Json], None]) -> None:
        self._world, self._deliver = world, deliver
        self.all: dict[str, Interaction] = {}
        self.answer_within, self.token_lives, self.follow_ups_of_user_installs = 3.0, 900.0, 5

    def open(self, kind: int, user: User, channel: Channel, data: Json, source: Message | None = None) -> Interaction:
        """Make the interaction and send it to the bot."""
        context, owners = self.install(user, channel)
        interaction_id, token = self._world.snowflake(), secrets.token_urlsafe(64)
        known = "0" in owners
        interaction = Interaction(interaction_id, kind, user, channel, source, not known, time.monotonic())
        self.all[token] = interaction
        payload: Json = {"id": str(interaction_id), "token": token, "type": kind, "version": 1, "data": data}
        payload |= {"authorizing_integration_owners": owners, "context": context, "attachment_size_limit": FILE_LIMIT}
        payload |= {"application_id": str(self._world.bot.id), "channel_id": str(channel.id), "entitlements": []}
        payload |= {"message": source.payload()} if source else {}
        self._deliver(payload | self._place(user, channel, known=known))
        return interaction

    def install(self, user: User, channel: Channel) -> tuple[int, dict[str, str]]:
        """The context of this place, and by whose installs the app can be used there; none is an AssertionError."""
        guild, bot = channel.guild, self._world.bot
        with_bot = bot in (guild.members if guild else channel.recipients)
        owners = {"0": str(guild.id) if guild else "0"} if with_bot else {}
        owners |= {"1": str(user.id)} if user.installed else {}
        assert owners, f"{user.name} cannot use the app here: it is neither in the server nor theirs"
        return 0 if guild else 1 if with_bot else 2, owners

    def _place(self, user: User, channel: Channel, *, known: bool) -> Json:
        guild, rights = channel.guild, self._world.permissions(user, channel)
        app = self._world.permissions(self._world.bot, channel) if known else rights & BORROWED
        place: Json = {"channel": channel.payload(), "locale": user.locale, "app_permissions": str(app.value)}
        if guild is None:
            return place | {"user": user.payload()}
        place["channel"]["permissions"] = str(rights.value)
        place["member"] = guild.member(user) | {"permissions": str(rights.value)}
        place |= {"guild": {"id": str(guild.id), "locale": guild.locale, "features": []}}
        return place | {"guild_id": str(guild.id), "guild_locale": guild.locale}

    def respond(self, interaction_id: int, token: str, body: Json, uploads: Uploads) -> Json:
        """The callback: the first answer, within three seconds, once."""
        interaction = self.all.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise ApiError(10062, "Unknown interaction")
        age = time.monotonic() - interaction.opened
        if interaction.answer is not None:
            raise interaction.refuse(40060, "Interaction has already been acknowledged.")
        if age > self.answer_within:
            raise interaction.refuse(10062, "Unknown interaction")
        kind, data = int(body["type"]), Json(body.get("data") or {})
        if kind not in ALLOWED[interaction.type] or (kind in (DEFER_UPDATE, UPDATE) and interaction.source is None):
            raise interaction.refuse(50035, f"Invalid Form Body: type {kind} does not answer this interaction")
        self._carry_out(interaction, kind, data, uploads)
        interaction.answer, interaction.acknowledged = kind, age
        interaction.touch()
        return _callback_response(interaction)

    def _carry_out(self, interaction: Interaction, kind: int, data: Json, uploads: Uploads) -> None:
        if kind in (DEFER_UPDATE, UPDATE) and interaction.source is not None:
            interaction.original = interaction.source
            if kind == UPDATE:
                messages.edit(self._world, interaction.source, data, uploads)
        elif kind == CHOICES:
            interaction.choices = data["choices"]
        elif kind == OPEN_MODAL:
            interaction.modal = data
        else:
            thinking = {"flags": int(data.get("flags") or 0) & EPHEMERAL | LOADING}
            interaction.original = self._show(interaction, data if kind == ANSWER else thinking, uploads)

    def _show(self, interaction: Interaction, body: Json, uploads: Uploads) -> Message:
        flags, channel = int(body.get("flags") or 0), interaction.channel
        rights = self._world.permissions(interaction.user, channel)
        if interaction.user_only and channel.guild is not None and not rights.use_external_apps:
            flags |= EPHEMERAL
        visible_to = interaction.user.id if flags & EPHEMERAL else None
        message = messages.post(self._world, channel, body | {"flags": flags}, uploads, visible_to)
        interaction.shown.append(message)
        return message

    def _of_token(self, token: str) -> Interaction:
        """The interaction whose webhook this is, for fifteen minutes."""
        interaction = self.all.get(token)
        if interaction is None or interaction.answer is None:
            raise ApiError(10015, "Unknown Webhook")
        if time.monotonic() - interaction.opened > self.token_lives:
            raise interaction.refuse(50027, "Invalid Webhook Token")
        return interaction

    def follow_up(self, token: str, body: Json, uploads: Uploads) -> Message:
        """One more message; the first after a deferral takes the place of "thinking" and its visibility."""
        interaction = self._of_token(token)
        if interaction.pending and interaction.original is not None:
            return self.edit(token, interaction.original, body, uploads)
        if interaction.user_only and interaction.follow_ups >= self.follow_ups_of_user_installs:
            raise interaction.refuse(40094, "Maximum number of follow-up messages for this interaction reached")
        interaction.follow_ups += 1
        message = self._show(interaction, body, uploads)
        interaction.touch()
        return message

    def message(self, token: str, which: str) -> Message:
        """The message `@original` or that id, if this interaction may touch it."""
        interaction = self._of_token(token)
        made = {str(each.id): each for each in interaction.shown} | {"@original": interaction.original}
        if (message := made.get(which)) is None or message.deleted:
            raise ApiError(10008, "Unknown Message")
        return message

    def edit(self, token: str, message: Message, body: Json, uploads: Uploads) -> Message:
        messages.edit(self._world, message, body, uploads)
        self._of_token(token).touch()
        return message


def _callback_response(interaction: Interaction) -> Json:
    about: Json = {"id": str(interaction.id), "type": interaction.type}
    if (message := interaction.original) is None:
        return {"interaction": about}
    about |= {"response_message_id": str(message.id), "response_message_ephemeral": bool(message.flags & EPHEMERAL)}
    about |= {"response_message_loading": bool(message.flags & LOADING)}
    return {"interaction": about, "resource": {"type": interaction.answer, "message": message.payload()}}
