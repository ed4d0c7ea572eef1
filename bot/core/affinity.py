"""Which of a substance's measured affinities may stand side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from bot.core.evidence import Id
from bot.core.knowledge import Affinity, Substance

LEAST = 3
"""With fewer targets there is nothing to compare."""

_BINDING = "Ki"
"""Ki is a property of the binding, whatever assay gave it; the other measures depend on the assay's conditions."""


@dataclass(frozen=True)
class Row:
    """One target with the range over all sources, in nM."""

    target: Id
    low: float
    high: float


@dataclass(frozen=True)
class Profile:
    """At least `LEAST` targets measured alike, the strongest first."""

    measure: str
    assay: str
    """The assay they share; empty for Ki."""
    rows: tuple[Row, ...]


def profile(substance: Substance) -> Profile | None:
    """The largest set of comparable rows: human targets, one measure, and the same assay unless the measure is Ki."""
    alike: defaultdict[tuple[str, str], dict[Id, list[Affinity]]] = defaultdict(dict)
    for action in substance.actions:
        for affinity in action.affinities:
            if affinity.species == "human":
                assay = "" if affinity.measure == _BINDING else affinity.assay
                alike[affinity.measure, assay].setdefault(action.target, []).append(affinity)
    if not alike:
        return None
    (measure, assay), targets = max(alike.items(), key=lambda item: (len(item[1]), item[0]))
    if len(targets) < LEAST:
        return None
    rows = [Row(target, min(a.low for a in found), max(a.high for a in found)) for target, found in targets.items()]
    return Profile(measure, assay, tuple(sorted(rows, key=lambda row: (row.low, row.high, row.target))))
