"""Requests and reports in the database."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.core.inbox import EntryRequest, Passage, ProblemReport
from bot.core.letters import EVERYWHERE, PER_PERSON, Sender
from bot.core.refusals import LetterBlockedError, NothingToRequestError, TooManyLettersError
from bot.services import inbox
from bot.storage.engine import Database
from bot.storage.tables import entry_requests, metadata, problem_reports

ANN, BEN, GUILD = 2**62 + 1, 2**62 + 2, 2**61
PASSAGE = Passage(("claims", 0), "Glimmer grows.")


async def test_requests_for_one_term_are_counted_together_however_it_is_spelled(
    database: Database, now: datetime
) -> None:
    for user, term in enumerate(("β-glow 2", "BETA GLOW2", " Other\u200b thing ", "beta-glow-2"), start=1):
        await inbox.request(database, term, Sender(GUILD, user, now))

    requests, _ = await inbox.everything(database)
    assert [(one.term, one.count) for one in requests] == [("β-glow 2", 3), ("Other thing", 1)]


async def test_requests_at_one_moment_are_all_counted(database: Database, now: datetime) -> None:
    await asyncio.gather(*(inbox.request(database, "glow", Sender(GUILD, user, now)) for user in range(1, 11)))

    assert [one.count for one in (await inbox.everything(database))[0]] == [10]


async def test_a_request_without_a_word_is_refused_and_not_counted(database: Database, now: datetime) -> None:
    for _ in range(PER_PERSON + 1):
        with pytest.raises(NothingToRequestError):
            await inbox.request(database, " \u202e !? ", Sender(GUILD, ANN, now))


async def test_a_report_keeps_a_name_only_where_it_is_wanted(database: Database, now: datetime) -> None:
    sender = Sender(GUILD, ANN, now)
    first = await inbox.report(database, "glow", PASSAGE, "It shrinks.\nI saw it.", sender, named=False)
    second = await inbox.report(database, "glow", None, "Rubbish.", sender, named=True)

    assert (await inbox.everything(database))[1] == (first, second)
    assert first == ProblemReport(first.id, "glow", PASSAGE, "It shrinks. I saw it.", None)
    assert second.user_id == ANN


async def test_neither_says_when_or_where_or_who(database: Database, now: datetime) -> None:
    await inbox.request(database, "glow", Sender(GUILD, ANN, now))
    await inbox.report(database, "glow", PASSAGE, "It shrinks.", Sender(GUILD, ANN, now), named=False)

    async with database.read() as connection:
        for table in (entry_requests, problem_reports):
            for row in await connection.execute(table.select()):
                assert not {ANN, GUILD} & set(row)
                assert not [value for value in row if isinstance(value, datetime)]
        for table in metadata.sorted_tables:
            rows = [tuple(row) for row in await connection.execute(table.select())]
            assert not [row for row in rows if ANN in row and any("glow" in str(value).lower() for value in row)]


async def test_three_an_hour_for_a_person_whatever_they_write(database: Database, now: datetime) -> None:
    sender = Sender(EVERYWHERE, ANN, now)
    await inbox.request(database, "one", sender)
    await inbox.report(database, "glow", None, "It is wrong.", sender, named=False)
    await inbox.request(database, "two", sender)

    with pytest.raises(TooManyLettersError):
        await inbox.request(database, "three", sender)
    await inbox.request(database, "of another", Sender(EVERYWHERE, BEN, now))
    await inbox.request(database, "three", Sender(EVERYWHERE, ANN, now + timedelta(hours=1)))


async def test_thirty_an_hour_for_a_server_and_no_such_limit_without_one(database: Database, now: datetime) -> None:
    for user in range(1, 31):
        await inbox.request(database, f"term {user}", Sender(GUILD, user, now))
        await inbox.request(database, f"term {user}", Sender(EVERYWHERE, 100 + user, now))

    with pytest.raises(TooManyLettersError):
        await inbox.request(database, "one more", Sender(GUILD, 99, now))
    await inbox.request(database, "one more", Sender(EVERYWHERE, 99, now))


@pytest.mark.parametrize(("blocked_in", "elsewhere"), [(GUILD, True), (EVERYWHERE, False)])
async def test_who_is_blocked_sends_nothing_there(
    database: Database, now: datetime, blocked_in: int, elsewhere: bool
) -> None:
    await inbox.block(database, blocked_in, ANN, now)

    with pytest.raises(LetterBlockedError):
        await inbox.request(database, "glow", Sender(GUILD, ANN, now))
    if elsewhere:
        await inbox.request(database, "glow", Sender(GUILD + 1, ANN, now))
    else:
        with pytest.raises(LetterBlockedError):
            await inbox.request(database, "glow", Sender(GUILD + 1, ANN, now))
    await inbox.request(database, "glow", Sender(GUILD, BEN, now))
    await inbox.unblock(database, blocked_in, ANN)
    await inbox.request(database, "glow", Sender(GUILD, ANN, now))


async def test_what_was_dealt_with_is_gone(database: Database, now: datetime) -> None:
    request = await inbox.request(database, "glow", Sender(GUILD, ANN, now))
    report = await inbox.report(database, "glow", None, "It is wrong.", Sender(GUILD, ANN, now), named=True)

    assert [await inbox.done(database, "request", request.id), await inbox.done(database, "report", report.id)] == [
        True,
        True,
    ]
    assert not await inbox.done(database, "report", report.id)
    assert await inbox.everything(database) == ((), ())
    again = await inbox.request(database, "glow", Sender(GUILD, BEN, now))
    assert again == EntryRequest(again.id, "glow", 1)
