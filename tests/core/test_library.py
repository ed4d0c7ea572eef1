"""What does not hang together in a library is a fault of a named entry."""

from __future__ import annotations

import pytest

from bot.core.library import Library, faults, summarize
from bot.core.record import Record
from tests import sample

CONFUSED = [{"id": "other", "difference": "The other is another invented thing."}]

BROKEN: dict[str, tuple[tuple[Record, ...], str, str]] = {
    "a reference to nothing": ((sample.term(related=["nowhere"]),), "glimmer", "there is no entry 'nowhere'"),
    "a near reference": (
        (sample.term(related=["glimer-tide"]), sample.term("glimmer-tide")),
        "glimmer",
        "did you mean 'glimmer-tide'?",
    ),
    "itself": ((sample.term(related=["glimmer"]),), "glimmer", "points at itself"),
    "a paper as a neighbor": ((sample.term(related=["doe2020"]),), "glimmer", "is a paper; cite it"),
    "a circle of broader terms": (
        (sample.term("one", broader="two"), sample.term("two", broader="one")),
        "one",
        "goes in a circle: one -> two -> one",
    ),
    "a circle of prodrugs": (
        (sample.substance("one", active_form="two"), sample.substance("two", active_form="one"), sample.target()),
        "two",
        "goes in a circle",
    ),
    "a name that names two": (
        (sample.term("one", name="Shine"), sample.term("two", aliases=["SHINE"])),
        "two",
        "also names 'one'",
    ),
    "a name that is another's id": ((sample.term("one"), sample.term("two", aliases=["one"])), "two", "also names"),
    "a shared alias of one": ((sample.term(shared_aliases=["shine"]),), "glimmer", "only this entry lists 'shine'"),
    "a confusion told once": (
        (sample.term(confusable_with=CONFUSED), sample.term("other")),
        "glimmer",
        "does not name 'glimmer' in turn",
    ),
    "a target that is a term": ((sample.substance(), sample.term("glow-receptor")), "glowine", "this wants a target"),
    "a source that is not there": (
        (sample.term(claims=[sample.claim(sources=["doe2021"])]),),
        "glimmer",
        "which is no file in papers/; did you mean 'doe2020'?",
    ),
    "a question about nothing": (
        (sample.question(),),
        "glimmer-grows-where",
        "there is no entry 'glimmer'",
    ),
    "a question whose source the entry does not cite": (
        (sample.question(sources=["doe2021"]), sample.term(), sample.paper("doe2021")),
        "glimmer-grows-where",
        "'glimmer', which answers it, does not cite 'doe2021'",
    ),
    "a question with an unseen source": (
        (sample.question(sources=["doe2021"]), sample.term(), sample.paper("doe2021", seen=None)),
        "glimmer-grows-where",
        "title and identifier were not seen together",
    ),
    "a path to nowhere": (
        (sample.learning_path(), sample.term()),
        "all-of-glimmer",
        "there is no entry or question 'one'",
    ),
}


@pytest.mark.parametrize(("records", "at", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_fault_is_found_where_it_is(records: tuple[Record, ...], at: str, message: str) -> None:
    found = faults(Library.of((*records, sample.paper())))

    assert any(fault.entry == at and message in fault.message for fault in found), found


UNUSABLE = {
    "retracted": (sample.paper(status="retracted"), "is retracted"),
    "not seen": (sample.paper(seen=None), "were not seen together"),
    "not read": (sample.paper(read=None), "finding was not read"),
}


@pytest.mark.parametrize(("source", "message"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_source_that_may_not_be_cited_is_a_fault_of_who_cites_it(source: sample.Paper, message: str) -> None:
    (fault,) = faults(Library.of((sample.term(), source)))

    assert fault.entry == "glimmer"
    assert message in fault.message


def whole() -> Library:
    return Library.of(
        (
            *(sample.paper(), sample.term(), sample.target(), sample.substance(), sample.mechanism()),
            *(
                sample.claim_heard(),
                sample.question(),
                *(sample.drug_class(), sample.condition(), sample.emergency(), sample.pair("glowers", "thin-skin")),
                sample.learning_path(steps=["glimmer", "glowine", "glow-receptor", "doe2020", "glimmer-grows-where"]),
            ),
        )
    )


def test_a_library_that_hangs_together_has_no_faults() -> None:
    assert faults(whole()) == ()


def test_the_summary_counts_every_claim_and_arrow_by_its_mark() -> None:
    summary = summarize(whole())

    assert summary.entries == {
        "terms": 1, "substances": 1, "mechanisms": 1, "targets": 1, "papers": 1, "claims_heard": 1,
        "questions": 1, "learning_paths": 1,
        "drug_classes": 1, "conditions": 1, "emergencies": 1, "interactions": 1,
    }  # fmt: skip
    assert summary.claims == sum(summary.evidence.values()) == 1 + 5 + 6 + 1 + 2 + 4
    assert (summary.claims_without_source, summary.sources_not_seen, summary.findings_not_read) == (0, 0, 0)


def test_neighbors_are_those_an_entry_names_and_those_that_name_it() -> None:
    library = Library.of((sample.paper(), sample.term("one", related=["two"]), sample.term("two")))

    assert [entry.id for entry in library.related(library.entries["one"])] == ["two"]
    assert [entry.id for entry in library.related(library.entries["two"])] == ["one"]


def test_a_paper_knows_who_cites_it() -> None:
    assert "glimmer" in whole().cited_by["doe2020"]
