"""What a schedule posts next of what the library has: nothing twice before all had a turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.core.evidence import Id
from bot.core.knowledge import ClaimHeard, Mechanism, Paper, Question, Substance, Term
from bot.core.library import Library
from bot.core.record import Kind, Record
from bot.core.schedule import Schedule, Topic

TYPES: Mapping[Kind, type[Record]] = {
    Kind.MECHANISM: Mechanism,
    Kind.TERM: Term,
    Kind.SUBSTANCE: Substance,
    Kind.PAPER: Paper,
    Kind.QUESTION: Question,
    Kind.CLAIM_HEARD: ClaimHeard,
}
"""What a schedule can post."""
SHELVED = frozenset((Kind.MECHANISM, Kind.TERM, Kind.QUESTION))
"""The kinds that stand on shelves, so that one shelf can be chosen."""


class Rng(Protocol):
    """What chance is taken from: a random.Random."""

    def random(self) -> float:
        """A number from 0 to below 1."""
        ...


def pool(topic: Topic, library: Library) -> tuple[Id, ...]:
    """Everything of the topic that the library has now: the steps of a path in their order, else by id."""
    if topic.path is not None:
        path = library.paths.get(topic.path)
        known = (library.entries.get(step) or library.questions.get(step) for step in (path.steps if path else ()))
        records = [record for record in known if record is not None and topic.kind in (None, record.kind)]
    else:
        records = [*library.of_type(TYPES[topic.kind])] if topic.kind is not None else []
    wanted = topic.category
    return tuple(one.id for one in records if wanted is None or getattr(one, "category", None) == wanted)


def choose(
    schedule: Schedule, available: Sequence[Id], shown: Mapping[Id, datetime], rng: Rng, *, taken: Collection[Id] = ()
) -> Id | None:
    """What comes next of what is `available`: what a moderator queued, else what was shown longest ago or never.

    `shown` is when the server last saw an entry. Among those never shown the pinned order counts, and that of a path;
    else chance does. So nothing comes twice before all had a turn, and what is added later comes early. What another
    schedule has `taken` for its next post comes last. None if there is nothing.
    """
    candidates = [one for one in available if one not in schedule.options.excluded]
    for queued in schedule.queue:
        if queued in available:
            return queued
    first = (*schedule.options.order, *(available if schedule.topic.path else ()))
    position = {one: number for number, one in reversed([*enumerate(first)])}

    def turn(one: Id) -> tuple[bool, bool, float, float]:
        last = shown.get(one)
        return one in taken, last is not None, last.timestamp() if last else position.get(one, len(first)), rng.random()

    return min(candidates, key=turn, default=None)


def unshown(schedule: Schedule, available: Sequence[Id], shown: Mapping[Id, datetime]) -> int:
    """How many posts are still to come before one repeats."""
    return sum(one not in shown and one not in schedule.options.excluded for one in available)
