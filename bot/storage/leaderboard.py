"""What boards say of players, without those who opted out; and what one player did in a server."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.leaderboard import LEAST_ANSWERED, Measure, Played, Ranked, value
from bot.core.picks import Score
from bot.storage.quiz import asked_of
from bot.storage.tables import quiz_answers, quiz_games, quiz_opt_outs, quiz_players, quiz_rounds, quiz_scores

_CHUNK = 500
_SCORE = quiz_scores.c
_SHOWN = and_(_SCORE.user_id > 0, ~exists().where(quiz_opt_outs.c.user_id == _SCORE.user_id))
"""Whose lines are shown: an opted-out player's are not, nor those under a game's random numbers."""


def _value(measure: Measure) -> ColumnElement[int]:
    match measure:
        case Measure.POINTS:
            return _SCORE.points
        case Measure.RIGHT:
            return _SCORE.correct
        case Measure.SHARE:
            return _SCORE.correct * 1000 // case((_SCORE.answered > 0, _SCORE.answered), else_=1)


def _on(guild_id: int, board: str, measure: Measure) -> ColumnElement[bool]:
    """The lines of a board; not those of players with nothing right, for who was wrong is never listed."""
    enough = _SCORE.answered >= LEAST_ANSWERED if measure is Measure.SHARE else true()
    return and_(_SCORE.guild_id == guild_id, _SCORE.board == board, _value(measure) > 0, enough, _SHOWN)


def top_query(guild_id: int, board: str, measure: Measure, limit: int) -> Select[Any, Any, Any, Any, Any]:
    """The first lines of a board. By points they are read from one index, however long the board is."""
    first = (
        select(_SCORE.user_id, _SCORE.points, _SCORE.correct, _SCORE.answered, _value(measure).label("value"))
        .where(_on(guild_id, board, measure))
        .order_by(_value(measure).desc(), _SCORE.user_id.desc())
        .limit(limit)
    ).subquery()
    named = and_(quiz_players.c.guild_id == guild_id, quiz_players.c.user_id == first.c.user_id)
    return (
        select(first.c.user_id, quiz_players.c.name, first.c.points, first.c.correct, first.c.answered)
        .select_from(first.outerjoin(quiz_players, named))
        .order_by(first.c.value.desc(), first.c.user_id.desc())
    )


async def top(
    connection: AsyncConnection, guild_id: int, board: str, measure: Measure, limit: int
) -> tuple[Score, ...]:
    """The first players of a board, the best first."""
    return tuple(Score(*row) for row in await connection.execute(top_query(guild_id, board, measure, limit)))


async def players(connection: AsyncConnection, guild_id: int, board: str, measure: Measure) -> int:
    """How many players a board has."""
    query = select(func.count()).select_from(quiz_scores).where(_on(guild_id, board, measure))
    return await connection.scalar(query) or 0


async def score_of(connection: AsyncConnection, guild_id: int, board: str, user_id: int) -> Score | None:
    """A player's own line of a board, whether or not it is shown to others."""
    named = and_(quiz_players.c.guild_id == guild_id, quiz_players.c.user_id == _SCORE.user_id)
    query = (
        select(_SCORE.user_id, quiz_players.c.name, _SCORE.points, _SCORE.correct, _SCORE.answered)
        .select_from(quiz_scores.outerjoin(quiz_players, named))
        .where(_SCORE.guild_id == guild_id, _SCORE.board == board, _SCORE.user_id == user_id)
    )
    row = (await connection.execute(query)).one_or_none()
    return Score(*row) if row is not None else None


async def standing(
    connection: AsyncConnection, guild_id: int, board: str, measure: Measure, user_id: int
) -> Ranked | None:
    """Where a player stands on a board; None for somebody who does not."""
    own = await score_of(connection, guild_id, board, user_id)
    if own is None or not await connection.scalar(
        select(exists().where(_on(guild_id, board, measure), _SCORE.user_id == user_id))
    ):
        return None
    mine = value(measure, own)
    above = select(func.count()).select_from(quiz_scores).where(_on(guild_id, board, measure), _value(measure) > mine)
    return Ranked((await connection.scalar(above) or 0) + 1, own, mine)


# ------------------------------------------------------------------------------------------------- one player


async def games_of(connection: AsyncConnection, guild_id: int, user_id: int) -> int:
    """In how many games of a server a player has answered, of those whose rounds were revealed."""
    return await connection.scalar(_of(guild_id, user_id, func.count(quiz_rounds.c.game_id.distinct()))) or 0


async def record_of(connection: AsyncConnection, guild_id: int, user_id: int) -> tuple[Played, ...]:
    """What a player made of each question of a server that was revealed; how often, and how often right."""
    question = quiz_rounds.c.question
    counted = (func.count(), func.sum(case((quiz_answers.c.correct, 1), else_=0)), func.max(quiz_rounds.c.id))
    rows = (await connection.execute(_of(guild_id, user_id, *counted).group_by(question))).all()
    contents: dict[int, str] = {}
    for start in range(0, len(rows), _CHUNK):
        some = [last for _, _, last in rows[start : start + _CHUNK]]
        found = await connection.execute(
            select(quiz_rounds.c.id, quiz_rounds.c.content).where(quiz_rounds.c.id.in_(some))
        )
        contents |= {row.id: row.content for row in found}
    return tuple(Played(asked_of(contents[last]), answered, right) for answered, right, last in rows)


def _of(guild_id: int, user_id: int, *what: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Of a player's answers in a server, those of revealed rounds: the others would give an open question away."""
    return (
        select(*what)
        .select_from(quiz_answers.join(quiz_rounds).join(quiz_games))
        .where(
            quiz_answers.c.user_id == user_id, quiz_games.c.guild_id == guild_id, quiz_rounds.c.settled_at.is_not(None)
        )
    )


# ------------------------------------------------------------------------------------------------- one channel


async def last_game(connection: AsyncConnection, guild_id: int, channel_id: int) -> int | None:
    """The game of a channel or thread that runs, or ran last."""
    table = quiz_games.c
    here = or_(table.channel_id == channel_id, table.home_channel_id == channel_id)
    return await connection.scalar(
        select(table.id).where(table.guild_id == guild_id, here).order_by(table.id.desc()).limit(1)
    )
