"""The pairs that must be there, asked by the names of members, and what holds for all classes and pairs."""

from __future__ import annotations

from itertools import combinations

import pytest

from bot.core import names
from bot.core.formulary import DrugClass, DrugInteraction, Level
from bot.core.interactions import Answer, Party
from bot.services.knowledge import Knowledge

D, U, C = Level.DANGEROUS, Level.UNSAFE, Level.CAUTION
OPIOIDS = ("heroin", "fentanyl", "oxycodone", "methadone", "tramadol")
BENZODIAZEPINES = ("alprazolam", "diazepam", "clonazepam")
DEPRESSANTS = ("alcohol", "zolpidem", "oxycodone", "alprazolam", "pregabalin", "ketamine")
MAOIS = ("phenelzine", "tranylcypromine", "moclobemide", "linezolid", "harmine", "ayahuasca", "changa")
MAOI_LIST = (
    *("escitalopram", "fluoxetine", "venlafaxine", "imipramine", "amitriptyline", "mdma", "amphetamine", "cocaine"),
    *("dextromethorphan", "tramadol", "pethidine", "5-MeO-DMT", "bupropion", "St John's wort", "sumatriptan"),
)
PSYCHEDELICS = ("LSD", "psilocybin", "psilocybin mushrooms", "DMT", "ayahuasca", "mescaline", "peyote", "5-MeO-DMT")

FLOOR: tuple[tuple[tuple[str, ...], tuple[str, ...], Level], ...] = (
    (OPIOIDS, (*BENZODIAZEPINES, "alcohol", "gabapentin", "pregabalin", "GHB"), D),
    (("alcohol",), (*BENZODIAZEPINES, "GHB", "ketamine"), D),
    (("alcohol",), ("gabapentin", "pregabalin"), U),
    (("GHB", "GBL", "1,4-butanediol"), DEPRESSANTS, D),
    (BENZODIAZEPINES, ("ketamine", "esketamine"), U),
    (("tramadol",), ("escitalopram", "sertraline", "fluoxetine", "venlafaxine", "duloxetine"), U),
    (("tramadol",), ("phenelzine", "moclobemide", "MDMA", "alcohol", "alprazolam"), D),
    (("tramadol",), ("dextromethorphan", "seizure disorder"), U),
    (MAOIS, MAOI_LIST, D),
    (("lithium",), PSYCHEDELICS, D),
    (("lithium",), ("ibogaine",), C),
    (
        ("ibogaine", "noribogaine", "iboga"),
        ("methadone", "haloperidol", "ondansetron", "escitalopram", "amiodarone", "heart disease", "heroin"),
        D,
    ),
    (("ibogaine", "iboga"), ("paroxetine", "bupropion", "duloxetine", "terbinafine"), U),
    (("MDMA",), ("escitalopram", "fluoxetine", "paroxetine", "bupropion", "terbinafine", "quinidine"), C),
    (("MDMA",), ("heart disease", "hypertension"), U),
    (("MDMA",), ("low sodium",), D),
    (("dextromethorphan",), ("escitalopram", "sertraline", "venlafaxine", "duloxetine"), D),
    (("dextromethorphan",), ("MDMA",), C),
    (("dextromethorphan",), ("alcohol",), U),
    (("ketamine", "esketamine"), ("heroin", "oxycodone", "fentanyl"), D),
    (("ketamine", "esketamine"), ("cocaine", "amphetamine", "methylphenidate", "hypertension"), U),
    (("PCP",), ("alcohol",), U),
    (("cocaine", "amphetamine", "methamphetamine", "methylphenidate"), ("heart disease", "heroin", "phenelzine"), D),
    (("25I-NBOMe", "25C-NBOMe"), ("cocaine", "amphetamine", "4-fluoroamphetamine"), D),
    (("25I-NBOMe", "25C-NBOMe"), ("tramadol",), C),
    (("nitrous oxide",), ("B12 deficiency",), D),
    (("nitrous oxide",), ("alcohol", "alprazolam", "heroin", "zolpidem"), U),
    (PSYCHEDELICS, ("psychosis", "mania", "seizure disorder"), U),
    (PSYCHEDELICS, ("pregnancy",), C),
    (("sumatriptan", "rizatriptan"), ("phenelzine", "moclobemide", "ayahuasca"), D),
    (("St John's wort",), ("escitalopram", "fluoxetine", "sertraline"), U),
    (("bupropion",), ("seizure disorder", "alcohol withdrawal"), D),
)
"""Everything of one row with everything of the other, and the level below which no answer may fall."""
PAIRS = [(one, other, level) for ones, others, level in FLOOR for one in ones for other in others if one != other]
GENERAL_ONLY = {("lithium", "ibogaine"), ("dextromethorphan", "MDMA")} | {
    (nbome, "tramadol") for nbome in ("25I-NBOMe", "25C-NBOMe")
}
"""Pairs for which no source of their own could be read; the warning for their whole class stands in."""

ALIASES = [
    *(("xans", "alprazolam"), ("Xanax", "alprazolam"), ("Lexapro", "escitalopram"), ("Effexor", "venlafaxine")),
    *(("Adderall", "amphetamine"), ("shrooms", "psilocybin-mushrooms"), ("molly", "mdma"), ("acid", "lsd")),
    *(
        ("whippets", "nitrous-oxide"),
        ("meperidine", "pethidine"),
        ("weed", "cannabis"),
        ("lean", "codeine-promethazine"),
    ),
    *(("Wellbutrin", "bupropion"), ("robo", "dextromethorphan"), ("SSRI", "ssris"), ("MAOI", "mao-inhibitors")),
    *(("special k", "ketamine"), ("angel dust", "phencyclidine"), ("epilepsy", "seizure-disorder")),
    *(("bipolar disorder", "psychosis-history"), ("benzos", "benzodiazepines"), ("coke", "cocaine")),
]


def named(knowledge: Knowledge, name: str) -> Party:
    """The one party that a name means, written as a member writes it."""
    found = [
        p for p in knowledge.formulary.parties.values() if names.squash(name) in map(names.squash, (p.id, *p.names))
    ]
    assert len(found) == 1, (name, [party.id for party in found])
    return found[0]


def asked(knowledge: Knowledge, one: str, other: str) -> Answer:
    return knowledge.formulary.ask(named(knowledge, one), named(knowledge, other))


@pytest.mark.parametrize(("one", "other", "level"), PAIRS, ids=lambda value: str(value))
def test_a_pair_that_must_be_there(knowledge: Knowledge, one: str, other: str, level: Level) -> None:
    answer = asked(knowledge, one, other)
    assert answer.level.severity >= level.severity
    assert answer.findings, "an answer of the floor is never without a claim"
    assert answer.level is asked(knowledge, other, one).level
    general = all(finding.pair.general for finding in answer.findings)
    assert general == ((one, other) in GENERAL_ONLY)
    if answer.level in (D, U):
        assert answer.emergencies


@pytest.mark.parametrize(("typed", "party"), ALIASES)
def test_a_brand_a_street_name_or_an_abbreviation_finds_it(knowledge: Knowledge, typed: str, party: str) -> None:
    assert named(knowledge, typed).id == party


def test_ayahuasca_with_escitalopram_is_dangerous(knowledge: Knowledge) -> None:
    answer = asked(knowledge, "ayahuasca", "escitalopram")
    assert answer.level is Level.DANGEROUS
    assert answer.emergencies[0] == "serotonin-syndrome"


def test_a_preparation_is_as_dangerous_as_the_worst_that_it_contains(knowledge: Knowledge) -> None:
    formulary = knowledge.formulary
    preparations = [party for party in formulary.parties.values() if party.role == "preparation"]
    assert {"ayahuasca", "changa", "peyote", "psilocybin-mushrooms", "iboga"} <= {party.id for party in preparations}
    for preparation in preparations:
        for other in formulary.parties.values():
            inside = [formulary.ask(formulary.parties[key], other).level for key in preparation.constituents]
            worst = max(inside, key=lambda level: level.severity)
            assert formulary.ask(preparation, other).level.severity >= worst.severity, (preparation.id, other.id)


def test_two_of_one_dangerous_kind_are_never_without_data(knowledge: Knowledge) -> None:
    formulary = knowledge.formulary
    for kind in ("depressants", "serotonergics", "qt-prolonging-drugs"):
        inside = [party for party in formulary.parties.values() if kind in dict(party.faces)]
        assert len(inside) > 20
        for one, other in combinations(inside, 2):
            assert formulary.ask(one, other).level.severity >= Level.CAUTION.severity, (one.id, other.id)


def test_a_street_name_is_never_a_heading(knowledge: Knowledge) -> None:
    street = {
        names.squash(name)
        for group in knowledge.library.of_type(DrugClass)
        for member in group.members
        for name in (*member.street_names, *member.shared_names)
    }
    assert len(street) > 60
    headings = {names.squash(party.name): party.id for party in knowledge.formulary.parties.values()}
    assert not street & headings.keys()


def test_every_class_has_members_and_dangers(knowledge: Knowledge) -> None:
    parties = knowledge.formulary.parties
    for group in knowledge.library.of_type(DrugClass):
        members = [p for p in parties.values() if p.role in ("member", "preparation") and group.id in dict(p.faces)]
        assert len(members) >= 2, group.id
        assert group.dangers


def test_every_member_of_every_class_can_be_asked_about_with_every_other(knowledge: Knowledge) -> None:
    """No question fails, and what a class says reaches all of its members."""
    formulary = knowledge.formulary
    for pair in knowledge.library.of_type(DrugInteraction):
        for one in pair.one:
            for other in pair.other:
                if one != other:
                    answer = formulary.ask(formulary.parties[one], formulary.parties[other])
                    assert answer.level.severity >= pair.level.severity
