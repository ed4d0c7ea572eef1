"""Changing a server's settings: who may, what is kept, and what happens when two do it at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Unpack

import pytest

from bot.core.refusals import ManagerRequiredError, TooManyChannelsError, UnknownZoneError
from bot.core.settings import Change, Fields, GuildSettings, PastChange
from bot.services import settings
from bot.storage import migrate
from bot.storage.engine import Database

GUILD, ANN, BEN, MANAGERS = 2**63 - 1, 11, 12, 21
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database, None]:
    async with Database.open(f"sqlite:///{tmp_path}/neurosprout.db") as database:
        await migrate.upgrade(database)
        yield database


async def change(database: Database, user_id: int = ANN, **wanted: Unpack[Fields]) -> GuildSettings:
    """A change by somebody with Manage Server."""
    return await settings.change(database, GUILD, user_id, NOW, manage_guild=True, role_ids=(), **wanted)


async def test_a_server_that_set_nothing_has_the_defaults(database: Database) -> None:
    assert await settings.get(database, GUILD) == GuildSettings(GUILD)
    assert await settings.history(database, GUILD) == ()


async def test_a_change_is_returned_and_kept(database: Database) -> None:
    changed = await change(database, zone="berlin", notice_channel_id=5)
    assert changed == GuildSettings(GUILD, "Europe/Berlin", notice_channel_id=5)
    assert await settings.get(database, GUILD) == changed


async def test_a_change_leaves_the_other_settings_as_they_are(database: Database) -> None:
    await change(database, zone="Asia/Tokyo", allowed_channel_ids=frozenset({1, 2}))
    await change(database, quiz_role_id=7)
    await change(database, zone="utc")
    assert await settings.get(database, GUILD) == GuildSettings(
        GUILD, quiz_role_id=7, allowed_channel_ids=frozenset({1, 2})
    )


async def test_the_history_says_who_changed_what_and_when(database: Database) -> None:
    await change(database, ANN, zone="berlin", quiz_role_id=7)
    await settings.change(database, GUILD, BEN, NOW + timedelta(hours=1), manage_guild=True, role_ids=(), zone="utc")
    assert await settings.history(database, GUILD) == (
        PastChange(Change("zone", "Europe/Berlin", "UTC"), BEN, NOW + timedelta(hours=1)),
        PastChange(Change("quiz_role_id", None, 7), ANN, NOW),
        PastChange(Change("zone", "UTC", "Europe/Berlin"), ANN, NOW),
    )
    assert len(await settings.history(database, GUILD, limit=2)) == 2


async def test_setting_what_is_set_already_is_no_change(database: Database) -> None:
    await change(database, zone="berlin")
    await change(database, zone="Europe/Berlin")
    assert len(await settings.history(database, GUILD)) == 1


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (Fields(quiz_role_id=7, zone="nowhere"), UnknownZoneError),
        (Fields(quiz_role_id=7, allowed_channel_ids=frozenset(range(26))), TooManyChannelsError),
    ],
)
async def test_a_refused_change_changes_nothing(database: Database, wanted: Fields, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await change(database, **wanted)
    assert await settings.get(database, GUILD) == GuildSettings(GUILD)
    assert await settings.history(database, GUILD) == ()


@pytest.mark.parametrize("role_ids", [(), (MANAGERS + 1,)])
async def test_who_may_not_manage_is_told_which_role_would_do(database: Database, role_ids: Collection[int]) -> None:
    await change(database, manager_role_id=MANAGERS)
    with pytest.raises(ManagerRequiredError) as raised:
        await settings.change(database, GUILD, BEN, NOW, manage_guild=False, role_ids=role_ids, zone="berlin")
    assert raised.value.manager_role_id == MANAGERS
    assert (await settings.get(database, GUILD)).zone == "UTC"


async def test_a_holder_of_the_manager_role_may_change_settings(database: Database) -> None:
    await change(database, manager_role_id=MANAGERS)
    await settings.change(database, GUILD, BEN, NOW, manage_guild=False, role_ids={MANAGERS}, zone="berlin")
    assert (await settings.get(database, GUILD)).zone == "Europe/Berlin"


async def test_a_role_that_is_manager_no_longer_may_change_nothing(database: Database) -> None:
    await change(database, manager_role_id=MANAGERS)
    await change(database, manager_role_id=None)
    with pytest.raises(ManagerRequiredError):
        await settings.change(database, GUILD, BEN, NOW, manage_guild=False, role_ids={MANAGERS}, zone="berlin")


async def test_the_panel_opens_only_for_those_who_may_manage(database: Database) -> None:
    await change(database, manager_role_id=MANAGERS)
    opened = await settings.to_manage(database, GUILD, manage_guild=False, role_ids={MANAGERS})
    assert opened == GuildSettings(GUILD, manager_role_id=MANAGERS)
    with pytest.raises(ManagerRequiredError):
        await settings.to_manage(database, GUILD, manage_guild=False, role_ids=())


async def test_two_people_who_change_different_settings_at_once_both_succeed(database: Database) -> None:
    await asyncio.gather(change(database, ANN, zone="berlin"), change(database, BEN, quiz_role_id=7))
    assert await settings.get(database, GUILD) == GuildSettings(GUILD, "Europe/Berlin", quiz_role_id=7)
    assert {past.user_id for past in await settings.history(database, GUILD)} == {ANN, BEN}


async def test_of_two_people_who_change_one_setting_at_once_the_later_wins_and_the_history_has_both(
    database: Database,
) -> None:
    await asyncio.gather(change(database, ANN, zone="berlin"), change(database, BEN, zone="Asia/Tokyo"))
    later, earlier = await settings.history(database, GUILD)
    assert {earlier.user_id, later.user_id} == {ANN, BEN}
    assert (later.change.old, later.change.new) == (earlier.change.new, (await settings.get(database, GUILD)).zone)
