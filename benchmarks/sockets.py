"""Rows 9 and 10: what a lookup costs over real sockets, and how many interactions a second one core sustains."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import discord
import psutil
from aiohttp import web
from discord import app_commands

from benchmarks.rows import Row
from bot import app
from bot.client.sync import sync
from bot.config import CHECKOUT
from tests.standin import StandIn
from tests.standin.faults import Fault, reply
from tests.standin.harness import Bot, Program
from tests.standin.interactions import COMMAND
from tests.standin.users import Player
from tests.standin.world import Channel, Json

_ROUNDS = 400
_LOAD = 4000
_AT_ONCE = 64
_RATE = 1000
"""Interactions a second, for the age under load."""
_SECONDS = 30.0
"""The longest that either load may take."""


async def _empty(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message("x", ephemeral=True)


def _place(standin: StandIn) -> tuple[Channel, Player]:
    guild = standin.world.add_guild()
    user = standin.world.add_user("Ann")
    standin.world.join(guild, user)
    return standin.world.add_channel(guild, "lab"), Player(standin, user)


async def _medians(acts: Sequence[Callable[[], Awaitable[object]]]) -> list[float]:
    """The median seconds of each act; they take turns, and the first tenth warms up."""
    times: list[list[float]] = [[] for _ in acts]
    for _ in range(_ROUNDS):
        for measured, act in zip(times, acts, strict=True):
            began = time.perf_counter()
            await act()
            measured.append(time.perf_counter() - began)
    return [statistics.median(measured[_ROUNDS // 10 :]) for measured in times]


@asynccontextmanager
async def _bare() -> AsyncGenerator[Callable[[], Awaitable[object]]]:
    """One JSON request to an aiohttp server that does nothing, over the same loopback."""

    async def handle(request: web.Request) -> web.Response:
        await request.json()
        return reply({"interaction": {"id": "1", "type": 2}})

    server = web.Application()
    server.router.add_post("/", handle)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    async with aiohttp.ClientSession() as session:

        async def once() -> None:
            async with session.post(url, json={"type": 4, "data": {"content": "x", "flags": 64}}) as answer:
                await answer.json()

        yield once
    await runner.cleanup()


async def _latencies() -> list[float]:
    """Medians in seconds: a lookup, an empty command, bare aiohttp; all in one process."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/db.sqlite3"
        async with app.parts(CHECKOUT / "data", database) as made, StandIn() as standin, _bare() as bare:
            standin.contract = None  # checking a body costs more than answering it
            room, ann = _place(standin)
            bot = app.create_bot(made, shard_count=1)
            bot.tree.add_command(app_commands.Command[Any, ..., None](name="empty", description="x", callback=_empty))
            async with standin.running(bot):
                await sync(bot)
                lookup = lambda: ann.slash(room, "define", term="#psychoplastogen")  # noqa: E731 - one of three alike
                return await _medians([lookup, lambda: ann.slash(room, "empty"), bare])


class _Load:
    """Sends one lookup over and over, and takes each answer without carrying it out, which costs more than the bot."""

    def __init__(self, standin: StandIn, room: Channel, ann: Player) -> None:
        self._standin, self._room, self._user = standin, room, ann.user
        (command,) = (one for one in standin.world.commands[0] if one["name"] == "define")
        given = [{"name": "term", "type": 3, "value": "#psychoplastogen"}]
        self._data: Json = {"id": command["id"], "name": "define", "type": 1, "options": given, "resolved": {}}
        self.ages: list[float] = []
        self._left = 0

    def _send(self) -> None:
        self._standin.interactions.open(COMMAND, self._user, self._room, self._data)

    async def _take(self, request: web.Request) -> web.StreamResponse:
        made = self._standin.interactions.all.pop(request.match_info["token"])
        self.ages.append(time.monotonic() - made.opened)
        if self._left > 0:
            self._left -= 1
            self._send()
        return reply({"interaction": {"id": str(made.id), "type": made.type}})

    def _begin(self) -> None:
        self.ages.clear()
        self._standin.faults.planned = [Fault("POST /interactions/*", self._take, times=2 * _LOAD)]

    async def at_full_speed(self) -> None:
        """`_LOAD` lookups, always `_AT_ONCE` of them under way."""
        self._begin()
        self._left = _LOAD - _AT_ONCE
        for _ in range(_AT_ONCE):
            self._send()
        await self._standin.until(lambda: len(self.ages) >= _LOAD, _SECONDS)

    async def at_a_rate(self) -> None:
        """`_LOAD` lookups at `_RATE` a second, whether or not the bot keeps up."""
        self._begin()
        began, sent = time.monotonic(), 0
        while sent < _LOAD:
            due = min(_LOAD, int((time.monotonic() - began) * _RATE))
            for _ in range(sent, due):
                self._send()
            sent = due
            await asyncio.sleep(0.002)
        await self._standin.until(lambda: len(self.ages) >= _LOAD, _SECONDS)


async def _load() -> tuple[float, float, float]:
    """Against the program in a process of its own: CPU and wall seconds of `_LOAD` lookups, and the age at a rate."""
    with tempfile.TemporaryDirectory() as folder:
        async with StandIn() as standin:
            standin.contract = None
            room, ann = _place(standin)
            process = Bot(standin, Program(Path(folder), {"NEUROSPROUT_STATE": folder}))
            await process.start()
            await standin.until(lambda: bool(standin.world.commands.get(0)), 10)
            program = psutil.Process(int((Path(folder) / "neurosprout.pid").read_text(encoding="ascii")))
            await _idle(program)
            load = _Load(standin, room, ann)
            before, began = program.cpu_times(), time.perf_counter()
            await load.at_full_speed()
            after, wall = program.cpu_times(), time.perf_counter() - began
            await load.at_a_rate()
            standin.faults.planned.clear()
            await process.stop()
    cpu = after.user + after.system - before.user - before.system
    return cpu, wall, statistics.quantiles(load.ages, n=100)[98]


async def _idle(program: psutil.Process) -> None:
    """Wait until it has drawn its pictures ahead, at most half a minute: that is not what is measured."""
    for _ in range(30):
        before = sum(one.cpu_times().user for one in (program, *program.children()))
        await asyncio.sleep(1)
        if sum(one.cpu_times().user for one in (program, *program.children())) - before < 0.05:
            return


def rows() -> Iterator[Row]:
    """Row 10's goals are a rate on one core, counted in the program's own CPU time, and an age."""
    lookup, empty, bare = asyncio.run(_latencies())
    yield Row("9", "a lookup over an empty command, median", "ms", lookup * 1e3, empty * 1e3, 1.3)
    yield Row("9", "an empty command over bare aiohttp, median", "ms", empty * 1e3, bare * 1e3, 1.8)
    cpu, wall, age = asyncio.run(_load())
    yield Row("10", "CPU of a lookup (1,500 a second on one core)", "ms", cpu / _LOAD * 1e3, None, 1000 / 1500)
    yield Row("10", "time of a lookup at full load", "ms", wall / _LOAD * 1e3, None, 1000 / 1500)
    yield Row("10", "age at acknowledgement at 1,000 a second, 99 %", "ms", age * 1e3, None, 50.0)
