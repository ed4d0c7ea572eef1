"""Every comparison of the real library, inside Discord's limits."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from bot.core import comparison
from bot.core.comparison import KINDS
from bot.core.knowledge import Entry, Substance
from bot.services.knowledge import Knowledge
from bot.ui import comparison as drawing
from bot.ui import kit
from bot.ui.ids import LIMIT
from bot.ui.texts import Texts
from tests.screen import walk

TEXTS = Texts()


def pairs(knowledge: Knowledge, kind: type[Entry]) -> list[tuple[Entry, Entry]]:
    """Every pair of substances; of the others each with its next ones, which is every entry often enough."""
    entries = [entry for entry in knowledge.library.entries.values() if isinstance(entry, kind)]
    if kind is Substance:
        return list(combinations(entries, 2))
    return [pair for step in (1, 2, 3) for pair in zip(entries, entries[step:], strict=False)]


@pytest.mark.parametrize("kind", KINDS)
async def test_every_page_of_every_comparison_fits_discord(knowledge: Knowledge, kind: type[Entry]) -> None:
    library = knowledge.library
    for first, second in pairs(knowledge, kind):
        compared = comparison.compare(first, second, library)
        shown = kit.Picture("picture.png", "<svg/>", "words")
        for page in range(len(kit.pages(drawing.blocks(compared, library, TEXTS)))):
            view = drawing.draw(compared, library, TEXTS, page=page, shown=shown if page == 0 else None)
            components = list(walk(view.to_components()))  # pyright: ignore[reportArgumentType]  # TypedDicts of discord.py
            texts = [str(one["content"]) for one in components if one["type"] == 10]
            assert sum(map(len, texts)) <= kit.CHARACTERS, compared
            assert kit.weight(texts) <= kit.BYTES, compared
            assert len(components) <= 40, compared
            assert all(len(str(one["custom_id"])) <= LIMIT for one in components if "custom_id" in one), compared
            assert all(2 <= len(one["options"]) <= 25 for one in components if one["type"] == 3), compared


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_is_well_formed_readable_and_told_in_words(knowledge: Knowledge, kind: type[Entry]) -> None:
    library = knowledge.library
    for first, second in pairs(knowledge, kind)[::7]:
        compared = comparison.compare(first, second, library)
        picture = drawing.picture(compared, library, TEXTS)
        root = ET.fromstring(picture.svg)
        sizes = [float(text.get("font-size", "0")) for text in root.iter("{http://www.w3.org/2000/svg}text")]
        assert min(sizes) >= 28
        assert (root.get("width"), float(root.get("height", "0")) < 2600) == ("640", True)
        assert first.name in picture.alt
        assert second.name in picture.alt
        if compared.skeleton:
            assert f"banded: {compared.skeleton}" in picture.alt
