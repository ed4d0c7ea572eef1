"""The settings of each server, and who changed which."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.settings import Change, GuildSettings, PastChange, Value
from bot.storage.engine import hold, upsert
from bot.storage.tables import guild_allowed_channels, guild_settings, guild_sharing_channels, settings_history

_COLUMNS = (
    "zone", "manager_role_id", "quiz_role_id", "notice_channel_id", "age_restricted_only", "help_text",
    "quiz_in_thread", "quiz_cooldown_seconds", "quiz_solo_counts", "grace_hours",
)  # fmt: skip
"""The settings that are a column each, named as the fields are."""
_LISTS = {"allowed_channel_ids": guild_allowed_channels, "sharing_channel_ids": guild_sharing_channels}
"""The settings that are a list of channels."""


async def load(connection: AsyncConnection, guild_id: int) -> GuildSettings:
    """The settings of a server; the defaults where it has set nothing."""
    table = guild_settings.c
    query = select(*(table[name] for name in _COLUMNS))
    row = (await connection.execute(query.where(table.guild_id == guild_id))).mappings().one_or_none()
    if row is None:
        return GuildSettings(guild_id)
    lists = {field: await _channels(connection, listed, guild_id) for field, listed in _LISTS.items()}
    return replace(GuildSettings(guild_id, **row), **lists)


async def _channels(connection: AsyncConnection, table: Table, guild_id: int) -> frozenset[int]:
    return frozenset(await connection.scalars(select(table.c.channel_id).where(table.c.guild_id == guild_id)))


async def posting_rules(connection: AsyncConnection, guild_ids: Collection[int]) -> dict[int, tuple[int, bool]]:
    """The grace in hours, and whether only age-restricted channels count, of those servers that have settings."""
    table = guild_settings.c
    query = select(table.guild_id, table.grace_hours, table.age_restricted_only).where(table.guild_id.in_(guild_ids))
    return {row.guild_id: (row.grace_hours, row.age_restricted_only) for row in await connection.execute(query)}


async def load_to_change(connection: AsyncConnection, guild_id: int) -> GuildSettings:
    """As `load`, and nobody else changes this server's settings until the transaction ends."""
    await hold(connection, "settings", guild_id)
    return await load(connection, guild_id)


async def save(connection: AsyncConnection, settings: GuildSettings, now: datetime) -> None:
    """Set everything that `settings` holds."""
    row = {"guild_id": settings.guild_id, **{name: getattr(settings, name) for name in _COLUMNS}, "updated_at": now}
    await upsert(connection, guild_settings, row)
    for field, table in _LISTS.items():
        await connection.execute(delete(table).where(table.c.guild_id == settings.guild_id))
        rows = [{"guild_id": settings.guild_id, "channel_id": channel} for channel in sorted(getattr(settings, field))]
        if rows:
            await connection.execute(insert(table), rows)


async def record(
    connection: AsyncConnection, guild_id: int, user_id: int, changes: Sequence[Change], now: datetime
) -> None:
    """Write into the history that somebody made these changes."""
    rows = [
        {
            "guild_id": guild_id,
            "user_id": user_id,
            "field": change.field,
            "old": _to_json(change.old),
            "new": _to_json(change.new),
            "changed_at": now,
        }
        for change in changes
    ]
    if rows:
        await connection.execute(insert(settings_history), rows)


async def history(connection: AsyncConnection, guild_id: int, limit: int) -> tuple[PastChange, ...]:
    """The last changes of a server's settings, the latest first."""
    table = settings_history.c
    query = (
        select(table.field, table.old, table.new, table.user_id, table.changed_at)
        .where(table.guild_id == guild_id)
        .order_by(table.id.desc())
        .limit(limit)
    )
    return tuple(
        PastChange(Change(row.field, _from_json(row.old), _from_json(row.new)), row.user_id, row.changed_at)
        for row in await connection.execute(query)
    )


async def forget(connection: AsyncConnection, user_id: int) -> int:
    """Take the person's name off every change they made, which stay; the number of changes."""
    table = settings_history
    result = await connection.execute(update(table).where(table.c.user_id == user_id).values(user_id=None))
    return result.rowcount


async def forget_guild(connection: AsyncConnection, guild_id: int) -> None:
    """Remove everything about a server's settings."""
    for table in (*_LISTS.values(), guild_settings, settings_history):
        await connection.execute(delete(table).where(table.c.guild_id == guild_id))


def _to_json(value: Value) -> str:
    return json.dumps(sorted(value) if isinstance(value, frozenset) else value)


def _from_json(text: str) -> Value:
    value: str | int | list[int] | None = json.loads(text)
    return frozenset(value) if isinstance(value, list) else value
