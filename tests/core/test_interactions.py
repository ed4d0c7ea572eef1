"""Which pairs apply to two parties, and how dangerous the worst of them is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core import formulary_checks
from bot.core.formulary import Level
from bot.core.interactions import Formulary
from bot.core.library import Library
from bot.core.record import Record
from tests import sample

WORLD: tuple[Record, ...] = (
    sample.paper(),
    sample.emergency(),
    sample.drug_class("shiners"),
    sample.drug_class(
        "lamps", broader=["shiners"], members=[{"id": "oilamp", "name": "Oilamp"}, {"id": "torch", "name": "Torch"}]
    ),
    sample.drug_class("stars", broader=["shiners"], members=[{"id": "sirius", "name": "Sirius", "also": ["humming"]}]),
    sample.drug_class("humming"),
    sample.drug_class("stones", members=[{"id": "pebble", "name": "Pebble"}, {"id": "moonstone", "name": "Moonstone"}]),
    sample.drug_class("brews", members=[{"id": "dawn", "name": "Dawn", "constituents": ["sirius", "pebble"]}]),
    sample.condition("thin-skin"),
    sample.condition("bare-skin", broader=["thin-skin"]),
    sample.pair("shiners", "shiners", "unsafe"),
    sample.pair("lamps", "stones", "caution", emergencies=[]),
    sample.pair("torch", "stones", "unsafe"),
    sample.pair("oilamp", "pebble", "not_documented", emergencies=[]),
    sample.pair("stars", "stones", "not_documented", emergencies=[]),
    sample.pair("humming", "thin-skin", "dangerous"),
    sample.pair("dawn", "torch", "dangerous"),
)
FORMULARY = Formulary(Library.of(WORLD))
P = FORMULARY.parties

ANSWERS = {
    "a pair of classes holds for their members": ("oilamp", "moonstone", Level.CAUTION, "lamps-x-stones"),
    "a more specific pair that is worse leads": ("torch", "pebble", Level.UNSAFE, "torch-x-stones"),
    "a more specific pair never lowers what the class says": ("oilamp", "pebble", Level.CAUTION, "lamps-x-stones"),
    "both in a wider class get its general warning": ("oilamp", "sirius", Level.UNSAFE, "shiners-x-shiners"),
    "a second class counts": ("sirius", "thin-skin", Level.DANGEROUS, "humming-x-thin-skin"),
    "a wider condition counts": ("sirius", "bare-skin", Level.DANGEROUS, "humming-x-thin-skin"),
    "a preparation carries the classes of what it contains": ("dawn", "thin-skin", Level.DANGEROUS, "humming-x-thin"),
    "a preparation has pairs of its own": ("dawn", "torch", Level.DANGEROUS, "dawn-x-torch"),
    "two without a pair are unknown": ("pebble", "thin-skin", Level.UNKNOWN, None),
    "the lowest word": ("sirius", "moonstone", Level.NOT_DOCUMENTED, "stars-x-stones"),
    "a constituent of which nothing is known is worse than the lowest word": (
        "dawn", "moonstone", Level.UNKNOWN, "stars-x-stones",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("first", "second", "level", "leads"), ANSWERS.values(), ids=ANSWERS.keys())
def test_the_worst_pair_that_applies_decides(first: str, second: str, level: Level, leads: str | None) -> None:
    answer = FORMULARY.ask(P[first], P[second])

    assert answer.level is level
    assert (answer.findings[0].pair.id if answer.findings else None) == leads or (
        leads is not None and answer.findings[0].pair.id.startswith(leads)
    )


def test_what_is_milder_for_this_very_pair_is_still_told() -> None:
    answer = FORMULARY.ask(P["oilamp"], P["pebble"])

    assert [(finding.pair.id, finding.steps) for finding in answer.findings] == [
        ("lamps-x-stones", 2),
        ("oilamp-x-pebble", 0),
    ]


def test_a_class_names_those_of_its_members_that_are_worse() -> None:
    answer = FORMULARY.ask(P["lamps"], P["stones"])

    assert answer.level is Level.CAUTION
    assert [(one.id, other.id) for one, other in answer.worse] == [("torch", "stones")]


parties = st.sampled_from(sorted(P))


@given(parties, parties)
def test_it_does_not_matter_which_is_named_first(first: str, second: str) -> None:
    one, other = FORMULARY.ask(P[first], P[second]), FORMULARY.ask(P[second], P[first])

    assert one.level is other.level
    assert [finding.pair for finding in one.findings] == [finding.pair for finding in other.findings]
    assert [sorted(found.through) for found in one.findings] == [sorted(found.through) for found in other.findings]


@given(parties)
def test_a_preparation_is_at_least_as_dangerous_as_each_of_its_constituents(other: str) -> None:
    whole = FORMULARY.ask(P["dawn"], P[other]).level

    for part in P["dawn"].constituents:
        assert whole.severity >= FORMULARY.ask(P[part], P[other]).level.severity


@given(parties, parties)
def test_a_member_is_at_least_as_dangerous_as_its_classes(first: str, second: str) -> None:
    answer = FORMULARY.ask(P[first], P[second])
    known = max((finding.pair.level.severity for finding in answer.findings), default=0)

    assert answer.level.severity >= known


def test_no_level_is_a_green_one() -> None:
    assert [level.value for level in Level] == ["dangerous", "unsafe", "caution", "unknown", "not_documented"]
    assert sorted(Level, key=lambda level: -level.severity) == list(Level)


def test_a_substance_entry_gives_a_member_its_name_and_the_names_that_find_it() -> None:
    library = Library.of(
        (
            sample.substance("glowine", aliases=["glowin"], street_names=["glow"]),
            sample.drug_class(members=[{"id": "glowine", "street_names": ["shine"]}]),
        )
    )

    party = Formulary(library).parties["glowine"]
    assert (party.name, party.entry) == ("Glowine", "glowine")
    assert {"glowin", "glow", "shine"} <= set(party.aliases)


BROKEN: dict[str, tuple[Record, str, str]] = {
    "a class of nothing": (sample.drug_class("empty"), "empty", "has no members"),
    "a wider class that is not there": (
        sample.drug_class(broader=["shinners"], members=[{"id": "a", "name": "A"}]),
        "glowers",
        "did you mean 'shiners'?",
    ),
    "a circle": (sample.drug_class(broader=["glowers"], members=[{"id": "a", "name": "A"}]), "glowers", "in a circle"),
    "a member without a name": (sample.drug_class(members=[{"id": "nobody"}]), "glowers", "needs a name"),
    "a member that stands elsewhere": (
        sample.drug_class(members=[{"id": "torch", "name": "Torch again"}]),
        "glowers",
        "stands in two places",
    ),
    "a member with the id of a record": (
        sample.drug_class(members=[{"id": "lamps", "name": "Lamp"}]),
        "glowers",
        "is the id of a record",
    ),
    "a second class that is not there": (
        sample.drug_class(members=[{"id": "a", "name": "A", "also": ["nowhere"]}]),
        "glowers",
        "there is no drug class 'nowhere'",
    ),
    "a constituent that is not there": (
        sample.drug_class(members=[{"id": "a", "name": "A", "constituents": ["torches"]}]),
        "glowers",
        "there is no member 'torches'; did you mean 'torch'?",
    ),
    "a name that names two": (
        sample.drug_class(members=[{"id": "a", "name": "A", "street_names": ["TORCH"]}]),
        "lamps",
        "list it in shared_names of both",
    ),
    "an entry that is not there": (sample.condition("red-skin", entry="skin"), "red-skin", "there is no entry 'skin'"),
    "a side that is nothing": (sample.pair("torch", "skin"), "torch-x-skin", "class, member or condition 'skin'"),
    "two conditions": (sample.pair("thin-skin", "bare-skin"), "thin-skin-x-bare-skin", "both sides are conditions"),
    "an emergency that is not there": (
        sample.pair("torch", "lamps", emergencies=["burning"]),
        "torch-x-lamps",
        "there is no emergency 'burning'",
    ),
}


@pytest.mark.parametrize(("record", "at", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_fault_is_found_where_it_is(record: Record, at: str, message: str) -> None:
    found = formulary_checks.faults(Library.of((*WORLD, record)))

    assert any(fault.entry == at and message in fault.message for fault in found), found


def test_a_world_that_hangs_together_has_no_faults() -> None:
    assert formulary_checks.faults(Library.of(WORLD)) == ()


def test_the_unknown_is_never_written_down_and_a_danger_says_what_to_watch_for() -> None:
    with pytest.raises(ValidationError, match="has no file"):
        sample.pair("torch", "lamps", "unknown")
    with pytest.raises(ValidationError, match="what to watch for"):
        sample.pair("torch", "lamps", "unsafe", emergencies=[])
