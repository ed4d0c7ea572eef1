"""What two things do together, as files: drug classes with their members, conditions, emergencies, and pairs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints, field_validator, model_validator

from bot.core.evidence import Claim, Id, Model
from bot.core.record import Kind, Record

Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
OneLiner = Annotated[str, StringConstraints(min_length=20, max_length=160)]


class Level(StrEnum):
    """How dangerous a pair is. There is no green; the order is from the worst to what is least known to be bad."""

    DANGEROUS = "dangerous"
    """Deaths or grave harm are documented, or a label rules the pair out because of them."""
    UNSAFE = "unsafe"
    """Serious harm is documented, or a label or guideline advises against the pair."""
    CAUTION = "caution"
    """An interaction is documented that may do harm."""
    UNKNOWN = "unknown"
    """No pair covers it. Never written in a file: it is what is left where nothing is known."""
    NOT_DOCUMENTED = "not_documented"
    """A source looked for an interaction and documents no specific danger; each keeps its own."""

    @property
    def severity(self) -> int:
        """Larger is worse; the unknown is worse than what was looked at."""
        return len(Level) - list(Level).index(self)


class Documented(Record):
    """A record whose claims are outside of the library's entries, and count and cite as theirs do."""

    @property
    def evidence(self) -> tuple[Claim, ...]:
        """Every claim of the record."""
        return ()

    @property
    def sources(self) -> tuple[Id, ...]:
        """The papers it cites, in order of first appearance."""
        sides = ((claim.sources, claim.against.sources if claim.against else ()) for claim in self.evidence)
        return tuple(dict.fromkeys(key for own, other in sides for key in (*own, *other)))


class Emergency(Documented):
    """A state that kills if nobody acts, and the signs by which others see it."""

    kind: ClassVar[Kind] = Kind.EMERGENCY

    name: Name
    signs: Annotated[tuple[Annotated[str, StringConstraints(min_length=4, max_length=80)], ...], Field(min_length=3)]
    """What somebody without training can see, hear or feel, the gravest first."""
    claim: Claim
    """What it is, with the sources of its signs."""

    @property
    def evidence(self) -> tuple[Claim, ...]:
        return (self.claim,)


class Member(Model):
    """A drug of a class, or a preparation that contains several.

    Where the library has a substance of the same id, that entry's names find the member too, and it gives the heading.
    """

    id: Id
    name: Name | None = None
    """Its international nonproprietary name, or what the field calls it; left out where a substance entry has it."""
    aliases: tuple[Name, ...] = ()
    brands: tuple[Name, ...] = ()
    street_names: tuple[Name, ...] = ()
    """Names that find it and are never shown as a heading."""
    shared_names: tuple[Name, ...] = ()
    """Names that mean several members on purpose; each of them lists it, and a reader is asked which one is meant."""
    also: tuple[Id, ...] = ()
    """Further classes it belongs to."""
    constituents: tuple[Id, ...] = ()
    """For a preparation: every active member in it. It carries all of their classes and pairs."""
    dangers: tuple[Claim, ...] = ()
    """What is dangerous about it by itself, said instead of what its class says."""


class DrugClass(Documented):
    """Drugs that share what makes them dangerous together with others."""

    kind: ClassVar[Kind] = Kind.DRUG_CLASS

    name: Name
    one_liner: OneLiner
    aliases: tuple[Name, ...] = ()
    broader: tuple[Id, ...] = ()
    """The wider classes it belongs to; the chain must not go in a circle."""
    entry: Id | None = None
    """The entry of the library that explains it."""
    members: tuple[Member, ...] = ()
    dangers: Annotated[tuple[Claim, ...], Field(min_length=1)]
    """What is dangerous about each member by itself."""

    @property
    def evidence(self) -> tuple[Claim, ...]:
        return (*self.dangers, *(claim for member in self.members for claim in member.dangers))


class Condition(Documented):
    """A state of health that makes a drug more dangerous."""

    kind: ClassVar[Kind] = Kind.CONDITION

    name: Name
    one_liner: OneLiner
    aliases: tuple[Name, ...] = ()
    broader: tuple[Id, ...] = ()
    """The wider conditions it belongs to."""
    entry: Id | None = None
    dangers: Annotated[tuple[Claim, ...], Field(min_length=1)]
    """What it means for anybody who takes a drug."""

    @property
    def evidence(self) -> tuple[Claim, ...]:
        return self.dangers


Sides = Annotated[tuple[Id, ...], Field(min_length=1)]


class DrugInteraction(Documented):
    """What is known about one thing together with another; each of `one` with each of `other`.

    A side is a member, a class or a condition. A class with itself is the general warning for that class.
    """

    kind: ClassVar[Kind] = Kind.INTERACTION

    one: Sides
    other: Sides
    level: Level
    emergencies: tuple[Id, ...] = ()
    """What to watch for, the likeliest first."""
    claims: Annotated[tuple[Claim, ...], Field(min_length=1)]

    @field_validator("level")
    @classmethod
    def _nothing_is_written_about_the_unknown(cls, level: Level) -> Level:
        if level is Level.UNKNOWN:
            raise ValueError("a pair of which nothing is known has no file; take it out")
        return level

    @model_validator(mode="after")
    def _says_what_to_watch_for(self) -> DrugInteraction:
        if self.level in (Level.DANGEROUS, Level.UNSAFE) and not self.emergencies:
            raise ValueError(f"a pair that is {self.level} says in emergencies what to watch for")
        return self

    @property
    def evidence(self) -> tuple[Claim, ...]:
        return self.claims

    @property
    def general(self) -> bool:
        """Whether it is the warning for a whole class with itself."""
        return self.one == self.other
