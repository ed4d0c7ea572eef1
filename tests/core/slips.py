"""Queries made by rule: names with a slip of the fingers, names half typed, and words that mean nothing."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from bot.core import names
from bot.core.knowledge import Entry, Mechanism, Substance, Target, Term
from bot.core.library import Library

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES = {letter: (row, column + row / 2) for row, keys in enumerate(_ROWS) for column, letter in enumerate(keys)}
_SYLLABLES = (
    "ba",
    "dro",
    "fi",
    "gu",
    "jel",
    "kom",
    "lun",
    "mish",
    "nop",
    "quar",
    "ruz",
    "sef",
    "twi",
    "vosk",
    "wem",
    "yit",
)
_SHORTEST = 5
"""Shorter names are not slipped in: after a slip, three letters are another word."""
_TYPED = 0.7
"""The part of a name that somebody has typed when the list should show it."""


def neighbors(letter: str) -> str:
    """The keys around a letter."""
    row, column = _PLACES[letter]
    return "".join(
        other for other, (r, c) in _PLACES.items() if other != letter and abs(r - row) <= 1 and abs(c - column) <= 1
    )


def slipped(name: str, rng: random.Random) -> str:
    """`name` with one letter missing, doubled, exchanged with the next, or hit on the key beside it."""
    at = rng.choice([place for place, letter in enumerate(name) if letter.lower() in _PLACES])
    match rng.randrange(4):
        case 0:
            return name[:at] + name[at + 1 :]
        case 1:
            return name[:at] + name[at] + name[at:]
        case 2 if at + 1 < len(name):
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        case _:
            return name[:at] + rng.choice(neighbors(name[at].lower())) + name[at + 1 :]


def made(library: Library, rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Queries, half of them slips and half beginnings, with the only entry that has the name.

    What is itself a name, or begins the name of another entry too, does not say which one is meant, and is left out.
    """
    known = [(name, entry) for entry in library.entries.values() for name in entry.names]
    fit = [(name, entry) for name, entry in known if _fits(name, entry)]
    keys = [(names.squash(name), entry.id) for name, entry in known]
    queries: list[tuple[str, str]] = []
    while len(queries) < count:
        name, entry = rng.choice(fit)
        typed = slipped(name, rng) if len(queries) % 2 else name[: math.ceil(_TYPED * len(name))]
        if not _ambiguous(typed, entry, keys):
            queries.append((typed, entry.id))
    return queries


def _fits(name: str, entry: Entry) -> bool:
    return isinstance(entry, Term | Substance | Mechanism | Target) and len(names.squash(name)) >= _SHORTEST


def _ambiguous(typed: str, entry: Entry, keys: Sequence[tuple[str, str]]) -> bool:
    key = names.squash(typed)
    return not key or any(other.startswith(key) and owner != entry.id for other, owner in keys)


def nonsense(rng: random.Random, count: int) -> list[str]:
    """Words of two or three syllables that no name has."""
    return ["".join(rng.choices(_SYLLABLES, k=rng.choice((2, 3)))) for _ in range(count)]
