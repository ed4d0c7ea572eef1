"""The commands of those who write the knowledge base, as they meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.core.record import Kind
from bot.storage import knowledge, scaffold
from tests.conftest import DATA
from tests.sample import TERM_YAML, write_term
from tests.test_cli import neurosprout

PNG = b"\x89PNG\r\n\x1a\n"


def test_check_of_one_file_prints_its_card(tmp_path: Path) -> None:
    result = neurosprout("check", str(DATA / "mechanisms" / "5-ht2a-trkb-mtor.yaml"), folder=tmp_path)

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("5-HT2A to TrkB to mTOR\n")
    assert "PICTURE\n" in result.stdout
    assert "**" not in result.stdout


def test_check_of_one_file_says_what_is_wrong_with_it_and_only_with_it(tmp_path: Path) -> None:
    write_term(tmp_path / "data", TERM_YAML.replace("Glimmer grows in", "It is safe to grow in"))
    (tmp_path / "data" / "terms" / "other.yaml").write_text("nonsense: yes\n", encoding="utf-8")

    result = neurosprout("check", str(tmp_path / "data" / "terms" / "glimmer.yaml"), folder=tmp_path)

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "data/terms/glimmer.yaml:7:11: 'safe' is the word \"safe\"; say what was seen, in whom"
    ]
    assert result.stdout.startswith("Glimmer\n")


def test_a_file_outside_the_folders_is_told_where_it_belongs(tmp_path: Path) -> None:
    (tmp_path / "glimmer.yaml").write_text(TERM_YAML, encoding="utf-8")

    result = neurosprout("check", str(tmp_path / "glimmer.yaml"), folder=tmp_path)

    assert result.returncode == 1
    assert "not in one of the folders terms, substances" in result.stderr


def test_check_counts_style_errors_and_lists_warnings(tmp_path: Path) -> None:
    write_term(tmp_path / "data", TERM_YAML.replace("Glimmer grows in", "It is safe to grow in"))

    result = neurosprout("check", "--json", str(tmp_path / "data"), folder=tmp_path)
    printed = json.loads(result.stdout)

    assert result.returncode == 1
    assert printed["style_errors"] == len(printed["errors"]) == 1
    assert any("thin: no in_depth" in warning["message"] for warning in printed["warnings"])


def test_the_whole_knowledge_base_has_no_banned_wording_and_no_broken_picture(tmp_path: Path) -> None:
    printed = json.loads(neurosprout("check", "--json", str(DATA), folder=tmp_path).stdout)

    assert (printed["errors"], printed["style_errors"]) == ([], 0)


@pytest.mark.parametrize("kind", Kind)
def test_a_new_file_is_refused_only_for_what_is_still_to_be_written(kind: Kind, tmp_path: Path) -> None:
    path = scaffold.write(tmp_path / "data", kind, "How bright is a glimmer?", "2026-11")

    assert path == tmp_path / "data" / kind.folder / "how-bright-is-a-glimmer.yaml"
    problems = knowledge.read_file(path).problems
    assert problems, "a scaffold is not an entry yet"
    assert not [problem for problem in problems if "unknown here" in problem.message or "is missing" in problem.message]


def test_new_says_which_file_to_fill_in(tmp_path: Path) -> None:
    result = neurosprout("new", "term", "Glimmer", "--folder", "data", folder=tmp_path)

    assert (result.returncode, (tmp_path / "data" / "terms" / "glimmer.yaml").is_file()) == (0, True)
    assert "Fill in every WRITE, then: neurosprout check data/terms/glimmer.yaml" in result.stdout


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    write_term(tmp_path / "data", TERM_YAML)

    result = neurosprout("new", "target", "Glimmer", "--folder", "data", folder=tmp_path)

    assert result.returncode == 1
    assert "glimmer.yaml has that id already" in result.stderr


def test_a_name_that_says_nothing_gives_no_id(tmp_path: Path) -> None:
    with pytest.raises(scaffold.ScaffoldError, match="no letters or digits"):
        scaffold.write(tmp_path, Kind.TERM, "???", "2026-11")


def test_an_id_is_cut_after_a_whole_word() -> None:
    assert (
        scaffold.identifier("β-Arrestin signaling after 5-HT₂A receptor activation")
        == "beta-arrestin-signaling-after-5"
    )


def test_preview_writes_the_card_as_a_picture(tmp_path: Path) -> None:
    result = neurosprout("preview", str(DATA / "terms" / "bdnf.yaml"), folder=tmp_path)

    assert (tmp_path / "bdnf.png").read_bytes().startswith(PNG)
    assert result.stdout.endswith("Wrote bdnf.png.\n")


def test_export_writes_a_file_or_the_screen(tmp_path: Path) -> None:
    write_term(tmp_path / "data", TERM_YAML)

    printed = neurosprout("export", "--format", "bibtex", str(tmp_path / "data"), folder=tmp_path)
    written = neurosprout("export", "--output", "all.json", str(tmp_path / "data"), folder=tmp_path)

    assert "@article{doe2020," in printed.stdout
    assert written.returncode == 0
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["terms"][0]["id"] == "glimmer"


def test_a_broken_base_is_not_exported(tmp_path: Path) -> None:
    write_term(tmp_path / "data", TERM_YAML + "plane: x\n")

    result = neurosprout("export", str(tmp_path / "data"), folder=tmp_path)

    assert (result.returncode, result.stdout) == (1, "")
    assert "nothing was exported" in result.stderr
