"""What opens the help card, and what must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge import ClaimHeard, Paper
from bot.core.safety import ASKING, Need, need_of
from bot.services.knowledge import Knowledge

ASKS = {
    Need.CRISIS: (
        "suicidal", "suicide", "Suicidal thoughts", "sucidal", "suicidle", "suiside", "I want to die", "wanna die",
        "kill myself", "killing myself", "I don't want to live", "don’t want to be alive", "self-harm", "selfharm",
        "self harming", "end my life", "my friend wants to die", "kms", "better off dead", "SUICIDAL!!!",
        "end it all", "hurt myself", "cutting myself", "is psilocybin good when suicidal", "suicidio",
    ),
    Need.DANGER: (
        "overdose", "overdosed", "overdosing", "overdsoe", "ovredose", "over dose", "OD", "can't breathe",
        "cant breath", "cannot breathe", "can’t breathe", "he is not breathing", "trouble breathing",
        "hard to breathe", "seizure", "seizures", "siezure", "seisure", "having a seizure", "convulsions",
        "unconscious", "unconcious", "passed out", "won't wake up", "she is not responding", "turning blue",
        "chest pain", "took too much", "took way too much lsd", "ate too many", "I'm dying", "call an ambulance",
        "emergency", "911", "poisoning", "bad trip help, need help", "having a bad trip", "mdma overdose",
        "lithium and lsd seizure", "ketamine overdose what to do", "Überdosis", "help me", "please help me",
        "sobredosis", "too much taken, not waking up",
    ),
    Need.DOSE: (
        "dose", "dosage", "doses", "dosing", "psilocybin dose", "LSD dosage", "what dose of ketamine", "how much lsd",
        "how much psilocybin should i take", "how many mg", "how many tabs of acid", "100ug lsd", "100 µg", "3.5g",
        "0.5 mg", "how to take ketamine", "how do i microdose", "how often should i take psilocybin", "safe dose",
        "heroic dose", "microdosing schedule", "starting dose of ketamine", "dose of psilocybin", "high dose of lsd",
        "redosing", "how much is safe", "dosage calculator",
    ),
    Need.SUPPLY: (
        "where to buy lsd", "where can i get psilocybin", "where do you get ketamine", "buy lsd",
        "buy shrooms online", "how to get dmt", "how to make dmt", "how to grow mushrooms",
        "how do i extract mescaline", "lsd vendor", "trusted vendors", "darknet", "dark web markets",
        "ketamine for sale", "grow kit", "ordering shrooms", "where can i legally buy psilocybin",
    ),
}  # fmt: skip

SEARCHES = (
    "", " ", "psilocybin", "5-HT2A", "BDNF", "dose-response", "dose response curve", "dose–response relationship",
    "dose-dependent", "dose dependence", "dose finding study", "dose escalation", "microdosing", "microdose",
    "sub-perceptual dosing", "low-dose psychedelics", "single dose", "one dose", "repeated doses", "high doses",
    "how fast do antidepressants work", "how much evidence is there", "how much plasticity", "how much is known",
    "how many people were studied", "how does ketamine get into the brain", "how ketamine works", "breathwork",
    "holotropic breathing", "serotonin syndrome", "serotonin toxicity", "neurotoxicity", "toxicity", "LSD", "acid",
    "depression", "antidepressant", "ego death", "ego dissolution", "cell death", "DMT when you die", "death",
    "bad trip", "challenging experience", "overdone", "conclusion", "emergence", "receptor binding", "G protein",
    "5 HT2A G protein", "mGluR5", "MET", "default mode network", "harm reduction", "heart valves", "valvulopathy",
    "blue", "helping", "help", "sourcing", "source", "protein synthesis", "biosynthesis", "synthesis", "dendrites",
    "where in the brain is BDNF made", "where does the trip come from", "structure", "order", "sold",
    "growth of spines", "how spines grow", "how neurons grow", "blinding", "conscious", "consciousness", "odor",
    "odp", "code", "seize the day", "choke point", "posed", "poised", "ambulatory", "diazepam", "dosulepin",
)  # fmt: skip


@pytest.mark.parametrize(("need", "typed"), [(need, typed) for need, all_ in ASKS.items() for typed in all_])
def test_who_asks_for_help_is_heard(need: Need, typed: str) -> None:
    assert need_of(typed) is need
    assert need_of(typed.upper()) is need
    assert need_of(f"  {typed}?!") is need


@pytest.mark.parametrize("typed", SEARCHES)
def test_a_search_like_any_other_is_not_interrupted(typed: str) -> None:
    assert need_of(typed) is None


def test_the_word_that_stands_for_a_need_asks_for_it() -> None:
    assert {need: need_of(words) for need, words in ASKING.items()} == {need: need for need in Need}


def test_of_several_needs_the_most_urgent_is_heard() -> None:
    assert need_of("what dose is an overdose") is Need.DANGER
    assert need_of("suicidal, where to buy and how much") is Need.CRISIS


@given(st.text(max_size=5000))
def test_whatever_is_typed_is_judged(typed: str) -> None:
    assert need_of(typed) in {*Need, None}


def test_names_of_entries_are_searches_like_any_other(knowledge: Knowledge) -> None:
    """Sentences that people say are left out: some are about doses, and the caller knows a name when it sees one."""
    entries = knowledge.library.entries.values()
    heard = {name for one in entries if not isinstance(one, Paper | ClaimHeard) for name in one.names if need_of(name)}

    assert heard == set()
