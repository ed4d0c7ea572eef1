"""What can be asked of a text: which term a definition defines, whether it does, and which paper found something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from bot.core import names
from bot.core.facts import Fact, Ground, chosen, fits, right, sentence, undisputed, wrong
from bot.core.knowledge import Paper, Term
from bot.core.lessons import Option, Template
from bot.core.library import Library
from bot.core.record import Category

_OVERVIEW = re.compile(
    r"review|perspective|opinion|viewpoint|commentary|editorial|essay|book|chapter|reference|glossary|database|protocol"
    r"|guideline|position|statement|scientific body|hypothesis|ethics|methods article",
    re.IGNORECASE,
)
"""Designs that report what others found."""
_ALIKE = 60
"""From this similarity on (rapidfuzz's token set ratio) two papers may have found the same."""


def terms(ground: Ground) -> Iterator[Fact]:
    """For each term: which term its definition defines."""
    for term in ground.library.of_type(Term):
        key = right(term.name, f"{term.name}: {term.one_liner}")
        stem = f"Which term is this? “{sentence(term.one_liner)}”"
        if key is None or _gives_away(term) or not undisputed(term.claims[0]) or not fits(stem):
            continue
        yield Fact(
            template=Template.TERM,
            subject=term.id,
            stem=stem,
            key=key,
            wrong=chosen(key, _other_terms(ground, term), ground),
            tests=(term.id,),
            sources=term.claims[0].sources[:4],
            category=term.category,
            difficulty="easy",
        )


def _gives_away(term: Term) -> bool:
    """Whether the definition holds a longer word of the name."""
    defined = {word[:5] for word in names.words(term.one_liner)}
    return any(word[:5] in defined for name in term.names for word in names.words(name) if len(word) > 3)


def _other_terms(ground: Ground, key: Term) -> Iterator[Option | None]:
    """Terms that readers confuse with it, then related ones, then those of its shelf."""
    differences = {other.id: other.difference for other in key.confusable_with}
    near = {other.id for other in ground.library.related(key)}
    rest = [other for other in ground.library.of_type(Term) if _apart(ground, key, other)]
    for other in sorted(rest, key=lambda one: (one.id not in differences, one.id not in near, one.id)):
        if other.id in differences or other.category is key.category:
            yield wrong(other.name, differences.get(other.id, f"{other.name}: {sentence(other.one_liner)}"))


def _apart(ground: Ground, key: Term, other: Term) -> bool:
    """Whether one is neither the other, nor a kind of it, nor named in its definition."""
    if other.id == key.id or other.id in _broader(ground.library, key) or key.id in _broader(ground.library, other):
        return False
    return not ground.defines_by(key, other) and not ground.defines_by(other, key)


def _broader(library: Library, term: Term) -> set[str]:
    """The terms it is a kind of, near or far."""
    found: set[str] = set()
    above = library.get(term.broader or "")
    while isinstance(above, Term) and above.id not in found:
        found.add(above.id)
        above = library.get(above.broader or "")
    return found


def definitions(ground: Ground) -> Iterator[Fact]:
    """For each two terms that readers confuse: whether the definition of one describes it, or the other."""
    for term in ground.library.of_type(Term):
        if not undisputed(term.claims[0]) or _gives_away(term):
            continue
        others = [(ground.library.get(one.id), one.difference) for one in term.confusable_with]
        confused = [(other, difference) for other, difference in others if isinstance(other, Term)]
        for index, (other, difference) in enumerate(confused):
            yield from _definition(ground, term, other, difference, both=index == 0)


def _definition(ground: Ground, told: Term, other: Term, difference: str, *, both: bool) -> Iterator[Fact]:
    """The definition of `told` said of `other`, and, for `both`, said of itself."""
    thirds = (third for third in _other_terms(ground, told) if third and third.text != other.name)
    why = f"{told.name}: {sentence(told.one_liner)}"
    for claimed in (other, told) if both else (other,):
        verdict, opposite = ("True", "False") if claimed is told else ("False", "True")
        key = right(f"{verdict}: it defines “{told.name}”", why)
        swapped = wrong(f"{opposite}: it defines “{other.name}”", difference)
        stem = f"True or false? “{sentence(told.one_liner)}” This defines “{claimed.name}”."
        third = next(thirds, None)
        aside = wrong(f"False: it defines “{third.text}”", third.why) if third else None
        if key and swapped and aside and fits(stem):
            yield Fact(
                template=Template.TRUE_OR_FALSE,
                subject=f"{told.id}.{claimed.id}",
                stem=stem,
                key=key,
                wrong=chosen(key, (swapped, aside), ground),
                tests=(told.id, other.id),
                sources=told.claims[0].sources[:4],
                category=told.category,
                difficulty="medium",
            )


def papers(ground: Ground) -> Iterator[Fact]:
    """For each paper that reports a finding of its own and is cited: which paper it was."""
    own = [paper for paper in ground.library.of_type(Paper) if _reports(ground.library, paper)]
    together = _cited_together(ground.library)
    for paper in own:
        key = right(paper.name, f"{paper.name}: {sentence(paper.found)}") or right(
            paper.name, sentence(paper.one_liner)
        )
        stem = f"Which paper reported this? “{sentence(paper.one_liner)}”"
        if key is None or not fits(stem):
            continue
        yield Fact(
            template=Template.PAPER,
            subject=paper.id,
            stem=stem,
            key=key,
            wrong=chosen(key, _other_papers(ground.library, paper, own, together), ground),
            tests=(paper.id,),
            sources=(paper.id,),
            category=_shelf(ground.library, paper),
            difficulty="hard",
        )


def _reports(library: Library, paper: Paper) -> bool:
    """Whether it reports a finding of its own, under the name of authors that its summary does not give away."""
    authors = {word for author in paper.csl.author for word in names.words(author.family) if len(word) > 3}
    return (
        paper.id in library.cited_by
        and paper.source_kind in ("article", "preprint")
        and paper.status == "current"
        and not _OVERVIEW.search(paper.design)
        and bool(re.search(r"\d{4}", paper.name))
        and not authors & set(names.words(paper.one_liner))
    )


def _cited_together(library: Library) -> set[frozenset[str]]:
    """Pairs of papers that support the same piece of evidence, and so may have found the same."""
    return {
        frozenset((one, other))
        for entry in library.entries.values()
        for evidence in entry.evidence
        for one in evidence.sources
        for other in evidence.sources
        if one != other
    }


def _other_papers(
    library: Library, key: Paper, own: list[Paper], together: set[frozenset[str]]
) -> Iterator[Option | None]:
    """Papers that found something else, those cited by the same entries first."""
    citing = set(library.cited_by[key.id])
    rest = [
        paper
        for paper in own
        if frozenset((paper.id, key.id)) not in together
        and paper.id != key.id
        and not fuzz.token_set_ratio(paper.one_liner, key.one_liner, score_cutoff=_ALIKE)
    ]
    for paper in sorted(rest, key=lambda one: (-len(citing & set(library.cited_by[one.id])), one.id)):
        yield wrong(paper.name, f"{paper.name}: {sentence(paper.one_liner)}")


def _shelf(library: Library, paper: Paper) -> Category:
    """The shelf of the first term that cites it."""
    citing = (library.get(entry) for entry in library.cited_by[paper.id])
    return next((entry.category for entry in citing if isinstance(entry, Term)), Category.METHODS)
