"""What the sections of every card are made of: claims, sources and prose as blocks of markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Protocol

from bot.core import citation
from bot.core.evidence import CITATION, Claim, Evidence, Id
from bot.core.knowledge import Entry, Paper
from bot.core.library import Library
from bot.ui.texts import Texts

Blocks = tuple[str, ...]


class Section:
    """One thing a reader can ask of a card; its blocks are not cut when they are paged.

    `most` is how many blocks a page holds at most. Blocks that few readers ask for are written when somebody does.
    """

    def __init__(self, key: str, label: str, blocks: Blocks | Callable[[], Blocks], most: int = 100) -> None:
        self.key = key
        self.label = label
        self.most = most
        self._blocks = blocks

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it; blocks that are yet to be written are never empty."""
        return not callable(self._blocks) and not self._blocks

    @cached_property
    def blocks(self) -> Blocks:
        """Its paragraphs, lists and claims, in markdown."""
        return self._blocks() if callable(self._blocks) else self._blocks


LISTED = 12
"""How many neighbors a page of them lists, so that its select can offer each beside the other sections."""


class Cites(Protocol):
    """What has sources: an entry, or an answer about two."""

    @property
    def sources(self) -> tuple[Id, ...]:
        """The papers it cites, in order of first appearance."""
        ...


class Citations:
    """Numbers the sources of one entry in order of first appearance, and writes the numbers into its texts."""

    def __init__(self, cites: Cites) -> None:
        self._numbers = {key: number for number, key in enumerate(cites.sources, start=1)}

    def of(self, keys: Sequence[Id]) -> str:
        """`[1, 3]` for those sources."""
        return f"[{', '.join(str(number) for number in sorted(self._numbers[key] for key in keys))}]"

    def written(self, prose: str) -> str:
        """`prose` with its citations as numbers."""

        def numbers(match: re.Match[str]) -> str:
            return " " + self.of([key.strip().removeprefix("@") for key in match[1].split(";")])

        return CITATION.sub(numbers, prose)


def headline(evidence: Evidence, texts: Texts) -> str:
    """The first lines of every card: what it was shown in, and the ladder of evidence."""
    strip = texts.strip(evidence)
    sentence = f"**{texts.shown_in(evidence)}**"
    return f"{sentence}\n{strip}" if strip else sentence


def finding(claim: Claim, citations: Citations, texts: Texts) -> str:
    """The headline together with the finding it is about, where the card is about a thing and not about a finding."""
    return f"{claim.text} {citations.of(claim.sources)}\n{headline(claim, texts)}"


def claim_block(claim: Claim, citations: Citations, texts: Texts, *, label: str = "", small: bool = True) -> str:
    """One claim with its numbers, its evidence below, and its other side; `small` is never set for safety."""
    before = f"**{label}:** " if label else ""
    lines = [f"{before}{claim.text} {citations.of(claim.sources)}"]
    lines.append(f"{'-# ' if small else ''}{texts.provenance(claim)}")
    if claim.against is not None:
        lines.append(f"**Against:** {claim.against.text} {citations.of(claim.against.sources)}")
    return "\n".join(lines)


def claim_blocks(claims: Iterable[Claim], citations: Citations, texts: Texts) -> Blocks:
    """Each claim as a block."""
    return tuple(claim_block(claim, citations, texts) for claim in claims)


def prose_blocks(paragraphs: Sequence[str], citations: Citations) -> tuple[str, ...]:
    """Paragraphs with their citations as numbers."""
    return tuple(citations.written(paragraph) for paragraph in paragraphs)


def source_line(number: int, paper: Paper) -> str:
    """One source of a list: number, linked name, title, kind of study, and whatever a reader must know of it."""
    link = paper.csl.link
    name = f"[{paper.name}]({link})" if link else paper.name
    warning = "" if paper.status == "current" else f" **{paper.status.capitalize()}.**"
    stake = "".join(f" {conflict.author}: {conflict.stake}." for conflict in paper.conflicts)
    return f"{number}. {name}: {paper.csl.title}. {_capital(paper.design)}.{warning}{stake}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sources_section(entry: Cites, library: Library, texts: Texts) -> Section:
    """Every source of the entry, numbered as its texts number them."""

    def lines() -> Blocks:
        papers = enumerate(library.papers(entry.sources), start=1)
        return tuple(source_line(number, paper) for number, paper in papers)

    return Section("sources", texts.sources, lines)


def sources_line(entry: Cites, library: Library, texts: Texts, limit: int = 4) -> str:
    """The first sources as links, for the foot of the overview."""
    papers = library.papers(entry.sources)
    shown = [f"[{paper.name}]({paper.csl.link})" if paper.csl.link else paper.name for paper in papers[:limit]]
    rest = len(papers) - limit
    more = f" and {rest} more" if rest > 0 else ""
    return f"{texts.sources}: {' · '.join(shown)}{more}" if shown else ""


def confusions(entry: Entry, library: Library, texts: Texts) -> tuple[str, ...]:
    """The entries readers take for this one, and what tells them apart."""
    pairs = ((library.get(confusable.id), confusable.difference) for confusable in entry.confusable_with)
    return tuple(texts.not_to_confuse(other.name, difference) for other, difference in pairs if other)


def reference(paper: Paper) -> str:
    """The paper in plain text, with its DOI, and as BibTeX."""
    doi = f"DOI: {paper.csl.doi}" if paper.csl.doi else "No DOI is recorded here."
    return f"{citation.plain(paper.csl)}\n{doi}\n```bibtex\n{citation.bibtex(paper.id, paper.csl)}\n```"


def neighbors(entry: Entry, library: Library) -> tuple[Entry, ...]:
    """Where a reader may go on: an entry's related ones, or those that cite a paper."""
    if isinstance(entry, Paper):
        return tuple(library.entries[key] for key in library.cited_by.get(entry.id, ()))
    return library.related(entry)


def related_section(entry: Entry, library: Library, texts: Texts) -> Section:
    """Every neighbor with what it is, a dozen on a page."""

    def lines() -> Blocks:
        return tuple(f"**{one.name}** ({texts.kind(one.kind)}): {one.one_liner}" for one in neighbors(entry, library))

    return Section("related", texts.cited_by if isinstance(entry, Paper) else texts.related, lines, most=LISTED)


def cite_section(entry: Entry, library: Library, texts: Texts) -> Section:
    """How to cite the entry, and each of its sources under the number that its texts give it."""

    def blocks() -> Blocks:
        itself = citation.entry(entry.id, entry.name, entry.newest)
        sources = enumerate(library.papers(entry.sources), start=1)
        return (f"**This entry:** {itself}", *(f"[{number}] {reference(paper)}" for number, paper in sources))

    return Section("cite", texts.cite, blocks)
