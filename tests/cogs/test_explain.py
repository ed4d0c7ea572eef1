"""Explain terms, from the menu of a message."""

from __future__ import annotations

import pytest

from bot.core.knowledge import ClaimHeard, Paper
from tests.conftest import Server
from tests.screen import options, shown, text

MENU = "Explain terms"


async def test_the_terms_of_a_message_are_listed_privately_and_each_card_opens_beside_the_list(server: Server) -> None:
    message = await server.ben.send(server.lab, "A single dose raised BDNF and dendritic-spine density via 5HT2A.")

    listed = shown(await server.ann.context_menu(server.lab, MENU, message))

    assert listed.ephemeral
    assert {"BDNF", "Dendritic spine", "5-HT2A receptor"} <= options(listed).keys()
    assert "**5-HT2A receptor** (“5HT2A”): " in text(listed)
    before = listed.components
    card = shown(await server.ann.select(listed, [options(listed)["BDNF"]]))
    assert card.ephemeral
    assert card.id != listed.id
    assert text(card).startswith("## BDNF")
    assert listed.components == before


async def test_the_list_still_works_after_a_restart(server: Server) -> None:
    message = await server.ben.send(server.lab, "BDNF")
    listed = shown(await server.ann.context_menu(server.lab, MENU, message))

    await server.restart()

    assert "## BDNF" in text(shown(await server.ann.select(listed, ["e:bdnf"])))


async def test_a_sentence_that_people_say_is_answered_with_its_verdict(server: Server) -> None:
    message = await server.ben.send(server.lab, "everyone knows psychedelics grow new brain cells")

    listed = shown(await server.ann.context_menu(server.lab, MENU, message))

    assert "Is it true that psychedelics grow new brain cells?" in text(listed)


@pytest.mark.parametrize("said", ["", "good morning everyone", "`BDNF`", "doi: 10.1016/j.celrep.2018.05.022"])
async def test_a_message_without_terms_is_answered(server: Server, said: str) -> None:
    files = [] if said else [("cat.png", b"cat")]
    message = await server.ben.send(server.lab, said, attachments=files)

    answer = shown(await server.ann.context_menu(server.lab, MENU, message))

    assert answer.ephemeral
    assert ("no text" if not said else "none of my terms") in text(answer)


async def test_a_card_of_the_bots_own_is_explained_too(server: Server) -> None:
    card = shown(await server.ben.slash(server.lab, "define", term="psychoplastogen", share=True))

    listed = shown(await server.ann.context_menu(server.lab, MENU, card))

    assert "Psychoplastogen" in options(listed)


async def test_four_thousand_characters_and_eighty_terms_give_the_ten_rarest(server: Server) -> None:
    library = server.bot.parts.knowledge.library
    entries = [entry for entry in library.entries.values() if not isinstance(entry, Paper | ClaimHeard)]
    message = await server.ben.send(server.lab, ", ".join(entry.name for entry in entries[:80])[:2000])

    listed = shown(await server.ann.context_menu(server.lab, MENU, message))

    assert len(options(listed)) == 10
