"""A row for any table, so that tests which walk the tables need not know them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

_numbers = count(1)

_SAMPLES: dict[type[TypeEngine[Any]], Callable[[], object]] = {
    Boolean: lambda: True,
    Integer: lambda: next(_numbers),
    Float: lambda: 0.5,
    LargeBinary: lambda: b"x",
    # What a reflected SQLite table calls a time has no zone; what the bot's own table does must have one.
    DateTime: lambda: datetime(2026, 11, 25, tzinfo=UTC),
    Date: lambda: date(2026, 11, 25),
    Text: lambda: f"text {next(_numbers)}",
}


async def fill(connection: AsyncConnection, tables: MetaData, known: Mapping[str, object]) -> None:
    """Put one row into every table, parents first; a column named in `known` gets that value.

    A column that points at another table gets the value in the row that was put there.
    """
    made: dict[str, dict[str, object]] = {}
    for table in tables.sorted_tables:
        made[table.name] = row(table, {**known, **_pointers(table, made)})
        await connection.execute(table.insert().values(made[table.name]))


def _pointers(table: Table, made: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    return {key.parent.name: made[key.column.table.name][key.column.name] for key in table.foreign_keys}


def row(table: Table, known: Mapping[str, object]) -> dict[str, object]:
    """A full row; what points at another table must be among `known`."""
    return {column.name: known[column.name] if column.name in known else _value(column) for column in table.columns}


def _value(column: Column[Any]) -> object:
    kind = column.type
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    for type_, make in _SAMPLES.items():
        if isinstance(kind, type_):
            return make()
    raise AssertionError(f"teach this helper what to put into {column}, of type {kind!r}")
