"""A molecule: its drawing on a dark card with what identifies it, and the same in words."""

from __future__ import annotations

import re
from html import unescape

from bot.core.knowledge import Structure, Substance
from bot.ui.pictures import style
from bot.ui.pictures.style import number

ALT_LIMIT = 1024
"""What Discord takes as the description of a picture."""
_PANEL_PAD = 26
_LEAST_PANEL = 170
_VALUES = 190
"""Where values begin, right of their labels."""
_ROW = 42
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_DOUBTS = {
    "skeleton_confirmed": "stereochemistry not confirmed by an independent database",
    "unconfirmed": "not confirmed by an independent database",
}


def frame(svg: str, substance: Substance) -> str:
    """A card around `svg`, the drawing of `substance`: name, formula, molar mass, class, and doubt if there is any."""
    head, top = style.heading(substance.name, 24)
    top += 12
    for line in style.wrap(substance.substance_class, style.INNER, style.SMALL):
        top += 34
        head.append(style.words(line, style.MARGIN, top - 2, fill=style.MUTED))
    top += 22
    body, panel = _panel(svg, top)
    facts, bottom = _facts(substance.structure, top + panel + 10) if substance.structure else ([], top + panel)
    return style.card(bottom + 24, [*head, *body, *facts])


def bare(svg: str) -> str:
    """The drawing alone, without a name or anything else that identifies it."""
    body, panel = _panel(svg, style.MARGIN)
    return style.card(panel + 2 * style.MARGIN, body)


def _panel(svg: str, top: float) -> tuple[list[str], float]:
    """The drawing on its panel that begins at `top`, and how high that is."""
    width, height, inner = inside(svg)
    scale = min(1.0, (style.INNER - 2 * _PANEL_PAD) / width)
    panel = max(_LEAST_PANEL, height * scale + 2 * _PANEL_PAD)
    left, down = (style.WIDTH - width * scale) / 2, top + (panel - height * scale) / 2
    size = f'width="{number(width * scale)}" height="{number(height * scale)}"'
    body = [
        style.rectangle((style.MARGIN, top, style.INNER, panel), f'rx="16" fill="{style.PANEL}"'),
        f'<svg x="{number(left)}" y="{number(down)}" {size} {inner}',
    ]
    return body, panel


def inside(svg: str) -> tuple[float, float, str]:
    """Width and height of a drawing, and the rest of it after the start of its root, without its own size."""
    root = re.search(r"<svg\b([^>]*)>", svg)
    box = re.search(r'viewBox="([^"]*)"', root[1]) if root else None
    if root is None or box is None:
        raise ValueError("a drawing is an SVG with a viewBox")
    _, _, width, height = map(float, box[1].split())
    kept = re.sub(r'\s(?:width|height|xmlns)="[^"]*"', "", root[1])
    return width, height, f"{kept.strip()}>{svg[root.end() :].strip()}"


def _facts(structure: Structure, top: float) -> tuple[list[str], float]:
    """The rows below the drawing, and where they end."""
    rows = [
        ("Formula", formula(structure), style.TEXT),
        ("Molar mass", f"{structure.molar_mass:.2f} g/mol", style.TEXT),
    ]
    if structure.status in _DOUBTS:
        rows.append(("Note", _DOUBTS[structure.status], style.CONTESTED))
    drawn: list[str] = []
    for label, value, color in rows:
        drawn.append(style.words(label, style.MARGIN, top + _ROW - 8, fill=style.MUTED))
        for line in style.wrap(value, style.WIDTH - style.MARGIN - _VALUES, style.LABEL, style.SEMIBOLD):
            top += _ROW
            drawn.append(style.words(line, _VALUES, top - 8, style.LABEL, weight=style.SEMIBOLD, fill=color))
    return drawn, top


def formula(structure: Structure) -> str:
    """The formula with its numbers as subscripts."""
    return structure.formula.translate(_SUBSCRIPTS)


def alt_text(substance: Substance, svg: str = "") -> str:
    """The drawing in words: formula, molar mass, class, and the skeleton that the drawing's `desc` names."""
    parts = [f"Structure of {substance.name}."]
    if (structure := substance.structure) is not None:
        parts.append(f"Formula {structure.formula}, molar mass {structure.molar_mass:.2f} g/mol.")
    parts.append(f"Class: {substance.substance_class}.")
    if described := re.search(r"<desc>(.*?)</desc>", svg, re.DOTALL):
        parts.append(f"Skeleton: {unescape(described[1])}.")
    if structure is not None and structure.status in _DOUBTS:
        parts.append(f"Note: {_DOUBTS[structure.status]}.")
    return " ".join(parts)[:ALT_LIMIT]
