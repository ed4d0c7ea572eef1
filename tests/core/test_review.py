"""When a missed question comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.core import review
from bot.core.review import Missed
from tests.core.test_leaderboard import asked

NOW = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
QUESTION = asked()
WRONG = (QUESTION.key + 1) % len(QUESTION.options)


def run(answers: list[bool]) -> list[datetime]:
    """When it is due after each answer, each given as soon as it is due."""
    missed, dues = Missed("q", QUESTION, None, NOW), list[datetime]()
    for right in answers:
        after = review.reviewed(missed, QUESTION.key if right else WRONG, missed.due_at)
        assert after.right is right
        missed = Missed("q", QUESTION, after.card, after.due_at)
        dues.append(after.due_at)
    return dues


@given(st.lists(st.booleans(), max_size=12))
def test_the_same_answers_give_the_same_plan_and_every_answer_a_later_one(answers: list[bool]) -> None:
    dues = run(answers)

    assert dues == run(answers)
    assert dues == sorted(set(dues))
    assert all(due > NOW for due in dues)


def test_what_is_known_comes_back_later_and_later_and_what_is_missed_again_soon() -> None:
    known = run([True] * 5)
    gaps = [after - before for before, after in pairwise(known)]

    assert gaps == sorted(gaps)
    assert gaps[-1] > timedelta(days=7)
    assert run([True] * 5 + [False])[-1] - known[-1] < timedelta(hours=1)


def test_a_question_with_its_options_in_another_order_has_another_key() -> None:
    turned = QUESTION.model_copy(update={"options": QUESTION.options[::-1]})

    assert Missed("q", QUESTION, None, NOW).key != Missed("q", turned, None, NOW).key
