"""The two axes and the mark derived from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.evidence import Claim, Firm, Mark, ShownIn, cited, mark
from tests.sample import claim

RULE = [
    ({ShownIn.CELLS}, Firm.ONE_LAB, Mark.EMERGING),
    ({ShownIn.CELLS, ShownIn.ANIMALS}, Firm.REPLICATED, Mark.SUPPORTED),
    ({ShownIn.PEOPLE_UNCONTROLLED}, Firm.REPLICATED, Mark.SUPPORTED),
    ({ShownIn.PEOPLE_CONTROLLED}, Firm.ONE_LAB, Mark.SUPPORTED),
    ({ShownIn.PEOPLE_CONTROLLED}, Firm.REPLICATED, Mark.ESTABLISHED),
    ({ShownIn.PEOPLE_CONTROLLED}, Firm.CONFLICTING, Mark.CONTESTED),
    ({ShownIn.ANIMALS}, Firm.PROPOSED, Mark.THEORETICAL),
    (set[ShownIn](), Firm.ON_RECORD, Mark.ESTABLISHED),
]


@pytest.mark.parametrize(("shown_in", "firm", "expected"), RULE)
def test_the_mark_follows_the_rule(shown_in: set[ShownIn], firm: Firm, expected: Mark) -> None:
    assert mark(frozenset(shown_in), firm) is expected


@given(st.frozensets(st.sampled_from(ShownIn)), st.sampled_from(Firm))
def test_nothing_is_established_without_controlled_studies_in_people_unless_it_is_on_record(
    shown_in: frozenset[ShownIn], firm: Firm
) -> None:
    if mark(shown_in, firm) is Mark.ESTABLISHED:
        assert firm is Firm.ON_RECORD or ShownIn.PEOPLE_CONTROLLED in shown_in


@given(st.frozensets(st.sampled_from(ShownIn)))
def test_replication_never_lowers_a_mark(shown_in: frozenset[ShownIn]) -> None:
    order = [Mark.EMERGING, Mark.SUPPORTED, Mark.ESTABLISHED]

    assert order.index(mark(shown_in, Firm.REPLICATED)) >= order.index(mark(shown_in, Firm.ONE_LAB))


REFUSED = {
    "a finding that was shown in nothing": (claim(shown_in=[]), "say what it was shown in"),
    "an experiment for what is on record": (claim(firm="on_record"), "was not shown in anything"),
    "a contested claim with one side": (claim(firm="conflicting"), "states the other side"),
    "a grade for a study in mice": (claim(grade="low"), "only for effects of a treatment in people"),
    "no source": (claim(sources=[]), "at least 1 item"),
    "the same study twice": (claim(shown_in=["cells", "cells"]), "twice"),
    "a month that is none": (claim(reviewed="2026-13"), "pattern"),
}


@pytest.mark.parametrize(("fields", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_a_claim_that_does_not_carry_its_evidence_is_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Claim.model_validate(fields)


def test_citations_in_prose_are_found_in_order_and_once() -> None:
    assert cited("One [@b2020]. Two [@a2019; @b2020].") == ("b2020", "a2019")
