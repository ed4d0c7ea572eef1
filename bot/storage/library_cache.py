"""A checked library kept as one JSON file, so that the next start need not read hundreds of YAML files.

The key is the content of every file that made it, and of the code that checked it; anything else is read anew.
"""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path

from pydantic import ValidationError

from bot.core import (
    evidence,
    formulary,
    formulary_checks,
    interactions,
    knowledge,
    lessons,
    library,
    names,
    question_checks,
    reading,
    record,
)
from bot.core.knowledge import RECORD_TYPES
from bot.core.library import Library
from bot.storage import yaml_source

_log = logging.getLogger(__name__)
_CHECKED_BY = (
    *(evidence, record, lessons, formulary, knowledge, library, interactions, formulary_checks),
    *(names, question_checks, reading, yaml_source),
)


def key(folder: Path) -> str:
    """What the library in `folder` is made of, as a SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    code = [Path(str(module.__file__)) for module in _CHECKED_BY]
    for path in (*code, *sorted(folder.glob("*/*.yaml")), *sorted(folder.glob("pictures/*/*.svg"))):
        content = path.read_bytes()
        digest.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def kept(file: Path, wanted: str) -> Library | None:
    """The library kept in `file`, if it was made of what is `wanted` and can be read."""
    try:
        stored = json.loads(file.read_bytes())
        if stored["key"] != wanted:
            return None
        return Library.of(
            [kind.model_validate(entry) for kind in RECORD_TYPES for entry in stored["entries"][kind.kind.folder]],
            stored["drawings"],
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        _log.warning("the kept library cannot be used and is made anew", extra={"reason": type(error).__name__})
        return None


def keep(file: Path, wanted: str, made: Library) -> None:
    """Keep a library that has no faults; a folder that cannot be written to costs only the next start some time."""
    entries = {
        kind.kind.folder: [
            entry.model_dump(mode="json", by_alias=True, exclude_defaults=True) for entry in made.of_type(kind)
        ]
        for kind in RECORD_TYPES
    }
    text = json.dumps({"key": wanted, "entries": entries, "drawings": dict(made.drawings)}, ensure_ascii=False)
    partial = file.with_suffix(".partial")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(file)
    except OSError as error:
        _log.warning("the library could not be kept for the next start", extra={"reason": type(error).__name__})
