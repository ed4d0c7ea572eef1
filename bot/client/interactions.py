"""How an answer about two parties reaches its reader. What was asked is not logged, and not kept anywhere."""

from __future__ import annotations

from discord import app_commands

from bot.client import answers, relief
from bot.client.bot import Interaction
from bot.client.cards import MOST_CHOICES
from bot.client.tree import Choices, guarded
from bot.core import names
from bot.core.interactions import Answer
from bot.core.knowledge import Entry
from bot.core.refusals import EntryRemovedError, SamePartyError, TwoConditionsError
from bot.core.search import CHOICE, Found, Match
from bot.ui import interactions as drawing
from bot.ui.ids import PairId
from bot.ui.kit import quoted, shortened


async def look_up(interaction: Interaction, first: str, second: str, *, share: bool | None) -> None:
    """Answer the command: the pair, or the choice of what was meant. A miss is never shared; who needs help gets it."""
    parts = interaction.client.parts
    if await relief.first(interaction, first) or await relief.first(interaction, second):
        return
    one, other = parts.knowledge.parties.resolve(first), parts.knowledge.parties.resolve(second)
    if isinstance(one, Found) and isinstance(other, Found):
        read = " ".join(filter(None, (_read_as(first, one.match), _read_as(second, other.match))))
        await _send(interaction, PairId("go", one.match.entry.id, other.match.entry.id), note=read, share=share)
    else:
        await answers.send(interaction, drawing.draw_choice((first, second), (one, other)))


async def go(interaction: Interaction, place: PairId) -> None:
    """Show `place` after a press: in the pressed message where that is private, else in a new private one."""
    message = interaction.message
    if message is None or not message.flags.ephemeral:
        await _send(interaction, place, note="", share=False)
        return
    parts = interaction.client.parts
    view = drawing.draw(_answer(interaction, place), place, parts.knowledge.library, parts.texts)
    await answers.redraw(interaction, view)


async def share(interaction: Interaction, place: PairId) -> None:
    """Post the place for everyone in the channel."""
    await _send(interaction, place, note="", share=True)


async def complete(interaction: Interaction, current: str) -> Choices:
    """Offer names, brands and street names; an alias says what it stands for."""
    parties = interaction.client.parts.knowledge.parties
    matches = parties.search(current) if names.squash(current) else parties.starters(kinds=(Entry,))
    found = [app_commands.Choice(name=_choice(match), value=f"{CHOICE}{match.entry.id}") for match in matches]
    return [*relief.choices(interaction, current), *found][:MOST_CHOICES]


completion = guarded(complete)


def _choice(match: Match) -> str:
    named = f"{match.name} → {match.entry.name}" if match.by_alias else match.entry.name
    return shortened(f"{named}: {match.entry.one_liner}", 100)


def _read_as(typed: str, match: Match) -> str:
    """Which name was understood, where it is not the one that was typed."""
    if typed.startswith(CHOICE) or names.squash(typed) == names.squash(match.entry.name):
        return ""
    return f"“{quoted(typed)}” is read as **{match.entry.name}**."


async def _send(interaction: Interaction, place: PairId, *, note: str, share: bool | None) -> None:
    await interaction.client.rules.require_here(interaction)
    answer = _answer(interaction, place)
    public = await interaction.client.rules.sharing(interaction, share)
    parts = interaction.client.parts
    view = drawing.draw(answer, place, parts.knowledge.library, parts.texts, note=note, shared=public)
    await answers.send(interaction, view, ephemeral=not public)


def _answer(interaction: Interaction, place: PairId) -> Answer:
    """The answer to the question; a refusal if a side is no longer known, or the question is none."""
    formulary = interaction.client.parts.knowledge.formulary
    for side in (place.first, place.second):
        if side not in formulary.parties:
            raise EntryRemovedError(side)
    one, other = formulary.parties[place.first], formulary.parties[place.second]
    if one.id == other.id:
        raise SamePartyError(one.name)
    if one.role == other.role == "condition":
        raise TwoConditionsError(one.name, other.name)
    return formulary.ask(one, other)
