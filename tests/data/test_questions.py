"""The questions written by hand, as a set: nothing but knowledge tells the key, and no two ask the same."""

from __future__ import annotations

from collections import Counter

from bot.core import question_checks
from bot.core.knowledge import Entry, Mechanism
from bot.core.lessons import LearningPath, Question
from bot.core.record import Category
from bot.storage import knowledge
from tests.conftest import DATA

LIBRARY = knowledge.load(DATA)
QUESTIONS = tuple(LIBRARY.questions.values())
DEVIATIONS = 2
"""So many standard deviations above chance are still taken for chance."""


def most_by_chance(chances: list[float]) -> float:
    """The bound on how often something happens that has these chances, each by itself."""
    return sum(chances) + DEVIATIONS * sum(chance * (1 - chance) for chance in chances) ** 0.5


def key_of(question: Question) -> int:
    return next(index for index, option in enumerate(question.options) if option.correct)


def test_there_are_as_many_as_were_asked_for() -> None:
    assert len(QUESTIONS) >= 350
    assert len(LIBRARY.paths) >= 10


def test_the_key_is_the_longest_option_no_more_often_than_chance() -> None:
    longest = 0
    for question in QUESTIONS:
        lengths = [len(option.text) for option in question.options]
        key = lengths[key_of(question)]
        longest += key == max(lengths) and lengths.count(key) == 1

    assert longest <= most_by_chance([1 / len(question.options) for question in QUESTIONS])


def test_the_key_is_the_shortest_option_no_more_often_than_chance() -> None:
    shortest = 0
    for question in QUESTIONS:
        lengths = [len(option.text) for option in question.options]
        key = lengths[key_of(question)]
        shortest += key == min(lengths) and lengths.count(key) == 1

    assert shortest <= most_by_chance([1 / len(question.options) for question in QUESTIONS])


def test_the_key_stands_at_no_letter_more_often_than_chance() -> None:
    letters = Counter(key_of(question) for question in QUESTIONS)

    for letter, count in letters.items():
        chances = [1 / len(question.options) for question in QUESTIONS if letter < len(question.options)]
        assert count <= most_by_chance(chances), letter


def test_no_two_questions_ask_the_same_in_nearly_the_same_words() -> None:
    checks = [check for mechanism in LIBRARY.of_type(Mechanism) for check in mechanism.check_questions]

    assert question_checks.twins((*QUESTIONS, *checks)) == []


def test_they_cover_every_shelf_and_are_of_every_difficulty() -> None:
    assert {question.category for question in QUESTIONS} == set(Category)
    assert min(Counter(question.difficulty for question in QUESTIONS).values()) >= len(QUESTIONS) / 6


def test_no_entry_is_asked_about_out_of_proportion() -> None:
    asked = Counter(question.tests[0] for question in QUESTIONS)

    assert max(asked.values()) <= 8
    assert len(asked) >= len(QUESTIONS) / 2


def test_a_question_on_a_path_comes_after_an_entry_that_it_tests() -> None:
    for path in LIBRARY.paths.values():
        seen: set[str] = set()
        for step in path.steps:
            if step in LIBRARY.questions:
                assert set(LIBRARY.questions[step].tests) & seen, (path.id, step)
            seen.add(step)


def test_a_path_has_entries_and_questions_and_begins_with_an_entry() -> None:
    for path in LIBRARY.of_type(LearningPath):
        questions = [step for step in path.steps if step in LIBRARY.questions]
        assert 8 <= len(questions) <= len(path.steps) - 8, path.id
        assert isinstance(LIBRARY.get(path.steps[0]), Entry)
