"""How long what is kept outlives its server, and which servers a process answers for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

GRACE = timedelta(days=30)
"""How long the data of a server that removed the bot is kept, for its return."""


@dataclass(frozen=True, slots=True)
class Shards:
    """The part of all servers that one process answers for."""

    count: int
    ids: Collection[int]

    def serve(self, guild_id: int) -> bool:
        """Whether this process would be told of that server, by Discord's rule."""
        return (guild_id >> 22) % self.count in self.ids


@dataclass(frozen=True, slots=True)
class Turnover:
    """Whose clock starts and whose stops."""

    departed: frozenset[int]
    returned: frozenset[int]


def turnover(known: Collection[int], departed: Collection[int], present: Collection[int], shards: Shards) -> Turnover:
    """What a start finds out: servers with data that are gone without a clock running, and gone ones that are back.

    A server that is only unavailable is among `present`; those of other processes are not judged.
    """
    ours = {guild_id for guild_id in known if shards.serve(guild_id)}
    return Turnover(frozenset(ours - set(present) - set(departed)), frozenset(set(departed) & set(present)))


def due(left_at: datetime, now: datetime) -> bool:
    """Whether the data of a server that left then is to go."""
    return left_at + GRACE <= now
