"""The figures of `docs/knowledge.md`."""

from __future__ import annotations

from bot.core import coverage
from bot.core.library import Library
from tests import sample


def test_the_page_counts_what_is_there() -> None:
    records = (
        sample.paper(),
        sample.paper("roe1999"),
        sample.term(),
        sample.target(),
        sample.substance(),
        sample.question(),
    )

    page = coverage.page(Library.of(records))

    for row in (
        "| terms | 1 |",
        "| papers | 2 |",
        "| questions | 1 |",
        "| core concepts | 1 | 0 |",
        "| before 2000 | 1 |",
        "| 2020 | 1 |",
        "| abstract | 2 |",
        "| with a PubChem CID | 0 |",
    ):
        assert row in page, row


def test_every_claim_is_in_one_mark() -> None:
    page = coverage.page(
        Library.of((sample.paper(), sample.term(claims=[sample.claim(), sample.claim(firm="proposed")])))
    )

    assert "| emerging | 1 |" in page
    assert "| theoretical | 1 |" in page
    assert "| all claims | 2 |" in page
