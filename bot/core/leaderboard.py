"""Leaderboards: by which period and measure players are put in order, and how they share a rank."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.evidence import Id
from bot.core.picks import Score, periods
from bot.core.questions import Asked
from bot.core.record import Category

LISTED = 10
"""How many players a leaderboard names."""
LEAST_ANSWERED = 20
"""From how many answers on the share of right ones says something."""


class Period(StrEnum):
    """The time a leaderboard covers; the value is what is chosen."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


class Measure(StrEnum):
    """What players are put in order by; the value is what is chosen."""

    POINTS = "points"
    RIGHT = "right"
    """How many answers were right."""
    SHARE = "share"
    """Which share of their answers was right, of those who gave LEAST_ANSWERED."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A player with a rank; those who are equal share one, and the next after them skips as many."""

    rank: int
    score: Score
    value: int
    """The measure: points, right answers, or right answers of a thousand."""


@dataclass(frozen=True, slots=True)
class Board:
    """The first players, how many there are in all, and where the reader stands."""

    lines: tuple[Ranked, ...]
    players: int
    own: Ranked | None
    opted_out: bool
    """Whether the reader wants to stand on no board."""


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """A server's board of a period by a measure; `days` are the first and the last in the server's zone."""

    period: Period
    measure: Measure
    board: Board
    days: tuple[date, date] | None


def board(period: Period, day: date) -> str:
    """The key under which scores of the period around `day` are kept."""
    of_day, of_week, of_month = periods(day)
    return {Period.TODAY: of_day, Period.WEEK: of_week, Period.MONTH: of_month, Period.ALL: "all"}[period]


def span(period: Period, day: date) -> tuple[date, date] | None:
    """The first and the last day of the period around `day`; weeks begin on Monday, and all time has neither."""
    match period:
        case Period.TODAY:
            return day, day
        case Period.WEEK:
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case Period.MONTH:
            return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
        case Period.ALL:
            return None


def value(measure: Measure, score: Score) -> int:
    """What a player is put in order by."""
    match measure:
        case Measure.POINTS:
            return score.points
        case Measure.RIGHT:
            return score.correct
        case Measure.SHARE:
            return score.correct * 1000 // score.answered if score.answered else 0


def ranked(scores: Sequence[Score], measure: Measure) -> tuple[Ranked, ...]:
    """The first players of a board, the best first, with their ranks."""
    values = [value(measure, score) for score in scores]
    return tuple(Ranked(values.index(own) + 1, score, own) for score, own in zip(scores, values, strict=True))


# ------------------------------------------------------------------------------------------------- one player

NEXT = 3
"""How many entries a profile suggests."""


@dataclass(frozen=True, slots=True)
class Played:
    """A question as a player met it: how often they answered it, and how often right."""

    asked: Asked
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Topic:
    """What a player made of the questions of one category."""

    category: Category
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What a player did in one server."""

    games: int
    answered: int
    right: int
    topics: tuple[Topic, ...]
    """By category, what was answered most first."""
    next: tuple[Id, ...]
    """The entries that would have answered what was missed most."""
    own: Ranked | None
    """The place on the server's board of all time."""
    opted_out: bool


def topics(played: Sequence[Played]) -> tuple[Topic, ...]:
    """What was made of each category that was met, the one met most first."""
    answered: Counter[Category] = Counter()
    right: Counter[Category] = Counter()
    for one in played:
        answered[one.asked.category] += one.answered
        right[one.asked.category] += one.right
    order = sorted(answered, key=lambda category: (-answered[category], category.value))
    return tuple(Topic(category, answered[category], right[category]) for category in order)


def look_at_next(played: Sequence[Played], known: Container[Id]) -> tuple[Id, ...]:
    """The entries, among those `known`, behind which most wrong answers lie; none for who missed nothing."""
    missed: Counter[Id] = Counter()
    for one in played:
        for entry in one.asked.tests[:1]:
            if entry in known:
                missed[entry] += one.answered - one.right
    order = sorted((entry for entry in missed if missed[entry] > 0), key=lambda entry: (-missed[entry], entry))
    return tuple(order[:NEXT])
