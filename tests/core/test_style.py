"""What is never written, and what looks like it and may be."""

from __future__ import annotations

import pytest

from bot.core import style
from tests import sample

BANNED = {
    "An amount of 25 mg was given once.": "an amount",
    "People got 0.3 µg/kg of it in the study.": "an amount",
    "One arm received 10-mg capsules of it.": "an amount",
    "It was taken twice a week by the group.": "a schedule of use",
    "They took it every third day at home.": "a schedule of use",
    "It is safe in healthy volunteers.": '"safe"',
    "The safest of the three was glimmer.": '"safe"',
    "With glimmer you should rest afterwards.": "advice to one person",
    "Ask about your medication before glimmer.": "advice to one person",
    "Glimmer grows. Take it with water.": "an instruction",
    "Before glimmer, stop taking antidepressants.": "stopping a medicine",
    "Some discontinue lithium before glimmer.": "stopping a medicine",
    "WRITE one statement in your own words.": "still to be written",
}
ALLOWED = (
    "Safety pharmacology asks what else a drug does.",
    "It binds with a Ki of 3.5 nM at the human receptor.",
    "Blocking mTOR stopped the antidepressant-like effect in rats.",
    "Rapamycin did not stop the antidepressant effect of ketamine.",
    "This is an emergency: call your local emergency number now.",
    "None of this is a reason to change or stop a medicine.",
    "When you learn, some of these contacts grow.",
    "The molar mass is 189.26 g/mol.",
    "Two sessions three weeks apart were compared with placebo.",
)


@pytest.mark.parametrize(("text", "what"), BANNED.items())
def test_banned_wording_is_a_fault_where_it_stands(text: str, what: str) -> None:
    (fault,) = style.faults(sample.term(claims=[sample.claim(), sample.claim(text=text)]))

    assert (fault.entry, fault.path) == ("glimmer", ("claims", 1, "text"))
    assert what in fault.message


@pytest.mark.parametrize("text", ALLOWED)
def test_what_only_looks_like_it_is_let_be(text: str) -> None:
    assert list(style.faults(sample.term(claims=[sample.claim(text=text)]))) == []


def test_titles_of_papers_and_the_sentences_people_say_are_not_ours_to_word() -> None:
    csl = {**sample.paper_fields()["csl"], "title": "Is 25 mg of glimmer safe for you?"}

    assert list(style.faults(sample.paper(csl=csl))) == []
    assert list(style.faults(sample.claim_heard(name="Glimmer is safe for everybody"))) == []


def test_every_text_of_a_question_is_read() -> None:
    options = [option.model_dump() for option in sample.question().options]
    options[2]["why"] = "Nobody is safe in the cellar."

    assert [fault.path for fault in style.faults(sample.question(options=options))] == [("options", 2, "why")]
