"""A program for the kill harness: it posts five things once each, by claim, nonce and confirmation; or carelessly."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sqlite3
from pathlib import Path

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.standin_tests.minimal import Minimal

POSTS = 5


def database(folder: Path) -> sqlite3.Connection:
    """The posts: claimed when there is a row, confirmed when it has a message."""
    connection = sqlite3.connect(folder / "posts.sqlite3", isolation_level=None)
    connection.execute("CREATE TABLE IF NOT EXISTS post (id INTEGER PRIMARY KEY, message INTEGER)")
    return connection


class Poster(Minimal):
    """Posts what is not confirmed, on every start."""

    def __init__(self, folder: Path, *, careful: bool) -> None:
        super().__init__()
        self.database, self.careful = database(folder), careful

    async def on_ready(self) -> None:
        channel = self.guilds[0].text_channels[0]
        for number in range(POSTS):
            self.database.execute("INSERT OR IGNORE INTO post VALUES (?, NULL)", (number,))
            (message,) = self.database.execute("SELECT message FROM post WHERE id = ?", (number,)).fetchone()
            nonce = f"post-{number}" if self.careful else secrets.token_hex(8)
            if message is None:
                sent = await channel.send(f"post {number}", nonce=nonce)
                self.database.execute("UPDATE post SET message = ? WHERE id = ?", (sent.id, number))


async def _run() -> None:
    if seconds := os.environ.get("POSTER_CHILD"):
        await asyncio.create_subprocess_exec("sleep", seconds)
    bot = Poster(Path(os.environ["POSTER_FOLDER"]), careful=os.environ["POSTER"] == "careful")
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: asyncio.ensure_future(bot.close()))
    async with bot:
        await bot.start(os.environ["DISCORD_TOKEN"])
    bot.database.close()


def main() -> None:
    """Aim at the stand-in and run."""
    address = yarl.URL(os.environ["NEUROSPROUT_API"])
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = str(address), address.with_scheme("ws").with_path("/")
    discord.utils.setup_logging()
    asyncio.run(_run())
