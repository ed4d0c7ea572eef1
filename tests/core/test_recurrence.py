"""When something recurs, against the clocks of real places."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.recurrence import (
    EVERY_DAY,
    EveryDays,
    NthWeekday,
    Recurrence,
    Weekdays,
    moment,
    next_times,
    parse_stored,
    zone_of,
)
from bot.core.recurrence_words import parse_days, parse_time
from bot.core.refusals import UnknownDaysError, UnknownTimeError

ZONES = tuple(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())
DAY = timedelta(days=1)


def local(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


TABLE = {
    "Berlin, an ordinary day": ("Europe/Berlin", "2026-03-28", "09:00", "2026-03-28T08:00Z"),
    "Berlin, after the spring change": ("Europe/Berlin", "2026-03-29", "09:00", "2026-03-29T07:00Z"),
    "Berlin, in the spring gap": ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30Z"),
    "Berlin, the hour that comes twice": ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30Z"),
    "New York, in the spring gap": ("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30Z"),
    "New York, the hour that comes twice": ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30Z"),
    "Lord Howe, a gap of half an hour": ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45Z"),
    "Lord Howe, half an hour twice": ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45Z"),
    "Casablanca, in Ramadan": ("Africa/Casablanca", "2026-03-01", "09:00", "2026-03-01T09:00Z"),
    "Casablanca, in the gap after Ramadan": ("Africa/Casablanca", "2026-03-22", "02:30", "2026-03-22T02:30Z"),
    "Casablanca, after it": ("Africa/Casablanca", "2026-03-23", "09:00", "2026-03-23T08:00Z"),
    "Apia, the day before the lost day": ("Pacific/Apia", "2011-12-29", "09:00", "2011-12-29T19:00Z"),
    "Apia, the lost day": ("Pacific/Apia", "2011-12-30", "09:00", None),
    "Apia, the day after": ("Pacific/Apia", "2011-12-31", "09:00", "2011-12-30T19:00Z"),
    "Kathmandu, forty-five minutes off": ("Asia/Kathmandu", "2026-06-01", "09:00", "2026-06-01T03:15Z"),
    "Nuuk, a gap that ends at midnight": ("America/Nuuk", "2026-03-28", "23:30", "2026-03-29T00:30Z"),
    "Beirut, a day that begins at one": ("Asia/Beirut", "2026-03-29", "00:30", "2026-03-28T22:30Z"),
}


@pytest.mark.parametrize("place", TABLE)
def test_a_wall_time_is_found_in_the_place_and_on_the_day(place: str) -> None:
    zone, day, at, expected = TABLE[place]

    found = moment(date.fromisoformat(day), time.fromisoformat(at), zone_of(zone))

    assert (found and found.strftime("%Y-%m-%dT%H:%MZ")) == expected


def test_a_time_in_the_spring_gap_still_happens_that_day() -> None:
    rule = Recurrence(time(2, 30), "Europe/Berlin", EVERY_DAY)

    shown = [local(slot.at, "Europe/Berlin") for slot in next_times(rule, date(2026, 3, 27), 3)]

    assert shown == ["2026-03-28 02:30", "2026-03-29 03:30", "2026-03-30 02:30"]


def test_a_repeated_hour_comes_once() -> None:
    rule = Recurrence(time(2, 30), "Europe/Berlin", EVERY_DAY)

    slots = next_times(rule, date(2026, 10, 24), 2)

    assert [slot.day for slot in slots] == [date(2026, 10, 25), date(2026, 10, 26)]
    assert slots[1].at - slots[0].at == timedelta(hours=25)


def test_a_day_that_a_place_left_out_has_no_slot() -> None:
    rule = Recurrence(time(9), "Pacific/Apia", EVERY_DAY)

    days = [slot.day.day for slot in next_times(rule, date(2011, 12, 28), 3)]

    assert days == [29, 31, 1]


@given(st.sampled_from(ZONES), st.times(), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_every_local_day_has_one_slot_in_order(zone: str, at: time, start: date) -> None:
    slots = next_times(Recurrence(at.replace(second=0, microsecond=0), zone, EVERY_DAY), start, 120)

    assert [slot.day for slot in slots] == [start + number * DAY for number in range(1, 121)]
    assert all(first.at < second.at for first, second in pairwise(slots))
    assert all(slot.at.astimezone(ZoneInfo(zone)).date() == slot.day for slot in slots)


def changes_of(zone: ZoneInfo) -> list[date]:
    """The beginnings of the weeks, of ten years, in which the clocks there change."""
    start = datetime(2020, 1, 1, 12, tzinfo=UTC)
    weeks = [start + number * 7 * DAY for number in range(523)]
    offsets = [week.astimezone(zone).utcoffset() for week in weeks]
    return [week.date() for week, was, then in zip(weeks, offsets, offsets[1:], strict=False) if was != then]


def test_over_ten_years_and_every_zone_no_change_of_the_clocks_loses_or_doubles_a_day() -> None:
    for name in ZONES:
        zone = ZoneInfo(name)
        for week in changes_of(zone):
            for at in (time(0), time(0, 30), time(2, 15), time(23, 45)):
                found = [moment(week + number * DAY, at, zone) for number in range(-1, 9)]
                moments = [one for one in found if one is not None]
                assert len(moments) == 10, (name, week, at)
                assert moments == sorted(set(moments)), (name, week, at)


def test_the_days_of_a_rule() -> None:
    def days(rule: str, count: int = 4) -> list[str]:
        found = next_times(Recurrence(time(9), "UTC", parse_stored(rule)), date(2026, 11, 25), count)
        return [slot.day.strftime("%a %d %b") for slot in found]

    assert days("week:024") == ["Fri 27 Nov", "Mon 30 Nov", "Wed 02 Dec", "Fri 04 Dec"]
    assert days("every:3:2026-11-01") == ["Sat 28 Nov", "Tue 01 Dec", "Fri 04 Dec", "Mon 07 Dec"]
    assert days("nth:2:1", 2) == ["Tue 08 Dec", "Tue 12 Jan"]
    assert days("nth:5:4", 2) == ["Fri 27 Nov", "Fri 25 Dec"]
    assert days("nth:1:0", 2) == ["Mon 07 Dec", "Mon 04 Jan"]


@pytest.mark.parametrize(
    "rule", [EVERY_DAY, Weekdays(frozenset({0, 6})), EveryDays(3, date(2026, 11, 25)), NthWeekday(5, 2)]
)
def test_a_rule_is_stored_as_text_and_read_again(rule: Weekdays | EveryDays | NthWeekday) -> None:
    assert parse_stored(str(rule)) == rule


def test_a_text_that_is_no_rule_is_an_error() -> None:
    with pytest.raises(ValueError, match="is no rule of days"):
        parse_stored("sometimes")


def test_what_lies_behind_a_rule_ends_before_its_next_time() -> None:
    rule = Recurrence(time(9), "Europe/Berlin", EVERY_DAY)

    def behind(hour: int) -> str:
        return rule.last_passed(datetime(2026, 11, 25, hour, tzinfo=UTC)).isoformat()

    assert behind(7) == "2026-11-24", "before nine in Berlin today is still to come"
    assert behind(8) == "2026-11-25", "at nine it is over"


# ------------------------------------------------------------------------------------------------------- what is typed

TIMES = {
    "9": (9, 0), "09:00": (9, 0), "9.30": (9, 30), "21h15": (21, 15), "2130": (21, 30), "0:00": (0, 0),
    "9 pm": (21, 0), "9:30PM": (21, 30), "12 am": (0, 0), "12pm": (12, 0), "23:59": (23, 59), " 7:05 ": (7, 5),
}  # fmt: skip


@pytest.mark.parametrize("typed", TIMES)
def test_a_time_is_read_as_people_write_it(typed: str) -> None:
    assert parse_time(typed) == time(*TIMES[typed])


@pytest.mark.parametrize("typed", ["25:61", "24:00", "9:60", "13 pm", "0 am", "", "soon", "9:5", "-1", "99", "9:00:00"])
def test_a_time_that_no_clock_shows_is_refused(typed: str) -> None:
    with pytest.raises(UnknownTimeError):
        parse_time(typed)


DAYS = {
    "every day": "week:0123456", "Daily": "week:0123456", "every 1 day": "week:0123456",
    "mon, wed and fri": "week:024", "Mondays": "week:0", "tues thurs": "week:13", "weekdays": "week:01234",
    "weekends": "week:56", "weekdays and saturday": "week:012345", "every monday": "week:0",
    "every 3 days": "every:3:2026-11-25", "every other day": "every:2:2026-11-25", "every two days":
    "every:2:2026-11-25", "second tuesday": "nth:2:1", "2nd tue of the month": "nth:2:1", "last Friday": "nth:5:4",
    "the first monday of each month": "nth:1:0",
}  # fmt: skip


@pytest.mark.parametrize("typed", DAYS)
def test_days_are_read_as_people_write_them(typed: str) -> None:
    assert str(parse_days(typed, date(2026, 11, 25))) == DAYS[typed]


@pytest.mark.parametrize(
    "typed",
    ["", "never", "every 0 days", "every 61 days", "every 99999999999999999999 days", "fifth monday", "x y"],
)
def test_days_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(UnknownDaysError):
        parse_days(typed, date(2026, 11, 25))


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    for read in (lambda: parse_time(typed), lambda: parse_days(typed, date(2026, 11, 25))):
        try:
            read()
        except (UnknownTimeError, UnknownDaysError):
            continue
