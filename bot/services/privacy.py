"""What is kept about a person, shown and erased; and the data of servers that removed the bot."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import privacy
from bot.core.privacy import Shards
from bot.storage import command_sync, inbox, letters, quiz_players, schedule, settings, suggestions
from bot.storage import privacy as storage
from bot.storage.engine import Database

FEATURES: tuple[ModuleType, ...] = (
    settings,
    command_sync,
    quiz_players,
    letters,
    inbox,
    suggestions,
    schedule,
    storage,
)
"""Every module of the storage that keeps something of a person (`forget`) or of a server (`forget_guild`).

The one with the clocks of servers that left is the last, so that what was interrupted is done again.
"""

Forget = Callable[[AsyncConnection, int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept about a person: rows by table, and beside them since when they are opted out."""

    rows: Mapping[str, int]
    opted_out_since: datetime | None

    def __bool__(self) -> bool:
        return bool(self.rows) or self.opted_out_since is not None


def _all(function: str) -> list[Forget]:
    return [cast("Forget", getattr(feature, function)) for feature in FEATURES if hasattr(feature, function)]


async def kept(database: Database, user_id: int) -> Kept:
    """What is kept about the person, in counts."""
    async with database.read() as connection:
        rows, since = await storage.count(connection, user_id), await storage.opted_out_since(connection, user_id)
    return Kept({name: count for name, count in rows.items() if name != storage.OPT_OUTS}, since)


async def export(database: Database, user_id: int, now: datetime) -> bytes:
    """Everything that is kept about the person, as JSON; nothing about anybody else."""
    async with database.read() as connection:
        rows = await storage.export(connection, user_id)
    tables = {
        table: [{name: _plain(name, row[name]) for name in row} for row in found] for table, found in rows.items()
    }
    document = {"format": 1, "made_at": now.isoformat(), "user_id": str(user_id), "tables": tables}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _plain(name: str, value: Any) -> object:
    """A value as JSON has it; Discord's ids as text, for many a reader of JSON rounds numbers of that length."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, int) and name.endswith("_id") else value


async def forget(database: Database, user_id: int) -> None:
    """Erase the person from every table, at once or not at all; an opt-out stays, or all would begin anew."""
    async with database.write() as connection:
        since = await storage.opted_out_since(connection, user_id)
        for one in _all("forget"):
            await one(connection, user_id)
        if since is not None:
            await storage.opt_out(connection, user_id, since)


async def opt_out(database: Database, user_id: int, now: datetime) -> None:
    """Keep nothing new about the person; their picks of games that run go under the games' random numbers."""
    async with database.write() as connection:
        await storage.opt_out(connection, user_id, now)


async def opt_in(database: Database, user_id: int) -> None:
    """Keep scores again, from now on."""
    async with database.write() as connection:
        await storage.opt_in(connection, user_id)


# ------------------------------------------------------------------------------------------ servers that left


async def depart(database: Database, guild_id: int, now: datetime) -> None:
    """A server removed the bot: its data goes once the grace is over."""
    async with database.write() as connection:
        await storage.depart(connection, guild_id, now)


async def come_back(database: Database, guild_id: int) -> None:
    """A server has the bot again: its data stays."""
    async with database.write() as connection:
        await storage.come_back(connection, guild_id)


async def reconcile(database: Database, present: Collection[int], shards: Shards, now: datetime) -> None:
    """After a start: clocks for the servers that went meanwhile, none for those that came back."""
    async with database.read() as connection:
        known, running = await storage.guilds(connection), await storage.departures(connection)
    found = privacy.turnover(known, running, present, shards)
    if not found.departed and not found.returned:
        return
    async with database.write() as connection:
        for guild_id in sorted(found.departed):
            await storage.depart(connection, guild_id, now)
        for guild_id in sorted(found.returned):
            await storage.come_back(connection, guild_id)


async def erase_departed(
    database: Database, present: Collection[int], shards: Shards, now: datetime
) -> tuple[int, ...]:
    """Erase the servers whose grace is over, of those this process answers for; which they were.

    Each feature is a transaction of its own, so that nobody waits for a large server to go; the clock goes last,
    so that what was interrupted is done again.
    """
    async with database.read() as connection:
        running = await storage.departures(connection)
    gone = [
        guild_id
        for guild_id, left_at in sorted(running.items())
        if privacy.due(left_at, now) and shards.serve(guild_id) and guild_id not in present
    ]
    for guild_id in gone:
        for one in _all("forget_guild"):
            async with database.write() as connection:
                await one(connection, guild_id)
    return tuple(gone)


async def prune(database: Database, now: datetime) -> None:
    """Drop what was kept only to be counted for an hour."""
    async with database.write() as connection:
        await letters.prune(connection, now)
