"""When something recurs, in the wall time of a place: on which local days, and at what moment of each.

A slot is one local day with its moment. Days are counted by the calendar of the zone, so that whatever clocks do, a
day happens once: a time that daylight saving leaves out is moved within its day, of a time that comes twice the first
counts, and a day that a place left out altogether has no slot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

MOST_DAYS = 60
"""The most days that may lie between two posts of an every-so-many-days rule."""
_DAY = timedelta(days=1)
_LAST = 5
"""The number that stands for the last weekday of its kind in a month."""
_FAR = 400
"""How many days ahead a slot is looked for; every rule recurs sooner."""


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Certain days of the week, 0 for Monday to 6; all seven is every day."""

    days: frozenset[int]

    def has(self, day: date) -> bool:
        """Whether it happens on that day."""
        return day.weekday() in self.days

    def __str__(self) -> str:
        return "week:" + "".join(str(day) for day in sorted(self.days))


@dataclass(frozen=True, slots=True)
class EveryDays:
    """Every so many days, counted from a day on which it happens."""

    count: int
    first: date

    def has(self, day: date) -> bool:
        """Whether it happens on that day."""
        return (day - self.first).days % self.count == 0

    def __str__(self) -> str:
        return f"every:{self.count}:{self.first.isoformat()}"


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The first to fourth weekday of its kind in each month, or (5) the last."""

    nth: int
    weekday: int

    def has(self, day: date) -> bool:
        """Whether it happens on that day."""
        if day.weekday() != self.weekday:
            return False
        if self.nth == _LAST:
            return (day + 7 * _DAY).month != day.month
        return (day.day - 1) // 7 + 1 == self.nth

    def __str__(self) -> str:
        return f"nth:{self.nth}:{self.weekday}"


Days = Weekdays | EveryDays | NthWeekday
EVERY_DAY = Weekdays(frozenset(range(7)))

_STORED = re.compile(r"week:([0-6]{1,7})|every:(\d{1,2}):(\d{4}-\d\d-\d\d)|nth:([1-5]):([0-6])")


def parse_stored(text: str) -> Days:
    """The rule whose `str` was stored."""
    match = _STORED.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no rule of days")
    if match[1]:
        return Weekdays(frozenset(map(int, match[1])))
    if match[2]:
        return EveryDays(int(match[2]), date.fromisoformat(match[3]))
    return NthWeekday(int(match[4]), int(match[5]))


class Slot(NamedTuple):
    """One local day on which it happens, and the moment in UTC."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A wall time in an IANA zone, on certain days."""

    at: time
    zone: str
    days: Days

    def slots(self, after: date) -> Iterator[Slot]:
        """The slots on later days than `after`, in order."""
        zone, empty = zone_of(self.zone), 0
        day = after
        while empty < _FAR:
            day += _DAY
            empty += 1
            if self.days.has(day) and (at := moment(day, self.at, zone)) is not None:
                empty = 0
                yield Slot(day, at)

    def next_slot(self, after: date) -> Slot:
        """The first slot on a later day than `after`."""
        return next(self.slots(after))

    def last_passed(self, now: datetime) -> date:
        """The local day before the first slot that is still to come: what lies behind a rule made `now`."""
        yesterday = self.today(now) - 2 * _DAY
        return next(slot.day for slot in self.slots(yesterday) if slot.at > now) - _DAY

    def today(self, now: datetime) -> date:
        """The local day."""
        return now.astimezone(zone_of(self.zone)).date()


def next_times(recurrence: Recurrence, after: date, count: int) -> tuple[Slot, ...]:
    """The next slots on later days than `after`."""
    return tuple(islice(recurrence.slots(after), count))


def moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """When the clocks there show `at` on that day, in UTC: the first time if twice, a gap's length later if never.

    Where that would be another day already, as far before the gap; None if the place left the whole day out.
    """
    for fold in (0, 1):
        there = datetime.combine(day, at, zone).replace(fold=fold)
        found = there.astimezone(UTC)
        if found.astimezone(zone).date() == day:
            return found
    return None


@cache
def zone_of(name: str) -> ZoneInfo:
    """The zone of that IANA name."""
    return ZoneInfo(name)
