"""Which presses count and what they are worth, beside a model that is too simple to be wrong."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import picks
from bot.core.picks import Answer, Award, Pick, Verdict
from bot.core.quiz import moment_of
from tests.quiz_values import NOW, asked, game, round_of

SECOND = timedelta(seconds=1)
OPEN = round_of(1, opened_at=NOW, closes_at=NOW + 20 * SECOND)


def snowflake(seconds: float, number: int = 0) -> int:
    """An id that Discord makes so many seconds after the question was asked."""
    since = NOW - moment_of(0)
    return int((since + seconds * SECOND) / timedelta(milliseconds=1)) << 22 | number


def pick(seconds: float, option: int = 1, user: int = 7, number: int = 0) -> Pick:
    return Pick(snowflake(seconds, number), 1, user, option)


@pytest.mark.parametrize(
    ("seconds", "settled", "verdict"),
    [
        (0.0, False, Verdict.COUNTS),
        (19.999, False, Verdict.COUNTS),
        (20.0, False, Verdict.LATE),
        (22.9, False, Verdict.LATE),
        (5.0, True, Verdict.OVER),
    ],
)
def test_a_pick_counts_by_its_own_time_as_long_as_the_round_is_not_settled(
    seconds: float, settled: bool, verdict: Verdict
) -> None:
    current = replace(OPEN, settled_at=NOW + 23 * SECOND) if settled else OPEN
    assert picks.judge(pick(seconds), current) is verdict


def test_a_pick_of_a_calm_round_counts_until_it_is_closed() -> None:
    assert picks.judge(pick(5000), replace(OPEN, closes_at=None)) is Verdict.COUNTS


def test_a_letter_that_the_question_does_not_have_counts_for_nothing() -> None:
    assert picks.judge(pick(1, option=4), OPEN) is Verdict.OVER


def test_nothing_counts_once_the_game_has_ended() -> None:
    assert picks.judge(pick(1), OPEN, ended=True) is Verdict.OVER


def test_the_time_of_an_answer_runs_from_the_message_by_discords_clock() -> None:
    told = replace(OPEN, message_id=snowflake(1.5))
    assert picks.answer(pick(4), told).milliseconds == 2500
    assert picks.answer(pick(4), OPEN).milliseconds == 4000
    assert picks.answer(pick(1), told).milliseconds == 0


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 25), st.integers(0, 3)), max_size=40), st.randoms())
def test_in_whatever_order_picks_are_heard_and_however_often_the_last_pressed_in_time_counts(
    pressed: list[tuple[int, float, int]], rng: random.Random
) -> None:
    made = [pick(seconds, option, user, number) for number, (user, seconds, option) in enumerate(pressed)]
    heard = [*made, *rng.sample(made, len(made) // 2)]
    rng.shuffle(heard)
    kept: dict[int, Answer] = {}
    for one in heard:
        if picks.judge(one, OPEN) is Verdict.COUNTS:
            kept[one.user_id] = picks.latest(kept.get(one.user_id), picks.answer(one, OPEN))

    model: dict[int, Pick] = {}
    for one in sorted(made, key=lambda each: each.press_id):
        if one.at < NOW + 20 * SECOND:
            model[one.user_id] = one
    assert {user: each.option for user, each in kept.items()} == {user: each.option for user, each in model.items()}
    assert all(each.correct == (each.option == OPEN.asked.key) for each in kept.values())


def answers(*users: int, wrong: tuple[int, ...] = ()) -> list[Answer]:
    return [Answer(user, 1, user not in wrong, 10, 1) for user in users]


def test_everyone_who_is_right_gets_the_same_points() -> None:
    awarded = picks.awards(answers(1, 2, 3, wrong=(3,)), "hard", solo_counts=False)
    assert awarded == {1: Award(3, 3), 2: Award(3, 3), 3: Award(0, 0)}


def test_playing_alone_counts_only_where_the_server_allows_it() -> None:
    assert picks.awards(answers(1), "easy", solo_counts=False) == {1: Award(1, None)}
    assert picks.awards(answers(1), "easy", solo_counts=True) == {1: Award(1, 1)}


def test_a_question_that_counted_lately_does_not_count_again() -> None:
    awarded = picks.awards(answers(1, 2), "easy", solo_counts=False, known=frozenset({1}))
    assert awarded == {1: Award(1, None), 2: Award(1, 1)}


def test_points_beyond_the_days_most_stay_in_the_game() -> None:
    today = {1: picks.DAILY_CAP - 1, 2: picks.DAILY_CAP}
    awarded = picks.awards(answers(1, 2), "hard", solo_counts=False, today=today)
    assert awarded == {1: Award(3, 1), 2: Award(3, 0)}


def test_who_opted_out_is_on_no_board() -> None:
    assert picks.awards(answers(1, -2), "easy", solo_counts=False) == {1: Award(1, 1), -2: Award(1, None)}


@given(st.binary(min_size=16, max_size=16), st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_a_random_number_stands_for_one_player_and_fits_its_column(secret: bytes, one: int, other: int) -> None:
    number = picks.pseudonym(secret, one)
    assert -(2**63) <= number < 0
    assert number == picks.pseudonym(secret, one)
    assert (number == picks.pseudonym(secret, other)) == (one == other)


def test_another_game_has_another_number() -> None:
    assert picks.pseudonym(b"a" * 16, 7) != picks.pseudonym(b"b" * 16, 7)


def test_boards_are_named_by_day_week_month_and_channel() -> None:
    assert picks.boards(game(), date(2027, 1, 1)) == (
        "channel:3",
        "day:2027-01-01",
        "week:2026-W53",
        "month:2027-01",
        "all",
    )


def test_each_difficulty_has_its_points() -> None:
    for difficulty, points in picks.POINTS.items():
        question = asked(difficulty=difficulty)
        assert picks.awards(answers(1, 2), question.difficulty, solo_counts=False)[1].points == points
