"""Write into the ledger what each schedule posts next: inside the transaction of whatever changed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import rotation
from bot.core import schedule as rules
from bot.core.evidence import Id
from bot.core.library import Library
from bot.core.rotation import Rng
from bot.core.schedule import Schedule
from bot.storage import schedule as storage

Planned = list[tuple[int, datetime]]
"""Lines of the ledger by id, and the moment when each is due."""
KEPT = timedelta(days=400)
"""How long a settled line is kept."""


async def replan(
    connection: AsyncConnection, changed: Sequence[Schedule], library: Library, rng: Rng, *, keep: bool = False
) -> Planned:
    """Plan the next post of each schedule anew; what is being posted or tried goes on, and the next follows it then.

    `keep` leaves the entry that was planned, where it still fits and nothing was put before it.
    """
    ids = [one.id for one in changed]
    before = await storage.open_of(connection, ids) if keep else {}
    await storage.unplan(connection, ids, attempted=False)
    under_way = await storage.open_of(connection, ids)
    waiting = [one for one in changed if one.posts and one.id not in under_way]
    kept = {key: line.entry_id for key, line in before.items() if line.entry_id is not None}
    return await storage.plan(connection, await _lines(connection, waiting, kept, library, rng))


async def _lines(
    connection: AsyncConnection, waiting: Sequence[Schedule], kept: dict[int, Id], library: Library, rng: Rng
) -> list[dict[str, Any]]:
    guild_ids = {one.guild_id for one in waiting}
    shown = await storage.shown(connection, guild_ids)
    taken = await storage.planned_entries(connection, guild_ids)
    pools = {topic: rotation.pool(topic, library) for topic in {one.topic for one in waiting}}
    lines: list[dict[str, Any]] = []
    for one in waiting:
        (slot,), available = one.upcoming(1), pools[one.topic]
        entry = kept.get(one.id)
        if one.queue or entry not in available or entry in one.options.excluded:
            entry = rotation.choose(one, available, shown[one.guild_id], rng, taken=taken[one.guild_id])
        if entry is not None:
            taken[one.guild_id].add(entry)
        due_at = rules.due_at(one, slot)
        line = {"schedule_id": one.id, "guild_id": one.guild_id, "day": slot.day, "slot_at": slot.at}
        lines.append(line | {"due_at": due_at, "entry_id": entry})
    return lines


def out_of_step(schedules: Iterable[Schedule], open_lines: dict[int, rules.Posting]) -> list[Schedule]:
    """Those whose planned post is missing or not at the time their rule says today."""
    found: list[Schedule] = []
    for one in schedules:
        line, slots = open_lines.get(one.id), one.upcoming(1)
        if line is None:
            wrong = bool(slots)
        elif line.state is rules.State.PLANNED and line.tries == 0:
            wrong = not slots or (line.day, line.slot_at) != slots[0]
        else:
            wrong = False
        if wrong:
            found.append(one)
    return found
