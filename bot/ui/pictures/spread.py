"""Places across: every item of every row where its lines run straight and nothing overlaps."""

from __future__ import annotations

from itertools import pairwise
from math import inf

from bot.ui.pictures.ranks import Item, Rows, Segment

_SWEEPS = 6
_STILL = 0.5
_SMALL = 30
"""A swing of a line that is better avoided."""


def spread(rows: Rows, left: float, right: float) -> None:
    """Give every item its `x` between `left` and `right`: no overlap, and lines as straight as the weights ask.

    First each row is settled against its neighbors in turn, then each run that wants to be straight is made so, as
    far as its neighbors leave it room.
    """
    for row in rows:
        taken = sum(item.left + item.right for item in row)
        edge = (left + right - taken) / 2
        for item in row:
            item.x = edge + item.left
            edge += item.left + item.right
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            _settle(row, left, right)
    bounds, runs = _Bounds(rows, left, right), _runs(rows)
    for _ in range(_SWEEPS):
        moved = [_straighten(run, bounds) for run in runs]
        if not any(moved):
            break
    _center(rows, left, right)


def _settle(row: list[Item], left: float, right: float) -> None:
    """Move the items of one row as near as they can get to where their segments pull them (least squares)."""
    offset = 0.0
    offsets: list[float] = []
    for number, item in enumerate(row):
        offset += row[number - 1].right + item.left if number else 0
        offsets.append(offset)
    groups: list[tuple[float, float, int]] = []  # mean place, weight, items: neighbors that push one another
    for item, shift in zip(row, offsets, strict=True):
        place, weight = _pull(item)
        group = (place - shift, weight, 1)
        while groups and groups[-1][0] > group[0]:
            before = groups.pop()
            both = before[1] + group[1]
            group = ((before[0] * before[1] + group[0] * group[1]) / both, both, before[2] + group[2])
        groups.append(group)
    places = [place for place, _, count in groups for _ in range(count)]
    lowest, highest = left + row[0].left, right - row[-1].right - offsets[-1]
    for item, shift, place in zip(row, offsets, places, strict=True):
        item.x = max(lowest, min(highest, place)) + shift


def _pull(item: Item) -> tuple[float, float]:
    pulls = [(s.upper.x + s.start - s.end, s.weight) for s in item.above]
    pulls += [(s.lower.x + s.end - s.start, s.weight) for s in item.below]
    weight = sum(weight for _, weight in pulls)
    return (sum(x * w for x, w in pulls) / weight, weight) if pulls else (item.x, 0.1)


class _Bounds:
    """How far each item can move before it meets its neighbor or the edge."""

    def __init__(self, rows: Rows, left: float, right: float) -> None:
        self._left, self._right = left, right
        self._before = {item: before for row in rows for before, item in pairwise(row)}
        self._after = {item: after for row in rows for item, after in pairwise(row)}

    def of(self, item: Item) -> tuple[float, float]:
        before, after = self._before.get(item), self._after.get(item)
        lowest = before.x + before.right if before else self._left
        highest = after.x - after.left if after else self._right
        return lowest + item.left, highest - item.right


_Run = list[tuple[Item, float]]
"""Items that want to lie on one straight line, each with how far it lies off the line of the first."""


def _runs(rows: Rows) -> list[_Run]:
    """Lines on their way between boxes, and boxes joined one to one; the longest first."""
    following: dict[Item, Segment] = {}
    for row in rows:
        for item in row:
            only = _only(item.below)
            if only is not None and _only(only.lower.above) is only:
                following[item] = only
    inside = {segment.lower for segment in following.values()}
    runs: list[_Run] = []
    for item in (item for row in rows for item in row if item not in inside):
        run, offset = [(item, 0.0)], 0.0
        while (segment := following.get(run[-1][0])) is not None:
            offset += segment.start - segment.end
            run.append((segment.lower, offset))
        runs.append(run)
    return sorted(runs, key=len, reverse=True)


def _only(segments: list[Segment]) -> Segment | None:
    """The one segment that counts, if there is one: side lines weigh less than 1 and yield to others."""
    counting = [segment for segment in segments if segment.weight >= 1] or segments
    return counting[0] if len(counting) == 1 else None


def _straighten(run: _Run, bounds: _Bounds) -> bool:
    """Move the items of `run` onto one line where that is possible, else onto as few as can be; whether any moved."""
    target, before = _wanted(run), [item.x for item, _ in run]
    part: _Run = []
    lowest, highest = -inf, inf
    for item, offset in [*run, (None, 0.0)]:
        low, high = bounds.of(item) if item else (inf, -inf)
        if max(lowest, low - offset) > min(highest, high - offset):
            for member, shift in part:
                member.x = max(lowest, min(highest, target)) + shift
            part, lowest, highest = [], -inf, inf
        if item:
            part.append((item, offset))
            lowest, highest = max(lowest, low - offset), min(highest, high - offset)
    return any(abs(item.x - x) > _STILL for (item, _), x in zip(run, before, strict=True))


def _wanted(run: _Run) -> float:
    """Where the line of `run` is pulled to by what it is joined to, or where it lies if that is nothing.

    That is the mean of the pulls, unless one of them is so near that a straight line looks better than a small swing.
    """
    members = {item for item, _ in run}
    pulls = [
        (segment.weight, other.x + shift - offset)
        for item, offset in run
        for segment, other, shift in (
            *((s, s.upper, s.start - s.end) for s in item.above),
            *((s, s.lower, s.end - s.start) for s in item.below),
        )
        if other not in members
    ]
    pulls = pulls or [(1, item.x - offset) for item, offset in run]
    mean = sum(weight * place for weight, place in pulls) / sum(weight for weight, _ in pulls)
    nearest = min((place for _, place in pulls), key=lambda place: abs(place - mean))
    return nearest if abs(nearest - mean) < _SMALL else mean


def _center(rows: Rows, left: float, right: float) -> None:
    leftmost = min(row[0].x - row[0].left for row in rows)
    rightmost = max(row[-1].x + row[-1].right for row in rows)
    shift = (left + right - leftmost - rightmost) / 2
    for row in rows:
        for item in row:
            item.x += shift
