"""Times and ids come back from either database as they went in."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, insert, literal, select
from sqlalchemy.exc import StatementError

from bot.storage.engine import Database
from bot.storage.tables import UtcDateTime, command_sync, guild_settings, settings_history


async def stored(database: Database, moment: datetime) -> datetime:
    row = {"application_id": 1, "scope": "global", "payload_hash": "a", "synced_at": moment}
    async with database.write() as connection:
        await connection.execute(insert(command_sync).values(row))
    async with database.read() as connection:
        return (await connection.execute(select(command_sync.c.synced_at))).scalar_one()


async def test_a_time_comes_back_aware_in_utc_to_the_microsecond(database: Database, now: datetime) -> None:
    came_back = await stored(database, now)
    assert (came_back, came_back.tzinfo) == (now, UTC)


async def test_a_time_of_another_zone_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    came_back = await stored(database, datetime(2026, 3, 29, 3, 30, tzinfo=ZoneInfo("Europe/Berlin")))
    assert came_back.isoformat() == "2026-03-29T01:30:00+00:00"


async def test_a_naive_time_is_refused(database: Database, now: datetime) -> None:
    with pytest.raises(StatementError, match="aware"):
        await stored(database, now.replace(tzinfo=None))


async def test_no_time_comes_back_as_none(database: Database) -> None:
    async with database.read() as connection:
        assert await connection.scalar(select(literal(None, UtcDateTime))) is None


async def test_times_are_compared_as_moments(database: Database, now: datetime) -> None:
    await stored(database, now)
    async with database.read() as connection:
        same = now.astimezone(ZoneInfo("Asia/Tokyo"))
        matching = await connection.scalar(select(func.count()).where(command_sync.c.synced_at <= same))
        assert matching == 1


@pytest.mark.parametrize("snowflake", [2**31, 2**32 + 1, 2**53 + 1, 2**63 - 1])
async def test_an_id_of_any_size_comes_back_whole(database: Database, now: datetime, snowflake: int) -> None:
    row = {"guild_id": snowflake, "zone": "UTC", "manager_role_id": snowflake, "updated_at": now}
    async with database.write() as connection:
        await connection.execute(insert(guild_settings).values(row))
    async with database.read() as connection:
        table = guild_settings.c
        found = await connection.execute(
            select(table.guild_id, table.manager_role_id).where(table.guild_id == snowflake)
        )
        assert found.one() == (snowflake, snowflake)


async def test_the_database_numbers_rows_by_itself(database: Database, now: datetime) -> None:
    row = {"guild_id": 1, "field": "zone", "old": "1", "new": "2", "changed_at": now}
    async with database.write() as connection:
        for _ in range(3):
            await connection.execute(insert(settings_history).values(row))
        assert list(await connection.scalars(select(settings_history.c.id))) == [1, 2, 3]
