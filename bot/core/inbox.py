"""What members ask of those who write the knowledge base: an entry that is missing, a sentence that is wrong.

Neither says who asked, unless a reporter wants to be named, and neither says when or where: who looked up what must
not be found out from it later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.evidence import Claim, Id
from bot.core.knowledge import Edge
from bot.core.library import Path
from bot.core.record import Record

MOST_SAID = 1000
"""How long a report may be, in characters."""
LONGEST_TERM = 60
MOST_PASSAGES = 24
"""How many passages a reporter can point at: a select's options, less the one for the entry as a whole."""
_PROSE = ("one_liner", "plain", "story", "stem", "found", "limits")


@dataclass(frozen=True)
class EntryRequest:
    """An entry that members looked for and did not find; asked for `count` times, by whatever spelling came first."""

    id: int
    term: str
    count: int


@dataclass(frozen=True)
class Passage:
    """A part of a record that a report can be about, and where its file has it."""

    path: Path
    text: str

    @property
    def key(self) -> str:
        """The path as one word: `claims/0`."""
        return "/".join(map(str, self.path))


@dataclass(frozen=True)
class ProblemReport:
    """What somebody says is wrong with a record; `passage` is None where it is about the record as a whole."""

    id: int
    entry: Id
    passage: Passage | None
    said: str
    user_id: int | None
    """Who says so, where they want to be named."""


def passages(record: Record) -> tuple[Passage, ...]:
    """What of a record can be pointed at, its prose first; a long entry's last claims are left out."""
    prose = [Passage((name,), text) for name in _PROSE if isinstance(text := getattr(record, name, None), str)]
    claims = [
        passage
        for name, field in type(record).model_fields.items()
        for passage in _stated(getattr(record, name), (field.alias or name,))
    ]
    return tuple([*prose, *claims][:MOST_PASSAGES])


def passage_at(record: Record, key: str) -> Passage | None:
    """The passage with that key; None for the record as a whole, and for what is no longer there."""
    return next((passage for passage in passages(record) if passage.key == key), None)


def path_of(key: str) -> Path:
    """The path that a key stands for."""
    return tuple(int(part) if part.isdigit() else part for part in key.split("/"))


def file_of(record: Record) -> str:
    """The record's file, from the folder of the project."""
    return f"data/{record.kind.folder}/{record.id}.yaml"


def _stated(value: object, path: Path) -> Iterator[Passage]:
    if isinstance(value, Claim):
        yield Passage(path, value.text)
    elif isinstance(value, Edge):
        yield Passage(path, f"{value.source} {value.relation} {value.target}")
    elif isinstance(value, tuple):
        for index, part in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # a model's field
            yield from _stated(part, (*path, index))  # pyright: ignore[reportUnknownArgumentType]  # the same
