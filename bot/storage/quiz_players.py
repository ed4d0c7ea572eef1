"""What is kept about players of the quiz, and its removal."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import (
    quiz_answers,
    quiz_counted,
    quiz_games,
    quiz_misses,
    quiz_opt_outs,
    quiz_players,
    quiz_scores,
)

_ABOUT_USERS = (quiz_answers, quiz_scores, quiz_players, quiz_counted, quiz_misses, quiz_opt_outs)


async def forget(connection: AsyncConnection, user_id: int) -> int:
    """Remove everything a player left behind; the games they started stay without their name. How many rows."""
    gone = 0
    for table in _ABOUT_USERS:
        gone += (await connection.execute(delete(table).where(table.c.user_id == user_id))).rowcount
    named = update(quiz_games).where(quiz_games.c.user_id == user_id).values(user_id=None)
    return gone + (await connection.execute(named)).rowcount


async def forget_guild(connection: AsyncConnection, guild_id: int) -> None:
    """Remove every game of a server, its rounds and answers with it, and the server's boards."""
    for table in (quiz_games, quiz_scores, quiz_players, quiz_counted):
        await connection.execute(delete(table).where(table.c.guild_id == guild_id))
