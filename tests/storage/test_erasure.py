"""Erasure: whatever table a feature adds, forgetting a person or a server reaches it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest
from sqlalchemy import BigInteger, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import storage
from bot.core.privacy import GRACE, Shards
from bot.services import privacy as services
from bot.storage import privacy
from bot.storage.engine import Database
from bot.storage.tables import guild_departures, metadata
from bot.ui.privacy import WORDS
from tests.storage.rows import fill

FORGOTTEN_USER, OTHER_USER = 2**62 + 1, 2**62 + 2
FORGOTTEN_GUILD, OTHER_GUILD = 2**61 + 1, 2**61 + 2

Forget = Callable[[AsyncConnection, int], Awaitable[object]]


IDS = ("guild_id", "user_id", "channel_id", "role_id", "message_id", "application_id", "press_id")
"""How a column that holds an id of Discord's must end, so that this walk finds people and servers by it."""


def every(function: str) -> list[Forget]:
    """The function of this name in each module of the storage layer that has one."""
    modules = [
        importlib.import_module(f"{storage.__name__}.{module.name}")
        for module in pkgutil.iter_modules(storage.__path__)
        if not module.ispkg
    ]
    return [getattr(module, function) for module in modules if hasattr(module, function)]


def tables_with(column: str) -> list[Table]:
    return [table for table in metadata.sorted_tables if column in table.columns]


async def values_in(connection: AsyncConnection, table: Table) -> set[object]:
    return {value for row in await connection.execute(table.select()) for value in row}


async def fill_twice(connection: AsyncConnection) -> None:
    """One row in every table for the person and the server to forget, and one for another person elsewhere."""
    await fill(connection, metadata, {"user_id": FORGOTTEN_USER, "guild_id": FORGOTTEN_GUILD})
    await fill(connection, metadata, {"user_id": OTHER_USER, "guild_id": OTHER_GUILD})


@pytest.mark.parametrize(
    ("column", "function", "forgotten"),
    [("user_id", "forget", FORGOTTEN_USER), ("guild_id", "forget_guild", FORGOTTEN_GUILD)],
)
async def test_after_forgetting_no_row_of_any_table_names_them(
    database: Database, column: str, function: str, forgotten: int
) -> None:
    async with database.write() as connection:
        await fill_twice(connection)
        for forget in every(function):
            await forget(connection, forgotten)
        assert tables_with(column)
        naming = [table.name for table in metadata.sorted_tables if forgotten in await values_in(connection, table)]
        assert naming == []


@pytest.mark.parametrize(
    ("column", "function", "forgotten", "other"),
    [
        ("user_id", "forget", FORGOTTEN_USER, OTHER_USER),
        ("guild_id", "forget_guild", FORGOTTEN_GUILD, OTHER_GUILD),
    ],
)
async def test_forgetting_one_leaves_every_row_of_another(
    database: Database, column: str, function: str, forgotten: int, other: int
) -> None:
    async with database.write() as connection:
        await fill_twice(connection)
        for forget in every(function):
            await forget(connection, forgotten)
        lost = [table.name for table in tables_with(column) if other not in await values_in(connection, table)]
        assert lost == []


def test_every_column_that_can_hold_an_id_of_discord_says_whose_it_is() -> None:
    pointers = {key.parent for table in metadata.sorted_tables for key in table.foreign_keys}
    unnamed = [
        str(column)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, BigInteger) and column not in pointers and column.name != "id"
        if not column.name.endswith(IDS)
    ]
    assert unnamed == []


def test_whoever_asks_to_be_deleted_reaches_every_module_that_can_forget() -> None:
    walked = [
        importlib.import_module(f"{storage.__name__}.{one.name}") for one in pkgutil.iter_modules(storage.__path__)
    ]
    keeping = {one.__name__ for one in walked if hasattr(one, "forget") or hasattr(one, "forget_guild")}

    assert {one.__name__ for one in services.FEATURES} == keeping, (
        "add the new module of bot/storage to FEATURES of bot/services/privacy.py"
    )


async def test_asking_to_be_deleted_leaves_the_opt_out_alone_and_coming_back_ends_it(database: Database) -> None:
    async with database.write() as connection:
        await fill_twice(connection)

    await services.forget(database, FORGOTTEN_USER)
    async with database.read() as connection:
        assert await privacy.count(connection, FORGOTTEN_USER) == {privacy.OPT_OUTS: 1}
    await services.opt_in(database, FORGOTTEN_USER)

    async with database.read() as connection:
        named = [table.name for table in metadata.sorted_tables if FORGOTTEN_USER in await values_in(connection, table)]
    assert named == []


async def test_a_server_that_left_long_ago_is_erased_from_every_table_and_no_other_is(
    database: Database, now: datetime
) -> None:
    async with database.write() as connection:
        await fill_twice(connection)
        await connection.execute(guild_departures.update().values(left_at=now - GRACE))

    gone = await services.erase_departed(database, {OTHER_GUILD}, Shards(1, [0]), now)

    assert gone == (FORGOTTEN_GUILD,)
    async with database.read() as connection:
        found = {table.name: await values_in(connection, table) for table in metadata.sorted_tables}
        assert [name for name, values in found.items() if FORGOTTEN_GUILD in values] == []
        assert [one.name for one in tables_with("guild_id") if OTHER_GUILD not in found[one.name]] == []


async def test_an_export_has_every_row_that_names_the_person_and_no_other_person(database: Database) -> None:
    async with database.write() as connection:
        await fill_twice(connection)
        exported = await privacy.export(connection, FORGOTTEN_USER)

    assert set(exported) == {table.name for table in metadata.sorted_tables if privacy.person_columns(table)}
    assert all(OTHER_USER not in row.values() for found in exported.values() for row in found)


def test_every_table_that_names_people_has_its_words_for_them() -> None:
    assert set(WORDS) == {table.name for table in metadata.sorted_tables if privacy.person_columns(table)}
