"""Spaced repetition of what a player missed: a question comes back when it is about to be forgotten (FSRS)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from fsrs import Card, Rating, Scheduler

from bot.core.questions import Asked

# Without fuzz the same answers at the same times always give the same plan; one card has no others to be kept from.
_SCHEDULER = Scheduler(enable_fuzzing=False)
_CARD_ID = 1
"""Of no meaning here, and passed on so that the library does not make one up from the clock."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A question a player keeps: as it was asked, the state of its card, and when it is due."""

    question: str
    asked: Asked
    card: str | None
    """What the library remembers, as JSON; None before the first review."""
    due_at: datetime

    @property
    def key(self) -> str:
        """What stands in custom ids for it; another once it was asked with its options in another order."""
        return hashlib.blake2b(self.asked.model_dump_json().encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A question after an answer: the card's new state, and when it comes back."""

    right: bool
    card: str
    due_at: datetime


def reviewed(missed: Missed, option: int, now: datetime) -> Reviewed:
    """What becomes of a question after somebody chose `option`: right is good, and wrong is again."""
    right = missed.asked.options[option].correct
    before = Card.from_json(missed.card) if missed.card is not None else Card(card_id=_CARD_ID, due=now)
    after, _ = _SCHEDULER.review_card(before, Rating.Good if right else Rating.Again, review_datetime=now)
    return Reviewed(right, after.to_json(), after.due)
