"""Find entries by name: exact, alias, prefix, word prefix, fuzzy, then the words of the text.

Names are compared folded (see `names`). A name close to another is offered beside it and never stands for it:
only an exact name, an exact alias or the only completion of what was typed opens an entry by itself.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.core import names
from bot.core.evidence import CITATION, Id
from bot.core.knowledge import ClaimHeard, Entry, Explained, Mechanism, Paper
from bot.core.library import Library

_END = "\U0010ffff"
_LONGEST = 100
"""No name is longer; what was pasted beyond it is not compared."""
_ENOUGH = 5
"""With this many hits by name, fuzzy matching is left out."""


Kinds = tuple[type[Entry], ...]

CHOICE = "#"
"""What stands before an id that was chosen from a list; nobody types it, so a choice is never taken for a name."""


class Tier(IntEnum):
    """How a query reached an entry, the best first."""

    NAME = 0
    ALIAS = 1
    NAME_PREFIX = 2
    ALIAS_PREFIX = 3
    WORDS = 4
    FUZZY = 5
    TEXT = 6


@dataclass(frozen=True)
class Match:
    """An entry that a query found, and the name it was found by."""

    entry: Entry
    tier: Tier
    name: str

    @property
    def by_alias(self) -> bool:
        """Whether the reader may wonder why this entry came up."""
        return names.squash(self.name) != names.squash(self.entry.name)


@dataclass(frozen=True)
class Found:
    """One entry is meant."""

    match: Match


@dataclass(frozen=True)
class Several:
    """The name stands for several entries, or may be completed to several."""

    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Nothing:
    """No entry has that name; `near` are the closest names, at most three."""

    near: tuple[Match, ...]


@dataclass(frozen=True)
class _Named:
    """One searchable name of one entry."""

    key: str
    words: tuple[str, ...]
    name: str
    entry: Entry
    is_heading: bool


@dataclass(frozen=True)
class _Texts:
    """How often each word stands in each entry's text, and how long the texts are."""

    counts: dict[str, dict[Id, int]]
    lengths: dict[Id, int]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> _Texts:
        counts: defaultdict[str, dict[Id, int]] = defaultdict(dict)
        lengths: dict[Id, int] = {}
        for entry in entries:
            counted = Counter(map(_stem, names.words(_text_of(entry))))
            lengths[entry.id] = counted.total()
            for word, count in counted.items():
                counts[word][entry.id] = count
        return cls(dict(counts), lengths)

    @cached_property
    def average_length(self) -> float:
        return sum(self.lengths.values()) / max(1, len(self.lengths))


class Index:
    """A library made searchable; frozen like the library, and made anew with it."""

    def __init__(self, library: Library) -> None:
        named = [item for entry in library.entries.values() for item in _named(entry)]
        named.sort(key=lambda item: (item.key, not item.is_heading))
        self._library = library
        self._named = named
        self._keys = [item.key for item in named]
        word_refs = [(word, ref) for ref, item in enumerate(named) for word in item.words]
        word_refs.sort()
        self._words = [word for word, _ in word_refs]
        self._word_refs = [ref for _, ref in word_refs]

    @cached_property
    def _text(self) -> _Texts:
        """The words of all texts; counted by the first search that needs them."""
        return _Texts.of(self._library.entries.values())

    def resolve(self, query: str, *, kinds: Kinds = (Entry,)) -> Found | Several | Nothing:
        """What `query` means, for a reader who expects one entry, of the `kinds` where there is a choice."""
        if (entry := self.chosen(query)) is not None:
            return Found(Match(entry, Tier.NAME, entry.name))
        key = names.squash(query)
        exact = _preferred(self._exact(key) or self._exact(key.removesuffix("s")), kinds)
        if exact:
            return Found(exact[0]) if len(exact) == 1 else Several(exact)
        completions = _preferred((match for match in self.search(query) if match.tier <= Tier.WORDS), kinds)
        if len(completions) == 1:
            return Found(completions[0])
        return Several(completions) if completions else Nothing(self.near(query, kinds=kinds))

    def chosen(self, query: str) -> Entry | None:
        """The entry that a choice from the list sent, which is `CHOICE` and its id; None for what was typed."""
        return self._library.get(query.removeprefix(CHOICE)) if query.startswith(CHOICE) else None

    def basics(self, *, kinds: Kinds = (Entry,), limit: int = 25) -> tuple[Match, ...]:
        """What a newcomer starts with, for an empty search box."""
        entries = (entry for entry in self._library.entries.values() if isinstance(entry, kinds))
        matches = (Match(entry, Tier.NAME, entry.name) for entry in entries)
        return tuple(sorted(matches, key=lambda match: (not match.entry.basics, match.entry.name)))[:limit]

    def search(self, query: str, *, limit: int = 25, kinds: Kinds = (Entry,), text: bool = False) -> tuple[Match, ...]:
        """The best `limit` entries of the `kinds`, each once, best first; `text` adds those whose words match."""
        key = names.squash(query)[:_LONGEST]
        if not key:
            return ()
        best: dict[Id, Match] = {}
        for match in self._by_name(query, key):
            known = best.get(match.entry.id)
            if isinstance(match.entry, kinds) and (known is None or match.tier < known.tier):
                best[match.entry.id] = match
        ranked = sorted(best.values(), key=_rank)
        if len(ranked) < _ENOUGH:
            ranked += [m for m in self._fuzzy(key) if isinstance(m.entry, kinds) and m.entry.id not in best]
        if text and len(ranked) < limit:
            known_ids = {match.entry.id for match in ranked}
            ranked += [m for m in self._by_text(query) if isinstance(m.entry, kinds) and m.entry.id not in known_ids]
        return tuple(ranked[:limit])

    def near(self, query: str, *, kinds: Kinds = (Entry,), limit: int = 3) -> tuple[Match, ...]:
        """The entries with the closest names, those of the `kinds` first; nothing for what resembles none."""
        key = names.squash(query)[:_LONGEST]
        if len(key) < 2:
            return ()
        hits = process.extract(key, self._keys, scorer=OSA.normalized_similarity, score_cutoff=0.5, limit=30)
        best: dict[Id, Match] = {}
        for _, _, ref in sorted(hits, key=lambda hit: not isinstance(self._named[hit[2]].entry, kinds)):
            item = self._named[ref]
            best.setdefault(item.entry.id, Match(item.entry, Tier.FUZZY, item.name))
        return tuple(best.values())[:limit]

    def _exact(self, key: str) -> tuple[Match, ...]:
        refs = self._range(self._keys, key, key) if key else range(0)
        matches = (_match(self._named[ref], Tier.NAME, Tier.ALIAS) for ref in refs)
        best: dict[Id, Match] = {}
        for match in matches:
            if match.entry.id not in best or match.tier < best[match.entry.id].tier:
                best[match.entry.id] = match
        return tuple(sorted(best.values(), key=_rank))

    def _by_name(self, query: str, key: str) -> Iterator[Match]:
        for ref in self._range(self._keys, key, key + _END):
            item = self._named[ref]
            if item.key == key:
                yield _match(item, Tier.NAME, Tier.ALIAS)
            else:
                yield _match(item, Tier.NAME_PREFIX, Tier.ALIAS_PREFIX)
        refs: set[int] | None = None
        for word in names.words(query):
            hit = {self._word_refs[at] for at in self._range(self._words, word, word + _END)}
            refs = hit if refs is None else refs & hit
        for ref in refs or ():
            yield Match(self._named[ref].entry, Tier.WORDS, self._named[ref].name)

    def _fuzzy(self, key: str) -> Iterator[Match]:
        """Names within the edits that a key of that length allows, whole or cut to about its length."""
        length = len(key)
        edits = 0 if length < 4 else 1 if length < 8 else 2
        if not edits:
            return
        nearest: dict[int, int] = {}
        for cut in (None, length - 1, length, length + 1):
            keys = self._keys if cut is None else [candidate[:cut] for candidate in self._keys]
            for _, distance, ref in process.extract(key, keys, scorer=OSA.distance, score_cutoff=edits, limit=None):
                nearest[ref] = min(nearest.get(ref, edits), int(distance))
        order = sorted(
            nearest, key=lambda ref: (nearest[ref], -JaroWinkler.similarity(key, self._keys[ref]), self._keys[ref])
        )
        seen: set[Id] = set()
        for ref in order:
            item = self._named[ref]
            if item.entry.id not in seen:
                seen.add(item.entry.id)
                yield Match(item.entry, Tier.FUZZY, item.name)

    def _by_text(self, query: str) -> Iterator[Match]:
        """Entries that hold at least half of the query by weight, ranked by Okapi BM25 with its usual constants."""
        text, saturation, length_weight = self._text, 1.2, 0.75
        scores: defaultdict[Id, float] = defaultdict(float)
        covered: defaultdict[Id, float] = defaultdict(float)
        wanted = {_stem(word) for word in names.words(query)} & text.counts.keys()
        rarity = {word: math.log(1 + len(text.lengths) / len(text.counts[word])) for word in wanted}
        for word, weight in rarity.items():
            for entry_id, count in text.counts[word].items():
                length = 1 - length_weight + length_weight * text.lengths[entry_id] / text.average_length
                scores[entry_id] += weight * count * (saturation + 1) / (count + saturation * length)
                covered[entry_id] += weight
        enough = 0.5 * sum(rarity.values())
        for entry_id in sorted(scores, key=lambda one: (-scores[one], one)):
            if covered[entry_id] >= enough:
                entry = self._library.entries[entry_id]
                yield Match(entry, Tier.TEXT, entry.name)

    @staticmethod
    def _range(keys: list[str], low: str, high: str) -> range:
        """Positions of the sorted `keys` from `low` up to and with `high`."""
        return range(bisect_left(keys, low), bisect_left(keys, high + "\0"))


def _named(entry: Entry) -> Iterator[_Named]:
    seen: set[str] = set()
    for position, name in enumerate((*entry.names, entry.id)):
        key = names.squash(name)
        if key and key not in seen:
            seen.add(key)
            yield _Named(key, names.words(name), name, entry, position == 0)


def _preferred(matches: Iterable[Match], kinds: Kinds) -> tuple[Match, ...]:
    """Those of the kinds asked for, or, where there are none, all."""
    every = tuple(matches)
    return tuple(match for match in every if isinstance(match.entry, kinds)) or every


def _match(item: _Named, heading: Tier, other: Tier) -> Match:
    return Match(item.entry, heading if item.is_heading else other, item.name)


def _rank(match: Match) -> tuple[int, bool, int, str]:
    return (match.tier, not match.entry.basics, len(match.name), match.entry.name)


def _stem(word: str) -> str:
    """A word without its plural s; enough for words of the text, which are ranked and not opened."""
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _text_of(entry: Entry) -> str:
    texts = [entry.name, entry.name, entry.one_liner, entry.one_liner, *entry.names]
    if isinstance(entry, Explained):
        texts += [entry.plain, *entry.in_depth, *(claim.text for claim in entry.claims)]
    if isinstance(entry, Mechanism):
        texts += [entry.story, *(node.label for node in entry.nodes)]
    if isinstance(entry, ClaimHeard):
        texts += [entry.known.text, *entry.names]
    if isinstance(entry, Paper):
        texts += [
            entry.csl.title,
            entry.found,
            *(author.family for author in entry.csl.author),
            str(entry.csl.issued.year),
        ]
    return CITATION.sub("", " ".join(texts))
