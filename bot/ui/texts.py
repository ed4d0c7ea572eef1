"""Every sentence of ours, in English; drawing functions take a Texts, so that another language is another Texts."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.evidence import Claim, Evidence, Firm, Grade, Mark, ShownIn
from bot.core.record import Kind

_MODELS: dict[ShownIn, str] = {ShownIn.CELLS: "cells", ShownIn.ANIMALS: "animals"}
_PEOPLE: dict[ShownIn, str] = {
    ShownIn.PEOPLE_UNCONTROLLED: "people (uncontrolled)",
    ShownIn.PEOPLE_CONTROLLED: "people (controlled studies)",
}

_KINDS: dict[Kind, str] = {
    Kind.TERM: "term",
    Kind.SUBSTANCE: "substance",
    Kind.MECHANISM: "mechanism",
    Kind.TARGET: "target",
    Kind.PAPER: "paper",
    Kind.CLAIM_HEARD: "claim people make",
    Kind.QUESTION: "question",
    Kind.LEARNING_PATH: "learning path",
    Kind.DRUG_CLASS: "drug class",
    Kind.CONDITION: "condition",
    Kind.EMERGENCY: "emergency",
    Kind.INTERACTION: "interaction",
}


def enumerate_words(words: list[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _where(evidence: Evidence) -> str:
    """`cells and animals (mice), and people (controlled studies)`; nothing where nothing is named."""
    models = [word for level, word in _MODELS.items() if level in evidence.shown_in]
    people = [word for level, word in _PEOPLE.items() if level in evidence.shown_in]
    named = f" ({evidence.models})" if evidence.models else ""
    if models and people:
        return f"{enumerate_words(models)}{named}, and in {enumerate_words(people)}"
    return f"{enumerate_words(models or people)}{named}" if models or people else ""


@dataclass(frozen=True)
class Texts:
    """English."""

    medical: str = "Information, not medical advice."
    more: str = "More about this, or a related entry"
    back: str = "Back"
    share: str = "Share"
    next_page: str = "Next page"
    first_page: str = "First page"
    overview: str = "Overview"
    in_depth: str = "In depth"
    evidence: str = "Evidence"
    sources: str = "Sources"
    identity: str = "Names and structure"
    acts_on: str = "What it acts on"
    in_people: str = "In people"
    safety: str = "Safety"
    steps: str = "Steps and arrows"
    cite: str = "Cite"
    related: str = "Related"
    cited_by: str = "Cited by"
    report: str = "Report a problem"
    did_you_mean: str = "Did you mean one of these?"
    choose: str = "Choose an entry"
    open_card: str = "Open a card"
    check_yourself: str = "Check yourself"
    next_question: str = "Next question"
    read_on: str = "Read on"
    more_on_it: str = "More on it"

    def kind(self, kind: Kind) -> str:
        """A kind of entry, as a reader would call it."""
        return _KINDS[kind]

    def mark(self, mark: Mark) -> str:
        """The mark as the word that opens a line."""
        return mark.value.capitalize()

    def grade(self, grade: Grade) -> str:
        """GRADE's certainty in words."""
        return f"certainty (GRADE): {grade.value.replace('_', ' ')}"

    def shown_in(self, evidence: Evidence) -> str:
        """What it was shown in, as the first sentence of a card."""
        if evidence.firm is Firm.ON_RECORD:
            return "On record: a definition or fact with its source; nothing to be shown by experiment."
        where = _where(evidence)
        people = bool(_PEOPLE.keys() & set(evidence.shown_in))
        sentence = {
            Firm.REPLICATED: f"Shown in {where} by more than one group.",
            Firm.ONE_LAB: f"Shown in {where} by one group.",
            Firm.CONFLICTING: f"Contested: studied in {where}, with conflicting results.",
            Firm.PROPOSED: f"Proposed, with hints from {where}." if where else "Proposed, and not shown yet.",
        }[evidence.firm]
        return sentence if people or not where else f"{sentence} In people: not shown."

    def strip(self, evidence: Evidence) -> str:
        """The ladder of evidence with its gaps, each rung a word and a mark."""
        if evidence.firm is Firm.ON_RECORD:
            return ""
        levels = set(evidence.shown_in)
        people = bool(levels & {ShownIn.PEOPLE_UNCONTROLLED, ShownIn.PEOPLE_CONTROLLED})
        rungs = {
            "cells": ShownIn.CELLS in levels,
            "animals": ShownIn.ANIMALS in levels,
            "people": people,
            "controlled": ShownIn.PEOPLE_CONTROLLED in levels,
            "replicated": evidence.firm is Firm.REPLICATED,
        }
        return " · ".join(f"{word} ✓" if reached else f"{word} –" for word, reached in rungs.items())

    def levels(self, evidence: Evidence) -> str:
        """Where it was shown, in a few words for a table."""
        if evidence.firm is Firm.ON_RECORD:
            return "on record"
        words = {**_MODELS, **_PEOPLE, ShownIn.PEOPLE_CONTROLLED: "people (controlled)"}
        shown = [words[level] for level in ShownIn if level in evidence.shown_in]
        people = _PEOPLE.keys() & set(evidence.shown_in)
        return ", ".join(shown or ["nothing yet"]) + ("" if people else "; not in people")

    def provenance(self, claim: Claim | Evidence) -> str:
        """The line under a claim: mark, what it was shown in, study, dates."""
        said = claim.firm in (Firm.CONFLICTING, Firm.ON_RECORD, Firm.PROPOSED)
        parts = [self.shown_in(claim) if said else f"{self.mark(claim.mark)}. {self.shown_in(claim)}"]
        if isinstance(claim, Claim):
            parts += [f"Study: {claim.study}."] if claim.study else []
            parts += [f"{self.grade(claim.grade).capitalize()}."] if claim.grade else []
            parts += [f"As of {claim.as_of}."] if claim.as_of else []
        return " ".join(parts)

    def via_alias(self, alias: str, name: str) -> str:
        return f"Matched through the alias “{alias}” → **{name}**."

    def completed(self, query: str, name: str) -> str:
        return f"Nothing is called just “{query}”; **{name}** is the only name that continues it."

    def not_found(self, query: str) -> str:
        return f"Nothing here is called “{query}”." if query else "There is nothing to look up in that."

    def nothing_near(self) -> str:
        return "No name comes close. Try another spelling, or look for words of the text with `/search`."

    def several(self, query: str) -> str:
        return f"“{query}” can mean several entries. Which one?"

    def results(self, query: str, count: int) -> str:
        return f"{count} {'entry' if count == 1 else 'entries'} for “{query}”"

    def not_to_confuse(self, name: str, difference: str) -> str:
        return f"Not to be confused with **{name}**: {difference}"

    def told_apart(self, first: str, second: str, difference: str) -> str:
        return f"**{first}** or **{second}**? {difference}"

    def choice(self, name: str, kind: Kind, one_liner: str) -> str:
        return f"{name} ({self.kind(kind)}): {one_liner}"

    def compare_with(self, query: str, name: str) -> str:
        return f"“{query}” is not one entry. Which one is to be compared with **{name}**?"

    def some(self, names: list[str], limit: int = 12) -> str:
        """The first of many names, and how many more there are."""
        more = f" and {len(names) - limit} more" if len(names) > limit else ""
        return f"{', '.join(names[:limit])}{more}"

    def renamed(self, old: str, name: str) -> str:
        return f"What was “{old}” here is now **{name}**."

    def compare_to(self, name: str) -> str:
        return f"Compare with {name}"

    def page(self, number: int, count: int) -> str:
        return f"Page {number} of {count}"
