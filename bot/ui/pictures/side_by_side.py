"""Two things beside each other: their structures, drawn alike, and a table of a few words for each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ui.pictures import style
from bot.ui.pictures.molecule import inside
from bot.ui.pictures.style import number

_GAP = 16
_COLUMN = (style.INNER - _GAP) / 2
_PAD = 14
_LINE = 36
_LEFT = (style.MARGIN, style.MARGIN + _COLUMN + _GAP)
"""Where the two columns begin."""

Row = tuple[str, str, str]
"""A label, and the words for each side; where the second has none, the first are for both."""


def draw(names: tuple[str, str], rows: Sequence[Row], structures: tuple[str, str] | None, caption: str = "") -> str:
    """The card as SVG: structures side by side where both fit readably, else one below the other; then the table."""
    top = 30.0
    body: list[str] = []
    if structures is not None:
        drawn, top = _structures(names, structures, top)
        body += drawn
        if caption:
            drawn, top = _paragraph(caption, style.MARGIN, top, style.INNER, fill=style.MUTED)
            body += drawn
        top += 8
    if structures is None or not _fit_beside(structures):
        drawn, top = _heads(names, top)
        body += drawn
    for row in rows:
        drawn, top = _row(row, top + 12)
        body += drawn
    return style.card(top + 22, body)


def _structures(names: tuple[str, str], structures: tuple[str, str], top: float) -> tuple[list[str], float]:
    """Both drawings at one scale, in panels beside each other or below each other, with their names above them."""
    boxes = [inside(svg) for svg in structures]
    beside = _fit_beside(structures)
    room = (_COLUMN if beside else style.INNER) - 2 * _PAD
    scale = min(1.0, *(room / width for width, _, _ in boxes))
    body: list[str] = []
    if not beside:
        for name, box in zip(names, boxes, strict=True):
            head, top = _paragraph(name, style.MARGIN, top, style.INNER, size=style.LABEL, weight=style.SEMIBOLD)
            drawn, bottom = _panel(box, (style.MARGIN, top + 8), style.INNER, box[1] * scale, scale)
            body, top = [*body, *head, *drawn], bottom + 10
        return body, top
    body, top = _heads(names, top)
    tallest = max(height for _, height, _ in boxes) * scale
    bottom = top
    for box, left in zip(boxes, _LEFT, strict=True):
        drawn, bottom = _panel(box, (left, top + 6), _COLUMN, tallest, scale)
        body += drawn
    return body, bottom + 8


def _fit_beside(structures: tuple[str, str]) -> bool:
    """Whether neither drawing has to be made smaller, and so its letters, to stand in a column."""
    return max(inside(svg)[0] for svg in structures) <= _COLUMN - 2 * _PAD


def _panel(
    box: tuple[float, float, str], corner: tuple[float, float], width: float, height: float, scale: float
) -> tuple[list[str], float]:
    """A drawing in the middle of a panel, and where the panel ends."""
    across, down, inner = box[0] * scale, box[1] * scale, box[2]
    left, top = corner
    whole = height + 2 * _PAD
    place = f'x="{number(left + (width - across) / 2)}" y="{number(top + (whole - down) / 2)}"'
    panel = style.rectangle((left, top, width, whole), f'rx="16" fill="{style.PANEL}"')
    return [panel, f'<svg {place} width="{number(across)}" height="{number(down)}" {inner}'], top + whole


def _heads(names: tuple[str, str], top: float) -> tuple[list[str], float]:
    return _cells(names, top, size=style.LABEL, weight=style.SEMIBOLD)


def _row(row: Row, top: float) -> tuple[list[str], float]:
    label, *cells = row
    rule = style.rectangle((style.MARGIN, top, style.INNER, 2), f'fill="{style.RULE}"')
    head, top = _paragraph(label, style.MARGIN, top + 6, style.INNER, fill=style.MUTED)
    if cells[1]:
        body, top = _cells((cells[0], cells[1]), top)
    else:
        body, top = _paragraph(cells[0], style.MARGIN, top, style.INNER)
    return [rule, *head, *body], top


def _cells(
    cells: tuple[str, str], top: float, *, size: float = style.SMALL, weight: int = style.REGULAR
) -> tuple[list[str], float]:
    """Words in both columns, and where the longer ones end."""
    drawn = [
        _paragraph(cell, left, top, _COLUMN, size=size, weight=weight) for cell, left in zip(cells, _LEFT, strict=True)
    ]
    return [line for lines, _ in drawn for line in lines], max(bottom for _, bottom in drawn)


def _paragraph(  # noqa: PLR0913 - where words stand and how they look
    text: str,
    left: float,
    top: float,
    room: float,
    *,
    size: float = style.SMALL,
    weight: int = style.REGULAR,
    fill: str = style.TEXT,
) -> tuple[list[str], float]:
    """`text` in as many lines as it needs, and where they end."""
    drawn: list[str] = []
    for line in style.wrap(text, room, size, weight):
        top += _LINE
        drawn.append(style.words(line, left, top - 8, size, weight=weight, fill=fill))
    return drawn, top
