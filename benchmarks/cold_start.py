"""Row 11: from nothing to a built bot with its library, over `import discord` alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from benchmarks.processes import printed, seconds
from benchmarks.rows import Row

DISCORD = "import discord"
BUILT = """
import asyncio, gc, sys
gc.disable()  # as `neurosprout run` does
from pathlib import Path
from bot import app
from bot.config import CHECKOUT

async def build():
    state = Path(sys.argv[1])
    async with app.parts(CHECKOUT / "data", f"sqlite:///{state}/bot.sqlite3", state) as made:
        app.create_bot(made)

asyncio.run(build())
"""


def rows() -> Iterator[Row]:
    """Measured in fresh interpreters, in turns; every start but the first finds its database and library as kept."""
    with tempfile.TemporaryDirectory() as state:
        printed(BUILT, state)
        floor, ours = seconds([DISCORD, BUILT], state)
    yield Row("11", "cold start to a built bot over import discord", "s", ours, floor, 2.0)
