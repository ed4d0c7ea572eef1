"""Boards as the database orders them, and who is left out."""

from __future__ import annotations

import random
from datetime import datetime

import pytest
from sqlalchemy import insert

from bot.core.leaderboard import LEAST_ANSWERED, Measure, Period
from bot.core.picks import Score
from bot.core.refusals import NoQuizYetError
from bot.services import leaderboard as services
from bot.services import privacy
from bot.services.leaderboard import Reader
from bot.storage import leaderboard
from bot.storage.engine import Database
from bot.storage.tables import quiz_answers, quiz_games, quiz_players, quiz_rounds, quiz_scores
from tests.core.test_leaderboard import asked
from tests.storage.rows import row

GUILD, OTHER = 2**62, 2**61
READER = Reader(GUILD, 1)


async def put(database: Database, board: str, *lines: tuple[int, int, int, int], guild_id: int = GUILD) -> None:
    names = ("user_id", "points", "correct", "answered")
    rows = [{"guild_id": guild_id, "board": board, **dict(zip(names, line, strict=True))} for line in lines]
    async with database.write() as connection:
        await connection.execute(insert(quiz_scores), rows)


async def ids(database: Database, measure: Measure, limit: int = 10) -> list[int]:
    async with database.read() as connection:
        return [one.user_id for one in await leaderboard.top(connection, GUILD, "all", measure, limit)]


async def test_a_board_is_ordered_by_its_measure(database: Database) -> None:
    await put(database, "all", (1, 30, 10, 40), (2, 20, 19, 20), (3, 10, 12, 30), (4, 5, 4, 4))

    assert await ids(database, Measure.POINTS) == [1, 2, 3, 4]
    assert await ids(database, Measure.RIGHT) == [2, 3, 1, 4]
    assert await ids(database, Measure.SHARE) == [2, 3, 1]


async def test_names_come_with_the_lines_and_other_servers_and_boards_stay_out(database: Database) -> None:
    await put(database, "all", (1, 3, 1, 1), (2, 2, 1, 1))
    await put(database, "day:2026-11-25", (3, 9, 9, 9))
    await put(database, "all", (4, 9, 9, 9), guild_id=OTHER)
    async with database.write() as connection:
        await connection.execute(insert(quiz_players).values(guild_id=GUILD, user_id=1, name="Ana"))
        await connection.execute(insert(quiz_players).values(guild_id=OTHER, user_id=2, name="elsewhere"))

        top = await leaderboard.top(connection, GUILD, "all", Measure.POINTS, 10)

    assert top == (Score(1, "Ana", 3, 1, 1), Score(2, None, 2, 1, 1))


async def test_who_opted_out_plays_under_a_number_or_has_nothing_right_is_not_listed(
    database: Database, now: datetime
) -> None:
    await put(database, "all", (1, 9, 9, 9), (2, 8, 8, 8), (-77, 7, 7, 7), (3, 0, 0, 5), (4, 1, 1, 1))
    await privacy.opt_out(database, 1, now)

    found = await services.of_server(database, READER, Period.ALL, Measure.POINTS, now)
    second = await services.of_server(database, Reader(GUILD, 4), Period.ALL, Measure.POINTS, now)

    assert [one.score.user_id for one in found.board.lines] == [2, 4]
    assert (found.board.players, found.board.own, found.board.opted_out) == (2, None, True)
    assert second.board.own is not None
    assert (second.board.own.rank, second.board.opted_out) == (2, False)


async def test_who_comes_back_stands_where_they_stood(database: Database, now: datetime) -> None:
    await put(database, "all", (1, 9, 9, 9), (2, 8, 8, 8))
    await privacy.opt_out(database, 1, now)
    await privacy.opt_in(database, 1)

    assert await ids(database, Measure.POINTS) == [1, 2]


@pytest.mark.parametrize("measure", list(Measure))
async def test_the_own_rank_is_the_one_in_the_whole_list(database: Database, measure: Measure, now: datetime) -> None:
    chance = random.Random(7)
    lines = [
        (number, chance.randrange(9), right := chance.randrange(9), right + chance.randrange(30))
        for number in range(1, 60)
    ]
    await put(database, "all", *lines)
    async with database.read() as connection:
        everyone = await leaderboard.top(connection, GUILD, "all", measure, 100)
        assert len(everyone) == await leaderboard.players(connection, GUILD, "all", measure)
        from bot.core.leaderboard import ranked

        for line in ranked(everyone, measure):
            assert await leaderboard.standing(connection, GUILD, "all", measure, line.score.user_id) == line
        missing = {one[0] for one in lines} - {one.user_id for one in everyone}
        for user_id in missing:
            assert await leaderboard.standing(connection, GUILD, "all", measure, user_id) is None


async def test_the_share_needs_enough_answers(database: Database) -> None:
    await put(database, "all", (1, 1, 1, LEAST_ANSWERED - 1), (2, 1, 1, LEAST_ANSWERED))

    assert await ids(database, Measure.SHARE) == [2]


async def test_a_channel_without_a_quiz_has_no_scores(database: Database) -> None:
    with pytest.raises(NoQuizYetError):
        await services.of_channel(database, READER, 5)


async def test_a_profile_counts_only_what_was_revealed_in_this_server(database: Database, now: datetime) -> None:
    async with database.write() as connection:
        for game_id, guild_id in ((1, GUILD), (2, GUILD), (3, OTHER)):
            game = row(quiz_games, {"id": game_id, "guild_id": guild_id, "channel_id": game_id})
            await connection.execute(insert(quiz_games).values(game))
            for number in (1, 2):
                known = {
                    "id": game_id * 10 + number,
                    "game_id": game_id,
                    "number": number,
                    "question": "glimmer-grows-where",
                    "content": asked().model_dump_json(),
                    "settled_at": None if (game_id, number) == (2, 2) else now,
                }
                await connection.execute(insert(quiz_rounds).values(row(quiz_rounds, known)))
                answer = {"round_id": known["id"], "user_id": 1, "correct": number == 1}
                await connection.execute(insert(quiz_answers).values(row(quiz_answers, answer)))

    found = await services.profile(database, READER, {"glimmer"})

    assert (found.games, found.answered, found.right) == (2, 3, 2)
    assert found.next == ("glimmer",)
    assert (await services.profile(database, Reader(GUILD, 9), ())).answered == 0
