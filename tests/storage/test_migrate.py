"""Migrations on both databases: from nothing, with data, when they raise, and when two processes start at once."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from textwrap import dedent

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, func, inspect, select

from bot.core.settings import GuildSettings
from bot.storage import migrate, revision, settings
from bot.storage.engine import Database
from bot.storage.tables import metadata
from tests.storage.rows import fill

HEAD = str(ScriptDirectory(str(migrate.MIGRATIONS)).get_current_head())
REVISIONS = [script.revision for script in ScriptDirectory(str(migrate.MIGRATIONS)).walk_revisions()][::-1]

Step = Callable[[str, str, str], Path]


@pytest.fixture
def step(tmp_path: Path) -> Step:
    """Adds a migration to a copy of the real ones: its revision, the one before it, and what it does."""
    folder = tmp_path / "100% copied"
    shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))

    def add(revision: str, after: str, body: str) -> Path:
        head = f"import sqlalchemy as sa\nfrom alembic import op\n\nrevision, down_revision = {revision!r}, {after!r}\n"
        lines = "".join(f"    {line}\n" for line in dedent(body).strip().splitlines())
        (folder / f"versions/{revision}.py").write_text(f"{head}\ndef upgrade():\n{lines}")
        return folder

    return add


def table_names(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def save_settings(database: Database, now: datetime) -> GuildSettings:
    saved = GuildSettings(2**63 - 1, "Asia/Tokyo", quiz_role_id=2**40, allowed_channel_ids=frozenset({1, 2}))
    async with database.write() as connection:
        await settings.save(connection, saved, now)
    return saved


async def load_settings(database: Database, guild_id: int = 2**63 - 1) -> GuildSettings:
    async with database.read() as connection:
        return await settings.load(connection, guild_id)


async def test_an_empty_database_waits_for_every_migration(empty_database: Database) -> None:
    assert await revision.stored(empty_database) is None
    assert await migrate.pending(empty_database) == REVISIONS


async def test_upgrading_makes_every_table(empty_database: Database) -> None:
    await migrate.upgrade(empty_database)
    async with empty_database.read() as connection:
        assert await connection.run_sync(table_names) == {*metadata.tables, "alembic_version"}
    assert await revision.stored(empty_database) == HEAD
    assert await migrate.pending(empty_database) == []


async def test_upgrading_again_changes_nothing(database: Database, now: datetime) -> None:
    saved = await save_settings(database, now)
    await migrate.upgrade(database)
    assert await load_settings(database) == saved


@pytest.mark.parametrize("revision", REVISIONS)
async def test_rows_of_every_earlier_version_live_on(empty_database: Database, revision: str, now: datetime) -> None:
    await migrate.upgrade(empty_database, revision)
    before = MetaData()
    async with empty_database.write() as connection:
        await connection.run_sync(before.reflect)
        before.remove(before.tables["alembic_version"])
        await fill(connection, before, {"guild_id": 7, "user_id": 8})
    await migrate.upgrade(empty_database)
    async with empty_database.read() as connection:
        kept = {
            name: await connection.scalar(select(func.count()).select_from(metadata.tables[name]))
            for name in before.tables
            if name in metadata.tables
        }
        assert kept == dict.fromkeys(kept, 1)
        assert kept


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def test_the_migrations_make_what_the_tables_say(database: Database) -> None:
    async with database.read() as connection:
        assert await connection.run_sync(differences) == []


def keys(connection: Connection) -> dict[str, tuple[object, ...]]:
    """What comparing the metadata leaves out: primary keys, and the names and actions of references."""
    found = inspect(connection)
    return {
        table: (
            found.get_pk_constraint(table)["constrained_columns"],
            found.get_pk_constraint(table)["name"],
            sorted(str((key["name"], sorted(key.get("options", {}).items()))) for key in found.get_foreign_keys(table)),
            [(column["name"], column.get("autoincrement")) for column in found.get_columns(table)],
        )
        for table in metadata.tables
    }


async def test_the_migrations_make_the_same_keys_as_the_tables(empty_database: Database) -> None:
    async with empty_database.write() as connection:
        await connection.run_sync(metadata.create_all)
        from_tables = await connection.run_sync(keys)
        await connection.run_sync(metadata.drop_all)
    await migrate.upgrade(empty_database)
    async with empty_database.read() as connection:
        assert await connection.run_sync(keys) == from_tables


async def test_a_migration_that_raises_leaves_nothing_behind(database: Database, step: Step, now: datetime) -> None:
    saved = await save_settings(database, now)
    folder = step(
        "raises",
        HEAD,
        """
        op.create_table("half_done", sa.Column("id", sa.Integer, primary_key=True))
        op.execute("UPDATE guild_settings SET zone = 'nowhere'")
        with op.batch_alter_table("guild_settings") as batch:
            batch.drop_column("quiz_role_id")
        raise ZeroDivisionError
        """,
    )
    with pytest.raises(ZeroDivisionError):
        await migrate.upgrade(database, folder=folder)
    assert await revision.stored(database) == HEAD
    assert await load_settings(database) == saved
    async with database.read() as connection:
        assert "half_done" not in await connection.run_sync(table_names)


async def test_what_came_before_a_migration_that_raises_stays(database: Database, step: Step) -> None:
    step("works", HEAD, 'op.create_table("done", sa.Column("id", sa.Integer, primary_key=True))')
    folder = step("raises", "works", "raise ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        await migrate.upgrade(database, folder=folder)
    assert await revision.stored(database) == "works"
    assert await migrate.pending(database, folder=folder) == ["raises"]


async def test_upgrading_stops_at_the_revision_asked_for(database: Database, step: Step) -> None:
    step("first", HEAD, "pass")
    folder = step("second", "first", "pass")
    await migrate.upgrade(database, "first", folder=folder)
    assert await revision.stored(database) == "first"


async def test_rebuilding_a_parent_table_keeps_its_children(database: Database, step: Step, now: datetime) -> None:
    saved = await save_settings(database, now)
    folder = step(
        "rebuild",
        HEAD,
        """
        with op.batch_alter_table("guild_settings") as batch:
            batch.add_column(sa.Column("language", sa.Text, nullable=False, server_default="en"))
            batch.alter_column("zone", existing_type=sa.Text, server_default="UTC")
        """,
    )
    await migrate.upgrade(database, folder=folder)
    assert await load_settings(database) == saved
    async with database.write() as connection:
        await settings.forget_guild(connection, saved.guild_id)
    assert await load_settings(database) == GuildSettings(saved.guild_id)


async def test_references_still_hold_after_a_rebuild(database: Database, step: Step, now: datetime) -> None:
    await save_settings(database, now)
    folder = step("rebuild", HEAD, 'with op.batch_alter_table("guild_settings") as batch: batch.drop_column("zone")')
    await migrate.upgrade(database, folder=folder)
    async with database.write() as connection:
        await connection.exec_driver_sql("DELETE FROM guild_settings")
    async with database.read() as connection:
        left = await connection.scalar(select(func.count()).select_from(metadata.tables["guild_allowed_channels"]))
        assert left == 0


async def test_a_migration_that_breaks_a_reference_is_undone(tmp_path: Path, step: Step, now: datetime) -> None:
    folder = step("breaks", HEAD, 'op.execute("DELETE FROM guild_settings")')
    async with Database.open(f"sqlite:///{tmp_path}/a.db") as database:  # PostgreSQL itself keeps references
        await migrate.upgrade(database)
        saved = await save_settings(database, now)
        with pytest.raises(migrate.BrokenReferencesError) as raised:
            await migrate.upgrade(database, folder=folder)
        assert raised.value.tables == ["guild_allowed_channels"]
        assert await load_settings(database) == saved
        assert await revision.stored(database) == HEAD


async def test_at_start_sqlite_is_upgraded_and_postgresql_waits_for_the_operator(empty_database: Database) -> None:
    if empty_database.dialect == "sqlite":
        await revision.at_start(empty_database)
        assert await migrate.pending(empty_database) == []
        return
    with pytest.raises(revision.SchemaOutOfDateError, match="run: neurosprout migrate") as raised:
        await revision.at_start(empty_database)
    assert raised.value.revisions == REVISIONS
    assert await revision.stored(empty_database) is None


async def test_at_start_a_database_that_is_up_to_date_is_left_alone(database: Database, now: datetime) -> None:
    saved = await save_settings(database, now)
    await revision.at_start(database)
    assert await load_settings(database) == saved


async def test_a_database_from_a_newer_version_is_refused(database: Database, step: Step) -> None:
    await migrate.upgrade(database, folder=step("future", HEAD, "pass"))
    with pytest.raises(revision.SchemaTooNewError, match="at future, which this version does not know"):
        await revision.at_start(database)


async def test_two_upgrades_in_one_process_take_turns(empty_url: str, step: Step) -> None:
    step("first", HEAD, 'op.create_table("first", sa.Column("id", sa.Integer, primary_key=True))')
    folder = step("second", "first", 'op.create_table("second", sa.Column("id", sa.Integer, primary_key=True))')
    async with Database.open(empty_url) as here, Database.open(empty_url) as there:
        await asyncio.gather(migrate.upgrade(here, folder=folder), migrate.upgrade(there, folder=folder))
        assert await revision.stored(here) == "second"


PROCESS = """
import asyncio, sys
from bot.storage import migrate, revision
from bot.storage.engine import Database

async def main():
    print("ready", flush=True)
    sys.stdin.readline()
    async with Database.open(sys.argv[1]) as database:
        await migrate.upgrade(database)

asyncio.run(main())
"""


async def test_three_processes_that_upgrade_at_once_do_not_collide(empty_url: str) -> None:
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), asyncio.subprocess.PIPE)
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", PROCESS, empty_url, **pipes) for _ in range(3)
    ]
    for process in processes:
        assert process.stdout
        assert await process.stdout.readline() == b"ready\n"
    ended = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    assert [errors.decode() for _, errors in ended] == ["", "", ""]
    async with Database.open(empty_url) as database:
        assert await migrate.pending(database) == []
