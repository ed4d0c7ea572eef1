"""Games and their rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.picks import game_board
from bot.core.questions import Asked
from bot.core.quiz import IDLE_ROUNDS, Ending, Game, Mode, Phase, Round
from bot.storage.engine import hold
from bot.storage.tables import quiz_answers, quiz_games, quiz_rounds, quiz_scores

_GAME = tuple(quiz_games.c)


@dataclass(frozen=True)
class NewGame:
    """A game that is to be stored: the fields of a Game that are known before it has an id."""

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
    secret: bytes


@lru_cache(maxsize=4096)
def asked_of(content: str) -> Asked:
    """The question in a round's row, which never changes."""
    return Asked.model_validate_json(content)


async def add(connection: AsyncConnection, new: NewGame, asked: Sequence[Asked], now: datetime) -> int:
    """Store a game that is about to be announced, with all its rounds; its id."""
    row = asdict(new) | {"phase": Phase.ANNOUNCING, "number": 0, "due_at": now, "started_at": now}
    game_id = (await connection.execute(insert(quiz_games).values(row).returning(quiz_games.c.id))).scalar_one()
    rows = [
        {"game_id": game_id, "number": number, "question": one.id, "content": one.model_dump_json()}
        for number, one in enumerate(asked, start=1)
    ]
    await connection.execute(insert(quiz_rounds), rows)
    return game_id


async def load(connection: AsyncConnection, game_id: int) -> Game | None:
    """The game with its current round and the one after."""
    return await _game(connection, select(*_GAME).where(quiz_games.c.id == game_id))


async def load_to_change(connection: AsyncConnection, game_id: int) -> Game | None:
    """As `load`, and nobody else changes the game until the transaction ends."""
    await hold(connection, "quiz", game_id)
    return await load(connection, game_id)


async def _game(connection: AsyncConnection, query: Select[Any]) -> Game | None:
    row = (await connection.execute(query)).mappings().one_or_none()
    if row is None:
        return None
    near = quiz_rounds.c.number.in_((row["number"], row["number"] + 1))
    rounds = {one.number: one for one in await _rounds(connection, quiz_rounds.c.game_id == row["id"], near)}
    ending = Ending(row["ending"]) if row["ending"] else None
    fields: dict[str, Any] = {**row, "mode": Mode(row["mode"]), "phase": Phase(row["phase"]), "ending": ending}
    return Game(**fields, current=rounds.get(row["number"]), following=rounds.get(row["number"] + 1))


async def _rounds(connection: AsyncConnection, *where: Any) -> list[Round]:
    return [round_of(row) for row in await connection.execute(select(quiz_rounds).where(*where))]


def round_of(row: Row[Any]) -> Round:
    """A row of quiz_rounds as a value."""
    return Round(
        row.id,
        row.number,
        asked_of(row.content),
        row.opened_at,
        row.closes_at,
        row.settled_at,
        row.message_id,
        row.reveal_message_id,
    )


_CHANGES = (
    "channel_id", "secret", "phase", "number", "due_at", "lobby_message_id", "podium_message_id", "ended_at", "ending",
)  # fmt: skip
_ROUND_CHANGES = ("opened_at", "closes_at", "settled_at", "message_id", "reveal_message_id")


async def save(connection: AsyncConnection, before: Game, after: Game) -> None:
    """Write what changed of a game and its current round; what its players leave when it ends goes."""
    await _update(connection, quiz_games, before.id, _changed(before, after, _CHANGES))
    if after.current is not None:
        known = next((one for one in (before.current, before.following) if one and one.id == after.current.id), None)
        await _update(connection, quiz_rounds, after.current.id, _changed(known, after.current, _ROUND_CHANGES))
    if after.phase is Phase.OVER and before.phase is not Phase.OVER:
        await _part(connection, after.id)


def _changed(before: object, after: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(after, name) for name in names if getattr(before, name) != getattr(after, name)}


async def _update(connection: AsyncConnection, table: Any, key: int, values: Mapping[str, Any]) -> None:
    if values:
        await connection.execute(update(table).where(table.c.id == key).values(values))


async def _part(connection: AsyncConnection, game_id: int) -> None:
    """Remove what opted-out players left in a game."""
    rounds = select(quiz_rounds.c.id).where(quiz_rounds.c.game_id == game_id)
    for table, where in (
        (quiz_answers, quiz_answers.c.round_id.in_(rounds)),
        (quiz_scores, quiz_scores.c.board == game_board(game_id)),
    ):
        await connection.execute(delete(table).where(where, table.c.user_id < 0))


# ------------------------------------------------------------------------------------------------- which game


async def due(connection: AsyncConnection, now: datetime) -> tuple[int, ...]:
    """The games whose moment has come, the longest overdue first."""
    table = quiz_games.c
    return tuple(await connection.scalars(select(table.id).where(table.due_at <= now).order_by(table.due_at)))


async def next_due(connection: AsyncConnection, now: datetime) -> datetime | None:
    """When the next moment of any game comes, after `now`."""
    table = quiz_games.c
    return await connection.scalar(select(table.due_at).where(table.due_at > now).order_by(table.due_at).limit(1))


async def running_in(connection: AsyncConnection, channel_id: int) -> Game | None:
    """The game that is under way in a channel, or was started there; the latest, if there are several."""
    table = quiz_games.c
    here = or_(table.channel_id == channel_id, table.home_channel_id == channel_id)
    return await _game(
        connection, select(*_GAME).where(here, table.ended_at.is_(None)).order_by(table.id.desc()).limit(1)
    )


async def last_end(connection: AsyncConnection, home_channel_id: int) -> datetime | None:
    """When the last game that was started in a channel ended."""
    table = quiz_games.c
    return await connection.scalar(select(func.max(table.ended_at)).where(table.home_channel_id == home_channel_id))


async def asked_lately(connection: AsyncConnection, guild_id: int, since: datetime) -> tuple[str, ...]:
    """The ids of the questions that a server was asked since then, the last one first, each once."""
    query = (
        select(quiz_rounds.c.question)
        .join(quiz_games, quiz_games.c.id == quiz_rounds.c.game_id)
        .where(quiz_games.c.guild_id == guild_id, quiz_games.c.started_at >= since)
        .order_by(quiz_rounds.c.id.desc())
    )
    return tuple(dict.fromkeys(await connection.scalars(query)))


async def is_idle(connection: AsyncConnection, game: Game) -> bool:
    """Whether the last rounds, the current one among them, had no answer."""
    if game.number < IDLE_ROUNDS:
        return False
    answered = exists().where(quiz_answers.c.round_id == quiz_rounds.c.id)
    query = (
        select(func.count())
        .select_from(quiz_rounds)
        .where(
            quiz_rounds.c.game_id == game.id,
            quiz_rounds.c.number.between(game.number - IDLE_ROUNDS + 1, game.number),
            answered,
        )
    )
    return await connection.scalar(query) == 0


async def is_answered(connection: AsyncConnection, round_id: int) -> bool:
    """Whether a round has an answer."""
    return bool(await connection.scalar(select(exists().where(quiz_answers.c.round_id == round_id))))


async def rounds_of(connection: AsyncConnection, game_id: int) -> tuple[Round, ...]:
    """All rounds of a game that were settled, in order."""
    found = await _rounds(connection, quiz_rounds.c.game_id == game_id, quiz_rounds.c.settled_at.is_not(None))
    return tuple(sorted(found, key=lambda one: one.number))


async def game_of_round(connection: AsyncConnection, round_id: int) -> tuple[Game, Round] | None:
    """A round and its game."""
    row = (await connection.execute(select(quiz_rounds).where(quiz_rounds.c.id == round_id))).one_or_none()
    game = await load(connection, row.game_id) if row is not None else None
    return None if row is None or game is None else (game, round_of(row))
