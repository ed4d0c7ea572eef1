"""Where boxes, arrows and their labels go: a layered drawing from top to bottom, as wide as the card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.ui.pictures import layers, style
from bot.ui.pictures.blocks import (
    NARROWEST,
    WIDEST,
    Block,
    Box,
    Layout,
    Link,
    Route,
    Stop,
    comfortable,
    fitted,
)
from bot.ui.pictures.ranks import Item, Segment, join, untangle
from bot.ui.pictures.spread import spread

BESIDE = 13
"""From a line to the label beside it."""
LABEL_LINE = 32
"""From one line of a label to the next."""
_GAP, _BEND, _PORT = 11, 10, 44
"""Half the gap between boxes; half the room of a passing line; the room between two arrows at one side of a box."""
_LEAVE, _BETWEEN, _ARRIVE = 12, 4, 28
"""Heights: below a box, between rows of labels, and where an arrowhead goes."""
_ASIDE = 12
_LOOP = 20
"""Half the width of a loop."""
_STRAIGHT, _ALONE, _SHARED, _SIDE = 8, 4, 1, 0.3
"""How much a line wants to be straight: on its way; at a box where it is alone, one of several, or a side line."""


def place(blocks: Sequence[Block], links: Sequence[Link]) -> Layout:
    """Place `blocks` and `links`, of which there is at least one; the same ones always come out the same.

    Boxes never overlap, and a label overlaps neither a box nor another label.
    """
    plan = _Plan(blocks, links)
    untangle(plan.rows)
    plan.choose_sides()
    plan.set_ports()
    spread(plan.rows, style.MARGIN, style.WIDTH - style.MARGIN)
    if cramped := plan.cramped_labels():
        swinging = plan.swing()
        plan.turn(cramped)
        spread(plan.rows, style.MARGIN, style.WIDTH - style.MARGIN)
        if plan.swing() > swinging:
            plan.turn(cramped)
            spread(plan.rows, style.MARGIN, style.WIDTH - style.MARGIN)
    return plan.finished()


@dataclass(eq=False)
class _Line:
    """How one link runs: its items from the upper box to the lower one (a loop: the box and its label)."""

    link: Link
    upward: bool
    first: int
    last: int
    """The gaps it crosses; a loop hangs in the gap below its box."""
    label_gap: int = 0
    label_row: int = 0
    label: Item | None = None
    to_the_left: bool = False
    items: list[Item] = field(default_factory=list[Item])
    segments: list[Segment] = field(default_factory=list[Segment])

    @property
    def is_loop(self) -> bool:
        return self.link.source == self.link.target

    @property
    def main(self) -> bool:
        """Whether it is part of the flow from top to bottom."""
        return self.link.main and not self.upward and not self.is_loop

    @property
    def beside(self) -> float:
        """The room its label takes beside the line."""
        return BESIDE + max((style.width(line, style.SMALL) for line in self.link.words), default=0) + _GAP

    @property
    def swings_aside(self) -> bool:
        """Whether it swings one way and then back by more than a little."""
        swings = [segment.swing for segment in self.segments]
        return max(swings, default=0) > _ASIDE and min(swings, default=0) < -_ASIDE

    def make_room(self) -> None:
        """Let the item of its label reserve the room it needs on the chosen side."""
        if self.label is None:
            return
        near = _LOOP + _BEND if self.is_loop else _BEND
        far = self.beside + (_LOOP if self.is_loop else 0) if self.link.words else near
        self.label.left, self.label.right = (far, near) if self.to_the_left else (near, far)


class _Plan:
    """The rows of one drawing: boxes with the lines passing between them, then the rows of labels below them."""

    def __init__(self, blocks: Sequence[Block], links: Sequence[Link]) -> None:
        self._blocks = {block.id: block for block in blocks}
        self._layers, self._lines = self._layered(links)
        self._spread_labels()
        self._boxes = {node: box for level in range(len(self._layers)) for node, box in self._fit_boxes(level).items()}
        self._nodes = {
            node: Item(box.width / 2 + _GAP, box.width / 2 + _GAP, box.height) for node, box in self._boxes.items()
        }
        self.rows: list[list[Item]] = []
        self._box_rows: list[int] = []
        self._fill_rows()
        self._join()

    def _layered(self, links: Sequence[Link]) -> tuple[list[list[str]], list[_Line]]:
        nodes, ends = list(self._blocks), [(link.source, link.target) for link in links]
        back = layers.backward(nodes, ends)
        arcs = [(b, a) if number in back else (a, b) for number, (a, b) in enumerate(ends) if a != b]
        widths = {node: comfortable(block) + 2 * _GAP for node, block in self._blocks.items()}

        def fits(row: Sequence[str], passing: int) -> bool:
            return sum(widths[node] for node in row) + 2 * _BEND * passing <= style.INNER

        rows = layers.split(nodes, arcs, layers.layered(nodes, arcs), fits)
        level = {node: number for number, row in enumerate(rows) for node in row}
        lines: list[_Line] = []
        for number, link in enumerate(links):
            upper, lower = sorted((level[link.source], level[link.target]))
            lines.append(_Line(link, number in back, upper, max(upper, lower - 1)))
        return rows, lines

    def _spread_labels(self) -> None:
        """Put each label in the emptiest gap on its way, and there into the first row it fits."""
        load: Counter[int] = Counter()
        for line in sorted(self._lines, key=lambda line: line.last - line.first):
            line.label_gap = min(range(line.first, line.last + 1), key=lambda gap: (load[gap], gap))
            load[line.label_gap] += len(line.link.words)
        taken: dict[tuple[int, int], float] = {}
        for line in self._lines:
            gap = line.label_gap
            room = style.INNER - 2 * _BEND * sum(other.first <= gap <= other.last for other in self._lines)
            while line.link.words and taken.get((gap, line.label_row), 0) + line.beside > max(room, line.beside):
                line.label_row += 1
            taken[gap, line.label_row] = taken.get((gap, line.label_row), 0) + line.beside

    def _fit_boxes(self, level: int) -> dict[str, Box]:
        """The boxes of a layer in the largest sizes it has room for, not yet placed."""
        row = self._layers[level]
        passing = sum(line.first < level <= line.last for line in self._lines)
        room = style.INNER - 2 * _BEND * passing - 2 * _GAP * len(row)
        caps = range(WIDEST, NARROWEST - 1, -20)
        sizes = ([fitted(self._blocks[node], cap) for node in row] for cap in caps)
        fitting = next((size for size in sizes if sum(box.width for box in size) <= room), None)
        return dict(zip(row, fitting or [fitted(self._blocks[node], NARROWEST) for node in row], strict=True))

    def _fill_rows(self) -> None:
        for level, row in enumerate(self._layers):
            self._box_rows.append(len(self.rows))
            self.rows.append([self._nodes[node] for node in row])
            for line in self._lines:
                if line.first < level <= line.last:
                    line.items.append(_passing())
                    self.rows[-1].append(line.items[-1])
            crossing = [line for line in self._lines if line.first <= level <= line.last]
            depth = max((line.label_row + 1 for line in crossing if line.label_gap == level), default=1)
            for number in range(depth if crossing else 0):
                reaching = [line for line in crossing if not line.is_loop or number <= line.label_row]
                self.rows.append([self._in_gap(line, level, number) for line in reaching])

    def _in_gap(self, line: _Line, gap: int, row: int) -> Item:
        item = _passing()
        if (line.label_gap, line.label_row) == (gap, row):
            line.label = item
            item.height = LABEL_LINE * len(line.link.words)
        line.items.append(item)
        return item

    def _join(self) -> None:
        main = [line for line in self._lines if line.main]
        leaving = Counter(self._ends(line)[0] for line in main)
        reaching = Counter(self._ends(line)[1] for line in main)
        for line in self._lines:
            upper, lower = self._ends(line)
            line.items = [self._nodes[upper], *line.items, *([] if line.is_loop else [self._nodes[lower]])]
            line.segments = [join(above, below, _STRAIGHT) for above, below in pairwise(line.items)]
            if not line.is_loop:
                line.segments[0].weight = _weight(line, leaving[upper])
                line.segments[-1].weight = _weight(line, reaching[lower])

    @staticmethod
    def _ends(line: _Line) -> tuple[str, str]:
        """The box a line leaves downward, and the one it reaches from above."""
        source, target = line.link.source, line.link.target
        return (target, source) if line.upward else (source, target)

    def choose_sides(self) -> None:
        """Put each label on the side of its line that faces away from the middle of its row."""
        middle = {item: (len(row) - 1) / 2 - place for row in self.rows for place, item in enumerate(row)}
        for line in self._lines:
            line.to_the_left = line.label is not None and middle[line.label] > 0
            line.make_room()

    def cramped_labels(self) -> list[_Line]:
        """Lines that swing aside only to make room for their label."""
        return [line for line in self._lines if line.label and not line.is_loop and line.swings_aside]

    def turn(self, lines: Iterable[_Line]) -> None:
        """Put the labels of `lines` on the other side."""
        for line in lines:
            line.to_the_left = not line.to_the_left
            line.make_room()

    def swing(self) -> float:
        """How far all lines swing from the straight, taken together."""
        return sum(abs(segment.swing) for line in self._lines for segment in line.segments)

    def set_ports(self) -> None:
        """Share out the sides of each box among its arrows, in the order in which they come."""
        position = {item: number for row in self.rows for number, item in enumerate(row)}
        for node, item in self._nodes.items():
            edge = self._boxes[node].width - 2 * _PORT
            below = sorted(item.below, key=lambda segment: position[segment.lower])
            for segment, shift in zip(below, _shifts(len(below), edge), strict=True):
                segment.start = shift
            above = sorted(item.above, key=lambda segment: position[segment.upper])
            for segment, shift in zip(above, _shifts(len(above), edge), strict=True):
                segment.end = shift

    def finished(self) -> Layout:
        tops = self._tops()
        heights = [max(item.height for item in row) for row in self.rows]
        span = {item: (tops[n], tops[n] + heights[n]) for n, row in enumerate(self.rows) for item in row}
        boxes: dict[str, Box] = {}
        for node, item in self._nodes.items():
            box, (top, bottom) = self._boxes[node], span[item]
            boxes[node] = replace(box, left=item.x - box.width / 2, top=(top + bottom - box.height) / 2)
        routes = tuple(self._route(line, boxes, span) for line in self._lines)
        return Layout(tuple(boxes.values()), routes, tops[-1] + heights[-1])

    def _tops(self) -> list[float]:
        """Where each row begins: close together where lines run straight, further apart where they swing."""
        tops = [0.0]
        upward = {line.items[0] for line in self._lines if line.upward or line.is_loop}
        for number, (row, _) in enumerate(pairwise(self.rows)):
            gap = _ARRIVE if number + 1 in self._box_rows else _LEAVE if number in self._box_rows else _BETWEEN
            gap = _ARRIVE if upward & set(row) else gap
            gap += min(44, max([0.0, *(0.3 * abs(segment.swing) - 4 for item in row for segment in item.below)]))
            tops.append(tops[-1] + max(item.height for item in row) + gap)
        return tops

    def _route(self, line: _Line, boxes: Mapping[str, Box], span: Mapping[Item, tuple[float, float]]) -> Route:
        upper, lower = self._ends(line)
        first, *between = [Stop(item.x, *span[item]) for item in line.items]
        bottom = boxes[upper].top + boxes[upper].height
        first = Stop(first.x + line.segments[0].start, bottom, first.end)
        if line.is_loop:
            turn = Stop(between[-1].x, between[-1].begin, sum(span[line.items[-1]]) / 2)
            down = [replace(stop, x=stop.x - _LOOP) for stop in (first, *between[:-1], turn)]
            up = [Stop(stop.x + _LOOP, stop.end, stop.begin) for stop in (turn, *between[-2::-1], first)]
            stops = (*down, *up)
        else:
            last = Stop(between[-1].x + line.segments[-1].end, between[-1].begin, boxes[lower].top)
            stops = (first, *between[:-1], last)
            stops = tuple(Stop(stop.x, stop.end, stop.begin) for stop in stops[::-1]) if line.upward else stops
        label = line.label or line.items[-1]
        beside = BESIDE + (_LOOP if line.is_loop else 0)
        x = label.x - beside if line.to_the_left else label.x + beside
        top = (sum(span[label]) - label.height) / 2
        return Route(line.link, stops, line.upward or line.is_loop, x, top, line.to_the_left)


def _weight(line: _Line, flows: int) -> float:
    return (_ALONE if flows == 1 else _SHARED) if line.main else _SIDE


def _passing() -> Item:
    return Item(_BEND, _BEND)


def _shifts(count: int, edge: float) -> list[float]:
    """Where `count` arrows meet a side `edge` wide, from its middle."""
    step = min(_PORT, edge / max(count - 1, 1))
    return [(number - (count - 1) / 2) * step for number in range(count)]
