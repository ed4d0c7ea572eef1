"""Two entries of one kind beside each other: what both have, and what only one has."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.evidence import Evidence, Id
from bot.core.knowledge import Entry, Explained, Mechanism, Substance, Target, Term
from bot.core.library import Library
from bot.core.refusals import NotComparableError, SameEntryError

KINDS: tuple[type[Entry], ...] = (Substance, Term, Target, Mechanism)
"""What can be compared."""
SKELETONS = (
    "lysergamide",
    "ergoline",
    "iboga",
    "morphinan",
    "beta-carboline",
    "azepinoindole",
    "tryptamine",
    "isotryptamine",
    "indole",
    "arylcyclohexylamine",
    "phenethylamine",
    "steroid",
)
"""Molecular skeletons that substances share, from the special to the general."""


@dataclass(frozen=True)
class Comparison:
    """What was found; ids of entries that the library has, in the order in which the first names them."""

    first: Explained
    second: Explained
    difference: str | None
    """The sentence that tells them apart, where readers take one for the other."""
    both: tuple[Id, ...]
    """For substances the targets of both, else the neighbors of both."""
    only_first: tuple[Id, ...]
    only_second: tuple[Id, ...]
    skeleton: str | None
    """The most special skeleton that both molecules have."""

    @property
    def sides(self) -> tuple[Explained, Explained]:
        return self.first, self.second


def compare(first: Entry, second: Entry, library: Library) -> Comparison:
    """Compare two entries; a SameEntryError or NotComparableError where that makes no sense."""
    if first.id == second.id:
        raise SameEntryError(first.name)
    if type(first) is not type(second) or not (isinstance(first, Explained) and isinstance(second, Explained)):
        raise NotComparableError(first.name, first.kind.value, second.name, second.kind.value)
    sides = [[one for one in _links(entry, library) if one not in (first.id, second.id)] for entry in (first, second)]
    told = {other.id: other.difference for other in first.confusable_with}
    return Comparison(
        first,
        second,
        told.get(second.id),
        both=tuple(one for one in sides[0] if one in sides[1]),
        only_first=tuple(one for one in sides[0] if one not in sides[1]),
        only_second=tuple(one for one in sides[1] if one not in sides[0]),
        skeleton=_skeleton(first, second, library),
    )


def _links(entry: Explained, library: Library) -> tuple[Id, ...]:
    """A substance's targets; of anything else its neighbors, whichever of the two names the other."""
    if isinstance(entry, Substance):
        return tuple(dict.fromkeys(one.target for one in entry.actions if one.target in library.entries))
    return tuple(other.id for other in library.related(entry))


def _skeleton(first: Entry, second: Entry, library: Library) -> str | None:
    drawn = library.drawings.keys()
    return next((one for one in SKELETONS if {f"{first.id}.{one}", f"{second.id}.{one}"} <= drawn), None)


def strongest(entry: Explained) -> Evidence:
    """The evidence by which an entry is compared: for a substance that of its plasticity, else its headline's."""
    return entry.plasticity[0] if isinstance(entry, Substance) and entry.plasticity else entry.claims[0]
