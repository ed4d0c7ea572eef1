"""What does not hang together among drug classes, conditions, emergencies and pairs, as faults of named records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from bot.core import library as libraries
from bot.core import names
from bot.core.evidence import Id
from bot.core.formulary import Condition, DrugClass, DrugInteraction, Emergency
from bot.core.interactions import Formulary
from bot.core.knowledge import Substance
from bot.core.library import Fault, Library


def faults(library: Library) -> tuple[Fault, ...]:
    """Everything that does not hang together, by record."""
    checks: tuple[Callable[[Library], Iterator[Fault]], ...] = (
        _ids_used_twice,
        _broader_nowhere,
        _members_of_nothing,
        _nameless_members,
        _empty_classes,
        _sides_that_are_nothing,
        _entries_that_are_not_there,
    )
    found = [fault for check in checks for fault in check(library)]
    if not found:  # parties can be made only of what hangs together so far
        found = list(_names_used_twice(library))
    return tuple(sorted(found, key=lambda fault: (fault.entry, [str(part) for part in fault.path])))


def _members(library: Library) -> Iterator[tuple[DrugClass, int, Id]]:
    for home in library.of_type(DrugClass):
        for index, member in enumerate(home.members):
            yield home, index, member.id


def _parties(library: Library) -> set[Id]:
    groups = (*library.of_type(DrugClass), *library.of_type(Condition))
    return {group.id for group in groups} | {member for _, _, member in _members(library)}


def _unknown(wanted: Id, known: set[Id], what: str) -> str:
    near = names.closest(wanted, known)
    return f"there is no {what} {wanted!r}{f'; did you mean {near!r}?' if near else ''}"


def _ids_used_twice(library: Library) -> Iterator[Fault]:
    counted = Counter(member for _, _, member in _members(library))
    for home, index, member in _members(library):
        if counted[member] > 1:
            yield Fault(
                home.id, ("members", index, "id"), f"{member!r} stands in two places; name its other class in `also`"
            )
        elif member in library.pharmacy:
            yield Fault(home.id, ("members", index, "id"), f"{member!r} is the id of a record; give the member another")


def _broader_nowhere(library: Library) -> Iterator[Fault]:
    for kind in (DrugClass, Condition):
        known = {group.id: group for group in library.of_type(kind)}
        for group in known.values():
            for index, broader in enumerate(group.broader):
                if broader not in known:
                    yield Fault(group.id, ("broader", index), _unknown(broader, set(known), kind.kind.value))
                elif broader == group.id or group.id in known[broader].broader:
                    yield Fault(group.id, ("broader", index), f"goes in a circle through {broader!r}")


def _members_of_nothing(library: Library) -> Iterator[Fault]:
    classes = {one.id for one in library.of_type(DrugClass)}
    members = {member for _, _, member in _members(library)}
    for home in library.of_type(DrugClass):
        for index, member in enumerate(home.members):
            for at, also in enumerate(member.also):
                if also not in classes:
                    yield Fault(home.id, ("members", index, "also", at), _unknown(also, classes, "drug class"))
            for at, part in enumerate(member.constituents):
                if part not in members or part == member.id:
                    yield Fault(home.id, ("members", index, "constituents", at), _unknown(part, members, "member"))


def _nameless_members(library: Library) -> Iterator[Fault]:
    for home in library.of_type(DrugClass):
        for index, member in enumerate(home.members):
            if member.name is None and not isinstance(library.get(member.id), Substance):
                yield Fault(home.id, ("members", index), f"{member.id!r} is no substance entry, so it needs a name")


def _empty_classes(library: Library) -> Iterator[Fault]:
    narrower = {broader for home in library.of_type(DrugClass) for broader in home.broader}
    named = {also for home in library.of_type(DrugClass) for member in home.members for also in member.also}
    for home in library.of_type(DrugClass):
        if not home.members and home.id not in narrower | named:
            yield Fault(home.id, (), "the class has no members; add some, or take the class out")


def _sides_that_are_nothing(library: Library) -> Iterator[Fault]:
    known, emergencies = _parties(library), {one.id for one in library.of_type(Emergency)}
    conditions = {one.id for one in library.of_type(Condition)}
    for pair in library.of_type(DrugInteraction):
        for key, side in (("one", pair.one), ("other", pair.other)):
            for index, party in enumerate(side):
                if party not in known:
                    yield Fault(pair.id, (key, index), _unknown(party, known, "class, member or condition"))
        if conditions & set(pair.one) and conditions & set(pair.other):
            yield Fault(pair.id, ("other",), "both sides are conditions; one of them must be a drug")
        for index, emergency in enumerate(pair.emergencies):
            if emergency not in emergencies:
                yield Fault(pair.id, ("emergencies", index), _unknown(emergency, emergencies, "emergency"))


def _entries_that_are_not_there(library: Library) -> Iterator[Fault]:
    for group in (*library.of_type(DrugClass), *library.of_type(Condition)):
        if group.entry is not None and library.get(group.entry) is None:
            yield Fault(group.id, ("entry",), _unknown(group.entry, set(library.entries), "entry"))


def _names_used_twice(library: Library) -> Iterator[Fault]:
    """A name stands for one party, unless each that it stands for lists it among the shared names."""
    parties = Formulary(library).parties
    for fault in libraries.clashes(Library.of(parties.values())):
        yield Fault(parties[fault.entry].home, fault.path, fault.message.replace("shared_aliases", "shared_names"))
