"""A player's review, one question at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core import review
from bot.core.refusals import OutdatedControlError
from bot.core.review import Missed, Reviewed
from bot.storage import review as storage
from bot.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due now, the longest overdue first; how many questions are kept; when the next one is due."""

    due: tuple[Missed, ...]
    kept: int
    next_at: datetime | None


async def agenda(database: Database, user_id: int, now: datetime) -> Agenda:
    """What a player has to review."""
    async with database.read() as connection:
        kept = await storage.kept(connection, user_id)
    later = [one.due_at for one in kept if one.due_at > now]
    return Agenda(tuple(one for one in kept if one.due_at <= now), len(kept), min(later, default=None))


async def answer(database: Database, user_id: int, key: str, option: int, now: datetime) -> tuple[Missed, Reviewed]:
    """Store an answer, and say how it went; OutdatedControlError where the question is kept like that no longer.

    Answered again before it is due, as by a second press, it stays as it was stored.
    """
    async with database.write() as connection:
        kept = await storage.kept_to_change(connection, user_id)
        missed = next((one for one in kept if one.key == key), None)
        if missed is None or option >= len(missed.asked.options):
            raise OutdatedControlError
        after = review.reviewed(missed, option, now)
        if missed.card is not None and missed.due_at > now:
            return missed, Reviewed(after.right, missed.card, missed.due_at)
        await storage.save(connection, user_id, missed.question, after)
        return missed, after
