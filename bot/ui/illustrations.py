"""Which picture belongs to an entry."""

from __future__ import annotations

from bot.core.knowledge import Entry, Mechanism, Substance
from bot.core.library import Library
from bot.ui.kit import Picture
from bot.ui.pictures import cascade, molecule


def of(entry: Entry, library: Library) -> Picture | None:
    """The structure of a substance, the cascade of a mechanism; None where there is nothing to draw."""
    if isinstance(entry, Mechanism):
        names = {other.id: other.name for other in library.of_type(Substance)}
        return Picture(f"{entry.id}.png", cascade.draw(entry, names), cascade.alt_text(entry, names))
    drawing = library.drawings.get(entry.id) if isinstance(entry, Substance) else None
    if isinstance(entry, Substance) and drawing is not None:
        return Picture(f"{entry.id}.png", molecule.frame(drawing, entry), molecule.alt_text(entry, drawing))
    return None
