"""The database: on SQLite one writer and a few readers, on PostgreSQL a pool. Every transaction is explicit."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from sqlalchemy import URL, NullPool, Table, event, func, make_url, select
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

Dialect = Literal["sqlite", "postgresql"]

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_WRITE = "write sqlite:///data/neurosprout.db, or postgresql://user:password@host/database"

_POSTGRESQL_OPTIONS = {"host", "port", "ssl", "sslmode", "prepared_statement_cache_size"}

_BUSY_SECONDS = 10
"""How long a writer waits for another process."""
_MIGRATION_SECONDS = 600
"""How long a migration waits for another process, which may itself be migrating a large database."""
_MIGRATION_LOCK = 0x4E65_7572_6F73_7072
"""The key of PostgreSQL's advisory lock for migrations: any number, the same in every process."""
_READERS = 4


class DatabaseUrlError(ValueError):
    """The database URL cannot be used; the message says what to write and never repeats a password."""


class Database:
    """The open database. Reading and writing are each one transaction: `async with database.write() as connection`.

    On SQLite one writer at a time works, in the order of asking; readers see the last commit and do not wait.
    A task that is writing must not ask to write again: it would wait for itself.
    """

    def __init__(self, *, writer: AsyncEngine, reader: AsyncEngine, migrator: AsyncEngine) -> None:
        self._writer = writer
        self._reader = reader
        self._migrator = migrator

    @classmethod
    def open(cls, url: str) -> Self:
        """The database at `url`; makes the file and its folder on SQLite, and connects to nothing on PostgreSQL."""
        target = _parse(url)
        if target.get_backend_name() == "sqlite":
            _make_file(Path(target.database or ""))
            return cls(
                writer=_sqlite(target, "BEGIN IMMEDIATE", pool_size=1, max_overflow=0),
                reader=_sqlite(target, "BEGIN", {"query_only": "ON"}, pool_size=_READERS, max_overflow=0),
                migrator=_sqlite(
                    target,
                    "BEGIN IMMEDIATE",
                    # Batch migrations drop and rebuild tables, which would cascade to their children.
                    {"foreign_keys": "OFF", "busy_timeout": str(_MIGRATION_SECONDS * 1000)},
                    poolclass=NullPool,
                ),
            )
        engine = create_async_engine(target, pool_pre_ping=True)
        # What SQLite's readers have by nature: one snapshot for the whole transaction, and no writing.
        reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return cls(writer=engine, reader=reader, migrator=engine)

    @property
    def dialect(self) -> Dialect:
        return "sqlite" if self._writer.dialect.name == "sqlite" else "postgresql"

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection, None]:
        """A transaction that only reads: everything in it is of one moment, and writing raises."""
        async with self._reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncConnection, None]:
        """A transaction that commits at the end and rolls back when anything is raised.

        On PostgreSQL several write at once: what is read here to decide what to write needs `hold`.
        """
        async with self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def migrating(self) -> AsyncGenerator[AsyncConnection, None]:
        """A writing transaction for one migration: alone among all processes, and with foreign keys off on SQLite."""
        async with self._migrator.begin() as connection:
            if self.dialect == "postgresql":
                await connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            yield connection

    async def close(self) -> None:
        """Close every connection; an open transaction is rolled back."""
        for engine in (self._reader, self._migrator, self._writer):
            await engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


async def hold(connection: AsyncConnection, subject: str, key: int) -> None:
    """Let no other transaction hold the same subject and key until this one ends: then read, decide and write.

    On SQLite there is nothing to do: a writing transaction is alone from its beginning.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{subject}:{key}", 0))))


def inserter(connection: AsyncConnection) -> Callable[[Table], Any]:
    """The dialect's own insert, which knows what to do on a conflict."""
    # The two dialects' inserts are alike and have no common ancestor; loading the other one costs start-up time.
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert
    return insert


async def upsert(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert `row`, or set its other columns where a row with its primary key is there already."""
    await upsert_all(connection, table, [row])


async def upsert_all(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """As `upsert`, for rows that name the same columns and have different keys."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = inserter(connection)(table)
    others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), [dict(r) for r in rows])


def _parse(url: str) -> URL:
    """`url` with its driver named, checked for what would fail later and less clearly."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # The cause would repeat the URL, and with it a password.
        raise DatabaseUrlError(f"this is no database URL; {_WRITE}") from None
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise DatabaseUrlError(f"the scheme {parsed.drivername!r} is not known; {_WRITE}")
    parsed = parsed.set(drivername=driver)
    return _sqlite_url(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql_url(parsed)


def _sqlite_url(url: URL) -> URL:
    if url.host is not None:
        raise DatabaseUrlError("a SQLite URL has three slashes before a path: write sqlite:///data/neurosprout.db")
    if url.query:
        raise DatabaseUrlError(f"a SQLite URL takes no options: leave out ?{'&'.join(url.query)}")
    if url.database in (None, "", ":memory:") or str(url.database).startswith("file:"):
        raise DatabaseUrlError("the database must be a file: write sqlite:///data/neurosprout.db")
    return url.set(database=str(Path(str(url.database)).expanduser()))


def _postgresql_url(url: URL) -> URL:
    if find_spec("asyncpg") is None:
        raise DatabaseUrlError(
            "PostgreSQL needs its driver: run pip install 'neurosprout[postgresql]', "
            "or write sqlite:///data/neurosprout.db"
        )
    unknown = sorted(url.query.keys() - _POSTGRESQL_OPTIONS)
    if unknown:
        raise DatabaseUrlError(f"{unknown[0]} is no option that the driver takes: leave it out of the database URL")
    sslmode = url.query.get("sslmode")  # what libpq and every hosting service call what asyncpg calls ssl
    return url if sslmode is None else url.difference_update_query(["sslmode"]).update_query_dict({"ssl": sslmode})


def _make_file(path: Path) -> None:
    """Make the file at `path`, its folder too, and set it to WAL once and for all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            mode = _set_wal(connection)
    except OSError as error:
        raise DatabaseUrlError(f"the folder {path.parent} cannot be made: {error.strerror}") from error
    except sqlite3.DatabaseError as error:
        raise DatabaseUrlError(f"{path} cannot be used as a SQLite database: {error}") from error
    if mode != "wal":
        raise DatabaseUrlError(f"{path} is where SQLite cannot keep a write-ahead log; put it on a local disk")


def _set_wal(connection: sqlite3.Connection) -> str:
    """The journal mode after asking for WAL. SQLite does not itself wait here when two processes ask at once."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _sqlite(url: URL, begin: str, pragmas: Mapping[str, str] | None = None, **pool: Any) -> AsyncEngine:
    """An engine whose transactions start with `begin`, whose connections are safe against a power cut."""
    settings = {
        "busy_timeout": str(_BUSY_SECONDS * 1000),
        "synchronous": "FULL",
        "foreign_keys": "ON",
        **(pragmas or {}),
    }

    def on_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        # The driver would begin transactions by itself: late, and not at all around DDL.
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, value in settings.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    engine = create_async_engine(url, **pool)
    event.listen(engine.sync_engine, "connect", on_connect)
    event.listen(engine.sync_engine, "begin", on_begin)
    return engine
