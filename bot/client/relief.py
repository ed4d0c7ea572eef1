"""Help first: who types that they need help is shown where to find it, privately, and nothing is logged or kept."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.client import answers
from bot.core import help_lines
from bot.core.knowledge import Entry
from bot.core.safety import ASKING, Need, need_of
from bot.core.search import CHOICE, Index, Tier
from bot.ui import safety

_FOUND = 5
"""How many entries are offered below the help."""

Interaction = discord.Interaction[Any]


async def first(interaction: Interaction, typed: str, *, kinds: tuple[type[Entry], ...] = (Entry,)) -> bool:
    """Answer with help where `typed` asks for it, and with what was found below it; whether that was so."""
    need = _need(typed, interaction.client.parts.knowledge.index)
    if need is None:
        return False
    knowledge = interaction.client.parts.knowledge
    named = [mention.entry for mention in knowledge.glossary.terms_in(typed)]
    found = [match.entry for match in knowledge.index.search(typed, kinds=kinds, limit=_FOUND, text=True)]
    entries = {entry.id: entry for entry in (*named, *found)}
    await show(interaction, need, tuple(entries.values())[:_FOUND])
    return True


async def show(interaction: Interaction, need: Need, found: tuple[Entry, ...] = ()) -> None:
    """Answer with help: the server's own words where it has some, below the emergency number."""
    current = await interaction.client.rules.here(interaction)
    country = help_lines.country_of(interaction.locale.value)
    view = safety.draw(need, country, current.help_text if current else "", found, interaction.client.parts.texts)
    await answers.send(interaction, view)


def choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The choice that opens the help, where what is typed so far asks for it."""
    need = _need(typed, interaction.client.parts.knowledge.index)
    return [app_commands.Choice(name=safety.choice(need), value=ASKING[need])] if need is not None else []


def _need(typed: str, index: Index) -> Need | None:
    """A choice from a list is no question, and a name that speaks of doses is only a name."""
    need = None if typed.startswith(CHOICE) else need_of(typed)
    if need in (Need.DOSE, Need.SUPPLY) and any(
        match.tier in (Tier.NAME, Tier.ALIAS) for match in index.search(typed, limit=1)
    ):
        return None
    return need
