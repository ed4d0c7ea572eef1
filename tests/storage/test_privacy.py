"""Opting out, and the clocks of servers that left."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.privacy import Shards
from bot.core.settings import GuildSettings
from bot.services import privacy as services
from bot.storage import privacy, settings
from bot.storage.engine import Database

ALL = Shards(1, [0])
GUILD, OTHER, USER = 2**62, 2**61, 42


async def test_who_opts_out_twice_is_opted_out_since_the_first_time(database: Database, now: datetime) -> None:
    await services.opt_out(database, USER, now)
    await services.opt_out(database, USER, now + timedelta(days=1))

    assert (await services.kept(database, USER)).opted_out_since == now


async def test_coming_back_without_having_left_is_nothing(database: Database) -> None:
    await services.opt_in(database, USER)
    await services.come_back(database, GUILD)

    assert not await services.kept(database, USER)


async def test_a_clock_that_runs_is_not_started_anew(database: Database, now: datetime) -> None:
    await services.depart(database, GUILD, now)
    await services.depart(database, GUILD, now + timedelta(days=9))

    async with database.read() as connection:
        assert await privacy.departures(connection) == {GUILD: now}


async def test_a_start_begins_and_ends_clocks(database: Database, now: datetime) -> None:
    async with database.write() as connection:
        for guild_id in (GUILD, OTHER):
            await settings.save(connection, GuildSettings(guild_id), now)
    await services.depart(database, OTHER, now)

    await services.reconcile(database, {OTHER}, ALL, now)
    await services.reconcile(database, {OTHER}, ALL, now + timedelta(days=1))

    async with database.read() as connection:
        assert await privacy.departures(connection) == {GUILD: now}


async def test_a_server_that_is_present_is_never_erased_whatever_its_clock_says(
    database: Database, now: datetime
) -> None:
    await services.depart(database, GUILD, now - timedelta(days=99))

    assert await services.erase_departed(database, {GUILD}, ALL, now) == ()
    assert await services.erase_departed(database, (), Shards(2, [1]), now) == ()
    assert await services.erase_departed(database, (), ALL, now) == (GUILD,)
