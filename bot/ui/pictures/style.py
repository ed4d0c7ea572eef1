"""How pictures look: the dark card, its colors and letters, and how wide words are.

Pictures are drawn 640 units wide, rendered at twice that, and have no letter under 28 units, so that they can be
read on a phone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from html import escape

WIDTH = 640
MARGIN = 24
INNER = WIDTH - 2 * MARGIN
SMALL, LABEL, TITLE = 28, 30, 40
"""Sizes of letters; nothing is smaller than SMALL."""
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
FAMILIES = "Source Sans Pro, Roboto, Noto Sans, DejaVu Sans, sans-serif"

BACKGROUND = "#1C1D22"
PANEL = "#25262D"
TEXT = "#F2F3F7"
MUTED = "#AEB4C4"
LINE = "#9AA1B4"
RULE = "#3A3C46"
CONTESTED = "#FFB454"
PROPOSED = "#8EC7FF"
GRADIENT = ("#8B7CF6", "#3DD6CC")

_WIDTHS = (
    (0.21, " "),
    (0.27, "ij|"),
    (0.3, "',.:;Ilι·"),
    (0.33, "!()-[]f{}"),
    (0.36, "/\\°"),
    (0.39, "rt₀₁₂₃₄₅₆₇₈₉"),
    (0.45, "*?szζξ"),
    (0.48, "cετ–"),
    (0.51, '"FJLY_evxyγνχ'),
    (0.54, "#$+0123456789<=>EVZ^agk~δθκλυ±≥≤×"),
    (0.57, "ASTX`bdhnopquηορσ"),
    (0.6, "BCKPRαβμµ"),
    (0.63, "DGπΔ→←↑↓"),
    (0.66, "&NU"),
    (0.69, "HOQ"),
    (0.72, "φΩ"),
    (0.75, "Mwψω"),
    (0.81, "W—"),
    (0.87, "%m"),
    (0.9, "@"),
    (0.99, "…"),
)
"""Advance widths of Source Sans Pro Semibold in em, rounded up to classes."""
_WIDTH = {letter: em for em, letters in _WIDTHS for letter in letters}
_OTHER, _WIDE = 0.65, 1.05
_BOLDER = {REGULAR: 1.0, SEMIBOLD: 1.0, BOLD: 1.05}
_INSIDE_A_WORD = re.compile(r"(?<=[-/–·→+,])(?=.)")


@lru_cache(8192)
def width(text: str, size: float, weight: int = REGULAR) -> float:
    """How wide `text` is, no letter narrower than in the packaged fonts; kerning is left out."""
    return sum(_em(letter) for letter in text) * size * _BOLDER[weight]


def _em(letter: str) -> float:
    if letter in _WIDTH:
        return _WIDTH[letter]
    if unicodedata.combining(letter):
        return 0
    plain = unicodedata.normalize("NFD", letter)[0]
    if plain in _WIDTH:
        return _WIDTH[plain]
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER


def wrap(text: str, room: float, size: float, weight: int = REGULAR) -> tuple[str, ...]:
    """`text` in as few lines of at most `room` as can be, of even length; only a word wider than that is broken."""
    lines = _filled(text, room, size, weight)
    longest_word = max((width(word, size, weight) for word in text.split()), default=0)
    while len(lines) > 1 and (tighter := max(width(line, size, weight) for line in lines) - 1) >= longest_word:
        narrower = _filled(text, tighter, size, weight)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _filled(text: str, room: float, size: float, weight: int) -> tuple[str, ...]:
    lines: list[str] = []
    for word in text.split():
        for position, piece in enumerate(_pieces(word, room, size, weight)):
            glue = " " if position == 0 else ""
            if lines and width(lines[-1] + glue + piece, size, weight) <= room:
                lines[-1] += glue + piece
            else:
                lines.append(piece)
    return tuple(lines)


def _pieces(word: str, room: float, size: float, weight: int) -> Iterable[str]:
    """`word` whole if it fits, else in parts: after its hyphens and slashes, or anywhere if those are too wide."""
    if width(word, size, weight) <= room:
        return (word,)
    pieces: list[str] = []
    for part in _INSIDE_A_WORD.split(word):
        pieces.append("")
        for letter in part:
            if pieces[-1] and width(pieces[-1] + letter, size, weight) > room:
                pieces.append("")
            pieces[-1] += letter
    return pieces


def number(value: float) -> str:
    """`value` as it is written in SVG: at most one decimal, and no trailing zero."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def words(  # noqa: PLR0913 - the attributes of a text element
    text: str,
    x: float,
    y: float,
    size: float = SMALL,
    *,
    weight: int = REGULAR,
    fill: str = TEXT,
    anchor: str = "start",
) -> str:
    """One line of text with its baseline at `y`, escaped."""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def rectangle(place: tuple[float, float, float, float], look: str) -> str:
    """A rectangle at left, top, with width and height; `look` is what else it has."""
    x, y, across, down = map(number, place)
    return f'<rect x="{x}" y="{y}" width="{across}" height="{down}" {look}/>'


def card(height: float, body: Iterable[str]) -> str:
    """The whole picture: a dark card of WIDTH by `height` with a colored edge on top, around `body`."""
    size = f'width="{WIDTH}" height="{number(height)}"'
    namespace, box = 'xmlns="http://www.w3.org/2000/svg"', f'viewBox="0 0 {WIDTH} {number(height)}"'
    stops = "".join(f'<stop offset="{offset}" stop-color="{color}"/>' for offset, color in enumerate(GRADIENT))
    head = (
        f'<svg {namespace} {box} {size} font-family="{FAMILIES}">',
        f'<defs><linearGradient id="edge">{stops}</linearGradient>',
        f'<clipPath id="card"><rect {size} rx="24"/></clipPath></defs>',
        f'<g clip-path="url(#card)"><rect {size} fill="{BACKGROUND}"/>',
        f'<rect width="{WIDTH}" height="8" fill="url(#edge)"/></g>',
    )
    return "\n".join((*head, *body, "</svg>", ""))


def heading(text: str, top: float) -> tuple[list[str], float]:
    """`text` as the title of a card whose room begins at `top`, underlined; and where the room below begins."""
    drawn: list[str] = []
    for line in wrap(text, INNER, TITLE, BOLD):
        top += TITLE * 1.15
        drawn.append(words(line, MARGIN, top - 8, TITLE, weight=BOLD))
    drawn.append(rectangle((MARGIN, top + 10, 120, 5), 'rx="2.5" fill="url(#edge)"'))
    return drawn, top + 15
