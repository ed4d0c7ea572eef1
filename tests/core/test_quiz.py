"""The state machine of a game: from phase to phase, by what is sent, by time, and by people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import quiz
from bot.core.quiz import Ending, Facts, Game, Mode, Pace, Phase
from bot.core.refusals import NotYourGameError
from tests.quiz_values import NOW, game, round_of

PACE = Pace()
SECOND = timedelta(seconds=1)


def sent(before: Game) -> Game:
    return quiz.sent(before, NOW, PACE, 99)


def due(before: Game, **facts: object) -> Game:
    return quiz.due(before, NOW, PACE, Facts(**facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "phase"),
    [
        (game(Phase.ANNOUNCING), Phase.LOBBY),
        (game(Phase.ANNOUNCING, in_thread=True), Phase.THREADING),
        (game(Phase.THREADING, in_thread=True), Phase.LOBBY),
        (game(Phase.ASKING), Phase.OPEN),
        (game(Phase.ASKING, ending=Ending.STOPPED), Phase.CLOSING),
        (game(Phase.CLOSING), Phase.SETTLING),
        (game(Phase.REVEALING), Phase.READING),
        (game(Phase.PODIUM), Phase.OVER),
        (game(Phase.OPEN), Phase.OPEN),
    ],
)
def test_a_message_that_arrived_leads_on(before: Game, phase: Phase) -> None:
    assert sent(before).phase is phase


@pytest.mark.parametrize(
    ("before", "phase"),
    [
        (game(Phase.LOBBY), Phase.ASKING),
        (game(Phase.LOBBY, following=None), Phase.PODIUM),
        (game(Phase.OPEN, current=round_of(1, closes_at=NOW)), Phase.CLOSING),
        (game(Phase.SETTLING), Phase.REVEALING),
        (game(Phase.READING), Phase.ASKING),
        (game(Phase.READING, following=None), Phase.PODIUM),
        (game(Phase.READING, ending=Ending.IDLE), Phase.PODIUM),
        (game(Phase.READING, mode=Mode.CALM), Phase.PODIUM),
        (game(Phase.OPEN, mode=Mode.CALM), Phase.CLOSING),
        (game(Phase.REVEALING), Phase.REVEALING),
        (game(Phase.OVER), Phase.OVER),
    ],
)
def test_a_moment_that_has_come_leads_on(before: Game, phase: Phase) -> None:
    assert due(before).phase is phase


@pytest.mark.parametrize(
    ("before", "phase"),
    [
        (game(Phase.LOBBY), Phase.PODIUM),
        (game(Phase.READING), Phase.PODIUM),
        (game(Phase.OPEN), Phase.CLOSING),
        (game(Phase.ASKING), Phase.ASKING),
        (game(Phase.SETTLING), Phase.SETTLING),
        (game(Phase.PODIUM), Phase.PODIUM),
        (game(Phase.OVER), Phase.OVER),
    ],
)
def test_whoever_stops_it_ends_it_after_what_is_under_way(before: Game, phase: Phase) -> None:
    assert quiz.stopped(before, NOW).phase is phase


def test_a_stopped_game_settles_its_open_question_and_asks_no_other() -> None:
    open_ = game(Phase.OPEN, current=round_of(1, closes_at=NOW + 9 * SECOND))
    settling = sent(quiz.stopped(open_, NOW))
    assert settling.round.closes_at == NOW
    assert settling.due_at == NOW + quiz.BEYOND
    podium = due(sent(due(settling)))
    assert (podium.phase, sent(podium).ending) == (Phase.PODIUM, Ending.STOPPED)


def test_a_game_stopped_before_its_first_question_goes_to_its_end() -> None:
    early = quiz.stopped(game(Phase.ANNOUNCING), NOW)
    assert sent(early).phase is Phase.PODIUM


def test_a_deadline_is_a_whole_second_and_no_shorter_than_was_said() -> None:
    asking = quiz.due(game(Phase.LOBBY), NOW + timedelta(milliseconds=1), PACE, Facts())
    assert asking.round.closes_at == NOW + 21 * SECOND


def test_a_message_that_waits_for_others_gets_its_time_on_top() -> None:
    asking = due(game(Phase.LOBBY), ahead=5 * SECOND)
    assert asking.round.closes_at == NOW + 26 * SECOND


def test_a_calm_question_has_no_deadline_until_somebody_moves_on() -> None:
    calm = due(game(Phase.LOBBY, mode=Mode.CALM))
    assert calm.round.closes_at is None
    waiting = sent(calm)
    assert waiting.due_at == NOW + quiz.PATIENCE
    closing = quiz.moved_on(waiting, NOW, PACE)
    assert (closing.phase, closing.round.closes_at) == (Phase.CLOSING, NOW)
    assert quiz.moved_on(game(Phase.READING, mode=Mode.CALM), NOW, PACE).phase is Phase.ASKING


def test_nobody_moves_a_game_with_a_clock_on() -> None:
    assert quiz.moved_on(game(Phase.OPEN), NOW, PACE) == game(Phase.OPEN)
    assert quiz.moved_on(game(Phase.READING), NOW, PACE) == game(Phase.READING)


def test_a_calm_game_that_nobody_moves_on_ends() -> None:
    assert due(game(Phase.OPEN, mode=Mode.CALM)).ending is Ending.IDLE
    assert due(game(Phase.READING, mode=Mode.CALM)).ending is Ending.IDLE


def test_the_last_reveal_of_a_calm_game_leads_to_its_podium_by_itself() -> None:
    last = game(Phase.REVEALING, mode=Mode.CALM, following=None)
    reading = sent(last)
    assert reading.due_at is not None
    assert reading.due_at <= NOW + 5 * SECOND
    assert (due(reading).phase, due(reading).ending) == (Phase.PODIUM, None)


def test_a_question_that_came_late_and_has_no_answer_gets_its_time_anew() -> None:
    late = game(Phase.ASKING, current=round_of(1, opened_at=NOW - 19 * SECOND, closes_at=NOW + SECOND))
    assert due(late).round.closes_at == NOW + 21 * SECOND
    assert due(late).number == 1
    assert due(late, answered=True) == late


def test_a_question_that_came_in_time_keeps_its_deadline() -> None:
    fresh = game(Phase.ASKING, current=round_of(1, opened_at=NOW, closes_at=NOW + 20 * SECOND))
    assert due(fresh) == fresh


def test_a_game_that_nobody_answers_ends_after_the_reveal() -> None:
    idle = due(game(Phase.SETTLING), idle=True)
    assert (idle.phase, idle.ending) == (Phase.REVEALING, Ending.IDLE)
    assert due(sent(idle)).phase is Phase.PODIUM


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.OVER])
def test_a_game_whose_messages_are_refused_is_over_at_once(phase: Phase) -> None:
    over = quiz.failed(game(phase), NOW, Ending.CHANNEL_GONE)
    assert (over.phase, over.ending, over.due_at, over.ended_at) == (Phase.OVER, Ending.CHANNEL_GONE, None, NOW)


def test_the_first_reason_for_an_end_is_the_one_that_is_kept() -> None:
    assert quiz.failed(game(Phase.PODIUM, ending=Ending.STOPPED), NOW, Ending.BLOCKED).ending is Ending.STOPPED


def test_a_finished_game_forgets_the_secret_of_its_nameless_players() -> None:
    over = sent(game(Phase.PODIUM))
    assert (over.secret, over.ending, over.podium_message_id) == (None, Ending.FINISHED, 99)


def test_what_may_have_arrived_is_looked_for_again_later() -> None:
    again = quiz.retried(game(Phase.ASKING), NOW, PACE)
    assert again == replace(game(Phase.ASKING), due_at=NOW + quiz.RETRY)


def test_the_starter_and_moderators_may_stop_it_and_nobody_else() -> None:
    quiz.require_host(game(), 5, moderator=False)
    quiz.require_host(game(), 6, moderator=True)
    with pytest.raises(NotYourGameError):
        quiz.require_host(game(), 6, moderator=False)
    with pytest.raises(NotYourGameError):
        quiz.require_host(game(user_id=None), 6, moderator=False)


def test_a_game_without_a_round_says_so() -> None:
    with pytest.raises(LookupError, match="has no round"):
        _ = game(Phase.LOBBY).round
