"""Games, presses and boards on SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.core import picks
from bot.core.picks import Award, Pick, Verdict
from bot.core.quiz import Game, Mode, Phase, moment_of
from bot.storage import quiz, quiz_picks, quiz_scores
from bot.storage.engine import Database
from bot.storage.group_commit import GroupCommit
from bot.storage.quiz import NewGame
from tests.quiz_values import asked

SECOND = timedelta(seconds=1)


def new(channel_id: int = 2) -> NewGame:
    return NewGame(1, channel_id, channel_id, 3, "", "mixed", Mode.EVERYONE, 3, None, False, False, b"0" * 16)


async def opened(database: Database, now: datetime, channel_id: int = 2) -> Game:
    """A game whose first round is open for a minute."""
    async with database.write() as connection:
        game_id = await quiz.add(connection, new(channel_id), [asked(number) for number in range(3)], now)
        game = await quiz.load(connection, game_id)
        assert game is not None
        assert game.following is not None
        current = replace(game.following, opened_at=now, closes_at=now + 60 * SECOND)
        await quiz.save(connection, game, replace(game, phase=Phase.OPEN, number=1, current=current))
        again = await quiz.load(connection, game_id)
    assert again is not None
    return again


def pick(game: Game, now: datetime, user_id: int, option: int, number: int = 0) -> Pick:
    press_id = int((now - moment_of(0)) / timedelta(milliseconds=1)) << 22 | number
    return Pick(press_id, game.round.id, user_id, option, f"player {user_id}")


async def test_a_game_comes_back_as_it_was_saved(database: Database, now: datetime) -> None:
    game = await opened(database, now)
    assert (game.phase, game.number, game.round.asked, game.round.opened_at) == (Phase.OPEN, 1, asked(0), now)
    assert game.following is not None
    assert game.following.asked == asked(1)


async def test_a_channel_has_one_running_game(database: Database, now: datetime) -> None:
    game = await opened(database, now)
    with pytest.raises(IntegrityError):
        await opened(database, now)
    async with database.write() as connection:
        await quiz.save(connection, game, replace(game, phase=Phase.OVER, due_at=None, ended_at=now, secret=None))
    await opened(database, now)


async def test_what_is_due_is_found_and_when_the_next_is(database: Database, now: datetime) -> None:
    game = await opened(database, now)
    await opened(database, now + 5 * SECOND, channel_id=9)
    async with database.read() as connection:
        assert await quiz.due(connection, now) == (game.id,)
        assert await quiz.next_due(connection, now) == now + 5 * SECOND


async def test_many_presses_are_stored_together_the_last_of_each_player(database: Database, now: datetime) -> None:
    game = await opened(database, now)
    group = GroupCommit(database, quiz_picks.record)
    made = [pick(game, now, user, number % 4, number) for number, user in enumerate([*range(1, 101), *range(1, 101)])]
    results = await asyncio.gather(*(group.put(one) for one in made))
    assert {one.verdict for one in results} == {Verdict.COUNTS}
    async with database.read() as connection:
        stored = await quiz_picks.answers_in(connection, game.round.id)
    assert {one.user_id: one.press_id for one in stored} == {one.user_id: one.press_id for one in made[100:]}


async def test_a_press_heard_again_changes_nothing(database: Database, now: datetime) -> None:
    game = await opened(database, now)
    group = GroupCommit(database, quiz_picks.record)
    first, second = pick(game, now, 7, 0, 1), pick(game, now, 7, 2, 2)
    for one in (second, first, second):
        assert (await group.put(one)).chosen == 2


async def test_a_settled_round_takes_no_more_and_its_boards_add_up(database: Database, now: datetime) -> None:
    game = await opened(database, now)
    group = GroupCommit(database, quiz_picks.record)
    for user in (7, 8):
        await group.put(pick(game, now, user, game.round.asked.key))
    async with database.write() as connection:
        given = await quiz_scores.to_settle(connection, game)
        boards = picks.boards(game, now.date())
        for _ in range(2):  # as two rounds would
            await quiz_scores.settle(connection, game, given, {7: Award(2, 2), 8: Award(2, None)}, boards, now)
        after = replace(game, current=replace(game.round, settled_at=now))
        await quiz.save(connection, game, after)
    assert (await group.put(pick(game, now, 9, 0))).verdict is Verdict.OVER
    async with database.read() as connection:
        own = await quiz_scores.standings(connection, 1, picks.game_board(game.id), 10)
        everywhere = await quiz_scores.standings(connection, 1, "all", 10)
        tally = await quiz_scores.tally(connection, 1, game.round, 10)
        assert await quiz_scores.counted_for(connection, 1, game.round.asked.id, now - SECOND) == {7}
        assert await quiz_scores.points_on(connection, 1, "all", [7, 8]) == {7: 4}
    assert [(one.user_id, one.points, one.answered) for one in own] == [(8, 4, 2), (7, 4, 2)]
    assert [(one.name, one.points) for one in everywhere] == [("player 7", 4)]
    assert (tally.counts[game.round.asked.key], set(tally.right)) == (2, {"player 7", "player 8"})


async def test_a_batch_that_fails_tells_each_who_waits(database: Database) -> None:
    async def fail(_connection: object, _items: object) -> list[int]:
        raise ZeroDivisionError

    group: GroupCommit[int, int] = GroupCommit(database, fail)
    results = await asyncio.gather(*(group.put(number) for number in range(3)), return_exceptions=True)
    assert [type(one) for one in results] == [ZeroDivisionError] * 3
    await group.drained()


async def test_one_item_that_cannot_be_written_does_not_take_the_others_along(
    database: Database, now: datetime
) -> None:
    game = await opened(database, now)

    async def store(_connection: object, numbers: Sequence[int]) -> list[int]:
        if 13 in numbers:
            raise IntegrityError("", {}, ValueError())
        return [number * 2 for number in numbers]

    group: GroupCommit[int, int] = GroupCommit(database, store)
    results = await asyncio.gather(*(group.put(number) for number in (12, 13, 14)), return_exceptions=True)
    assert [results[0], type(results[1]), results[2]] == [24, IntegrityError, 28]
    assert game.id
