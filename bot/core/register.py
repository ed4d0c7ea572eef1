"""The names of all entries in order, and the ways from what somebody typed to the names it may stand for."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.core import catalog, names, spelling
from bot.core.catalog import Named
from bot.core.library import Library

_END = "\U0010ffff"
_LONGEST = 100
"""No name is longer; what was pasted beyond it is not compared."""
_SHORT = 4
"""Names of so few letters sound alike by chance."""
_FEW = 4
"""Among more words than these, those that begin a word of some name are taken as typed."""
_SMALL = frozenset(
    names.words(
        "a an the of is are was does do did how what who why when can it its that this to in on for and or with by "
        "from as at be about tell me explain define definition meaning mean means true"
    )
)
"""Words of a question that no name is looked for by."""


class Tier(IntEnum):
    """How a query reached an entry, the best first."""

    NAME = 0
    ALIAS = 1
    SOUND = 2
    """Not the same letters, and the same name when read aloud: psilocybine, Psilocybina."""
    NAME_PREFIX = 3
    ALIAS_PREFIX = 4
    WORDS = 5
    FUZZY = 6
    TEXT = 7


@dataclass(frozen=True)
class Asked:
    """What somebody typed, made comparable."""

    key: str
    words: tuple[str, ...]
    """Without the small words of a question, unless there are no others."""

    @classmethod
    def of(cls, query: str) -> Asked:
        text = spelling.romanized(catalog.unlabeled(query[: 4 * _LONGEST]))
        words = names.words(text)
        return cls("".join(words)[:_LONGEST], tuple(word for word in words if word not in _SMALL) or words)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What may be a name as it stands: all of it, without its plural, without the words of a question."""
        content = "".join(self.words)[:_LONGEST]
        return tuple(dict.fromkeys((self.key, names.singular(self.key), content, names.singular(content))))


Candidate = tuple[Tier, float, float, int]
"""How good a hit is, by tier and within it, and the position of its name; smaller is better."""


class _Sounds:
    """Spellings by how they sound, and where in the register each stands."""

    def __init__(self, spelled: Iterator[tuple[str, int]]) -> None:
        self.refs: defaultdict[str, list[int]] = defaultdict(list)
        for string, ref in spelled:
            self.refs[spelling.sound(string)].append(ref)
        self._spellings = spelling.Spellings(self.refs)

    def nearly(self, string: str, allowed: int) -> dict[int, float]:
        """The positions whose spelling sounds like `string` but for so many slips, with the slips."""
        slips: dict[int, float] = {}
        for found, distance in self._spellings.near(spelling.sound(string), allowed):
            for ref in self.refs[found]:
                slips[ref] = min(distance, slips.get(ref, distance))
        return slips


class Register:
    """Every name of every entry, sorted; a position in `items` stands for a name."""

    def __init__(self, library: Library) -> None:
        items = [item for entry in library.entries.values() for item in catalog.named(entry)]
        items.sort(key=lambda item: (item.key, not item.is_heading))
        self.items = items
        self._keys = [item.key for item in items]
        self.standing = [0] * len(items)
        """How early each comes among its equals."""
        for place, ref in enumerate(sorted(range(len(items)), key=lambda ref: _standing(items[ref]))):
            self.standing[ref] = place
        self._beginnings: list[Candidate] = [
            (Tier.NAME_PREFIX if item.is_heading else Tier.ALIAS_PREFIX, 0, self.standing[ref], ref)
            for ref, item in enumerate(items)
        ]
        word_refs = sorted((word, ref) for ref, item in enumerate(items) for word in _indexed(item.words))
        self._words = [word for word, _ in word_refs]
        self._word_refs = [ref for _, ref in word_refs]

    @cached_property
    def _sounds(self) -> _Sounds:
        """How names sound; worked out by the first search that needs it."""
        return _Sounds((key, ref) for ref, key in enumerate(self._keys))

    @cached_property
    def _word_sounds(self) -> _Sounds:
        """How the words of names sound."""
        return _Sounds((word, ref) for ref, item in enumerate(self.items) for word in dict.fromkeys(item.words))

    def exact(self, key: str) -> list[int]:
        """The names with that very key, headings first."""
        refs = _range(self._keys, key, key)
        return sorted(refs, key=lambda ref: (not self.items[ref].is_heading, self.standing[ref]))

    def sounding(self, asked: Asked) -> Iterator[Candidate]:
        """Names that read aloud are what was typed."""
        if len(asked.key) > _SHORT:
            for ref in self._sounds.refs.get(spelling.sound(asked.key), ()):
                if self._keys[ref] != asked.key:
                    yield Tier.SOUND, 0, self.standing[ref], ref

    def prefixed(self, asked: Asked) -> Sequence[Candidate]:
        """Names that begin with what was typed."""
        for key in dict.fromkeys((asked.key, "".join(asked.words))):
            if refs := _range(self._keys, key, key + _END):
                return self._beginnings[refs.start : refs.stop]
        return ()

    def worded(self, asked: Asked) -> Sequence[Candidate]:
        """Names in which a word begins with each word that was typed, in any order; short names first."""
        refs: set[int] | None = None
        for word in asked.words:
            hit = self._beginning(word)
            refs = hit if refs is None else refs & hit
        items, standing = self.items, self.standing
        return [(Tier.WORDS, len(items[ref].words), standing[ref], ref) for ref in refs or ()]

    def fuzzy(self, asked: Asked) -> Iterator[Candidate]:
        """Names within the slips that so many letters allow, whole, cut to about that length, or word by word."""
        allowed = spelling.slips(len(asked.key))
        slips = self._sounds.nearly(asked.key, allowed) if allowed else {}
        if len(asked.words) > 1:
            for ref, distance in self._worded_nearly(asked).items():
                slips[ref] = min(distance, slips.get(ref, distance))
        for ref, distance in slips.items():
            yield Tier.FUZZY, distance, -JaroWinkler.similarity(asked.key, self._keys[ref]), ref

    def resembling(self, asked: Asked, limit: int = 30) -> Iterator[int]:
        """The names at least half of whose letters are those typed, the likest first, for a miss."""
        hits = process.extract(asked.key, self._keys, scorer=OSA.normalized_similarity, score_cutoff=0.5, limit=limit)
        return (ref for _, _, ref in hits)

    def _beginning(self, word: str) -> set[int]:
        """The names with a word that begins so, or that is its singular."""
        stem = names.singular(word)
        begun, same = _range(self._words, word, word + _END), _range(self._words, stem, stem)
        return {*self._word_refs[begun.start : begun.stop], *self._word_refs[same.start : same.stop]}

    def _worded_nearly(self, asked: Asked) -> dict[int, float]:
        """Names that have nearly each word, in any order, with the slips.

        A word that begins a word of some name is taken as typed, unless no name has all words then.
        """
        typed = [(word, spelling.slips(len(word)), dict.fromkeys(self._beginning(word), 0.0)) for word in asked.words]
        if any(not begun and not allowed for _, allowed, begun in typed):
            return {}
        nearly = self._word_sounds.nearly
        found = _common([begun or nearly(word, allowed) for word, allowed, begun in typed])
        if found or len(typed) > _FEW:
            return found
        return _common([nearly(word, allowed) | begun if allowed else begun for word, allowed, begun in typed])


def _common(slips: Sequence[dict[int, float]]) -> dict[int, float]:
    """What all of them have, with the sum of the slips."""
    fewest = min(slips, key=len)
    return {ref: sum(each[ref] for each in slips) for ref in fewest if all(ref in each for each in slips)}


def _range(keys: list[str], low: str, high: str) -> range:
    """Positions of the sorted `keys` from `low` up to and with `high`."""
    return range(bisect_left(keys, low), bisect_left(keys, high + "\0"))


def _indexed(words: tuple[str, ...]) -> Iterator[str]:
    """Each word, and each two neighbors as one word: people write 5ht2a, headtwitch and longterm."""
    yield from dict.fromkeys((*words, *(first + second for first, second in pairwise(words))))


def _standing(item: Named) -> tuple[bool, int, int, str]:
    return (*catalog.standing(item.entry), len(item.name), item.entry.name)
