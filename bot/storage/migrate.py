"""Bringing a database up to today's tables, one migration and one transaction at a time."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine import Database
from bot.storage.revision import MIGRATIONS, SchemaTooNewError, stored


class BrokenReferencesError(Exception):
    """A migration would leave rows that point at nothing; it was undone."""

    def __init__(self, revision: str, tables: list[str]) -> None:
        super().__init__(f"migration {revision} leaves rows that point at nothing, in {', '.join(tables)}")
        self.revision = revision
        self.tables = tables


async def upgrade(database: Database, revision: str = "head", *, folder: Path = MIGRATIONS) -> None:
    """Run what is missing up to `revision`. What a migration that raises has done is undone, what came before stays.

    Two processes that upgrade at once take turns, step by step, and each step is done by one of them.
    """
    while await _step(database, revision, folder):
        pass


async def pending(database: Database, *, folder: Path = MIGRATIONS) -> list[str]:
    """The revisions that the database lacks, the next one first."""
    return _missing(ScriptDirectory(str(folder)), await stored(database), "head")


async def _step(database: Database, target: str, folder: Path) -> bool:
    """Run the next migration towards `target`, if there is one."""
    async with database.migrating() as connection:
        missing = _missing(ScriptDirectory(str(folder)), await connection.run_sync(_current), target)
        if not missing:
            return False
        await connection.run_sync(_run, missing[0], folder)
        await _check_references(connection, missing[0])
    return True


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _missing(scripts: ScriptDirectory, revision: str | None, target: str) -> list[str]:
    try:
        if revision is not None:
            scripts.get_revision(revision)
    except CommandError as error:
        if isinstance(error.__cause__, ResolutionError):
            raise SchemaTooNewError(str(revision)) from error
        raise
    return [script.revision for script in scripts.iterate_revisions(target, revision or "base")][::-1]


def _run(connection: Connection, revision: str, folder: Path) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    command.upgrade(config, revision)


async def _check_references(connection: AsyncConnection, revision: str) -> None:
    """What foreign_keys=OFF let through."""
    if connection.dialect.name == "sqlite":
        rows = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
        if rows:
            raise BrokenReferencesError(revision, sorted({str(row[0]) for row in rows}))
