"""What a schedule posts next, when, and what it does when it cannot."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources

from hypothesis import given
from hypothesis import strategies as st

from bot.core import rotation
from bot.core import schedule as rules
from bot.core.agenda import Agenda
from bot.core.delivery import Cause
from bot.core.library import Library
from bot.core.record import Category, Kind
from bot.core.recurrence import EVERY_DAY, Recurrence
from bot.core.schedule import Options, Pause, Posting, Reason, Schedule, State, Topic
from tests.sample import learning_path, mechanism, question, term

ZONES = tuple(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())
NOW = datetime(2026, 11, 25, 7, tzinfo=UTC)
HOURS = timedelta(hours=6)


def schedule(zone: str = "Europe/Berlin", at: time = time(9), now: datetime = NOW, **fields: object) -> Schedule:
    rule = Recurrence(at, zone, EVERY_DAY)
    floor, yesterday = rule.last_passed(now), rule.today(now) - timedelta(days=1)
    made = Schedule(1, 2, 3, Topic(), rule, own_zone=True, settled=yesterday, floor=floor, changed_at=now)
    return replace(made, **fields)  # type: ignore[arg-type]


def posting(state: State = State.SENT, day: date = date(2026, 11, 25), **fields: object) -> Posting:
    return replace(Posting(1, 1, 2, day, NOW, state, "a"), **fields)  # type: ignore[arg-type]


def shown(*ids: str) -> dict[str, datetime]:
    """Shown one after another, the first the longest ago."""
    return {one: NOW + timedelta(days=number) for number, one in enumerate(ids)}


# ------------------------------------------------------------------------------------------------------ what comes next


def test_what_was_shown_longest_ago_comes_first() -> None:
    assert rotation.choose(schedule(), ("a", "b", "c"), shown("b", "c", "a"), random.Random(1)) == "b"


def test_what_was_added_later_comes_before_what_was_shown() -> None:
    assert rotation.choose(schedule(), ("a", "b", "new"), shown("b", "a"), random.Random(1)) == "new"


def test_chance_decides_among_those_never_shown() -> None:
    chosen = {rotation.choose(schedule(), ("a", "b", "c"), {}, random.Random(seed)) for seed in range(40)}

    assert chosen == {"a", "b", "c"}


@given(st.integers(1, 30), st.integers(0, 10**6))
def test_nothing_comes_twice_before_all_had_a_turn(count: int, seed: int) -> None:
    pool, seen, rng = tuple(f"e{number}" for number in range(count)), dict[str, datetime](), random.Random(seed)

    order: list[str] = []
    for turn in range(3 * count):
        chosen = rotation.choose(schedule(), pool, seen, rng)
        assert chosen is not None
        seen[chosen] = NOW + timedelta(days=turn)
        order.append(chosen)

    for turn in range(3):
        assert sorted(order[turn * count : (turn + 1) * count]) == sorted(pool)


def test_a_pinned_order_comes_first_and_in_that_order() -> None:
    pinned = schedule(options=Options(order=("c", "gone", "a")))

    seen: dict[str, datetime] = {}
    for turn in range(2):
        chosen = rotation.choose(pinned, ("a", "b", "c"), seen, random.Random(turn))
        assert chosen is not None
        seen[chosen] = NOW + timedelta(days=turn)

    assert list(seen) == ["c", "a"]


def test_an_excluded_entry_does_not_come_and_with_all_excluded_nothing_does() -> None:
    without = schedule(options=Options(excluded=frozenset({"a"})))

    assert rotation.choose(without, ("a", "b"), shown("a", "b"), random.Random(1)) == "b"
    assert rotation.choose(without, ("a",), {}, random.Random(1)) is None


def test_what_a_moderator_put_first_comes_first_unless_it_is_gone() -> None:
    queued = schedule(queue=("gone", "b"))

    assert rotation.choose(queued, ("a", "b"), shown("a", "b"), random.Random(1)) == "b"


def test_what_another_schedule_is_about_to_post_comes_last() -> None:
    assert rotation.choose(schedule(), ("a", "b"), shown("b"), random.Random(1), taken={"a"}) == "b"
    assert rotation.choose(schedule(), ("a",), {}, random.Random(1), taken={"a"}) == "a"


def test_a_pool_is_a_kind_a_shelf_or_the_steps_of_a_path_in_order() -> None:
    library = Library.of(
        [
            mechanism("one"),
            term("glow", category="chemistry"),
            term("glimmer"),
            question("what-glows"),
            learning_path("first-steps", steps=["glow", "what-glows", "one", "glimmer", "removed"]),
        ]
    )

    assert rotation.pool(Topic(), library) == ("one",)
    assert rotation.pool(Topic(Kind.TERM), library) == ("glimmer", "glow")
    assert rotation.pool(Topic(Kind.TERM, Category.CHEMISTRY), library) == ("glow",)
    assert rotation.pool(Topic(None, path="first-steps"), library) == ("glow", "what-glows", "one", "glimmer")
    assert rotation.pool(Topic(Kind.TERM, path="first-steps"), library) == ("glow", "glimmer")
    assert rotation.pool(Topic(None, path="no-such-path"), library) == ()


def test_a_path_is_followed_from_its_first_step() -> None:
    walk = schedule(topic=Topic(None, path="first-steps"))

    assert rotation.choose(walk, ("z", "a", "m"), {}, random.Random(1)) == "z"
    assert rotation.choose(walk, ("z", "new", "a"), shown("z", "a"), random.Random(1)) == "new"


def test_it_is_known_how_many_posts_come_before_one_repeats() -> None:
    without = schedule(options=Options(excluded=frozenset({"d"})))

    assert rotation.unshown(without, ("a", "b", "c", "d"), shown("a")) == 2


# ------------------------------------------------------------------------------------------------------------- when


def test_a_new_schedule_begins_with_its_next_time() -> None:
    morning, evening = schedule(now=NOW), schedule(now=NOW + timedelta(hours=8))

    assert morning.upcoming(1)[0].day == date(2026, 11, 25)
    assert evening.upcoming(1)[0].day == date(2026, 11, 26)


def test_the_jitter_is_inside_the_tolerance_and_the_same_every_day() -> None:
    for number in range(500):
        one = schedule(id=number, options=Options(tolerance=5))
        assert timedelta(0) <= one.jitter < timedelta(minutes=5)
        assert one.jitter == replace(one, settled=date(2030, 1, 1)).jitter
    assert schedule(options=Options(tolerance=0)).jitter == timedelta(0)
    assert len({schedule(id=number).jitter for number in range(500)}) == 60


def test_a_time_moved_to_earlier_today_is_still_posted_today() -> None:
    before = schedule(at=time(18))

    after = rules.changed(before, replace(before, recurrence=replace(before.recurrence, at=time(9))), NOW + HOURS)

    assert after.upcoming(1)[0].day == date(2026, 11, 25)
    assert not rules.is_too_late(after, posting(slot_at=NOW), NOW + HOURS, timedelta(0))


def test_a_new_schedule_moved_to_a_later_time_begins_today() -> None:
    afternoon = NOW + timedelta(hours=5)
    before = schedule(now=afternoon)
    assert before.upcoming(1)[0].day == date(2026, 11, 26)

    def moved_to(hour: int) -> date:
        rule = replace(before.recurrence, at=time(hour))
        return rules.changed(before, replace(before, recurrence=rule), afternoon).upcoming(1)[0].day

    assert moved_to(18) == date(2026, 11, 25)
    assert moved_to(10) == date(2026, 11, 26), "its time today was over before it was made"


def test_a_day_that_was_posted_does_not_come_again_after_a_change() -> None:
    before = schedule(settled=date(2026, 11, 25))

    after = rules.changed(before, replace(before, recurrence=replace(before.recurrence, at=time(23))), NOW)

    assert after.upcoming(1)[0].day == date(2026, 11, 26)


def test_days_added_by_a_change_begin_today_and_not_in_the_past() -> None:
    weekly = schedule(recurrence=Recurrence(time(9), "UTC", replace(EVERY_DAY, days=frozenset({0}))))
    weekly = replace(weekly, settled=date(2026, 11, 23), floor=date(2026, 11, 22))

    after = rules.changed(weekly, replace(weekly, recurrence=Recurrence(time(9), "UTC", EVERY_DAY)), NOW)

    assert after.upcoming(1)[0].day == date(2026, 11, 25)


moves = st.lists(st.tuples(st.sampled_from(ZONES), st.times(), st.integers(1, 50)), min_size=1, max_size=8)


@given(st.sampled_from(ZONES), st.times(), moves, st.integers(0, 10 * 366 * 24 * 60))
def test_no_move_to_another_zone_or_time_doubles_or_skips_a_day(
    zone: str, at: time, moved: list[tuple[str, time, int]], minutes: int
) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    one = schedule(zone, at.replace(second=0, microsecond=0), now)
    posted: list[date] = []
    for new_zone, new_at, hours in [*moved, (zone, at, 60)]:
        for _ in range(hours):
            now += timedelta(hours=1)
            while (slot := one.upcoming(1)[0]).at <= now:
                posted.append(slot.day)
                one = rules.after(one, posting(day=slot.day))
        rule = Recurrence(new_at.replace(second=0, microsecond=0), new_zone, EVERY_DAY)
        one = rules.changed(one, replace(one, recurrence=rule), now)

    assert posted
    assert posted == [posted[0] + timedelta(days=number) for number in range(len(posted))]


def test_a_pause_until_a_day_ends_by_itself_and_one_without_end_does_not() -> None:
    until = rules.paused(schedule(), date(2026, 12, 24))

    assert until.upcoming(1)[0].day == date(2026, 12, 24)
    assert rules.paused(schedule(), None).upcoming(1) == ()


def test_resuming_begins_with_the_next_time_and_forgets_the_failures() -> None:
    again = rules.resumed(
        schedule(pause=Pause.BY_FAILING, failures=3, notice_due=True), NOW + timedelta(days=9, hours=3)
    )

    assert again.upcoming(1)[0].day == date(2026, 12, 5)
    assert (again.failures, again.notice_due, again.posts) == (0, False, True)


# --------------------------------------------------------------------------------------------------- when it cannot


def test_three_failed_days_in_a_row_pause_it_once_and_a_post_between_begins_anew() -> None:
    one = schedule()
    for state in (State.FAILED, State.FAILED, State.SENT, State.FAILED, State.SKIPPED, State.FAILED):
        one = rules.after(one, posting(state))
    assert (one.failures, one.posts) == (2, True)

    one = rules.after(one, posting(State.FAILED))

    assert (one.pause, one.notice_due, one.posts) == (Pause.BY_FAILING, True, False)


def test_a_post_out_of_turn_changes_nothing_about_the_schedule() -> None:
    assert rules.after(schedule(), posting(State.FAILED, press_id=9)) == schedule()


def test_every_cause_has_a_plan_of_further_tries_that_ends() -> None:
    for why in (*Cause, *Reason):
        tries = 1
        while (wait := rules.retry_after(why, tries)) is not None:
            assert timedelta(0) < wait <= timedelta(hours=3)
            tries += 1
        assert tries < 400
        assert rules.why_of(why.value) is why
    assert rules.retry_after(Cause.CHANNEL_GONE, 1) is None
    assert rules.retry_after(Cause.NO_PERMISSION, 1) == timedelta(minutes=10)


def test_a_post_may_be_as_late_as_the_grace_says_and_always_a_quarter_of_an_hour() -> None:
    one, line = schedule(changed_at=NOW - timedelta(days=9)), posting(slot_at=NOW)

    assert not rules.is_too_late(one, line, NOW + HOURS, HOURS)
    assert rules.is_too_late(one, line, NOW + HOURS + timedelta(seconds=1), HOURS)
    assert not rules.is_too_late(one, line, NOW + timedelta(minutes=15), timedelta(0))


def test_a_post_has_one_name_on_its_day() -> None:
    assert posting().key == "post:1:2026-11-25:0"
    assert len({posting().key, posting(press_id=5).key, posting(day=date(2026, 11, 26)).key}) == 3


# -------------------------------------------------------------------------------------------------------- the agenda


def test_the_agenda_gives_what_is_due_the_longest_due_first_and_each_once() -> None:
    agenda = Agenda()
    for minutes, line in ((5, 50), (1, 10), (3, 30), (2, 10), (90, 900)):
        agenda.put(NOW + timedelta(minutes=minutes), line)

    assert agenda.next_at() == NOW + timedelta(minutes=1)
    assert agenda.take(NOW, 10) == []
    assert agenda.take(NOW + timedelta(minutes=10), 2) == [10, 30]
    assert agenda.take(NOW + timedelta(minutes=10), 10) == [50]
    assert len(agenda) == 1
    assert Agenda().next_at() is None
