"""What a weak question is told, and what a good one is not."""

from __future__ import annotations

import pytest

from bot.core import question_checks
from bot.core.knowledge import Entry
from bot.core.library import Library, faults
from bot.core.reading import text_of
from tests import sample

GOOD = [
    {"text": "In the garden", "correct": True, "why": "That is where it was found."},
    {"text": "On the roof", "why": "Nobody looked there for it."},
    {"text": "In the cellar", "why": "It was looked for there, and was not."},
]


def options(**changed: str) -> list[sample.Fields]:
    """Good options, the second of which is `changed`."""
    return [GOOD[0], {**GOOD[1], **changed}, GOOD[2]]


WEAK: dict[str, tuple[sample.Fields, str]] = {
    "a unit of dose": ({"stem": "How does glimmer grow after 10 mg of water?"}, "'mg': amounts are never printed"),
    "a unit with a Greek letter": ({"options": options(text="At 5 µg a day")}, "amounts are never printed"),
    "grams": ({"options": options(why="A gram of glimmer is what it takes.")}, "amounts are never printed"),
    "advice": ({"stem": "Where should you look for glimmer?"}, "addresses the reader"),
    "an arrow": ({"options": options(text="Light → roof")}, "'→' is not spoken"),
    "a picture character": ({"options": options(text="On the 🏠")}, "is not spoken"),
    "a slash between words": ({"options": options(text="On the roof / attic")}, "'/' is not spoken"),
    "all of the above": ({"options": options(text="All of the above")}, "points at others"),
    "a full stop": ({"options": options(text="On the roof.")}, "drop the full stop"),
    "a reason that stops": ({"options": options(why="Nobody looked there")}, "end it with a full stop"),
    "a quiet negative": ({"stem": "Where does glimmer not grow, if anywhere?"}, "'not' is easily missed"),
    "a shortened negative": ({"stem": "Where doesn't glimmer grow, if anywhere?"}, "is easily missed"),
    "one long option": (
        {"options": options(text="On the roof of the house of the gardener who was out at the time")},
        "make the options about equally long",
    ),
    "one reason for two": (
        {"options": options(why="It was looked for there and was not")},
        "another option gives the same reason",
    ),
    "hard words": (
        {
            "options": [
                {**option, "why": "Phenomenological characterization distinguishes extraordinary multiplication."}
                for option in GOOD
            ]
        },
        "it reads too hard",
    ),
    "a key that the entry lacks": (
        {"options": [{**GOOD[0], "text": "On the mountain"}, *GOOD[1:]]},
        "has none of: mount",
    ),
    "two names of one thing": (
        {"options": [GOOD[0], {**GOOD[1], "text": "glow RECEPTOR"}, {**GOOD[2], "text": "The glow-receptor"}]},
        "are both names of 'glow-receptor'",
    ),
}


@pytest.mark.parametrize(("fields", "message"), WEAK.values(), ids=WEAK.keys())
def test_a_weak_question_is_told_what_to_do(fields: sample.Fields, message: str) -> None:
    library = Library.of((sample.question(**fields), sample.term(), sample.target(), sample.paper()))

    found = faults(library)

    assert {fault.entry for fault in found} == {"glimmer-grows-where"}
    assert any(message in fault.message for fault in found), found


@pytest.mark.parametrize(
    "stem",
    [
        "Where does glimmer NOT grow, if anywhere at all?",
        "Which of these is due to an Emax that a gram-negative bacterium lacks?",
        "Is it a matter of safety that MAPK/ERK is here?",
    ],
)
def test_words_that_only_look_wrong_are_left_alone(stem: str) -> None:
    assert list(question_checks.style(sample.question(stem=stem))) == []


def test_the_check_questions_of_a_mechanism_are_checked_too() -> None:
    mechanism = sample.mechanism()
    stem = "Where does glimmer not grow, if anywhere?"
    checks = (mechanism.check_questions[0].model_copy(update={"stem": stem}), *mechanism.check_questions[1:])
    weak = mechanism.model_copy(update={"check_questions": checks})

    found = faults(Library.of((weak, sample.substance(), sample.target(), sample.paper())))

    assert [(fault.entry, fault.path) for fault in found] == [("glow-cascade", ("check_questions", 0, "stem"))]


def test_two_questions_that_ask_the_same_are_a_fault_of_the_second() -> None:
    shouted = sample.question("where-again", stem="Where does GLIMMER grow — as far as anybody knows?")

    found = faults(Library.of((sample.question(), shouted, sample.term(), sample.paper())))

    assert [(fault.entry, fault.message) for fault in found] == [
        ("where-again", "'glimmer-grows-where' asks the same; ask something else, or drop one")
    ]


def test_stems_that_differ_in_a_word_are_twins_and_others_are_not() -> None:
    one = sample.question(stem="Which receptor does glimmer bind in the invented garden?")
    near = sample.question("b", stem="In the invented garden, which receptor does glimmer bind?")
    far = sample.question("c", stem="What did the second study of gardens leave open?")

    assert question_checks.twins([one, near, far]) == [(one.stem, near.stem)]


def test_a_key_may_name_the_entry_by_another_of_its_names() -> None:
    entry = sample.term(aliases=["shine"])
    known = question_checks.named([entry])
    asked = sample.question(options=[{**GOOD[0], "text": "Shine"}, *GOOD[1:]])

    assert list(question_checks.unanswered(asked, {entry.id: entry}, known)) == []


def test_the_text_of_an_entry_holds_what_its_card_says_and_no_citation() -> None:
    said = {kind.kind: text_of(kind) for kind in (sample.term(), sample.substance(), sample.mechanism())}

    assert all("[@" not in text for text in said.values())
    assert "preclinical" in said[sample.Substance.kind]
    assert "Lamp" in said[sample.Mechanism.kind]
    assert "invented receptors" in text_of(sample.target())
    assert "Jane" not in text_of(sample.paper())
    assert "Doe" in text_of(sample.paper())
    assert text_of(sample.claim_heard()).startswith("Glimmer heals everything")


def test_an_entry_of_no_special_kind_says_what_every_entry_says() -> None:
    plain = Entry(id="glimmer", name="Glimmer", one_liner="An invented word for an invented thing.")

    assert text_of(plain) == "Glimmer An invented word for an invented thing."


def test_readability_counts_sentences_and_long_words() -> None:
    assert question_checks.readability("Cats sit. Dogs run.") == 2
    assert question_checks.readability("Photosynthesis fascinates botanists") == 3 + 100
