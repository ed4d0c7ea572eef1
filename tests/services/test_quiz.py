"""Games on a real database: starting, pressing, settling, ending."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.core import picks, quiz
from bot.core.picks import POINTS, Pick
from bot.core.quiz import Ending, Game, Mode, Pace, Phase, moment_of
from bot.core.refusals import (
    GameOverError,
    NoQuizError,
    NotYourGameError,
    QuizCooldownError,
    QuizRoleRequiredError,
    QuizRunningError,
    RoundOverError,
    RoundsOutOfRangeError,
    TooFewQuestionsError,
    UnknownTopicError,
)
from bot.core.settings import GuildSettings
from bot.services import quiz as service
from bot.services.knowledge import Knowledge
from bot.services.quiz import Deck, Presses, Wanted
from bot.storage import quiz_players, quiz_scores
from bot.storage import settings as settings_storage
from bot.storage.engine import Database
from bot.storage.tables import quiz_answers, quiz_misses, quiz_opt_outs, quiz_rounds
from bot.storage.tables import quiz_players as players_table
from bot.storage.tables import quiz_scores as scores
from tests.quiz_values import NOW, asked

SECOND = timedelta(seconds=1)
PACE = Pace()
DECK_SIZE = 12


class Table:
    """A database and a clock, and the bot's part of a game without Discord."""

    def __init__(self, database: Database, knowledge: Knowledge) -> None:
        self.database = database
        self.presses: Presses = service.presses(database)
        self.deck = Deck(knowledge.library, [asked(number) for number in range(DECK_SIZE)])
        self.now = NOW
        self._number = 0

    async def start(self, **wanted: Any) -> Game:
        fields: dict[str, Any] = {
            "guild_id": 1,
            "channel_id": 2,
            "user_id": 3,
            "rounds": 3,
            "seconds": 20,
            "threads": False,
        }
        return await service.start(
            self.database, self.deck, Wanted(**fields | wanted), self.now, random.Random(1), b"0" * 16
        )

    async def on(self, game: Game, phase: Phase) -> Game:
        """Let time pass and every message arrive until the game is in that phase."""
        for _ in range(60):
            found = await service.step(self.database, game.id, self.now, PACE)
            assert found is not None
            game = found
            if game.phase is phase:
                return game
            if game.phase in quiz.SENDS:
                game = await service.sent(self.database, game, self.now, PACE, self.snowflake())
            elif game.due_at is not None:
                self.now = max(self.now, game.due_at)
            if game.phase is phase:
                return game
        raise AssertionError(f"{phase} was not reached, but {game.phase}")

    def snowflake(self, at: datetime | None = None) -> int:
        self._number += 1
        since = (at or self.now) - moment_of(0)
        return int(since / timedelta(milliseconds=1)) << 22 | self._number

    async def press(self, game: Game, user_id: int, option: int, at: datetime | None = None) -> service.Picked:
        pick = Pick(self.snowflake(at), game.round.id, user_id, option, f"player {user_id}")
        return await service.press(self.presses, pick)

    async def board(self, board: str) -> dict[int, int]:
        async with self.database.read() as connection:
            lines = await quiz_scores.standings(connection, 1, board, 50)
        return {line.user_id: line.points for line in lines}

    async def rows(self, table: Any) -> list[dict[str, Any]]:
        async with self.database.read() as connection:
            return [dict(row) for row in (await connection.execute(select(table))).mappings()]

    async def set(self, **wanted: Any) -> None:
        async with self.database.write() as connection:
            await settings_storage.save(connection, replace(GuildSettings(1), **wanted), NOW)


@pytest.fixture
async def table(migrated: Path, knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[Table]:
    shutil.copy(migrated, tmp_path / "quiz.sqlite3")
    async with Database.open(f"sqlite:///{tmp_path}/quiz.sqlite3") as database:
        yield Table(database, knowledge)


# ------------------------------------------------------------------------------------------------- starting


@pytest.mark.parametrize("rounds", [0, 2, 51, 10_000, -1])
async def test_a_game_has_three_to_fifty_rounds(table: Table, rounds: int) -> None:
    with pytest.raises(RoundsOutOfRangeError):
        await table.start(rounds=rounds)


async def test_a_topic_with_fewer_questions_than_rounds_makes_a_shorter_game(table: Table) -> None:
    assert (await table.start(rounds=50)).rounds == DECK_SIZE


async def test_a_topic_with_hardly_any_questions_is_refused(table: Table) -> None:
    table.deck = replace(table.deck, candidates=table.deck.candidates[:2])
    with pytest.raises(TooFewQuestionsError):
        await table.start()


async def test_an_unknown_topic_is_refused(table: Table) -> None:
    with pytest.raises(UnknownTopicError):
        await table.start(topic="astrology")


async def test_one_channel_has_one_game_and_other_channels_have_theirs(table: Table) -> None:
    await table.start()
    with pytest.raises(QuizRunningError):
        await table.start()
    assert (await table.start(channel_id=9)).channel_id == 9


async def test_two_who_start_at_the_same_moment_get_one_game(table: Table) -> None:
    made = await asyncio.gather(table.start(), table.start(), return_exceptions=True)
    assert sorted(type(one).__name__ for one in made) == ["Game", "QuizRunningError"]


async def test_a_thread_of_its_own_does_not_free_the_channel(table: Table) -> None:
    game = await table.start(threads=True)
    await table.on(game, Phase.LOBBY)
    with pytest.raises(QuizRunningError) as refused:
        await table.start(threads=True)
    assert refused.value.channel_id != 2


async def test_the_server_can_want_a_pause_between_games(table: Table) -> None:
    await table.set(quiz_cooldown_seconds=300)
    game = await table.start()
    await service.stop(table.database, 2, 3, table.now, moderator=False)
    ended = await table.on(game, Phase.OVER)
    table.now = (ended.ended_at or NOW) + 299 * SECOND
    with pytest.raises(QuizCooldownError):
        await table.start()
    table.now += SECOND
    await table.start()


async def test_the_server_can_say_who_may_start(table: Table) -> None:
    await table.set(quiz_role_id=77)
    with pytest.raises(QuizRoleRequiredError):
        await table.start()
    await table.start(role_ids={77})


async def test_what_was_asked_lately_is_not_asked_again(table: Table) -> None:
    first = await table.start(rounds=6)
    await service.stop(table.database, 2, 3, table.now, moderator=False)
    await table.on(first, Phase.OVER)
    await table.start(rounds=6)
    asked_ids = [row["question"] for row in await table.rows(quiz_rounds)]
    assert len(set(asked_ids)) == 12


# ------------------------------------------------------------------------------------------------- a round


async def test_a_press_is_on_disk_when_it_is_acknowledged(table: Table) -> None:
    game = await table.on(await table.start(), Phase.OPEN)
    picked = await table.press(game, 7, 2)
    assert (picked.chosen, picked.before) == (2, None)
    (row,) = await table.rows(quiz_answers)
    assert (row["user_id"], row["option"], row["points"]) == (7, 2, None)


async def test_a_change_replaces_and_says_what_was_before(table: Table) -> None:
    game = await table.on(await table.start(), Phase.OPEN)
    await table.press(game, 7, 2)
    picked = await table.press(game, 7, 1)
    assert (picked.chosen, picked.before) == (1, 2)
    assert [row["option"] for row in await table.rows(quiz_answers)] == [1]


async def test_two_presses_in_the_same_millisecond_are_one_answer_the_later_one(table: Table) -> None:
    game = await table.on(await table.start(), Phase.OPEN)
    first, second = (Pick(table.snowflake(), game.round.id, 7, option) for option in (0, 3))
    heard = await asyncio.gather(service.press(table.presses, second), service.press(table.presses, first))
    assert [one.chosen for one in heard] == [3, 3]
    assert [row["option"] for row in await table.rows(quiz_answers)] == [3]


async def test_a_press_before_the_deadline_counts_if_it_is_heard_before_the_settlement(table: Table) -> None:
    game = await table.on(await table.start(), Phase.SETTLING)
    closes_at = game.round.closes_at
    assert closes_at is not None
    await table.press(game, 7, 1, closes_at - timedelta(milliseconds=1))
    with pytest.raises(RoundOverError):
        await table.press(game, 8, 1, closes_at)
    game = await table.on(game, Phase.REVEALING)
    with pytest.raises(RoundOverError):
        await table.press(game, 9, 1, closes_at - SECOND)
    assert [row["user_id"] for row in await table.rows(quiz_answers)] == [7]


async def test_a_press_after_the_end_and_on_a_game_that_was_removed_is_refused(table: Table) -> None:
    game = await table.on(await table.start(), Phase.OPEN)
    await service.stop(table.database, 2, 3, table.now, moderator=False)
    await table.on(game, Phase.OVER)
    with pytest.raises(RoundOverError):
        await table.press(game, 7, 1)
    async with table.database.write() as connection:
        await quiz_players.forget_guild(connection, 1)
    with pytest.raises(GameOverError):
        await table.press(game, 7, 1)


async def test_a_settled_round_adds_up_on_every_board(table: Table) -> None:
    game = await table.on(await table.start(), Phase.OPEN)
    key = game.round.asked.key
    await table.press(game, 7, key)
    await table.press(game, 8, (key + 1) % 4)
    await table.on(game, Phase.REVEALING)
    day = picks.periods(table.now.date())
    for board in (picks.game_board(game.id), "channel:2", "all", *day):
        assert await table.board(board) == {7: 2, 8: 0}, board


async def test_playing_alone_scores_in_the_game_and_on_no_board(table: Table) -> None:
    game = await table.on(await table.start(), Phase.OPEN)
    await table.press(game, 7, game.round.asked.key)
    await table.on(game, Phase.REVEALING)
    assert await table.board(picks.game_board(game.id)) == {7: 2}
    assert await table.board("all") == {}


async def test_a_question_that_counted_lately_scores_in_the_game_alone(table: Table) -> None:
    table.deck = replace(table.deck, candidates=table.deck.candidates[:3])
    for expected in (2, 2, 4):
        game = await table.on(await table.start(rounds=3), Phase.OPEN)
        while game.round.asked.id != "question-0":
            game = await table.on(await table.on(game, Phase.READING), Phase.OPEN)
        for user in (7, 8):
            await table.press(game, user, game.round.asked.key)
        await table.on(game, Phase.REVEALING)
        assert await table.board("all") == {7: expected, 8: expected}
        await service.stop(table.database, 2, 3, table.now, moderator=False)
        await table.on(game, Phase.OVER)
        table.now += timedelta(days=1 if expected == 2 and table.now < NOW + timedelta(days=1) else 8)


async def test_a_game_that_nobody_answers_for_three_rounds_ends_itself(table: Table) -> None:
    game = await table.on(await table.start(rounds=10), Phase.OVER)
    assert (game.ending, game.number) == (Ending.IDLE, 3)


async def test_one_answer_keeps_a_game_going(table: Table) -> None:
    game = await table.on(await table.start(rounds=5), Phase.OPEN)
    for _ in range(2):
        game = await table.on(await table.on(game, Phase.READING), Phase.OPEN)
    await table.press(game, 7, 0)
    game = await table.on(game, Phase.OVER)
    assert (game.ending, game.number) == (Ending.FINISHED, 5)


# ------------------------------------------------------------------------------------------------- opting out


async def opt_out(table: Table, user_id: int) -> None:
    async with table.database.write() as connection:
        await connection.execute(quiz_opt_outs.insert().values(user_id=user_id, since=NOW))


async def test_an_opted_out_player_plays_under_a_number_that_is_gone_after_the_game(table: Table) -> None:
    await opt_out(table, 7)
    game = await table.on(await table.start(), Phase.OPEN)
    await table.press(game, 7, game.round.asked.key)
    changed = await table.press(game, 7, game.round.asked.key)
    await table.press(game, 8, 0)
    assert changed.before == game.round.asked.key
    assert {row["user_id"] > 0 for row in await table.rows(quiz_answers)} == {True, False}
    assert [row["user_id"] for row in await table.rows(players_table)] == [8]
    own = await service.result(table.database, game.round.id, 7)
    assert own.option == game.round.asked.key
    game = await table.on(game, Phase.PODIUM)
    lines, players = await service.podium(table.database, game)
    assert (players, {line.name for line in lines}) == (2, {None, "player 8"})
    await table.on(game, Phase.OVER)
    assert [row["user_id"] for row in await table.rows(quiz_answers)] == [8]
    assert {row["user_id"] for row in await table.rows(scores)} == {8}


async def test_who_opts_out_during_a_round_is_counted_once_and_on_no_board(table: Table) -> None:
    game = await table.on(await table.start(), Phase.OPEN)
    await table.press(game, 7, 0)
    await table.press(game, 8, 0)
    await opt_out(table, 7)
    await table.press(game, 7, game.round.asked.key)
    assert len(await table.rows(quiz_answers)) == 2
    await table.on(game, Phase.REVEALING)
    assert 7 not in await table.board("all")
    assert 7 not in {row["user_id"] for row in await table.rows(quiz_answers)}


# ------------------------------------------------------------------------------------------------- the end


async def test_only_the_starter_and_moderators_stop_a_game(table: Table) -> None:
    game = await table.start()
    with pytest.raises(NotYourGameError):
        await service.stop(table.database, 2, 4, table.now, moderator=False)
    await service.stop(table.database, 2, 4, table.now, moderator=True)
    assert (await table.on(game, Phase.OVER)).ending is Ending.STOPPED
    with pytest.raises(NoQuizError):
        await service.stop(table.database, 2, 3, table.now, moderator=True)


async def test_a_calm_game_is_moved_on_once_by_one_press(table: Table) -> None:
    game = await table.on(await table.start(mode=Mode.CALM), Phase.OPEN)
    with pytest.raises(NotYourGameError):
        await service.move_on(table.database, game.round.id, 4, table.now, PACE, moderator=False)
    for _ in range(2):  # a double click
        await service.move_on(table.database, game.round.id, 3, table.now, PACE, moderator=False)
    closing = await table.on(game, Phase.CLOSING)
    assert closing.number == 1


async def test_a_message_of_a_phase_that_has_passed_changes_nothing(table: Table) -> None:
    game = await table.on(await table.start(), Phase.OPEN)
    stale = replace(game, phase=Phase.ASKING)
    assert (await service.sent(table.database, stale, table.now, PACE, 5)).phase is Phase.OPEN
    assert (await service.failed(table.database, stale, table.now, Ending.BLOCKED)).phase is Phase.OPEN


async def test_what_was_missed_is_kept_for_review_and_only_that(table: Table) -> None:
    game = await table.on(await table.start(), Phase.OPEN)
    wrong = (game.round.asked.key + 1) % 4
    await table.press(game, 7, wrong)
    game = await table.on(await table.on(game, Phase.READING), Phase.OPEN)
    await table.press(game, 7, game.round.asked.key)
    await table.on(game, Phase.OVER)
    for _ in range(2):
        missed = await service.missed(table.database, game.id, 7, table.now)
        assert [(one.number, option) for one, option in missed.rounds] == [(1, wrong)]
        assert (missed.answered, missed.asked, missed.kept) == (2, 3, True)
    assert len(await table.rows(quiz_misses)) == 1
    await opt_out(table, 7)
    assert not (await service.missed(table.database, game.id, 7, table.now)).kept


# ------------------------------------------------------------------------------------------------- the model

Event = tuple[str, int, int, int]
"""What happens: a press of a user on an option so many tenths before or after, time that passes, a restart."""
events = st.lists(
    st.one_of(
        st.tuples(st.just("press"), st.integers(1, 4), st.integers(0, 3), st.integers(-30, 30)),
        st.tuples(st.just("again"), st.integers(0, 99), st.just(0), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 120), st.just(0), st.just(0)),
        st.tuples(st.just("restart"), st.just(0), st.just(0), st.just(0)),
    ),
    max_size=30,
)


class Played:
    """A game on a database, and beside it the simplest model: who picked what last, in time and before the end."""

    def __init__(self, table: Table, game: Game, file: Path) -> None:
        self.table, self.game, self.file = table, game, file
        self.counted: dict[tuple[int, int], Pick] = {}
        self.made: list[Pick] = []
        self.keys: dict[int, tuple[int, str]] = {}

    async def happen(self, kind: str, first: int, second: int, tenths: int) -> None:
        table = self.table
        if kind == "press":
            at = table.now + tenths * SECOND / 10
            self.made.append(Pick(table.snowflake(at), self.game.round.id, first, second))
            await self.hear(self.made[-1])
        elif kind == "again" and self.made:
            await self.hear(self.made[first % len(self.made)])
        elif kind == "restart":
            await table.presses.drained()
            await table.database.close()
            table.database = Database.open(f"sqlite:///{self.file}")
            table.presses = service.presses(table.database)
        else:
            table.now += first * SECOND / 10

    async def hear(self, pick: Pick) -> None:
        current = self.game.round
        assert current.closes_at is not None
        if pick.round_id == current.id and current.settled_at is None and pick.at < current.closes_at:
            before = self.counted.get((pick.round_id, pick.user_id))
            if before is None or before.press_id < pick.press_id:
                self.counted[pick.round_id, pick.user_id] = pick
        with suppress(RoundOverError):
            await service.press(self.table.presses, pick)

    def note(self) -> None:
        asked_now = self.game.round.asked
        self.keys[self.game.round.id] = asked_now.key, asked_now.difficulty

    def scores(self) -> dict[int, int]:
        model: dict[int, int] = {}
        for (round_id, user_id), pick in self.counted.items():
            key, difficulty = self.keys[round_id]
            model[user_id] = model.get(user_id, 0) + POINTS[difficulty] * (pick.option == key)
        return model


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events)
async def test_whatever_happens_the_scores_are_those_of_the_simplest_model(
    migrated: Path, knowledge: Knowledge, tmp_path: Path, happened: list[Event]
) -> None:
    file = tmp_path / "model.sqlite3"
    shutil.copy(migrated, file)
    table = Table(Database.open(f"sqlite:///{file}"), knowledge)
    played = Played(table, await table.on(await table.start(rounds=3), Phase.OPEN), file)
    for event in happened:
        played.note()
        await played.happen(*event)
        played.game = await run_until_open(table, played.game)
        if played.game.phase is Phase.OVER:
            break
    played.note()
    await table.on(played.game, Phase.OVER)
    assert await table.board(picks.game_board(played.game.id)) == played.scores()
    await table.database.close()


async def run_until_open(table: Table, game: Game) -> Game:
    """Do what is due at this moment, every message arriving at once."""
    while True:
        found = await service.step(table.database, game.id, table.now, PACE)
        assert found is not None
        if found.phase not in quiz.SENDS:
            return found
        game = await service.sent(table.database, found, table.now, PACE, table.snowflake())
