"""Register the commands with Discord, only when their payload changed."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

import discord

from bot.client.bot import Neurosprout
from bot.storage import command_sync

_log = logging.getLogger(__name__)


def payload_hash(bot: Neurosprout) -> str:
    """What Discord would be sent, as a SHA-256 in hexadecimal."""
    payload: list[dict[str, Any]] = [command.to_dict(bot.tree) for command in bot.tree.get_commands()]
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


async def sync(bot: Neurosprout, *, force: bool = False) -> bool:
    """Register the global commands unless the last registration sent the same; whether anything was sent."""
    application_id = bot.application_id
    if application_id is None:
        raise RuntimeError("commands are registered after login")
    wanted = payload_hash(bot)
    async with bot.parts.database.read() as connection:
        if not force and await command_sync.last_hash(connection, application_id, command_sync.GLOBAL) == wanted:
            return False
    registered = await bot.tree.sync()
    async with bot.parts.database.write() as connection:
        await command_sync.record(connection, application_id, command_sync.GLOBAL, wanted, discord.utils.utcnow())
    _log.info("registered commands", extra={"commands": len(registered)})
    return True
