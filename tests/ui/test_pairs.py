"""What every answer about two parties keeps to, whatever was asked."""

from __future__ import annotations

import random
from itertools import combinations

import discord
from discord import ui

from bot.core.formulary import Level
from bot.core.interactions import Party
from bot.services.knowledge import Knowledge
from bot.ui import interactions, kit
from bot.ui.ids import PairId
from bot.ui.texts import Texts

SAMPLE = 400


def asked(knowledge: Knowledge) -> list[tuple[Party, Party]]:
    """Pairs of every kind: a fixed sample of all, and every pair of two classes."""
    parties = list(knowledge.formulary.parties.values())
    pairs = [pair for pair in combinations(parties, 2) if {one.role for one in pair} != {"condition"}]
    classes = [pair for pair in pairs if {one.role for one in pair} == {"class"}]
    return [*random.Random(7).sample(pairs, SAMPLE), *classes]


def test_every_page_of_every_section_fits_a_message(knowledge: Knowledge) -> None:
    texts, library = Texts(), knowledge.library
    for one, other in asked(knowledge):
        answer = knowledge.formulary.ask(one, other)
        for section in interactions.sections(answer, library, texts):
            for page in range(len(kit.pages(section.blocks))):
                view = interactions.draw(answer, PairId("go", one.id, other.id, section.key, page), library, texts)
                assert view.content_length() <= 4000
                assert view.total_children_count <= 40
                for item in view.walk_children():
                    if isinstance(item, ui.Select | ui.Button):
                        assert len(item.custom_id or "") <= 100
                    if isinstance(item, ui.Select):
                        assert 1 <= len(item.options) <= 25
                        assert len({option.value for option in item.options}) == len(item.options)


def test_a_grave_answer_leads_with_the_signs_and_whom_to_call_on_its_first_page(knowledge: Knowledge) -> None:
    texts, library = Texts(), knowledge.library
    grave = 0
    for one, other in asked(knowledge):
        answer = knowledge.formulary.ask(one, other)
        first = interactions.sections(answer, library, texts)[0].blocks
        assert not any(line.startswith("-# ") for block in first for line in block.splitlines())
        if answer.level in (Level.DANGEROUS, Level.UNSAFE):
            grave += 1
            called = next(at for at, block in enumerate(first) if interactions.CALL in block)
            assert all(block.startswith("**Signs of ") for block in first[1:called])
            assert called >= 2
    assert grave > 50


def test_what_is_dangerous_together_with_a_substance_is_all_in_its_menu(knowledge: Knowledge) -> None:
    for entry in knowledge.library.entries.values():
        if entry.kind.value == "substance":
            for row in interactions.pairs_row(entry, knowledge.library):  # pyright: ignore[reportArgumentType]
                assert isinstance(row, ui.ActionRow)
                select = row.children[0]
                assert isinstance(select, discord.ui.Select)
                assert len(select.options) < 25, entry.id
