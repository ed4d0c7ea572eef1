"""How a comparison reaches its reader."""

from __future__ import annotations

from discord import ui

from bot.client import answers, cards, relief
from bot.client.bot import Interaction
from bot.core import comparison
from bot.core.comparison import KINDS, Comparison
from bot.core.evidence import Id
from bot.core.knowledge import Entry, Explained
from bot.core.refusals import EntryRemovedError
from bot.core.search import Found, Nothing, Several
from bot.ui import comparison as drawing
from bot.ui.kit import Attachment

_Resolved = Found | Several | Nothing


async def compare(interaction: Interaction, first: str, second: str, *, share: bool | None) -> None:
    """Answer a command that names two entries; where one name does not say which entry, ask for it."""
    if await relief.first(interaction, first, kinds=KINDS) or await relief.first(interaction, second, kinds=KINDS):
        return
    parts = interaction.client.parts
    index = parts.knowledge.index
    sides = (index.resolve(first, kinds=KINDS), index.resolve(second, kinds=KINDS))
    match sides:
        case (Found(one), Found(two)):
            compared = comparison.compare(one.entry, two.entry, parts.knowledge.library)
            await _send(interaction, compared, share=share)
        case (Found(one), unclear) if isinstance(one.entry, KINDS):
            await _ask(interaction, second, unclear, one.entry, is_first=True)
        case (unclear, Found(two)) if isinstance(two.entry, KINDS):
            await _ask(interaction, first, unclear, two.entry, is_first=False)
        case (unclear, _):
            await cards.look_up(
                interaction, first if not isinstance(unclear, Found) else second, kinds=KINDS, share=False
            )


async def _ask(interaction: Interaction, query: str, unclear: _Resolved, known: Entry, *, is_first: bool) -> None:
    """Which entry is meant, of the kind of the one that is known."""
    texts = interaction.client.parts.texts
    matches = unclear.near if isinstance(unclear, Nothing) else unclear.matches if isinstance(unclear, Several) else ()
    fitting = tuple(match for match in matches if type(match.entry) is type(known) and match.entry.id != known.id)
    if isinstance(known, Explained):
        await answers.send(interaction, drawing.draw_choice(query, fitting, known, is_first=is_first, texts=texts))


async def go(interaction: Interaction, pair: tuple[Id, Id], page: int) -> None:
    """Show a comparison after a press: in the pressed message where that is private, else in a new private one."""
    compared = _compared(interaction, pair)
    message = interaction.message
    if message is None or not message.flags.ephemeral:
        await _send(interaction, compared, page=page, share=False)
        return
    view, files = await _drawn(interaction, compared, page, shared=False)
    await answers.redraw(interaction, view, files)


async def share(interaction: Interaction, pair: tuple[Id, Id], page: int) -> None:
    """Post it for everyone in the channel."""
    await _send(interaction, _compared(interaction, pair), page=page, share=True)


def _compared(interaction: Interaction, pair: tuple[Id, Id]) -> Comparison:
    """The two entries as they are now; an EntryRemovedError if one is gone."""
    knowledge = interaction.client.parts.knowledge
    entries = [knowledge.index.current(one) for one in pair]
    for entry, entry_id in zip(entries, pair, strict=True):
        if entry is None:
            raise EntryRemovedError(entry_id)
    first, second = (entry for entry in entries if entry is not None)
    return comparison.compare(first, second, knowledge.library)


async def _send(interaction: Interaction, compared: Comparison, *, page: int = 0, share: bool | None) -> None:
    public = await interaction.client.rules.sharing(interaction, share)
    view, files = await _drawn(interaction, compared, page, shared=public)
    await answers.send(interaction, view, files, ephemeral=not public)


async def _drawn(
    interaction: Interaction, compared: Comparison, page: int, *, shared: bool
) -> tuple[ui.LayoutView, list[Attachment]]:
    await interaction.client.rules.require_here(interaction)
    parts = interaction.client.parts
    library, texts = parts.knowledge.library, parts.texts
    picture = drawing.picture(compared, library, texts) if page == 0 else None
    file = await cards.attached(interaction, picture) if picture is not None else None
    shown = picture if file else None
    view = drawing.draw(compared, library, texts, page=page, shown=shown, shared=shared)
    return view, [file] if file else []
