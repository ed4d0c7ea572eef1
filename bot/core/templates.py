"""The templates of generated questions: each turns what the library states without dispute into facts to be asked.

An option counts as wrong only where the library gives the reason: it is recorded of something else, and neither text
mentions the other. What is contested, proposed, or may be true of several options is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from bot.core import cascade_facts, reading_facts, substance_facts
from bot.core.facts import FEWEST, Fact, Ground
from bot.core.lessons import Template
from bot.core.library import Library


def _true_or_false(ground: Ground) -> Iterator[Fact]:
    return chain(substance_facts.directions(ground), reading_facts.definitions(ground))


_MAKERS: Mapping[Template, Callable[[Ground], Iterator[Fact]]] = {
    Template.TARGET: substance_facts.targets,
    Template.CLASS: substance_facts.classes,
    Template.NEXT_STEP: cascade_facts.next_steps,
    Template.ENTERS: cascade_facts.entrances,
    Template.STRUCTURE: substance_facts.structures,
    Template.PAPER: reading_facts.papers,
    Template.TRUE_OR_FALSE: _true_or_false,
    Template.TERM: reading_facts.terms,
}


def facts(library: Library) -> tuple[Fact, ...]:
    """Everything that can be asked, with at least two wrong options each, in a fixed order."""
    ground = Ground(library)
    found = (fact for template in Template for fact in _MAKERS[template](ground))
    return tuple(fact for fact in found if len(fact.wrong) >= FEWEST)
