"""The page of figures follows the data."""

from __future__ import annotations

from bot.core import coverage
from bot.services.knowledge import Knowledge
from tests.conftest import ROOT


def test_the_page_says_what_is_counted_now(knowledge: Knowledge) -> None:
    written = (ROOT / "docs" / "knowledge.md").read_text(encoding="utf-8")

    assert written == coverage.page(knowledge.library), "run `neurosprout coverage`"
