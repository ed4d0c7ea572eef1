"""Shelves of an invented library."""

from __future__ import annotations

from bot.core import shelves
from bot.core.library import Library
from tests import sample

STEPS = ["one", "two", "three", "four", "glimmer-grows-where"]
LIBRARY = Library.of(
    (
        sample.paper(),
        *(sample.term(one, category="chemistry") for one in ("one", "two")),
        sample.term("three", category="safety", added="2026-11-20"),
        sample.term("four", category="therapy", added="2026-11-25"),
        sample.substance("glowine"),
        sample.target("glow-receptor"),
        sample.question(tests=["one"]),
        sample.learning_path(steps=STEPS),
    )
)


def test_what_is_alone_in_its_group_stands_with_the_others_that_are() -> None:
    terms = shelves.find(LIBRARY, "terms")

    assert terms is not None
    assert [(one.label, one.ids) for one in terms.shelves] == [
        ("Chemistry", ("one", "two")),
        ("Others", ("four", "three")),
    ]


def test_a_learning_path_keeps_its_order_and_its_questions() -> None:
    path = shelves.find(LIBRARY, "paths-all-of-glimmer")

    assert path is not None
    assert (list(path.ids), path.numbered, path.parent) == (STEPS, True, "paths")


def test_what_came_in_last_is_new_first() -> None:
    new = shelves.find(LIBRARY, "new")

    assert new is not None
    assert new.ids[:2] == ("four", "three")


def test_a_shelf_with_nothing_on_it_is_not_there() -> None:
    assert shelves.find(LIBRARY, "claims") is None
    assert {one.key for one in shelves.menu(LIBRARY).shelves} == {"substances", "terms", "targets", "paths", "new"}
