"""What an editor should look at next: stale reviews, entries nothing leads to, entries with too little in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from bot.core import style
from bot.core.evidence import Claim
from bot.core.formulary import Documented
from bot.core.knowledge import Entry, Explained, Paper, Substance
from bot.core.lessons import Question
from bot.core.library import Fault, Library
from bot.core.record import Record

STALE = 24
"""Months after which a claim is to be reviewed again."""
_LEAST_CLAIMS, _LEAST_SOURCES = 2, 2


def errors(library: Library) -> tuple[Fault, ...]:
    """What must not stay: banned wording, and pictures that are missing or broken."""
    worded = (fault for record in library.records for fault in style.faults(record))
    return (*worded, *_broken_pictures(library))


def warnings(library: Library, month: str) -> tuple[Fault, ...]:
    """What is to be improved, as of `month`, written `2026-11`."""
    checks: tuple[Callable[[Library], Iterator[Fault]], ...] = (_orphans, _thin)
    found = [fault for check in checks for fault in check(library)]
    return (*_stale(library, month), *found)


def _broken_pictures(library: Library) -> Iterator[Fault]:
    for substance in library.of_type(Substance):
        if substance.structure is None:
            continue
        drawing = library.drawings.get(substance.id)
        if drawing is None:
            yield Fault(substance.id, ("structure",), "its drawing is missing; run `neurosprout draw`")
        elif not _is_drawing(drawing):
            yield Fault(substance.id, ("structure",), "its drawing is broken; delete it and run `neurosprout draw`")


def _is_drawing(svg: str) -> bool:
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 -- our own drawings, not something sent to us
    except ElementTree.ParseError:
        return False
    return root.tag.endswith("svg") and re.search(r'viewBox="[^"]+"', svg) is not None


def _months(month: str) -> int:
    year, number = month.split("-")
    return 12 * int(year) + int(number)


def _stale(library: Library, month: str) -> Iterator[Fault]:
    for record in library.records:
        dates = list(_reviews(record))
        if dates and _months(month) - _months(min(dates)) > STALE:
            yield Fault(record.id, (), f"last reviewed {min(dates)}; read its sources again and set reviewed")


def _reviews(record: Record) -> Iterator[str]:
    if isinstance(record, Entry):
        yield from (claim.reviewed for claim in record.evidence if isinstance(claim, Claim))
    elif isinstance(record, Documented):
        yield from (claim.reviewed for claim in record.evidence)
    elif isinstance(record, Question):
        yield record.reviewed


def _orphans(library: Library) -> Iterator[Fault]:
    linked = {neighbor.id for entry in library.entries.values() for neighbor in library.related(entry)}
    linked |= {step for path in library.paths.values() for step in path.steps}
    cited = {key for record in (*library.questions.values(), *library.pharmacy.values()) for key in record.sources}
    for entry in library.entries.values():
        if isinstance(entry, Paper):
            if entry.id not in library.cited_by and entry.id not in cited:
                yield Fault(entry.id, (), "no entry cites this paper; cite it, or take the file out")
        elif entry.id not in linked:
            yield Fault(entry.id, (), "no other entry leads here; name it in `related` of a neighbor")


def _thin(library: Library) -> Iterator[Fault]:
    for entry in library.of_type(Explained):
        lacking = [
            *(["no in_depth"] if not entry.in_depth else []),
            *(["one claim"] if len(entry.claims) < _LEAST_CLAIMS else []),
            *(["one source"] if len(entry.sources) < _LEAST_SOURCES else []),
        ]
        if lacking:
            yield Fault(entry.id, (), f"thin: {', '.join(lacking)}")
