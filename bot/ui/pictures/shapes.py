"""The shapes of a cascade: boxes that differ by outline as well as by color, and lines that differ by their dashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from bot.core.evidence import Firm
from bot.core.knowledge import NodeType
from bot.ui.pictures import style
from bot.ui.pictures.blocks import LINE_HEIGHT, PAD, SPACE, Box, Link, Route, Stop
from bot.ui.pictures.layout import LABEL_LINE
from bot.ui.pictures.style import number


@dataclass(frozen=True)
class Look:
    """How one type of node looks: its colors, and its outline."""

    fill: str
    stroke: str
    corner: float = 12
    """The radius of its corners; as large as half its height makes it a pill."""
    cut: float = 0
    """How far its corners are cut off instead."""
    pointed: bool = False
    """Whether the cuts meet in a point at each side."""
    bars: bool = False
    """Whether its sides are drawn double."""


LOOKS: Mapping[NodeType, Look] = {
    NodeType.SUBSTANCE: Look("#2F2750", "#B0A3FF", cut=18, pointed=True),
    NodeType.RECEPTOR: Look("#0F3639", "#3DD6CC", corner=99),
    NodeType.MESSENGER: Look("#15304F", "#7ABEFF", corner=22),
    NodeType.TRANSMITTER: Look("#43213E", "#FF9CD6", cut=12, bars=True),
    NodeType.KINASE: Look("#402D13", "#FFB454", cut=12),
    NodeType.GENE: Look("#452427", "#FFA29C", corner=3, bars=True),
    NodeType.PROTEIN: Look("#2B2F3D", "#B4C0DE", corner=12),
    NodeType.PROCESS: Look("#163626", "#58DB90", corner=3),
    NodeType.STRUCTURE: Look("#2E3615", "#BFDD63", corner=12, bars=True),
}

DOUBTS = {Firm.CONFLICTING: "contested", Firm.PROPOSED: "proposed"}
"""What a line says about itself when it is not simply shown."""
_COLORS = {Firm.CONFLICTING: style.CONTESTED, Firm.PROPOSED: style.PROPOSED}
_SOLID = 'stroke-width="3"'
_STROKES = {
    Firm.CONFLICTING: 'stroke-width="3.5" stroke-linecap="round" stroke-dasharray="13 9"',
    Firm.PROPOSED: 'stroke-width="4.5" stroke-linecap="round" stroke-dasharray="0.1 9.5"',
}


@dataclass(frozen=True)
class Arrow:
    """An arrow to be drawn: solid, dashed or dotted by how firm it is, ending in a head or, if it inhibits, a bar."""

    link: Link
    firm: Firm
    inhibits: bool = False

    @property
    def color(self) -> str:
        return _COLORS.get(self.firm, style.LINE)


def box(placed: Box, look: Look) -> list[str]:
    """A box with its words; `data-box` repeats its place for whoever reads the drawing."""
    place = " ".join(number(side) for side in (placed.left, placed.top, placed.width, placed.height))
    outline = _cut_outline(placed, look) if look.cut else _round_outline(placed, look)
    bars = _bars(placed, look) if look.bars else []
    return [f'<g class="node" data-box="{place}">', outline, *bars, *_words(placed, look), "</g>"]


def _paint(look: Look) -> str:
    return f'fill="{look.fill}" stroke="{look.stroke}" stroke-width="2.5"'


def _round_outline(placed: Box, look: Look) -> str:
    x, y, width, height = (number(side) for side in (placed.left, placed.top, placed.width, placed.height))
    corner = number(min(look.corner, placed.height / 2, 44))
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{corner}" {_paint(look)}/>'


def _cut_outline(placed: Box, look: Look) -> str:
    left, top, right, bottom = placed.left, placed.top, placed.left + placed.width, placed.top + placed.height
    across, down = look.cut, placed.height / 2 if look.pointed else look.cut
    corners = (
        (left + across, top), (right - across, top), (right, top + down), (right, bottom - down),
        (right - across, bottom), (left + across, bottom), (left, bottom - down), (left, top + down),
    )  # fmt: skip
    return f'<polygon points="{" ".join(f"{number(x)},{number(y)}" for x, y in corners)}" {_paint(look)}/>'


def _bars(placed: Box, look: Look) -> list[str]:
    inset = max(look.cut, look.corner * 0.3) + 2
    begin, end = number(placed.top + inset), number(placed.top + placed.height - inset)
    sides = (placed.left + 9, placed.left + placed.width - 9)
    return [f'<path d="M{number(x)} {begin}V{end}" stroke="{look.stroke}" stroke-width="2.5"/>' for x in sides]


def _words(placed: Box, look: Look) -> list[str]:
    center, baseline = placed.left + placed.width / 2, placed.top + PAD + LINE_HEIGHT - 10
    if placed.in_line:
        both = style.words("{}", center, baseline, style.LABEL, weight=style.SEMIBOLD, anchor="middle")
        kind = f'font-size="{style.SMALL}" font-weight="{style.REGULAR}" fill="{look.stroke}">{escape(placed.kind[0])}'
        return [both.format(f"{escape(placed.label[0])}{SPACE}<tspan {kind}</tspan>")]
    drawn: list[str] = []
    for line in placed.label:
        drawn.append(style.words(line, center, baseline, style.LABEL, weight=style.SEMIBOLD, anchor="middle"))
        baseline += LINE_HEIGHT
    for line in placed.kind:
        drawn.append(style.words(line, center, baseline - 1, fill=look.stroke, anchor="middle"))
        baseline += LINE_HEIGHT
    return drawn


def line(arrow: Arrow, route: Route) -> str:
    """The line of an arrow along its route, with its head or bar."""
    *way, last = route.stops
    down = -1 if route.upward else 1
    end = last.end - (8 if arrow.inhibits else 15) * down
    begin = min(last.begin, end) if down == 1 else max(last.begin, end)
    stroke = _stroke(_path([*way, Stop(last.x, begin, end)]), arrow)
    tip = _tip(arrow, last.x, last.end, down)
    return f'<g class="edge" stroke="{arrow.color}" fill="none">{stroke}{tip}</g>'


def label(arrow: Arrow, route: Route) -> list[str]:
    """The words beside an arrow."""
    anchor = "end" if route.to_the_left else "start"
    color = dict.fromkeys(DOUBTS.values(), arrow.color)
    drawn = ['<g class="words">'] if arrow.link.words else []
    for row, words in enumerate(arrow.link.words):
        baseline = route.label_top + LABEL_LINE * row + 24
        drawn.append(style.words(words, route.label_x, baseline, fill=color.get(words, style.MUTED), anchor=anchor))
    return [*drawn, "</g>"] if drawn else []


def sample(arrow: Arrow, x: float, y: float) -> str:
    """A short level arrow from `x` on, 62 wide, for a legend."""
    path = f"M{number(x)} {number(y)}h{54 if arrow.inhibits else 46}"
    tip = f'<g transform="translate({number(x + 62)} {number(y)}) rotate(-90)">{_tip(arrow, 0, 0, 1)}</g>'
    return f'<g stroke="{arrow.color}" fill="none">{_stroke(path, arrow)}{tip}</g>'


def _stroke(path: str, arrow: Arrow) -> str:
    return f'<path d="{path}" {_STROKES.get(arrow.firm, _SOLID)}/>'


def _tip(arrow: Arrow, x: float, y: float, down: int) -> str:
    if arrow.inhibits:
        return f'<path d="M{number(x - 13)} {number(y - 7 * down)}h26" stroke-width="5" stroke-linecap="round"/>'
    base = number(y - 18 * down)
    point = f"M{number(x)} {number(y - 2 * down)}L{number(x - 10)} {base}H{number(x + 10)}Z"
    return f'<path d="{point}" fill="{arrow.color}" stroke="none"/>'


def _path(stops: Sequence[Stop]) -> str:
    """A line through `stops`: straight along each, swinging from one to the next, turning round between level ones."""
    path = f"M{number(stops[0].x)} {number(stops[0].begin)}V{number(stops[0].end)}"
    for before, stop in pairwise(stops):
        x, y = number(stop.x), number(stop.begin)
        if stop.begin == before.end:
            radius = number(abs(stop.x - before.x) / 2)
            path += f"A{radius} {radius} 0 0 0 {x} {y}"
        elif x == number(before.x):
            path += f"V{y}"
        else:
            middle = number((before.end + stop.begin) / 2)
            path += f"C{number(before.x)} {middle} {x} {middle} {x} {y}"
        path += f"V{number(stop.end)}" if stop.end != stop.begin else ""
    return path
