"""The kept library: the same as the read one, and never an old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.storage import knowledge
from tests.conftest import DATA
from tests.sample import TERM_YAML, write_term


def test_a_kept_library_is_the_one_that_was_read(tmp_path: Path) -> None:
    cache = tmp_path / "state" / "library.json"

    read = knowledge.load(DATA, cache)
    kept = knowledge.load(DATA, cache)

    assert cache.is_file()
    assert kept.entries == read.entries
    assert kept.cited_by == read.cited_by
    assert kept.drawings == read.drawings


def test_a_changed_file_is_read_anew_and_its_errors_are_seen(tmp_path: Path) -> None:
    data, cache = tmp_path / "data", tmp_path / "library.json"
    write_term(data, TERM_YAML)
    knowledge.load(data, cache)

    (data / "terms" / "glimmer.yaml").write_text(
        TERM_YAML.replace("Glimmer grows", "Glimmer shrinks"), encoding="utf-8"
    )
    changed = knowledge.load(data, cache).entries["glimmer"]
    (data / "terms" / "glimmer.yaml").write_text(TERM_YAML + "plane: x\n", encoding="utf-8")

    assert "shrinks" in str(changed)
    with pytest.raises(knowledge.KnowledgeError):
        knowledge.load(data, cache)


@pytest.mark.parametrize("content", ["", "{", '{"key": "x"}', "[]"])
def test_a_damaged_cache_costs_only_time(tmp_path: Path, content: str) -> None:
    data, cache = tmp_path / "data", tmp_path / "library.json"
    write_term(data, TERM_YAML)
    cache.write_text(content, encoding="utf-8")

    assert "glimmer" in knowledge.load(data, cache).entries
    assert "glimmer" in knowledge.load(data, cache).entries


def test_a_folder_that_cannot_be_written_to_is_no_obstacle(tmp_path: Path) -> None:
    data = tmp_path / "data"
    write_term(data, TERM_YAML)
    (tmp_path / "file").touch()

    assert "glimmer" in knowledge.load(data, tmp_path / "file" / "library.json").entries
