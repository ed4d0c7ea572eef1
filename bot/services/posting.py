"""What the bot does by itself: claim what is due, settle what became of it, plan what is next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core import rotation
from bot.core import schedule as rules
from bot.core.delivery import Cause
from bot.core.evidence import Id
from bot.core.library import Library
from bot.core.rotation import Rng
from bot.core.schedule import Posting, Schedule, State
from bot.services import planning
from bot.services.planning import Planned
from bot.storage import schedule as storage
from bot.storage import settings
from bot.storage.engine import Database

LEASE = timedelta(minutes=10)
"""How long a claim holds: longer than the longest try at sending one message."""
_DEFAULT_GRACE = 6
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Claim:
    """A line of the ledger that this process alone sees to, with its schedule and how late it may be."""

    posting: Posting
    schedule: Schedule
    grace: timedelta
    age_restricted_only: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What settling brought: lines that are due next, and schedules that have just paused themselves."""

    planned: Planned
    paused: tuple[Schedule, ...]


async def start(database: Database, library: Library, now: datetime, rng: Rng) -> None:
    """Once, before the first claim: bring every plan into step with its rule, by the clocks as they are known now.

    On SQLite there is one process, so what an earlier one had claimed is taken over at once; on PostgreSQL another
    one may be at it, and its claim runs out by itself.
    """
    if database.dialect == "sqlite":
        async with database.write() as connection:
            await storage.release(connection, now)
    last = 0
    while True:
        async with database.write() as connection:
            chunk = await storage.load_after(connection, last, _CHUNK)
            lines = await storage.open_of(connection, [one.id for one in chunk])
            wrong = planning.out_of_step(chunk, lines)
            await planning.replan(connection, wrong, library, rng, keep=True)
        if len(chunk) < _CHUNK:
            return
        last = chunk[-1].id


async def due_before(database: Database, horizon: datetime) -> list[tuple[datetime, int, int]]:
    """What somebody has to see to by then: the moment, the line, and the server."""
    async with database.read() as connection:
        return await storage.due_before(connection, horizon)


async def claim(database: Database, ids: Collection[int], now: datetime) -> list[Claim]:
    """Take those of the lines that are due and that nobody else has taken."""
    async with database.write() as connection:
        due = await storage.load_due(connection, ids, now)
        await storage.claim(connection, [one.id for one in due], now, now + LEASE)
        schedules = await storage.load_many(connection, {one.schedule_id for one in due})
        of_guild = await settings.posting_rules(connection, {one.guild_id for one in due})
    claims: list[Claim] = []
    for one in due:
        grace, age_restricted_only = of_guild.get(one.guild_id, (_DEFAULT_GRACE, False))
        mine = replace(one, state=State.CLAIMED, tries=one.tries + 1, since=one.since or now)
        claims.append(Claim(mine, schedules[one.schedule_id], timedelta(hours=grace), age_restricted_only))
    return claims


async def choose_again(database: Database, claimed: Claim, library: Library, rng: Rng) -> Id | None:
    """Another entry for a post whose own is gone, written down before it is sent; None if there is nothing to post."""
    schedule, posting = claimed.schedule, claimed.posting
    async with database.write() as connection:
        shown = await storage.shown(connection, {schedule.guild_id})
        available = rotation.pool(schedule.topic, library)
        entry = rotation.choose(schedule, available, shown[schedule.guild_id], rng)
        if entry is not None:
            await storage.assign(connection, posting.id, entry)
    return entry


async def settle(database: Database, results: Sequence[Posting], library: Library, now: datetime, rng: Rng) -> Settled:
    """Write what became of claimed lines, count it on their schedules, and plan what each posts next.

    A line that somebody else has claimed since, or that went with its schedule, is left as it is.
    """
    async with database.write() as connection:
        there = await storage.load_postings(connection, [one.id for one in results])
        mine = [one for one in results if _still_mine(one, there)]
        await storage.settle(connection, [_as_written(one) for one in mine])
        await storage.note_shown(connection, _seen(mine, now))
        done = [one for one in mine if one.due_at is None]
        before = await storage.load_many(connection, {one.schedule_id for one in done})
        after = dict(before)
        for one in done:
            after[one.schedule_id] = _without(rules.after(after[one.schedule_id], one), one)
        await storage.save(connection, [after[key] for key in after if after[key] != before[key]])
        in_turn = [after[one.schedule_id] for one in done if not one.press_id]
        planned = await planning.replan(connection, in_turn, library, rng)
        await storage.forget_before(connection, [one.id for one in in_turn], (now - planning.KEPT).date())
    planned += [(one.id, one.due_at) for one in mine if one.due_at is not None]
    return Settled(planned, tuple(one for one in in_turn if one.notice_due and not before[one.id].notice_due))


def _still_mine(result: Posting, there: dict[int, Posting]) -> bool:
    line = there.get(result.id)
    return line is not None and line.state is State.CLAIMED and line.tries == result.tries


def _as_written(result: Posting) -> Posting:
    """What a filter blocked is not tried again: another entry is chosen then."""
    blocked = result.state is State.PLANNED and result.why is Cause.AUTOMOD
    return replace(result, entry_id=None) if blocked else result


def _seen(results: Sequence[Posting], now: datetime) -> dict[tuple[int, Id], datetime]:
    """What counts as shown: what was sent, and what a filter blocked, so that another comes next."""
    return {
        (one.guild_id, one.entry_id): now
        for one in results
        if one.entry_id is not None and (one.state is State.SENT or one.why is Cause.AUTOMOD)
    }


def _without(schedule: Schedule, result: Posting) -> Schedule:
    """The schedule without what was queued and has had its turn."""
    if result.state is not State.SENT or result.entry_id not in schedule.queue:
        return schedule
    return replace(schedule, queue=tuple(one for one in schedule.queue if one != result.entry_id))


async def guilds_with_notices(database: Database) -> frozenset[int]:
    """The servers whose moderators have yet to be told that a schedule paused itself."""
    async with database.read() as connection:
        return await storage.guilds_with_notices(connection)


async def notices(database: Database, guild_id: int) -> tuple[tuple[Schedule, Posting | None], ...]:
    """The schedules of a server of whose pause nobody was told, each with its last result."""
    async with database.read() as connection:
        paused = [one for one in await storage.load_guild(connection, guild_id) if one.notice_due]
        lasts = [await storage.past(connection, one.id, 1) for one in paused]
    return tuple((one, last[0] if last else None) for one, last in zip(paused, lasts, strict=True))


async def told(database: Database, guild_id: int) -> None:
    """The moderators were told."""
    async with database.write() as connection:
        await storage.hold_guild(connection, guild_id)
        due = [one for one in await storage.load_guild(connection, guild_id) if one.notice_due]
        await storage.save(connection, [replace(one, notice_due=False) for one in due])
