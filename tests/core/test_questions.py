"""Which questions a game asks, and in which order their options stand."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from bot.core import questions
from bot.core.lessons import QuizQuestion
from bot.core.refusals import TooFewQuestionsError, UnknownTopicError
from bot.services.knowledge import Knowledge
from tests.quiz_values import asked


def some(count: int, *, same_entry: bool = False) -> list[QuizQuestion]:
    made = [asked(number) for number in range(count)]
    return [one.model_copy(update={"tests": ("a" if same_entry else f"entry-{one.id}",)}) for one in made]


def ids(chosen: tuple[questions.Asked, ...]) -> list[str]:
    return [one.id for one in chosen]


def test_no_question_comes_twice_in_a_game() -> None:
    chosen = questions.choose(some(20), 10, random.Random(1))
    assert len(set(ids(chosen))) == 10


def test_what_was_asked_lately_comes_only_when_nothing_else_is_left_and_then_the_oldest_first() -> None:
    lately = [f"question-{number}" for number in range(8)]
    chosen = questions.choose(some(10), 5, random.Random(1), lately=lately)
    assert set(ids(chosen)[:2]) == {"question-8", "question-9"}
    assert ids(chosen)[2:] == ["question-7", "question-6", "question-5"]


def test_a_game_is_as_long_as_there_are_questions() -> None:
    assert len(questions.choose(some(4), 10, random.Random(1))) == 4


def test_too_few_questions_are_refused_with_how_many_there_are() -> None:
    with pytest.raises(TooFewQuestionsError) as refused:
        questions.choose(some(2), 10, random.Random(1), least=3)
    assert (refused.value.count, refused.value.least) == (2, 3)


def test_two_questions_about_one_entry_come_only_when_nothing_else_is_left() -> None:
    mixed = [*some(3, same_entry=True), *some(9)[3:]]
    chosen = questions.choose(mixed, 7, random.Random(1))
    assert Counter(one.tests[0] for one in chosen)["a"] == 1
    assert len(questions.choose(mixed, 9, random.Random(1))) == 9


def test_options_come_in_a_new_order_and_keep_their_reasons() -> None:
    places = {questions.ask(asked(), random.Random(seed)).key for seed in range(40)}
    assert places == {0, 1, 2, 3}
    for option in questions.ask(asked(), random.Random(3)).options:
        assert option.why.endswith(option.text)


def test_the_same_seed_gives_the_same_order() -> None:
    assert questions.ask(asked(), random.Random(5)) == questions.ask(asked(), random.Random(5))


def test_a_question_comes_back_from_its_row_as_it_was() -> None:
    assert questions.Asked.model_validate_json(asked().model_dump_json()) == asked()


def test_the_time_of_a_round_grows_with_its_text() -> None:
    long = asked().model_copy(update={"stem": "word " * 60})
    assert 20 <= asked().seconds < long.seconds <= 90
    assert 8 <= asked().reading_seconds <= 30


def test_topics_are_found_by_key_and_by_name(knowledge: Knowledge) -> None:
    library = knowledge.library
    assert questions.topic(library, "everything").key == ""
    assert questions.topic(library, "Plasticity").key == "category:plasticity"
    assert questions.topic(library, "category:plasticity").name == "plasticity"
    with pytest.raises(UnknownTopicError):
        questions.topic(library, "astrology")


def test_a_topic_holds_its_questions_and_no_others(knowledge: Knowledge) -> None:
    library = knowledge.library
    written = questions.written(library)
    fitting = questions.fitting(written, "category:plasticity", "easy", library)
    assert fitting
    assert all(one.category.value == "plasticity" and one.difficulty == "easy" for one in fitting)
    for path in library.paths.values():
        inside = questions.fitting(written, f"path:{path.id}", questions.MIXED, library)
        assert all(one.id in path.steps or one.tests[0] in path.steps for one in inside)
    assert questions.fitting(written, "path:none", questions.MIXED, library) == ()


def test_every_question_of_the_library_can_be_asked_by_everybody(knowledge: Knowledge) -> None:
    chance = random.Random(1)
    candidates = questions.pool(knowledge.library)
    assert len({one.id for one in candidates}) == len(candidates)
    for one in candidates:
        made = questions.ask(one, chance)
        assert 3 <= len(made.options) <= len(questions.LETTERS)
        if made.picture is not None:
            key = made.options[made.key].text
            assert f"“{key}”" not in made.picture.alternative, made.id
