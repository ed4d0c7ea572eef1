"""What a reader of an entry can read: its text, for checks that ask whether it says something."""

from __future__ import annotations

from bot.core.evidence import CITATION, Claim
from bot.core.knowledge import ClaimHeard, Entry, Explained, Mechanism, Paper, Substance, Target, Term


def text_of(entry: Entry) -> str:
    """Everything on the entry's card and its pages, without citations."""
    texts = [*entry.names, entry.one_liner, *entry.prose]
    texts += [other.difference for other in entry.confusable_with]
    for evidence in entry.evidence:
        if isinstance(evidence, Claim):
            texts += [evidence.text, evidence.study or "", evidence.against.text if evidence.against else ""]
        texts.append(evidence.models or "")
    if isinstance(entry, Explained):
        texts.append(entry.plain)
    texts += _own(entry)
    return CITATION.sub("", " ".join(texts))


def _own(entry: Entry) -> list[str]:
    """What only entries of its kind say."""
    own: list[str] = []
    match entry:
        case Term():
            own = [entry.pronunciation or "", entry.etymology or "", entry.category.value]
        case Target():
            own = [entry.family, entry.hgnc or ""]
        case Substance():
            own = [f"{one.target} {one.action}" for one in entry.actions]
            own += [entry.substance_class, entry.hallucinogenic.answer, entry.stage.stage]
        case Mechanism():
            own = [entry.story, *(edge.note or "" for edge in entry.edges), *(node.label for node in entry.nodes)]
        case ClaimHeard():
            own = [entry.verdict]
        case Paper():
            own = [entry.csl.title, *(author.family for author in entry.csl.author), str(entry.csl.issued.year)]
            own += [entry.design, entry.in_what or "", entry.found, entry.limits]
            own += [conflict.stake for conflict in entry.conflicts]
        case _:
            pass
    return own
