"""Suggested questions of each server: those that wait for its moderators, and its own pool."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.record import Category
from bot.core.suggestions import Draft, State, Suggestion
from bot.storage.engine import hold
from bot.storage.tables import quiz_suggestions


async def add(
    connection: AsyncConnection, guild_id: int, user_id: int, draft: Draft, now: datetime, *, named: bool
) -> int:
    """Keep a suggestion for the moderators; its id."""
    row = {
        "guild_id": guild_id,
        "user_id": user_id,
        "named": named,
        **_fields(draft),
        "state": State.PENDING.value,
        "created_at": now,
    }
    made = await connection.execute(insert(quiz_suggestions).values(row).returning(quiz_suggestions.c.id))
    return made.scalar_one()


async def load(connection: AsyncConnection, guild_id: int, suggestion_id: int) -> Suggestion | None:
    """One suggestion of that server; None if there is none, or no longer."""
    table = quiz_suggestions
    query = select(table).where(table.c.guild_id == guild_id, table.c.id == suggestion_id)
    row = (await connection.execute(query)).mappings().one_or_none()
    return _suggestion(row) if row is not None else None


async def load_to_decide(connection: AsyncConnection, guild_id: int, suggestion_id: int) -> Suggestion | None:
    """As `load`, and nobody else decides about this server's suggestions until the transaction ends."""
    await hold(connection, "suggestions", guild_id)
    return await load(connection, guild_id, suggestion_id)


async def in_state(connection: AsyncConnection, guild_id: int, state: State) -> tuple[Suggestion, ...]:
    """A server's suggestions in that state, the oldest first."""
    table = quiz_suggestions
    query = select(table).where(table.c.guild_id == guild_id, table.c.state == state.value).order_by(table.c.id)
    return tuple(_suggestion(row) for row in (await connection.execute(query)).mappings())


async def change(connection: AsyncConnection, suggestion_id: int, draft: Draft) -> None:
    """Set what the suggestion says."""
    await _update(connection, suggestion_id, _fields(draft))


async def approve(connection: AsyncConnection, suggestion_id: int) -> None:
    """Put it into the pool, without the person who wrote it."""
    await _update(connection, suggestion_id, {"state": State.APPROVED.value, "user_id": None, "named": False})


async def remove(connection: AsyncConnection, suggestion_id: int) -> None:
    """Keep nothing of it."""
    await connection.execute(delete(quiz_suggestions).where(quiz_suggestions.c.id == suggestion_id))


async def set_message(connection: AsyncConnection, suggestion_id: int, message_id: int) -> None:
    """Remember the message that shows it."""
    await _update(connection, suggestion_id, {"message_id": message_id})


async def forget(connection: AsyncConnection, user_id: int) -> None:
    """Remove what that person suggested and nobody approved yet; the pool names nobody."""
    await connection.execute(delete(quiz_suggestions).where(quiz_suggestions.c.user_id == user_id))


async def forget_guild(connection: AsyncConnection, guild_id: int) -> None:
    """Remove a server's suggestions and its pool."""
    await connection.execute(delete(quiz_suggestions).where(quiz_suggestions.c.guild_id == guild_id))


async def _update(connection: AsyncConnection, suggestion_id: int, values: dict[str, Any]) -> None:
    table = quiz_suggestions
    await connection.execute(update(table).where(table.c.id == suggestion_id).values(values))


def _fields(draft: Draft) -> dict[str, Any]:
    return {"stem": draft.stem, "answers": draft.answers, "why": draft.why, "category": draft.category.value}


def _suggestion(row: RowMapping) -> Suggestion:
    return Suggestion(
        id=row["id"],
        guild_id=row["guild_id"],
        draft=Draft(row["stem"], row["answers"], row["why"], Category(row["category"])),
        state=State(row["state"]),
        user_id=row["user_id"],
        named=row["named"],
        message_id=row["message_id"],
        created_at=row["created_at"],
    )
