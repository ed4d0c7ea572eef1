"""Schedules, the ledger of what they posted, and what each server has seen."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row, RowMapping, Select, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.evidence import Id
from bot.core.record import Category, Kind
from bot.core.recurrence import Recurrence, parse_stored
from bot.core.schedule import Options, Pause, Posting, Schedule, State, Topic, why_of
from bot.storage.engine import hold, upsert_all
from bot.storage.tables import guild_settings, schedule_posts, schedule_shown, schedules

_UTC = "UTC"


def _query() -> Select[Any]:
    """Schedules beside the zone of their server."""
    same = guild_settings.c.guild_id == schedules.c.guild_id
    return select(schedules, guild_settings.c.zone.label("server_zone")).outerjoin(guild_settings, same)


def _schedule(row: Row[Any]) -> Schedule:
    options: dict[str, Any] = json.loads(row.options)
    options |= {"order": tuple(options["order"]), "excluded": frozenset(options["excluded"])}
    hours, minutes = divmod(row.at_minute, 60)
    zone = row.zone or row.server_zone or _UTC
    return Schedule(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        topic=Topic(row.kind and Kind(row.kind), row.category and Category(row.category), row.path),
        recurrence=Recurrence(time(hours, minutes), zone, parse_stored(row.days)),
        own_zone=row.zone is not None,
        settled=row.settled,
        floor=row.floor,
        changed_at=row.changed_at,
        options=Options(**options),
        queue=tuple(json.loads(row.queue)),
        pause=row.pause and Pause(row.pause),
        paused_until=row.paused_until,
        failures=row.failures,
        notice_due=row.notice_due,
        version=row.version,
    )


def _row(schedule: Schedule) -> dict[str, Any]:
    topic, at = schedule.topic, schedule.recurrence.at
    chosen = schedule.options
    options = {
        "mention_role_id": chosen.mention_role_id,
        "discussion": chosen.discussion,
        "checks": chosen.checks,
        "tolerance": chosen.tolerance,
        "order": chosen.order,
        "excluded": sorted(chosen.excluded),
    }
    return {
        "guild_id": schedule.guild_id,
        "channel_id": schedule.channel_id,
        "kind": topic.kind and topic.kind.value,
        "category": topic.category and topic.category.value,
        "path": topic.path,
        "at_minute": at.hour * 60 + at.minute,
        "zone": schedule.recurrence.zone if schedule.own_zone else None,
        "days": str(schedule.recurrence.days),
        "options": json.dumps(options),
        "queue": json.dumps(schedule.queue),
        "settled": schedule.settled,
        "floor": schedule.floor,
        "pause": schedule.pause and schedule.pause.value,
        "paused_until": schedule.paused_until,
        "failures": schedule.failures,
        "notice_due": schedule.notice_due,
        "version": schedule.version,
        "changed_at": schedule.changed_at,
    }


async def hold_guild(connection: AsyncConnection, guild_id: int) -> None:
    """Let nobody else change this server's schedules until the transaction ends."""
    await hold(connection, "schedules", guild_id)


async def load(
    connection: AsyncConnection, guild_id: int, schedule_id: int, *, to_change: bool = False
) -> Schedule | None:
    """One schedule of that server; `to_change` holds it against other transactions."""
    query = _query().where(schedules.c.id == schedule_id, schedules.c.guild_id == guild_id)
    if to_change:
        query = query.with_for_update(of=schedules)
    row = (await connection.execute(query)).one_or_none()
    return _schedule(row) if row else None


async def load_guild(connection: AsyncConnection, guild_id: int) -> tuple[Schedule, ...]:
    """All schedules of a server, the oldest first."""
    query = _query().where(schedules.c.guild_id == guild_id).order_by(schedules.c.id)
    return tuple(_schedule(row) for row in await connection.execute(query))


async def load_many(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Schedule]:
    """The schedules of those ids that are there, held against other transactions on PostgreSQL."""
    query = _query().where(schedules.c.id.in_(ids)).order_by(schedules.c.id)
    return {row.id: _schedule(row) for row in await connection.execute(query.with_for_update(of=schedules))}


async def load_after(connection: AsyncConnection, schedule_id: int, limit: int) -> tuple[Schedule, ...]:
    """The next schedules by id of all servers, for a walk over every one; held as by `load_many`."""
    query = _query().where(schedules.c.id > schedule_id).order_by(schedules.c.id).limit(limit)
    return tuple(_schedule(row) for row in await connection.execute(query.with_for_update(of=schedules)))


async def add(connection: AsyncConnection, schedule: Schedule) -> int:
    """Keep a new schedule; its id."""
    result = await connection.execute(insert(schedules).values(_row(schedule)).returning(schedules.c.id))
    return result.scalar_one()


async def save(connection: AsyncConnection, changed: Sequence[Schedule]) -> None:
    """Set everything about these schedules."""
    if changed:
        statement = update(schedules).where(schedules.c.id == bindparam("of_id"))
        await connection.execute(statement, [{**_row(one), "of_id": one.id} for one in changed])


async def remove(connection: AsyncConnection, schedule_id: int) -> None:
    """Delete a schedule, with its ledger."""
    await connection.execute(delete(schedules).where(schedules.c.id == schedule_id))


async def guilds_with_notices(connection: AsyncConnection) -> frozenset[int]:
    """The servers whose moderators have yet to be told of a pause."""
    return frozenset(await connection.scalars(select(schedules.c.guild_id).where(schedules.c.notice_due).distinct()))


# -------------------------------------------------------------------------------------------------------- the ledger


def _posting(row: RowMapping) -> Posting:
    fields: dict[str, Any] = dict(row)
    fields |= {"state": State(row["state"]), "why": row["why"] and why_of(row["why"])}
    return Posting(**fields)


async def plan(connection: AsyncConnection, planned: Sequence[Mapping[str, Any]]) -> list[tuple[int, datetime]]:
    """Write new lines; the id and the moment of each that is open."""
    if not planned:
        return []
    defaults: dict[str, Any] = {"press_id": 0, "state": State.PLANNED.value, "tries": 0, "code": 0}
    table = schedule_posts
    rows = [{**defaults, **line} for line in planned]
    result = await connection.execute(insert(table).returning(table.c.id, table.c.due_at), rows)
    return [(row.id, row.due_at) for row in result if row.due_at is not None]


async def unplan(connection: AsyncConnection, schedule_ids: Collection[int], *, attempted: bool) -> None:
    """Take back what is planned in turn; what is claimed goes on, and (unless `attempted`) what was tried before."""
    table = schedule_posts.c
    planned = [table.state == State.PLANNED.value, table.press_id == 0, table.schedule_id.in_(schedule_ids)]
    if not attempted:
        planned.append(table.since.is_(None))
    await connection.execute(delete(schedule_posts).where(*planned))


async def hasten(connection: AsyncConnection, schedule_id: int, now: datetime) -> Sequence[int]:
    """Let what waits for a further try be tried now; the lines."""
    table = schedule_posts.c
    waiting = (table.state == State.PLANNED.value, table.schedule_id == schedule_id, table.since.is_not(None))
    result = await connection.scalars(update(schedule_posts).where(*waiting).values(due_at=now).returning(table.id))
    return result.all()


async def open_of(connection: AsyncConnection, schedule_ids: Collection[int]) -> dict[int, Posting]:
    """What is planned or claimed in turn, by schedule."""
    table = schedule_posts.c
    query = select(schedule_posts).where(
        table.schedule_id.in_(schedule_ids), table.press_id == 0, table.due_at.is_not(None)
    )
    return {row["schedule_id"]: _posting(row) for row in (await connection.execute(query)).mappings()}


async def due_before(connection: AsyncConnection, horizon: datetime) -> list[tuple[datetime, int, int]]:
    """What somebody has to see to by then: the moment, the line's id, and the server."""
    table = schedule_posts.c
    query = select(table.due_at, table.id, table.guild_id).where(table.due_at <= horizon)
    return [(row.due_at, row.id, row.guild_id) for row in await connection.execute(query)]


async def load_due(connection: AsyncConnection, ids: Collection[int], now: datetime) -> list[Posting]:
    """Those lines that are due; what another process has under its hands is left out on PostgreSQL."""
    table = schedule_posts.c
    query = select(schedule_posts).where(table.id.in_(ids), table.due_at <= now).order_by(table.id)
    return [_posting(row) for row in (await connection.execute(query.with_for_update(skip_locked=True))).mappings()]


async def claim(connection: AsyncConnection, ids: Sequence[int], now: datetime, lease: datetime) -> None:
    """Mark these lines as being seen to until `lease`; nobody else takes them before."""
    table = schedule_posts
    claimed = {"state": State.CLAIMED.value, "due_at": lease, "tries": table.c.tries + 1}
    since = func.coalesce(table.c.since, now)
    await connection.execute(update(table).where(table.c.id.in_(ids)).values(since=since, **claimed))


async def release(connection: AsyncConnection, now: datetime) -> None:
    """Let what is claimed be taken over at once."""
    claimed = schedule_posts.c.state == State.CLAIMED.value
    await connection.execute(update(schedule_posts).where(claimed).values(due_at=now))


async def assign(connection: AsyncConnection, posting_id: int, entry_id: Id) -> None:
    """Set what a line posts."""
    await connection.execute(update(schedule_posts).where(schedule_posts.c.id == posting_id).values(entry_id=entry_id))


async def settle(connection: AsyncConnection, postings: Sequence[Posting]) -> None:
    """Set what became of these lines."""
    if not postings:
        return
    names = ("state", "entry_id", "due_at", "why", "code", "message_id", "channel_id", "settled_at")
    statement = update(schedule_posts).where(schedule_posts.c.id == bindparam("of_id"))
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    rows = [{"of_id": one.id, **{f"new_{name}": getattr(one, name) for name in names}} for one in postings]
    await connection.execute(statement.values(values), rows)


async def load_postings(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Posting]:
    """The lines of those ids that are there."""
    query = select(schedule_posts).where(schedule_posts.c.id.in_(ids)).order_by(schedule_posts.c.id)
    rows = await connection.execute(query.with_for_update())
    return {row["id"]: _posting(row) for row in rows.mappings()}


async def past(connection: AsyncConnection, schedule_id: int, limit: int) -> tuple[Posting, ...]:
    """What was settled last, the latest first."""
    table = schedule_posts.c
    query = select(schedule_posts).where(table.schedule_id == schedule_id, table.due_at.is_(None))
    rows = await connection.execute(query.order_by(table.slot_at.desc(), table.id.desc()).limit(limit))
    return tuple(_posting(row) for row in rows.mappings())


async def forget_before(connection: AsyncConnection, schedule_ids: Collection[int], day: date) -> None:
    """Drop old lines of these schedules."""
    table = schedule_posts.c
    old = (table.schedule_id.in_(schedule_ids), table.day < day, table.due_at.is_(None))
    await connection.execute(delete(schedule_posts).where(*old))


# --------------------------------------------------------------------------------------------------- what was shown


async def shown(connection: AsyncConnection, guild_ids: Collection[int]) -> dict[int, dict[Id, datetime]]:
    """When each of these servers saw which entry last."""
    found: dict[int, dict[Id, datetime]] = {guild_id: {} for guild_id in guild_ids}
    for row in await connection.execute(select(schedule_shown).where(schedule_shown.c.guild_id.in_(guild_ids))):
        found[row.guild_id][row.entry_id] = row.shown_at
    return found


async def planned_entries(connection: AsyncConnection, guild_ids: Collection[int]) -> dict[int, set[Id]]:
    """What is planned or under way in each of these servers."""
    table = schedule_posts.c
    found: dict[int, set[Id]] = {guild_id: set() for guild_id in guild_ids}
    query = select(table.guild_id, table.entry_id).where(table.guild_id.in_(guild_ids), table.due_at.is_not(None))
    for row in await connection.execute(query):
        if row.entry_id is not None:
            found[row.guild_id].add(row.entry_id)
    return found


async def note_shown(connection: AsyncConnection, rows: Mapping[tuple[int, Id], datetime]) -> None:
    """Remember that a server saw an entry."""
    lines = [{"guild_id": guild, "entry_id": entry, "shown_at": at} for (guild, entry), at in rows.items()]
    await upsert_all(connection, schedule_shown, lines)


async def forget_guild(connection: AsyncConnection, guild_id: int) -> None:
    """Remove everything about a server's schedules."""
    for table in (schedule_posts, schedules, schedule_shown):
        await connection.execute(delete(table).where(table.c.guild_id == guild_id))
