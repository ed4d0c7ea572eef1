"""The database under load, after errors, and given bad addresses."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
import traceback
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import command_sync
from bot.storage.engine import Database, DatabaseUrlError, hold
from bot.storage.tables import command_sync as synced
from tests.storage.conftest import Postgres


async def rows(connection: AsyncConnection) -> int | None:
    return await connection.scalar(select(func.count()).select_from(synced))


async def test_what_was_written_is_read(database: Database, now: datetime) -> None:
    async with database.write() as connection:
        await command_sync.record(connection, 1, "global", "a", now)
    async with database.read() as connection:
        assert await rows(connection) == 1


async def test_a_transaction_that_raises_leaves_nothing(database: Database, now: datetime) -> None:
    async def write_and_raise() -> None:
        async with database.write() as connection:
            await command_sync.record(connection, 1, "global", "a", now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_and_raise()
    async with database.read() as connection:
        assert await rows(connection) == 0


async def test_a_reader_cannot_write(database: Database, now: datetime) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with database.read() as connection:
            await command_sync.record(connection, 1, "global", "a", now)


async def test_a_reader_sees_one_moment_while_another_writes(database: Database, now: datetime) -> None:
    async with database.read() as reader:
        assert await rows(reader) == 0
        async with database.write() as writer:
            await command_sync.record(writer, 1, "global", "a", now)
        assert await rows(reader) == 0


async def test_writers_of_two_processes_wait_for_each_other(url: str, now: datetime) -> None:
    async with Database.open(url) as here, Database.open(url) as there:

        async def write(number: int) -> None:
            async with (here if number % 2 else there).write() as connection:
                seen = await rows(connection)
                await command_sync.record(connection, number, f"after {seen}", "a", now)

        await asyncio.gather(*(write(number) for number in range(60)))
        async with here.read() as connection:
            assert await rows(connection) == 60


async def test_what_is_read_to_decide_what_to_write_is_not_lost(url: str, now: datetime) -> None:
    async with Database.open(url) as here, Database.open(url) as there:

        async def add_one(database: Database) -> None:
            async with database.write() as connection:
                await hold(connection, "counter", 2**63 - 1)
                counter = await command_sync.last_hash(connection, 1, "global") or "0"
                await asyncio.sleep(0.001)
                await command_sync.record(connection, 1, "global", str(int(counter) + 1), now)

        await asyncio.gather(*(add_one(database) for database in [here, there] * 10))
        async with here.read() as connection:
            assert await command_sync.last_hash(connection, 1, "global") == "20"


async def test_a_cancelled_writer_leaves_nothing_and_blocks_nobody(database: Database, now: datetime) -> None:
    writing = asyncio.Event()

    async def write_and_wait() -> None:
        async with database.write() as connection:
            await command_sync.record(connection, 1, "global", "a", now)
            writing.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await writing.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as connection:
        assert await rows(connection) == 0


async def pragmas(connection: AsyncConnection) -> dict[str, object]:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only")
    return {name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one() for name in names}


async def test_sqlite_is_safe_against_a_power_cut_and_keeps_its_references(tmp_path: Path) -> None:
    safe = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}  # 2 is FULL
    async with Database.open(f"sqlite:///{tmp_path}/a.db") as database:
        async with database.write() as connection:
            assert await pragmas(connection) == {**safe, "query_only": 0}
        async with database.read() as connection:
            assert await pragmas(connection) == {**safe, "query_only": 1}


async def test_opening_waits_while_another_process_is_making_the_same_file(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None, check_same_thread=False)) as other:
        other.execute("CREATE TABLE made (id INTEGER)")
        other.execute("BEGIN IMMEDIATE")
        finishing = threading.Timer(0.1, other.commit)
        finishing.start()
        async with Database.open(f"sqlite:///{tmp_path}/a.db") as database, database.read() as connection:
            assert (await pragmas(connection))["journal_mode"] == "wal"
        finishing.join()


async def test_sqlite_makes_the_folder_it_is_to_lie_in(tmp_path: Path) -> None:
    async with Database.open(f"sqlite:///{tmp_path}/deep/in 100% new/a.db") as database, database.write():
        assert (tmp_path / "deep/in 100% new/a.db").is_file()


async def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with Database.open("sqlite:///~/a.db"):
        assert (tmp_path / "a.db").is_file()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
async def test_postgresql_goes_by_each_of_its_names_and_takes_libpqs_sslmode(postgres: Postgres, scheme: str) -> None:
    url = postgres.url_of("migrated").replace("postgresql+asyncpg", scheme) + "&sslmode=disable"
    async with Database.open(url) as database, database.read() as connection:
        assert database.dialect == "postgresql"
        assert await rows(connection) == 0


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("", "write sqlite:///data/neurosprout.db, or postgresql://"),
        ("neurosprout.db", "write sqlite:///data/neurosprout.db, or postgresql://"),
        ("postgresql://user:password@host:port/database", "write sqlite:///data/neurosprout.db, or postgresql://"),
        ("mysql://host/database", "the scheme 'mysql' is not known; write sqlite:///"),
        ("postgresql+psycopg2://host/database", "write .* postgresql://user"),
        ("postgresql://host/database?channel_binding=require", "leave it out"),
        ("sqlite://neurosprout.db", "three slashes"),
        ("sqlite://", "must be a file"),
        ("sqlite:///", "must be a file"),
        ("sqlite:///:memory:", "must be a file"),
        ("sqlite:///file:a.db", "must be a file"),
        ("sqlite:///a.db?mode=ro", "leave out .mode"),
    ],
)
def test_a_bad_url_is_told_what_to_write(url: str, advice: str) -> None:
    with pytest.raises(DatabaseUrlError, match=advice):
        Database.open(url)


@pytest.mark.parametrize(
    "url", ["postgresql://user:secret@host:port/d", "mysql://u:secret@h/d", "postgresql://u:secret@h/d?x=y", "u:secret"]
)
def test_what_is_said_about_a_bad_url_never_has_its_password(url: str) -> None:
    with pytest.raises(DatabaseUrlError) as raised:
        Database.open(url)
    assert "secret" not in "".join(traceback.format_exception(raised.value))


def test_postgresql_without_its_driver_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)  # how Python itself marks a module that cannot be imported
    with pytest.raises(DatabaseUrlError, match=r"pip install 'neurosprout\[postgresql\]'"):
        Database.open("postgresql://host/database")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUrlError, match=r"file/folder cannot be made"):
        Database.open(f"sqlite:///{tmp_path}/file/folder/a.db")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_text("a letter, and no database at all\n" * 100)
    with pytest.raises(DatabaseUrlError, match="not a database"):
        Database.open(f"sqlite:///{path}")
    assert path.read_text().startswith("a letter")


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUrlError, match="cannot be used as a SQLite database"):
        Database.open(f"sqlite:///{tmp_path}")
