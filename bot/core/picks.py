"""Which presses of a round count, what they are worth, and on which boards."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.quiz import Game, Round, moment_of

DAILY_CAP = 150
"""The most points a day, in one server, that count beyond their game."""
REPEAT_DAYS = 7
"""A question counts again for the same player after so many days."""
POINTS = {"easy": 1, "medium": 2, "hard": 3}


@dataclass(frozen=True)
class Pick:
    """A press on a letter: `press_id` is the interaction's, and so says when Discord took it."""

    press_id: int
    round_id: int
    user_id: int
    option: int
    name: str = ""

    @property
    def at(self) -> datetime:
        return moment_of(self.press_id)


class Verdict(StrEnum):
    """What becomes of a pick."""

    COUNTS = "counts"
    LATE = "late"
    """Pressed at or after the deadline."""
    OVER = "over"
    """The round was settled before it was heard."""


def judge(pick: Pick, current: Round, *, ended: bool = False) -> Verdict:
    """Whether a pick heard now counts: its own time must lie before the deadline, and the round must not be settled."""
    if ended or current.settled_at is not None or pick.option >= len(current.asked.options):
        return Verdict.OVER
    late = current.closes_at is not None and pick.at >= current.closes_at
    return Verdict.LATE if late else Verdict.COUNTS


@dataclass(frozen=True)
class Answer:
    """What a player has picked in a round; a negative `user_id` stands for somebody who opted out."""

    user_id: int
    option: int
    correct: bool
    milliseconds: int
    press_id: int


def answer(pick: Pick, current: Round) -> Answer:
    """The row that a pick becomes; its time runs from the question's message, by Discord's clock."""
    opened_at = moment_of(current.message_id) if current.message_id else current.opened_at or pick.at
    taken = pick.at - opened_at
    milliseconds = max(0, round(taken / timedelta(milliseconds=1)))
    correct = current.asked.options[pick.option].correct
    return Answer(pick.user_id, pick.option, correct, milliseconds, pick.press_id)


def latest(before: Answer | None, picked: Answer) -> Answer:
    """Of two answers of one player in one round the one that counts: pressed last, in whatever order they are heard."""
    return picked if before is None or picked.press_id > before.press_id else before


def pseudonym(secret: bytes, user_id: int) -> int:
    """The random number under which an opted-out player plays one game; without `secret` nobody finds back."""
    digest = hashlib.blake2b(user_id.to_bytes(8, "big"), key=secret, digest_size=8).digest()
    return -(int.from_bytes(digest, "big") >> 1) - 1


# ------------------------------------------------------------------------------------------------- scoring


@dataclass(frozen=True)
class Award:
    """What an answer is worth: `points` in its game, `counted` of them on the boards (None: not on the boards)."""

    points: int
    counted: int | None


def awards(
    answers: Sequence[Answer],
    difficulty: str,
    *,
    solo_counts: bool,
    known: frozenset[int] = frozenset(),
    today: Mapping[int, int] | None = None,
) -> dict[int, Award]:
    """By player. `known`: for whom this question counted lately; `today`: the points each has today so far."""
    alone = len(answers) == 1 and not solo_counts
    given: dict[int, Award] = {}
    for one in answers:
        points = POINTS[difficulty] if one.correct else 0
        kept = not alone and one.user_id > 0 and one.user_id not in known
        room = max(0, DAILY_CAP - (today or {}).get(one.user_id, 0))
        given[one.user_id] = Award(points, min(points, room) if kept else None)
    return given


def periods(day: date) -> tuple[str, ...]:
    """The boards of a day, besides the one of all time."""
    year, week, _ = day.isocalendar()
    return f"day:{day.isoformat()}", f"week:{year}-W{week:02}", f"month:{day:%Y-%m}"


def boards(game: Game, day: date) -> tuple[str, ...]:
    """The boards that an answer which counts is added to, besides the game's own."""
    return (f"channel:{game.home_channel_id}", *periods(day), "all")


def game_board(game_id: int) -> str:
    """The board of one game."""
    return f"game:{game_id}"


@dataclass(frozen=True)
class Score:
    """A line of a board; `name` is None where none is kept."""

    user_id: int
    name: str | None
    points: int
    correct: int
    answered: int


@dataclass(frozen=True)
class Tally:
    """How a round was answered: how many took each option, and the names of those who were right, the first first."""

    counts: tuple[int, ...]
    right: tuple[str, ...]
    """Of at most as many as a message names."""

    @property
    def players(self) -> int:
        return sum(self.counts)
