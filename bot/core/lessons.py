"""What the knowledge base teaches with: questions, and learning paths that put entries and questions in order."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, field_validator

from bot.core.evidence import Id, Model, Month
from bot.core.record import Category, Kind, Record

Difficulty = Literal["easy", "medium", "hard"]


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


class Template(StrEnum):
    """The kinds of generated questions; the value is the beginning of their ids."""

    TARGET = "target"
    """Which target a substance acts on."""
    CLASS = "class"
    """Which class a substance belongs to."""
    NEXT_STEP = "next-step"
    """Which step of a cascade follows another."""
    ENTERS = "enters"
    """Which substance enters a cascade at a step."""
    STRUCTURE = "structure"
    """Which substance has the structure that is drawn."""
    PAPER = "paper"
    """Which paper found something."""
    TRUE_OR_FALSE = "true-or-false"
    """Whether a sentence describes a term, with the correction where it does not."""
    TERM = "term"
    """Which term a definition defines."""


class Picture(Model):
    """A picture that belongs to a question; drawn without whatever would give the answer away."""

    shows: Literal["structure", "cascade"]
    entry: Id
    """The substance whose structure it shows, or the mechanism."""
    hidden: tuple[str, ...] = ()
    """The nodes of a cascade whose labels are left blank."""
    alternative: Annotated[str, StringConstraints(min_length=20, max_length=600)]
    """What to read instead of it, which gives the answer away no more than the picture does."""


class QuizQuestion(CheckQuestion):
    """What a quiz asks, written by hand or generated."""

    id: str
    """Stays the same for as long as what it asks does."""
    category: Category
    difficulty: Difficulty
    tests: Annotated[tuple[Id, ...], Field(max_length=4)]
    """The entries it tests; the first one answers it. None only where a server's members wrote it."""
    sources: Annotated[tuple[Id, ...], Field(max_length=4)]
    """The papers that support the key; none where the entry's own data do, as they do for a structure."""

    @property
    def picture(self) -> Picture | None:
        """The picture that goes with it, if there is one."""
        return None


class Question(QuizQuestion, Record):
    """A question written by hand: one best answer, which the first entry it tests gives."""

    kind: ClassVar[Kind] = Kind.QUESTION

    id: Id
    tests: Annotated[tuple[Id, ...], Field(min_length=1, max_length=4)]
    sources: Annotated[tuple[Id, ...], Field(min_length=1, max_length=4)]
    reviewed: Month


class GeneratedQuestion(QuizQuestion):
    """A question made from the library by a template; see `generated`. Its id is no id of a record."""

    template: Template
    drawn: Picture | None = None

    @property
    def picture(self) -> Picture | None:
        return self.drawn


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
