"""A fact that can be asked, and the ground it stands on: what the library says of what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from bot.core import names, question_checks
from bot.core.evidence import Claim, Evidence, Firm, Id
from bot.core.knowledge import Entry
from bot.core.lessons import Difficulty, Option, Picture, Template
from bot.core.library import Library
from bot.core.reading import text_of
from bot.core.record import Category

T = TypeVar("T")

NEAREST = 6
"""Of the wrong options, so many of the nearest are kept."""
FEWEST = 2
"""With fewer wrong options a fact is not asked."""
_WHY, _OPTION, _STEM = 300, 120, 240
"""The lengths that fit."""


@dataclass(frozen=True)
class Fact:
    """Something that can be asked: the right option, and wrong ones from the nearest to the farthest."""

    template: Template
    subject: str
    stem: str
    key: Option
    wrong: tuple[Option, ...]
    tests: tuple[Id, ...]
    sources: tuple[Id, ...]
    category: Category
    difficulty: Difficulty
    picture: Picture | None = None

    @property
    def id(self) -> str:
        """Names the template and what it is about."""
        return f"{self.template.value}.{self.subject}"


class Ground:
    """The library, with what each entry's text says at hand."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._texts: dict[Id, str] = {}
        self._definitions: dict[Id, str] = {}
        self._names: dict[Id, tuple[str, ...]] = {}
        self._meant: dict[str, frozenset[Id]] = {}

    @cached_property
    def known(self) -> question_checks.Names:
        """The entries that each name means."""
        return question_checks.named(self.library.entries.values())

    def says(self, entry: Entry, words: str) -> bool:
        """Whether the text of `entry` holds these words in this order."""
        if entry.id not in self._texts:
            self._texts[entry.id] = _run(text_of(entry))
        return _run(words) in self._texts[entry.id]

    def mentions(self, entry: Entry, other: Entry) -> bool:
        """Whether the text of `entry` names `other`, by any of its names, with or without "receptor"."""
        if other.id in entry.references:
            return True
        self.says(entry, other.name)
        return any(name in self._texts[entry.id] for name in self._named(other))

    def defines_by(self, entry: Entry, other: Entry) -> bool:
        """Whether the definition of `entry` names `other`."""
        if entry.id not in self._definitions:
            self._definitions[entry.id] = _run(entry.one_liner)
        return any(name.rstrip() in self._definitions[entry.id] for name in self._named(other))

    def meant(self, text: str) -> frozenset[Id]:
        """The entries that `text` as a whole names."""
        if text not in self._meant:
            self._meant[text] = question_checks.meant(text, self.known)
        return self._meant[text]

    def _named(self, entry: Entry) -> tuple[str, ...]:
        if entry.id not in self._names:
            bare = (name.removesuffix(" receptor") for name in entry.names)
            self._names[entry.id] = tuple(dict.fromkeys(map(_run, (*entry.names, *bare))))
        return self._names[entry.id]

    def strangers(self, one: Entry, other: Entry) -> bool:
        """Whether neither text names the other."""
        return not self.mentions(one, other) and not self.mentions(other, one)


def _run(text: str) -> str:
    """The words of `text` as one run between blanks, so that only whole words are found in it."""
    return f" {' '.join(names.words(text))} "


def undisputed(evidence: Evidence) -> bool:
    """Whether it has one answer: on record, or found and contradicted by nobody the library knows."""
    settled = evidence.firm not in (Firm.CONFLICTING, Firm.PROPOSED)
    return settled and not (isinstance(evidence, Claim) and evidence.against)


def right(text: str, why: str) -> Option | None:
    """The key, where it fits."""
    return _option(text, why, correct=True)


def wrong(text: str, why: str) -> Option | None:
    """A wrong option, where it fits."""
    return _option(text, why, correct=False)


def _option(text: str, why: str, *, correct: bool) -> Option | None:
    text, why = text.strip(), " ".join(why.split())
    if not 1 <= len(text) <= _OPTION or not 10 <= len(why) <= _WHY or any(question_checks.wording(f"{text} {why}")):
        return None
    return Option(text=text, correct=correct, why=why)


def fits(stem: str) -> bool:
    """Whether a stem is neither too long nor worded as no question may be."""
    return len(stem) <= _STEM and not any(question_checks.wording(stem))


def chosen(key: Option, candidates: Iterable[Option | None], ground: Ground) -> tuple[Option, ...]:
    """The nearest candidates that differ from the key and each other in meaning, and are about as long."""
    taken: list[Option] = [key]
    for candidate in candidates:
        if len(taken) > NEAREST:
            break
        if candidate is None:
            continue
        lengths = [len(one.text) for one in (*taken, candidate)]
        if max(lengths) > 2 * min(lengths) + 10:
            continue
        means = ground.meant(candidate.text)
        alike = any(one.text.casefold() == candidate.text.casefold() or means & ground.meant(one.text) for one in taken)
        if not alike:
            taken.append(candidate)
    return tuple(taken[1:])


def first_sentence(text: str) -> str:
    """The first sentence of a claim, which says what was found before it says what is open."""
    return sentence(text.partition(". ")[0])


def rotated(items: Sequence[T], subject: str) -> Sequence[T]:
    """`items` beginning somewhere else for each subject, so that equally near options take turns."""
    start = sum(map(ord, subject)) % max(1, len(items))
    return (*items[start:], *items[:start])


def inside(name: str) -> str:
    """The name of a substance inside a sentence: `ketamine`, but `LSD` and `DOI`."""
    return name if any(character.isupper() or character.isdigit() for character in name[1:]) else name.lower()


def sentence(text: str) -> str:
    """`text` as a sentence of its own."""
    whole = text.strip()
    whole = whole[:1].upper() + whole[1:]
    return whole if whole.endswith((".", "?", "!")) else f"{whole}."
