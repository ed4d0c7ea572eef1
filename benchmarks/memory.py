"""Row 12: resident memory of the program with 1,000 and 10,000 servers that the gateway sent."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.rows import Row
from tests.standin import StandIn
from tests.standin.harness import Bot, Program

CHANNELS, ROLES = 15, 8


async def _resident(servers: int) -> float:
    """Megabytes once it is ready, with servers of 15 channels and 8 roles."""
    with tempfile.TemporaryDirectory() as folder:
        async with StandIn() as standin:
            for number in range(servers):
                guild = standin.world.add_guild(f"Server {number}")
                for each in range(CHANNELS):
                    standin.world.add_channel(guild, f"channel-{each}")
                for _ in range(ROLES):
                    standin.world.add_role(guild)
            process = Bot(standin, Program(Path(folder), {"NEUROSPROUT_STATE": folder}))
            await process.start(seconds=60)
            await standin.until(lambda: f"servers={servers}" in process.output.read_text(), 120)
            pid = int((Path(folder) / "neurosprout.pid").read_text(encoding="ascii"))
            resident = psutil.Process(pid).memory_info().rss / 1e6
            await process.stop(seconds=30)
    return resident


def rows() -> Iterator[Row]:
    """In a process of its own, against the stand-in."""
    for servers, goal in ((1000, 100.0), (10000, 280.0)):
        yield Row("12", f"memory at {servers:,} servers", "MB", asyncio.run(_resident(servers)), None, goal)
