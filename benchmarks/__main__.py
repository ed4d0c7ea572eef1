"""`make bench`: every figure the documents quote, as a table and in benchmarks/results.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks import cold_start, handlers, memory, pictures, pressing, schedule, searching, sockets, storage
from benchmarks.rows import Row

RESULTS = Path(__file__).with_name("results.json")
SUITES = (searching, handlers, pressing, storage, schedule, sockets, cold_start, memory, pictures)


def main() -> None:
    """Measure, print, keep; exit 1 if a goal is missed."""
    measured = [row for suite in SUITES for row in suite.rows()]
    for row in measured:
        print(line(row))
    RESULTS.write_text(json.dumps([row.as_json() for row in measured], indent=1) + "\n", encoding="utf-8")
    sys.exit(0 if all(row.holds for row in measured) else 1)


def line(row: Row) -> str:
    """The row for a person."""
    against = "" if row.floor_or_peer is None else f" over {row.floor_or_peer:.3g} {row.unit} = {row.ratio:.2f}x"
    verdict = "holds" if row.holds else "MISSED"
    return f"{row.number:>3}  {row.name}: {row.ours:.3g} {row.unit}{against}; goal {row.goal:g}: {verdict}"


if __name__ == "__main__":
    main()
