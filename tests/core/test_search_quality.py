"""How well search finds what members mean: the published set of queries, and queries made by rule from the names."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
import yaml

from bot.core.search import Index
from bot.services.knowledge import Knowledge
from tests.core import slips

QUERIES = Path(__file__).with_name("search_queries.yaml")


def say(*lines: str) -> None:
    """For `pytest -s`: the figures, and every miss."""
    sys.stdout.write("\n".join((*lines, "")))


def published() -> list[tuple[str, str]]:
    """Each query and the entry that should come first."""
    groups = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    return [(str(typed), wanted) for group in groups.values() for typed, wanted in group.items()]


def place(index: Index, typed: str, wanted: str) -> int:
    """Where the wanted entry stands among the first 25, from 1; 99 where it is not there."""
    found = [match.entry.id for match in index.search(typed, text=True)]
    return found.index(wanted) + 1 if wanted in found else 99


def test_the_published_queries_find_what_was_meant(knowledge: Knowledge) -> None:
    queries = published()
    places = [(place(knowledge.index, typed, wanted), typed, wanted) for typed, wanted in queries]
    misses = [f"{typed!r}: {wanted} at {at}" for at, typed, wanted in places if at > 1]
    first = sum(at == 1 for at, *_ in places) / len(places)
    three = sum(at <= 3 for at, *_ in places) / len(places)
    say(f"{len(queries)} queries: {first:.1%} first, {three:.1%} in the first three", *misses)

    assert len(queries) >= 300
    assert len({typed for typed, _ in queries}) == len(queries)
    assert {wanted for _, wanted in queries} <= knowledge.library.entries.keys()
    assert first >= 0.97, misses
    assert three >= 0.995, misses


@pytest.mark.parametrize("seed", [1, 2])
def test_slips_and_beginnings_made_by_rule_find_their_names(knowledge: Knowledge, seed: int) -> None:
    queries = slips.made(knowledge.library, random.Random(seed), 400)
    places = [place(knowledge.index, typed, wanted) for typed, wanted in queries]
    first, five = (sum(at <= best for at in places) / len(places) for best in (1, 5))
    misses = [f"{typed!r}: {wanted} at {at}" for at, (typed, wanted) in zip(places, queries, strict=True) if at > 1]
    say(f"{first:.1%} first, {five:.1%} in the first five", *misses)

    assert first >= 0.97, misses
    assert five >= 0.99, misses


def test_words_that_mean_nothing_mostly_find_nothing(knowledge: Knowledge) -> None:
    words = slips.nonsense(random.Random(3), 400)
    found = [word for word in words if knowledge.index.search(word)]
    say(f"{len(found)} of {len(words)}", *found)

    assert len(found) <= len(words) / 8
