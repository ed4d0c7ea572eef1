"""Finding the terms of a message."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.glossary import MOST, Glossary
from bot.core.knowledge import ClaimHeard, Entry, Paper
from bot.core.library import Library
from bot.services.knowledge import Knowledge
from tests import sample

INVENTED = Library.of(
    (
        sample.paper(),
        sample.term("glow", name="Glow", aliases=["shine"]),
        sample.term("glow-burst", name="Glow burst", related=["glow"]),
        sample.term("long-glow-burst", name="Long-term glow burst", acronyms=["LGB"], related=["glow"]),
        sample.term("met", name="Metered exchange", acronyms=["MET"]),
        sample.term("arc", name="Arc", aliases=["Arg3.1"]),
        sample.term("knockout", name="Knockout mouse", acronyms=["KO"]),
        sample.term("alpha-glow", name="α-glowin 2", aliases=["AG-2"]),
        sample.term("lamp-theory", name="Lamp hypothesis"),
        sample.term("city", name="City of lights", aliases=["brilliance"], everyday=["brilliance"]),
        sample.substance("doi", name="DOI", codes=["GL-42"]),
        sample.term("word-glow", name="glow-"),
        sample.claim_heard(),
    )
)
GLOSSARY = Glossary(INVENTED)


def found(text: str) -> dict[str, str]:
    return {mention.entry.id: mention.said for mention in GLOSSARY.terms_in(text)}


FINDS: dict[str, tuple[str, dict[str, str]]] = {
    "a name in any case": ("the GLOW of it", {"glow": "GLOW"}),
    "the longest name first": ("a long-term glow burst", {"long-glow-burst": "long-term glow burst"}),
    "a shorter one where the longer ends": ("glow burst, then glow", {"glow-burst": "glow burst", "glow": "glow"}),
    "a plural": ("Glow bursts!", {"glow-burst": "Glow bursts"}),
    "a plural in -ses": ("two lamp hypotheses", {"lamp-theory": "lamp hypotheses"}),
    "a plural in -ies": ("brilliances, cities of lights", {}),
    "a hyphen for a space": ("glow-burst", {"glow-burst": "glow-burst"}),
    "a space for a hyphen": ("long term glow burst", {"long-glow-burst": "long term glow burst"}),
    "another dash": ("long–term glow‑burst", {"long-glow-burst": "long–term glow‐burst"}),
    "a possessive": ("the glow's end", {"glow": "glow's"}),
    "an acronym": ("LGB and LGBs", {"long-glow-burst": "LGB"}),
    "an acronym of more than one": ("two LGBs", {"long-glow-burst": "LGBs"}),
    "Greek, spelled": ("alpha glowin-2", {"alpha-glow": "alpha glowin-2"}),
    "Greek, and a subscript": ("α-glowin₂", {"alpha-glow": "α-glowin2"}),
    "a code": ("GL42 and gl-42", {"doi": "GL42"}),
    "a drug that looks like a citation": ("DOI in mice", {"doi": "DOI"}),
    "a gene as it is written": ("Arc and Arg3.1", {"arc": "Arc"}),
    "an acronym that is a word": ("MET, KO", {"met": "MET", "knockout": "KO"}),
    "formatting": ("**glow** ||shine|| _Arc_ ~~KO~~", {"glow": "glow", "arc": "Arc", "knockout": "KO"}),
    "a link's words": ("[glow](https://example.com/arc)", {"glow": "glow"}),
}
PASSES_OVER = {
    "nothing": "",
    "an acronym in lower case": "lgb lgbs Lgb",
    "a word that is an acronym": "I met her, an arc, ko, doi",
    "an everyday word": "brilliance Brilliances",
    "an affix": "glowing glower overglow",
    "a citation": "DOI: see there",
    "a citation with its number": "DOI 10.1016/j.celrep.2018.05.022 and doi:10.1/x",
    "a citation in words": "the DOI is 10.1016/j.celrep.2018.05.022",
    "a block of code": "```\nglow burst\n```",
    "code": "`glow` and `Arc`",
    "a link": "https://example.com/glow-burst?arc=Arc www.glow.com",
    "a quiet link": "<https://example.com/glow>",
    "a mention, an emoji": "<@1234567890> <:glow:123456> <#99> <t:1:R>",
    "an address": "glow@example.com",
    "two sentences": "It began to long-term. Glow-worm",
    "two lines": "KO\u200bMET",
}


@pytest.mark.parametrize(("text", "expected"), FINDS.values(), ids=FINDS.keys())
def test_a_term_is_found(text: str, expected: dict[str, str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", PASSES_OVER.values(), ids=PASSES_OVER.keys())
def test_what_is_no_term_is_passed_over(text: str) -> None:
    assert {key for key in found(text) if key != "glow"} == set()
    assert "glow" not in found(text) or "Glow-worm" in text


def test_the_rarest_come_first_and_no_more_than_ten(knowledge: Knowledge) -> None:
    glossary = Glossary(knowledge.library)
    text = ", ".join(entry.name for entry in named(knowledge.library)[:80])

    mentions = glossary.terms_in(text)

    assert len(mentions) == MOST
    everything = glossary.terms_in(text, limit=200)
    pointed_at = [pointers(mention.entry, knowledge.library) for mention in everything]
    assert pointed_at == sorted(pointed_at)
    assert list(mentions) == list(everything[:MOST])


def pointers(entry: Entry, library: Library) -> int:
    return sum(entry.id in other.references for other in library.entries.values() if not isinstance(other, Paper))


def named(library: Library) -> list[Entry]:
    return [entry for entry in library.entries.values() if not isinstance(entry, Paper | ClaimHeard)]


def test_every_name_of_the_library_is_found_in_a_sentence(knowledge: Knowledge) -> None:
    glossary = Glossary(knowledge.library)
    lost = [
        name
        for entry in named(knowledge.library)
        for name in entry.names
        if name not in entry.everyday and not name.startswith("-") and not name.endswith("-")
        if entry.id not in {mention.entry.id for mention in glossary.terms_in(f"They say {name} matters.", 50)}
    ]

    assert lost == []


def test_eighty_terms_in_four_thousand_characters_take_no_time(knowledge: Knowledge) -> None:
    """In processor time of this thread, and with room for a machine many times slower."""
    glossary = Glossary(knowledge.library)
    text = (", ".join(entry.name for entry in named(knowledge.library)[:80]) * 4)[:4000]
    before = time.thread_time()

    assert len(glossary.terms_in(text, limit=200)) > 70

    assert time.thread_time() - before < 0.5


@given(st.text(max_size=300))
def test_whatever_a_message_says_only_its_own_words_are_named(text: str) -> None:
    import unicodedata

    plain = unicodedata.normalize("NFKC", text)
    for mention in GLOSSARY.terms_in(text):
        assert all(part in plain for part in mention.said.split())


@given(st.lists(st.sampled_from(["glow", "glow burst", "LGB", "KO", "and", "met", ".", "`glow`", "\n"]), max_size=40))
def test_each_entry_is_named_once_and_none_twice(words: list[str]) -> None:
    mentions = GLOSSARY.terms_in(" ".join(words))

    assert len({mention.entry.id for mention in mentions}) == len(mentions) <= MOST


@given(st.sampled_from(sorted(INVENTED.entries)), st.sampled_from(["{}", "({})", "“{}”", "{}, he said", "**{}**"]))
def test_a_name_is_found_whatever_stands_around_it(entry_id: str, around: str) -> None:
    entry = INVENTED.entries[entry_id]
    if isinstance(entry, Paper | ClaimHeard) or entry.name.endswith("-"):
        return

    assert entry_id in found(around.format(entry.name))


def test_a_sentence_that_people_say_is_recognized_in_other_words(knowledge: Knowledge) -> None:
    glossary = Glossary(knowledge.library)

    assert [one.id for one in glossary.claims_in("I read that psychedelics really grow new brain cells, wow.")] == [
        "psychedelics-grow-neurons"
    ]
    assert glossary.claims_in("Psychedelics. New brain. Cells grow.") == ()
    assert glossary.claims_in("what a day") == ()


def test_an_everyday_word_must_be_a_name_of_the_entry() -> None:
    with pytest.raises(ValueError, match="everyday names shiny, which is no name"):
        sample.term("glow", everyday=["shiny"])
