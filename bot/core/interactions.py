"""What two things do together: who is meant, which pairs apply, and how dangerous the worst of them is.

Everything that can be asked about is a `Party`: a class, a member, a preparation or a condition. A pair applies to a
party if it names the party itself, a class it belongs to, or anything it contains.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import ClassVar, Literal

from bot.core import names
from bot.core.evidence import Claim, Id
from bot.core.formulary import Condition, DrugClass, DrugInteraction, Level, Member
from bot.core.knowledge import Entry, Substance
from bot.core.library import Library
from bot.core.record import Kind

Role = Literal["class", "member", "preparation", "condition"]


class Party(Entry):
    """One side of a question: its names find it as those of any entry do."""

    kind: ClassVar[Kind] = Kind.DRUG_CLASS

    role: Role
    faces: tuple[tuple[Id, int], ...]
    """Every id under which a pair may name it, with the steps from the party: itself 0, its classes 1 and more."""
    constituents: tuple[Id, ...] = ()
    entry: Id | None = None
    """The entry of the library that explains it."""
    dangers: tuple[Claim, ...] = ()
    """What is dangerous about it by itself."""
    home: Id
    """The record that defines it."""


@dataclass(frozen=True)
class Finding:
    """A pair that applies, and through which face of each party, in the order of the question."""

    pair: DrugInteraction
    through: tuple[Id, Id]
    steps: int
    """How far the pair is from naming the two parties themselves; 0 is this very pair."""


@dataclass(frozen=True)
class Answer:
    """What is known about two parties; the findings go from the worst level, and there from the most specific."""

    first: Party
    second: Party
    level: Level
    findings: tuple[Finding, ...]
    worse: tuple[tuple[Party, Party], ...] = ()
    """Where a class was asked about: pairs of its members that are more dangerous than the class as a whole."""

    @property
    def sources(self) -> tuple[Id, ...]:
        """The papers cited in the answer, in order of first appearance."""
        claims = [claim for finding in self.findings for claim in finding.pair.claims]
        claims += [*self.first.dangers, *self.second.dangers]
        sides = ((claim.sources, claim.against.sources if claim.against else ()) for claim in claims)
        return tuple(dict.fromkeys(key for own, other in sides for key in (*own, *other)))

    @property
    def emergencies(self) -> tuple[Id, ...]:
        """What to watch for, from the worst finding on."""
        return tuple(dict.fromkeys(key for finding in self.findings for key in finding.pair.emergencies))


class Formulary:
    """The parties and the pairs of a library; frozen like the library, and made anew with it."""

    def __init__(self, library: Library) -> None:
        self.parties: Mapping[Id, Party] = MappingProxyType({party.id: party for party in _parties(library)})
        self._pairs = library.of_type(DrugInteraction)

    def ask(self, first: Party, second: Party) -> Answer:
        """What is known about `first` together with `second`: the same, whichever is named first.

        The level is that of the worst pair that applies: a more specific pair leads among equals and never lowers
        what a class warning says. A preparation is at least as dangerous as each of its constituents.
        """
        findings = sorted(self._findings(first, second), key=_rank)
        level = self._level(first, second, findings)
        worse = tuple(
            (one, other)
            for one, other in self._narrower(first, second)
            if self._level(one, other, self._findings(one, other)).severity > max(level.severity, _WORTH_NAMING)
        )
        return Answer(first, second, level, tuple(findings), worse)

    def pairs_of(self, party: Party) -> tuple[tuple[DrugInteraction, Party], ...]:
        """Every pair that applies to `party`, with the other side as it is named, the worst first."""
        found: dict[Id, DrugInteraction] = {}
        for pair in sorted(self._pairs, key=lambda pair: -pair.level.severity):
            for other in _others(pair, dict(party.faces)):
                found.setdefault(other, pair)
        return tuple((pair, self.parties[other]) for other, pair in found.items() if other in self.parties)

    def _findings(self, first: Party, second: Party) -> Iterator[Finding]:
        one, other = dict(first.faces), dict(second.faces)
        for pair in self._pairs:
            ways = [
                (one[a] + other[b], (a, b))
                for lefts, rights in ((pair.one, pair.other), (pair.other, pair.one))
                for a in lefts
                for b in rights
                if a in one and b in other
            ]
            if ways:
                steps, through = min(ways, key=lambda way: (way[0], sorted(way[1])))
                yield Finding(pair, through, steps)

    def _level(self, first: Party, second: Party, findings: Iterable[Finding]) -> Level:
        """The worst level: of the pairs that apply, and of every constituent of a preparation."""
        inside = [(one, other) for one in self._contained(first) for other in self._contained(second)]
        levels = [finding.pair.level for finding in findings]
        levels += [self._level(*both, self._findings(*both)) for both in inside if both != (first, second)]
        return max(levels, key=lambda level: level.severity, default=Level.UNKNOWN)

    def _contained(self, party: Party) -> tuple[Party, ...]:
        inside = tuple(self.parties[key] for key in party.constituents if key in self.parties)
        return inside or (party,)

    def _narrower(self, first: Party, second: Party) -> Iterator[tuple[Party, Party]]:
        """The question for each member of a class that was asked about, one side at a time."""
        for one in self._members(first):
            yield one, second
        for other in self._members(second):
            yield first, other

    def _members(self, party: Party) -> Iterator[Party]:
        if party.role == "class":
            for member in self.parties.values():
                if member.role == "member" and party.id in dict(member.faces):
                    yield member


@lru_cache(maxsize=2)
def formulary(library: Library) -> Formulary:
    """The formulary of a library, made once."""
    return Formulary(library)


_LINE = 160
_WORTH_NAMING = Level.CAUTION.severity


def _rank(finding: Finding) -> tuple[int, int, Id]:
    return (-finding.pair.level.severity, finding.steps, finding.pair.id)


def _others(pair: DrugInteraction, faces: Mapping[Id, int]) -> Iterator[Id]:
    if faces.keys() & set(pair.one):
        yield from pair.other
    if faces.keys() & set(pair.other):
        yield from pair.one


def _parties(library: Library) -> Iterator[Party]:
    classes = {one.id: one for one in library.of_type(DrugClass)}
    conditions = {one.id: one for one in library.of_type(Condition)}
    homes = {member.id: (member, home) for home in classes.values() for member in home.members}
    for home in classes.values():
        yield _group(home, "class", classes)
        for member in home.members:
            yield _member(member, home, classes, homes, library)
    for condition in conditions.values():
        yield _group(condition, "condition", conditions)


def _group(one: DrugClass | Condition, role: Role, known: Mapping[Id, DrugClass] | Mapping[Id, Condition]) -> Party:
    return Party(
        id=one.id,
        name=one.name,
        aliases=one.aliases,
        one_liner=one.one_liner,
        role=role,
        faces=_chain(one.id, 0, known),
        entry=one.entry,
        dangers=one.dangers,
        home=one.id,
    )


def _chain(start: Id, steps: int, known: Mapping[Id, DrugClass] | Mapping[Id, Condition]) -> tuple[tuple[Id, int], ...]:
    """`start` and everything broader, with the least number of steps to each."""
    reached: dict[Id, int] = {}
    following = [start]
    while following:
        reached |= {key: steps for key in following if key not in reached}
        following = [
            broader for key in following if key in known for broader in known[key].broader if broader not in reached
        ]
        steps += 1
    return tuple(reached.items())


def _member(
    member: Member,
    home: DrugClass,
    classes: Mapping[Id, DrugClass],
    homes: Mapping[Id, tuple[Member, DrugClass]],
    library: Library,
) -> Party:
    substance = library.get(member.id)
    entry = substance if isinstance(substance, Substance) else None
    inside = tuple(homes[key] for key in member.constituents if key in homes)
    carried = {names.squash(one) for key in _carriers(member.id, homes) for one in (key, *_own_names(homes[key][0]))}
    given = tuple(one for one in (entry.names if entry else ()) if names.squash(one) not in carried)
    found_by = dict.fromkeys((*_own_names(member), *given))
    name = entry.name if entry else member.name or member.id
    return Party(
        id=member.id,
        name=name,
        aliases=tuple(one for one in found_by if one not in (name, *member.shared_names)),
        shared_aliases=member.shared_names,
        one_liner=_described(member, home, homes, library),
        role="preparation" if member.constituents else "member",
        faces=_faces(member, home, inside, classes),
        constituents=member.constituents,
        entry=entry.id if entry else home.entry,
        dangers=member.dangers or home.dangers,
        home=home.id,
    )


def _own_names(member: Member) -> tuple[str, ...]:
    return (*member.brands, *member.aliases, *member.street_names, *((member.name,) if member.name else ()))


def _carriers(constituent: Id, homes: Mapping[Id, tuple[Member, DrugClass]]) -> Iterator[Id]:
    """The preparations that contain it: their names mean them here, also where an entry lists them as its own."""
    return (key for key, (member, _) in homes.items() if constituent in member.constituents)


def _faces(
    member: Member, home: DrugClass, inside: Iterable[tuple[Member, DrugClass]], classes: Mapping[Id, DrugClass]
) -> tuple[tuple[Id, int], ...]:
    nearest = {member.id: 0}
    ways = [_chain(key, 1, classes) for key in (home.id, *member.also)]
    ways += [_faces_within(one, at, classes) for one, at in inside]
    for way in ways:
        for key, steps in way:
            nearest[key] = min(steps, nearest.get(key, steps))
    return tuple(nearest.items())


def _faces_within(member: Member, home: DrugClass, classes: Mapping[Id, DrugClass]) -> tuple[tuple[Id, int], ...]:
    return tuple((key, steps + 1) for key, steps in _faces(member, home, (), classes))


def _described(member: Member, home: DrugClass, homes: Mapping[Id, tuple[Member, DrugClass]], library: Library) -> str:
    """A line for lists: what it contains, or its class and brands."""
    if member.constituents:
        return f"{home.name}: contains {', '.join(_name(key, homes, library) for key in member.constituents)}"
    brands = f"; brands: {', '.join(member.brands[:3])}" if member.brands else ""
    return f"{home.name}{brands}" if brands else f"{home.name}. {home.one_liner}"[:_LINE]


def _name(key: Id, homes: Mapping[Id, tuple[Member, DrugClass]], library: Library) -> str:
    entry = library.get(key)
    return entry.name if entry is not None else homes[key][0].name or key if key in homes else key
