"""What a report can point at."""

from __future__ import annotations

from bot.core import inbox
from bot.core.record import Record
from bot.services.knowledge import Knowledge
from tests import sample


def test_prose_comes_first_then_every_claim_with_its_place_in_the_file() -> None:
    passages = inbox.passages(sample.term("glow"))

    assert [passage.key for passage in passages] == ["one_liner", "plain", "claims/0"]
    assert passages[-1].text == "Glimmer grows in the invented garden."


def test_a_path_and_its_key_are_one() -> None:
    assert inbox.path_of("claims/0") == ("claims", 0)
    assert inbox.passage_at(sample.term("glow"), "claims/0") == inbox.Passage(("claims", 0), sample.claim()["text"])
    assert inbox.passage_at(sample.term("glow"), "-") is None


def test_the_keys_of_the_file_are_used_where_they_differ_from_ours() -> None:
    substance = {passage.key for passage in inbox.passages(sample.substance())}
    cascade = {passage.key: passage.text for passage in inbox.passages(sample.mechanism())}

    assert {"hallucinogenic", "actions/0", "stage", "safety/0"} <= substance
    assert cascade["edges/0"] == "receptor activates lamp"
    assert "story" in cascade


def test_every_record_of_the_library_fits_into_a_select(knowledge: Knowledge) -> None:
    def check(record: Record) -> None:
        passages = inbox.passages(record)
        assert 1 <= len(passages) <= inbox.MOST_PASSAGES
        assert len({passage.key for passage in passages}) == len(passages)
        assert all(len(passage.key) <= 100 and passage.text for passage in passages)

    for record in knowledge.library.records:
        check(record)
