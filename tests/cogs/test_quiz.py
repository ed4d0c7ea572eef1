"""The quiz, as its players see it."""

from __future__ import annotations

import pytest

from tests.cogs.quiz_table import Table, buttons, said
from tests.conftest import Server
from tests.screen import labels, shown, text


@pytest.fixture
def table(server: Server) -> Table:
    return Table(server, server.lab)


async def test_a_game_is_announced_asked_revealed_and_scored(table: Table) -> None:
    ann, ben = table.server.ann, table.server.ben

    assert shown(await table.start(rounds=3)).ephemeral
    assert "A quiz about everything" in said(table.server.lab.history()[0])
    for number in range(1, 4):
        question = await table.until(f"Round {number} of 3")
        key = await table.key(number)
        wrong = next(letter for letter in "ABC" if letter != key)
        mine = await table.press(ann, key, question)
        assert f"You chose {key}" in text(mine)
        assert labels(mine)[-1] == "My result"
        await table.press(ben, wrong, question)
        reveal = await table.until("is right")
        assert f"Round {number}: {key} is right" in said(reveal)
        assert "**Right:** ann" in said(reveal)
        assert "**ben" not in said(reveal)
        assert ", ben" not in said(reveal)
        assert list(buttons(reveal))[-1] == "My result"
    podium = await table.until("The quiz is over")

    assert "**ann** wins with 6 points" in said(podium)
    assert "**2.** ben: 0 points, 0 of 3 right" in said(podium)
    missed = text(await table.press(ben, "What I missed", podium))
    assert missed.count("You chose") == 3
