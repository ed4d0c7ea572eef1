"""Questions that members suggest: how they are written in a form, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pydantic import ValidationError

from bot.core import names
from bot.core.lessons import Option, QuizQuestion
from bot.core.record import Category
from bot.core.refusals import SuggestionFaultError

PREFIX = "server-"
"""How the ids of a server's own questions begin."""
_WHY_WRONG = "It is not the answer: see why the right one is right."
_LEAST, _MOST = 3, 5


class ServerQuestion(QuizQuestion):
    """A question of a server's own pool: approved by its moderators, not by the library; it cites no paper."""


class State(StrEnum):
    """Whether a suggestion waits for the moderators or is asked; a rejected one is not kept."""

    PENDING = "pending"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds; `answers` has one to a line, the right one first, each with its reason after a bar."""

    stem: str
    answers: str
    why: str
    category: Category


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested question as it is kept."""

    id: int
    guild_id: int
    draft: Draft
    state: State
    user_id: int | None
    """Who wrote it; None once it was decided, or that person was forgotten."""
    named: bool
    """Whether the moderators are told who wrote it."""
    message_id: int | None
    """The message in the notice channel that shows it."""
    created_at: datetime

    @property
    def author_id(self) -> int | None:
        """Whom the moderators may see as its writer."""
        return self.user_id if self.named else None

    @property
    def question(self) -> ServerQuestion:
        """The question that it asks; what is kept was checked when it was written."""
        return question(self.draft, f"{PREFIX}{self.id}")


def tidied(draft: Draft) -> Draft:
    """The draft without invisible characters, superfluous spaces and empty lines."""
    lines = (names.visible(line) for line in draft.answers.splitlines())
    return replace(
        draft,
        stem=names.visible(draft.stem),
        answers="\n".join(line for line in lines if line),
        why=names.visible(draft.why),
    )


def question(draft: Draft, question_id: str = f"{PREFIX}0") -> ServerQuestion:
    """The question that a tidied draft asks; a SuggestionFaultError says what to change."""
    lines = draft.answers.splitlines()
    options = [_option(line, first=number == 0, why=draft.why) for number, line in enumerate(lines)]
    if not _LEAST <= len(options) <= _MOST:
        raise _refusal(draft, "count", len(options))
    if len({option.text.casefold() for option in _read(draft, options)}) < len(options):
        raise _refusal(draft, "twice", 0)
    fields = {
        "id": question_id,
        "stem": draft.stem,
        "category": draft.category,
        "difficulty": "medium",
        "tests": (),
        "sources": (),
    }
    try:
        return ServerQuestion.model_validate({**fields, "options": options})
    except ValidationError as error:
        raise _refusal(draft, "stem", 0) from error


def _option(line: str, *, first: bool, why: str) -> dict[str, object]:
    text, _, reason = (part.strip() for part in line.partition("|"))
    return {"text": text, "correct": first, "why": why if first else reason or _WHY_WRONG}


def _read(draft: Draft, options: Sequence[Mapping[str, object]]) -> Iterator[Option]:
    for number, fields in enumerate(options, 1):
        try:
            yield Option.model_validate(fields)
        except ValidationError as error:
            part = str(error.errors()[0]["loc"][0])
            named = "reason" if part == "why" and number > 1 else part
            raise _refusal(draft, named, number) from error


def _refusal(draft: Draft, part: str, number: int) -> SuggestionFaultError:
    return SuggestionFaultError(part, number, (draft.stem, draft.answers, draft.why))


def pool(suggestions: Sequence[Suggestion]) -> tuple[ServerQuestion, ...]:
    """The questions of those that are approved."""
    return tuple(one.question for one in suggestions if one.state is State.APPROVED)
