"""Comparing two entries, over an invented library."""

from __future__ import annotations

import pytest

from bot.core import comparison
from bot.core.library import Library
from bot.core.refusals import NotComparableError, SameEntryError
from tests import sample

LIBRARY = Library.of(
    (
        sample.paper(),
        sample.target("glow-receptor"),
        sample.target("dim-receptor"),
        sample.substance("glowine", plasticity=[sample.claim(text="Glowine makes invented spines grow.")]),
        sample.substance(
            "dimine",
            actions=[
                sample.claim(target="dim-receptor", action="antagonist"),
                sample.claim(target="glow-receptor", action="antagonist"),
            ],
        ),
        sample.term("glimmer", confusable_with=[{"id": "shimmer", "difference": "Glimmer is steady; shimmer is not."}]),
        sample.term("shimmer", related=["glimmer", "glow-receptor"]),
        sample.claim_heard(),
        sample.claim_heard("glimmer-hurts", name="Glimmer hurts everybody"),
    ),
    {
        "glowine.indole": "<svg/>",
        "glowine.tryptamine": "<svg/>",
        "dimine.tryptamine": "<svg/>",
        "dimine.indole": "<svg/>",
    },
)


def compare(first: str, second: str) -> comparison.Comparison:
    return comparison.compare(LIBRARY.entries[first], LIBRARY.entries[second], LIBRARY)


def test_substances_are_compared_by_their_targets_and_most_special_skeleton() -> None:
    compared = compare("glowine", "dimine")

    assert (compared.both, compared.only_first, compared.only_second) == (("glow-receptor",), (), ("dim-receptor",))
    assert compared.skeleton == "tryptamine"


def test_terms_are_compared_by_their_neighbors_and_the_sentence_that_tells_them_apart() -> None:
    compared = compare("glimmer", "shimmer")

    assert compared.difference == "Glimmer is steady; shimmer is not."
    assert (compared.both, compared.only_first, compared.only_second) == ((), (), ("glow-receptor",))
    assert compared.skeleton is None


def test_the_evidence_of_a_substance_is_that_of_its_plasticity_where_there_is_any() -> None:
    glowine, dimine = compare("glowine", "dimine").sides

    assert comparison.strongest(glowine) is not glowine.claims[0]
    assert comparison.strongest(dimine) is dimine.claims[0]


def test_an_entry_is_not_compared_with_itself() -> None:
    with pytest.raises(SameEntryError):
        compare("glowine", "glowine")


@pytest.mark.parametrize(
    "pair", [("glowine", "glimmer"), ("glimmer", "glow-receptor"), ("glimmer-heals", "glimmer-hurts")]
)
def test_only_two_of_one_kind_that_can_be_compared_are(pair: tuple[str, str]) -> None:
    with pytest.raises(NotComparableError):
        compare(*pair)
