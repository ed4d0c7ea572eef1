"""What is due next, in memory: the posts of the coming hours, the earliest first."""

from __future__ import annotations

import heapq
from datetime import datetime


class Agenda:
    """Ids by the moment they are due. An id may be put in again; taking one that is not due any more does no harm."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int]] = []

    def __len__(self) -> int:
        return len(self._heap)

    def put(self, due_at: datetime, posting_id: int) -> None:
        """Remember it."""
        heapq.heappush(self._heap, (due_at, posting_id))

    def take(self, now: datetime, limit: int) -> list[int]:
        """At most `limit` ids that are due, each once, the longest due first."""
        found: dict[int, None] = {}
        while self._heap and self._heap[0][0] <= now and len(found) < limit:
            found[heapq.heappop(self._heap)[1]] = None
        return list(found)

    def next_at(self) -> datetime | None:
        """When the next one is due; None if nothing is known."""
        return self._heap[0][0] if self._heap else None
