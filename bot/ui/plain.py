"""A card as plain text, for an author's terminal."""

from __future__ import annotations

import re

from bot.core.formulary import Documented
from bot.core.knowledge import Entry
from bot.core.lessons import CheckQuestion, LearningPath, Question
from bot.core.library import Library
from bot.core.record import Record
from bot.ui import cards, illustrations
from bot.ui.texts import Texts

_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)]+)\)")
_MARKUP = re.compile(r"\*\*|^-# |^#+ |`", re.MULTILINE)
LETTERS = "ABCDE"


def written(record: Record, library: Library, texts: Texts) -> str:
    """Everything that members can read of a record, section by section."""
    match record:
        case Entry():
            return "\n\n".join(_card(record, library, texts))
        case Question():
            return _question(record)
        case LearningPath():
            return "\n".join([record.name, record.one_liner, *(f"{n}. {one}" for n, one in enumerate(record.steps, 1))])
        case Documented():
            return "\n".join([record.id, *(claim.text for claim in record.evidence)])
        case _:
            raise TypeError(f"nothing to read of a {type(record).__name__}")


def opening(record: Record, library: Library, texts: Texts) -> tuple[str, ...]:
    """What members see first of a record: the overview of a card, else everything."""
    if isinstance(record, Entry):
        return tuple(without_markup(block) for block in cards.sections(record, library, texts)[0].blocks)
    return tuple(written(record, library, texts).splitlines()[1:])


def heading(record: Record) -> str:
    """What stands above it."""
    if isinstance(record, Question):
        return record.stem
    return record.name if isinstance(record, Entry | LearningPath) else record.id


def without_markup(text: str) -> str:
    """`text` without Discord's markdown; a link keeps its name."""
    return _MARKUP.sub("", _LINK.sub(r"\1", text))


def _card(entry: Entry, library: Library, texts: Texts) -> list[str]:
    parts = [entry.name if not entry.acronyms else f"{entry.name} ({', '.join(entry.acronyms)})"]
    for section in cards.sections(entry, library, texts):
        blocks = [without_markup(block) for block in section.blocks]
        parts += blocks if section.key == "overview" else [section.label.upper(), *blocks]
    pictures = (illustrations.of(entry, library, section) for section in illustrations.SECTIONS)
    return [*parts, *(f"PICTURE\n{picture.alt}" for picture in pictures if picture is not None)]


def _question(question: CheckQuestion) -> str:
    lines = [question.stem]
    for letter, option in zip(LETTERS, question.options, strict=False):
        lines += [f"{letter}. {option.text}{' (right)' if option.correct else ''}", f"   {option.why}"]
    return "\n".join(lines)
