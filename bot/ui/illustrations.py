"""Which picture belongs to a section of an entry's card."""

from __future__ import annotations

from bot.core import affinity
from bot.core.knowledge import Entry, Mechanism, Substance
from bot.core.library import Library
from bot.ui.kit import Picture
from bot.ui.pictures import affinities, cascade, molecule

OVERVIEW, TARGETS = "overview", "targets"
SECTIONS = (OVERVIEW, TARGETS)
"""The sections that may have a picture."""


def of(entry: Entry, library: Library, section: str = OVERVIEW) -> Picture | None:
    """A substance's structure, and its affinities where three compare; a mechanism's cascade; None for all else."""
    match entry, section:
        case Mechanism(), "overview":
            names = {other.id: other.name for other in library.of_type(Substance)}
            return Picture(f"{entry.id}.png", cascade.draw(entry, names), cascade.alt_text(entry, names))
        case Substance(), "overview":
            return _structure(entry, library)
        case Substance(), "targets":
            return _affinities(entry, library)
        case _:
            return None


def _structure(entry: Substance, library: Library) -> Picture | None:
    drawing = library.drawings.get(entry.id)
    if drawing is None:
        return None
    return Picture(f"{entry.id}.png", molecule.frame(drawing, entry), molecule.alt_text(entry, drawing))


def _affinities(entry: Substance, library: Library) -> Picture | None:
    profile = affinity.profile(entry)
    if profile is None:
        return None
    targets = {row.target: library.entries[row.target].name for row in profile.rows}
    svg = affinities.draw(entry.name, profile, targets)
    return Picture(f"{entry.id}-targets.png", svg, affinities.alt_text(entry.name, profile, targets))
