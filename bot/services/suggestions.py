"""Questions that members suggest to a server's moderators, and the server's own pool."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import suggestions
from bot.core.refusals import SuggestionGoneError
from bot.core.suggestions import Draft, ServerQuestion, State, Suggestion
from bot.storage import letters
from bot.storage import suggestions as storage
from bot.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for a server's moderators, the oldest first; how many of their own pool there are; whom they block."""

    pending: tuple[Suggestion, ...]
    approved: int
    blocked: int


async def suggest(
    database: Database, guild_id: int, user_id: int, draft: Draft, now: datetime, *, named: bool
) -> Suggestion:
    """Keep a suggestion for the moderators; a refusal where it cannot be asked, or there is no room for it."""
    tidy = suggestions.tidied(draft)
    suggestions.question(tidy)
    async with database.write() as connection:
        await letters.admit(connection, guild_id, user_id, now)
        made = await storage.add(connection, guild_id, user_id, tidy, now, named=named)
        return await _pending(connection, guild_id, made)


async def require_may_write(database: Database, guild_id: int, user_id: int, now: datetime) -> None:
    """Refuse somebody for whom there is no room before they fill in the form."""
    async with database.read() as connection:
        await letters.require_room(connection, guild_id, user_id, now)


async def inbox(database: Database, guild_id: int) -> Inbox:
    """What waits for a server's moderators."""
    async with database.read() as connection:
        pending = await storage.in_state(connection, guild_id, State.PENDING)
        approved = await storage.in_state(connection, guild_id, State.APPROVED)
        return Inbox(pending, len(approved), await letters.count_blocked(connection, guild_id))


async def posted(database: Database, suggestion_id: int, message_id: int) -> None:
    """It stands in the notice channel, in that message."""
    async with database.write() as connection:
        await storage.set_message(connection, suggestion_id, message_id)


async def pending(database: Database, guild_id: int, suggestion_id: int) -> Suggestion:
    """A suggestion that waits; SuggestionGoneError where it does not."""
    async with database.read() as connection:
        found = await storage.load(connection, guild_id, suggestion_id)
    return _waiting(found)


async def approve(database: Database, guild_id: int, suggestion_id: int) -> Suggestion:
    """Put it into the server's pool; it as it was. Of two moderators at once the first decides."""
    async with database.write() as connection:
        found = await _pending(connection, guild_id, suggestion_id)
        await storage.approve(connection, suggestion_id)
        return found


async def edit(database: Database, guild_id: int, suggestion_id: int, draft: Draft) -> Suggestion:
    """Change what it says, and leave it waiting; a refusal where it could not be asked like that."""
    tidy = suggestions.tidied(draft)
    suggestions.question(tidy)
    async with database.write() as connection:
        await _pending(connection, guild_id, suggestion_id)
        await storage.change(connection, suggestion_id, tidy)
        return await _pending(connection, guild_id, suggestion_id)


async def reject(database: Database, guild_id: int, suggestion_id: int) -> Suggestion:
    """Keep nothing of it; it as it was."""
    async with database.write() as connection:
        found = await _pending(connection, guild_id, suggestion_id)
        await storage.remove(connection, suggestion_id)
        return found


async def block(database: Database, guild_id: int, suggestion_id: int, now: datetime) -> Suggestion:
    """Reject it, and take no more from whoever wrote it; nobody is told who that is."""
    async with database.write() as connection:
        found = await _pending(connection, guild_id, suggestion_id)
        if found.user_id is not None:
            await letters.block(connection, guild_id, found.user_id, now)
        await storage.remove(connection, suggestion_id)
        return found


async def unblock_all(database: Database, guild_id: int) -> int:
    """Take letters from everybody in that server again; from how many more."""
    async with database.write() as connection:
        return await letters.unblock_all(connection, guild_id)


async def pool(connection: AsyncConnection, guild_id: int) -> tuple[ServerQuestion, ...]:
    """The server's own questions, for the choice of a game's questions."""
    return suggestions.pool(await storage.in_state(connection, guild_id, State.APPROVED))


async def _pending(connection: AsyncConnection, guild_id: int, suggestion_id: int) -> Suggestion:
    return _waiting(await storage.load_to_decide(connection, guild_id, suggestion_id))


def _waiting(found: Suggestion | None) -> Suggestion:
    if found is None or found.state is not State.PENDING:
        raise SuggestionGoneError
    return found
