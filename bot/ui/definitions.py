"""Cards of terms, of targets, and of claims people make."""

from __future__ import annotations

from bot.core.knowledge import ClaimHeard, Explained, Target, Term
from bot.core.library import Library
from bot.ui.sections import (
    Blocks,
    Citations,
    Section,
    claim_block,
    claim_blocks,
    confusions,
    finding,
    headline,
    prose_blocks,
    sources_line,
    sources_section,
)
from bot.ui.texts import Texts


def term(entry: Term, library: Library, texts: Texts) -> tuple[Section, ...]:
    """A term: overview, in depth, evidence, sources."""
    broader = library.get(entry.broader) if entry.broader else None
    about = [f"A kind of **{broader.name}**."] if broader else []
    about += [f"Say: {entry.pronunciation}."] if entry.pronunciation else []
    origin = (f"**The word:** {entry.etymology}",) if entry.etymology else ()
    opening = headline(entry.claims[0], texts)
    return _explained(entry, library, texts, opening, about=" ".join(about), depth=origin)


def target(entry: Target, library: Library, texts: Texts) -> tuple[Section, ...]:
    """A receptor, transporter or enzyme, with the identifiers of the field's databases."""
    known = {"HGNC": entry.hgnc, "UniProt": entry.uniprot, "Guide to PHARMACOLOGY": entry.gtopdb}
    identifiers = ", ".join(f"{base} {value}" for base, value in known.items() if value)
    depth = (f"**Identifiers:** {identifiers}",) if identifiers else ()
    opening = finding(entry.claims[0], Citations(entry), texts)
    return _explained(entry, library, texts, opening, about=f"Family: {entry.family}.", depth=depth)


def _explained(
    entry: Explained, library: Library, texts: Texts, opening: str, *, about: str, depth: tuple[str, ...]
) -> tuple[Section, ...]:
    citations = Citations(entry)
    overview = (
        entry.one_liner,
        opening,
        entry.plain,
        about,
        *confusions(entry, library, texts),
        sources_line(entry, library, texts),
    )

    def in_depth() -> Blocks:
        return (*prose_blocks(entry.in_depth, citations), *depth)

    return (
        Section("overview", texts.overview, tuple(block for block in overview if block)),
        Section("depth", texts.in_depth, in_depth if entry.in_depth else depth),
        Section("evidence", texts.evidence, lambda: claim_blocks(entry.claims, citations, texts)),
        sources_section(entry, library, texts),
    )


def claim_heard(entry: ClaimHeard, library: Library, texts: Texts) -> tuple[Section, ...]:
    """A sentence people say: the verdict, what is known, the best on each side."""
    citations = Citations(entry)
    sides = (("Best evidence for", entry.best_for), ("Best evidence against", entry.best_against))
    overview = (
        f"**{entry.verdict}.** {entry.one_liner}",
        headline(entry.known, texts),
        f"{entry.known.text} {citations.of(entry.known.sources)}",
        *(f"**{label}:** {claim.text} {citations.of(claim.sources)}" for label, claim in sides if claim),
        sources_line(entry, library, texts),
    )
    evidence = [claim_block(entry.known, citations, texts, label="What is known")]
    evidence += [claim_block(claim, citations, texts, label=label) for label, claim in sides if claim]
    return (
        Section("overview", texts.overview, overview),
        Section("depth", texts.in_depth, prose_blocks(entry.in_depth, citations)),
        Section("evidence", texts.evidence, tuple(evidence)),
        sources_section(entry, library, texts),
    )
