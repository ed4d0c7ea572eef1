"""What every entry can be found by: its names, the numbers of the field's databases, a paper's title and authors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.core import names
from bot.core.knowledge import ClaimHeard, Entry, Paper, Substance, Target

_GREEK_WORDS = {"alpha": "a", "beta": "b", "gamma": "g", "delta": "d", "kappa": "k", "mu": "u", "sigma": "s"}
_LABEL = re.compile(
    r"^\s*(?:https?://)?(?:(?:dx\.)?doi\.org/|pubmed\.ncbi\.nlm\.nih\.gov/|pubchem\.ncbi\.nlm\.nih\.gov/compound/)"
    r"|^\s*(?:doi|pmid|pubmed|pubchem|cid|inchikey|uniprot|hgnc)\b[\s:=]*(?:(?:id|cid)\b[\s:=]*)?",
    re.IGNORECASE,
)
_FIRST_BLOCK = 14
"""The letters of an InChIKey that stand for the skeleton."""


class Named(NamedTuple):
    """One string that finds one entry: its key, its words, and how it is shown."""

    key: str
    words: tuple[str, ...]
    name: str
    entry: Entry
    is_heading: bool


def unlabeled(query: str) -> str:
    """`query` without what says that an identifier follows: `doi:`, `PMID`, `https://doi.org/` ..."""
    return _LABEL.sub("", query).strip() or query


def named(entry: Entry) -> Iterator[Named]:
    """Every name of the entry, each key once, the heading first; a sentence that people say is no heading."""
    seen: set[str] = set()
    for position, name in enumerate((*entry.names, entry.id, *_more(entry))):
        words = names.words(name)
        for spelled in (words, _initialed(words)):
            key = "".join(spelled)
            if key and key not in seen:
                seen.add(key)
                yield Named(key, spelled, name, entry, position == 0 and not isinstance(entry, ClaimHeard))
    if isinstance(entry, Paper) and entry.csl.author:
        words = (*(word for person in entry.csl.author for word in names.words(person.family)), *_dated(entry))
        yield Named("".join(words), words, entry.name, entry, is_heading=False)


def _more(entry: Entry) -> Iterator[str]:
    if isinstance(entry, Paper):
        yield entry.csl.title
        if entry.csl.doi:
            yield entry.csl.doi


def _dated(entry: Paper) -> tuple[str, ...]:
    return (str(entry.csl.issued.year), *names.words(entry.csl.container_title or ""))


def _initialed(words: tuple[str, ...]) -> tuple[str, ...]:
    """Greek letters as people type them for want of a Greek keyboard: k opioid, a2a, b-arrestin."""
    return tuple(_GREEK_WORDS.get(word, word) for word in words)


def identifiers(entry: Entry) -> Iterator[str]:
    """The numbers and keys by which databases know it; each finds it only when written in full."""
    if isinstance(entry, Substance) and (structure := entry.structure) is not None:
        yield from (structure.inchikey, structure.inchikey[:_FIRST_BLOCK], structure.smiles)
        yield from (str(structure.pubchem_cid),) if structure.pubchem_cid else ()
    if isinstance(entry, Target):
        yield from (value for value in (entry.hgnc, entry.uniprot) if value)
    if isinstance(entry, Paper):
        yield from (value for value in (entry.csl.pmid, entry.csl.isbn, entry.nct) if value)


def is_sentence(entry: Entry) -> bool:
    """Whether its names are sentences or references, which many words begin, rather than the name of a thing."""
    return isinstance(entry, Paper | ClaimHeard)


def standing(entry: Entry) -> tuple[bool, int]:
    """How early it comes among its equals: what newcomers start with first, then by kind."""
    return (not entry.basics, 2 if isinstance(entry, Paper) else 1 if isinstance(entry, ClaimHeard) else 0)
