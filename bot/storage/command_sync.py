"""What was last synced to Discord, so that an unchanged set of commands is not sent again."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import tables
from bot.storage.engine import upsert

GLOBAL: Final = "global"
"""The scope of commands that are everywhere; any other scope is a server's id in digits."""


async def last_hash(connection: AsyncConnection, application_id: int, scope: str) -> str | None:
    """The hash of what was last synced; None if nothing was."""
    table = tables.command_sync.c
    query = select(table.payload_hash).where(table.application_id == application_id, table.scope == scope)
    return await connection.scalar(query)


async def record(
    connection: AsyncConnection, application_id: int, scope: str, payload_hash: str, now: datetime
) -> None:
    """Remember what was synced, in place of what was before."""
    row = {"application_id": application_id, "scope": scope, "payload_hash": payload_hash, "synced_at": now}
    await upsert(connection, tables.command_sync, row)


async def forget_guild(connection: AsyncConnection, guild_id: int) -> None:
    """Forget a server's own commands: they are gone with the bot, and to be sent again if it comes back."""
    await connection.execute(delete(tables.command_sync).where(tables.command_sync.c.scope == str(guild_id)))
