"""What the tables hold about one person, and the clocks of servers that removed the bot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Row, Table, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.picks import game_board, pseudonym
from bot.storage.engine import hold, inserter
from bot.storage.tables import (
    guild_departures,
    metadata,
    quiz_answers,
    quiz_games,
    quiz_opt_outs,
    quiz_rounds,
    quiz_scores,
)

OPT_OUTS = quiz_opt_outs.name
"""The one table whose rows outlive a deletion that its owner asks for."""

Rows = Mapping[str, list[dict[str, Any]]]


def person_columns(table: Table) -> tuple[str, ...]:
    """The columns that hold a person's id: by the house's rule, those whose names end so."""
    return tuple(name for name in table.columns.keys() if name.endswith("user_id"))  # noqa: SIM118 - not a dict


def _names(table: Table, user_id: int) -> ColumnElement[bool]:
    return or_(*(table.c[name] == user_id for name in person_columns(table)))


async def count(connection: AsyncConnection, user_id: int) -> dict[str, int]:
    """How many rows of each table name the person; tables with none are left out."""
    counted: dict[str, int] = {}
    for table in metadata.sorted_tables:
        if person_columns(table):
            query = select(func.count()).select_from(table).where(_names(table, user_id))
            counted[table.name] = await connection.scalar(query) or 0
    return {name: rows for name, rows in counted.items() if rows}


async def export(connection: AsyncConnection, user_id: int) -> Rows:
    """Every row that names the person, by table, without the ids of others; tables with none are left out.

    Left out too is what would hurt others: the secret of a game that runs, and, until a round is settled, whether
    an answer is right.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for table in metadata.sorted_tables:
        if not (people := person_columns(table)):
            continue
        shown = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
        rows = (await connection.execute(select(*shown).where(_names(table, user_id)))).mappings()
        kept = [{name: None if name in people and row[name] != user_id else row[name] for name in row} for row in rows]
        if kept:
            found[table.name] = kept
    for row in found.get(quiz_answers.name, ()):
        if row["points"] is None:
            row["correct"] = None
    return found


async def opted_out_since(connection: AsyncConnection, user_id: int) -> datetime | None:
    """Since when the person wants to be kept in no scores; None for everybody else."""
    table = quiz_opt_outs.c
    return await connection.scalar(select(table.since).where(table.user_id == user_id))


async def opt_out(connection: AsyncConnection, user_id: int, now: datetime) -> None:
    """Keep the person in no scores from now on; what they have in games that run goes under the games' numbers.

    Who is opted out already stays so since then.
    """
    await hold(connection, "opt-out", user_id)
    if await opted_out_since(connection, user_id) is None:
        await connection.execute(quiz_opt_outs.insert().values(user_id=user_id, since=now))
        for game in await _running(connection):
            await _hide(connection, game, user_id)


async def _running(connection: AsyncConnection) -> Sequence[Row[Any, Any, Any]]:
    """The games that are not over, with their secrets."""
    table = quiz_games.c
    query = select(table.id, table.guild_id, table.secret).where(table.ended_at.is_(None), table.secret.is_not(None))
    return (await connection.execute(query)).all()


async def _hide(connection: AsyncConnection, game: Row[Any, Any, Any], user_id: int) -> None:
    """Put what a player has in a game under its random number; an answer that stands there already wins."""
    hidden = pseudonym(game.secret, user_id)
    answers, scores = quiz_answers, quiz_scores
    rounds = select(quiz_rounds.c.id).where(quiz_rounds.c.game_id == game.id)
    taken = select(answers.c.round_id).where(answers.c.user_id == hidden)
    own = and_(answers.c.user_id == user_id, answers.c.round_id.in_(rounds))
    await connection.execute(delete(answers).where(own, answers.c.round_id.in_(taken)))
    await connection.execute(update(answers).where(own).values(user_id=hidden))
    board = and_(scores.c.guild_id == game.guild_id, scores.c.board == game_board(game.id))
    found = await connection.execute(select(scores).where(board, scores.c.user_id == user_id))
    mine = found.mappings().one_or_none()
    if mine is not None:
        await connection.execute(delete(scores).where(board, scores.c.user_id == user_id))
        new = inserter(connection)(scores).values({**mine, "user_id": hidden})
        sums = {name: scores.c[name] + new.excluded[name] for name in ("points", "correct", "answered")}
        await connection.execute(new.on_conflict_do_update(index_elements=["guild_id", "board", "user_id"], set_=sums))


async def forget(connection: AsyncConnection, user_id: int) -> None:
    """Remove what an opted-out person has in games that run, under their random numbers."""
    for game in await _running(connection):
        hidden = pseudonym(game.secret, user_id)
        for table in (quiz_answers, quiz_scores):
            await connection.execute(delete(table).where(table.c.user_id == hidden))


async def opt_in(connection: AsyncConnection, user_id: int) -> None:
    """Keep scores of the person again."""
    await connection.execute(delete(quiz_opt_outs).where(quiz_opt_outs.c.user_id == user_id))


# ------------------------------------------------------------------------------------------ servers that left


async def depart(connection: AsyncConnection, guild_id: int, now: datetime) -> None:
    """Start the clock of a server that removed the bot; one that runs goes on as it was."""
    await hold(connection, "departure", guild_id)
    table = guild_departures
    running = await connection.scalar(select(table.c.left_at).where(table.c.guild_id == guild_id))
    if running is None:
        await connection.execute(table.insert().values(guild_id=guild_id, left_at=now))


async def come_back(connection: AsyncConnection, guild_id: int) -> None:
    """Stop the clock of a server."""
    await connection.execute(delete(guild_departures).where(guild_departures.c.guild_id == guild_id))


forget_guild = come_back
"""A server whose data is gone has no clock either."""


async def departures(connection: AsyncConnection) -> dict[int, datetime]:
    """When each server with a running clock left."""
    table = guild_departures.c
    return {row.guild_id: row.left_at for row in await connection.execute(select(table.guild_id, table.left_at))}


async def guilds(connection: AsyncConnection) -> set[int]:
    """Every server that any table knows; reads whole indexes, so only at a start."""
    known: set[int] = set()
    for table in metadata.sorted_tables:
        if "guild_id" in table.columns:
            known.update(await connection.scalars(select(table.c.guild_id).distinct()))
    return known - {None}  # type: ignore[arg-type]
