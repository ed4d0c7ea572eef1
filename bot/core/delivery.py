"""What became of a public message: sent, refused with a cause, or not known yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """Why Discord refuses a message; what to do about it differs."""

    CHANNEL_GONE = "channel_gone"
    NO_ACCESS = "no_access"
    """The bot cannot see the channel."""
    NO_PERMISSION = "no_permission"
    """It sees the channel and lacks another permission there; Discord does not say which."""
    ARCHIVED = "archived"
    LOCKED = "locked"
    THREADS_FULL = "threads_full"
    """The server has as many active threads as it may have."""
    TAG_REQUIRED = "tag_required"
    """The forum wants a tag on every post."""
    WRONG_KIND = "wrong_kind"
    """Messages do not go into a channel of this kind."""
    AUTOMOD = "automod"
    """The server's automatic moderation blocked the text."""
    REJECTED = "rejected"
    """Something else; the code that Discord gave stands beside it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there, once; `channel_id` is the thread's where it began a forum post."""

    message_id: int
    channel_id: int
    found: bool = False
    """Whether an earlier try had arrived, so that nothing was sent now."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It is not there, and trying again changes nothing before somebody mends the cause."""

    cause: Cause
    code: int = 0
    """Discord's own code."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Discord could not be reached or gave no answer: it may be there or not. Try again later, with the same key."""

    reason: str


Outcome = Sent | Refused | Unknown
