"""Questions made from the library: a fact with one undisputed answer, and near options that the library shows wrong.

`facts` finds everything that can be asked; `ask` makes a question of one fact, with a random generator choosing among
the wrong options and the order. The same library, fact and state of the generator give the same question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, MutableSequence, Sequence
from typing import Protocol, TypeVar

from bot.core import templates
from bot.core.lessons import GeneratedQuestion, Template
from bot.core.library import Library
from bot.core.templates import Fact

T = TypeVar("T")

WRONG = 3
"""So many wrong options are shown, where there are as many."""


class Chance(Protocol):
    """What is asked of a random generator; `random.Random` is one."""

    def sample(self, population: Sequence[T], k: int) -> list[T]:
        """Pick `k` different ones."""
        ...

    def shuffle(self, x: MutableSequence[T]) -> None:
        """Put them in random order, in place."""
        ...


def facts(library: Library) -> tuple[Fact, ...]:
    """Everything that can be asked about `library`, in a fixed order; takes a second for a thousand entries."""
    return templates.facts(library)


def ask(fact: Fact, chance: Chance) -> GeneratedQuestion:
    """The question about `fact`, its wrong options among the nearest ones."""
    wrong = chance.sample(fact.wrong, min(WRONG, len(fact.wrong)))
    options = [fact.key, *wrong]
    chance.shuffle(options)
    return GeneratedQuestion(
        id=fact.id,
        stem=fact.stem,
        options=tuple(options),
        category=fact.category,
        difficulty=fact.difficulty,
        tests=fact.tests,
        sources=fact.sources,
        template=fact.template,
        drawn=fact.picture,
    )


def draw(known: Sequence[Fact], chance: Chance, count: int) -> tuple[GeneratedQuestion, ...]:
    """At most `count` questions about different facts, the templates taking turns as long as each has facts left."""
    piles = _shuffled(known, chance)
    picked: list[Fact] = []
    while len(picked) < count and piles:
        for template in tuple(piles):
            picked.append(piles[template].pop())
            if not piles[template]:
                del piles[template]
    return tuple(ask(fact, chance) for fact in picked[:count])


def _shuffled(known: Sequence[Fact], chance: Chance) -> dict[Template, list[Fact]]:
    piles: defaultdict[Template, list[Fact]] = defaultdict(list)
    for fact in known:
        piles[fact.template].append(fact)
    order = list(piles)
    chance.shuffle(order)
    for pile in piles.values():
        chance.shuffle(pile)
    return {template: piles[template] for template in order}


def by_id(known: Sequence[Fact]) -> Mapping[str, Fact]:
    """The facts by the id of their question, which stays the same over reloads for as long as the fact stands."""
    return {fact.id: fact for fact in known}


def counts(known: Sequence[Fact]) -> Iterator[tuple[Template, int]]:
    """How many questions each template gives."""
    for template in Template:
        yield template, sum(fact.template is template for fact in known)
