"""How strongly a substance binds at each target, on one logarithmic scale, and the same in words."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.core.affinity import Profile, Row
from bot.core.evidence import Id
from bot.ui.pictures import style

_ROW = 84
_DOT = 11
_RULED = f'fill="{style.RULE}"'
_VALUE = f'rx="{_DOT}" fill="{style.GRADIENT[1]}"'
_LEFT, _RIGHT = style.MARGIN + 16, style.WIDTH - style.MARGIN - 16


def draw(name: str, profile: Profile, targets: Mapping[Id, str]) -> str:
    """The picture as SVG: one row for each target, a dot for one value, a bar for a range; stronger is further left."""
    items, top = style.heading(f"{name}: how strongly it binds", 24)
    top += 40
    items.append(style.words(_measured(profile), style.MARGIN, top, fill=style.MUTED))
    decades = _decades(profile)
    axis_top = top + 26
    bottom = axis_top + _ROW * len(profile.rows) + 8
    for place, row in enumerate(profile.rows):
        items += _row(row, targets[row.target], decades, axis_top + _ROW * place)
    items += [
        style.words(f"{10.0**decade:,g}", _at(10.0**decade, decades), bottom + 34, fill=style.MUTED, anchor="middle")
        for decade in decades
    ]
    items.append(style.words("stronger", style.MARGIN, bottom + 76, fill=style.MUTED))
    items.append(
        style.words(f"{profile.measure} in nM", style.WIDTH / 2, bottom + 76, fill=style.MUTED, anchor="middle")
    )
    items.append(style.words("weaker", style.WIDTH - style.MARGIN, bottom + 76, fill=style.MUTED, anchor="end"))
    return style.card(bottom + 100, items)


def alt_text(name: str, profile: Profile, targets: Mapping[Id, str]) -> str:
    """The rows in words, the strongest first."""
    rows = "; ".join(f"{targets[row.target]} {values(row)} nM" for row in profile.rows)
    return f"{name}, {_measured(profile)}, strongest first: {rows}."


def values(row: Row) -> str:
    """One value, or the range over the sources."""
    low, high = f"{row.low:,.4g}", f"{row.high:,.4g}"
    return low if row.low == row.high else f"{low} to {high}"


def _measured(profile: Profile) -> str:
    return f"{profile.measure} at human targets" + (f", {profile.assay}" if profile.assay else "")


def _decades(profile: Profile) -> range:
    """The powers of ten around all values, at least two."""
    first = math.floor(math.log10(min(row.low for row in profile.rows)))
    last = math.ceil(math.log10(max(row.high for row in profile.rows)))
    return range(first, max(last, first + 1) + 1)


def _at(value: float, decades: range) -> float:
    """Where a value in nM stands on the axis."""
    share = (math.log10(value) - decades[0]) / (decades[-1] - decades[0])
    return _LEFT + share * (_RIGHT - _LEFT)


def _row(row: Row, target: str, decades: range, top: float) -> list[str]:
    """Name and numbers, and below them the scale with the values on it."""
    low, high, middle = _at(row.low, decades), _at(row.high, decades), top + 54
    ticks = (style.rectangle((_at(10.0**decade, decades) - 1, middle - 8, 2, 16), _RULED) for decade in decades)
    return [
        style.words(target, style.MARGIN, top + 30, weight=style.SEMIBOLD),
        style.words(f"{values(row)} nM", style.WIDTH - style.MARGIN, top + 30, anchor="end"),
        style.rectangle((_LEFT, middle - 1, _RIGHT - _LEFT, 2), _RULED),
        *ticks,
        style.rectangle((low - _DOT, middle - _DOT, high - low + 2 * _DOT, 2 * _DOT), _VALUE),
    ]
