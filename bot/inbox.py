"""`neurosprout inbox`: what members asked of those who write the entries, with file and line."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.authors import fail

if TYPE_CHECKING:
    from bot.core.inbox import EntryRequest, ProblemReport
    from bot.storage.engine import Database

T = TypeVar("T")


@click.group(invoke_without_command=True)
@click.pass_context
def inbox(context: click.Context) -> None:
    """What members request and report; without a command, list it."""
    if context.invoked_subcommand is None:
        context.invoke(list_)


@inbox.command(name="list")
def list_() -> None:
    """List what waits: requests by how often, reports with file and line."""
    from bot.config import Config
    from bot.services import inbox as service

    requests, reports = _run(service.everything)
    data = Config().data
    for line in (*map(_request, requests), *(line for one in reports for line in _report(one, data))):
        click.echo(line)
    if not requests and not reports:
        click.echo("Nothing waits.")


@inbox.command()
@click.argument("names", metavar="request-N|report-N...", nargs=-1, required=True)
def done(names: tuple[str, ...]) -> None:
    """Remove what was dealt with."""
    from bot.services import inbox as service

    for name in names:
        kind, _, number = name.partition("-")
        if kind not in ("request", "report") or not number.isdigit():
            fail(f"{name}: write request-N or report-N, as the list has it")
        if not _run(lambda database, kind=kind, number=number: service.done(database, kind, int(number))):
            fail(f"{name}: there is none")
        click.echo(f"removed {name}")


@inbox.command()
@click.argument("user_id", type=click.IntRange(min=1))
@click.option("--lift", is_flag=True, help="Take what that person writes again.")
def block(user_id: int, *, lift: bool) -> None:
    """Take no more requests, reports and suggestions from a user, by Discord's id, from anywhere."""
    from discord.utils import utcnow

    from bot.core.letters import EVERYWHERE
    from bot.services import inbox as service

    if lift:
        _run(lambda database: service.unblock(database, EVERYWHERE, user_id))
    else:
        _run(lambda database: service.block(database, EVERYWHERE, user_id, utcnow()))
    click.echo("The block is lifted." if lift else "Blocked.")


def _request(request: EntryRequest) -> str:
    return f"request-{request.id}: {request.term} ({request.count} {'time' if request.count == 1 else 'times'})"


def _report(report: ProblemReport, data: Path) -> Iterator[str]:
    from bot.storage import knowledge

    place = knowledge.place_of(data, report.entry, report.passage.path if report.passage else ())
    yield f"report-{report.id}: {place or f'{report.entry}, which is no longer in the library'}"
    if report.passage is not None:
        yield f"    it said: {report.passage.text}"
    yield f"    what is wrong: {report.said}"
    if report.user_id is not None:
        yield f"    from the Discord user {report.user_id}, who wants to be named"


def _run(work: Callable[[Database], Awaitable[T]]) -> T:
    """Do something with the configured database; what an operator can mend is one line and exit 1."""
    from bot.config import Config
    from bot.storage import revision
    from bot.storage.engine import Database, DatabaseUrlError

    async def run() -> T:
        async with Database.open(Config().database_url) as database:
            await revision.at_start(database)
            return await work(database)

    try:
        return asyncio.run(run())
    except (DatabaseUrlError, revision.SchemaOutOfDateError, revision.SchemaTooNewError, OSError) as error:
        fail(str(error))
