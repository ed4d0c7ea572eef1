"""What can be asked of a cascade: which step follows another, and which substance enters at a step."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core import names
from bot.core.facts import Fact, Ground, chosen, fits, right, rotated, sentence, undisputed, wrong
from bot.core.knowledge import Edge, Entrance, Mechanism, Node, NodeType, Substance
from bot.core.lessons import Option, Picture, Template

_BLANKS = 4
"""So many wrong steps are kept: they are left blank in the picture, which should still show the rest."""
_TOLD = 600
"""The longest alternative text."""


def next_steps(ground: Ground) -> Iterator[Fact]:
    """For each step with an undisputed arrow: which step comes directly after it."""
    for mechanism in ground.library.of_type(Mechanism):
        asked: set[str] = set()
        for edge in mechanism.edges:
            if edge.source not in asked and undisputed(edge) and (fact := _next_step(ground, mechanism, edge)):
                asked.add(edge.source)
                yield fact


def _next_step(ground: Ground, mechanism: Mechanism, edge: Edge) -> Fact | None:
    nodes = {node.id: node for node in mechanism.nodes}
    before, after = nodes[edge.source], nodes[edge.target]
    arrow = _arrow(mechanism, edge)
    key = right(after.label, f"{arrow} {sentence(edge.note)}" if edge.note else arrow) or right(after.label, arrow)
    stem = f"In the cascade “{mechanism.name}”, which step comes directly after “{before.label}”?"
    if key is None or not fits(stem):
        return None
    others = chosen(key, _other_steps(mechanism, before, after), ground)[:_BLANKS]
    texts = {key.text, *(option.text for option in others)}
    blank = tuple(node.id for node in mechanism.nodes if node.label in texts)
    return Fact(
        template=Template.NEXT_STEP,
        subject=f"{mechanism.id}.{before.id}",
        stem=stem,
        key=key,
        wrong=others,
        tests=(mechanism.id,),
        sources=edge.sources[:4],
        category=mechanism.category,
        difficulty="medium",
        picture=Picture(shows="cascade", entry=mechanism.id, hidden=blank, alternative=_told(mechanism, blank)),
    )


def _other_steps(mechanism: Mechanism, before: Node, after: Node) -> Iterator[Option | None]:
    """The steps that do not come directly after `before`: what leads to it, what comes later, what is elsewhere."""
    following = {edge.target for edge in mechanism.edges if edge.source == before.id}
    leading = {edge.source for edge in mechanism.edges if edge.target == before.id}
    earlier = {node.id for node in mechanism.nodes if before.id in _reached(mechanism, node.id)}
    later = _reached(mechanism, after.id)
    rest = [node for node in mechanism.nodes if node.id not in following | {before.id} and not _same(node, after)]
    ranks = {node.id: (node.id not in leading, node.id not in later, node.id not in earlier) for node in rest}
    for node in sorted(rest, key=lambda node: ranks[node.id]):
        if node.id in leading | (earlier - later):
            where = "It comes before this step, not after it."
        elif node.id in later:
            where = "It comes later."
        else:
            where = "It is elsewhere in this cascade."
        arrow = next((_arrow(mechanism, edge) for edge in mechanism.edges if edge.target == node.id), None)
        yield wrong(node.label, f"{where} {arrow or f'Nothing leads to “{node.label}”: a beginning.'}")


def _same(node: Node, other: Node) -> bool:
    return node.id == other.id or (node.entry is not None and node.entry == other.entry)


def _reached(mechanism: Mechanism, start: str) -> set[str]:
    """The steps that can be reached from `start`."""
    reached: set[str] = set()
    open_ends = [start]
    while open_ends:
        here = open_ends.pop()
        ahead = {edge.target for edge in mechanism.edges if edge.source == here} - reached
        reached |= ahead
        open_ends += ahead
    return reached


def _arrow(mechanism: Mechanism, edge: Edge, blank: tuple[str, ...] = ()) -> str:
    labels = {node.id: "a blank step" if node.id in blank else f"“{node.label}”" for node in mechanism.nodes}
    return sentence(f"{labels[edge.source]} {edge.relation} {labels[edge.target]}")


def _told(mechanism: Mechanism, blank: tuple[str, ...]) -> str:
    """The cascade in words, the steps that are asked about left blank; as many arrows as fit."""
    told = f"A cascade of {len(mechanism.nodes)} steps; the steps that are asked about are left blank."
    for edge in mechanism.edges:
        longer = f"{told} {_arrow(mechanism, edge, blank)}"
        if len(longer) > _TOLD:
            break
        told = longer
    return told


def entrances(ground: Ground) -> Iterator[Fact]:
    """For each step at which substances enter without dispute: which of some substances does."""
    for mechanism in ground.library.of_type(Mechanism):
        for entrance in mechanism.enters:
            if undisputed(entrance) and (fact := _entrance(ground, mechanism, entrance)):
                yield fact


def _entrance(ground: Ground, mechanism: Mechanism, entrance: Entrance) -> Fact | None:
    substance = ground.library.get(entrance.substance)
    node = next(node for node in mechanism.nodes if node.id == entrance.at)
    if not isinstance(substance, Substance) or node.type is NodeType.SUBSTANCE:
        return None
    stem = f"Which of these substances enters the cascade “{mechanism.name}” at “{node.label}”?"
    key = right(substance.name, f"{substance.name} enters this cascade at “{node.label}”. {substance.one_liner}")
    if key is None or not fits(stem):
        return None
    return Fact(
        template=Template.ENTERS,
        subject=f"{mechanism.id}.{node.id}.{substance.id}",
        stem=stem,
        key=key,
        wrong=chosen(key, _outsiders(ground, mechanism, node, substance), ground),
        tests=(mechanism.id, substance.id),
        sources=entrance.sources[:4],
        category=mechanism.category,
        difficulty="medium",
    )


def _outsiders(ground: Ground, mechanism: Mechanism, node: Node, key: Substance) -> Iterator[Option | None]:
    """Substances that enter the cascade elsewhere only, then those of other classes that it does not name."""
    nodes = {other.id: other for other in mechanism.nodes}
    rest = [other for other in ground.library.of_type(Substance) if not _acts(ground, other, node)]
    places = {other.id: [nodes[one.at] for one in mechanism.enters if one.substance == other.id] for other in rest}
    for other in rest:
        if places[other.id] and not any(_same(place, node) for place in places[other.id]):
            yield wrong(other.name, f"{other.name} enters this cascade elsewhere, at “{places[other.id][0].label}”.")
    mine = set(names.words(key.substance_class))
    unlike = [other for other in rest if not mine & set(names.words(other.substance_class))]
    there = [entry for one in mechanism.enters if one.at == node.id and (entry := ground.library.get(one.substance))]
    for other in rotated(unlike, f"{mechanism.id}{node.id}"):
        strange = all(ground.strangers(other, entry) for entry in (mechanism, key, *there))
        if strange and not places[other.id]:
            yield wrong(other.name, f"This cascade does not name it. {other.one_liner}")


def _acts(ground: Ground, substance: Substance, node: Node) -> bool:
    """Whether it, or what it turns into, is known to act on what the step stands for."""
    active = ground.library.get(substance.active_form or "")
    forms = [substance, *([active] if isinstance(active, Substance) else [])]
    return any(node.entry in (form.id, *(action.target for action in form.actions)) for form in forms)
