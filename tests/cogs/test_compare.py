"""Comparing two entries, as a member does."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.core import comparison
from bot.render import Renderer
from bot.services.knowledge import Knowledge
from bot.ui import comparison as drawing
from bot.ui.texts import Texts
from tests.conftest import Server
from tests.screen import alternative_texts, labels, options, shown, text

COMPARED = (("lsd", "psilocybin"), ("lsd", "psilocin"), ("psilocin", "lsd"), ("agonist", "partial-agonist"))


@pytest.fixture(scope="module", autouse=True)
def drawn_before(knowledge: Knowledge, pictures: Path) -> None:
    """The pictures of the pairs below, so that no test waits for the process that draws."""
    library = knowledge.library

    async def draw() -> None:
        async with Renderer(pictures) as renderer:
            for first, second in COMPARED:
                compared = comparison.compare(library.entries[first], library.entries[second], library)
                await renderer.render(drawing.picture(compared, library, Texts()).svg)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, draw()).result()


async def test_two_substances_stand_side_by_side_in_a_picture_and_in_words(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "compare", first="lsd", second="psilocybin"))

    assert card.ephemeral
    assert [file.filename for file in card.attachments] == ["lsd-and-psilocybin.png"]
    assert "banded: tryptamine" in alternative_texts(card)[0]
    for words in ("Class:", "Stage:", "Targets of both", "**Only listed for LSD:**", "not medical advice"):
        assert words in text(card)


async def test_two_terms_are_told_apart(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "compare", first="agonist", second="partial agonists"))

    assert "**Told apart:**" in text(card)
    assert len(card.attachments) == 1


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("lsd", "acid", "Both names mean **LSD**"),
        ("lsd", "bdnf", "Choose two substances, two terms"),
        ("qqqqqq", "lsd", "Nothing here is called"),
        ("qqqqqq", "wwwwww", "Nothing here is called"),
        ("LSD cures anxiety", "SSRIs barely work", "cannot be compared"),
    ],
)
async def test_what_cannot_be_compared_is_refused_kindly(server: Server, first: str, second: str, said: str) -> None:
    told = shown(await server.ann.slash(server.lab, "compare", first=first, second=second, share=True))

    assert told.ephemeral
    assert said in text(told)


@pytest.mark.parametrize(("first", "second"), [("psiloc", "lsd"), ("lsd", "psiloc")])
async def test_a_name_that_is_not_clear_is_asked_for(server: Server, first: str, second: str) -> None:
    asked = shown(await server.ann.slash(server.lab, "compare", first=first, second=second))

    await server.ann.select(asked, [options(asked)["Psilocin"]])

    heading = "## Psilocin and LSD" if first == "psiloc" else "## LSD and Psilocin"
    assert heading in text(asked)


async def test_a_card_opens_in_place_and_back_returns_to_the_comparison(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "compare", first="lsd", second="psilocybin"))

    await server.ann.select(card, [options(card)["Psilocybin"]])
    assert text(card).startswith("## Psilocybin")
    await server.restart()
    await server.ann.click(card, label="Back")
    assert "## LSD and Psilocybin" in text(card)
    assert len(card.attachments) == 1


async def test_a_shared_comparison_is_public_and_opens_privately(server: Server) -> None:
    private = shown(await server.ann.slash(server.lab, "compare", first="lsd", second="psilocybin"))
    public = shown(await server.ann.click(private, label="Share"))

    assert not public.ephemeral
    assert "Share" not in labels(public)
    before = public.components
    opened = shown(await server.ben.select(public, [options(public)["LSD"]]))
    assert opened.ephemeral
    assert public.components == before
