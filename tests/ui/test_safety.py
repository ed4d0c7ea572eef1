"""The help card, whatever the country, the server and what was found."""

from __future__ import annotations

import pytest
from discord import ui

from bot.core import help_lines
from bot.core.safety import Need
from bot.services.knowledge import Knowledge
from bot.ui import kit, safety
from bot.ui.texts import Texts

COUNTRIES = (None, *help_lines.countries())


def said(view: ui.LayoutView) -> str:
    return "\n".join(one.content for one in view.walk_children() if isinstance(one, ui.TextDisplay))


@pytest.mark.parametrize("need", Need)
@pytest.mark.parametrize("own", ["", "x" * 1000], ids=["ours", "theirs"])
async def test_it_always_says_to_call_the_emergency_number_now_and_never_in_small_print(need: Need, own: str) -> None:
    for country in COUNTRIES:
        text = said(safety.draw(need, country, own, (), Texts()))

        assert "all your local emergency number now" in text
        assert "-# " not in text
        assert (country is None) or f"In {country.name} (anywhere else, your local numbers):" in text
        assert own in text


@pytest.mark.parametrize("need", Need)
async def test_it_fits_into_a_message_with_everything_in_it(need: Need, knowledge: Knowledge) -> None:
    found = tuple(knowledge.library.entries.values())[:5]
    view = safety.draw(need, help_lines.country_of("en-US"), "ß" * 1000, found, Texts())

    texts = [one.content for one in view.walk_children() if isinstance(one, ui.TextDisplay)]
    assert view.content_length() <= kit.CHARACTERS
    assert kit.weight(texts) <= kit.BYTES
    assert len(list(view.walk_children())) <= 40


async def test_a_crisis_is_not_answered_with_a_poison_line_nor_an_overdose_with_a_crisis_line() -> None:
    for country in help_lines.countries():
        crisis = said(safety.draw(Need.CRISIS, country, "", (), Texts()))
        danger = said(safety.draw(Need.DANGER, country, "", (), Texts()))
        assert country.poison is None or country.poison.number not in crisis
        assert country.crisis is None or country.crisis.number not in danger
