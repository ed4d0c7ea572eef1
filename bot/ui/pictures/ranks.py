"""Items in rows joined by segments, and an order of each row in which few segments cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_ROUNDS = 6


@dataclass(eq=False)
class Item:
    """Something in a row: a box, a label beside its line, or a line passing by. `x` is where its line runs."""

    left: float
    """The room it needs to the left of `x`, its share of the gap to its neighbor included."""
    right: float
    height: float = 0
    x: float = 0
    above: list[Segment] = field(default_factory=list["Segment"])
    below: list[Segment] = field(default_factory=list["Segment"])


@dataclass(eq=False)
class Segment:
    """A piece of a line, from an item to one in the next row; it leaves and arrives off their `x` by `start`, `end`."""

    upper: Item
    lower: Item
    weight: float = 1
    start: float = 0
    end: float = 0

    @property
    def swing(self) -> float:
        """How far it runs to the right on its way down."""
        return self.lower.x + self.end - self.upper.x - self.start


Rows = list[list[Item]]


def join(upper: Item, lower: Item, weight: float = 1) -> Segment:
    """A new segment, known to both items."""
    segment = Segment(upper, lower, weight)
    upper.below.append(segment)
    lower.above.append(segment)
    return segment


def untangle(rows: Rows) -> None:
    """Reorder the items of each row so that few segments cross; the same rows always give the same order."""
    given = [list(row) for row in rows]
    tries = [_untangled(given), _untangled([row[::-1] for row in given])]
    rows[:] = min([given, *tries], key=crossings)


def _untangled(start: Rows) -> Rows:
    """One descent from `start`: sort every row by its neighbors, downward and upward, until nothing changes."""
    rows = [list(row) for row in start]
    for _ in range(_ROUNDS):
        before = [list(row) for row in rows]
        for row, previous in zip(rows[1:], rows, strict=False):
            _sort(row, previous, "above")
        for row, following in zip(rows[-2::-1], rows[::-1], strict=False):
            _sort(row, following, "below")
        _swap_neighbors(rows)
        if rows == before or not crossings(rows):
            break
    return rows


def _sort(row: list[Item], fixed: Sequence[Item], side: str) -> None:
    """Order `row` by the mean position of what each item is joined to in the `fixed` row on that side."""
    if len(row) < 2:
        return
    position = {item: number for number, item in enumerate(fixed)}

    def mean(number: int, item: Item) -> float:
        joined = [s.upper for s in item.above] if side == "above" else [s.lower for s in item.below]
        return sum(position[other] for other in joined) / len(joined) if joined else number

    keys = {item: mean(number, item) for number, item in enumerate(row)}
    row.sort(key=keys.__getitem__)


def crossings(rows: Sequence[Sequence[Item]]) -> int:
    """How many pairs of segments cross."""
    return sum(_between(upper, lower) for upper, lower in pairwise(rows))


def _between(upper: Sequence[Item], lower: Sequence[Item]) -> int:
    if len(upper) < 2 or len(lower) < 2:
        return 0
    position = {item: number for number, item in enumerate(lower)}
    ends = [sorted(position[segment.lower] for segment in item.below) for item in upper]
    seen: list[int] = []
    count = 0
    for group in ends:
        count += sum(earlier > end for end in group for earlier in seen)
        seen += group
    return count


def _swap_neighbors(rows: Rows) -> None:
    for number, row in enumerate(rows):
        around = rows[max(number - 1, 0) : number + 2]
        for first in range(len(row) - 1):
            if (before := crossings(around)) == 0:
                break
            row[first], row[first + 1] = row[first + 1], row[first]
            if crossings(around) >= before:
                row[first], row[first + 1] = row[first + 1], row[first]
