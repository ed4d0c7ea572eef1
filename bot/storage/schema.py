"""The JSON Schemas that editors use while an entry is written: generated from the models, kept in `data/schema/`."""

from __future__ import annotations

import json
from pathlib import Path

from bot.core.knowledge import RECORD_TYPES


def texts() -> dict[str, str]:
    """File name to content, for every kind of file."""
    return {
        f"{record_type.kind.value}.json": json.dumps(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **record_type.model_json_schema()},
            indent=1,
            ensure_ascii=False,
        )
        + "\n"
        for record_type in RECORD_TYPES
    }


def stale(folder: Path) -> list[str]:
    """The schema files in `folder` that do not say what the models say."""
    return [
        name
        for name, text in texts().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def write(folder: Path) -> list[str]:
    """Bring `folder` up to date; returns the names of the files that changed."""
    changed = stale(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in changed:
        (folder / name).write_text(texts()[name], encoding="utf-8")
    return changed
