"""The questions this product was made to answer, asked as a member asks them: each is found, corrected and sourced."""

from __future__ import annotations

import re

import pytest

from bot.core.knowledge import Mechanism, Substance
from bot.services.knowledge import Knowledge
from tests.conftest import Server
from tests.screen import options, shown, text

# What is typed after which command, and what the answer must say somewhere on its card.
QUESTIONS = [
    ("define", "psychoplastogen", ["outlast", "2018", "Olson"]),
    ("define", "psycho-", ["mind"]),
    ("define", "plasto-", ["mold"]),
    ("define", "-gen", ["produc"]),
    ("define", "the word psychoplastogen was coined in 2018 by David Olson at UC Davis", ["Yes", "Olson"]),
    ("define", "SSRIs take 4-6 weeks to work", ["Half true", "week"]),
    ("define", "SSRIs barely work", ["modest"]),
    ("define", "structural changes in neurons cause the mood improvement", ["mice"]),
    ("define", "You need the trip for the benefit", ["Unsettled"]),
    ("define", "non-hallucinogenic analogs keep the benefits without the trip", ["patients", "not shown"]),
    ("define", "Psychedelics are as strong as or stronger than ketamine", ["patients"]),
    ("define", "the effects of psychedelics on neurons go through 5-HT2A, TrkB and mTOR", ["contested"]),
    ("define", "Microdosing works by growing synapses", ["Not shown in people"]),
    ("define", "Sub-perceptual doses still activate 5-HT2A and start the growth cascade", ["not shown"]),
    ("define", "Repeated microdosing amplifies the changes over weeks", ["No evidence in people"]),
    ("define", "Animal studies support low doses", ["Mixed"]),
    ("define", "microdosing", ["placebo"]),
    ("define", "Depression is a loss of synapses in the prefrontal cortex", ["One hypothesis"]),
    ("define", "PTSD is rigid fear memory that psychedelics rewire", ["hypothesis"]),
    ("define", "Psychedelics form new circuits that break addiction", ["not shown"]),
    ("define", "Psychedelics counteract cognitive decline", ["Theoretical"]),
    ("define", "Tabernanthalog is only minimally psychoactive", ["Unknown in people"]),
    ("define", "AAZ-A-154 is not psychoactive", ["hallucinogenic"]),
    ("mechanism", "5-HT2A to TrkB to mTOR", ["Contested", "TrkB"]),
    ("paper", "Ly et al. 2018", ["10.1016/j.celrep.2018.05.022"]),
]
OPTIONS = {"define": "term", "mechanism": "name", "substance": "name", "paper": "words", "search": "words"}


@pytest.mark.parametrize(("command", "typed", "expected"), QUESTIONS, ids=[typed for _, typed, _ in QUESTIONS])
async def test_a_question_is_answered_with_what_is_known_and_sources(
    server: Server, command: str, typed: str, expected: list[str]
) -> None:
    card = shown(await server.ann.slash(server.lab, command, **{OPTIONS[command]: typed}))

    said = text(card)
    if "Evidence" in options(card):
        await server.ann.select(card, [options(card)["Evidence"]])
        said += text(card)
    for words in expected:
        assert words in said
    assert re.search(r"\]\(https://\S+\)", said)


# The table's rows: what it lists, and what the field would now say.
TABLE = {
    "psilocybin": ("Tryptamine psychedelic", "Yes"),
    "psilocin": ("Tryptamine psychedelic", "Yes"),
    "lsd": ("Lysergamide psychedelic", "Yes"),
    "dmt": ("Tryptamine psychedelic", "Yes"),
    "doi": ("Phenethylamine psychedelic", "Yes"),
    "ketamine": ("Dissociative", "Yes"),
    "mdma": ("Empathogen", "Yes"),
    "tabernanthalog": ("Non-hallucinogenic analog", "Minimal"),
    "zalsupindole": ("Engineered analog", "No"),
}


@pytest.mark.parametrize("substance", TABLE)
async def test_a_row_of_the_table_is_kept_beside_what_the_field_says(knowledge: Knowledge, substance: str) -> None:
    entry = knowledge.library.get(substance)

    assert isinstance(entry, Substance)
    assert entry.listed_as is not None
    assert (entry.listed_as.substance_class, entry.listed_as.psychoactive) == TABLE[substance]
    assert entry.hallucinogenic.sources


async def test_the_renamed_compound_is_found_by_its_old_name(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "substance", name="AAZ-A-154"))

    assert "Zalsupindole" in text(card)


async def test_the_five_steps_of_the_microdosing_hypothesis_are_one_cascade(knowledge: Knowledge) -> None:
    entry = knowledge.library.get("microdosing-hypothesis")

    assert isinstance(entry, Mechanism)
    assert len(entry.nodes) >= 5
    assert any(edge.firm in ("proposed", "conflicting") for edge in entry.edges)


async def test_a_seed_question_in_free_words_is_found_by_search(server: Server) -> None:
    for words, expected in (
        ("could microdosing work through growth", "icrodosing"),
        ("how long do antidepressants take to work", "SSRI"),
        ("loss of synapses in depression", "Depression is a loss of synapses"),
        ("psychedelic without hallucination", "allucin"),
    ):
        found = shown(await server.ann.slash(server.lab, "search", words=words))
        assert any(expected in name for name in options(found)), words


async def test_every_related_term_of_the_main_term_is_an_entry(knowledge: Knowledge) -> None:
    entry = knowledge.library.entries["psychoplastogen"]

    assert len(knowledge.library.related(entry)) >= 6


async def test_the_first_library_is_as_large_as_was_asked(knowledge: Knowledge) -> None:
    from bot.core.library import summarize

    counted = summarize(knowledge.library).entries
    assert counted["terms"] >= 45
    assert counted["substances"] >= 9
    assert counted["mechanisms"] >= 8
    assert counted["papers"] >= 30
