"""The REST routes that the bot uses; whatever else it asks for is a problem, not a guess."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.standin import messages
from tests.standin.interactions import Interactions
from tests.standin.messages import Uploads
from tests.standin.world import FORUM, NEWS, ApiError, Channel, Json, Message, User, World


@dataclass
class Call:
    """One request: what was asked, when (time.monotonic), and the status it got (0 while it has none)."""

    world: World
    interactions: Interactions
    route: str
    path: str
    match: Mapping[str, str]
    query: Mapping[str, str]
    at: float
    body: Any = None
    uploads: Uploads = field(default_factory=dict[str, tuple[str, int]])
    status: int = 0

    def channel(self, *rights: str) -> Channel:
        """The channel of the path, if the bot can see it and has those rights there."""
        if (channel := self.world.channels.get(int(self.match["channel_id"]))) is None:
            raise ApiError(10003, "Unknown Channel")
        if channel.guild is not None and not channel.guild.available:
            raise ApiError(130000, "API resource is currently overloaded. Try again a little later.")
        self.world.require(self.world.bot, channel, *rights)
        return channel

    def message(self, *rights: str, mine: bool = False) -> Message:
        """The message of the path; `mine` if only its author may do this."""
        message = (channel := self.channel()).messages.get(int(self.match["message_id"]))
        if message is None or message.deleted or message.visible_to is not None:
            raise ApiError(10008, "Unknown Message")  # an ephemeral one exists only for its interaction
        if mine and message.author is not self.world.bot:
            raise ApiError(50005, "Cannot edit a message authored by another user")
        if mine and channel.archived:
            raise ApiError(50083, "Tried to perform an operation on an archived thread")
        self.channel(*rights)
        return message

    def shown(self, message: Message) -> Json:
        """The message without what the intent for content would give."""
        hidden: Json = {"content": "", "embeds": [], "components": [], "attachments": []}
        mine = message.author is self.world.bot or message.channel.guild is None
        return message.payload() | ({} if mine else hidden)

    def response(self) -> Message:
        """The message of an interaction's webhook."""
        return self.interactions.message(self.match["token"], self.match["which"])


def application(call: Call) -> Json:
    bot = call.world.bot
    about: Json = {"id": str(bot.id), "name": bot.name, "description": "", "icon": None, "verify_key": "", "flags": 0}
    return about | {"bot_public": True, "bot_require_code_grant": False, "owner": bot.payload(), "summary": ""}


def overwrite_commands(call: Call) -> list[Json]:
    """A command that keeps type and name keeps its id."""
    guild_id, world = int(call.match.get("guild_id", 0)), call.world
    ids = {(c["type"], c["name"]): c["id"] for c in world.commands.get(guild_id, [])}
    defaults: Json = {"type": 1, "description": "", "options": [], "application_id": str(world.bot.id), "version": "1"}
    made = [defaults | command for command in call.body]
    world.commands[guild_id] = [c | {"id": ids.get((c["type"], c["name"])) or str(world.snowflake())} for c in made]
    return world.commands[guild_id]


def edit_thread(call: Call) -> Json:
    """Only what the bot changes of a channel: whether a thread is archived or locked."""
    thread = call.channel()
    if thread.owner is not call.world.bot or thread.locked or "locked" in call.body:
        call.channel("manage_threads")
    archived, locked = call.body.get("archived", thread.archived), call.body.get("locked", thread.locked)
    call.world.update_thread(thread, archived=archived, locked=locked)
    return thread.payload()


def history(call: Call) -> list[Json]:
    """Newest first."""
    before, after = int(call.query.get("before", 2**63)), int(call.query.get("after", 0))
    seen = call.world.seen_by(call.world.bot, call.channel())
    found = [message for message in seen if after < message.id < before and message.visible_to is None]
    limit = int(call.query.get("limit", 50))
    return [call.shown(message) for message in reversed(found[:limit] if after else found[-limit:])]


def edit_message(call: Call) -> Json:
    messages.edit(call.world, message := call.message(mine=True), call.body, call.uploads)
    return message.payload()


def delete_message(call: Call) -> None:
    message = call.message()
    if message.author is not call.world.bot:
        call.channel("manage_messages")
    message.deleted = True


def pin(call: Call) -> None:
    call.message("pin_messages").pinned = True


def crosspost(call: Call) -> Json:
    message = call.message(mine=True)
    if message.channel.type != NEWS:
        raise ApiError(50024, "Cannot execute action on this channel type")
    message.flags |= 1 << 1
    return message.payload()


def thread_from_message(call: Call) -> Json:
    message = call.message("create_public_threads")
    if message.id in call.world.channels:
        raise ApiError(160004, "A thread has already been created for this message")
    return call.world.add_thread(message.channel, call.body["name"], call.world.bot, message.id).payload()


def start_thread(call: Call) -> Json:
    """In a forum this is a post, with its first message and tags."""
    world, body, first = call.world, call.body, call.body.get("message")
    parent = call.channel(*() if first else ("create_public_threads",))
    if parent.type == FORUM:
        messages.allow(world, parent, first, call.uploads, first_post=True)
        if parent.tag_required and not body.get("applied_tags"):
            raise ApiError(40067, "A tag is required to create a forum post in this channel")
    thread = world.add_thread(parent, body["name"], world.bot)
    thread.tags = list(body.get("applied_tags") or ())
    posted = messages.post(world, thread, first, call.uploads, same_id=thread.id).payload() if first else None
    return thread.payload() | ({"message": posted} if posted else {})


def active_threads(call: Call) -> Json:
    """Those of the whole server that the bot can see."""
    world, guild = call.world, call.world.guilds[int(call.match["guild_id"])]
    return _threads(call, [each for each in guild.channels.values() if each.owner and not each.archived], world.bot)


def archived_threads(call: Call) -> Json:
    parent = call.channel("read_message_history")
    of_it = [each for each in call.world.channels.values() if each.parent is parent and each.archived]
    return _threads(call, of_it, call.world.bot) | {"has_more": False}


def _threads(call: Call, threads: list[Channel], bot: User) -> Json:
    seen = [each.payload() for each in threads if call.world.permissions(bot, each).view_channel]
    return {"threads": seen, "members": []}


def respond(call: Call) -> Json:
    return call.interactions.respond(int(call.match["interaction_id"]), call.match["token"], call.body, call.uploads)


def edit_response(call: Call) -> Json:
    return call.interactions.edit(call.match["token"], call.response(), call.body, call.uploads).payload()


def delete_response(call: Call) -> None:
    call.response().deleted = True


Handle: TypeAlias = Callable[[Call], object]
COMMANDS, GUILD = "/applications/{application_id}/commands", "/applications/{application_id}/guilds/{guild_id}"
CHANNEL, HOOK = "/channels/{channel_id}", "/webhooks/{application_id}/{token}"
MESSAGE = CHANNEL + "/messages/{message_id}"
TABLE: dict[str, Handle] = {
    "GET /users/@me": lambda call: call.world.bot.payload(),
    "GET /oauth2/applications/@me": application,
    f"GET {COMMANDS}": lambda call: call.world.commands.get(0, []),
    f"PUT {COMMANDS}": overwrite_commands,
    f"GET {GUILD}/commands": lambda call: call.world.commands.get(int(call.match["guild_id"]), []),
    f"PUT {GUILD}/commands": overwrite_commands,
    f"GET {CHANNEL}": lambda call: call.channel().payload(),
    f"PATCH {CHANNEL}": edit_thread,
    f"POST {CHANNEL}/threads": start_thread,
    "GET /guilds/{guild_id}/threads/active": active_threads,
    f"GET {CHANNEL}/threads/archived/public": archived_threads,
    f"GET {CHANNEL}/messages": history,
    f"POST {CHANNEL}/messages": lambda call: messages.send(
        call.world, call.channel(), call.body, call.uploads
    ).payload(),
    f"GET {MESSAGE}": lambda call: call.shown(call.message("read_message_history")),
    f"PATCH {MESSAGE}": edit_message,
    f"DELETE {MESSAGE}": delete_message,
    f"POST {MESSAGE}/crosspost": crosspost,
    f"POST {MESSAGE}/threads": thread_from_message,
    f"PUT {CHANNEL}/messages/pins/{{message_id}}": pin,
    "POST /interactions/{interaction_id}/{token}/callback": respond,
    f"POST {HOOK}": lambda call: call.interactions.follow_up(call.match["token"], call.body, call.uploads).payload(),
    f"GET {HOOK}/messages/{{which}}": lambda call: call.response().payload(),
    f"PATCH {HOOK}/messages/{{which}}": edit_response,
    f"DELETE {HOOK}/messages/{{which}}": delete_response,
}
"""Method and path, in the words of Discord's description, and what answers it; None is a 204."""
