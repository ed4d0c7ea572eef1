"""Cards of substances."""

from __future__ import annotations

from bot.core.knowledge import Action, Affinity, Substance
from bot.core.library import Library
from bot.ui import interactions
from bot.ui.sections import (
    Blocks,
    Citations,
    Section,
    claim_block,
    claim_blocks,
    confusions,
    finding,
    prose_blocks,
    sources_line,
    sources_section,
)
from bot.ui.texts import Texts

_STRUCTURE_STATUS = {
    "confirmed": "confirmed in an independent database",
    "skeleton_confirmed": "skeleton confirmed in an independent database, stereochemistry not",
    "unconfirmed": "not confirmed in an independent database",
}


def sections(entry: Substance, library: Library, texts: Texts) -> tuple[Section, ...]:
    """A substance: overview, in depth, names and structure, targets, evidence, people, safety, sources."""
    citations = Citations(entry)
    in_people = (*entry.in_people, entry.stage, *entry.pharmacokinetics)
    evidence = (*entry.claims, *entry.plasticity, entry.hallucinogenic)

    def targets() -> Blocks:
        return tuple(_action(one, library, citations, texts) for one in entry.actions)

    return (
        Section("overview", texts.overview, _overview(entry, library, citations, texts)),
        Section("depth", texts.in_depth, prose_blocks(entry.in_depth, citations)),
        Section("identity", texts.identity, _identity(entry)),
        Section("targets", texts.acts_on, targets if entry.actions else ()),
        Section("evidence", texts.evidence, lambda: claim_blocks(evidence, citations, texts)),
        Section("people", texts.in_people, lambda: claim_blocks(in_people, citations, texts)),
        Section("safety", texts.safety, lambda: _safety(entry, library, citations, texts)),
        sources_section(entry, library, texts),
    )


def _overview(entry: Substance, library: Library, citations: Citations, texts: Texts) -> tuple[str, ...]:
    active = library.get(entry.active_form) if entry.active_form else None
    facts = [
        f"**Class:** {entry.substance_class}.",
        f"**Hallucinogenic:** {entry.hallucinogenic.answer}.",
        f"**Stage:** {entry.stage.stage} (as of {entry.stage.as_of}).",
    ]
    facts += [f"**Turns into:** {active.name} in the body."] if active else []
    if entry.listed_as:
        facts.append(
            f"Often listed as: {entry.listed_as.substance_class}; psychoactive: {entry.listed_as.psychoactive}."
        )
    return (
        entry.one_liner,
        finding(entry.claims[0], citations, texts),
        entry.plain,
        "\n".join(facts),
        *confusions(entry, library, texts),
        f"**{texts.safety}:** {entry.safety[0].text}",
        f"{sources_line(entry, library, texts)}\n{texts.medical}",
    )


def _identity(entry: Substance) -> tuple[str, ...]:
    named = {"Also called": (*entry.acronyms, *entry.aliases), "Codes": entry.codes, "Brand names": entry.brands}
    lines = [f"**{label}:** {', '.join(values)}" for label, values in named.items() if values]
    if (structure := entry.structure) is not None:
        lines += [
            f"**Formula:** {structure.formula}, {structure.molar_mass:.2f} g/mol",
            f"**InChIKey:** `{structure.inchikey}`",
            f"**SMILES:** `{structure.smiles}`",
            *([f"**PubChem CID:** {structure.pubchem_cid}"] if structure.pubchem_cid else []),
            f"Structure: {_STRUCTURE_STATUS[structure.status]}.",
        ]
    lines += [entry.structure_note] if entry.structure_note else []
    return ("\n".join(lines),)


def _action(action: Action, library: Library, citations: Citations, texts: Texts) -> str:
    target = library.get(action.target)
    label = f"{target.name if target else action.target}, {action.action}"
    numbers = "".join(f"\n{_affinity(affinity, citations)}" for affinity in action.affinities)
    return claim_block(action, citations, texts, label=label) + numbers


def _affinity(affinity: Affinity, citations: Citations) -> str:
    low, high = (f"{value:,.4g}" for value in (affinity.low, affinity.high))
    measured = low if affinity.low == affinity.high else f"{low} to {high}"
    cited = citations.of(affinity.sources)
    return f"{affinity.measure} {measured} nM ({affinity.species}; {affinity.assay}) {cited}"


def _safety(entry: Substance, library: Library, citations: Citations, texts: Texts) -> tuple[str, ...]:
    together = interactions.together_with(entry, library)
    claims = tuple(claim_block(claim, citations, texts, small=False) for claim in entry.safety)
    return (*together, *claims, f"In an emergency, call your local emergency number now. {texts.medical}")
