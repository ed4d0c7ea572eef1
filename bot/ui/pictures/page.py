"""A card as one long picture: its words as members read them, with the entry's own picture where it has one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ui.pictures import style

_LINE, _BLOCK = 38, 22


def draw(title: str, blocks: Sequence[str], picture: str | None = None) -> str:
    """The page as SVG: the title, or `picture` of the same width with its own; then the blocks, each wrapped."""
    items, top = ([], 0.0) if picture is not None else style.heading(title, 24)
    if picture is not None:
        inner = picture.replace("#card)", "#inner)").replace('id="card"', 'id="inner"')
        items.append(re.sub(r"<svg\b", f'<svg y="{style.number(top)}"', inner, count=1))
        top += _height(picture)
    for block in blocks:
        top += _BLOCK
        for paragraph in block.splitlines():
            for line in style.wrap(paragraph, style.INNER, style.SMALL):
                top += _LINE
                items.append(style.words(line, style.MARGIN, top))
    return style.card(top + style.MARGIN, items)


def _height(svg: str) -> float:
    box = re.search(r'viewBox="([^"]*)"', svg)
    if box is None:
        raise ValueError("a picture is an SVG with a viewBox")
    return float(box[1].split()[3])
