"""The world the stand-in keeps: people, servers, channels, messages, and who may do what. No socket, no waiting."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import discord
from discord import Permissions

Json: TypeAlias = dict[str, Any]
Rights: TypeAlias = dict[int, tuple[Permissions, Permissions]]
"""Allowed and denied, by the id of a role or a member."""

TEXT, DM, NEWS, THREAD, FORUM = 0, 1, 5, 11, 15
LONG_AGO = "2026-01-01T00:00:00+00:00"
STATUS = {0: 401, 50027: 401, 50001: 403, 50005: 403, 50013: 403, 40005: 413, 130000: 503}


class ApiError(Exception):
    """Discord's refusal: its code, from which the HTTP status follows, and words for a reader."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code, self.status = code, STATUS.get(code, 404 if 10000 <= code < 20000 else 400)


@dataclass(eq=False)
class User:
    """A person, or the bot; `installed` if they added the app to their account."""

    id: int
    name: str
    locale: str = "en-US"
    installed: bool = False
    bot: bool = False

    def payload(self) -> Json:
        names = {"username": self.name, "global_name": self.name, "discriminator": "0", "avatar": None}
        return {"id": str(self.id), "bot": self.bot, **names}


@dataclass(eq=False)
class Message:
    """A message; what is ephemeral is `visible_to` one person only. `fields` are those of the request."""

    id: int
    channel: Channel
    author: User
    at: datetime
    fields: Json
    flags: int
    visible_to: int | None = None
    nonce: str | None = None
    attachments: list[Json] = field(default_factory=list[Json])
    edited: datetime | None = None
    pinned: bool = False
    deleted: bool = False

    @property
    def text(self) -> str:
        """All its words: content, text displays and the descriptions of embeds."""
        displays = [part["content"] for part in parts(self.fields.get("components") or ()) if part["type"] == 10]
        embeds = [embed.get("description") for embed in self.fields.get("embeds") or ()]
        return "\n".join(filter(None, [self.fields.get("content"), *displays, *embeds]))

    @property
    def controls(self) -> dict[str, Json]:
        """Its buttons and selects, by custom id."""
        return {part["custom_id"]: part for part in parts(self.fields.get("components") or ()) if "custom_id" in part}

    def payload(self) -> Json:
        shown: Json = {"content": "", "embeds": [], "components": [], "mentions": [], "mention_roles": [], "tts": False}
        shown |= {key: value for key, value in self.fields.items() if value is not None}
        shown |= {"id": str(self.id), "channel_id": str(self.channel.id), "author": self.author.payload(), "type": 0}
        shown |= {"timestamp": self.at.isoformat(), "edited_timestamp": self.edited and self.edited.isoformat()}
        shown |= {"flags": self.flags, "pinned": self.pinned, "nonce": self.nonce, "attachments": self.attachments}
        return shown | ({"guild_id": str(self.channel.guild.id)} if self.channel.guild else {})


@dataclass(eq=False)
class Channel:
    """A channel of a server, a thread in one, or a direct conversation of `recipients`."""

    id: int
    type: int
    name: str
    guild: Guild | None = None
    parent: Channel | None = None
    recipients: tuple[User, ...] = ()
    overwrites: Rights = field(default_factory=Rights)
    messages: dict[int, Message] = field(default_factory=dict[int, Message])
    owner: User | None = None
    archived: bool = False
    locked: bool = False
    tags: list[str] = field(default_factory=list[str])
    """The names of a forum's tags, or the ids of those applied to a post."""
    tag_required: bool = False

    def payload(self) -> Json:
        same: Json = {"id": str(self.id), "type": self.type, "name": self.name, "position": 0}
        same |= {"flags": self.tag_required << 4, "last_message_id": str(max(self.messages, default=0))}
        if self.guild is None:
            return same | {"recipients": [user.payload() for user in self.recipients if not user.bot]}
        same |= {"guild_id": str(self.guild.id), "parent_id": str(self.parent.id) if self.parent else None}
        if self.owner is not None:
            state = {"archived": self.archived, "locked": self.locked, "archive_timestamp": LONG_AGO}
            same |= {"thread_metadata": {**state, "auto_archive_duration": 1440}, "applied_tags": self.tags}
            return same | {"owner_id": str(self.owner.id), "message_count": len(self.messages), "member_count": 1}
        rights = [
            {"id": str(who), "type": int(who not in self.guild.roles), "allow": str(yes.value), "deny": str(no.value)}
            for who, (yes, no) in self.overwrites.items()
        ]
        tags = [{"id": str(n), "name": name, "moderated": False} for n, name in enumerate(self.tags, start=1)]
        return same | {"permission_overwrites": rights, "available_tags": tags}


@dataclass(eq=False)
class Guild:
    """A server. The bot is in it when it is among the members; threads are among the channels.

    Roles are their rights by id; that of @everyone is the server's. Members have a set of roles.
    """

    id: int
    name: str
    owner: User
    locale: str = "en-US"
    available: bool = True
    roles: dict[int, Permissions] = field(default_factory=dict[int, Permissions])
    members: dict[User, set[int]] = field(default_factory=dict["User", set[int]])
    timed_out: set[User] = field(default_factory=set["User"])
    channels: dict[int, Channel] = field(default_factory=dict[int, Channel])

    def member(self, user: User) -> Json:
        roles = [str(role_id) for role_id in self.members[user]]
        return {"user": user.payload(), "roles": roles, "joined_at": LONG_AGO, "flags": 0}

    def role(self, role_id: int) -> Json:
        rights = str(self.roles[role_id].value)
        return {"id": str(role_id), "name": f"role {role_id}", "permissions": rights, "color": 0}

    def payload(self, bot: User) -> Json:
        """As in the GUILD_CREATE of a new server: of the members only the bot, of the threads the active ones."""
        rooms = [channel.payload() for channel in self.channels.values() if channel.owner is None]
        threads = [c.payload() for c in self.channels.values() if c.owner and not c.archived]
        here = [self.member(bot)] if bot in self.members else []
        shown: Json = {"id": str(self.id), "name": self.name, "owner_id": str(self.owner.id), "features": []}
        shown |= {"channels": rooms, "threads": threads, "members": here, "member_count": len(self.members)}
        roles = [self.role(role_id) for role_id in self.roles]
        return shown | {"roles": roles, "emojis": [], "preferred_locale": self.locale}


class World:
    """Everything there is. `emit` hears what the bot is to be told: the event, its server or None, its data."""

    def __init__(self) -> None:
        self._count = itertools.count(1)
        self.skew = 0.0
        """How many seconds Discord's clock is ahead of the bot's."""
        self.emit: Callable[[str, int | None, Json], None] = lambda _event, _guild_id, _data: None
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.commands: dict[int, list[Json]] = {}
        """What the bot registered, by server; 0 for everywhere."""
        self.nonces: dict[str, Message] = {}
        """The bot's last message with each nonce."""
        self.bot = self.add_user("Neurosprout", bot=True)

    def now(self) -> datetime:
        return discord.utils.utcnow() + timedelta(seconds=self.skew)

    def snowflake(self) -> int:
        return discord.utils.time_snowflake(self.now()) + next(self._count) % 2**22

    def add_user(self, name: str, *, locale: str = "en-US", installed: bool = False, bot: bool = False) -> User:
        return User(self.snowflake(), name, locale, installed, bot)

    def add_guild(self, name: str = "Lab", *, with_bot: bool = True, shard: tuple[int, int] = (0, 1)) -> Guild:
        """A server with an owner; `shard` is the shard (of how many) that it shall fall to."""
        guild_id = self.snowflake()
        while (guild_id >> 22) % shard[1] != shard[0]:
            guild_id += 1 << 22
        guild = self.guilds[guild_id] = Guild(guild_id, name, self.add_user(f"owner of {name}"))
        everyone = guild.roles[guild.id] = Permissions.text() | Permissions(view_channel=True)
        everyone.update(manage_messages=False, manage_threads=False, mention_everyone=False, pin_messages=False)
        for user in (guild.owner, self.bot) if with_bot else (guild.owner,):
            self.join(guild, user)
        return guild

    def join(self, guild: Guild, user: User, *roles: int) -> None:
        guild.members[user] = set(roles)
        if user is self.bot:
            self._tell("GUILD_CREATE", guild, guild.payload(self.bot))

    def add_role(self, guild: Guild, **rights: bool) -> int:
        guild.roles[role_id := self.snowflake()] = Permissions(**rights)
        self._tell("GUILD_ROLE_CREATE", guild, {"guild_id": str(guild.id), "role": guild.role(role_id)})
        return role_id

    def add_channel(self, guild: Guild, name: str, kind: int = TEXT) -> Channel:
        return self._add(guild, Channel(self.snowflake(), kind, name, guild), "CHANNEL_CREATE")

    def add_thread(self, parent: Channel, name: str, owner: User, same_id: int = 0) -> Channel:
        """A public thread, or a post in a forum; one made from a message has the message's id."""
        if (guild := parent.guild) is None or parent.type not in (TEXT, NEWS, FORUM):
            raise ApiError(50024, "Cannot execute action on this channel type")
        thread = Channel(same_id or self.snowflake(), THREAD, name, guild, parent, owner=owner)
        return self._add(guild, thread, "THREAD_CREATE")

    def _add(self, guild: Guild, channel: Channel, event: str) -> Channel:
        guild.channels[channel.id] = self.channels[channel.id] = channel
        self._tell(event, guild, channel.payload() | {"newly_created": True})
        return channel

    def add_dm(self, *users: User) -> Channel:
        """A conversation of one person with the bot, or of two people without it."""
        channel = Channel(self.snowflake(), DM, "", recipients=users)
        self.channels[channel.id] = channel
        return channel

    def remove_channel(self, channel: Channel) -> None:
        """Delete it, with its threads."""
        for each in [c for c in self.channels.values() if c is channel or c.parent is channel]:
            del self.channels[each.id]
            if (guild := each.guild) is not None:
                del guild.channels[each.id]
                self._tell("CHANNEL_DELETE" if each.owner is None else "THREAD_DELETE", guild, each.payload())

    def overwrite(self, channel: Channel, target: int, **rights: bool | None) -> None:
        """Allow (True) or deny (False) rights in a channel to a role or member, by id."""
        channel.overwrites[target] = discord.PermissionOverwrite(**rights).pair()
        self._tell("CHANNEL_UPDATE", channel.guild, channel.payload())

    def change_role(self, guild: Guild, role_id: int, **rights: bool) -> None:
        """Give (True) or take (False) rights of a role in its whole server."""
        guild.roles[role_id].update(**rights)
        self._tell("GUILD_ROLE_UPDATE", guild, {"guild_id": str(guild.id), "role": guild.role(role_id)})

    def update_thread(self, thread: Channel, *, archived: bool, locked: bool) -> None:
        thread.archived, thread.locked = archived, locked
        self._tell("THREAD_UPDATE", thread.guild, thread.payload())

    def remove_bot(self, guild: Guild) -> None:
        self._tell("GUILD_DELETE", guild, {"id": str(guild.id)})
        del guild.members[self.bot]

    def set_available(self, guild: Guild, *, available: bool) -> None:
        """Begin or end an outage of one server, which is not a removal of the bot."""
        guild.available = available
        data = (guild.payload(self.bot) if available else {"id": str(guild.id)}) | {"unavailable": not available}
        self._tell("GUILD_CREATE" if available else "GUILD_DELETE", guild, data)

    def _tell(self, event: str, guild: Guild | None, data: Json) -> None:
        if guild is not None and self.bot in guild.members:
            self.emit(event, guild.id, data)

    def permissions(self, user: User, channel: Channel) -> Permissions:
        """What `user` may do in `channel`; nothing where they are not a member."""
        if (guild := channel.guild) is None:
            rights = Permissions.text() | Permissions(view_channel=True)
            return rights if user in channel.recipients else Permissions.none()
        if user not in guild.members:
            return Permissions.none()
        roles, rights = guild.members[user], Permissions.none()
        for role_id in (guild.id, *roles):
            rights |= guild.roles[role_id]
        if user is guild.owner or rights.administrator:
            return Permissions.all()
        rights = _overwritten(rights, (channel.parent or channel).overwrites, [[guild.id], [*roles], [user.id]])
        kept = Permissions(view_channel=True, read_message_history=True)
        rights &= kept if user in guild.timed_out else Permissions.all()
        return rights if rights.view_channel else Permissions.none()

    def require(self, user: User, channel: Channel, *names: str) -> None:
        """Refuse with 50001 whoever cannot see the channel, and with 50013 whoever lacks a right there."""
        rights = self.permissions(user, channel)
        if not rights.view_channel:
            raise ApiError(50001, "Missing Access")
        if missing := [name for name in names if not getattr(rights, name)]:
            raise ApiError(50013, f"Missing Permissions: {', '.join(missing)}")

    def seen_by(self, user: User, channel: Channel) -> list[Message]:
        """What `user` can read in the channel now, oldest first."""
        rights = self.permissions(user, channel)
        public = rights.view_channel and rights.read_message_history
        there = (message for message in channel.messages.values() if not message.deleted)
        return [each for each in there if each.visible_to == user.id or (public and each.visible_to is None)]


def _overwritten(rights: Permissions, overwrites: Rights, levels: list[list[int]]) -> Permissions:
    """Everyone's overwrite, then those of all roles together, then the member's."""
    for targets in levels:
        pairs = [overwrites[target] for target in targets if target in overwrites]
        for _, deny in pairs:
            rights &= ~deny
        for allow, _ in pairs:
            rights |= allow
    return rights


def parts(components: Iterable[Json]) -> Iterator[Json]:
    """Every component, the nested ones included."""
    for component in components:
        yield component
        yield from parts(component.get("components") or ())
        yield from parts([component[key] for key in ("accessory", "component") if component.get(key)])
