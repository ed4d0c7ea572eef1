"""Row 8: a hundred thousand schedules, twenty thousand of them due in the same minute; APScheduler beside it."""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # pyright: ignore[reportMissingTypeStubs]  # it has none
from apscheduler.schedulers.background import BackgroundScheduler  # pyright: ignore[reportMissingTypeStubs]  # as above
from sqlalchemy import insert

from benchmarks.rows import Row
from bot.client.posting import TOGETHER
from bot.config import CHECKOUT
from bot.core import rotation
from bot.core.agenda import Agenda
from bot.core.library import Library
from bot.core.schedule import State, Topic
from bot.delivery import PER_SECOND
from bot.services import posting
from bot.storage import knowledge, migrate
from bot.storage.engine import Database
from bot.storage.tables import schedule_posts, schedules

SCHEDULES, DUE = 100_000, 20_000
FIRED = 5_000
"""How many of those due are taken to their end; the rest would only take longer."""
JOBS = 2_000
"""Jobs of the peer, whose due ones are found by an index too; adding one takes it about a millisecond."""
_DAY, _NOW = date(2026, 11, 25), datetime(2026, 11, 25, 9, tzinfo=UTC)
_IDLE = 20_000


@dataclass(frozen=True)
class _Ours:
    idle: float
    claim: float
    fire: float


async def _fill(database: Database, entries: tuple[str, ...]) -> None:
    """Every schedule in a server of its own, planned for its day."""
    made = {"kind": "mechanism", "zone": "UTC", "days": "week:0123456", "queue": "[]", "failures": 0, "version": 0}
    options = {"mention_role_id": None, "discussion": False, "checks": False, "tolerance": 0}
    made |= {
        "options": json.dumps(options | {"order": [], "excluded": []}),
        "settled": _DAY - timedelta(days=1),
        "floor": _DAY - timedelta(days=1),
    }
    made |= {"notice_due": False, "changed_at": _NOW - timedelta(days=1)}
    line: dict[str, Any] = {"day": _DAY, "press_id": 0, "state": "planned", "tries": 0, "code": 0}
    rows: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for number in range(1, SCHEDULES + 1):
        minute = 540 if number <= DUE else 600 + number % 800
        at = _NOW + timedelta(minutes=minute - 540)
        rows.append(made | {"id": number, "guild_id": number, "channel_id": number, "at_minute": minute})
        told = {"schedule_id": number, "guild_id": number, "slot_at": at, "due_at": at}
        lines.append(line | told | {"entry_id": entries[number % len(entries)]})
    async with database.write() as connection:
        await connection.execute(insert(schedules), rows)
        await connection.execute(insert(schedule_posts), lines)


async def _ours(folder: Path) -> _Ours:
    library = knowledge.load(CHECKOUT / "data")
    async with Database.open(f"sqlite:///{folder / 'ours.sqlite3'}") as database:
        await migrate.upgrade(database)
        await _fill(database, rotation.pool(Topic(), library))
        agenda = Agenda()
        for due_at, posting_id, _ in await posting.due_before(database, _NOW + timedelta(hours=1)):
            agenda.put(due_at, posting_id)
        idle = _idle(agenda)
        claim, fire = await _fires(database, agenda, library)
    return _Ours(idle, claim, fire)


def _idle(agenda: Agenda) -> float:
    """Seconds of a tick with nothing due: what the loop does when it wakes too early."""
    before = _NOW - timedelta(minutes=1)
    began = time.perf_counter()
    for _ in range(_IDLE):
        agenda.take(before, TOGETHER)
        agenda.next_at()
    return (time.perf_counter() - began) / _IDLE


async def _fires(database: Database, agenda: Agenda, library: Library) -> tuple[float, float]:
    """Seconds of claiming one durably; and with settling it, a second's sends at once, and planning its next."""
    rng, claiming, settling = random.Random(1), list[float](), list[float]()
    for _ in range(FIRED // TOGETHER):
        began = time.perf_counter()
        claims = await posting.claim(database, agenda.take(_NOW, TOGETHER), _NOW)
        claiming.append((time.perf_counter() - began) / TOGETHER)
        done = {"state": State.SENT, "due_at": None, "message_id": 1, "channel_id": 1, "settled_at": _NOW}
        sent = [replace(one.posting, **done) for one in claims]  # pyright: ignore[reportArgumentType]  # fields by name
        for first in range(0, len(sent), PER_SECOND):
            began = time.perf_counter()
            await posting.settle(database, sent[first : first + PER_SECOND], library, _NOW, rng)
            settling.append((time.perf_counter() - began) / PER_SECOND)
    return statistics.median(claiming), statistics.median(claiming) + statistics.median(settling)


def _nothing() -> None:
    """The peer's job."""


def _peer(folder: Path) -> tuple[float, float]:
    """Seconds of an idle look of APScheduler's file store, and of taking one job to its next time in it."""
    scheduler: Any = BackgroundScheduler(timezone="UTC")
    store: Any = SQLAlchemyJobStore(url=f"sqlite:///{folder / 'peer.sqlite3'}")
    scheduler.add_jobstore(store)
    scheduler.start(paused=True)
    try:
        for number in range(JOBS):
            start = _NOW + timedelta(days=3650, seconds=number)
            scheduler.add_job(_nothing, "cron", hour=9, start_date=start, id=str(number))
        began = time.perf_counter()
        for _ in range(200):
            store.get_due_jobs(_NOW)
            store.get_next_run_time()
        idle = (time.perf_counter() - began) / 200
        later = _NOW + timedelta(days=3652)
        began = time.perf_counter()
        due = store.get_due_jobs(later)[:500]
        for job in due:
            job._modify(next_run_time=job.trigger.get_next_fire_time(job.next_run_time, later))  # noqa: SLF001 - what its scheduler does
            store.update_job(job)
        fire = (time.perf_counter() - began) / len(due)
    finally:
        scheduler.shutdown()
    return idle, fire


def rows() -> Iterator[Row]:
    """Both on a file, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        ours = asyncio.run(_ours(Path(folder)))
        idle, fire = _peer(Path(folder))
    yield Row("8", "an idle tick, 100,000 schedules", "µs", ours.idle * 1e6, None, 10.0)
    yield Row("8", "claiming a due one durably", "µs", ours.claim * 1e6, None, 50.0)
    yield Row("8", "an idle tick over APScheduler's file store", "µs", ours.idle * 1e6, idle * 1e6, 1 / 25)
    yield Row("8", "claiming, settling and planning over its file store", "µs", ours.fire * 1e6, fire * 1e6, 1 / 25)
