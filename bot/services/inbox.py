"""Take requests and reports, as many as the limits allow, and let the operator deal with them."""

from __future__ import annotations

from datetime import datetime

from bot.core import names
from bot.core.evidence import Id
from bot.core.inbox import LONGEST_TERM, MOST_SAID, EntryRequest, Passage, ProblemReport
from bot.core.letters import Sender
from bot.core.refusals import NothingToRequestError
from bot.storage import inbox, letters
from bot.storage.engine import Database


async def request(database: Database, term: str, sender: Sender) -> EntryRequest:
    """Ask for an entry. Who asked is counted for the hour's limit, apart from what they asked for."""
    wanted = names.visible(term)[:LONGEST_TERM].strip()
    if not names.squash(wanted):
        raise NothingToRequestError
    async with database.write() as connection:
        await letters.admit(connection, sender.guild_id, sender.user_id, sender.at)
        return await inbox.add_request(connection, wanted)


async def report(
    database: Database, entry: Id, passage: Passage | None, said: str, sender: Sender, *, named: bool
) -> ProblemReport:
    """Report a problem; the reporter is kept with it only if they want to be `named`."""
    async with database.write() as connection:
        await letters.admit(connection, sender.guild_id, sender.user_id, sender.at)
        text = names.visible(said)[:MOST_SAID]
        return await inbox.add_report(connection, entry, passage, text, sender.user_id if named else None)


async def block(database: Database, guild_id: int, user_id: int, now: datetime) -> None:
    """Take nothing more from that person in that server; EVERYWHERE is every server, and none."""
    async with database.write() as connection:
        await letters.block(connection, guild_id, user_id, now)


async def unblock(database: Database, guild_id: int, user_id: int) -> None:
    """Take what that person writes again."""
    async with database.write() as connection:
        await letters.unblock(connection, guild_id, user_id)


async def everything(database: Database) -> tuple[tuple[EntryRequest, ...], tuple[ProblemReport, ...]]:
    """What waits for the operator."""
    async with database.read() as connection:
        return await inbox.requests(connection), await inbox.reports(connection)


async def done(database: Database, what: str, number: int) -> bool:
    """Remove a `request` or a `report` that was dealt with; whether it was there."""
    remove = inbox.remove_request if what == "request" else inbox.remove_report
    async with database.write() as connection:
        return await remove(connection, number)
