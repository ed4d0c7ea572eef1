"""How a claim carries its evidence: what it was shown in, how firm it is, and the mark derived from the two."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=32)]
"""The id of an entry: its file name without `.yaml`; lower-case letters, digits and single hyphens."""

Month = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
"""A month, written `2026-11`."""

Day = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
"""A day, written `2026-11-25`."""

CITATION = re.compile(r"\s?\[((?:@[a-z0-9-]+)(?:; ?@[a-z0-9-]+)*)\]")
"""A citation inside prose, as Pandoc writes it: `[@ly2018]` or `[@ly2018; @shao2021]`."""


def cited(text: str) -> tuple[str, ...]:
    """The paper ids that `text` cites, in order of first appearance."""
    keys = [key.strip().removeprefix("@") for match in CITATION.finditer(text) for key in match[1].split(";")]
    return tuple(dict.fromkeys(keys))


class Model(BaseModel):
    """A frozen value with no unknown keys: what every piece of the knowledge base is made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ShownIn(StrEnum):
    """The first axis: the kind of study that showed it."""

    CELLS = "cells"
    ANIMALS = "animals"
    PEOPLE_UNCONTROLLED = "people_uncontrolled"
    PEOPLE_CONTROLLED = "people_controlled"


class Firm(StrEnum):
    """The second axis: how firm the finding is."""

    REPLICATED = "replicated"
    ONE_LAB = "one_lab"
    CONFLICTING = "conflicting"
    PROPOSED = "proposed"
    ON_RECORD = "on_record"
    """Nothing to be shown: a definition, a date, a word's origin, an approval, an official identifier."""


class Grade(StrEnum):
    """GRADE's certainty words, only for the effect of a treatment in people."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"


class Mark(StrEnum):
    """The one word that sums up the two axes."""

    ESTABLISHED = "established"
    SUPPORTED = "supported"
    EMERGING = "emerging"
    CONTESTED = "contested"
    THEORETICAL = "theoretical"


def mark(shown_in: frozenset[ShownIn], firm: Firm) -> Mark:
    """The mark that the two axes give.

    Conflicting is contested and proposed is theoretical, wherever it was seen. What is on record is
    established. A finding by several groups is established once controlled studies in people are among
    them, else supported. A finding by one group is supported by a controlled study in people, else emerging.
    """
    match firm:
        case Firm.CONFLICTING:
            return Mark.CONTESTED
        case Firm.PROPOSED:
            return Mark.THEORETICAL
        case Firm.ON_RECORD:
            return Mark.ESTABLISHED
        case Firm.REPLICATED:
            return Mark.ESTABLISHED if ShownIn.PEOPLE_CONTROLLED in shown_in else Mark.SUPPORTED
        case Firm.ONE_LAB:
            return Mark.SUPPORTED if ShownIn.PEOPLE_CONTROLLED in shown_in else Mark.EMERGING


class Evidence(Model):
    """The two axes of one claim, with its sources."""

    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Ids of papers whose finding was read."""
    shown_in: tuple[ShownIn, ...] = ()
    """Where it was shown; empty only for what is proposed or on record."""
    firm: Firm
    models: Annotated[str, StringConstraints(min_length=2, max_length=80)] | None = None
    """The animals or cells in words, for the sentence "Shown in ...": `mice and rats`, `rat cortical neurons`."""

    @property
    def mark(self) -> Mark:
        """The mark derived from the two axes."""
        return mark(frozenset(self.shown_in), self.firm)

    @model_validator(mode="after")
    def _axes_agree(self) -> Self:
        nothing_shown = self.firm in (Firm.PROPOSED, Firm.ON_RECORD)
        if not self.shown_in and not nothing_shown:
            raise ValueError("say what it was shown in (shown_in), or set firm to proposed or on_record")
        if self.shown_in and self.firm is Firm.ON_RECORD:
            raise ValueError("what is on record was not shown in anything: leave shown_in out, or change firm")
        if len(set(self.shown_in)) < len(self.shown_in):
            raise ValueError("shown_in names the same thing twice")
        return self


Sentences = Annotated[str, StringConstraints(min_length=15, max_length=500)]


class Counterpoint(Model):
    """The other side of a contested claim."""

    text: Sentences
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


class Claim(Evidence):
    """One statement in our own words, with its evidence."""

    text: Sentences
    study: Annotated[str, StringConstraints(max_length=120)] | None = None
    """Study type and size where it matters: `randomized, double-blind, n = 233`."""
    grade: Grade | None = None
    reviewed: Month
    as_of: Month | None = None
    """For regulatory and pipeline facts: the month for which it is true."""
    against: Counterpoint | None = None

    @model_validator(mode="after")
    def _both_sides(self) -> Self:
        if self.firm is Firm.CONFLICTING and self.against is None:
            raise ValueError("a conflicting claim states the other side: add `against` with text and sources")
        if self.grade is not None and not {ShownIn.PEOPLE_CONTROLLED, ShownIn.PEOPLE_UNCONTROLLED} & set(self.shown_in):
            raise ValueError("grade is only for effects of a treatment in people: leave it out here")
        return self
