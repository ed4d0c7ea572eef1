"""Settings in the database."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.core.settings import Change, GuildSettings, PastChange
from bot.storage import settings
from bot.storage.engine import Database

GUILD = 2**63 - 1
OTHER_GUILD = 2**40
SET = GuildSettings(
    GUILD,
    "Europe/Berlin",
    2**63 - 2,
    2**31,
    2**32 + 1,
    frozenset({2**63 - 3, 7}),
    sharing_channel_ids=frozenset({2**63 - 4}),
    age_restricted_only=True,
    help_text="Ask us.",
)


async def test_a_server_that_set_nothing_has_the_defaults(database: Database) -> None:
    async with database.read() as connection:
        assert await settings.load(connection, GUILD) == GuildSettings(GUILD)


async def test_what_was_saved_is_loaded(database: Database, now: datetime) -> None:
    async with database.write() as connection:
        await settings.save(connection, SET, now)
    async with database.read() as connection:
        assert await settings.load(connection, GUILD) == SET
        assert await settings.load(connection, OTHER_GUILD) == GuildSettings(OTHER_GUILD)


async def test_saving_again_replaces_every_setting(database: Database, now: datetime) -> None:
    for saved in (SET, GuildSettings(GUILD, quiz_role_id=5, allowed_channel_ids=frozenset({7, 8}))):
        async with database.write() as connection:
            await settings.save(connection, saved, now)
            assert await settings.load(connection, GUILD) == saved


async def test_the_history_gives_the_latest_changes_first(database: Database, now: datetime) -> None:
    made = [
        Change("zone", "UTC", "Europe/Berlin"),
        Change("quiz_role_id", None, 2**62),
        Change("quiz_role_id", 9, None),
    ]
    async with database.write() as connection:
        for minute, change in enumerate(made):
            await settings.record(connection, GUILD, 42, [change], now + timedelta(minutes=minute))
        await settings.record(connection, OTHER_GUILD, 42, made, now)
    async with database.read() as connection:
        assert await settings.history(connection, GUILD, 2) == (
            PastChange(made[2], 42, now + timedelta(minutes=2)),
            PastChange(made[1], 42, now + timedelta(minutes=1)),
        )


async def test_the_history_keeps_sets_of_channels(database: Database, now: datetime) -> None:
    change = Change("allowed_channel_ids", frozenset[int](), frozenset({2**63 - 1, 3}))
    async with database.write() as connection:
        await settings.record(connection, GUILD, 42, [change], now)
        assert [past.change for past in await settings.history(connection, GUILD, 5)] == [change]


async def test_recording_no_change_leaves_no_trace(database: Database, now: datetime) -> None:
    async with database.write() as connection:
        await settings.record(connection, GUILD, 42, [], now)
        assert await settings.history(connection, GUILD, 5) == ()


async def test_a_forgotten_person_is_named_nowhere_and_the_changes_stay(database: Database, now: datetime) -> None:
    change = Change("zone", "UTC", "Europe/Berlin")
    async with database.write() as connection:
        for guild_id, user_id in ((GUILD, 42), (OTHER_GUILD, 42), (GUILD, 43)):
            await settings.record(connection, guild_id, user_id, [change], now)
        assert await settings.forget(connection, 42) == 2
        assert [past.user_id for past in await settings.history(connection, GUILD, 5)] == [43, None]
        assert await settings.history(connection, OTHER_GUILD, 5) == (PastChange(change, None, now),)


async def test_a_forgotten_server_has_the_defaults_and_no_history(database: Database, now: datetime) -> None:
    async with database.write() as connection:
        for guild_id in (GUILD, OTHER_GUILD):
            await settings.save(connection, GuildSettings(guild_id, "Asia/Tokyo"), now)
            await settings.record(connection, guild_id, 42, [Change("zone", "UTC", "Asia/Tokyo")], now)
        await settings.forget_guild(connection, GUILD)
        assert await settings.load(connection, GUILD) == GuildSettings(GUILD)
        assert await settings.history(connection, GUILD, 5) == ()
        assert (await settings.load(connection, OTHER_GUILD)).zone == "Asia/Tokyo"
        assert len(await settings.history(connection, OTHER_GUILD, 5)) == 1


@pytest.mark.parametrize("saved_before", [True, False])
async def test_two_changes_of_different_settings_at_once_are_both_kept(
    database: Database, now: datetime, saved_before: bool
) -> None:
    if saved_before:
        async with database.write() as connection:
            await settings.save(connection, GuildSettings(GUILD), now)

    async def add_channel(channel: int) -> None:
        async with database.write() as connection:
            before = await settings.load_to_change(connection, GUILD)
            await asyncio.sleep(0.01)
            after = GuildSettings(GUILD, allowed_channel_ids=before.allowed_channel_ids | {channel})
            await settings.save(connection, after, now)

    await asyncio.gather(*(add_channel(channel) for channel in range(8)))
    async with database.read() as connection:
        assert (await settings.load(connection, GUILD)).allowed_channel_ids == frozenset(range(8))
