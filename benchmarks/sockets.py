"""Rows 9 and 10: what a lookup costs over real sockets, and how many interactions a second one core sustains."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
from aiohttp import web
from discord import app_commands

from benchmarks.rows import Row
from bot import app
from bot.client.sync import sync
from bot.config import CHECKOUT
from tests.standin import StandIn
from tests.standin.harness import Bot, Program
from tests.standin.users import Player
from tests.standin.world import Channel

_SAMPLES = 300
_LOAD = 4000
_AT_ONCE = 64


async def _empty(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message("x", ephemeral=True)


async def _median(once: Callable[[], Awaitable[object]]) -> float:
    times: list[float] = []
    for _ in range(_SAMPLES):
        began = time.perf_counter()
        await once()
        times.append(time.perf_counter() - began)
    return statistics.median(times[_SAMPLES // 10 :])


def _place(standin: StandIn) -> tuple[Channel, Player]:
    guild = standin.world.add_guild()
    user = standin.world.add_user("Ann")
    standin.world.join(guild, user)
    return standin.world.add_channel(guild, "lab"), Player(standin, user)


async def _bare() -> float:
    """One JSON request to an aiohttp server that does nothing, over the same loopback."""

    async def handle(request: web.Request) -> web.Response:
        await request.json()
        return web.json_response({"interaction": {"id": "1"}})

    server = web.Application()
    server.router.add_post("/", handle)
    runner = web.AppRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with aiohttp.ClientSession() as session:

        async def once() -> None:
            async with session.post(f"http://127.0.0.1:{port}/", json={"type": 4, "data": {"content": "x"}}) as answer:
                await answer.json()

        measured = await _median(once)
    await runner.cleanup()
    return measured


async def _latencies() -> tuple[float, float, float]:
    """Medians in seconds: a lookup, an empty command, bare aiohttp."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/db.sqlite3"
        async with app.parts(CHECKOUT / "data", database) as made, StandIn() as standin:
            standin.contract = None  # checking a body costs more than answering it
            room, ann = _place(standin)
            bot = app.create_bot(made, shard_count=1)
            bot.tree.add_command(app_commands.Command[Any, ..., None](name="empty", description="x", callback=_empty))
            async with standin.running(bot):
                await sync(bot)
                lookup = await _median(lambda: ann.slash(room, "define", term="#psychoplastogen"))
                empty = await _median(lambda: ann.slash(room, "empty"))
    return lookup, empty, await _bare()


async def _load() -> tuple[float, float]:
    """Interactions a second, and the 99th percentile of their ages in seconds, against the program in its process."""
    with tempfile.TemporaryDirectory() as folder:
        async with StandIn() as standin:
            standin.contract = None
            room, ann = _place(standin)
            process = Bot(standin, Program(Path(folder), {"NEUROSPROUT_STATE": folder}))
            await process.start()
            await standin.until(lambda: bool(standin.world.commands.get(0)), 10)
            left = iter(range(_LOAD))
            ages: list[float] = []

            async def member() -> None:
                for _ in left:
                    answered = await ann.slash(room, "define", term="#psychoplastogen")
                    ages.append(answered.acknowledged or 3.0)

            began = time.perf_counter()
            await asyncio.gather(*(member() for _ in range(_AT_ONCE)))
            rate = _LOAD / (time.perf_counter() - began)
            await process.stop()
    return rate, statistics.quantiles(ages, n=100)[98]


def rows() -> Iterator[Row]:
    """Row 10's goals are a rate and an age; the stand-in and its members share the machine with the bot."""
    lookup, empty, bare = asyncio.run(_latencies())
    yield Row("9", "a lookup over an empty command, median", "ms", lookup * 1e3, empty * 1e3, 1.3)
    yield Row("9", "an empty command over bare aiohttp, median", "ms", empty * 1e3, bare * 1e3, 1.8)
    rate, age = asyncio.run(_load())
    yield Row("10", "time for a thousand lookups at full load", "s", 1000 / rate, None, 1000 / 1500)
    yield Row("10", "age at acknowledgement at full load, 99 %", "ms", age * 1e3, None, 50.0)
