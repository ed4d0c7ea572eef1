"""The words of the entries' texts, ranked by Okapi BM25: what a search falls back to when no name fits."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from bot.core import names
from bot.core.evidence import CITATION, Id
from bot.core.knowledge import ClaimHeard, Entry, Explained, Mechanism, Paper

_SATURATION, _LENGTH_WEIGHT = 1.2, 0.75
"""The usual constants: how soon a repeated word stops counting, and how much long texts are held back."""
_ENOUGH = 0.5
"""How much of a query, by weight of its words, an entry must hold."""


class Texts:
    """How often each word stands in each entry's text, and how long the texts are."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._counts: defaultdict[str, dict[Id, int]] = defaultdict(dict)
        self._lengths: dict[Id, int] = {}
        for entry in entries:
            counted = Counter(map(names.singular, names.words(_text_of(entry))))
            self._lengths[entry.id] = counted.total()
            for word, count in counted.items():
                self._counts[word][entry.id] = count
        self._average = sum(self._lengths.values()) / max(1, len(self._lengths))

    def find(self, words: Iterable[str]) -> Iterator[Id]:
        """The entries that hold at least half of `words` by weight, the best first."""
        scores: defaultdict[Id, float] = defaultdict(float)
        covered: defaultdict[Id, float] = defaultdict(float)
        wanted = {names.singular(word) for word in words} & self._counts.keys()
        rarity = {word: math.log(1 + len(self._lengths) / len(self._counts[word])) for word in wanted}
        for word, weight in rarity.items():
            for entry_id, count in self._counts[word].items():
                length = 1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * self._lengths[entry_id] / self._average
                scores[entry_id] += weight * count * (_SATURATION + 1) / (count + _SATURATION * length)
                covered[entry_id] += weight
        enough = _ENOUGH * sum(rarity.values())
        for entry_id in sorted(scores, key=lambda one: (-scores[one], one)):
            if covered[entry_id] >= enough:
                yield entry_id


def _text_of(entry: Entry) -> str:
    texts = [entry.name, entry.name, entry.one_liner, entry.one_liner, *entry.names]
    if isinstance(entry, Explained):
        texts += [entry.plain, *entry.in_depth, *(claim.text for claim in entry.claims)]
    if isinstance(entry, Mechanism):
        texts += [entry.story, *(node.label for node in entry.nodes)]
    if isinstance(entry, ClaimHeard):
        texts += [entry.known.text, *entry.names]
    if isinstance(entry, Paper):
        authors = (author.family for author in entry.csl.author)
        texts += [entry.csl.title, entry.found, *authors, str(entry.csl.issued.year)]
    return CITATION.sub("", " ".join(texts))
