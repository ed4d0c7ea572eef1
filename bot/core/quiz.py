"""A game of the quiz as values: its phases, what moves it on, which presses count, and what they are worth.

A game goes from phase to phase. In some the bot has something to send, and `sent` or `failed` moves it on; in the
others it waits for a moment (`due_at`) or a person. Every phase can be entered again after a crash: what is to be
sent is sent once (see `bot.delivery`), and a moment that has passed is acted on late.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.core.questions import Asked
from bot.core.refusals import NotYourGameError

MIN_ROUNDS, MAX_ROUNDS = 3, 50
MIN_SECONDS, MAX_SECONDS = 10, 300
IDLE_ROUNDS = 3
"""A game ends by itself after so many rounds in a row that nobody answered."""
BEYOND = timedelta(seconds=3)
"""How long after its deadline a round is settled: a press that was not answered by then is dead."""
PATIENCE = timedelta(minutes=30)
"""How long a calm game waits for somebody to move it on."""
RETRY = timedelta(seconds=20)
"""When a message that may or may not have arrived is tried again."""


class Mode(StrEnum):
    """How a round ends."""

    EVERYONE = "everyone"
    """By the clock; all who are right in time score."""
    CALM = "calm"
    """When the starter moves on."""


class Phase(StrEnum):
    """Where a game stands. In the phases of SENDS the bot has a message to bring out."""

    ANNOUNCING = "announcing"
    THREADING = "threading"
    LOBBY = "lobby"
    ASKING = "asking"
    OPEN = "open"
    CLOSING = "closing"
    SETTLING = "settling"
    REVEALING = "revealing"
    READING = "reading"
    PODIUM = "podium"
    OVER = "over"


SENDS = frozenset((Phase.ANNOUNCING, Phase.THREADING, Phase.ASKING, Phase.CLOSING, Phase.REVEALING, Phase.PODIUM))


class Ending(StrEnum):
    """Why a game ended, or will after its current round."""

    FINISHED = "finished"
    STOPPED = "stopped"
    IDLE = "idle"
    CHANNEL_GONE = "channel_gone"
    NO_PERMISSION = "no_permission"
    BLOCKED = "blocked"
    """Discord or the server's own rules took a message of the game for unfit."""


@dataclass(frozen=True)
class Pace:
    """How long things take; `scale` below 1 is for trying and testing."""

    scale: float = 1.0

    def of(self, time: timedelta) -> timedelta:
        return time * self.scale


LOBBY = timedelta(seconds=15)


@dataclass(frozen=True)
class Round:
    """One question of a game. The game's rounds are chosen when it starts and so outlive a reload of the library."""

    id: int
    number: int
    asked: Asked
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    """The deadline by Discord's clock; None in a calm game that waits."""
    settled_at: datetime | None = None
    message_id: int | None = None
    reveal_message_id: int | None = None


@dataclass(frozen=True)
class Game:
    """A game and its current round."""

    id: int
    guild_id: int
    home_channel_id: int
    channel_id: int
    user_id: int | None
    topic: str
    difficulty: str
    mode: Mode
    rounds: int
    seconds: int | None
    in_thread: bool
    solo_counts: bool
    secret: bytes | None
    phase: Phase
    number: int
    due_at: datetime | None
    started_at: datetime
    lobby_message_id: int | None = None
    podium_message_id: int | None = None
    ended_at: datetime | None = None
    ending: Ending | None = None
    current: Round | None = None
    following: Round | None = None
    """The round after the current one."""

    @property
    def round(self) -> Round:
        """The current round, where the phase has one."""
        if self.current is None:
            raise LookupError(f"game {self.id} has no round in phase {self.phase}")
        return self.current


# ------------------------------------------------------------------------------------------------- moving on


@dataclass(frozen=True)
class Facts:
    """What the store knows besides the game, when its moment has come."""

    ahead: timedelta = timedelta()
    """How long a message waits now before it goes out, because others are ahead of it."""
    idle: bool = False
    """Whether the last IDLE_ROUNDS rounds had no answer."""
    answered: bool = False
    """Whether the current round has an answer."""


def sent(game: Game, now: datetime, pace: Pace, message_id: int) -> Game:
    """The message of the phase has arrived."""
    step = _SENT.get(game.phase)
    return game if step is None else step(game, now, pace, message_id)


def due(game: Game, now: datetime, pace: Pace, facts: Facts) -> Game:
    """Its moment has come.

    In the phases of SENDS nothing changes, except that a question whose message did not arrive in time, and which
    nobody can have answered, gets its time anew.
    """
    step = _DUE.get(game.phase)
    return game if step is None else step(game, now, pace, facts)


def failed(game: Game, now: datetime, ending: Ending) -> Game:
    """A message of the game cannot be brought out: it ends there, with what was scored."""
    return _over(replace(game, ending=game.ending or ending), now)


def retried(game: Game, now: datetime, pace: Pace) -> Game:
    """Nobody knows whether the message arrived; it is looked for and tried again."""
    return replace(game, due_at=now + pace.of(RETRY))


def moved_on(game: Game, now: datetime, pace: Pace) -> Game:
    """The host of a calm game goes on: an open question closes, after a reveal the next one comes."""
    if game.mode is Mode.CALM and game.phase is Phase.OPEN:
        return _closing(game, now)
    return _next(game, now, pace) if game.mode is Mode.CALM and game.phase is Phase.READING else game


def stopped(game: Game, now: datetime) -> Game:
    """Somebody ends it: an open question closes at once and counts as it stands; then the podium."""
    if game.phase in (Phase.PODIUM, Phase.OVER):
        return game
    ending = replace(game, ending=game.ending or Ending.STOPPED)
    if game.phase is Phase.OPEN:
        return _closing(ending, now)
    return _enter(ending, Phase.PODIUM, now) if game.phase in (Phase.LOBBY, Phase.READING) else ending


def require_host(game: Game, user_id: int, *, moderator: bool) -> None:
    """A NotYourGameError for somebody who may not stop it or move it on: who started it may, and moderators."""
    if not moderator and user_id != game.user_id:
        raise NotYourGameError(game.user_id)


def length(game: Game, pace: Pace) -> timedelta:
    """How long the current question is open."""
    return pace.of(timedelta(seconds=game.seconds or game.round.asked.seconds))


def _announced(game: Game, now: datetime, pace: Pace, message_id: int) -> Game:
    told = replace(game, lobby_message_id=message_id)
    return _enter(told, Phase.THREADING, now) if game.in_thread else _lobby(told, now, pace)


def _threaded(game: Game, now: datetime, pace: Pace, thread_id: int) -> Game:
    return _lobby(replace(game, channel_id=thread_id), now, pace)


def _asked(game: Game, now: datetime, pace: Pace, message_id: int) -> Game:
    asked = replace(game, phase=Phase.OPEN, current=replace(game.round, message_id=message_id))
    if game.ending is not None:
        return _closing(asked, now)
    return replace(asked, due_at=game.round.closes_at or now + pace.of(PATIENCE))


def _closed(game: Game, now: datetime, pace: Pace, _message_id: int) -> Game:
    return replace(game, phase=Phase.SETTLING, due_at=(game.round.closes_at or now) + pace.of(BEYOND))


def _revealed(game: Game, now: datetime, pace: Pace, message_id: int) -> Game:
    """Time to read it; less at the end, for the podium is not a question."""
    revealed = replace(game, phase=Phase.READING, current=replace(game.round, reveal_message_id=message_id))
    last = game.ending is not None or game.following is None
    if game.mode is Mode.CALM and not last:
        return replace(revealed, due_at=now + pace.of(PATIENCE))
    seconds = min(5, game.round.asked.reading_seconds) if last else game.round.asked.reading_seconds
    return replace(revealed, due_at=now + pace.of(timedelta(seconds=seconds)))


def _honored(game: Game, now: datetime, _pace: Pace, message_id: int) -> Game:
    return _over(replace(game, podium_message_id=message_id), now)


_SENT: dict[Phase, Callable[[Game, datetime, Pace, int], Game]] = {
    Phase.ANNOUNCING: _announced,
    Phase.THREADING: _threaded,
    Phase.ASKING: _asked,
    Phase.CLOSING: _closed,
    Phase.REVEALING: _revealed,
    Phase.PODIUM: _honored,
}


def _begun(game: Game, now: datetime, pace: Pace, facts: Facts) -> Game:
    return _ask(game, now + facts.ahead, pace)


def _asked_again(game: Game, now: datetime, pace: Pace, facts: Facts) -> Game:
    closes_at = game.round.closes_at
    late = closes_at is not None and not facts.answered and closes_at - now < length(game, pace) / 2
    return _open(game, game.round, now + facts.ahead, pace) if late else game


def _timed_out(game: Game, now: datetime, _pace: Pace, _facts: Facts) -> Game:
    """The deadline; in a calm game, that nobody has moved it on for so long."""
    if game.round.closes_at is None:
        return _closing(replace(game, ending=Ending.IDLE), now)
    return _enter(game, Phase.CLOSING, now)


def _settled(game: Game, now: datetime, _pace: Pace, facts: Facts) -> Game:
    ending = Ending.IDLE if facts.idle and game.ending is None else game.ending
    return _enter(replace(game, ending=ending, current=replace(game.round, settled_at=now)), Phase.REVEALING, now)


def _read(game: Game, now: datetime, pace: Pace, facts: Facts) -> Game:
    if game.mode is Mode.CALM and game.ending is None and game.following is not None:
        return _enter(replace(game, ending=Ending.IDLE), Phase.PODIUM, now)
    return _next(game, now + facts.ahead, pace)


_DUE: dict[Phase, Callable[[Game, datetime, Pace, Facts], Game]] = {
    Phase.LOBBY: _begun,
    Phase.ASKING: _asked_again,
    Phase.OPEN: _timed_out,
    Phase.SETTLING: _settled,
    Phase.READING: _read,
}


def _lobby(game: Game, now: datetime, pace: Pace) -> Game:
    if game.ending is not None:
        return _enter(game, Phase.PODIUM, now)
    return replace(game, phase=Phase.LOBBY, due_at=now + pace.of(LOBBY))


def _ask(game: Game, now: datetime, pace: Pace) -> Game:
    if game.following is None:
        return _enter(game, Phase.PODIUM, now)
    return _open(replace(game, phase=Phase.ASKING, number=game.following.number), game.following, now, pace)


def _open(game: Game, current: Round, now: datetime, pace: Pace) -> Game:
    """The question begins: its deadline stands before its message does."""
    timed = replace(game, current=replace(current, opened_at=now), due_at=now)
    closes_at = None if game.mode is Mode.CALM else _whole(now + length(timed, pace), pace)
    return replace(timed, current=replace(timed.round, closes_at=closes_at))


def _whole(moment: datetime, pace: Pace) -> datetime:
    """The next whole second, since players are shown no less; not where everything goes faster than that."""
    return moment if pace.scale < 1 else moment.replace(microsecond=0) + timedelta(seconds=1)


def _enter(game: Game, phase: Phase, now: datetime) -> Game:
    return replace(game, phase=phase, due_at=now)


def _closing(game: Game, now: datetime) -> Game:
    closes_at = min(now, game.round.closes_at or now)
    return _enter(replace(game, current=replace(game.round, closes_at=closes_at)), Phase.CLOSING, now)


def _next(game: Game, now: datetime, pace: Pace) -> Game:
    return _ask(game, now, pace) if game.ending is None else _enter(game, Phase.PODIUM, now)


def _over(game: Game, now: datetime) -> Game:
    ending = game.ending or Ending.FINISHED
    return replace(game, phase=Phase.OVER, due_at=None, ended_at=now, ending=ending, secret=None)


# ------------------------------------------------------------------------------------------------- time

_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


def moment_of(snowflake: int) -> datetime:
    """When Discord made what has this id."""
    return _EPOCH + timedelta(milliseconds=snowflake >> 22)
