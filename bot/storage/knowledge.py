"""`data/` to a Library. Every error says file:line:column, what is wrong and what to do; all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.core import formulary_checks, names
from bot.core import library as libraries
from bot.core.formulary import Documented
from bot.core.knowledge import RECORD_TYPES
from bot.core.library import Fault, Library, pointed_at
from bot.core.record import Record
from bot.storage import library_cache
from bot.storage.yaml_source import Document, Position, YamlError, parse


@dataclass(frozen=True, order=True)
class Problem:
    """One error in the knowledge base; reads as `file:line:column: message`."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class KnowledgeError(Exception):
    """The knowledge base cannot be used as it is."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the knowledge base")
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Reading:
    """What was read: the records that could be, every problem in file order, and where each record stands."""

    library: Library
    problems: tuple[Problem, ...]
    _documents: Mapping[str, tuple[str, Document]]

    def located(self, faults: Iterable[Fault]) -> tuple[Problem, ...]:
        """The faults of this library with the file, line and column of each, in that order."""
        placed = ((*self._documents[fault.entry], fault) for fault in faults)
        found = ((file, document.position(fault.path), fault.message) for file, document, fault in placed)
        return tuple(sorted({Problem(file, at.line, at.column, message) for file, at, message in found}))


def place_of(folder: Path, record_id: str, path: libraries.Path) -> str | None:
    """`file:line` of what stands at `path` in a record, or of what is nearest around it; None if there is no file."""
    file = next(folder.glob(f"*/{record_id}.yaml"), None)
    if file is None:
        return None
    try:
        line = parse(file.read_text(encoding="utf-8")).position(path).line
    except (YamlError, UnicodeDecodeError):
        line = 1
    return f"{file.relative_to(folder.parent)}:{line}"


def load(folder: Path, cache: Path | None = None) -> Library:
    """The library of `folder`; a KnowledgeError with every problem if there is any.

    With a `cache` file, an unchanged library comes from there.
    """
    key = library_cache.key(folder)
    if cache is not None and (kept := library_cache.kept(cache, key)) is not None:
        return kept
    reading = read(folder)
    if reading.problems:
        raise KnowledgeError(reading.problems)
    if cache is not None:
        library_cache.keep(cache, key, reading.library)
    return reading.library


def read(folder: Path) -> Reading:
    """Everything in `folder` that can be read."""
    if not folder.is_dir():
        problem = Problem(str(folder), 1, 1, "there is no such folder; give the path of `data`")
        return Reading(Library.of(()), (problem,), {})
    shelf = _Shelf(folder)
    for record_type in RECORD_TYPES:
        for path in sorted((folder / record_type.kind.folder).glob("*.yaml")):
            shelf.add(path, record_type)
    if not shelf.records and not shelf.problems:
        shelf.problems.append(Problem(str(folder), 1, 1, "no entries here; give the path of the folder `data`"))
    return shelf.reading()


def read_file(path: Path) -> Reading:
    """One file of a knowledge base with what it points at: quick, while an author writes it.

    The problems are those of that file. Whether its names clash with those of others only `read` can tell.
    """
    folder, kinds = path.parent.parent, {kind.kind.folder: kind for kind in RECORD_TYPES}
    record_type = kinds.get(path.parent.name)
    if record_type is None:
        problem = Problem(str(path), 1, 1, f"the file is not in one of the folders {', '.join(kinds)}")
        return Reading(Library.of(()), (problem,), {})
    shelf = _Shelf(folder)
    shelf.add(path, record_type)
    own = shelf.file_of(path)
    for record in tuple(shelf.records.values()):
        for file, kind in _beside(record, folder):
            if file != path:
                shelf.add(file, kind)
    reading = shelf.reading()
    return replace(reading, problems=tuple(problem for problem in reading.problems if problem.file == own))


def _beside(record: Record, folder: Path) -> Iterator[tuple[Path, type[Record]]]:
    """The files that a record points at; members stand in the files of their classes, so those all count."""
    for kind in RECORD_TYPES:
        inside = folder / kind.kind.folder
        if isinstance(record, Documented) and issubclass(kind, Documented):
            yield from ((file, kind) for file in sorted(inside.glob("*.yaml")))
        else:
            files = (inside / f"{other}.yaml" for other in pointed_at(record))
            yield from ((file, kind) for file in files if file.is_file())


class _Shelf:
    """Collects entries and problems while the files are read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records: dict[str, Record] = {}
        self.documents: dict[str, tuple[str, Document]] = {}
        self.problems: list[Problem] = []
        self.files: set[str] = set()
        """The ids of all files, readable or not."""

    def add(self, path: Path, record_type: type[Record]) -> None:
        file = self.file_of(path)
        self.files.add(path.stem)
        try:
            document = parse(path.read_text(encoding="utf-8"))
        except YamlError as error:
            self._note(file, error.position, error.message)
            return
        except (UnicodeDecodeError, OSError) as error:
            self._note(file, Position(1, 1), f"not readable ({error}); save it as a UTF-8 text file")
            return
        for error in document.errors:
            self._note(file, error.position, error.message)
        self._validate(path, file, document, record_type)

    def _validate(self, path: Path, file: str, document: Document, record_type: type[Record]) -> None:
        try:
            record = record_type.model_validate(document.data)
        except ValidationError as error:
            if not document.errors:
                for details in error.errors():
                    self._note(file, _where(details, document), _advice(details, record_type))
            return
        at_id = document.position(("id",))
        if record.id != path.stem:
            self._note(file, at_id, f"the id is {record.id!r} and the file {path.name}; make them the same")
        elif record.id in self.records:
            self._note(file, at_id, f"{self.documents[record.id][0]} already has the id {record.id!r}; choose another")
        else:
            self.records[record.id] = record
            self.documents[record.id] = (file, document)

    def _note(self, file: str, position: Position, message: str) -> None:
        self.problems.append(Problem(file, position.line, position.column, message))

    def file_of(self, path: Path) -> str:
        """How problems name the file."""
        return str(path.relative_to(self.folder.parent))

    def reading(self) -> Reading:
        pictures = sorted((self.folder / "pictures").glob("*/*.svg"))
        drawings = {path.stem: path.read_text(encoding="utf-8") for path in pictures}
        library = Library.of(self.records.values(), drawings)
        found = Reading(library, (), self.documents)
        unread = self.files - self.records.keys()  # that others point at a broken file is not the others' fault
        found_faults = (*libraries.faults(library), *formulary_checks.faults(library))
        faults = (fault for fault in found_faults if fault.missing not in unread)
        problems = {*self.problems, *found.located(faults)}
        return replace(found, problems=tuple(sorted(problems)))


def _where(details: ErrorDetails, document: Document) -> Position:
    """A missing key is an error of what should hold it, an unknown one of the key, anything else of the value."""
    path = tuple(details["loc"])
    if details["type"] == "missing":
        return document.position(path[:-1])
    return document.position(path, of_key=details["type"] == "extra_forbidden")


def _advice(details: ErrorDetails, record_type: type[Record]) -> str:
    """What is wrong, in words for an author; pydantic's own where they serve."""
    key = details["loc"][-1] if details["loc"] else record_type.kind.value
    given = details["input"]
    context = details.get("ctx", {})
    worded = {
        "missing": lambda: f"{key!r} is missing; add it",
        "extra_forbidden": lambda: _unknown_key(str(key), record_type),
        "string_too_long": lambda: f"{key!r} is {len(given)} characters long; at most {context['max_length']} fit",
        "string_too_short": lambda: f"{key!r} is too short; write at least {context['min_length']} characters",
        "literal_error": lambda: f"{given!r} is not one of {context['expected']}",
        "enum": lambda: f"{given!r} is not one of {context['expected']}",
        "string_pattern_mismatch": lambda: f"{given!r} is not written as {key!r} is: {context['pattern']}",
        "value_error": lambda: str(context["error"]),
    }
    return worded.get(details["type"], lambda: f"{key!r}: {details['msg']}")()


def _unknown_key(key: str, record_type: type[Record]) -> str:
    near = names.closest(key, _keys(record_type))
    hint = f"did you mean {near!r}?" if near else "take it out, or see the schema in data/schema"
    return f"the key {key!r} is unknown here; {hint}"


def _keys(record_type: type[Record]) -> set[str]:
    """Every key that a file of this kind may hold at some depth."""
    schema = record_type.model_json_schema()
    parts = (schema, *schema.get("$defs", {}).values())
    return {key for part in parts for key in part.get("properties", {})}
