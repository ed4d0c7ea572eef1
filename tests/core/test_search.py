"""Search over an invented library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.library import Library
from bot.core.search import Found, Index, Nothing, Several, Tier
from tests import sample

ENTRIES = (
    sample.paper(),
    sample.term("glimmer", acronyms=["GLM"], aliases=["Shine of gardens"], basics=True),
    sample.term("glimmer-tide", name="Glimmer tide"),
    sample.term("psilocin-like", name="Psilocin"),
    sample.term("psilocybin-like", name="Psilocybin"),
    sample.term("mtorc-one", name="mTORC1"),
    sample.term("mtorc-two", name="mTORC2"),
    sample.term("ab", name="Double"),
    sample.term("plasticity-one", name="First plasticity", shared_aliases=["plasticity"]),
    sample.term("plasticity-two", name="Second plasticity", shared_aliases=["plasticity"]),
    sample.term("beta-arrestin", name="β-arrestin"),
    sample.target("glow-receptor", name="Glow receptor"),
    sample.substance("glowine"),
)
INDEX = Index(Library.of(ENTRIES))


def ids(query: str, **options: object) -> list[str]:
    return [match.entry.id for match in INDEX.search(query, **options)]  # pyright: ignore[reportArgumentType]  # passed on


def test_an_exact_name_opens_though_others_begin_with_it() -> None:
    found = INDEX.resolve("Glimmer")

    assert isinstance(found, Found)
    assert found.match.entry.id == "glimmer"


def test_an_alias_opens_and_is_known_as_one() -> None:
    found = INDEX.resolve("glm")

    assert isinstance(found, Found)
    assert (found.match.entry.id, found.match.by_alias, found.match.name) == ("glimmer", True, "GLM")


def test_a_plural_opens_its_singular() -> None:
    found = INDEX.resolve("glimmers")

    assert isinstance(found, Found)


def test_a_name_shared_on_purpose_asks_which() -> None:
    several = INDEX.resolve("plasticity")

    assert isinstance(several, Several)
    assert {match.entry.id for match in several.matches} == {"plasticity-one", "plasticity-two"}


def test_the_only_completion_opens_and_several_ask() -> None:
    only, many = INDEX.resolve("shine of"), INDEX.resolve("psiloc")

    assert isinstance(only, Found)
    assert isinstance(many, Several)


@pytest.mark.parametrize(("asked", "both"), [("psilocin", "psilocybin-like"), ("mtorc1", "mtorc-two")])
def test_confusable_names_open_their_own_entry_and_never_the_other(asked: str, both: str) -> None:
    found = INDEX.resolve(asked)

    assert isinstance(found, Found)
    assert found.match.entry.id != both


@pytest.mark.parametrize("typo", ["psilocyn", "psylocin", "mtorc3"])
def test_a_typo_between_confusable_names_opens_nothing_and_offers_both(typo: str) -> None:
    resolved = INDEX.resolve(typo)

    assert isinstance(resolved, Nothing)
    offered = {match.entry.id for match in resolved.near}
    assert {"psilocin-like", "psilocybin-like"} <= offered or {"mtorc-one", "mtorc-two"} <= offered


def test_the_kind_asked_for_is_preferred_and_others_are_still_found() -> None:
    assert isinstance(INDEX.resolve("glow", kinds=(type(ENTRIES[-1]),)), Found)
    assert isinstance(INDEX.resolve("glimmer", kinds=(type(ENTRIES[-1]),)), Found)


def test_words_match_in_any_order() -> None:
    assert ids("tide glim")[0] == "glimmer-tide"


def test_exact_comes_before_prefix_before_fuzzy() -> None:
    tiers = [match.tier for match in INDEX.search("glimmer")]

    assert tiers == sorted(tiers)
    assert tiers[0] is Tier.NAME


def test_an_entry_that_was_renamed_is_known_by_its_old_name_and_one_that_is_gone_is_not() -> None:
    assert [entry and entry.id for entry in map(INDEX.current, ("glimmer", "glm", "shine-of-gardens"))] == [
        "glimmer"
    ] * 3
    assert INDEX.current("never-was") is None
    assert INDEX.current("plasticity") is None


def test_text_is_searched_only_when_asked() -> None:
    assert ids("invented garden") == []
    assert "glimmer" in ids("invented garden", text=True)


@pytest.mark.parametrize("query", ["", "   ", "🧠", "---", "\u202e"])
def test_nothing_to_look_for_finds_nothing(query: str) -> None:
    assert ids(query) == []
    assert isinstance(INDEX.resolve(query), Nothing)


@given(st.text(max_size=300))
def test_any_text_is_answered_without_repeats_and_in_bounds(query: str) -> None:
    found = ids(query, text=True)

    assert len(found) == len(set(found)) <= 25
    assert len(INDEX.near(query)) <= 3
    INDEX.resolve(query)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_name_of_every_entry_finds_it(entry: object) -> None:
    assert isinstance(entry, sample.Term | sample.Target | sample.Substance | sample.Paper)
    for name in entry.names:
        assert entry.id in ids(name)
