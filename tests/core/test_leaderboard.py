"""Periods, ranks and what a profile makes of questions, by table and by property."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import leaderboard
from bot.core.leaderboard import Measure, Period, Played, Topic
from bot.core.picks import Score
from bot.core.questions import Asked
from bot.core.record import Category
from tests import sample

SMALL = st.integers(0, 9)
SCORES = st.builds(Score, st.integers(1, 99), st.none(), SMALL, SMALL, st.integers(9, 30))


def asked(entry: str = "glimmer", category: Category = Category.CORE) -> Asked:
    question = sample.question(tests=[entry], category=category.value)
    return Asked.model_validate(question.model_dump(exclude={"reviewed"}))


@pytest.mark.parametrize(
    ("period", "key", "days"),
    [
        (Period.TODAY, "day:2026-12-31", ("2026-12-31", "2026-12-31")),
        (Period.WEEK, "week:2026-W53", ("2026-12-28", "2027-01-03")),
        (Period.MONTH, "month:2026-12", ("2026-12-01", "2026-12-31")),
        (Period.ALL, "all", None),
    ],
)
def test_each_period_has_a_board_and_days(period: Period, key: str, days: tuple[str, str] | None) -> None:
    day = date(2026, 12, 31)
    span = leaderboard.span(period, day)

    assert leaderboard.board(period, day) == key
    assert (span and tuple(one.isoformat() for one in span)) == days


@given(day=st.dates(date(2020, 1, 1), date(2040, 1, 1)), period=st.sampled_from(list(Period)))
def test_every_day_of_a_period_has_its_board_and_the_day_after_has_another(day: date, period: Period) -> None:
    span = leaderboard.span(period, day)
    if span is None:
        return
    first, last = span

    assert first <= day <= last
    assert leaderboard.board(period, first) == leaderboard.board(period, last) == leaderboard.board(period, day)
    assert leaderboard.board(period, last + timedelta(days=1)) != leaderboard.board(period, day)


@given(scores=st.lists(SCORES, max_size=10), measure=st.sampled_from(list(Measure)))
def test_a_rank_is_one_more_than_how_many_are_ahead(scores: list[Score], measure: Measure) -> None:
    ordered = sorted(scores, key=lambda score: -leaderboard.value(measure, score))
    lines = leaderboard.ranked(ordered, measure)

    for line in lines:
        assert line.rank == 1 + sum(other.value > line.value for other in lines)
    assert all(before.rank <= after.rank for before, after in pairwise(lines))


@given(
    st.lists(
        st.tuples(st.sampled_from(["glimmer", "glow", "lamp", "gone"]), st.integers(0, 5), st.integers(0, 5)),
        max_size=8,
    )
)
def test_what_to_look_at_next_is_known_was_missed_and_comes_in_order(answers: list[tuple[str, int, int]]) -> None:
    played = [Played(asked(entry), right + wrong, right) for entry, right, wrong in answers]
    missed = {name: sum(wrong for entry, _, wrong in answers if entry == name) for name in ("glimmer", "glow", "lamp")}

    suggested = leaderboard.look_at_next(played, missed)

    assert all(missed[entry] > 0 for entry in suggested)
    assert [missed[entry] for entry in suggested] == sorted((count for count in missed.values() if count), reverse=True)


def test_topics_add_up_and_what_was_met_most_comes_first() -> None:
    played = [
        Played(asked(), 1, 1),
        Played(asked(category=Category.CELLS), 4, 1),
        Played(asked(category=Category.CELLS), 2, 2),
    ]

    assert leaderboard.topics(played) == (Topic(Category.CELLS, 6, 3), Topic(Category.CORE, 1, 1))
