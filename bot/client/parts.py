"""What the client stands on."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.client.pictures import Pictures
from bot.core.quiz import Pace
from bot.services.knowledge import Knowledge
from bot.storage.engine import Database
from bot.ui.texts import Texts


@dataclass(frozen=True)
class Parts:
    """What the client is given; whoever made them closes them."""

    knowledge: Knowledge
    database: Database
    pictures: Pictures
    texts: Texts
    pace: Pace = field(default_factory=Pace)
    """How fast games go."""
