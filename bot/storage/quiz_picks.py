"""Presses on the letters of a round, stored many at a time; see `GroupCommit`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select
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
    hiding = await opted_out(connection, {pick.user_id for pick in picks})
    stored = await _stored(connection, rounds, picks)
    names: dict[Key, str] = {}
    changed: dict[Key, Answer] = {}
    results: list[Recorded] = []
    for pick in picks:
        found = rounds.get(pick.round_id)
        if found is None or found.secret is None:
            results.append(Recorded(Verdict.OVER, found.current if found else None))
            continue
        hidden = pseudonym(found.secret, pick.user_id)
        player = hidden if _plays_hidden(pick, hidden, stored, hiding) else pick.user_id
        key, verdict = (pick.round_id, player), judge(pick, found.current)
        before = stored.get(key)
        if verdict is Verdict.COUNTS:
            picked = answer(pick, found.current)
            stored[key] = changed[key] = latest(before, picked)
            if player > 0:
                names[found.guild_id, player] = pick.name
        results.append(
            Recorded(
                verdict,
                found.current,
                stored[key].option if key in stored else None,
                before.option if before is not None else None,
            )
        )
    await _save(connection, changed, names)
    return results


def _plays_hidden(pick: Pick, hidden: int, stored: Mapping[Key, Answer], hiding: Collection[int]) -> bool:
    """Whether the pick goes under the random number: as the player's first in the round did."""
    if (pick.round_id, pick.user_id) in stored:
        return False
    return (pick.round_id, hidden) in stored or pick.user_id in hiding


async def _open(connection: AsyncConnection, round_ids: Iterable[int]) -> dict[int, _Open]:
    """The rounds, which nobody settles until the transaction ends."""
    found: dict[int, _Open] = {}
    for some in chunks(round_ids):
        query = (
            select(quiz_rounds, quiz_games.c.guild_id, quiz_games.c.secret)
            .join(quiz_games, quiz_games.c.id == quiz_rounds.c.game_id)
            .where(quiz_rounds.c.id.in_(some))
            .order_by(quiz_rounds.c.id)
            .with_for_update(read=True, of=quiz_rounds)
        )
        for row in await connection.execute(query):
            found[row.id] = _Open(round_of(row), row.guild_id, row.secret)
    return found


async def opted_out(connection: AsyncConnection, user_ids: Iterable[int]) -> set[int]:
    """Who of these players wants to be kept in no scores."""
    found: set[int] = set()
    for some in chunks(user_ids):
        found |= set(await connection.scalars(select(quiz_opt_outs.c.user_id).where(quiz_opt_outs.c.user_id.in_(some))))
    return found


async def _stored(connection: AsyncConnection, rounds: Mapping[int, _Open], picks: Sequence[Pick]) -> dict[Key, Answer]:
    """The answers that these players have given in these rounds so far, under either name."""
    players = {pick.user_id for pick in picks}
    for pick in picks:
        found = rounds.get(pick.round_id)
        if found is not None and found.secret is not None:
            players.add(pseudonym(found.secret, pick.user_id))
    stored: dict[Key, Answer] = {}
    for some in chunks(players):
        where = and_(quiz_answers.c.round_id.in_(list(rounds)), quiz_answers.c.user_id.in_(some))
        stored |= {(round_id, one.user_id): one for round_id, one in await answers(connection, where)}
    return stored


async def answers(connection: AsyncConnection, where: ColumnElement[bool]) -> list[tuple[int, Answer]]:
    """The stored answers for which that holds, each with its round."""
    rows = await connection.execute(select(quiz_answers).where(where))
    return [
        (row.round_id, Answer(row.user_id, row.option, row.correct, row.milliseconds, row.press_id)) for row in rows
    ]


async def _save(connection: AsyncConnection, changed: Mapping[Key, Answer], names: Mapping[Key, str]) -> None:
    if changed:
        new = inserter(connection)(quiz_answers)
        fields = ("option", "correct", "milliseconds", "press_id")
        newer = new.on_conflict_do_update(
            index_elements=["round_id", "user_id"],
            set_={name: new.excluded[name] for name in fields},
            where=new.excluded.press_id > quiz_answers.c.press_id,
        )
        rows = [
            {"round_id": round_id, "user_id": user_id} | {name: getattr(one, name) for name in fields}
            for (round_id, user_id), one in sorted(changed.items())
        ]
        await connection.execute(newer, rows)
    if names:
        named = inserter(connection)(quiz_players)
        renamed = named.on_conflict_do_update(
            index_elements=["guild_id", "user_id"],
            set_={"name": named.excluded.name},
            where=named.excluded.name != quiz_players.c.name,
        )
        rows = [{"guild_id": guild, "user_id": user, "name": name} for (guild, user), name in sorted(names.items())]
        await connection.execute(renamed, rows)


def chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    """Ids in an order that every process shares, as many at a time as one query takes."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
