"""Row 5: processor time of a press in a quiz, stored durably, over the same press with nothing to store it in."""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import discord

from benchmarks.handlers import NoSocket, payload
from benchmarks.rows import Row
from benchmarks.storage import prepare
from bot import app
from bot.client.bot import Neurosprout
from bot.config import CHECKOUT
from bot.core.picks import Pick, Verdict
from bot.storage.quiz_picks import Recorded
from bot.ui.ids import QuizId

_TOGETHER = 200
"""Presses that come in the same moment, as they do in a round of a large game."""
_TURNS = 40
COMPONENT = 3


class _Stored:
    """Takes presses as the database would, and keeps none."""

    def __init__(self, known: Recorded) -> None:
        self._known = known

    async def put(self, pick: Pick) -> Recorded:
        return Recorded(Verdict.COUNTS, self._known.current, pick.option, None)


class _Room:
    """People who press the letters of one question."""

    def __init__(self, bot: Neurosprout) -> None:
        self._bot = bot
        self._next = discord.utils.time_snowflake(discord.utils.utcnow())

    async def press_together(self) -> None:
        """Each of them another letter, all at once."""
        await asyncio.gather(*(self._press(person) for person in range(_TOGETHER)))

    async def _press(self, person: int) -> None:
        self._next += 1
        data = {"custom_id": str(QuizId("pick", 1, person % 3)), "component_type": 2}
        made = json.loads(json.dumps(payload(self._next, COMPONENT, data)))
        made["user"]["id"] = str(1000 + person)
        interaction: Any = discord.Interaction(data=made, state=self._bot._connection)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage, reportUnknownVariableType]
        interaction._session = NoSocket()  # noqa: SLF001
        await self._bot.router.dispatch(interaction)


async def _medians(acts: Sequence[Callable[[], Awaitable[None]]]) -> list[float]:
    """Median processor seconds of one press of each act; they take turns, and the first quarter warms up."""
    times: list[list[float]] = [[] for _ in acts]
    for _ in range(_TURNS):
        for measured, act in zip(times, acts, strict=True):
            began = time.process_time()
            await act()
            measured.append((time.process_time() - began) / _TOGETHER)
    return [statistics.median(measured[_TURNS // 4 :]) for measured in times]


async def _measured() -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        async with app.parts(CHECKOUT / "data", f"sqlite:///{Path(folder)}/db.sqlite3") as made:
            await prepare(made.database, 1)
            bot = app.create_bot(made, shard_count=1)
            await bot._async_setup_hook()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            await bot.setup_hook()
            games, real, room = bot.games, bot.games.presses, _Room(bot)
            bare: Any = _Stored(await real.put(Pick(discord.utils.time_snowflake(discord.utils.utcnow()), 1, 1, 0)))

            async def stored() -> None:
                games.presses = real
                await room.press_together()

            async def unstored() -> None:
                games.presses = bare
                await room.press_together()

            figures = await _medians((stored, unstored))
            await games.close()
            return figures


def rows() -> Iterator[Row]:
    """One press among two hundred that come together."""
    stored, bare = (seconds * 1e6 for seconds in asyncio.run(_measured()))
    yield Row("5", "CPU of a press stored durably, over the same press without a database", "µs", stored, bare, 1.2)
