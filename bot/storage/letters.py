"""Who wrote to a server's moderators within the window, and whose letters they no longer want."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import letters
from bot.storage.engine import hold, upsert
from bot.storage.tables import letters_blocked, letters_sent


async def require_room(connection: AsyncConnection, guild_id: int, user_id: int, now: datetime) -> None:
    """A refusal where somebody may not write to that server's moderators now."""
    sent = letters_sent.c
    within = sent.sent_at > now - letters.WINDOW
    here = select(func.count()).where(sent.guild_id == guild_id, within)
    own = select(func.count()).where(sent.user_id == user_id, within)
    letters.require_room(
        by_person=await connection.scalar(own) or 0,
        in_server=(await connection.scalar(here) or 0) if guild_id != letters.EVERYWHERE else 0,
        blocked=await is_blocked(connection, guild_id, user_id),
    )


async def admit(connection: AsyncConnection, guild_id: int, user_id: int, now: datetime) -> None:
    """Count one more letter, and drop what lies before the window; a refusal where there is no room for it."""
    await hold(connection, "letters", guild_id)
    await require_room(connection, guild_id, user_id, now)
    await prune(connection, now)
    await connection.execute(insert(letters_sent).values(guild_id=guild_id, user_id=user_id, sent_at=now))


async def is_blocked(connection: AsyncConnection, guild_id: int, user_id: int) -> bool:
    """Whether the server's moderators, or the operator, want no more letters from that person."""
    table = letters_blocked.c
    blocked = select(func.count()).where(table.guild_id.in_((guild_id, letters.EVERYWHERE)), table.user_id == user_id)
    return bool(await connection.scalar(blocked))


async def block(connection: AsyncConnection, guild_id: int, user_id: int, now: datetime) -> None:
    """Take no more letters from that person in that server."""
    await upsert(connection, letters_blocked, {"guild_id": guild_id, "user_id": user_id, "since": now})


async def unblock(connection: AsyncConnection, guild_id: int, user_id: int) -> None:
    """Take letters from that person in that server again."""
    table = letters_blocked
    await connection.execute(delete(table).where(table.c.guild_id == guild_id, table.c.user_id == user_id))


async def unblock_all(connection: AsyncConnection, guild_id: int) -> int:
    """Take letters from everybody again; from how many more."""
    table = letters_blocked
    return (await connection.execute(delete(table).where(table.c.guild_id == guild_id))).rowcount


async def count_blocked(connection: AsyncConnection, guild_id: int) -> int:
    """How many people are blocked in that server."""
    query = select(func.count()).select_from(letters_blocked).where(letters_blocked.c.guild_id == guild_id)
    return await connection.scalar(query) or 0


async def prune(connection: AsyncConnection, now: datetime) -> None:
    """Drop what lies before the window: it is only kept to be counted."""
    await connection.execute(delete(letters_sent).where(letters_sent.c.sent_at <= now - letters.WINDOW))


async def forget(connection: AsyncConnection, user_id: int) -> None:
    """Remove who wrote and who is blocked."""
    for table in (letters_sent, letters_blocked):
        await connection.execute(delete(table).where(table.c.user_id == user_id))


async def forget_guild(connection: AsyncConnection, guild_id: int) -> None:
    """Remove a server's letters and its block list."""
    for table in (letters_sent, letters_blocked):
        await connection.execute(delete(table).where(table.c.guild_id == guild_id))
