"""Rows 6 and 7: many presses stored by one commit, and the top ten of a leaderboard at ten million answers."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
from sqlalchemy import insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.rows import Row
from bot.config import CHECKOUT
from bot.core import questions
from bot.core.leaderboard import LISTED, Measure
from bot.core.picks import Pick
from bot.core.questions import ask
from bot.storage import knowledge, migrate, quiz_picks
from bot.storage.engine import Database
from bot.storage.group_commit import GroupCommit
from bot.storage.leaderboard import top_query
from bot.storage.tables import quiz_answers, quiz_games, quiz_players, quiz_rounds, quiz_scores
from tests.storage.rows import row

_WRITERS = 1000
_ALONE = 200
"""How many presses are stored one by one; more would only take longer."""
_ROUNDS = 5
_GUILDS = {"small": 1, "large": 2}
_LINES = {"small": 100, "large": 1_000_000}
"""Players of a board; each gave ten answers, so these are a thousand answers and ten million."""
_READS = 2000


# ------------------------------------------------------------------------------------------------- group commit

Record = Callable[[AsyncConnection, Sequence[Pick]], Awaitable[Sequence[Any]]]


async def _insert(connection: AsyncConnection, picks: Sequence[Pick]) -> Sequence[None]:
    """The answers as bare rows, by one executemany without anything of SQLAlchemy's between."""
    columns = "round_id, user_id, option, correct, milliseconds, press_id"
    rows = [(one.round_id, one.user_id, one.option, one.option == 0, 1000, one.press_id) for one in picks]
    await connection.exec_driver_sql(f"INSERT INTO {quiz_answers.name} ({columns}) VALUES (?, ?, ?, ?, ?, ?)", rows)
    return [None] * len(picks)


async def prepare(database: Database, rounds: int) -> None:
    """As many open rounds of games as are measured, each with the same question."""
    await migrate.upgrade(database)
    library = knowledge.load(CHECKOUT / "data")
    asked = ask(questions.pool(library)[0], random.Random(1))
    now = discord.utils.utcnow()
    times = {"opened_at": now, "closes_at": now + timedelta(hours=1), "settled_at": None, "message_id": None}
    async with database.write() as connection:
        for number in range(1, rounds + 1):
            game = {
                "id": number,
                "guild_id": 1,
                "channel_id": number,
                "user_id": 1,
                "secret": b"s" * 32,
                "ended_at": None,
                "ending": None,
                "due_at": None,
                "phase": "open",
                "mode": "everyone",
            }
            await connection.execute(insert(quiz_games).values(row(quiz_games, game)))
            known = {"id": number, "game_id": number, "number": 1, "content": asked.model_dump_json(), **times}
            await connection.execute(insert(quiz_rounds).values(row(quiz_rounds, known)))


def _picks(round_id: int, count: int) -> list[Pick]:
    at = discord.utils.time_snowflake(discord.utils.utcnow())
    return [Pick(at + number, round_id, 10_000 + number, number % 3, f"player {number}") for number in range(count)]


async def _group(database: Database, record: Record, picks: Sequence[Pick]) -> tuple[float, list[float]]:
    """Seconds until all are on disk when all press at once, and until each is."""
    waiting = GroupCommit[Pick, Any](database, record)
    waits: list[float] = []

    async def put(pick: Pick) -> None:
        began = time.perf_counter()
        await waiting.put(pick)
        waits.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*map(put, picks))
    return time.perf_counter() - began, waits


async def _alone(database: Database, record: Record, picks: Sequence[Pick]) -> float:
    """Seconds for a commit each."""
    began = time.perf_counter()
    for pick in picks:
        async with database.write() as connection:
            await record(connection, [pick])
    return time.perf_counter() - began


async def _inline(database: Database, record: Record, picks: Sequence[Pick]) -> float:
    """Seconds for all in one transaction, with nobody waiting."""
    began = time.perf_counter()
    async with database.write() as connection:
        await record(connection, picks)
    return time.perf_counter() - began


@dataclass(frozen=True)
class _Stored:
    """Seconds for each press, in group commit, alone and inline; until 99 of 100 are on disk; medians of the rounds."""

    group: float
    alone: float
    inline: float
    slowest: float


async def _stored(record: Record) -> _Stored:
    """Measured in turns, each on a round of its own."""
    group, alone, inline, slowest = [list[float]() for _ in range(4)]
    with tempfile.TemporaryDirectory() as folder:
        async with Database.open(f"sqlite:///{folder}/db.sqlite3") as database:
            await prepare(database, 3 * _ROUNDS)
            for turn in range(1, 3 * _ROUNDS, 3):
                whole, waits = await _group(database, record, _picks(turn, _WRITERS))
                group.append(whole / _WRITERS)
                slowest.append(statistics.quantiles(waits, n=100)[98])
                alone.append(await _alone(database, record, _picks(turn + 1, _ALONE)) / _ALONE)
                inline.append(await _inline(database, record, _picks(turn + 2, _WRITERS)) / _WRITERS)
    return _Stored(*map(statistics.median, (group, alone, inline, slowest)))


# ------------------------------------------------------------------------------------------------- leaderboard


def _scores(board: str) -> Iterator[tuple[int, str, int, int, int, int]]:
    chance = random.Random(board)
    for user_id in range(1, _LINES[board] + 1):
        correct = chance.randrange(11)
        yield _GUILDS[board], "all", user_id, correct * chance.randrange(1, 4), correct, 10


def _build(path: Path) -> None:
    """The boards' lines, straight into the table that the bot reads."""
    columns = "guild_id, board, user_id, points, correct, answered"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        for board, guild_id in _GUILDS.items():
            connection.executemany(
                f"INSERT INTO {quiz_scores.name} ({columns}) VALUES (?, ?, ?, ?, ?, ?)", _scores(board)
            )
            names = ((guild_id, user_id, f"player {user_id}") for user_id in range(1, _LINES[board] + 1, 100))
            insert_name = f"INSERT INTO {quiz_players.name} (guild_id, user_id, name) VALUES (?, ?, ?)"
            connection.executemany(insert_name, names)


def _top(connection: sqlite3.Connection, board: str) -> float:
    """Median seconds of the bot's own statement for the top ten."""
    query = top_query(_GUILDS[board], "all", Measure.POINTS, LISTED)
    statement = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    times: list[float] = []
    for _ in range(_READS):
        began = time.perf_counter()
        lines = connection.execute(statement).fetchall()
        times.append(time.perf_counter() - began)
        assert len(lines) == LISTED
    return statistics.median(times)


async def _migrated(path: Path) -> None:
    async with Database.open(f"sqlite:///{path}") as database:
        await migrate.upgrade(database)


def _read() -> tuple[float, float]:
    """Median seconds of the top ten at a thousand answers and at ten million."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "db.sqlite3"
        asyncio.run(_migrated(path))
        _build(path)
        with closing(sqlite3.connect(path)) as connection:
            return _top(connection, "small"), _top(connection, "large")


def rows() -> Iterator[Row]:
    """Once with rows that are only inserted, and once as the bot stores a press: judged, named and upserted."""
    bare, press = asyncio.run(_stored(_insert)), asyncio.run(_stored(quiz_picks.record))
    for name, stored in (("a row", bare), ("a press", press)):
        over = f"{name} in group commit, {_WRITERS:,} writers at once, over"
        yield Row("6", f"{over} a commit each", "ms", stored.group * 1e3, stored.alone * 1e3, 1 / 30)
        yield Row("6", f"{over} one executemany", "ms", stored.group * 1e3, stored.inline * 1e3, 2.0)
        yield Row("6", f"{name} until it is on disk, 99 %", "ms", stored.slowest * 1e3, None, 20.0)
    small, large = _read()
    yield Row("7", "top ten at ten million answers", "ms", large * 1e3, None, 0.05)
    yield Row("7", "top ten at ten million answers over a thousand", "ms", large * 1e3, small * 1e3, 2.0)
