"""How often members may write to those who run a server: suggestions, and whatever else goes to people by a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.refusals import LetterBlockedError, TooManyLettersError

EVERYWHERE = 0
"""Stands for no server: for direct messages, for servers without the bot, and for a block that holds in all."""


@dataclass(frozen=True)
class Sender:
    """Somebody who writes from a server, and when."""

    guild_id: int
    user_id: int
    at: datetime


WINDOW = timedelta(hours=1)
PER_PERSON, PER_SERVER = 3, 30
"""How many letters may be written within the window."""


def require_room(*, by_person: int, in_server: int, blocked: bool) -> None:
    """Refuse a letter from somebody who is blocked, or beyond what was written within the window."""
    if blocked:
        raise LetterBlockedError
    if by_person >= PER_PERSON:
        raise TooManyLettersError(PER_PERSON)
    if in_server >= PER_SERVER:
        raise TooManyLettersError(None)
