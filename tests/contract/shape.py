"""jsonschema, taught what Discord's description means by its unions, integers and formats.

The description has no `discriminator` on its unions, many branches have no required key, and `oneOf` stands
for "nullable" as often as for "one of". Taken literally it reports valid bodies and passes broken ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Protocol, TypeAlias, TypeGuard, cast
from urllib.parse import urlsplit

import jsonschema  # pyright: ignore[reportMissingTypeStubs] -- it ships no types; they are given in this file

Json: TypeAlias = dict[str, Any]
Finding: TypeAlias = tuple[str, str]
"""Where in the body (a JSON pointer), and what is wrong there."""

NULL: Json = {"type": "null"}
NUMERIC = re.compile(r"-?\d+")


class _Error(Protocol):
    absolute_path: Sequence[str | int]
    message: str


class _Validator(Protocol):
    def descend(self, instance: object, schema: Json, *, schema_path: int) -> Iterator[_Error]: ...

    def is_type(self, instance: object, type: str) -> bool: ...  # noqa: A002 -- jsonschema's own parameter name

    def iter_errors(self, instance: object) -> Iterator[_Error]: ...


_Keyword: TypeAlias = Callable[[_Validator, Any, object, Json], Iterator[_Error]]
_library = cast("Any", jsonschema)
_error: Callable[[str], _Error] = _library.ValidationError


def is_object(value: object) -> TypeGuard[Json]:
    """Whether `value` is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether `value` is a JSON array."""
    return isinstance(value, list)


def member(holder: Json, key: str) -> Json:
    """The object at `key`; empty when it is absent or null."""
    value = holder.get(key)
    return value if is_object(value) else {}


def members(holder: Json, key: str) -> list[Json]:
    """The objects in the array at `key`; empty when it is absent or null."""
    value = holder.get(key)
    return value if is_list(value) else []


class Schemas:
    """The named schemas of the description, with its unions resolved against a value."""

    def __init__(self, named: Json) -> None:
        self._named = named

    def resolve(self, schema: Json) -> tuple[Json, str]:
        """The schema behind a chain of references, and the last name in it ("" for an inline schema)."""
        name = ""
        while "$ref" in schema:
            name = str(schema["$ref"]).rsplit("/", 1)[-1]
            schema = self._named[name]
        return schema, name

    def branches(self, union: Sequence[Json], value: object) -> list[Json]:
        """The branches that `value` is meant to satisfy.

        By the constant `type` where every branch has one; else the branches that name most of the keys
        present, so that a sibling with nothing required cannot swallow a broken body. Empty when no branch
        has this `type`.
        """
        branches = [branch for branch in union if branch != NULL]
        if not is_object(value):
            return branches
        constants = [self.constants(branch) for branch in branches]
        if "type" in value and all(constants):
            return [b for b, types in zip(branches, constants, strict=True) if value["type"] in types]
        strangers = [len(value.keys() - self.resolve(branch)[0].get("properties", {}).keys()) for branch in branches]
        return [b for b, count in zip(branches, strangers, strict=True) if count == min(strangers)]

    def constants(self, branch: Json) -> tuple[object, ...]:
        """The values of `type` that select this branch; empty if it has no such key."""
        schema, _ = self.resolve(branch)
        kind = schema.get("properties", {}).get("type")
        if not is_object(kind) or "type" not in schema.get("required", ()):
            return ()
        return (kind["const"],) if "const" in kind else tuple(kind.get("enum", ()))


class Shapes:
    """Validators for the schemas of one description."""

    def __init__(self, components: Json) -> None:
        self.schemas = Schemas(components["schemas"])
        self._components = components
        keywords: dict[str, _Keyword] = {"oneOf": self._union, "anyOf": self._union, "type": _type}
        self._class: Callable[..., _Validator] = _library.validators.extend(_library.Draft202012Validator, keywords)

    def checker(self, schema: Json) -> Callable[[object], Iterator[Finding]]:
        """A function that yields what is wrong with a body under `schema`."""
        # every reference in the description is "#/components/...", so the components travel with the schema
        validator = self._class({**schema, "components": self._components}, format_checker=FORMATS)

        def check(body: object) -> Iterator[Finding]:
            for error in validator.iter_errors(body):
                yield "".join(f"/{step}" for step in error.absolute_path), _shortened(error.message)

        return check

    def _union(self, validator: _Validator, union: list[Json], instance: object, schema: Json) -> Iterator[_Error]:
        if instance is None and NULL in union:
            return
        branches = self.schemas.branches(union, instance)
        if not branches and is_object(instance):
            allowed = sorted(set(chain.from_iterable(map(self.schemas.constants, union))), key=str)
            yield _error(f"type {instance['type']!r} is not allowed here (allowed: {allowed})")
            return
        attempts = [list(validator.descend(instance, branch, schema_path=union.index(branch))) for branch in branches]
        yield from min(attempts, key=len)  # nothing when one branch accepts it, else the nearest miss


def _shortened(message: str) -> str:
    """jsonschema begins with the whole value and says what is wrong with it at the end."""
    return message if len(message) <= 240 else f"{message[:120]} … {message[-120:]}"


def _type(validator: _Validator, types: str | list[str], instance: object, schema: Json) -> Iterator[_Error]:
    """Integers may be sent as digits, and snowflakes as integers; discord.py does both."""
    wanted = [types] if isinstance(types, str) else types
    if "integer" in wanted and isinstance(instance, str) and NUMERIC.fullmatch(instance):
        return
    if schema.get("format") == "snowflake" and validator.is_type(instance, "integer"):
        return
    if not any(validator.is_type(instance, each) for each in wanted):
        yield _error(f"{instance!r} is not of type {'/'.join(wanted)}")


def _formats(checks: Iterable[tuple[str, Callable[[str], object]]]) -> object:
    formats = _library.FormatChecker(formats=())
    for name, check in checks:
        formats.checks(name, raises=ValueError)(_for_strings(check))
    formats.checks("int32")(_is_int32)
    return formats


def _for_strings(check: Callable[[str], object]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or bool(check(value))


def _is_uri(text: str) -> bool:
    return urlsplit(text).scheme in {"http", "https", "attachment", "discord", "mailto"}


def _is_snowflake(text: str) -> bool:
    return text.isdigit() and int(text) < 2**64


def _is_int32(value: object) -> bool:
    return not isinstance(value, int) or -(2**31) <= value < 2**31


FORMATS = _formats(
    [("uri", _is_uri), ("snowflake", _is_snowflake), ("date-time", datetime.fromisoformat)],
)
