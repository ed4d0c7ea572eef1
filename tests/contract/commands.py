"""The documented rules of application commands that the description does not carry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tests.contract.shape import Finding, Json, member, members

# one locale per line would hide the list
# fmt: off
LOCALES = frozenset([
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr",
    "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg",
    "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
])
# fmt: on
SLASH, USER, MESSAGE, ENTRY_POINT = 1, 2, 3, 4
AT_MOST = {SLASH: 100, USER: 15, MESSAGE: 15, ENTRY_POINT: 1}
SUBCOMMAND, GROUP = 1, 2
NAME = re.compile(r"[-_'\w\u0e00-\u0e7f\u0900-\u097f]{1,32}")


def command_findings(commands: list[Json]) -> Iterator[Finding]:
    """The rules of a set of commands, as sent in a bulk overwrite, or of one command in a list."""
    kinds = [int(command.get("type") or SLASH) for command in commands]
    for kind, count in Counter(kinds).items():
        if count > AT_MOST[kind]:
            yield "", f"{count} commands of type {kind} of at most {AT_MOST[kind]}"
    for (kind, name), count in Counter((k, c.get("name")) for k, c in zip(kinds, commands, strict=True)).items():
        if count > 1:
            yield "", f"{count} commands of type {kind} are named {name!r}"
    for index, (kind, command) in enumerate(zip(kinds, commands, strict=True)):
        if kind == SLASH:
            yield from _slash(command, f"/{index}")
        elif kind != ENTRY_POINT:
            yield from _context_menu(command, f"/{index}")


def _context_menu(command: Json, place: str) -> Iterator[Finding]:
    yield from _localized(command, place)
    if command.get("description") or command.get("options"):
        yield place, "a context-menu command has no description and no options"


def _slash(command: Json, place: str) -> Iterator[Finding]:
    yield from _command_or_option(command, place, depth=0)
    if (size := _size(command)) > 8000:
        yield place, f"{size} characters of names, descriptions and values of at most 8000"


def _command_or_option(item: Json, place: str, *, depth: int) -> Iterator[Finding]:
    yield from _name(str(item.get("name") or ""), place)
    for locale, name in member(item, "name_localizations").items():
        yield from _name(str(name), f"{place}/name_localizations/{locale}")
    yield from _localized(item, place)
    if not (item.get("description") or "").strip():
        yield place, "an empty description"
    yield from _choices(item, place)
    yield from _range(item, place)
    options = members(item, "options")
    yield from _options(options, place, depth=depth)
    for index, option in enumerate(options):
        yield from _command_or_option(option, f"{place}/options/{index}", depth=depth + 1)


def _name(name: str, place: str) -> Iterator[Finding]:
    if not NAME.fullmatch(name) or name != name.lower():
        yield place, f"the name {name!r} is not 1-32 lower-case letters, digits, - and _"


def _localized(item: Json, place: str) -> Iterator[Finding]:
    for key in ("name_localizations", "description_localizations"):
        for locale in member(item, key).keys() - LOCALES:
            yield f"{place}/{key}", f"unknown locale {locale!r}"


def _choices(item: Json, place: str) -> Iterator[Finding]:
    choices = members(item, "choices")
    if choices and item.get("autocomplete"):
        yield place, "autocomplete and choices exclude each other"
    for index, choice in enumerate(choices):
        if isinstance(value := choice.get("value"), str) and not 1 <= len(value) <= 100:
            yield f"{place}/choices/{index}/value", f"{len(value)} characters (1-100)"


def _range(item: Json, place: str) -> Iterator[Finding]:
    for low, high in (("min_value", "max_value"), ("min_length", "max_length")):
        least, most = item.get(low), item.get(high)
        if least is not None and most is not None and float(least) > float(most):
            yield place, f"{low} {least} is above {high} {most}"


def _options(options: list[Json], place: str, *, depth: int) -> Iterator[Finding]:
    kinds = {option.get("type") for option in options}
    if kinds & {SUBCOMMAND, GROUP} and kinds - {SUBCOMMAND, GROUP}:
        yield place, "sub-commands are mixed with other options"
    if GROUP in kinds and depth:
        yield place, "groups of sub-commands do not nest"
    for name, count in Counter(option.get("name") for option in options).items():
        if count > 1:
            yield place, f"{count} options are named {name!r}"
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield place, "a required option after an optional one"


def _size(item: Json) -> int:
    """Characters of names, descriptions and values; of each field the longest translation counts."""
    size = _longest(item, "name") + _longest(item, "description")
    for choice in members(item, "choices"):
        size += _longest(choice, "name") + len(str(choice.get("value", "")))
    return size + sum(map(_size, members(item, "options")))


def _longest(item: Json, key: str) -> int:
    translations = member(item, f"{key}_localizations")
    return max(len(str(text)) for text in (item.get(key) or "", *translations.values()))
