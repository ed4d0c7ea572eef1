"""The picture of a question, drawn without whatever would give its answer away."""

from __future__ import annotations

from collections.abc import Collection

from bot.core.knowledge import Mechanism
from bot.core.library import Library
from bot.core.questions import Asked
from bot.ui.kit import Picture
from bot.ui.pictures import cascade, molecule

FILENAME = "question.png"
"""The same for every question: a name could give the answer away."""
BLANK = "?"


def of(asked: Asked, library: Library) -> Picture | None:
    """The picture that goes with the question; None if it has none, or the library no longer has what it shows."""
    wanted = asked.picture
    if wanted is None:
        return None
    drawing, entry = library.drawings.get(wanted.entry), library.get(wanted.entry)
    if wanted.shows == "structure" and drawing is not None:
        return Picture(FILENAME, molecule.bare(drawing), wanted.alternative)
    if wanted.shows == "cascade" and isinstance(entry, Mechanism):
        return Picture(FILENAME, cascade.draw(_masked(entry, wanted.hidden), {}), wanted.alternative)
    return None


def _masked(mechanism: Mechanism, hidden: Collection[str]) -> Mechanism:
    """The cascade with those steps blank, and without the substances that enter it."""
    nodes = tuple(node.model_copy(update={"label": BLANK}) if node.id in hidden else node for node in mechanism.nodes)
    return mechanism.model_copy(update={"nodes": nodes, "enters": ()})
