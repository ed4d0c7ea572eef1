"""How names are compared: one fold for the library's checks, for search and for grading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho",
    "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_SPELL_GREEK = str.maketrans(_GREEK)
_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def visible(text: str) -> str:
    """`text` without control, direction and other invisible characters, its white space folded."""
    spaced = "".join(" " if character.isspace() else character for character in text)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in _INVISIBLE).split())


def fold(text: str) -> str:
    """`text` in the one form in which names are compared: no case, marks or subscripts, Greek letters spelled.

    A lone Greek letter inside a longer Greek word stays what it is only in its spelling: scripts other than
    Latin keep their letters.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", visible(text)).casefold())
    unmarked = "".join(character for character in plain if not unicodedata.combining(character))
    return unmarked.translate(_SPELL_GREEK)


def words(text: str) -> tuple[str, ...]:
    """The words of `text`, folded: runs of letters and digits."""
    return tuple(_WORD.findall(fold(text)))


def squash(text: str) -> str:
    """The key of a name: its folded letters and digits, so that 5-HT2A, 5HT₂A and "5 ht 2a" are one."""
    return "".join(words(text))


def closest(wanted: str, candidates: Iterable[str], *, edits: int = 3) -> str | None:
    """The candidate at most `edits` edits away that is nearest to `wanted`, if there is one."""
    hit = process.extractOne(wanted, list(candidates), scorer=OSA.distance, score_cutoff=edits)
    return hit[0] if hit else None
