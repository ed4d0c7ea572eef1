"""A leaderboard: a line for each player with a bar as long as the score, and nothing that the words do not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ui.pictures import style

_ROW = 66
_RANK = 64
"""Where names begin, right of their ranks."""
_BAR = 12
_GAP = 20
_LEADERS = 3


@dataclass(frozen=True)
class Line:
    """One line, top to bottom: the rank, the name as plain text, the score as a number and as it is written."""

    rank: int
    name: str
    score: int
    written: str


def draw(title: str, subtitle: str, lines: Sequence[Line]) -> str:
    """The card; the longest bar is the highest score's."""
    drawn, top = style.heading(title, 24)
    for part in style.wrap(subtitle, style.INNER, style.SMALL):
        top += 40
        drawn.append(style.words(part, style.MARGIN, top, fill=style.MUTED))
    top += 26
    most = max((line.score for line in lines), default=0)
    for line in lines:
        drawn += _line(line, top, line.score / most if most > 0 else 0)
        top += _ROW
    return style.card(top + 14, drawn)


def _line(line: Line, top: float, share: float) -> list[str]:
    baseline, bar = top + 30, top + 42
    end = style.WIDTH - style.MARGIN
    room = end - _RANK - _GAP - style.width(line.written, style.SMALL, style.SEMIBOLD)
    name = fitted(line.name, room)
    across = end - _RANK
    fill = "url(#edge)" if line.rank <= _LEADERS else style.RULE if share == 0 else "#5A6078"
    return [
        style.words(str(line.rank), _RANK - 16, baseline, fill=style.MUTED, anchor="end"),
        style.words(name, _RANK, baseline, weight=style.SEMIBOLD),
        style.words(line.written, end, baseline, weight=style.SEMIBOLD, anchor="end"),
        style.rectangle((_RANK, bar, across, _BAR), f'rx="6" fill="{style.PANEL}"'),
        style.rectangle((_RANK, bar, max(_BAR, across * share), _BAR), f'rx="6" fill="{fill}"'),
    ]


def fitted(name: str, room: float) -> str:
    """`name`, cut and marked with an ellipsis where it is wider than `room`."""
    if style.width(name, style.SMALL, style.SEMIBOLD) <= room:
        return name
    kept = name
    while kept and style.width(f"{kept}…", style.SMALL, style.SEMIBOLD) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
