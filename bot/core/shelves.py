"""The library as shelves to browse: by category, class and family, learning paths, claims people make, what is new."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from bot.core import names
from bot.core.evidence import Id
from bot.core.knowledge import ClaimHeard, Entry, LearningPath, Mechanism, Substance, Target, Term
from bot.core.library import Library

E = TypeVar("E", bound=Entry)

MENU = "menu"
_NEW = 24
_KEY = 44
"""The longest key, so that it fits the custom ids of the controls."""


@dataclass(frozen=True)
class Shelf:
    """A place in the library: either shelves or what stands on it, by id, in order."""

    key: str
    label: str
    about: str = ""
    shelves: tuple[Shelf, ...] = ()
    ids: tuple[Id, ...] = ()
    """Ids of entries; on a learning path also of questions."""
    parent: str | None = None
    numbered: bool = False
    """Whether the order matters, as on a learning path."""

    @property
    def count(self) -> int:
        """How many entries stand there."""
        return len(self.ids) + sum(shelf.count for shelf in self.shelves)


def find(library: Library, key: str) -> Shelf | None:
    """The shelf with that key; None if there is none, or none any more."""
    return _by_key(library).get(key)


@lru_cache(maxsize=2)
def _by_key(library: Library) -> dict[str, Shelf]:
    def walk(shelf: Shelf) -> Iterator[Shelf]:
        yield shelf
        for inner in shelf.shelves:
            yield from walk(inner)

    return {shelf.key: shelf for shelf in walk(menu(library))}


def menu(library: Library) -> Shelf:
    """All shelves that have something on them."""
    shelves = (
        _grouped("substances", "Substances", "by class", library.of_type(Substance), lambda one: one.substance_class),
        _grouped("mechanisms", "Mechanisms", "by field", library.of_type(Mechanism), lambda one: one.category),
        _grouped("terms", "Terms", "by field", library.of_type(Term), lambda one: one.category),
        _grouped("targets", "Targets", "by family", library.of_type(Target), lambda one: one.family),
        _flat("claims", "Is it true that ...?", "claims people make", library.of_type(ClaimHeard)),
        _paths(library),
        Shelf("new", "New here", "added or reviewed last", ids=_new(library), parent=MENU),
    )
    return Shelf(MENU, "Explore", shelves=tuple(shelf for shelf in shelves if shelf.count))


def _new(library: Library) -> tuple[Id, ...]:
    kinds = (Substance, Mechanism, Term, Target, ClaimHeard)
    return tuple(entry.id for entry in library.newest(kinds, _NEW))


def _flat(key: str, label: str, about: str, entries: Iterable[Entry]) -> Shelf:
    return Shelf(key, label, about, ids=_ordered(entries), parent=MENU)


def _ordered(entries: Iterable[Entry]) -> tuple[Id, ...]:
    """What newcomers start with first, then by name."""
    return tuple(one.id for one in sorted(entries, key=lambda one: (not one.basics, one.name.casefold())))


def _grouped(key: str, label: str, about: str, entries: Iterable[E], group: Callable[[E], str]) -> Shelf:
    """A shelf of shelves; what is alone in its group stands with the others that are."""
    groups: defaultdict[str, list[E]] = defaultdict(list)
    for entry in entries:
        groups[_head(group(entry))].append(entry)
    alone = [entry for members in groups.values() if len(members) == 1 for entry in members]
    named = {head: members for head, members in sorted(groups.items()) if len(members) > 1}
    inner = [Shelf(_key(key, head), head, ids=_ordered(members), parent=key) for head, members in named.items()]
    if alone:
        inner.append(Shelf(_key(key, "others"), "Others", ids=_ordered(alone), parent=key))
    return Shelf(key, label, about, shelves=tuple(inner), parent=MENU)


def _head(group: str) -> str:
    """A class or family without what is said of it behind: `Tryptamine; classic psychedelic` is a tryptamine."""
    head = re.split(r"[;(]", group)[0].strip()
    return head[:1].upper() + head[1:]


def _key(key: str, head: str) -> str:
    return "-".join((key, *re.findall(r"[a-z0-9]+", names.fold(head))))[:_KEY].rstrip("-")


def _paths(library: Library) -> Shelf:
    """Each learning path is a shelf with its steps in order."""
    known = library.entries.keys() | library.questions.keys()
    inner = tuple(
        Shelf(
            _key("paths", path.id),
            path.name,
            path.one_liner,
            ids=tuple(step for step in path.steps if step in known),
            parent="paths",
            numbered=True,
        )
        for path in library.of_type(LearningPath)
    )
    return Shelf("paths", "Learning paths", "what to read in which order", shelves=inner, parent=MENU)
