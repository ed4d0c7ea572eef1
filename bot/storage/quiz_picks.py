"""Presses on the letters of a round, stored many at a time; see `GroupCommit`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Row, Table, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.picks import Answer, Pick, Verdict, answer, judge, latest, pseudonym
from bot.core.quiz import Round
from bot.storage.engine import inserter
from bot.storage.quiz import round_of
from bot.storage.tables import quiz_answers, quiz_games, quiz_opt_outs, quiz_players, quiz_rounds

_CHUNK = 500
"""How many ids go into one query."""


@dataclass(frozen=True)
class Recorded:
    """What became of a pick: `chosen` is what is stored now, `before` what was stored before it, if anything was."""

    verdict: Verdict
    current: Round | None = None
    chosen: int | None = None
    before: int | None = None


@dataclass(frozen=True)
class _Open:
    """A round as presses need it."""

    current: Round
    guild_id: int
    secret: bytes | None


Key = tuple[int, int]
"""A round and a player."""


async def record(connection: AsyncConnection, picks: Sequence[Pick]) -> list[Recorded]:
    """Judge picks in the order in which they were heard, store what counts, and say what became of each.

    A player's answer to a round is the one pressed last, in whatever order they are heard and however often.
    """
    rounds = await _open(connection, {pick.round_id for pick in picks})
    players = {pick.user_id for pick in picks}
    hiding = await opted_out(connection, players)
    stored = await _stored(connection, rounds, players)
    veiled = {round_id for round_id, player in stored if player < 0}
    names: dict[Key, str] = {}
    changed: dict[Key, Answer] = {}
    results: list[Recorded] = []
    for pick in picks:
        found = rounds.get(pick.round_id)
        if found is None or found.secret is None:
            results.append(Recorded(Verdict.OVER, found.current if found else None))
            continue
        plain = pick.user_id not in hiding and pick.round_id not in veiled
        player = pick.user_id if plain else _player(pick, found.secret, stored, hiding)
        key = pick.round_id, player
        before, verdict = stored.get(key), judge(pick, found.current)
        if verdict is Verdict.COUNTS:
            stored[key] = changed[key] = latest(before, answer(pick, found.current))
            if before is None and player > 0:
                names[found.guild_id, pick.user_id] = pick.name
        now = stored.get(key)
        results.append(Recorded(verdict, found.current, now and now.option, before and before.option))
    await _save(connection, changed, names)
    return results


def _player(pick: Pick, secret: bytes, stored: Mapping[Key, Answer], hiding: Collection[int]) -> int:
    """Under which id a pick goes: the player's own or the random number, as their first one in the round did."""
    if (pick.round_id, pick.user_id) in stored:
        return pick.user_id
    hidden = pseudonym(secret, pick.user_id)
    return hidden if pick.user_id in hiding or (pick.round_id, hidden) in stored else pick.user_id


# Statements are made once: to make them anew for each batch costs as much as to run them.

_ROUNDS = (
    select(quiz_rounds, quiz_games.c.guild_id, quiz_games.c.secret)
    .join(quiz_games, quiz_games.c.id == quiz_rounds.c.game_id)
    .where(quiz_rounds.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(quiz_rounds.c.id)
    .with_for_update(read=True, of=quiz_rounds)
)
_HIDING = select(quiz_opt_outs.c.user_id).where(quiz_opt_outs.c.user_id.in_(bindparam("ids", expanding=True)))
_ANSWERS = select(quiz_answers)
_GIVEN = _ANSWERS.where(
    quiz_answers.c.round_id.in_(bindparam("rounds", expanding=True)),
    or_(quiz_answers.c.user_id.in_(bindparam("ids", expanding=True)), quiz_answers.c.user_id < 0),
)
_FIELDS = ("option", "correct", "milliseconds", "press_id")


@cache
def _newer(insert: Callable[[Table], Any]) -> Any:
    """Store answers, except where a later one is stored already."""
    new = insert(quiz_answers)
    return new.on_conflict_do_update(
        index_elements=["round_id", "user_id"],
        set_={name: new.excluded[name] for name in _FIELDS},
        where=new.excluded.press_id > quiz_answers.c.press_id,
    )


@cache
def _renamed(insert: Callable[[Table], Any]) -> Any:
    """Store names, where they are other than before."""
    new = insert(quiz_players)
    return new.on_conflict_do_update(
        index_elements=["guild_id", "user_id"],
        set_={"name": new.excluded.name},
        where=new.excluded.name != quiz_players.c.name,
    )


async def _open(connection: AsyncConnection, round_ids: Iterable[int]) -> dict[int, _Open]:
    """The rounds, which nobody settles until the transaction ends."""
    found: dict[int, _Open] = {}
    for some in chunks(round_ids):
        for row in await connection.execute(_ROUNDS, {"ids": some}):
            found[row.id] = _Open(round_of(row), row.guild_id, row.secret)
    return found


async def opted_out(connection: AsyncConnection, user_ids: Iterable[int]) -> set[int]:
    """Who of these players wants to be kept in no scores."""
    found: set[int] = set()
    for some in chunks(user_ids):
        found |= set(await connection.scalars(_HIDING, {"ids": some}))
    return found


async def _stored(connection: AsyncConnection, round_ids: Iterable[int], players: Iterable[int]) -> dict[Key, Answer]:
    """The answers that these players have given in these rounds so far, and every one under a random number."""
    stored: dict[Key, Answer] = {}
    for some in chunks(players):
        rows = await connection.execute(_GIVEN, {"rounds": list(round_ids), "ids": some})
        stored |= {(row.round_id, row.user_id): _answer(row) for row in rows}
    return stored


async def answers_in(connection: AsyncConnection, round_id: int) -> list[Answer]:
    """All answers to a round."""
    rows = await connection.execute(_ANSWERS.where(quiz_answers.c.round_id == round_id))
    return [_answer(row) for row in rows]


def _answer(row: Row[Any]) -> Answer:
    return Answer(row.user_id, row.option, row.correct, row.milliseconds, row.press_id)


async def _save(connection: AsyncConnection, changed: Mapping[Key, Answer], names: Mapping[Key, str]) -> None:
    insert = inserter(connection)
    if changed:
        rows = [
            {"round_id": round_id, "user_id": user_id} | {name: getattr(one, name) for name in _FIELDS}
            for (round_id, user_id), one in sorted(changed.items())
        ]
        await connection.execute(_newer(insert), rows)
    if names:
        rows = [{"guild_id": guild, "user_id": user, "name": name} for (guild, user), name in sorted(names.items())]
        await connection.execute(_renamed(insert), rows)


def chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    """Ids in an order that every process shares, as many at a time as one query takes."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
