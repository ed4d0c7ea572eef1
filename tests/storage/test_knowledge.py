"""Errors in the YAML files: where, what, and what to do; all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.storage import knowledge
from tests.sample import PAPER_YAML, TERM_YAML, write_term


def problems(folder: Path, text: str, name: str = "glimmer") -> list[str]:
    data = folder / "data"
    write_term(data, text, name)
    return [str(problem) for problem in knowledge.read(data).problems]


BROKEN = {
    "a duplicate key": (TERM_YAML + "name: Again\n", "12:1: the key 'name' stands here twice"),
    "an unknown key": (TERM_YAML + "plane: x\n", "12:1: the key 'plane' is unknown here; did you mean 'plain'?"),
    "an unknown key inside a claim": (
        TERM_YAML + "    modles: mice\n",
        "12:5: the key 'modles' is unknown here; did you mean 'models'?",
    ),
    "YAML's yes": (TERM_YAML.replace("name: Glimmer", "name: yes"), "2:7: YAML reads yes as true or false"),
    "YAML's no among names": (TERM_YAML + "aliases: [no]\n", "12:11: YAML reads no as true or false"),
    "an empty value": (TERM_YAML + "aliases:\n", "12:9: nothing stands after the key"),
    "a number in another notation": (TERM_YAML + "aliases: [010]\n", "12:11: YAML reads 010 as a number"),
    "not YAML": (TERM_YAML + "x: [\n", "not valid YAML"),
    "a missing key": (TERM_YAML.replace("category: core concepts\n", ""), "1:1: 'category' is missing; add it"),
    "a word that is none of the list": (
        TERM_YAML.replace("one_lab", "certain"),
        "10:11: 'certain' is not one of 'replicated'",
    ),
    "too long a one-liner": (
        TERM_YAML.replace("An invented word for an invented thing.", "x" * 161),
        "3:12: 'one_liner' is 161 characters long; at most 160 fit",
    ),
    "an uncited claim": (TERM_YAML.replace("[doe2020]", "[]"), "8:14: 'sources'"),
    "a source nobody wrote down": (TERM_YAML.replace("doe2020", "doe2029"), "cites 'doe2029', which is no file"),
    "a paragraph that cites nothing": (
        TERM_YAML + "in_depth: [" + "Words without a source. " * 4 + "]\n",
        "paragraph 1 cites nothing",
    ),
    "a dangling reference": (TERM_YAML + "related: [nowhere]\n", "12:10: there is no entry 'nowhere'"),
    "an id with capitals": (TERM_YAML.replace("id: glimmer", "id: Glimmer"), "1:5: 'Glimmer' is not written as 'id'"),
    "an empty file": ("", "1:1: the file is empty"),
    "a list instead of an entry": ("- a\n- b\n", "1:1:"),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_an_error_says_where_and_what(tmp_path: Path, text: str, expected: str) -> None:
    found = problems(tmp_path, text)

    assert any(line.startswith("data/terms/glimmer.yaml:") and expected in line for line in found), found


def test_a_file_whose_name_is_not_its_id_is_an_error(tmp_path: Path) -> None:
    assert any("make them the same" in line for line in problems(tmp_path, TERM_YAML, name="other"))


def test_the_same_id_in_two_kinds_is_an_error(tmp_path: Path) -> None:
    data = tmp_path / "data"
    write_term(data, TERM_YAML.replace("id: glimmer", "id: doe2020"), name="doe2020")

    lines = [str(problem) for problem in knowledge.read(data).problems]
    assert any("already has the id 'doe2020'" in line for line in lines)


def test_all_errors_come_at_once_and_in_order(tmp_path: Path) -> None:
    text = TERM_YAML.replace("one_lab", "certain").replace("core concepts", "no such shelf") + "aliases: [Nay, on]\n"

    found = problems(tmp_path, text)
    lines = [int(line.split(":")[1]) for line in found]

    assert lines == sorted(lines)
    assert {12} <= set(lines)


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    data = tmp_path / "data"
    write_term(data, TERM_YAML)
    (data / "terms" / "broken.yaml").write_bytes(b"\xff\xfe\x00")

    assert any("broken.yaml:1:1: not readable" in str(problem) for problem in knowledge.read(data).problems)


def test_a_sound_folder_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, TERM_YAML) == []


def test_a_folder_that_is_not_there_is_one_clear_problem(tmp_path: Path) -> None:
    with pytest.raises(knowledge.KnowledgeError) as raised:
        knowledge.load(tmp_path / "nowhere")

    assert "there is no such folder" in str(raised.value.problems[0])


def test_the_sample_paper_is_sound(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "papers").mkdir(parents=True)
    (data / "papers" / "doe2020.yaml").write_text(PAPER_YAML, encoding="utf-8")

    assert knowledge.load(data).entries.keys() == {"doe2020"}


def test_what_points_at_a_broken_file_is_not_blamed_for_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    write_term(data, TERM_YAML.replace("one_lab", "certain"))
    pointing = TERM_YAML.replace("glimmer", "gleam").replace("Glimmer", "Gleam") + "related: [glimmer]\n"
    (data / "terms" / "gleam.yaml").write_text(pointing, encoding="utf-8")

    assert {problem.file for problem in knowledge.read(data).problems} == {"data/terms/glimmer.yaml"}
