"""Scheduled posts over real sockets: faults, causes of failure, and two processes on one database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import time, timedelta

import discord
import pytest
import pytest_asyncio

from bot import app, delivery
from bot.client.bot import Neurosprout
from bot.client.parts import Parts
from bot.core.delivery import Cause
from bot.core.record import Kind
from bot.core.recurrence import EVERY_DAY, Recurrence
from bot.core.schedule import Options, Overview, Posting, Reason, Schedule, State, Topic
from bot.services.schedule import Draft
from bot.storage import schedule as storage
from bot.storage.engine import Database
from tests.standin.faults import Fault, reset, status
from tests.standin.world import FORUM, Channel
from tests.standin_tests.conftest import Lab
from tests.storage.conftest import Postgres, migrated_file, postgres

__all__ = ["migrated_file", "postgres"]

SEND = "POST /channels/{channel_id}/messages"
AHEAD = timedelta(milliseconds=300)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "WAITS", tuple(wait / 100 for wait in delivery.WAITS))
    monkeypatch.setattr(delivery, "PATIENCE", 1.0)


@pytest_asyncio.fixture(name="bot")
async def awake(lab: Lab, bot: Neurosprout) -> Neurosprout:
    """The bot, once it sees to its schedules."""
    await lab.standin.until(lambda: bot.poster.awake, 20)
    return bot


async def scheduled(bot: Neurosprout, room: Channel, *, late: timedelta = timedelta(0), **options: object) -> Schedule:
    """A term of the day whose time is a moment from now (or was `late` ago), planned and known to the poster."""
    now = discord.utils.utcnow()
    rule = Recurrence(time(9), "UTC", EVERY_DAY)
    assert room.guild is not None
    chosen = replace(Options(tolerance=0), **options)  # type: ignore[arg-type]
    draft = Draft(room.guild.id, room.id, Topic(Kind.TERM), rule, own_zone=True, options=chosen)
    made = await bot.poster.schedules.add(draft, now)
    async with bot.parts.database.write() as connection:
        await storage.save(connection, [replace(made.schedule, changed_at=now - timedelta(days=30))])
        await connection.exec_driver_sql(f"DELETE FROM schedule_posts WHERE schedule_id = {made.schedule.id}")
        line = {"schedule_id": made.schedule.id, "guild_id": room.guild.id, "day": now.date(), "entry_id": None}
        planned = await storage.plan(connection, [line | {"slot_at": now - late, "due_at": now + AHEAD}])
    bot.poster.aim(planned)
    return made.schedule


async def result(bot: Neurosprout, lab: Lab, schedule: Schedule, seconds: float = 20) -> Posting:
    """What became of the post of the day."""
    async with asyncio.timeout(seconds):
        while True:
            overview: Overview = await bot.poster.schedules.get(lab.guild.id, schedule.id)
            if overview.past:
                return overview.past[0]
            if overview.open is not None and overview.open.why is not None:
                return overview.open
            await asyncio.sleep(0.05)


async def test_what_is_due_is_posted_and_the_next_day_planned(lab: Lab, bot: Neurosprout) -> None:
    schedule = await scheduled(bot, lab.room)

    done = await result(bot, lab, schedule)

    (message,) = lab.room.messages.values()
    assert (done.state, done.message_id) == (State.SENT, message.id)
    assert (await bot.poster.schedules.get(lab.guild.id, schedule.id)).open is not None
    assert bot.poster.counts["sent"] == 1


@pytest.mark.parametrize(("act", "accepted"), [(reset, True), (status(500), True), (status(503), False)])
async def test_a_fault_on_the_way_neither_loses_nor_doubles_it(
    lab: Lab, bot: Neurosprout, act: object, accepted: bool
) -> None:
    lab.standin.faults.planned.append(Fault(SEND, act, accepted=accepted))  # type: ignore[arg-type]
    schedule = await scheduled(bot, lab.room)

    assert (await result(bot, lab, schedule)).state is State.SENT
    assert len(lab.room.messages) == 1


async def test_an_outage_of_discord_is_waited_out(lab: Lab, bot: Neurosprout) -> None:
    lab.standin.faults.planned.append(Fault(SEND, status(503), times=100))
    schedule = await scheduled(bot, lab.room)

    tried = await result(bot, lab, schedule)

    assert (tried.state, tried.why) == (State.PLANNED, Reason.UNREACHABLE)
    assert tried.due_at is not None
    assert timedelta(seconds=20) < tried.due_at - discord.utils.utcnow() <= timedelta(minutes=1)


async def test_a_server_that_is_unavailable_is_not_a_server_that_was_left(lab: Lab, bot: Neurosprout) -> None:
    lab.standin.world.set_available(lab.guild, available=False)
    await lab.standin.until(lambda: bool((guild := bot.get_guild(lab.guild.id)) and guild.unavailable), 10)
    schedule = await scheduled(bot, lab.room)

    tried = await result(bot, lab, schedule)

    assert (tried.state, tried.why) == (State.PLANNED, Reason.UNAVAILABLE)
    assert (await bot.poster.schedules.get(lab.guild.id, schedule.id)).schedule.failures == 0


async def test_a_server_that_was_left_is_tried_once_more_and_given_up(lab: Lab, bot: Neurosprout) -> None:
    schedule = await scheduled(bot, lab.room)
    lab.standin.world.remove_bot(lab.guild)

    tried = await result(bot, lab, schedule)

    assert (tried.state, tried.why) == (State.PLANNED, Reason.LEFT)


async def test_what_was_missed_within_the_grace_is_posted_and_later_it_is_left_out(lab: Lab, bot: Neurosprout) -> None:
    within = await scheduled(bot, lab.room, late=timedelta(hours=5, minutes=50))
    late = await result(bot, lab, within)
    beyond = await scheduled(bot, lab.room, late=timedelta(hours=6, minutes=10))
    too_late = await result(bot, lab, beyond)

    assert late.state is State.SENT
    assert (too_late.state, too_late.why) == (State.SKIPPED, Reason.LATE)
    assert len(lab.room.messages) == 1


@pytest.mark.parametrize("cause", [Cause.NO_PERMISSION, Cause.NO_ACCESS])
async def test_a_missing_permission_is_tried_again_by_its_plan(lab: Lab, bot: Neurosprout, cause: Cause) -> None:
    right = "send_messages" if cause is Cause.NO_PERMISSION else "view_channel"
    lab.standin.world.overwrite(lab.room, lab.guild.id, **{right: False})
    schedule = await scheduled(bot, lab.room)

    tried = await result(bot, lab, schedule)

    assert (tried.state, tried.why) == (State.PLANNED, cause)
    assert tried.due_at is not None
    assert tried.due_at - discord.utils.utcnow() > timedelta(minutes=9)


async def test_a_deleted_channel_fails_the_day_at_once(lab: Lab, bot: Neurosprout) -> None:
    schedule = await scheduled(bot, lab.room)
    lab.standin.world.remove_channel(lab.room)

    failed = await result(bot, lab, schedule)

    assert (failed.state, failed.why) == (State.FAILED, Cause.CHANNEL_GONE)
    assert (await bot.poster.schedules.get(lab.guild.id, schedule.id)).schedule.failures == 1


async def test_a_locked_thread_waits_and_an_archived_one_is_opened(lab: Lab, bot: Neurosprout) -> None:
    world = lab.standin.world
    locked, archived = (world.add_thread(lab.room, name, lab.ann.user) for name in ("locked", "archived"))
    world.update_thread(locked, archived=True, locked=True)
    world.update_thread(archived, archived=True, locked=False)

    refused = await result(bot, lab, await scheduled(bot, locked))
    sent = await result(bot, lab, await scheduled(bot, archived))

    assert refused.why is Cause.LOCKED
    assert sent.state is State.SENT


async def test_a_forum_post_and_a_thread_for_a_discussion(lab: Lab, bot: Neurosprout) -> None:
    forum = lab.standin.world.add_channel(lab.guild, "daily", FORUM)
    await lab.standin.until(lambda: bot.get_channel(forum.id) is not None, 10)

    in_forum = await result(bot, lab, await scheduled(bot, forum))
    with_thread = await result(bot, lab, await scheduled(bot, lab.room, discussion=True))

    assert in_forum.channel_id == in_forum.message_id != forum.id
    assert with_thread.message_id in lab.standin.world.channels


async def test_a_thread_that_cannot_be_opened_is_told_and_the_post_stays(lab: Lab, bot: Neurosprout) -> None:
    lab.standin.world.overwrite(lab.room, lab.guild.id, create_public_threads=False)

    done = await result(bot, lab, await scheduled(bot, lab.room, discussion=True))

    assert (done.state, done.why) == (State.SENT, Cause.NO_PERMISSION)


@pytest_asyncio.fixture
async def pair(lab: Lab, parts: Parts, postgres: Postgres) -> AsyncGenerator[tuple[Neurosprout, Neurosprout]]:
    """Two bots that both believe to serve the server, on one PostgreSQL."""
    async with postgres.database(postgres.migrated) as url, Database.open(url) as first, Database.open(url) as second:
        bots = [app.create_bot(replace(parts, database=one), shard_count=1) for one in (first, second)]
        async with lab.standin.running(bots[0]), lab.standin.running(bots[1]):
            await lab.standin.until(lambda: all(bot.poster.awake for bot in bots), 30)
            yield bots[0], bots[1]


async def test_two_processes_on_one_database_make_one_post(lab: Lab, pair: tuple[Neurosprout, Neurosprout]) -> None:
    one, other = pair
    for number in range(12):
        room = lab.standin.world.add_channel(lab.guild, f"room-{number}")
        await lab.standin.until(lambda room=room: other.get_channel(room.id) is not None, 10)
        schedule = await scheduled(one, room)
        overview = await one.poster.schedules.get(lab.guild.id, schedule.id)
        assert overview.open is not None
        assert overview.open.due_at is not None
        other.poster.aim([(overview.open.id, overview.open.due_at)])
        await result(one, lab, schedule)

    rooms = [room for room in lab.guild.channels.values() if room.name.startswith("room-")]
    assert [len(room.messages) for room in rooms] == [1] * 12
    sends = [call for call in lab.standin.calls if call.route == SEND]
    assert len(sends) == 12, "the database decided who sends; no nonce was needed"
    assert one.poster.counts["sent"] + other.poster.counts["sent"] == 12


async def test_a_channel_of_another_server_and_one_that_the_moderator_cannot_see_are_refused(
    lab: Lab, bot: Neurosprout
) -> None:
    world = lab.standin.world
    managers = world.add_role(lab.guild, manage_guild=True)
    lab.guild.members[lab.ann.user].add(managers)
    hidden, elsewhere = world.add_channel(lab.guild, "hidden"), world.add_channel(world.add_guild("Other"), "elsewhere")
    world.overwrite(hidden, managers, view_channel=False)
    await lab.standin.until(lambda: all(bot.get_channel(one.id) for one in (hidden, elsewhere)), 10)

    unseen = await lab.ann.slash(lab.room, "schedule add", channel=hidden)
    foreign = await lab.ann.slash(lab.room, "schedule add", channel=elsewhere)

    assert "You cannot see that channel" in unseen.text
    assert "is not a channel of this server" in foreign.text
    assert await bot.poster.schedules.of_guild(lab.guild.id) == ()
