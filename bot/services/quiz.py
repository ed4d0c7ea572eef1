"""Start a game, move it on, take presses, settle rounds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import picks, questions, quiz, suggestions
from bot.core.generated import Chance
from bot.core.library import Library
from bot.core.picks import Pick, Score, Tally, Verdict
from bot.core.questions import Candidate
from bot.core.quiz import Ending, Facts, Game, Mode, Pace, Phase, Round
from bot.core.refusals import (
    GameOverError,
    NoQuizError,
    QuizCooldownError,
    QuizRoleRequiredError,
    QuizRunningError,
    RoundOverError,
    RoundsOutOfRangeError,
)
from bot.core.settings import GuildSettings, may_start_quiz
from bot.core.suggestions import State
from bot.storage import quiz as storage
from bot.storage import quiz_picks, quiz_scores, settings
from bot.storage import suggestions as suggested
from bot.storage.engine import Database, hold
from bot.storage.group_commit import GroupCommit
from bot.storage.quiz import NewGame
from bot.storage.quiz_picks import Recorded

Presses = GroupCommit[Pick, Recorded]

_REMEMBERED = timedelta(days=30)
"""What a server was asked in this time is asked again only when nothing else is left."""
NAMED = 10
"""How many players a message names."""


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for with /quiz start, and where."""

    guild_id: int
    channel_id: int
    user_id: int
    topic: str = questions.EVERYTHING
    difficulty: str = questions.MIXED
    rounds: int = 10
    seconds: int | None = None
    mode: Mode = Mode.EVERYONE
    threads: bool = True
    """Whether the channel can have threads; where it cannot, the game runs in it."""
    manage_guild: bool = False
    role_ids: Collection[int] = ()


def presses(database: Database) -> Presses:
    """Where presses are put; one for each process."""
    return GroupCommit(database, quiz_picks.record)


@dataclass(frozen=True)
class Deck:
    """What there is to be asked, of a library."""

    library: Library
    candidates: Sequence[Candidate]


async def start(database: Database, deck: Deck, wanted: Wanted, now: datetime, chance: Chance, secret: bytes) -> Game:
    """Store a new game, its questions chosen; or a refusal that says why there can be none."""
    if not quiz.MIN_ROUNDS <= wanted.rounds <= quiz.MAX_ROUNDS:
        raise RoundsOutOfRangeError(wanted.rounds)
    topic = questions.topic(deck.library, wanted.topic)
    available = questions.fitting(deck.candidates, topic.key, wanted.difficulty, deck.library)
    async with database.write() as connection:
        await hold(connection, "quiz-channel", wanted.channel_id)
        current = await settings.load(connection, wanted.guild_id)
        await _may_start(connection, current, wanted, now)
        own = suggestions.pool(await suggested.in_state(connection, wanted.guild_id, State.APPROVED))
        available += questions.fitting(own, topic.key, wanted.difficulty, deck.library)
        lately = await storage.asked_lately(connection, wanted.guild_id, now - _REMEMBERED)
        asked = questions.choose(available, wanted.rounds, chance, lately=lately, least=quiz.MIN_ROUNDS)
        new = NewGame(
            guild_id=wanted.guild_id,
            home_channel_id=wanted.channel_id,
            channel_id=wanted.channel_id,
            user_id=wanted.user_id,
            topic=topic.key,
            difficulty=wanted.difficulty,
            mode=wanted.mode,
            rounds=len(asked),
            seconds=wanted.seconds,
            in_thread=current.quiz_in_thread and wanted.threads,
            solo_counts=current.quiz_solo_counts,
            secret=secret,
        )
        try:
            game_id = await storage.add(connection, new, asked, now)
        except IntegrityError as error:  # another process was quicker
            raise QuizRunningError(wanted.channel_id) from error
        return await _existing(connection, game_id)


async def _may_start(connection: AsyncConnection, current: GuildSettings, wanted: Wanted, now: datetime) -> None:
    if not may_start_quiz(current, manage_guild=wanted.manage_guild, role_ids=wanted.role_ids):
        raise QuizRoleRequiredError(current.quiz_role_id)
    if (running := await storage.running_in(connection, wanted.channel_id)) is not None:
        raise QuizRunningError(running.channel_id)
    ended = await storage.last_end(connection, wanted.channel_id)
    until = ended + timedelta(seconds=current.quiz_cooldown_seconds) if ended is not None else now
    if until > now:
        raise QuizCooldownError(int(until.timestamp()) + 1)


@dataclass(frozen=True)
class Picked:
    """What is stored for a player after a press, and what was before it, if anything was."""

    current: Round
    chosen: int
    before: int | None


async def press(pressed: Presses, pick: Pick) -> Picked:
    """Store a press; when this returns it is on disk. A RoundOverError or GameOverError if it came too late."""
    recorded = await pressed.put(pick)
    if recorded.current is None:
        raise GameOverError
    if recorded.verdict is not Verdict.COUNTS or recorded.chosen is None:
        raise RoundOverError
    return Picked(recorded.current, recorded.chosen, recorded.before)


# ------------------------------------------------------------------------------------------------- moving on


async def step(
    database: Database, game_id: int, now: datetime, pace: Pace, ahead: timedelta = timedelta()
) -> Game | None:
    """Do what is due, until there is a message to bring out or a moment to wait for; None if there is no such game."""
    async with database.write() as connection:
        game = await storage.load_to_change(connection, game_id)
        while game is not None and game.due_at is not None and game.due_at <= now:
            after = await _due(connection, game, now, pace, ahead)
            if after == game:
                break
            await storage.save(connection, game, after)
            game = await storage.load(connection, game_id)
            if game is not None and game.phase in quiz.SENDS:
                break
        return game


async def _due(connection: AsyncConnection, game: Game, now: datetime, pace: Pace, ahead: timedelta) -> Game:
    match game.phase:
        case Phase.SETTLING:
            await _settle(connection, game, now)
            facts = Facts(idle=await storage.is_idle(connection, game))
        case Phase.ASKING:
            facts = Facts(ahead, answered=await storage.is_answered(connection, game.round.id))
        case _:
            facts = Facts(ahead)
    return quiz.due(game, now, pace, facts)


async def _settle(connection: AsyncConnection, game: Game, now: datetime) -> None:
    zone = (await settings.load(connection, game.guild_id)).zone
    day = now.astimezone(ZoneInfo(zone)).date()
    asked = game.round.asked
    answers = await quiz_scores.to_settle(connection, game)
    since = now - timedelta(days=picks.REPEAT_DAYS)
    players = [one.user_id for one in answers]
    awarded = picks.awards(
        answers,
        asked.difficulty,
        solo_counts=game.solo_counts,
        known=await quiz_scores.counted_for(connection, game.guild_id, asked.id, since),
        today=await quiz_scores.points_on(connection, game.guild_id, picks.periods(day)[0], players),
    )
    await quiz_scores.settle(connection, game, answers, awarded, picks.boards(game, day), now)


async def sent(database: Database, game: Game, now: datetime, pace: Pace, message_id: int) -> Game:
    """The message of the phase that `game` is in has arrived; the game after that."""
    return await _change(database, game, lambda current: quiz.sent(current, now, pace, message_id))


async def failed(database: Database, game: Game, now: datetime, ending: Ending) -> Game:
    """The message of the phase cannot be brought out: the game ends with what was scored."""
    return await _change(database, game, lambda current: quiz.failed(current, now, ending))


async def retried(database: Database, game: Game, now: datetime, pace: Pace) -> Game:
    """Whether the message of the phase arrived is not known: it is tried again later."""
    return await _change(database, game, lambda current: quiz.retried(current, now, pace))


async def _change(database: Database, seen: Game, change: Callable[[Game], Game]) -> Game:
    """Change a game if it still is where it was seen."""
    async with database.write() as connection:
        game = await storage.load_to_change(connection, seen.id)
        if game is None or (game.phase, game.number) != (seen.phase, seen.number):
            return game or seen
        await storage.save(connection, game, change(game))
        return await _existing(connection, game.id)


async def _existing(connection: AsyncConnection, game_id: int) -> Game:
    game = await storage.load(connection, game_id)
    if game is None:
        raise GameOverError
    return game


async def stop(database: Database, channel_id: int, user_id: int, now: datetime, *, moderator: bool) -> Game:
    """End the game of a channel; a NoQuizError or NotYourGameError if there is none, or it is another's."""
    async with database.write() as connection:
        game = await storage.running_in(connection, channel_id)
        game = await storage.load_to_change(connection, game.id) if game is not None else None
        if game is None or game.phase in (Phase.PODIUM, Phase.OVER):
            raise NoQuizError
        quiz.require_host(game, user_id, moderator=moderator)
        await storage.save(connection, game, quiz.stopped(game, now))
        return await _existing(connection, game.id)


async def move_on(
    database: Database, round_id: int, user_id: int, now: datetime, pace: Pace, *, moderator: bool
) -> Game:
    """The host of a calm game goes on from a round; one that has gone on already stays as it is."""
    async with database.write() as connection:
        found = await storage.game_of_round(connection, round_id)
        game = await storage.load_to_change(connection, found[0].id) if found is not None else None
        if game is None or game.phase is Phase.OVER:
            raise GameOverError
        quiz.require_host(game, user_id, moderator=moderator)
        if game.current is not None and game.current.id == round_id:
            await storage.save(connection, game, quiz.moved_on(game, now, pace))
        return await _existing(connection, game.id)


async def due(database: Database, now: datetime) -> tuple[tuple[int, ...], datetime | None]:
    """The games whose moment has come, and when the next one's comes."""
    async with database.read() as connection:
        return await storage.due(connection, now), await storage.next_due(connection, now)


# ------------------------------------------------------------------------------------------------- reading


async def tally(database: Database, game: Game) -> Tally:
    """How the current round was answered."""
    async with database.read() as connection:
        return await quiz_scores.tally(connection, game.guild_id, game.round, NAMED)


async def options(database: Database, game: Game) -> Callable[[int], int | None]:
    """What each player took in the current round, by their id, whatever name they play under; None for no answer."""
    round_id, secret = game.round.id, game.secret
    async with database.read() as connection:
        taken = await quiz_scores.taken_in(connection, round_id)

    def of(user_id: int) -> int | None:
        hidden = picks.pseudonym(secret, user_id) if secret is not None else user_id
        return taken.get(user_id, taken.get(hidden))

    return of


async def podium(database: Database, game: Game) -> tuple[tuple[Score, ...], int]:
    """The first players of a game, and how many played."""
    board = picks.game_board(game.id)
    async with database.read() as connection:
        lines = await quiz_scores.standings(connection, game.guild_id, board, NAMED)
        return lines, await quiz_scores.players_on(connection, game.guild_id, board)


@dataclass(frozen=True)
class Result:
    """What a player made of a round; `option` is None if they did not answer, `settled` false while it is open."""

    current: Round
    settled: bool
    option: int | None
    points: int


async def result(database: Database, round_id: int, user_id: int) -> Result:
    """A player's own result of a round; a GameOverError if it is not kept any more."""
    async with database.read() as connection:
        found = await storage.game_of_round(connection, round_id)
        if found is None:
            raise GameOverError
        game, current = found
        names = [user_id, *([picks.pseudonym(game.secret, user_id)] if game.secret is not None else [])]
        own = await quiz_scores.answer_of(connection, round_id, names)
        option, points = own if own is not None else (None, 0)
        return Result(current, current.settled_at is not None, option, points)


@dataclass(frozen=True)
class Missed:
    """What a player missed in a game: rounds with what they took, how many they answered, of how many."""

    rounds: tuple[tuple[Round, int], ...]
    answered: int
    asked: int
    kept: bool
    """Whether the questions are kept for the player's review; not of those who opted out."""


async def missed(database: Database, game_id: int, user_id: int, now: datetime) -> Missed:
    """What a player missed in a game, kept for their review from now on."""
    async with database.write() as connection:
        rounds = await storage.rounds_of(connection, game_id)
        if not rounds:
            raise GameOverError
        taken = await quiz_scores.answers_of(connection, game_id, user_id)
        wrong = tuple((one, taken[one.id]) for one in rounds if one.id in taken and taken[one.id] != one.asked.key)
        kept = not await quiz_scores.is_opted_out(connection, user_id)
        if kept:
            await quiz_scores.keep_missed(connection, user_id, [one for one, _ in wrong], now)
        return Missed(wrong, len(taken), len(rounds), kept)
