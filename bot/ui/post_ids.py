"""What stands in the custom ids of scheduled posts and of the messages with which schedules are managed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Self

from bot.core.evidence import Id


@dataclass(frozen=True)
class PostId:
    """A control of a post, or of what it opened: a check question, or an answer to one."""

    action: Literal["check", "answer"]
    entry: Id
    number: int = 0
    """Which question about the entry."""
    option: int = 0

    TEMPLATE = re.compile(r"post:(?P<action>check|answer):(?P<entry>[a-z0-9-]{1,32}):(?P<number>\d):(?P<option>\d)")

    def __str__(self) -> str:
        return f"post:{self.action}:{self.entry}:{self.number}:{self.option}"

    @classmethod
    def parse(cls, match: re.Match[str]) -> Self:
        """The control that a custom id stands for."""
        return cls(match["action"], match["entry"], int(match["number"]), int(match["option"]))  # pyright: ignore[reportArgumentType]  # the pattern admits only the two


@dataclass(frozen=True)
class ScheduleId:
    """A control of a schedule's panel, as of the version that is shown; `list` turns a page of the list."""

    action: str
    schedule_id: int = 0
    version: int = 0

    TEMPLATE = re.compile(r"schedule:(?P<action>[a-z]{1,12}):(?P<schedule>\d{1,19}):(?P<version>\d{1,9})")

    def __str__(self) -> str:
        return f"schedule:{self.action}:{self.schedule_id}:{self.version}"

    @classmethod
    def parse(cls, match: re.Match[str]) -> Self:
        """The control that a custom id stands for."""
        return cls(match["action"], int(match["schedule"]), int(match["version"]))


@dataclass(frozen=True)
class ScheduleFormId:
    """A form about a schedule, as of the version that was shown, and the inputs in it."""

    form: Literal["when", "order"]
    schedule_id: int
    version: int

    TEMPLATE = re.compile(r"schedule-form:(?P<form>when|order):(?P<schedule>\d{1,19}):(?P<version>\d{1,9})")
    TIME, DAYS, ZONE = "time", "days", "zone"
    ORDER, EXCLUDED = "order", "excluded"

    def __str__(self) -> str:
        return f"schedule-form:{self.form}:{self.schedule_id}:{self.version}"

    @classmethod
    def parse(cls, match: re.Match[str]) -> Self:
        """The form that a custom id stands for."""
        return cls(match["form"], int(match["schedule"]), int(match["version"]))  # pyright: ignore[reportArgumentType]  # the pattern admits only the two
