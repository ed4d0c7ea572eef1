"""The picture of a question, drawn without whatever would give its answer away."""

from __future__ import annotations

from bot.core.library import Library
from bot.core.questions import Asked
from bot.ui.kit import Picture

FILENAME = "question.png"
"""The same for every question: a name could give the answer away."""


def of(asked: Asked, library: Library) -> Picture | None:  # noqa: ARG001 - no question has a picture yet
    """The picture that goes with the question; None if it has none, or the library no longer has what it shows."""
    return None
