"""The picture of an entry as a PNG: its drawing kept while the entry lives, its pixels kept by the renderer."""

from __future__ import annotations

from bot.core.knowledge import Entry
from bot.core.library import Library
from bot.render import Renderer
from bot.ui import illustrations
from bot.ui.kit import Picture


class Pictures:
    """Draws each entry's picture once; a reloaded library brings new entries and so new drawings."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._drawn: dict[tuple[str, str], tuple[Entry, Picture | None]] = {}

    def of(self, entry: Entry, library: Library, section: str = illustrations.OVERVIEW) -> Picture | None:
        """The picture that belongs to a section of the card of `entry`, if one does."""
        kept = self._drawn.get((entry.id, section))
        if kept is None or kept[0] is not entry:
            kept = self._drawn[entry.id, section] = (entry, illustrations.of(entry, library, section))
        return kept[1]

    async def png(self, picture: Picture, *, keep: bool = True) -> bytes:
        """Its pixels, kept on disk unless told otherwise; a RenderError if they cannot be had."""
        return await self._renderer.render(picture.svg, keep=keep)
