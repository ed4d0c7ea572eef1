"""The settlement of a round: what each answer is worth, on which boards it counts; and what boards say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.picks import Answer, Award, Score, Tally, game_board, pseudonym
from bot.core.quiz import Game, Round
from bot.storage.engine import inserter, upsert
from bot.storage.quiz_picks import answers_in, chunks, opted_out
from bot.storage.tables import (
    quiz_answers,
    quiz_counted,
    quiz_misses,
    quiz_players,
    quiz_rounds,
    quiz_scores,
)


async def to_settle(connection: AsyncConnection, game: Game) -> list[Answer]:
    """The answers to the current round; those of players who have opted out since go under their random number."""
    current = game.round
    here = quiz_answers.c.round_id == current.id
    given = await answers_in(connection, current.id)
    gone = await opted_out(connection, {one.user_id for one in given if one.user_id > 0})
    if game.secret is None or not gone:
        return given
    for user_id in gone:
        hidden = pseudonym(game.secret, user_id)
        await connection.execute(
            update(quiz_answers).where(here, quiz_answers.c.user_id == user_id).values(user_id=hidden)
        )
    return await answers_in(connection, current.id)


async def counted_for(connection: AsyncConnection, guild_id: int, question: str, since: datetime) -> frozenset[int]:
    """The players for whom a question has counted since then."""
    table = quiz_counted.c
    where = and_(table.guild_id == guild_id, table.question == question, table.counted_at > since)
    return frozenset(await connection.scalars(select(table.user_id).where(where)))


async def points_on(connection: AsyncConnection, guild_id: int, board: str, user_ids: Iterable[int]) -> dict[int, int]:
    """The points that each of these players has on a board."""
    table, points = quiz_scores.c, dict[int, int]()
    for some in chunks(user_ids):
        where = and_(table.guild_id == guild_id, table.board == board, table.user_id.in_(some))
        points |= {row.user_id: row.points for row in await connection.execute(select(quiz_scores).where(where))}
    return points


async def settle(
    connection: AsyncConnection,
    game: Game,
    given: Sequence[Answer],
    awarded: Mapping[int, Award],
    boards: Sequence[str],
    now: datetime,
) -> None:
    """Write what each answer is worth, and add it to the game's board and, where it counts, to the others."""
    if not given:
        return
    current = game.round
    worth = update(quiz_answers).where(
        quiz_answers.c.round_id == current.id, quiz_answers.c.user_id == bindparam("player")
    )
    await connection.execute(
        worth.values(points=bindparam("worth"), counted=bindparam("kept")),
        [
            {"player": one.user_id, "worth": award.points, "kept": award.counted is not None}
            for one in given
            for award in (awarded[one.user_id],)
        ],
    )
    added = [_line(game, game_board(game.id), one, awarded[one.user_id].points) for one in given]
    added += [
        _line(game, board, one, counted)
        for one in given
        if (counted := awarded[one.user_id].counted) is not None
        for board in boards
    ]
    new = inserter(connection)(quiz_scores)
    sums = {name: quiz_scores.c[name] + new.excluded[name] for name in ("points", "correct", "answered")}
    await connection.execute(
        new.on_conflict_do_update(index_elements=["guild_id", "board", "user_id"], set_=sums),
        sorted(added, key=lambda line: (line["board"], line["user_id"])),
    )
    await _note_counted(
        connection, game, [one.user_id for one in given if awarded[one.user_id].counted is not None], now
    )


async def _note_counted(connection: AsyncConnection, game: Game, user_ids: Sequence[int], now: datetime) -> None:
    """Remember that the current question counted now for these players."""
    new = inserter(connection)(quiz_counted)
    again = new.on_conflict_do_update(
        index_elements=["guild_id", "user_id", "question"], set_={"counted_at": new.excluded.counted_at}
    )
    about = {"guild_id": game.guild_id, "question": game.round.asked.id, "counted_at": now}
    if user_ids:
        await connection.execute(again, [about | {"user_id": user_id} for user_id in sorted(user_ids)])


def _line(game: Game, board: str, one: Answer, points: int) -> dict[str, Any]:
    return {
        "guild_id": game.guild_id,
        "board": board,
        "user_id": one.user_id,
        "points": points,
        "correct": int(one.correct),
        "answered": 1,
    }


# ------------------------------------------------------------------------------------------------- reading


async def tally(connection: AsyncConnection, guild_id: int, current: Round, named: int) -> Tally:
    """How a round was answered, with the names of the first `named` who were right."""
    table = quiz_answers.c
    query = select(table.option, func.count().label("taken")).where(table.round_id == current.id).group_by(table.option)
    counts = {row.option: row.taken for row in await connection.execute(query)}
    players = quiz_players.c
    who = (
        select(players.name)
        .select_from(quiz_answers.join(quiz_players, players.user_id == table.user_id))
        .where(table.round_id == current.id, table.correct, players.guild_id == guild_id)
        .order_by(table.milliseconds, table.press_id)
        .limit(named)
    )
    right = tuple(await connection.scalars(who))
    return Tally(tuple(counts.get(option, 0) for option in range(len(current.asked.options))), right)


async def standings(connection: AsyncConnection, guild_id: int, board: str, limit: int) -> tuple[Score, ...]:
    """The first lines of a board, the best first."""
    table, players = quiz_scores.c, quiz_players.c
    top = (
        select(table.user_id, table.points, table.correct, table.answered)
        .where(table.guild_id == guild_id, table.board == board)
        .order_by(table.points.desc(), table.user_id.desc())
        .limit(limit)
    ).subquery()
    query = (
        select(top, players.name)
        .select_from(top.outerjoin(quiz_players, and_(players.guild_id == guild_id, players.user_id == top.c.user_id)))
        .order_by(top.c.points.desc(), top.c.user_id.desc())
    )
    rows = await connection.execute(query)
    return tuple(Score(row.user_id, row.name, row.points, row.correct, row.answered) for row in rows)


async def players_on(connection: AsyncConnection, guild_id: int, board: str) -> int:
    """How many lines a board has."""
    table = quiz_scores.c
    where = and_(table.guild_id == guild_id, table.board == board)
    return await connection.scalar(select(func.count()).select_from(quiz_scores).where(where)) or 0


async def answer_of(connection: AsyncConnection, round_id: int, user_ids: Collection[int]) -> tuple[int, int] | None:
    """The option a player took in a round, under any of these ids, and the points it was worth; None for no answer."""
    table = quiz_answers.c
    where = and_(table.round_id == round_id, table.user_id.in_(list(user_ids)))
    row = (await connection.execute(select(table.option, table.points).where(where))).first()
    return None if row is None else (row.option, row.points or 0)


async def taken_in(connection: AsyncConnection, round_id: int) -> dict[int, int]:
    """The option that each player took in a round."""
    return {one.user_id: one.option for one in await answers_in(connection, round_id)}


async def answers_of(connection: AsyncConnection, game_id: int, user_id: int) -> dict[int, int]:
    """What a player took in each round of a game that they answered, by the round's id."""
    query = (
        select(quiz_answers.c.round_id, quiz_answers.c.option)
        .join(quiz_rounds, quiz_rounds.c.id == quiz_answers.c.round_id)
        .where(quiz_rounds.c.game_id == game_id, quiz_answers.c.user_id == user_id)
    )
    return {row.round_id: row.option for row in await connection.execute(query)}


async def keep_missed(connection: AsyncConnection, user_id: int, missed: Sequence[Round], now: datetime) -> None:
    """Keep questions for a player's review; one that is kept already stays as it is asked now."""
    for one in missed:
        row = {"user_id": user_id, "question": one.asked.id, "content": one.asked.model_dump_json(), "missed_at": now}
        await upsert(connection, quiz_misses, row)


async def is_opted_out(connection: AsyncConnection, user_id: int) -> bool:
    """Whether a player wants to be kept in no scores."""
    return bool(await opted_out(connection, {user_id}))
