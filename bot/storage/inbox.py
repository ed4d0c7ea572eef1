"""Requests for entries, counted by term, and reports of problems, until the operator has dealt with them."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import names
from bot.core.evidence import Id
from bot.core.inbox import EntryRequest, Passage, ProblemReport, path_of
from bot.storage.engine import hold
from bot.storage.tables import entry_requests, problem_reports

_ONE = 0
"""Requests are merged one at a time: there are few."""


async def add_request(connection: AsyncConnection, term: str) -> EntryRequest:
    """Ask for an entry; the same term in another spelling is counted to the one that is there."""
    await hold(connection, "entry requests", _ONE)
    table = entry_requests
    key = names.squash(term)
    query = select(table.c.id, table.c.term, table.c.count).where(table.c.key == key)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        made = await connection.execute(insert(table).values(key=key, term=term, count=1).returning(table.c.id))
        return EntryRequest(made.scalar_one(), term, 1)
    request_id, first, count = row
    await connection.execute(update(table).where(table.c.id == request_id).values(count=count + 1))
    return EntryRequest(request_id, first, count + 1)


async def add_report(
    connection: AsyncConnection, entry: Id, passage: Passage | None, said: str, user_id: int | None
) -> ProblemReport:
    """Keep what somebody says is wrong; `user_id` only if they want to be named."""
    row = {
        "entry": entry,
        "passage": passage.key if passage else None,
        "quote": passage.text if passage else "",
        "said": said,
        "user_id": user_id,
    }
    made = await connection.execute(insert(problem_reports).values(row).returning(problem_reports.c.id))
    return ProblemReport(made.scalar_one(), entry, passage, said, user_id)


async def requests(connection: AsyncConnection) -> tuple[EntryRequest, ...]:
    """Every request, what was asked for most first."""
    table = entry_requests.c
    query = select(table.id, table.term, table.count).order_by(table.count.desc(), table.id)
    return tuple(EntryRequest(*row) for row in await connection.execute(query))


async def reports(connection: AsyncConnection) -> tuple[ProblemReport, ...]:
    """Every report, those of one entry together, the oldest first."""
    table = problem_reports.c
    rows = await connection.execute(select(problem_reports).order_by(table.entry, table.id))
    return tuple(
        ProblemReport(
            row.id,
            row.entry,
            Passage(path_of(row.passage), row.quote) if row.passage is not None else None,
            row.said,
            row.user_id,
        )
        for row in rows
    )


async def remove_request(connection: AsyncConnection, request_id: int) -> bool:
    """It was dealt with; whether it was there."""
    return (await connection.execute(delete(entry_requests).where(entry_requests.c.id == request_id))).rowcount > 0


async def remove_report(connection: AsyncConnection, report_id: int) -> bool:
    """It was dealt with; whether it was there."""
    return (await connection.execute(delete(problem_reports).where(problem_reports.c.id == report_id))).rowcount > 0


async def forget(connection: AsyncConnection, user_id: int) -> None:
    """Take the person's name off what they reported, which stays."""
    table = problem_reports
    await connection.execute(update(table).where(table.c.user_id == user_id).values(user_id=None))
