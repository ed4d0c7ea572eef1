"""Opting out, and the clocks of servers that left."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert, select

from bot.core.picks import pseudonym
from bot.core.privacy import Shards
from bot.core.settings import GuildSettings
from bot.services import privacy as services
from bot.storage import privacy, settings
from bot.storage.engine import Database
from bot.storage.tables import quiz_answers, quiz_games, quiz_rounds, quiz_scores
from tests.storage.rows import row

ALL = Shards(1, [0])
GUILD, OTHER, USER = 2**62, 2**61, 42


async def test_who_opts_out_twice_is_opted_out_since_the_first_time(database: Database, now: datetime) -> None:
    await services.opt_out(database, USER, now)
    await services.opt_out(database, USER, now + timedelta(days=1))

    assert (await services.kept(database, USER)).opted_out_since == now


async def test_coming_back_without_having_left_is_nothing(database: Database) -> None:
    await services.opt_in(database, USER)
    await services.come_back(database, GUILD)

    assert not await services.kept(database, USER)


async def test_a_clock_that_runs_is_not_started_anew(database: Database, now: datetime) -> None:
    await services.depart(database, GUILD, now)
    await services.depart(database, GUILD, now + timedelta(days=9))

    async with database.read() as connection:
        assert await privacy.departures(connection) == {GUILD: now}


async def test_a_start_begins_and_ends_clocks(database: Database, now: datetime) -> None:
    async with database.write() as connection:
        for guild_id in (GUILD, OTHER):
            await settings.save(connection, GuildSettings(guild_id), now)
    await services.depart(database, OTHER, now)

    await services.reconcile(database, {OTHER}, ALL, now)
    await services.reconcile(database, {OTHER}, ALL, now + timedelta(days=1))

    async with database.read() as connection:
        assert await privacy.departures(connection) == {GUILD: now}


async def test_a_server_that_is_present_is_never_erased_whatever_its_clock_says(
    database: Database, now: datetime
) -> None:
    await services.depart(database, GUILD, now - timedelta(days=99))

    assert await services.erase_departed(database, {GUILD}, ALL, now) == ()
    assert await services.erase_departed(database, (), Shards(2, [1]), now) == ()
    assert await services.erase_departed(database, (), ALL, now) == (GUILD,)


SECRET = b"known to this game alone"


async def a_game(database: Database, now: datetime, *, running: bool = True) -> None:
    """Two rounds of a game, the first settled; the person answered both, and somebody else did."""
    game = row(quiz_games, {"id": 7, "guild_id": GUILD, "user_id": USER, "secret": SECRET if running else None})
    async with database.write() as connection:
        await connection.execute(insert(quiz_games).values({**game, "ended_at": None if running else now}))
        for number in (1, 2):
            await connection.execute(
                insert(quiz_rounds).values(row(quiz_rounds, {"id": number, "game_id": 7, "number": number}))
            )
            points = 3 if number == 1 else None
            for user_id in (USER, USER + 1):
                answer = row(quiz_answers, {"round_id": number, "user_id": user_id, "points": points})
                await connection.execute(insert(quiz_answers).values(answer))
        for user_id in (USER, USER + 1):
            line = {"guild_id": GUILD, "board": "game:7", "user_id": user_id, "points": 3, "correct": 1, "answered": 1}
            await connection.execute(insert(quiz_scores).values(line))


async def who_is_in(database: Database) -> tuple[set[tuple[int, int]], set[int]]:
    async with database.read() as connection:
        answered = await connection.execute(select(quiz_answers.c.round_id, quiz_answers.c.user_id))
        scored = await connection.scalars(select(quiz_scores.c.user_id))
        return {(one, who) for one, who in answered}, set(scored)


async def test_opting_out_puts_what_is_in_a_running_game_under_its_random_number(
    database: Database, now: datetime
) -> None:
    await a_game(database, now)
    hidden = pseudonym(SECRET, USER)

    await services.opt_out(database, USER, now)

    answered, scored = await who_is_in(database)
    assert answered == {(1, hidden), (2, hidden), (1, USER + 1), (2, USER + 1)}
    assert scored == {hidden, USER + 1}


async def test_opting_out_again_in_the_same_game_adds_up_what_came_between(database: Database, now: datetime) -> None:
    await a_game(database, now)
    await services.opt_out(database, USER, now)
    await services.opt_in(database, USER)
    async with database.write() as connection:
        line = {"guild_id": GUILD, "board": "game:7", "user_id": USER, "points": 2, "correct": 1, "answered": 2}
        await connection.execute(insert(quiz_scores).values(line))

    await services.opt_out(database, USER, now)

    async with database.read() as connection:
        query = select(quiz_scores.c.points, quiz_scores.c.answered)
        found = await connection.execute(query.where(quiz_scores.c.user_id == pseudonym(SECRET, USER)))
        assert found.one() == (5, 3)


async def test_a_deletion_reaches_what_an_opted_out_person_has_in_a_running_game(
    database: Database, now: datetime
) -> None:
    await a_game(database, now)
    await services.opt_out(database, USER, now)

    await services.forget(database, USER)

    assert await who_is_in(database) == ({(1, USER + 1), (2, USER + 1)}, {USER + 1})


async def test_games_that_are_over_are_left_as_they_are_when_somebody_opts_out(
    database: Database, now: datetime
) -> None:
    await a_game(database, now, running=False)

    await services.opt_out(database, USER, now)

    assert (1, USER) in (await who_is_in(database))[0]


async def test_an_export_gives_away_no_secret_and_no_open_round(database: Database, now: datetime) -> None:
    await a_game(database, now)

    async with database.read() as connection:
        exported = await privacy.export(connection, USER)

    assert "secret" not in exported["quiz_games"][0]
    assert {one["round_id"]: one["correct"] for one in exported["quiz_answers"]} == {1: True, 2: None}
