"""The knowledge base for reuse elsewhere: as JSON, as a table of claims, and its bibliography."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping

from bot.core import citation
from bot.core.evidence import Claim
from bot.core.knowledge import RECORD_TYPES, Entry, Paper
from bot.core.library import Library

LICENSE = "CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/"
_COLUMNS = (
    *("entry", "kind", "name", "claim"),
    *("shown_in", "models", "firm", "mark", "reviewed", "sources", "license"),
)
ATTRIBUTION = "Neurosprout's knowledge base; the sources stand with each claim."


def as_json(library: Library) -> str:
    """Every record in full, by kind, under the keys of its YAML file."""
    records = {
        kind.kind.folder: [record.model_dump(mode="json", by_alias=True, exclude_defaults=True) for record in found]
        for kind in RECORD_TYPES
        if (found := library.of_type(kind))
    }
    return _json({"license": LICENSE, "attribution": ATTRIBUTION, **records})


def as_csv(library: Library) -> str:
    """One row for each claim: which entry makes it, what it says, how it is known, and its sources by DOI or link."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(
        [*("entry", "kind", "name", "claim", "shown_in", "models", "firm", "mark", "reviewed", "sources"), "license"]
    )
    for entry in (*library.entries.values(), *library.pharmacy.values()):
        name = entry.name if isinstance(entry, Entry) else entry.id
        for claim in entry.evidence:
            if isinstance(claim, Claim):
                links = " ".join(paper.csl.link or paper.id for paper in library.papers(claim.sources))
                shown = " ".join(place.value for place in claim.shown_in)
                known = (shown, claim.models or "", claim.firm.value, claim.mark.value, claim.reviewed)
                rows.writerow([entry.id, entry.kind.value, name, claim.text, *known, links, LICENSE])
    return out.getvalue()


def as_bibtex(library: Library) -> str:
    """The bibliography as BibTeX, by key."""
    entries = (citation.bibtex(paper.id, paper.csl) for paper in library.of_type(Paper))
    return "\n\n".join([f"% {LICENSE}", *entries]) + "\n"


def as_csl(library: Library) -> str:
    """The bibliography as CSL-JSON, by key."""
    papers = library.of_type(Paper)
    return _json([{"id": paper.id, **paper.csl.model_dump(by_alias=True, exclude_none=True)} for paper in papers])


FORMATS: Mapping[str, Callable[[Library], str]] = {
    "json": as_json,
    "csv": as_csv,
    "bibtex": as_bibtex,
    "csl": as_csl,
}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
