"""Which row of a drawing each node of a graph belongs to, so that arrows point down wherever they can."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

Arc: TypeAlias = tuple[str, str]
"""The ids of the nodes an arrow leaves and reaches."""


def backward(nodes: Sequence[str], arcs: Sequence[Arc]) -> frozenset[int]:
    """The positions of arcs to be drawn upward so that the others close no circle; self-loops are none of them.

    Walks from the nodes that nothing points at, then in the order given: what returns to its own path points back.
    """
    leaving: dict[str, list[int]] = {node: [] for node in nodes}
    for position, (source, target) in enumerate(arcs):
        if source != target:
            leaving[source].append(position)
    reached = {target for source, target in arcs if source != target}
    back: set[int] = set()
    seen: set[str] = set()

    def walk(node: str, path: frozenset[str]) -> None:
        seen.add(node)
        for position in leaving[node]:
            target = arcs[position][1]
            if target in path:
                back.add(position)
            elif target not in seen:
                walk(target, path | {target})

    for start in sorted(nodes, key=lambda node: node in reached):
        walk(start, frozenset({start})) if start not in seen else None
    return frozenset(back)


def layered(nodes: Sequence[str], arcs: Sequence[Arc]) -> dict[str, int]:
    """The layer of each node, from 0: below everything that points at it, and no higher than its arrows need.

    `arcs` close no circle.
    """
    layer = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for source, target in arcs:
            layer[target] = max(layer[target], layer[source] + 1)
    for _ in nodes:
        for node in nodes:
            below = [layer[target] for source, target in arcs if source == node]
            above = sum(target == node for _, target in arcs)
            if len(below) > above:
                layer[node] = max(layer[node], min(below) - 1)
    return layer


def split(
    nodes: Sequence[str], arcs: Sequence[Arc], layer: Mapping[str, int], fits: Callable[[Sequence[str], int], bool]
) -> list[list[str]]:
    """The layers as lists of nodes, those too wide cut in two until each fits or holds one node.

    `fits` is asked with the nodes of a layer and the number of arrows that pass it.
    """
    rows = [[node for node in nodes if layer[node] == level] for level in range(max(layer.values()) + 1)]
    level = 0
    while level < len(rows):
        row, kept = rows[level], len(rows[level])
        while kept > 1 and not fits(row[:kept], _passing(rows, arcs, level) + len(row) - kept):
            kept -= 1
        if kept < len(row):
            rows[level : level + 1] = [row[:kept], row[kept:]]
        level += 1
    return rows


def _passing(rows: Sequence[Sequence[str]], arcs: Sequence[Arc], level: int) -> int:
    at = {node: number for number, row in enumerate(rows) for node in row}
    return sum(min(at[source], at[target]) < level < max(at[source], at[target]) for source, target in arcs)
