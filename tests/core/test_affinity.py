"""Only what was measured alike, at human targets, stands side by side."""

from __future__ import annotations

from typing import Any

from bot.core import affinity
from bot.core.affinity import Row
from bot.core.knowledge import Substance
from tests import sample


def measured(*values: tuple[str, str, float, float, str, str]) -> Substance:
    actions: list[dict[str, Any]] = []
    for target, measure, low, high, species, assay in values:
        found = {
            "measure": measure,
            "low": low,
            "high": high,
            "species": species,
            "assay": assay,
            "sources": ["doe2020"],
        }
        actions.append(
            {**sample.claim(), "target": target, "action": "agonist", "affinities": [{**found, "sources": ["doe2020"]}]}
        )
    return sample.substance(actions=actions)


def test_three_human_targets_with_one_measure_compare_and_the_strongest_comes_first() -> None:
    found = affinity.profile(
        measured(
            ("one", "Ki", 30, 30, "human", "binding"),
            ("two", "Ki", 0.4, 0.4, "human", "another binding"),
            ("three", "Ki", 5, 7, "human", "binding"),
        )
    )

    assert found is not None
    assert (found.measure, found.assay) == ("Ki", "")
    assert found.rows == (Row("two", 0.4, 0.4), Row("three", 5, 7), Row("one", 30, 30))


def test_sources_that_differ_about_a_target_become_its_range() -> None:
    found = affinity.profile(
        measured(
            ("one", "Ki", 3, 3, "human", "binding"),
            ("one", "Ki", 9, 9, "human", "binding"),
            ("two", "Ki", 1, 1, "human", "binding"),
            ("three", "Ki", 2, 2, "human", "binding"),
        )
    )

    assert found is not None
    assert found.rows[-1] == Row("one", 3, 9)


def test_other_species_other_measures_and_other_assays_do_not_compare() -> None:
    two = (("one", "Ki", 1, 1, "human", "binding"), ("two", "Ki", 2, 2, "human", "binding"))

    assert affinity.profile(measured(*two, ("three", "Ki", 3, 3, "rat", "binding"))) is None
    assert affinity.profile(measured(*two, ("three", "EC50", 3, 3, "human", "binding"))) is None
    assert affinity.profile(sample.substance()) is None
    flux = [(target, "EC50", 1, 1, "human", "calcium flux") for target in ("one", "two")]
    assert affinity.profile(measured(*flux, ("three", "EC50", 1, 1, "human", "arrestin"))) is None
    same = affinity.profile(measured(*flux, ("three", "EC50", 1, 1, "human", "calcium flux")))
    assert same is not None
    assert same.assay == "calcium flux"
