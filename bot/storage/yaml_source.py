"""YAML text to plain data, with the line and column of every key and value; what YAML would misread is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.core.library import Path

Data = dict[str, "Data"] | list["Data"] | str | int | float | bool


@dataclass(frozen=True)
class Position:
    """A place in a file, both counted from 1."""

    line: int
    column: int


class YamlError(Exception):
    """The text is not the YAML the knowledge base uses."""

    def __init__(self, position: Position, message: str) -> None:
        super().__init__(message)
        self.position = position
        self.message = message


@dataclass
class Document:
    """One file as plain data, and where each value and each key stands."""

    data: Data
    values: dict[Path, Position] = field(default_factory=dict[Path, Position])
    keys: dict[Path, Position] = field(default_factory=dict[Path, Position])
    errors: list[YamlError] = field(default_factory=list[YamlError])

    def position(self, path: Path, *, of_key: bool = False) -> Position:
        """Where the value (or key) at `path` stands, or the nearest value around it that stands anywhere."""
        if of_key and path in self.keys:
            return self.keys[path]
        for length in range(len(path), -1, -1):
            if (found := self.values.get(path[:length])) is not None:
                return found
        return Position(1, 1)


def parse(text: str) -> Document:
    """Read one document; the errors that leave the rest readable are collected in it."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        position = Position(mark.line + 1, mark.column + 1) if mark else Position(1, 1)
        raise YamlError(position, f"not valid YAML: {error.problem or error.context}") from error
    except yaml.reader.ReaderError as error:
        raise YamlError(Position(1, 1), f"not readable text: {error.reason}; save the file as UTF-8") from error
    if node is None:
        raise YamlError(Position(1, 1), "the file is empty; write the entry, or delete the file")
    document = Document(data="")
    document.data = _construct(node, (), document)
    return document


def _position(node: yaml.Node) -> Position:
    return Position(node.start_mark.line + 1, node.start_mark.column + 1)


def _construct(node: yaml.Node, path: Path, document: Document) -> Data:
    document.values[path] = _position(node)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, (*path, index), document) for index, item in enumerate(node.value)]
    return _scalar(node, document)


def _mapping(node: yaml.MappingNode, path: Path, document: Document) -> Data:
    values: dict[str, Data] = {}
    for key_node, value_node in node.value:
        key: Any = key_node.value
        if not isinstance(key, str) or key_node.tag == "tag:yaml.org,2002:merge":
            document.errors.append(YamlError(_position(key_node), "a key is one plain word"))
            continue
        if key in values:
            document.errors.append(YamlError(_position(key_node), f"the key {key!r} stands here twice; keep one"))
            continue
        document.keys[*path, key] = _position(key_node)
        values[key] = _construct(value_node, (*path, key), document)
    return values


_TRUTH = {"true": True, "false": False}
_INTEGER = re.compile(r"-?(0|[1-9]\d*)")


def _scalar(node: yaml.Node, document: Document) -> Data:
    text: str = node.value
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if kind in {"str", "timestamp"}:
        return text
    if kind == "bool" and text in _TRUTH:
        return _TRUTH[text]
    if kind == "int" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "float" and re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    document.errors.append(YamlError(_position(node), _trap(kind, text)))
    return text


def _trap(kind: str, text: str) -> str:
    match kind:
        case "bool":
            return f"YAML reads {text} as true or false; write true or false, or quote the word: '{text}'"
        case "null":
            return "nothing stands after the key; write a value, or take the key out"
        case "int" | "float":
            return f"YAML reads {text} as a number in another notation; quote it: '{text}'"
        case _:
            return f"the tag {kind!r} is not used here; write plain text"
