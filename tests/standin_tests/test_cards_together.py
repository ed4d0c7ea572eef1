"""Several people at one card at the same moment."""

from __future__ import annotations

import asyncio

from bot.client.bot import Neurosprout
from tests.standin_tests.conftest import Lab

PICK = "card:pick:bdnf:overview:0:"


async def test_two_people_at_one_shared_card_each_get_their_own_section_and_the_card_stays(
    lab: Lab, bot: Neurosprout
) -> None:
    shared = await lab.ann.slash(lab.room, "define", term="#bdnf", share=True)
    card = shared.original
    assert card is not None
    before = card.text
    people = [lab.ann, lab.member("Bob"), lab.member("Cy")]
    sections = ["s:evidence", "s:sources", "s:cite"]

    opened = await asyncio.gather(
        *(player.press(card, PICK, section) for player, section in zip(people, sections, strict=True))
    )

    assert card.text == before
    for words, each in zip(("Evidence", "Sources", "Cite"), opened, strict=True):
        assert each.original is not None
        assert each.original.visible_to is not None
        assert words in each.text
