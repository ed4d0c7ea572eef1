"""The knowledge base as others read it."""

from __future__ import annotations

import csv
import io
import json
import re

from bot.core import citation, export
from bot.core.knowledge import RECORD_TYPES
from bot.core.library import Library
from tests import sample

LIBRARY = Library.of((sample.paper(), sample.paper("roe2021"), sample.term(), sample.question()))


def test_what_is_exported_as_json_is_read_back_as_the_same_records() -> None:
    written = json.loads(export.as_json(LIBRARY))

    read = [kind.model_validate(one) for kind in RECORD_TYPES for one in written.get(kind.kind.folder, ())]
    assert sorted(read, key=lambda record: record.id) == sorted(LIBRARY.records, key=lambda record: record.id)
    assert "CC BY-SA 4.0" in written["license"]


def test_each_claim_is_a_row_with_its_mark_and_where_its_sources_are() -> None:
    (row,) = csv.DictReader(io.StringIO(export.as_csv(LIBRARY)))

    assert (row["entry"], row["mark"], row["shown_in"]) == ("glimmer", "emerging", "animals")
    assert row["sources"] == "https://doi.org/10.9999/doe2020"
    assert "CC BY-SA 4.0" in row["license"]


def test_the_bibliography_is_csl_with_the_keys_as_ids() -> None:
    assert [(one["id"], one["DOI"]) for one in json.loads(export.as_csl(LIBRARY))] == [
        ("doe2020", "10.9999/doe2020"),
        ("roe2021", "10.9999/roe2021"),
    ]


def test_bibtex_names_authors_and_escapes_what_tex_would_read() -> None:
    csl = sample.paper(
        csl={
            **sample.paper_fields()["csl"],
            "title": "Glimmer & gleam: 5% of {all}_gardens",
            "author": [{"family": "van Doe", "given": "Jane"}, {"family": "", "literal": "The Glimmer Group"}],
            "page": "1-9",
        }
    ).csl
    written = citation.bibtex("doe2020", csl)

    assert written.startswith("@article{doe2020,\n")
    assert "author = {van Doe, Jane and {The Glimmer Group}}," in written
    assert r"title = {{Glimmer \& gleam: 5\% of \{all\}\_gardens}}," in written
    assert "pages = {1--9}," in written
    unescaped = re.sub(r"\\.", "", written)
    assert unescaped.count("{") == unescaped.count("}")
    assert export.as_bibtex(LIBRARY).count("\n@article{") == 2
