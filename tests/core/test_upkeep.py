"""What an editor is told to look at."""

from __future__ import annotations

import pytest

from bot.core import upkeep
from bot.core.library import Library
from tests import sample

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
STRUCTURE = {
    "smiles": "O",
    "formula": "H2O",
    "molar_mass": 18.015,
    "inchikey": "XLYOFNOQVPJJNP-UHFFFAOYSA-N",
}


def told(library: Library, month: str = "2026-11") -> set[tuple[str, str]]:
    return {(fault.entry, fault.message) for fault in upkeep.warnings(library, month)}


@pytest.mark.parametrize(("month", "stale"), [("2028-11", False), ("2028-12", True)])
def test_a_claim_is_stale_after_24_months(month: str, stale: bool) -> None:
    library = Library.of((sample.paper(), sample.term(), sample.question()))

    entries = {entry for entry, message in told(library, month) if "last reviewed 2026-11" in message}
    assert entries == ({"glimmer", "glimmer-grows-where"} if stale else set())


def test_an_entry_that_no_card_leads_to_and_a_paper_nobody_cites_are_named() -> None:
    library = Library.of(
        (
            sample.paper(),
            sample.paper("roe2021"),
            sample.term(),
            sample.term("one", related=["two"]),
            sample.term("two"),
        )
    )

    lonely = {entry for entry, message in told(library) if "leads here" in message or "cites this paper" in message}
    assert lonely == {"glimmer", "roe2021"}


def test_a_thin_entry_says_what_it_lacks() -> None:
    library = Library.of((sample.paper(), sample.term(in_depth=[])))

    assert ("glimmer", "thin: no in_depth, one claim, one source") in told(library)


@pytest.mark.parametrize(
    ("drawing", "message"),
    [
        (None, "its drawing is missing"),
        ("<svg", "its drawing is broken"),
        ("<svg/>", "its drawing is broken"),
        (SVG, None),
    ],
)
def test_a_structure_without_a_whole_drawing_is_an_error(drawing: str | None, message: str | None) -> None:
    substance = sample.substance(structure=STRUCTURE)
    library = Library.of((sample.paper(), sample.target(), substance), {"glowine": drawing} if drawing else {})

    found = [fault.message for fault in upkeep.errors(library)]
    assert [text for text in found if message and message in text] == found
    assert bool(found) == (message is not None)
