"""The bot with games that go many times faster, as a program for the kill harness.

The library is read when this module is imported, once for all the lives that are forked from there.
"""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

from bot import app, log
from bot.client.api import aim
from bot.client.parts import Parts
from bot.client.pictures import Pictures
from bot.client.sync import sync
from bot.core.quiz import Pace
from bot.render import Renderer
from bot.services.knowledge import Knowledge
from bot.storage.engine import Database
from bot.ui.texts import Texts

KNOWLEDGE = Knowledge(Path(__file__).resolve().parents[2] / "data")


async def _run() -> None:
    aim(os.environ["NEUROSPROUT_API"])
    folder = Path(os.environ["QUIZ_FOLDER"])
    async with Database.open(f"sqlite:///{folder}/bot.sqlite3") as database, Renderer(None) as renderer:
        pace = Pace(float(os.environ["QUIZ_PACE"]))
        bot = app.create_bot(Parts(KNOWLEDGE, database, Pictures(renderer), Texts(), pace), shard_count=1)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: asyncio.ensure_future(bot.close()))
        async with bot:
            await bot.login(os.environ["DISCORD_TOKEN"])
            await sync(bot)
            await bot.connect()


def main() -> None:
    """Run the bot against the stand-in of the environment, on the database in QUIZ_FOLDER."""
    log.configure("info", "text")
    asyncio.run(_run())
