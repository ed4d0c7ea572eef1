"""Boxes and arrows, before and after they are placed, and how large a box is around its words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from bot.ui.pictures import style

LINE_HEIGHT = 36
"""From one line of words to the next, in boxes and labels."""
SPACE = "\u00a0\u00a0"
"""Between a label and what it is, on one line."""
PAD, _PAD_ACROSS, _LEAST = 11, 28, 132
WIDEST, NARROWEST = 540, 100
"""The room a box is given: at most, and at least."""


@dataclass(frozen=True)
class Block:
    """A box to be placed: its label, and below it what it is."""

    id: str
    label: str
    kind: str


@dataclass(frozen=True)
class Link:
    """An arrow to be placed, with the lines of its label (none for an arrow that needs no words)."""

    source: str
    target: str
    words: tuple[str, ...] = ()
    main: bool = True
    """Whether it belongs to the flow that the drawing keeps straight."""


@dataclass(frozen=True)
class Box:
    """A placed block."""

    block: Block
    left: float
    top: float
    width: float
    height: float
    label: tuple[str, ...]
    kind: tuple[str, ...]
    in_line: bool = False
    """Whether what it is stands on the line of its label."""


@dataclass(frozen=True)
class Stop:
    """Where a line runs straight down (or up): at `x`, from `begin` to `end`."""

    x: float
    begin: float
    end: float


@dataclass(frozen=True)
class Route:
    """A placed link: its stops from its source to its target, and where its label stands beside it."""

    link: Link
    stops: tuple[Stop, ...]
    upward: bool
    """Whether it reaches its target from below."""
    label_x: float
    label_top: float
    to_the_left: bool


@dataclass(frozen=True)
class Layout:
    """Everything placed, in units of the card, from 0 down to `height`."""

    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    height: float


@lru_cache(4096)
def fitted(block: Block, room: float) -> Box:
    """The box at most `room` wide around the words of `block`, not yet placed; flat if all goes on one line."""
    inside = room - 2 * _PAD_ACROSS
    flat = style.width(block.label + SPACE, style.LABEL, style.SEMIBOLD) + style.width(block.kind, style.SMALL)
    if flat <= inside:
        width = max(_LEAST, flat + 2 * _PAD_ACROSS)
        return Box(block, 0, 0, width, 2 * PAD + LINE_HEIGHT, (block.label,), (block.kind,), in_line=True)
    label = style.wrap(block.label, inside, style.LABEL, style.SEMIBOLD)
    kind = style.wrap(block.kind, inside, style.SMALL)
    widths = [style.width(line, style.LABEL, style.SEMIBOLD) for line in label]
    widths += [style.width(line, style.SMALL) for line in kind]
    width = max(_LEAST, max(widths) + 2 * _PAD_ACROSS)
    return Box(block, 0, 0, width, 2 * PAD + LINE_HEIGHT * (len(label) + len(kind)), label, kind)


@lru_cache(4096)
def comfortable(block: Block) -> float:
    """The least width at which the label takes few lines (two, unless it is very long) and what it is takes one."""
    lines = max(2, ceil(len(block.label) / 16))
    boxes = (fitted(block, room) for room in range(NARROWEST, WIDEST, 20))
    return next((box.width for box in boxes if len(box.label) <= lines and len(box.kind) <= 1), WIDEST)
