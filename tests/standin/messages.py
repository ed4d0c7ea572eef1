"""Posting and editing a message, by the rules that hold whoever does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TypeAlias

from tests.standin.world import FORUM, THREAD, ApiError, Channel, Json, Message, World

Uploads: TypeAlias = Mapping[str, tuple[str, int]]
"""Files of a request by their index: name and size."""

SUPPRESS_EMBEDS, EPHEMERAL, LOADING, V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 15
SHOWN = ("content", "embeds", "components")
FILE_LIMIT = 10 * 2**20
NONCE_KEPT = timedelta(minutes=3)
"""Discord says "the past few minutes"."""


def send(world: World, channel: Channel, body: Json, uploads: Uploads) -> Message:
    """What the bot posts with its token: refused as Discord refuses it; one nonce gives one message."""
    allow(world, channel, body, uploads)
    nonce = str(body["nonce"]) if body.get("nonce") is not None else None
    earlier = world.nonces.get(nonce) if nonce and body.get("enforce_nonce") else None
    if earlier is not None and world.now() - earlier.at < NONCE_KEPT:
        return earlier
    if channel.archived:
        world.update_thread(channel, archived=False, locked=channel.locked)
    message = post(world, channel, body, uploads)
    if nonce:
        message.nonce, world.nonces[nonce] = nonce, message
    return message


def allow(world: World, channel: Channel, body: Json, uploads: Uploads, *, first_post: bool = False) -> None:
    """Raise what Discord would answer if the bot may not send this here."""
    if channel.type == FORUM and not first_post:
        raise ApiError(40058, "Cannot message this channel until the forum post was created")
    needed = ["send_messages_in_threads" if channel.type == THREAD else "send_messages"]
    needed += ["embed_links"] * bool(body.get("embeds")) + ["attach_files"] * bool(uploads)
    world.require(world.bot, channel, *needed)
    if channel.locked and not world.permissions(world.bot, channel).manage_threads:
        raise ApiError(160005, "Thread is locked")


def post(
    world: World, channel: Channel, body: Json, uploads: Uploads, visible_to: int | None = None, same_id: int = 0
) -> Message:
    """Put a message of the bot into the channel, whatever it may do there."""
    fields = {key: body[key] for key in SHOWN if key in body}
    flags, message_id = int(body.get("flags") or 0), same_id or world.snowflake()
    message = Message(message_id, channel, world.bot, world.now(), fields, flags, visible_to)
    message.attachments = _attached(world, body.get("attachments") or (), uploads, [])
    channel.messages[message.id] = message
    _tell(world, "MESSAGE_CREATE", message)
    return message


def edit(world: World, message: Message, body: Json, uploads: Uploads) -> None:
    """Change what the body names and keep the rest; a V2 message stays one, and has no content or embeds."""
    flags = message.flags & ~LOADING
    if body.get("flags") is not None:
        flags = flags & ~SUPPRESS_EMBEDS | int(body["flags"]) & (SUPPRESS_EMBEDS | V2)
    fields = message.fields | {key: body[key] for key in SHOWN if key in body}
    if flags & V2 and (fields.get("content") or fields.get("embeds")):
        raise ApiError(50035, "content and embeds cannot be used with IS_COMPONENTS_V2")
    kept = body["attachments"] if body.get("attachments") is not None else message.attachments
    message.attachments = _attached(world, kept, uploads, message.attachments)
    message.fields, message.flags, message.edited = fields, flags, world.now()
    _tell(world, "MESSAGE_UPDATE", message)


def _attached(world: World, listed: Sequence[Json], uploads: Uploads, had: list[Json]) -> list[Json]:
    """The attachments a message then has: of the old ones those listed by id, and every upload."""
    if any(size > FILE_LIMIT for _, size in uploads.values()):
        raise ApiError(40005, "Request entity too large")
    about = {str(each["id"]): each for each in listed}
    attached = [each for each in had if each["id"] in about]
    for index, (name, size) in uploads.items():
        key, described = str(world.snowflake()), about.get(index, {}).get("description")
        urls = dict.fromkeys(("url", "proxy_url"), f"https://cdn.discordapp.com/attachments/1/{key}/{name}")
        attached.append({"id": key, "filename": name, "size": size, "description": described, **urls})
    return attached


def _tell(world: World, event: str, message: Message) -> None:
    if message.visible_to is None:
        world.emit(event, message.channel.guild.id if message.channel.guild else None, message.payload())
