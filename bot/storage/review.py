"""The questions that players keep for their review. What is erased with a player is in `quiz_players`."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.review import Missed, Reviewed
from bot.storage.engine import hold
from bot.storage.quiz import asked_of
from bot.storage.tables import quiz_misses

_DUE = func.coalesce(quiz_misses.c.due_at, quiz_misses.c.missed_at)


async def kept(connection: AsyncConnection, user_id: int) -> tuple[Missed, ...]:
    """Everything a player keeps, what is due first."""
    table = quiz_misses.c
    query = select(table.question, table.content, table.card, _DUE.label("due_at"))
    rows = await connection.execute(query.where(table.user_id == user_id).order_by("due_at", table.question))
    return tuple(Missed(row.question, asked_of(row.content), row.card, row.due_at) for row in rows)


async def kept_to_change(connection: AsyncConnection, user_id: int) -> tuple[Missed, ...]:
    """As `kept`, and no other review of that player is stored until the transaction ends."""
    await hold(connection, "review", user_id)
    return await kept(connection, user_id)


async def save(connection: AsyncConnection, user_id: int, question: str, after: Reviewed) -> None:
    """Remember how it went and when it comes back."""
    table = quiz_misses
    own = (table.c.user_id == user_id, table.c.question == question)
    await connection.execute(update(table).where(*own).values(card=after.card, due_at=after.due_at))
