"""What the knowledge base teaches with: questions, and learning paths that put entries and questions in order."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, field_validator

from bot.core.evidence import Id, Model, Month
from bot.core.record import Category, Kind, Record


class Option(Model):
    """One option of a question, with the reason why it is right or wrong."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    correct: bool = False
    why: Annotated[str, StringConstraints(min_length=10, max_length=300)]


class CheckQuestion(Model):
    """A question that checks whether the story was understood."""

    stem: Annotated[str, StringConstraints(min_length=15, max_length=240)]
    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=5)]

    @field_validator("options")
    @classmethod
    def _one_key(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        keys = sum(option.correct for option in options)
        if keys != 1:
            raise ValueError(f"{keys} options are marked correct; mark exactly one")
        if len({option.text.casefold() for option in options}) < len(options):
            raise ValueError("two options read the same")
        return options


class Question(CheckQuestion, Record):
    """A question written by hand: one best answer, which the first entry it tests gives."""

    kind: ClassVar[Kind] = Kind.QUESTION

    category: Category
    difficulty: Literal["easy", "medium", "hard"]
    tests: Annotated[tuple[Id, ...], Field(min_length=1, max_length=4)]
    """The entries it tests; the first one answers it."""
    sources: Annotated[tuple[Id, ...], Field(min_length=1, max_length=4)]
    """The papers that support the key."""
    reviewed: Month


class LearningPath(Record):
    """Entries and questions in the order in which they are best learned."""

    kind: ClassVar[Kind] = Kind.LEARNING_PATH

    name: Annotated[str, StringConstraints(min_length=5, max_length=80)]
    one_liner: Annotated[str, StringConstraints(min_length=20, max_length=160)]
    steps: Annotated[tuple[Id, ...], Field(min_length=5, max_length=40)]
    """Ids of entries and of questions."""

    @field_validator("steps")
    @classmethod
    def _each_once(cls, steps: tuple[Id, ...]) -> tuple[Id, ...]:
        if twice := sorted({step for step in steps if steps.count(step) > 1}):
            raise ValueError(f"{', '.join(twice)} stands there twice")
        return steps
