"""Games, rounds and questions for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.core.lessons import Option
from bot.core.questions import Asked
from bot.core.quiz import Game, Mode, Phase, Round
from bot.core.record import Category

NOW = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)


def asked(number: int = 1, *, difficulty: str = "medium", key: int = 1, options: int = 4) -> Asked:
    """A question whose right option is at `key`."""
    told = tuple(
        Option(text=f"option {index}", correct=index == key, why=f"the reason for option {index}")
        for index in range(options)
    )
    fields: dict[str, Any] = {"difficulty": difficulty, "category": Category.CORE, "tests": ("a",), "sources": ("b",)}
    return Asked(id=f"question-{number}", stem="Which of these options is right?", options=told, **fields)


def round_of(number: int = 1, **fields: Any) -> Round:
    return Round(number, number, fields.pop("asked", asked(number)), **fields)


def game(phase: Phase = Phase.LOBBY, **fields: Any) -> Game:
    """A game of three rounds whose first one is to come, or, in later phases, is the current one."""
    started = phase not in (Phase.ANNOUNCING, Phase.THREADING, Phase.LOBBY)
    known: dict[str, Any] = {
        "id": 1,
        "guild_id": 2,
        "home_channel_id": 3,
        "channel_id": 4,
        "user_id": 5,
        "topic": "",
        "difficulty": "mixed",
        "mode": Mode.EVERYONE,
        "rounds": 3,
        "seconds": 20,
        "in_thread": False,
        "solo_counts": False,
        "secret": b"secret",
        "phase": phase,
        "number": int(started),
        "due_at": NOW,
        "started_at": NOW,
        "current": round_of(1) if started else None,
        "following": round_of(2 if started else 1),
    }
    return Game(**known | fields)
