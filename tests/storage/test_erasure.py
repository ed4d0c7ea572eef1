"""Erasure: whatever table a feature adds, forgetting a person or a server reaches it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import storage
from bot.storage.engine import Database
from bot.storage.tables import metadata
from tests.storage.rows import fill

FORGOTTEN_USER, OTHER_USER = 2**62 + 1, 2**62 + 2
FORGOTTEN_GUILD, OTHER_GUILD = 2**61 + 1, 2**61 + 2

Forget = Callable[[AsyncConnection, int], Awaitable[object]]


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
