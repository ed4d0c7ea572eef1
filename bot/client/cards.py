"""How a card reaches its reader: looked up, redrawn in place, opened privately from a shared one, or shared."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from discord import app_commands, ui

from bot.client import answers, relief
from bot.client.bot import Interaction
from bot.client.tree import Choices, Complete, guarded
from bot.core import names
from bot.core.knowledge import Entry, Paper
from bot.core.refusals import EntryRemovedError
from bot.core.search import CHOICE, Found, Match, Nothing, Several
from bot.render import RenderError
from bot.ui import cards
from bot.ui.ids import Place
from bot.ui.kit import Attachment, Picture, quoted, shortened
from bot.ui.texts import Texts

_log = logging.getLogger(__name__)
SHARE = "Post it for everyone instead of just you"
"""What the option `share` of every lookup says."""

MOST_CHOICES = 25
"""Discord's limit on what an autocomplete offers."""

_PICTURE_SECONDS = 1.2
"""How long a reader waits for a picture that is not drawn yet; Discord allows three seconds for the answer."""


async def look_up(interaction: Interaction, query: str, *, kinds: tuple[type[Entry], ...], share: bool | None) -> None:
    """Answer a command that names one entry: its card, a chooser, or the closest names. A miss is never shared.

    Whoever asks for help gets that instead, and so does who asks for a dose or a source. `share` None: as the server
    has it for the channel.
    """
    parts = interaction.client.parts
    texts = parts.texts
    if await relief.first(interaction, query, kinds=kinds):
        return
    match parts.knowledge.index.resolve(query, kinds=kinds):
        case Found(found):
            await _send(interaction, Place(found.entry.id), note=_why(texts, query, found), share=share)
        case Several(matches):
            await answers.send(interaction, cards.draw_several(query, matches, texts))
        case Nothing(near):
            found = _by_text(interaction, query, kinds) if kinds == (Paper,) else ()
            drawn = cards.draw_results(query, found, texts) if found else cards.draw_nothing(query, near, texts)
            await answers.send(interaction, drawn)


def _by_text(interaction: Interaction, words: str, kinds: tuple[type[Entry], ...]) -> tuple[Match, ...]:
    """What was found by name first, then by the words of the text."""
    index = interaction.client.parts.knowledge.index
    return index.search(words, limit=cards.LISTED, kinds=kinds, text=True)


async def search(interaction: Interaction, words: str) -> None:
    """Answer a search of everything."""
    if await relief.first(interaction, words):
        return
    parts = interaction.client.parts
    texts, index = parts.texts, parts.knowledge.index
    matches = _by_text(interaction, words, (Entry,))
    drawn = (
        cards.draw_results(words, matches, texts) if matches else cards.draw_nothing(words, index.near(words), texts)
    )
    await answers.send(interaction, drawn)


async def go(interaction: Interaction, place: Place) -> None:
    """Show `place` after a press: in the pressed message where that is private, else in a new private one."""
    message = interaction.message
    if message is None or not message.flags.ephemeral:
        await _send(interaction, Place(place.entry, place.section, place.page), note="", share=False)
        return
    view, files = await _drawn(interaction, place, note="", shared=False)
    await answers.redraw(interaction, view, files)


async def open_privately(interaction: Interaction, place: Place) -> None:
    """Show `place` in a new private message, which leaves the pressed one as it is."""
    await _send(interaction, place, note="", share=False)


async def share(interaction: Interaction, place: Place) -> None:
    """Post the place for everyone in the channel."""
    await _send(interaction, Place(place.entry, place.section, place.page), note="", share=True)


def completion(*kinds: type[Entry]) -> Complete:
    """An autocomplete over entries of those kinds; with nothing typed it offers the basics."""

    async def complete(interaction: Interaction, current: str) -> Choices:
        knowledge = interaction.client.parts.knowledge
        help_first = relief.choices(interaction, current)
        if names.squash(current):
            matches = knowledge.index.search(current, kinds=kinds)
        else:
            matches = knowledge.index.starters(kinds=kinds)
        texts = interaction.client.parts.texts
        found = [app_commands.Choice(name=_choice(one, texts), value=f"{CHOICE}{one.entry.id}") for one in matches]
        return [*help_first, *found][:MOST_CHOICES]

    return guarded(complete)


def _choice(match: Match, texts: Texts) -> str:
    """The choice begins with what a phone can show of it: the name, or the alias that was typed and its name."""
    entry = match.entry
    name = f"{shortened(match.name, 60)} → {entry.name}" if match.by_alias else entry.name
    return shortened(texts.choice(name, entry.kind, entry.one_liner), 100)


def _why(texts: Texts, query: str, found: Match) -> str:
    """Why this entry came up, where its name is not what was asked for."""
    if query.startswith(CHOICE) or names.squash(query) == names.squash(found.entry.name):
        return ""
    if names.squash(query) == names.squash(found.name):
        return texts.via_alias(quoted(found.name), found.entry.name)
    return texts.completed(quoted(query), found.entry.name)


async def _send(interaction: Interaction, place: Place, *, note: str, share: bool | None) -> None:
    public = await interaction.client.rules.sharing(interaction, share)
    view, files = await _drawn(interaction, place, note=note, shared=public)
    await answers.send(interaction, view, files, ephemeral=not public)


async def _drawn(
    interaction: Interaction, place: Place, *, note: str, shared: bool
) -> tuple[ui.LayoutView, list[Attachment]]:
    """The card and its picture; an EntryRemovedError if the library no longer has the entry."""
    await interaction.client.rules.require_here(interaction)
    parts = interaction.client.parts
    library, texts = parts.knowledge.library, parts.texts
    current = parts.knowledge.index.current(place.entry)
    if current is not None and current.id != place.entry:
        note, place = note or texts.renamed(quoted(place.entry), current.name), replace(place, entry=current.id)
    opened = cards.open_place(place, library, texts)
    if opened is None:
        raise EntryRemovedError(place.entry)
    picture = parts.pictures.of(opened.entry, library, opened.place.section)
    file = await attached(interaction, picture) if picture is not None else None
    view = cards.draw(opened, library, texts, note=note, picture=picture if file else None, shared=shared)
    return view, [file] if file else []


async def attached(interaction: Interaction, picture: Picture, *, keep: bool = True) -> Attachment | None:
    """The picture as an attachment; None if it could not be drawn in time, for the card says the same in words.

    One that names people is not to be kept on disk: `keep` is false.
    """
    try:
        png = await asyncio.wait_for(interaction.client.parts.pictures.png(picture, keep=keep), _PICTURE_SECONDS)
    except (RenderError, TimeoutError) as error:
        _log.warning("a card went out without its picture", extra={"reason": str(error) or "it took too long"})
        return None
    return Attachment(picture.filename, png, picture.alt[:1024])
