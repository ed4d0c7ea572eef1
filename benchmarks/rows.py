"""One figure: what was measured, against what in the same run, and the goal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`ratio` is ours over the floor or peer, or a figure with an absolute goal where `floor_or_peer` is None."""

    number: str
    name: str
    unit: str
    ours: float
    floor_or_peer: float | None
    goal: float

    @property
    def ratio(self) -> float:
        return self.ours if self.floor_or_peer is None else self.ours / self.floor_or_peer

    @property
    def holds(self) -> bool:
        return self.ratio <= self.goal

    def as_json(self) -> dict[str, object]:
        """The row as the results file keeps it."""
        return {
            "name": f"{self.number} {self.name}",
            "unit": self.unit,
            "ours": round(self.ours, 4),
            "floor_or_peer": None if self.floor_or_peer is None else round(self.floor_or_peer, 4),
            "ratio": round(self.ratio, 3),
            "goal": self.goal,
            "holds": self.holds,
        }
