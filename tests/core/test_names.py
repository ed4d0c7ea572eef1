"""How names are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import names

SAME = [
    ("5-HT2A", "5HT₂A"),
    ("5-HT2A", "5 ht 2a"),
    ("β-arrestin", "beta arrestin"),
    ("Gαq", "G alpha q"),
    ("Déjà vu", "deja-vu"),
    ("psilocybin\u200b", "PSILOCYBIN"),
    ("mTORC1", "mtorc 1"),
    ("𝑨MPA", "ampa"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert names.squash(one) == names.squash(other)


DIFFERENT = [
    ("psilocin", "psilocybin"),
    ("ketamine", "esketamine"),
    ("ketamine", "arketamine"),
    ("(R)-ketamine", "(S)-ketamine"),
    ("5-MeO-DMT", "5-MeO-DPT"),
    ("agonist", "antagonist"),
    ("partial agonist", "antagonist"),
    ("NMDA agonist", "NMDA antagonist"),
    ("5-HT2A", "5-HT2C"),
    ("mGluR2", "mGluR5"),
    ("mTORC1", "mTORC2"),
    ("GluN2A", "GluN2B"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_people_confuse_have_two_keys(one: str, other: str) -> None:
    assert names.squash(one) != names.squash(other)


@given(st.text())
def test_a_key_is_the_key_of_itself(text: str) -> None:
    assert names.squash(names.squash(text)) == names.squash(text)


@given(st.text())
def test_what_is_visible_has_no_control_or_direction_characters(text: str) -> None:
    shown = names.visible(text)

    assert shown == shown.strip()
    assert not any(character in shown for character in "\x00\x1b\u202e\u200b\n")
