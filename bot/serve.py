"""Run the bot against Discord until it is told to stop: commands registered, signs of life, reload on SIGHUP."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import discord

from bot import app
from bot.client.api import aim
from bot.client.bot import Neurosprout
from bot.client.sync import sync
from bot.config import Config
from bot.storage.knowledge import KnowledgeError

_log = logging.getLogger(__name__)

PID_FILE = "neurosprout.pid"
ALIVE_FILE = "neurosprout.alive"
ALIVE_EVERY = 20.0
"""Seconds between two signs of life; the health check allows three of them to be missed."""
TOKEN_REFUSED = 4004
"""The close code of the gateway for a token that was reset while the bot ran."""


async def serve(config: Config, *, register: bool) -> None:
    """Log in and serve until SIGTERM or SIGINT; discord.LoginFailure if the token is refused, then or later."""
    token = config.bot_token()
    if config.api is not None:
        aim(config.api)
    async with app.parts(config.data, config.database_url, config.state) as made:
        bot = app.create_bot(made, shard_count=config.shard_count, shard_ids=config.shard_ids)
        with pid_file(config.state / PID_FILE):
            async with bot:
                await bot.login(token)
                if register:
                    await sync(bot)
                await _connected(bot, made, config)


async def register(config: Config) -> None:
    """Log in, register the commands, and leave."""
    async with app.parts(config.data, config.database_url) as made:
        bot = app.create_bot(made)
        async with bot:
            await bot.login(config.bot_token())
            await sync(bot, force=True)


async def _connected(bot: Neurosprout, made: app.Parts, config: Config) -> None:
    """Stay connected until a signal; the side tasks end with the connection."""
    loop = asyncio.get_running_loop()
    side: set[asyncio.Task[object]] = set()

    def stop() -> None:
        side.add(asyncio.ensure_future(bot.close()))

    def reload() -> None:
        side.add(asyncio.ensure_future(reloaded(made)))

    for number, handler in ((signal.SIGTERM, stop), (signal.SIGINT, stop), (signal.SIGHUP, reload)):
        loop.add_signal_handler(number, handler)
    drawing = asyncio.ensure_future(app.draw_ahead(made))
    dealing = asyncio.ensure_future(bot.games.deal())
    alive = asyncio.ensure_future(_signs_of_life(bot, config.state / ALIVE_FILE))
    try:
        await bot.connect()
    except discord.ConnectionClosed as error:
        if error.code == TOKEN_REFUSED:
            raise discord.LoginFailure("the gateway refused the token") from error
        raise
    finally:
        for task in (drawing, dealing, alive):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def reloaded(made: app.Parts) -> bool:
    """Read the knowledge base again; where it is broken the log lists the errors and the old one stays."""
    try:
        await made.knowledge.reload()
    except KnowledgeError as error:
        for problem in error.problems:
            _log.error("%s", problem)
        _log.error("the library was not reloaded; the old one stays in use", extra={"errors": len(error.problems)})
        return False
    _log.info("reloaded the library", extra={"entries": len(made.knowledge.library.entries)})
    await app.draw_ahead(made)
    return True


async def _signs_of_life(bot: Neurosprout, file: Path) -> None:
    """Touch `file` while the gateway answers, for `neurosprout health`."""
    while True:
        if bot.is_ready() and not bot.is_closed():
            await asyncio.to_thread(file.touch)
        await asyncio.sleep(ALIVE_EVERY)


def is_alive(state: Path) -> bool:
    """Whether the last sign of life is recent."""
    file = state / ALIVE_FILE
    if not file.is_file():
        return False
    age = discord.utils.utcnow().timestamp() - file.stat().st_mtime
    return age <= 3 * ALIVE_EVERY


@contextmanager
def pid_file(path: Path) -> Generator[None]:
    """This process's id in `path` while it runs, for `neurosprout reload`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{os.getpid()}\n", encoding="ascii")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
