"""The bot in a process of its own, killed without warning at a chosen moment and started again, many times over.

Processes are forked from one that has already imported the program, so that a start takes a fraction of a second.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import pkgutil
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from tests.standin import TOKEN, StandIn
from tests.standin.faults import Fault

_context = multiprocessing.get_context("forkserver")


@dataclass(frozen=True)
class Program:
    """What is run: `module:function`, its arguments, its settings, and the folder that keeps its output."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    target: str = "bot.__main__:main"
    arguments: tuple[str, ...] = ("run",)


@dataclass(frozen=True)
class Moment:
    """When the process is killed: at whichever comes first."""

    steps: int = 0
    """At this step of its event loop after the act began: at an await, wherever that is."""
    route: str = ""
    """When it sends such a request; with `accepted` after that was carried out, but before it hears so."""
    accepted: bool = False
    skip: int = 0
    """How many such requests pass before."""
    seconds: float = 3.0
    """At the latest so long after the act began."""


class Bot:
    """One program against one stand-in, through all its lives."""

    def __init__(self, standin: StandIn, program: Program) -> None:
        self._standin, self._program = standin, program
        self.output = program.folder / "output.txt"
        """What it wrote in all its lives."""
        _context.set_forkserver_preload(["discord", "tests.standin.harness", program.target.split(":")[0]])
        self._process = _context.Process(target=_live, daemon=True)
        self._lives: list[int] = []

    @property
    def alive(self) -> bool:
        return self._process.pid is not None and self._process.is_alive()

    async def start(self, *, steps: int = 0, seconds: float = 30) -> None:
        """Start it and wait until it is connected; an early end is an AssertionError with its output."""
        gateway, lives = self._standin.gateway, self._standin.gateway.identifies
        self._process = _context.Process(target=_live, args=(self._program, self._standin.api, steps), daemon=True)
        await asyncio.to_thread(self._process.start)
        self._lives.append(self._process.pid or 0)
        await self._standin.until(lambda: gateway.identifies > lives or not self.alive, seconds)
        assert gateway.identifies > lives, f"it ended before it was connected:\n{self.output.read_text()}"

    def begin_counting(self) -> None:
        """From here the steps of `start` are counted."""
        os.kill(self._process.pid or 0, signal.SIGUSR1)

    async def kill(self, _: web.Request | None = None) -> web.StreamResponse:
        """SIGKILL; also as a fault of the stand-in."""
        self._process.kill()
        await self._standin.until(lambda: not self.alive, 10)
        return web.Response(status=500)

    async def stop(self, seconds: float = 10) -> None:
        """SIGTERM, and the time to end well. A child of any life that still lives then is a problem."""
        self._process.terminate()
        await self._standin.until(lambda: not self.alive, seconds)
        with contextlib.suppress(TimeoutError):
            await self._standin.until(lambda: not any(map(_is_left, self._lives)), 5)
        self._standin.problems += [f"a child of process {pid} outlived it" for pid in self._lives if _is_left(pid)]

    async def survive(
        self, moment: Moment, act: Callable[[], Awaitable[object]], settled: Callable[[], bool], seconds: float = 20
    ) -> None:
        """Start, act, die at the moment, start again and run until it has `settled`; then stop."""
        await self.start(steps=moment.steps)
        if moment.steps:
            self.begin_counting()
        faults, fault = self._standin.faults, Fault(moment.route, self.kill, skip=moment.skip, accepted=moment.accepted)
        faults.planned.append(fault)
        acting = asyncio.ensure_future(act())
        try:
            await self._standin.until(lambda: not self.alive, moment.seconds)
        except TimeoutError:
            await self.kill()
        faults.planned = [each for each in faults.planned if each is not fault]  # the next life is not to end by it
        await acting
        await self.start()
        await self._standin.until(settled, seconds)
        await self.stop()


async def repeat(
    trial: Callable[[int], Awaitable[list[str]]], times: int, *, together: int = 4, seconds: float = 600
) -> list[str]:
    """Run trial(0), trial(1), ... a few at once; what differed, each with the number that repeats it."""
    gate, differences = asyncio.Semaphore(together), list[str]()

    async def one(number: int) -> None:
        async with gate:
            differences.extend(f"trial {number}: {difference}" for difference in await trial(number))

    async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
        for number in range(times):
            group.create_task(one(number))
    return differences


def _is_left(pid: int) -> bool:
    """Whether anything is left of the process group that this life led."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, 0)
        return True
    return False


def _live(program: Program, api: str, steps: int) -> None:
    """In the new process: the settings, the countdown, the program."""
    multiprocessing.current_process().daemon = False  # it ends with the tests, and may still have children
    os.setsid()
    log = os.open(program.folder / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ |= {"NEUROSPROUT_API": api, "DISCORD_TOKEN": TOKEN, **program.settings}
    sys.argv = ["neurosprout", *program.arguments]
    if steps:
        sys.modules["uvloop"] = None  # type: ignore[assignment]  # only the steps of asyncio's own loop can be counted
        signal.signal(signal.SIGUSR1, lambda _signal, _frame: _count_down(steps))
    pkgutil.resolve_name(program.target)()


def _count_down(steps: int) -> None:
    """Die when the event loop schedules its n-th step from now."""
    schedule, left = asyncio.BaseEventLoop.call_soon, iter(range(steps))

    def counted(loop: asyncio.BaseEventLoop, *args: object, **kwargs: object) -> object:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return schedule(loop, *args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    asyncio.BaseEventLoop.call_soon = counted  # type: ignore[method-assign]  # this process is about to die
