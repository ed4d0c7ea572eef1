"""Spellings that are nearly the same: by how they sound, in which script they are written, or by a few slips."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

_GREEK = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ i φ f χ ch ψ ps ω o"
_CYRILLIC = (
    "а a б b в v г g д d е e ж j з z и i к k л l м m н n о o п p р r с s т t у u ф f х h ц c ч ch ш sh щ sh ы i э e "
    "ю yu я ya є e"
)
_LETTERS = dict(re.findall(r"(\w) (\w+)", f"{_GREEK} {_CYRILLIC}"))
"""A letter without marks, in Latin letters; the signs that are not there are silent."""
_NAMED = re.compile(r"(?:KATAKANA|HIRAGANA) LETTER (?:SMALL )?(?P<kana>\w+)|HANGUL SYLLABLE (?P<hangul>\w+)")
_FOREIGN_WORD = re.compile(r"[\u0370-\u052f\u3040-\u30ff\uac00-\ud7af]{3,}")

_HEAD = 14
"""Strings are compared letter by letter only if these first letters of them have enough in common."""
_SOUNDS = (("ph", "f"), ("th", "t"), ("ck", "k"), ("ae", "e"), ("oe", "e"), ("rh", "r"), ("ks", "x"))
_LIKE = str.maketrans("cqyzw", "kkisv")
_TWICE = re.compile(r"([a-z])\1+")
_LAST_VOWEL = re.compile(r"(?<=[a-z]{4})[aeo]$")


def romanized(text: str) -> str:
    """`text` with its words in Greek, Cyrillic, kana and hangul letters written in Latin ones.

    A lone Greek letter is a symbol (β-arrestin) and stays.
    """
    return _FOREIGN_WORD.sub(lambda word: _latin(word[0]), unicodedata.normalize("NFC", text))


def _latin(word: str) -> str:
    return "".join(_letter(character) for character in word.lower())


def _letter(character: str) -> str:
    plain = unicodedata.normalize("NFD", character)[0]
    if plain in _LETTERS:
        return str(_LETTERS[plain])
    named = _NAMED.match(unicodedata.name(character, ""))
    return (named["kana"] or named["hangul"]).lower() if named else ""


def sound(key: str) -> str:
    """A rough key of how `key` sounds: psylocibine, psilocybin and псилоцибин have the same."""
    for letters, put in _SOUNDS:
        key = key.replace(letters, put)
    return _LAST_VOWEL.sub("", _TWICE.sub(r"\1", key.translate(_LIKE)))


def slips(length: int) -> int:
    """How many slips (a wrong, missing, doubled or exchanged letter) are forgiven in so many letters."""
    return 0 if length < 4 else 1 if length < 8 else 2 if length < 13 else 3


class Spellings:
    """Strings to be found by what is nearly one of them, or nearly begins one.

    A bitmap for each pair of letters says which strings have it: a slip changes two pairs at most (pairs have no
    order, so that an exchange leaves one of its three), and only strings with enough pairs in common are compared.
    """

    def __init__(self, strings: Iterable[str]) -> None:
        self._strings: Sequence[str] = sorted(set(strings))
        having: defaultdict[str, int] = defaultdict(int)
        for ref, string in enumerate(self._strings):
            for pair in _pairs(string[:_HEAD]):
                having[pair] |= 1 << ref
        self._having = dict(having)

    def near(self, typed: str, allowed: int) -> Iterator[tuple[str, int]]:
        """The strings within `allowed` slips of `typed`, with the slips; what only begins like it counts one more."""
        length = len(typed)
        candidates = list(self._candidates(typed, allowed))
        cuts = [string[:end] for string in candidates for end in (None, length - 1, length, length + 1)]
        least: dict[str, int] = {}
        hits = process.extract(typed, cuts, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        for _, slipped, position in hits:
            string, distance = candidates[position // 4], int(slipped) + (position % 4 > 0)
            least[string] = min(distance, least.get(string, distance))
        yield from least.items()

    def _candidates(self, typed: str, allowed: int) -> Iterator[str]:
        """The strings that share all but two pairs for each slip; of many slips, two are near the beginning."""
        pairs = _pairs(typed[: _HEAD - allowed])
        wanted = max(1, len(pairs) - 2 * min(allowed, 2))
        reached = [(1 << len(self._strings)) - 1] + [0] * wanted
        for pair in pairs:
            having = self._having.get(pair, 0)
            for count in range(wanted, 0, -1):
                reached[count] |= reached[count - 1] & having
        left = reached[wanted]
        while left:
            lowest = left & -left
            yield self._strings[lowest.bit_length() - 1]
            left ^= lowest


def _pairs(string: str) -> set[str]:
    """The neighbors in `string`, in either order, and its first letter."""
    return {min(a + b, b + a) for a, b in pairwise(string)} | {f"^{string[:1]}"}
