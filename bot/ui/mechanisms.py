"""Cards of mechanisms: the story, the cascade in a picture and in words, the evidence on each side."""

from __future__ import annotations

from bot.core.knowledge import Edge, Mechanism
from bot.core.library import Library
from bot.ui.sections import (
    Blocks,
    Citations,
    Section,
    claim_block,
    claim_blocks,
    confusions,
    headline,
    prose_blocks,
    sources_line,
    sources_section,
)
from bot.ui.texts import Texts


def sections(entry: Mechanism, library: Library, texts: Texts) -> tuple[Section, ...]:
    """A mechanism: overview, in depth, steps, evidence, sources."""
    citations = Citations(entry)
    overview = (
        entry.one_liner,
        headline(entry.claims[0], texts),
        entry.story,
        *confusions(entry, library, texts),
        sources_line(entry, library, texts),
    )

    def evidence() -> Blocks:
        strongest = (("for", entry.strongest_for), ("against", entry.strongest_against))
        sides = (claim_block(claim, citations, texts, label=f"Strongest evidence {side}") for side, claim in strongest)
        return (*claim_blocks(entry.claims, citations, texts), *sides)

    return (
        Section("overview", texts.overview, overview),
        Section("depth", texts.in_depth, (entry.plain, *prose_blocks(entry.in_depth, citations))),
        Section("steps", texts.steps, lambda: _steps(entry, library, citations, texts)),
        Section("evidence", texts.evidence, evidence),
        sources_section(entry, library, texts),
    )


def _steps(entry: Mechanism, library: Library, citations: Citations, texts: Texts) -> tuple[str, ...]:
    labels = {node.id: node.label for node in entry.nodes}

    def arrow(edge: Edge) -> str:
        note = f" {edge.note}" if edge.note else ""
        step = f"**{labels[edge.source]}** {edge.relation} **{labels[edge.target]}** {citations.of(edge.sources)}"
        return f"{step}\n-# {texts.provenance(edge)}{note}"

    entrances = [
        f"{substance.name if (substance := library.get(one.substance)) else one.substance} enters at "
        f"**{labels[one.at]}** {citations.of(one.sources)}. {texts.mark(one.mark)}."
        for one in entry.enters
    ]
    return (*(arrow(edge) for edge in entry.edges), *(["\n".join(entrances)] if entrances else []))
