"""Which revision a database is at, and whether that is today's: asked at every start, so without Alembic's imports."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.storage.engine import Database

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaOutOfDateError(Exception):
    """The database waits for migrations, which on PostgreSQL an operator runs when it suits."""

    def __init__(self, revisions: list[str]) -> None:
        super().__init__(f"the database is behind by {', '.join(revisions)}; run: neurosprout migrate")
        self.revisions = revisions


class SchemaTooNewError(Exception):
    """A newer version of the bot has migrated the database."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database is at {revision}, which this version does not know; "
            "run the newer version again, or restore the backup from before it"
        )
        self.revision = revision


def newest() -> str:
    """Today's revision: the number that the newest migration's file begins with."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


async def stored(database: Database) -> str | None:
    """The revision that the database is at; None before the first."""
    async with database.read() as connection:
        return await connection.run_sync(_stored)


def _stored(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


async def at_start(database: Database) -> None:
    """Make the database ready: SQLite is upgraded; on PostgreSQL a pending migration is SchemaOutOfDateError."""
    if await stored(database) == newest():
        return
    from bot.storage import migrate  # Alembic takes as long to import as the library to load

    revisions = await migrate.pending(database)
    if database.dialect == "postgresql":
        raise SchemaOutOfDateError(revisions)
    await migrate.upgrade(database)
