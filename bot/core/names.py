"""How names are compared: one fold for the library's checks, for search and for grading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho",
    "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class _Table(dict[int, str]):
    """What `str.translate` puts for each character, worked out once for each that is met.

    A text is folded in C this way; a loop over its characters was most of the time that an index took to make.
    """

    def __init__(self, put: Callable[[str], str]) -> None:
        super().__init__()
        self._put = put

    def __missing__(self, code: int) -> str:
        put = self._put(chr(code))
        if code <= _BASIC_PLANE:
            self[code] = put
        return put


_BASIC_PLANE = 0xFFFF
"""Characters beyond it are rare enough to be worked out each time, and too many to keep."""


def _seen(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _INVISIBLE else character


def _plain(character: str) -> str:
    return "" if unicodedata.combining(character) else _GREEK.get(character, character)


_VISIBLE, _PLAIN = _Table(_seen), _Table(_plain)


def visible(text: str) -> str:
    """`text` without control, direction and other invisible characters, its white space folded."""
    return " ".join(text.translate(_VISIBLE).split())


def fold(text: str) -> str:
    """`text` in the one form in which names are compared: no case, marks or subscripts, Greek letters spelled.

    A lone Greek letter inside a longer Greek word stays what it is only in its spelling: scripts other than
    Latin keep their letters.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", visible(text)).casefold())
    return plain.translate(_PLAIN)


def words(text: str) -> tuple[str, ...]:
    """The words of `text`, folded: runs of letters and digits."""
    return tuple(_WORD.findall(fold(text)))


def squash(text: str) -> str:
    """The key of a name: its folded letters and digits, so that 5-HT2A, 5HT₂A and "5 ht 2a" are one."""
    return "".join(words(text))


def singular(word: str) -> str:
    """An English word without its plural; short words, and those in -ss, -us, -sis and -xis, stay."""
    if len(word) < 3 or word.endswith(("ss", "us", "sis", "xis")):
        return word
    for plural, single in (("yses", "ysis"), ("ies", "y"), ("s", "")):
        if word.endswith(plural) and len(word) > len(plural) + 1:
            return word.removesuffix(plural) + single
    return word


def closest(wanted: str, candidates: Iterable[str], *, edits: int = 3) -> str | None:
    """The candidate at most `edits` edits away that is nearest to `wanted`, if there is one."""
    hit = process.extractOne(wanted, list(candidates), scorer=OSA.distance, score_cutoff=edits)
    return hit[0] if hit else None
