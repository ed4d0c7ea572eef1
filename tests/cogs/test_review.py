"""/review, as a player uses it."""

from __future__ import annotations

import pytest
import simcord

from tests.cogs.quiz_table import Table
from tests.conftest import Server
from tests.screen import labels, shown, text


@pytest.fixture
def table(server: Server) -> Table:
    return Table(server, server.lab)


async def opened(server: Server, who: simcord.MemberActor) -> simcord.ResponseMessage:
    return shown(await who.slash(server.lab, "review"))


async def test_who_missed_nothing_is_told_how_questions_come_here(server: Server) -> None:
    answer = await opened(server, server.ann)

    assert answer.ephemeral
    assert "What I missed" in text(answer)


async def test_what_was_missed_in_a_game_is_asked_again_explained_and_comes_back(table: Table) -> None:
    server = table.server
    await table.start(rounds=3)
    for number in range(1, 4):
        question = await table.until(f"Round {number} of 3")
        key = await table.key(number)
        await table.press(server.ben, next(letter for letter in "ABC" if letter != key), question)
        await table.until("is right")
    await table.press(server.ben, "What I missed", await table.until("The quiz is over"))

    answer = await opened(server, server.ben)
    assert answer.ephemeral
    assert "3 due now" in text(answer)
    await server.restart()
    for _ in range(3):
        await server.ben.click(answer, label="A")
        assert "It comes back" in text(answer)
        await server.ben.click(answer, label=labels(answer)[0])

    assert "Nothing is due now" in text(answer)
    assert "3 questions are kept for you" in text(answer)
    assert "Nothing to review yet" in text(await opened(server, server.ann))
