"""The ledger: claimed by one, settled once, followed by the next; on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.delivery import Cause
from bot.core.library import Library
from bot.core.recurrence import EVERY_DAY, Recurrence
from bot.core.refusals import (
    BeingPostedError,
    EmptyTopicError,
    NotOfTopicError,
    ScheduleChangedError,
    ScheduleGoneError,
    SchedulePausedError,
    TooManySchedulesError,
    UnknownDateError,
)
from bot.core.schedule import MOST_SCHEDULES, Options, Pause, Posting, Reason, Schedule, State, Topic
from bot.services import posting
from bot.services import settings as settings_service
from bot.services.posting import Claim, Settled
from bot.services.schedule import Changed, Draft, Schedules
from bot.storage.engine import Database
from tests.sample import mechanism

GUILD, CHANNEL = 77, 88
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LIBRARY = Library.of([mechanism(name) for name in ("one", "two", "three")])
NINE = Recurrence(time(9), "UTC", EVERY_DAY)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEXT_NINE = NOON + 21 * HOUR


class Bot:
    """One process at work: its schedules, and the steps it takes by itself."""

    def __init__(self, database: Database) -> None:
        self.database, self.library, self.rng = database, LIBRARY, random.Random(1)
        self.schedules = Schedules(database, lambda: self.library, self.rng)

    async def add(self, now: datetime = NOON, **fields: object) -> Schedule:
        draft = Draft(GUILD, CHANNEL, Topic(), NINE, own_zone=True, options=Options(tolerance=0))
        return (await self.schedules.add(replace(draft, **fields), now)).schedule  # type: ignore[arg-type]

    async def claim(self, now: datetime) -> list[Claim]:
        due = await posting.due_before(self.database, now)
        return await posting.claim(self.database, [line for _, line, _ in due], now)

    async def settle(self, claimed: Claim, state: State, now: datetime, **fields: object) -> Settled:
        due = None if state is not State.PLANNED else now + HOUR
        result = replace(claimed.posting, state=state, due_at=due, settled_at=now, **fields)  # type: ignore[arg-type]
        return await posting.settle(self.database, [result], self.library, now, self.rng)

    async def past(self, schedule: Schedule) -> list[tuple[str, str]]:
        overview = await self.schedules.get(GUILD, schedule.id, 100)
        return [(one.day.strftime("%d"), one.state.value) for one in overview.past]

    async def open(self, schedule: Schedule) -> Posting:
        found = (await self.schedules.get(GUILD, schedule.id)).open
        assert found is not None
        return found


@pytest.fixture
def bot(database: Database) -> Bot:
    return Bot(database)


async def test_a_new_schedule_has_its_first_post_planned_with_its_entry(bot: Bot) -> None:
    planned = await bot.open(await bot.add())

    assert (planned.day, planned.slot_at, planned.state) == (date(2026, 11, 26), NEXT_NINE, State.PLANNED)
    assert planned.entry_id in LIBRARY.entries


async def test_nothing_is_claimed_before_it_is_due_and_then_by_one_only(bot: Bot, database: Database) -> None:
    await bot.add()
    other = Bot(database)

    assert await bot.claim(NEXT_NINE - timedelta(seconds=1)) == []
    claims = [*await bot.claim(NEXT_NINE), *await other.claim(NEXT_NINE)]

    assert len(claims) == 1
    assert (claims[0].posting.tries, claims[0].posting.since) == (1, NEXT_NINE)
    assert claims[0].grace == 6 * HOUR


async def test_many_processes_that_claim_at_once_share_the_work(bot: Bot, database: Database) -> None:
    for _ in range(10):
        await bot.add()

    claims = await asyncio.gather(*(Bot(database).claim(NEXT_NINE) for _ in range(4)))

    taken = [one.posting.id for each in claims for one in each]
    assert len(taken) == len(set(taken))
    assert len(taken) + len(await bot.claim(NEXT_NINE)) == 10


async def test_a_claim_that_was_never_settled_is_taken_over_with_the_moment_of_the_first(bot: Bot) -> None:
    await bot.add()
    await bot.claim(NEXT_NINE)

    assert await bot.claim(NEXT_NINE + posting.LEASE - timedelta(seconds=1)) == []
    (again,) = await bot.claim(NEXT_NINE + posting.LEASE)

    assert (again.posting.tries, again.posting.since) == (2, NEXT_NINE)


async def test_what_was_taken_over_is_not_settled_by_the_first(bot: Bot) -> None:
    one = await bot.add()
    (slow,) = await bot.claim(NEXT_NINE)
    (quick,) = await bot.claim(NEXT_NINE + posting.LEASE)

    await bot.settle(quick, State.SENT, NEXT_NINE + posting.LEASE, message_id=5)
    await bot.settle(slow, State.FAILED, NEXT_NINE + posting.LEASE, why=Cause.REJECTED)

    assert await bot.past(one) == [("26", "sent")]


async def test_after_a_post_comes_the_next_day_with_another_entry(bot: Bot) -> None:
    one = await bot.add()
    seen: list[str | None] = []
    for number in range(6):
        (claimed,) = await bot.claim(NEXT_NINE + number * DAY)
        seen.append(claimed.posting.entry_id)
        settled = await bot.settle(claimed, State.SENT, NEXT_NINE + number * DAY, message_id=number)
        assert [at for _, at in settled.planned] == [NEXT_NINE + (number + 1) * DAY]

    assert sorted(seen[:3], key=str) == sorted(LIBRARY.entries)
    assert seen[3:] == seen[:3]
    assert await bot.past(one) == [(day, "sent") for day in ("01", "30", "29", "28", "27", "26")]


async def test_a_try_that_failed_comes_again_and_keeps_what_it_was(bot: Bot) -> None:
    await bot.add()
    (first,) = await bot.claim(NEXT_NINE)

    settled = await bot.settle(first, State.PLANNED, NEXT_NINE, why=Reason.UNREACHABLE)
    (second,) = await bot.claim(NEXT_NINE + HOUR)

    assert settled.planned == [(first.posting.id, NEXT_NINE + HOUR)]
    assert (second.posting.tries, second.posting.since) == (2, NEXT_NINE)
    assert (second.posting.entry_id, second.posting.why) == (first.posting.entry_id, Reason.UNREACHABLE)


async def test_what_a_filter_blocked_gives_way_to_another(bot: Bot) -> None:
    await bot.add()
    (first,) = await bot.claim(NEXT_NINE)
    await bot.settle(first, State.PLANNED, NEXT_NINE, why=Cause.AUTOMOD)
    (second,) = await bot.claim(NEXT_NINE + HOUR)

    chosen = await posting.choose_again(bot.database, second, LIBRARY, bot.rng)

    assert chosen not in (None, first.posting.entry_id)
    assert (await bot.open(second.schedule)).entry_id == chosen


async def test_three_failed_days_pause_it_and_the_moderators_are_told_once(bot: Bot) -> None:
    one, settled = await bot.add(), Settled([], ())
    for number in range(3):
        (claimed,) = await bot.claim(NEXT_NINE + number * DAY)
        settled = await bot.settle(claimed, State.FAILED, NEXT_NINE + number * DAY, why=Cause.NO_PERMISSION)

    assert [paused.id for paused in settled.paused] == [one.id]
    assert await posting.guilds_with_notices(bot.database) == {GUILD}
    ((paused, last),) = await posting.notices(bot.database, GUILD)
    assert (paused.pause, last and last.why) == (Pause.BY_FAILING, Cause.NO_PERMISSION)
    await posting.told(bot.database, GUILD)
    assert await posting.notices(bot.database, GUILD) == ()
    assert await bot.claim(NEXT_NINE + 30 * DAY) == [], "it is paused"


async def test_on_a_new_start_every_plan_follows_the_clocks_as_they_are_known_then(bot: Bot) -> None:
    one = await bot.add()
    planned = await bot.open(one)
    async with bot.database.write() as connection:
        await connection.exec_driver_sql("UPDATE schedules SET at_minute = 600")  # as a new tzdata would move it

    await posting.start(bot.database, LIBRARY, NOON, bot.rng)

    moved = await bot.open(one)
    assert (moved.slot_at, moved.entry_id) == (NEXT_NINE + HOUR, planned.entry_id)


async def test_what_a_killed_process_had_claimed_is_taken_over_at_once_where_there_is_one_process(bot: Bot) -> None:
    await bot.add()
    await bot.claim(NEXT_NINE)

    await posting.start(bot.database, LIBRARY, NEXT_NINE, bot.rng)

    assert len(await bot.claim(NEXT_NINE)) == (1 if bot.database.dialect == "sqlite" else 0)


# ------------------------------------------------------------------------------------------------- what moderators do


async def test_a_change_of_time_moves_the_post_and_keeps_the_entry(bot: Bot) -> None:
    one = await bot.add()
    planned = await bot.open(one)

    changed = await bot.schedules.change(GUILD, one.id, at(15), NOON)

    moved = await bot.open(one)
    assert (moved.slot_at, moved.entry_id) == (NOON + 3 * HOUR, planned.entry_id)
    assert changed.planned == [(moved.id, moved.slot_at)]


async def test_of_two_who_change_what_they_saw_the_second_is_refused(bot: Bot) -> None:
    one = await bot.add()

    await bot.schedules.change(GUILD, one.id, at(15), NOON, version=one.version)
    with pytest.raises(ScheduleChangedError):
        await bot.schedules.change(GUILD, one.id, at(16), NOON, version=one.version)

    assert (await bot.schedules.get(GUILD, one.id)).schedule.recurrence.at == time(15)


async def test_two_who_change_at_the_same_moment_leave_one_change_and_one_refusal(bot: Bot) -> None:
    one = await bot.add()

    results = await asyncio.gather(
        *(bot.schedules.change(GUILD, one.id, at(hour), NOON, version=0) for hour in (15, 16)), return_exceptions=True
    )

    assert sorted(type(result).__name__ for result in results) == ["Changed", "ScheduleChangedError"]
    ((kept),) = [result for result in results if isinstance(result, Changed)]
    assert (await bot.schedules.get(GUILD, one.id)).schedule == kept.schedule


async def test_a_change_of_what_cannot_be_posted_tries_it_again_at_once(bot: Bot) -> None:
    one = await bot.add()
    (claimed,) = await bot.claim(NEXT_NINE)
    await bot.settle(claimed, State.PLANNED, NEXT_NINE, why=Cause.NO_PERMISSION)

    changed = await bot.schedules.change(GUILD, one.id, lambda before: replace(before, channel_id=99), NEXT_NINE)

    assert changed.planned == [(claimed.posting.id, NEXT_NINE)]
    (again,) = await bot.claim(NEXT_NINE)
    assert (again.schedule.channel_id, again.posting.since) == (99, NEXT_NINE)


def at(hour: int) -> Callable[[Schedule], Schedule]:
    return lambda before: replace(before, recurrence=replace(before.recurrence, at=time(hour)))


async def test_the_hundred_and_first_schedule_is_refused(bot: Bot) -> None:
    for _ in range(MOST_SCHEDULES):
        await bot.add()

    with pytest.raises(TooManySchedulesError):
        await bot.add()

    assert len(await bot.schedules.of_guild(GUILD)) == MOST_SCHEDULES


async def test_a_topic_with_nothing_in_it_is_refused(bot: Bot) -> None:
    with pytest.raises(EmptyTopicError):
        await bot.add(topic=Topic(None, path="no-such-path"))
    one = await bot.add()
    with pytest.raises(EmptyTopicError):
        await bot.schedules.change(
            GUILD, one.id, lambda s: replace(s, options=Options(excluded=frozenset(LIBRARY.entries))), NOON
        )


@pytest.mark.parametrize("what", ["change", "pause", "resume", "skip", "choose", "post_now", "remove", "get"])
async def test_a_schedule_that_was_just_removed_is_refused_and_so_is_one_of_another_server(bot: Bot, what: str) -> None:
    one = await bot.add()
    calls: dict[str, Callable[[int], Awaitable[object]]] = {
        "change": lambda guild: bot.schedules.change(guild, one.id, at(1), NOON),
        "pause": lambda guild: bot.schedules.pause(guild, one.id, None, NOON),
        "resume": lambda guild: bot.schedules.resume(guild, one.id, NOON),
        "skip": lambda guild: bot.schedules.skip(guild, one.id, NOON),
        "choose": lambda guild: bot.schedules.choose(guild, one.id, "one", insert=False),
        "post_now": lambda guild: bot.schedules.post_now(guild, one.id, 1, NOON),
        "remove": lambda guild: bot.schedules.remove(guild, one.id),
        "get": lambda guild: bot.schedules.get(guild, one.id),
    }
    with pytest.raises(ScheduleGoneError):
        await calls[what](GUILD + 1)
    await bot.schedules.remove(GUILD, one.id)
    with pytest.raises(ScheduleGoneError):
        await calls[what](GUILD)


async def test_a_skipped_day_is_written_down_and_the_day_after_comes(bot: Bot) -> None:
    one = await bot.add()

    _, day = await bot.schedules.skip(GUILD, one.id, NOON)

    assert day == date(2026, 11, 26)
    assert await bot.past(one) == [("26", "skipped")]
    assert (await bot.open(one)).day == date(2026, 11, 27)


async def test_what_is_being_posted_cannot_be_skipped(bot: Bot) -> None:
    one = await bot.add()
    await bot.claim(NEXT_NINE)

    with pytest.raises(BeingPostedError):
        await bot.schedules.skip(GUILD, one.id, NEXT_NINE)


async def test_a_paused_schedule_posts_nothing_until_it_is_resumed_or_its_day_comes(bot: Bot) -> None:
    one, other = await bot.add(), await bot.add()
    await bot.schedules.pause(GUILD, one.id, None, NOON)
    await bot.schedules.pause(GUILD, other.id, date(2026, 12, 1), NOON)

    assert [claimed.schedule.id for claimed in await bot.claim(NOON + 6 * DAY)] == [other.id]
    with pytest.raises(SchedulePausedError):
        await bot.schedules.skip(GUILD, one.id, NOON)
    with pytest.raises(SchedulePausedError):
        await bot.schedules.choose(GUILD, one.id, "one", insert=False)
    resumed = await bot.schedules.resume(GUILD, one.id, NOON + 6 * DAY)

    assert [moment for _, moment in resumed.planned] == [NEXT_NINE + 6 * DAY]


async def test_a_pause_until_a_day_that_is_over_is_refused(bot: Bot) -> None:
    one = await bot.add()

    with pytest.raises(UnknownDateError):
        await bot.schedules.pause(GUILD, one.id, date(2026, 11, 25), NOON)

    assert (await bot.schedules.get(GUILD, one.id)).schedule.pause is None


async def test_an_entry_is_chosen_for_the_next_post_or_put_before_it(bot: Bot) -> None:
    one = await bot.add()
    planned = (await bot.open(one)).entry_id
    other = next(name for name in LIBRARY.entries if name != planned)

    await bot.schedules.choose(GUILD, one.id, other, insert=True)
    assert (await bot.open(one)).entry_id == other
    (claimed,) = await bot.claim(NEXT_NINE)
    await bot.settle(claimed, State.SENT, NEXT_NINE, message_id=1)

    assert (await bot.open(one)).entry_id == planned
    with pytest.raises(NotOfTopicError):
        await bot.schedules.choose(GUILD, one.id, "no-such-entry", insert=False)


async def test_a_post_out_of_turn_leaves_the_one_of_the_day(bot: Bot) -> None:
    one = await bot.add()
    planned = await bot.open(one)

    now = await bot.schedules.post_now(GUILD, one.id, 4711, NOON)
    (claimed,) = await bot.claim(NOON)
    await bot.settle(claimed, State.SENT, NOON, message_id=1)

    assert now.planned == [(claimed.posting.id, NOON)]
    assert claimed.posting.entry_id != planned.entry_id
    assert await bot.open(one) == planned
    assert await bot.past(one) == [("25", "sent")]


async def test_a_schedule_without_a_zone_follows_the_servers(bot: Bot) -> None:
    one = await bot.add(own_zone=False)
    fixed = await bot.add()
    await settings_service.change(bot.database, GUILD, 1, NOON, manage_guild=True, role_ids=(), zone="Asia/Tokyo")

    await bot.schedules.zone_changed(GUILD, NOON)

    assert (await bot.open(one)).slot_at == datetime(2026, 11, 26, 0, tzinfo=UTC)
    assert (await bot.open(fixed)).slot_at == NEXT_NINE


async def test_removing_a_schedule_removes_its_ledger_and_what_was_under_way_is_not_settled(bot: Bot) -> None:
    one = await bot.add()
    (claimed,) = await bot.claim(NEXT_NINE)

    await bot.schedules.remove(GUILD, one.id)
    settled = await bot.settle(claimed, State.SENT, NEXT_NINE, message_id=1)

    assert settled == Settled([], ())


async def test_no_schedule_takes_the_name_of_one_that_was_removed(bot: Bot) -> None:
    one = await bot.add()
    await bot.schedules.remove(GUILD, one.id)

    assert (await bot.add()).id != one.id, "its posts would be taken for those of the first"


async def test_an_entry_that_left_the_library_breaks_nothing(bot: Bot) -> None:
    one = await bot.add()
    bot.library = Library.of([mechanism("four")])
    (claimed,) = await bot.claim(NEXT_NINE)

    assert await posting.choose_again(bot.database, claimed, bot.library, bot.rng) == "four"
    bot.library = Library.of([])
    assert await posting.choose_again(bot.database, claimed, bot.library, bot.rng) is None
    await bot.settle(claimed, State.FAILED, NEXT_NINE, why=Reason.NOTHING)

    assert (await bot.open(one)).entry_id is None
