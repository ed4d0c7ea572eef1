"""The cascade of a mechanism: its graph drawn from top to bottom, and told in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.evidence import Firm
from bot.core.knowledge import Edge, Entrance, Mechanism, NodeType
from bot.ui.pictures import shapes, style
from bot.ui.pictures.blocks import Block, Link
from bot.ui.pictures.layout import place
from bot.ui.pictures.shapes import DOUBTS, LOOKS, Arrow
from bot.ui.pictures.style import number

ALT_LIMIT = 1024
"""What Discord takes as the description of a picture."""
_NAMED = 6
"""Substances named in one box; the others are counted."""


def draw(mechanism: Mechanism, names: Mapping[str, str]) -> str:
    """The cascade of `mechanism` as SVG, with `names` (by id) for the substances that enter it."""
    entering, types = _entering(mechanism, names), {node.id: node.type for node in mechanism.nodes}
    blocks = [block for block, _ in entering]
    blocks += [Block(node.id, node.label, node.type.value) for node in mechanism.nodes]
    arrows = [arrow for _, arrow in entering] + [_arrow(edge) for edge in mechanism.edges]
    layout = place(blocks, [arrow.link for arrow in arrows])
    head, top = style.heading(mechanism.name, 24)
    top += 28
    drawn = list(zip(arrows, layout.routes, strict=True))
    body = [f'<g transform="translate(0 {number(top)})">']
    body += [shapes.line(arrow, route) for arrow, route in drawn]
    for box in layout.boxes:
        body += shapes.box(box, LOOKS[types.get(box.block.id, NodeType.SUBSTANCE)])
    for arrow, route in drawn:
        body += shapes.label(arrow, route)
    body.append("</g>")
    legend, bottom = _legend(arrows, top + layout.height + 28)
    return style.card(bottom + 20, [*head, *body, *legend])


def _arrow(edge: Edge) -> Arrow:
    words = (edge.relation, DOUBTS[edge.firm]) if edge.firm in DOUBTS else (edge.relation,)
    return Arrow(Link(edge.source, edge.target, words), edge.firm, edge.relation == "inhibits")


def _entering(mechanism: Mechanism, names: Mapping[str, str]) -> list[tuple[Block, Arrow]]:
    """One box for the substances that enter at the same node and are equally firm there.

    A substance whose own node is there, or has an arrow there, is not drawn a second time.
    """
    own = {node.id: node.entry for node in mechanism.nodes}
    drawn = {(own[edge.source], edge.target) for edge in mechanism.edges} | {(own[node], node) for node in own}
    groups: dict[tuple[str, str], list[Entrance]] = {}
    for entrance in mechanism.enters:
        if (entrance.substance, entrance.at) not in drawn:
            groups.setdefault((entrance.at, DOUBTS.get(entrance.firm, "")), []).append(entrance)
    boxes: list[tuple[Block, Arrow]] = []
    for (at, doubt), group in groups.items():
        listed = _listed([names.get(one.substance, one.substance) for one in group], _NAMED)
        block = Block(f"enters {at} {doubt}", listed, f"enter{'s' * (len(group) == 1)} here")  # node ids have no spaces
        link = Link(block.id, at, (doubt,) if doubt else (), main=False)
        boxes.append((block, Arrow(link, group[0].firm)))
    return boxes


def _listed(words: Sequence[str], limit: int) -> str:
    if len(words) > limit + 1:
        return f"{', '.join(words[:limit])} and {len(words) - limit} more"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _legend(arrows: Sequence[Arrow], top: float) -> tuple[list[str], float]:
    """What the lines mean, in words, only of those that were drawn; and where it ends."""
    nowhere = Link("", "")
    samples = [(Arrow(nowhere, Firm.REPLICATED), "shown")]
    samples += [
        (Arrow(nowhere, firm), word) for firm, word in DOUBTS.items() if any(one.firm is firm for one in arrows)
    ]
    if any(arrow.inhibits for arrow in arrows):
        samples.append((Arrow(nowhere, Firm.REPLICATED, inhibits=True), "inhibits"))
    right = style.WIDTH - style.MARGIN
    drawn = [f'<path d="M{style.MARGIN} {number(top)}H{right}" stroke="{style.RULE}" stroke-width="2"/>']
    x, y = float(style.MARGIN), top + 32
    for arrow, word in samples:
        needed = 72 + style.width(word, style.SMALL)
        if x + needed > right:
            x, y = style.MARGIN, y + 42
        drawn += [shapes.sample(arrow, x, y), style.words(word, x + 72, y + 9, fill=style.MUTED)]
        x += needed + 16
    return drawn, y + 16


def alt_text(mechanism: Mechanism, names: Mapping[str, str]) -> str:
    """The cascade in words, for those who do not see it: where substances enter, then every arrow in order.

    What does not fit is counted; contested arrows are the last to go.
    """
    labels = {node.id: node.label for node in mechanism.nodes}
    head = f"Cascade: {mechanism.name}."
    at: dict[str, list[str]] = {}
    for one in mechanism.enters:
        doubt = f" ({DOUBTS[one.firm]})" if one.firm in DOUBTS else ""
        at.setdefault(one.at, []).append(names.get(one.substance, one.substance) + doubt)
    entering = [f"{_listed(who, _NAMED)} enter{'s' * (len(who) == 1)} at {labels[node]}." for node, who in at.items()]
    steps = [(_step(edge, labels), edge.firm is Firm.CONFLICTING) for edge in mechanism.edges]
    return _fitted(head, entering, steps)


def _step(edge: Edge, labels: Mapping[str, str]) -> str:
    doubt = f" ({DOUBTS[edge.firm]})" if edge.firm in DOUBTS else ""
    return f"{labels[edge.source]} {edge.relation} {labels[edge.target]}{doubt}"


def _fitted(head: str, entering: Sequence[str], steps: Sequence[tuple[str, bool]]) -> str:
    """Head, entrances and steps within the limit: first plain steps are dropped from the end, then contested ones."""
    kept = list(enumerate(steps))
    total = len(kept)
    while True:
        told = "; ".join(words for _, (words, _) in kept)
        more = f" And {total - len(kept)} more arrows." if len(kept) < total else ""
        text = " ".join((head, *entering, f"Steps: {told}.{more}"))
        if len(text) <= ALT_LIMIT or not kept:
            return text[:ALT_LIMIT]
        plain = [one for one in kept if not one[1][1]]
        kept.remove((plain or kept)[-1])
