"""Rows 3 and 4: processor time of a lookup and of an autocomplete, over handlers that do nothing.

Everything between the gateway's event and the bytes of the answer runs; only the socket is left out.
"""

from __future__ import annotations

import asyncio
import gc
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Self

import discord
from discord import app_commands

from benchmarks.rows import Row
from bot import app
from bot.client.bot import Neurosprout
from bot.client.tree import Tree
from bot.config import CHECKOUT
from bot.ui import cards

_ROUNDS = 600
_CHOICES = [app_commands.Choice(name=f"Choice {number}", value=str(number)) for number in range(25)]
COMMAND, AUTOCOMPLETE = 2, 4


async def _empty(interaction: discord.Interaction[Any], _: str = "") -> None:
    await interaction.response.send_message("x", ephemeral=True)


async def _fixed(_: discord.Interaction[Any], __: str) -> list[app_commands.Choice[str]]:
    return _CHOICES


class _Answer:
    """Discord's answer to a callback."""

    status = 200
    headers: Mapping[str, str] = MappingProxyType({"content-type": "application/json"})
    reason = "OK"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def text(self, **_: object) -> str:
        return '{"interaction": {"id": "1", "type": 2}}'


class NoSocket:
    """Takes what would be sent; discord.py made the bytes before it calls this."""

    def request(self, *_: object, **__: object) -> _Answer:
        return _Answer()


class _Desk:
    """Hands interactions to the bot as its gateway does."""

    def __init__(self, bot: Neurosprout) -> None:
        self._bot, self._next = bot, 10**18

    async def hand(self, kind: int, name: str, option: str, value: str) -> None:
        self._next += 1
        typed: dict[str, Any] = {"name": option, "type": 3, "value": value, "focused": kind == AUTOCOMPLETE}
        data: dict[str, Any] = {"id": "7", "name": name, "type": 1, "options": [typed], "resolved": {}}
        made = json.loads(json.dumps(payload(self._next, kind, data)))
        interaction: Any = discord.Interaction(data=made, state=self._bot._connection)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage, reportUnknownVariableType]
        interaction._session = NoSocket()  # noqa: SLF001
        tree = self._bot.tree
        assert isinstance(tree, Tree)
        await tree._call(interaction)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def payload(number: int, kind: int, data: dict[str, Any]) -> dict[str, Any]:
    """An interaction as the gateway delivers it."""
    user = {"id": "5", "username": "ann", "discriminator": "0", "avatar": None, "global_name": "Ann"}
    return {
        "id": str(number),
        "application_id": "6",
        "type": kind,
        "data": data,
        "token": "t" * 80,
        "version": 1,
        "user": user,
        "channel": {"id": "8", "type": 1, "recipients": []},
        "channel_id": "8",
        "locale": "en-US",
        "context": 1,
        "authorizing_integration_owners": {"1": "5"},
        "entitlements": [],
        "app_permissions": "0",
        "attachment_size_limit": 10485760,
    }


async def _medians(acts: Sequence[Callable[[], Awaitable[None]]]) -> list[float]:
    """Median processor seconds of each act; they take turns, and the first tenth warms up."""
    times: list[list[float]] = [[] for _ in acts]
    for _ in range(_ROUNDS):
        for measured, act in zip(times, acts, strict=True):
            began = time.process_time()
            await act()
            measured.append(time.process_time() - began)
    return [statistics.median(measured[_ROUNDS // 10 :]) for measured in times]


async def _measured() -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        async with app.parts(CHECKOUT / "data", f"sqlite:///{folder}/db.sqlite3") as made:
            bot = app.create_bot(made, shard_count=1)
            await bot._async_setup_hook()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            await bot.setup_hook()
            empty = app_commands.Command[Any, ..., None](name="empty", description="x", callback=_empty)
            empty.autocomplete("_")(_fixed)
            bot.tree.add_command(empty)
            desk = _Desk(bot)
            gc.freeze()  # as the bot does once it is ready

            async def built() -> None:
                cards.forget()
                await desk.hand(COMMAND, "define", "term", "#psychoplastogen")

            keys = iter([f"{word[:length]}" for word in _TYPED for length in range(1, len(word) + 1)] * _ROUNDS)
            return await _medians(
                (
                    lambda: desk.hand(COMMAND, "empty", "_", "x"),
                    lambda: desk.hand(COMMAND, "define", "term", "#psychoplastogen"),
                    built,
                    lambda: desk.hand(AUTOCOMPLETE, "empty", "_", "x"),
                    lambda: desk.hand(AUTOCOMPLETE, "define", "term", next(keys)),
                )
            )


_TYPED = ("psychoplastogen", "5-HT2A receptor", "dendrtic spine", "long-term potentiation", "plasticity synaptic")


def rows() -> Iterator[Row]:
    """A term's card as it is kept and as it is made anew, and a keystroke of /define."""
    empty, kept, built, fixed, typed = (seconds * 1e6 for seconds in asyncio.run(_measured()))
    yield Row("3", "CPU of a lookup over an empty handler, card kept", "µs", kept, empty, 1.7)
    yield Row("3", "CPU of a lookup over an empty handler, card made", "µs", built, empty, 3.3)
    yield Row("4", "CPU of an autocomplete over 25 fixed choices", "µs", typed, fixed, 3.5)
