"""What is never written in the knowledge base: amounts, "safe", instructions, advice to one person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from bot.core.evidence import Model
from bot.core.library import Fault, Path
from bot.core.record import Record

_NOT_PROSE = frozenset(
    {
        *("id", "sources", "related", "tests", "steps", "broader", "target", "substance", "entry", "at", "source"),
        *("acronyms", "aliases", "shared_aliases", "codes", "brands", "street_names", "structure", "hgnc", "uniprot"),
        *("one", "other", "emergencies", "members", "constituents"),
        *("csl", "seen", "read", "nct", "reviewed", "as_of", "topics", "author"),
    }
)
"""Keys whose values are identifiers, other people's words (a title, how people say a thing) or bookkeeping."""

_ALLOWED = re.compile(
    r"\bcall your local emergency number\b|\b(?:no|not a|none of this is a) reason to (?:change or )?stop\b",
    re.IGNORECASE,
)
"""The two sentences that safety asks for in so many words."""

_BANNED: Mapping[str, re.Pattern[str]] = {
    "still to be written": re.compile(r"\bWRITE\b"),
    "an amount; describe the study without it (a single supervised dose, the highest-dose arm)": re.compile(
        r"\d[\d.,]*[\s-]?(?:mg|µg|μg|ug|mcg|ng|g|kg|ml|mL|IU|milligrams?|micrograms?|grams?|drops?|tablets?|pills?)\b"
        r"(?!/mol)"
    ),
    "a schedule of use; leave it out": re.compile(
        r"\b(?:once|twice|three times) (?:a|per|each) (?:day|week)\b"
        r"|\bevery (?:other|second|third|fourth|few|\d+) (?:days?|hours?|weeks?)\b",
        re.IGNORECASE,
    ),
    'the word "safe"; say what was seen, in whom': re.compile(r"\bsafe(?:r|st|ly)?\b", re.IGNORECASE),
    "advice to one person; write of people instead": re.compile(
        r"\byou (?:should|can|could|may|might|must|need|want|ought|have to|are taking|take|use)\b"
        r"|\byour (?:medicines?|medication|prescription|doses?|doctor|trip|psychiatrist)\b",
        re.IGNORECASE,
    ),
    "an instruction; say what is known instead": re.compile(
        r"(?:^|[.!?:]\s+)(?:Take|Try|Combine|Swallow|Smoke|Inhale|Inject|Start with|Begin with|Avoid|Wait)\b"
    ),
    "about stopping a medicine; that is between a person and their doctor": re.compile(
        r"\b(?:stop|stopping|quit|quitting|come off|coming off|discontinue|taper) (?:taking )?(?:the |an? |their )?"
        r"(?:medicines?|medications?|antidepressants?|ssris?|lithium)\b(?![- ](?:like|effects?|actions?|responses?)\b)",
        re.IGNORECASE,
    ),
}


def faults(record: Record) -> Iterator[Fault]:
    """Every banned wording in the record's own prose, with its place."""
    for path, text in _prose(record, ()):
        said = _ALLOWED.sub("", text)
        for what, pattern in _BANNED.items():
            if (found := pattern.search(said)) is not None:
                yield Fault(record.id, path, f"{found[0].strip(' .!?:')!r} is {what}")


def _prose(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """The sentences inside a record, each with the keys and indices that lead to it."""
    match value:
        case str():
            yield path, value
        case Model():
            for name, field in type(value).model_fields.items():
                if name not in _NOT_PROSE and (path or name != "name"):
                    yield from _prose(getattr(value, name), (*path, field.alias or name))
        case tuple():
            for index, item in enumerate(cast("tuple[object, ...]", value)):
                yield from _prose(item, (*path, index))
        case _:
            pass
