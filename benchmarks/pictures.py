"""Row 13: how long the event loop stands still while a picture is drawn."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator

from benchmarks.rows import Row
from bot.config import CHECKOUT
from bot.core.knowledge import Mechanism
from bot.render import Renderer
from bot.storage import knowledge
from bot.ui import illustrations

_PICTURES = 15


async def _longest_stall(work: asyncio.Task[bytes]) -> float:
    """The longest time between two turns of a loop that wants one every millisecond, until `work` is done."""
    longest, last = 0.0, time.perf_counter()
    while not work.done():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last - 0.001), now
    return longest


async def _stalls() -> list[float]:
    library = knowledge.load(CHECKOUT / "data")
    drawn = [illustrations.of(entry, library) for entry in library.of_type(Mechanism)[: _PICTURES + 1]]
    async with Renderer() as renderer:
        tasks = (asyncio.create_task(renderer.render(picture.svg)) for picture in drawn if picture is not None)
        stalls = [await _longest_stall(task) for task in tasks]
    return stalls[1:]  # the first one also starts the process


def rows() -> Iterator[Row]:
    """The median over cascades of the longest stall while one is drawn."""
    yield Row("13", "stall of the event loop while a picture is drawn", "ms", statistics.median(_run()) * 1e3, None, 15)


def _run() -> list[float]:
    return asyncio.run(_stalls())
