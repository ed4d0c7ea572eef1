"""Browsing, as a member does: one private message, redrawn in place."""

from __future__ import annotations

import pytest

from bot.core import shelves
from bot.services.knowledge import Knowledge
from bot.ui import explore, kit
from bot.ui.ids import LIMIT, ExploreId
from bot.ui.texts import Texts
from tests.conftest import Server
from tests.screen import labels, options, shown, text, walk


async def test_shelves_lead_to_entries_and_back_again_in_one_message(server: Server) -> None:
    message = shown(await server.ann.slash(server.lab, "explore"))
    assert message.ephemeral
    await server.ann.select(message, [options(message)["Substances"]])
    await server.ann.select(message, [options(message)["Tryptamine"]])
    await server.ann.select(message, [options(message)["Psilocybin"]])
    assert text(message).startswith("## Psilocybin")

    await server.restart()
    for heading in ("## Tryptamine", "## Substances", "## Explore"):
        await server.ann.click(message, label="Back")
        assert text(message).startswith(heading)


async def test_a_long_shelf_is_paged_and_back_finds_the_page(server: Server) -> None:
    message = shown(await server.ann.slash(server.lab, "explore"))
    await server.ann.select(message, [options(message)["Is it true that ...?"]])
    first = text(message)
    await server.ann.click(message, label="Next page")
    second = text(message)
    assert "Page 2 of" in second
    assert first != second

    await server.ann.select(message, [next(iter(options(message).values()))])
    await server.ann.click(message, label="Back")
    assert text(message) == second


async def test_any_entry_can_be_asked_for(server: Server) -> None:
    message = shown(await server.ann.slash(server.lab, "explore"))

    await server.ann.click(message, label="Surprise me")
    assert "## Explore" not in text(message)
    assert "Share" in labels(message)
    await server.ann.click(message, label="Back")
    assert "## Explore" in text(message)


async def test_a_press_on_a_card_shared_from_a_shelf_stays_private(server: Server) -> None:
    message = shown(await server.ann.slash(server.lab, "explore"))
    await server.ann.click(message, label="Surprise me")
    public = shown(await server.ann.click(message, label="Share"))

    assert not public.ephemeral
    assert "Back" not in labels(public)


@pytest.mark.parametrize("key", ["menu", "never-was"])
async def test_a_shelf_that_is_gone_falls_back_to_the_menu(knowledge: Knowledge, key: str) -> None:
    found = shelves.find(knowledge.library, key) or shelves.menu(knowledge.library)

    assert found.key == shelves.MENU


async def test_every_page_of_every_shelf_fits_discord(knowledge: Knowledge) -> None:
    library, texts = knowledge.library, Texts()

    def check(shelf: shelves.Shelf) -> None:
        for page in range(len(shelf.ids) // 12 + 1):
            components = list(walk(explore.draw(shelf, page, library, texts).to_components()))  # pyright: ignore[reportArgumentType]  # TypedDicts of discord.py
            said = [str(one["content"]) for one in components if one["type"] == 10]
            assert sum(map(len, said)) <= kit.CHARACTERS, shelf.key
            assert kit.weight(said) <= kit.BYTES, shelf.key
            assert all(len(str(one["custom_id"])) <= LIMIT for one in components if "custom_id" in one), shelf.key
            assert all(1 <= len(one["options"]) <= 25 for one in components if one["type"] == 3), shelf.key
        assert ExploreId.TEMPLATE.fullmatch(str(ExploreId("go", shelf.key, 99))), shelf.key
        for inner in shelf.shelves:
            check(inner)

    check(shelves.menu(library))


async def test_every_entry_but_papers_stands_on_a_shelf_once(knowledge: Knowledge) -> None:
    def standing(shelf: shelves.Shelf) -> list[str]:
        return [*shelf.ids, *(one for inner in shelf.shelves for one in standing(inner))]

    groups = [one for one in shelves.menu(knowledge.library).shelves if one.key not in ("new", "paths")]
    ids = [one for group in groups for one in standing(group)]

    kinds = {"term", "substance", "mechanism", "target", "claim_heard"}
    assert sorted(ids) == sorted(one.id for one in knowledge.library.entries.values() if one.kind.value in kinds)
