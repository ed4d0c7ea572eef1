"""Times and days as people type them."""

from __future__ import annotations

import re
from datetime import date, time

from bot.core import names
from bot.core.recurrence import EVERY_DAY, MOST_DAYS, Days, EveryDays, NthWeekday, Weekdays
from bot.core.refusals import UnknownDaysError, UnknownTimeError

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?(?:\s*uhr)?")
_COLONLESS = re.compile(r"(\d{1,2})(\d{2})")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORKDAYS, _WEEKEND = frozenset(range(5)), frozenset((5, 6))
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 5}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "other": 2, "second": 2}
_FILLERS = {"and", "on", "every", "the", "of", "month", "each", "in", "a"}


def parse_time(text: str) -> time:
    """`9`, `09:00`, `9.30`, `2130`, `9:30 pm`; an UnknownTimeError for what no clock shows, such as 25:61."""
    typed = names.visible(text).casefold().strip()
    match = _TIME.fullmatch(typed) or _COLONLESS.fullmatch(typed)
    if match is None:
        raise UnknownTimeError(names.visible(text))
    hour, minute = int(match[1]), int(match[2] or 0)
    half = (match[3] or "")[:1] if match.re is _TIME else ""
    if half and not 1 <= hour <= 12:
        raise UnknownTimeError(names.visible(text))
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise UnknownTimeError(names.visible(text))
    return time(hour, minute)


def parse_days(text: str, first: date) -> Days:
    """`every day`, `mon wed fri`, `weekdays`, `every 3 days`, `second tuesday`; an UnknownDaysError for the rest.

    A rule of every so many days counts from `first`.
    """
    typed = re.findall(r"[a-z0-9]+", names.visible(text).casefold())
    if typed and (found := _every(typed, first) or _nth(typed) or _weekdays(typed)):
        return found
    raise UnknownDaysError(names.visible(text))


def _every(typed: list[str], first: date) -> Days | None:
    """Every so many days, or a word that means every day."""
    if typed in (["daily"], ["every", "day"], ["each", "day"], ["everyday"], ["day"], ["all", "days"]):
        return EVERY_DAY
    if len(typed) == 3 and typed[0] == "every" and typed[2] in ("day", "days"):
        count = _NUMBERS.get(typed[1]) or (int(typed[1]) if typed[1].isdigit() else 0)
        if count == 1:
            return EVERY_DAY
        return EveryDays(count, first) if 1 < count <= MOST_DAYS else None
    return None


def _nth(typed: list[str]) -> Days | None:
    words = [word for word in typed if word not in _FILLERS]
    if len(words) != 2 or words[0] not in _NTH or (weekday := _weekday(words[1])) is None:
        return None
    return NthWeekday(_NTH[words[0]], weekday)


def _weekdays(typed: list[str]) -> Days | None:
    days: set[int] = set()
    for word in typed:
        if word in _FILLERS:
            continue
        if word in ("weekdays", "weekday", "workdays", "workday"):
            days |= _WORKDAYS
        elif word in ("weekend", "weekends"):
            days |= _WEEKEND
        elif (day := _weekday(word)) is not None:
            days.add(day)
        else:
            return None
    return Weekdays(frozenset(days)) if days else None


def _weekday(word: str) -> int | None:
    """The weekday that a word begins, from three letters on: tue, tues, tuesday, tuesdays."""
    singular = word.removesuffix("s") if word.endswith("days") else word
    fitting = [number for number, name in enumerate(WEEKDAYS) if len(word) >= 3 and name.startswith(singular)]
    return fitting[0] if len(fitting) == 1 else None
