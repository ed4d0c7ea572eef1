"""The page `docs/knowledge.md`: what the knowledge base covers, in figures counted from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.core import affinity, generated
from bot.core.evidence import Evidence, Mark, ShownIn
from bot.core.knowledge import RECORD_TYPES, Mechanism, Paper, Substance, Term
from bot.core.library import Library
from bot.core.record import Category

_HEAD = """\
# What the knowledge base covers

Counted from `data/` by `neurosprout coverage`; a test keeps this page and the data the same.
"""
_IN_PEOPLE = frozenset({ShownIn.PEOPLE_CONTROLLED, ShownIn.PEOPLE_UNCONTROLLED})


def page(library: Library) -> str:
    """The whole page as markdown."""
    claims = [evidence for entry in library.entries.values() for evidence in entry.evidence]
    claims += [claim for record in library.pharmacy.values() for claim in record.evidence]
    substances, papers = library.of_type(Substance), library.of_type(Paper)
    parts = (
        _HEAD,
        _table("Records", ("kind", "records"), _records(library)),
        _table("Terms and mechanisms by category", ("category", "terms", "mechanisms"), _categories(library)),
        _table("Claims by mark", ("mark", "claims"), _marks(claims)),
        _table("In whom", ("shown in", "claims"), _in_whom(claims)),
        _table("Substances by stage", ("stage", "substances"), _counted(one.stage.stage for one in substances)),
        _table("Substances, what is there", ("what", "substances"), _substances(substances)),
        _table("Sources by kind", ("kind", "sources"), _counted(paper.source_kind for paper in papers)),
        _table("What was read", ("read", "sources"), _counted(paper.read.what for paper in papers if paper.read)),
        _table("Sources by year", ("year", "sources"), _years(papers)),
    )
    return "\n".join(parts)


Rows = Iterable[tuple[object, ...]]


def _table(title: str, head: tuple[str, ...], rows: Rows) -> str:
    rule = "|".join(["---", *("---:" for _ in head[1:])])
    lines = [f"## {title}", "", f"| {' | '.join(head)} |", f"|{rule}|"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join([*lines, ""])


def _counted(values: Iterable[str]) -> list[tuple[str, int]]:
    """Each value with how often it occurs, the most frequent first."""
    return sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))


def _records(library: Library) -> Rows:
    counts: Mapping[str, int] = {kind.kind.folder: len(library.of_type(kind)) for kind in RECORD_TYPES}
    yield from ((folder.replace("_", " "), count) for folder, count in counts.items())
    yield "questions made from the library", len(generated.facts(library))


def _categories(library: Library) -> Rows:
    terms = Counter(term.category for term in library.of_type(Term))
    mechanisms = Counter(mechanism.category for mechanism in library.of_type(Mechanism))
    return [(category.value, terms[category], mechanisms[category]) for category in Category]


def _marks(claims: list[Evidence]) -> Rows:
    counted = Counter(claim.mark for claim in claims)
    return [(mark.value, counted[mark]) for mark in Mark]


def _in_whom(claims: list[Evidence]) -> Rows:
    shown = [frozenset(claim.shown_in) for claim in claims]
    return [
        ("cells", sum(ShownIn.CELLS in where for where in shown)),
        ("animals", sum(ShownIn.ANIMALS in where for where in shown)),
        ("people, uncontrolled", sum(ShownIn.PEOPLE_UNCONTROLLED in where for where in shown)),
        ("people, controlled", sum(ShownIn.PEOPLE_CONTROLLED in where for where in shown)),
        ("cells or animals only", sum(bool(where) and not where & _IN_PEOPLE for where in shown)),
        ("nothing shown: proposed, or on record", sum(not where for where in shown)),
        ("all claims", len(shown)),
    ]


def _substances(substances: Sequence[Substance]) -> Rows:
    structures = [one.structure for one in substances if one.structure is not None]
    return [
        ("with a structure", len(structures)),
        ("with a PubChem CID", sum(one.pubchem_cid is not None for one in structures)),
        ("with an affinity", sum(any(action.affinities for action in one.actions) for one in substances)),
        ("with affinities that compare", sum(affinity.profile(one) is not None for one in substances)),
        ("with evidence in people", sum(bool(one.in_people) for one in substances)),
        ("all", len(substances)),
    ]


def _years(papers: Sequence[Paper]) -> Rows:
    counted = Counter(paper.csl.issued.year for paper in papers)
    decades = Counter({"before 2000": sum(n for year, n in counted.items() if year < 2000)})
    decades["2000 to 2009"] = sum(n for year, n in counted.items() if 2000 <= year < 2010)
    return [*decades.items(), *((year, n) for year, n in sorted(counted.items()) if year >= 2010)]
