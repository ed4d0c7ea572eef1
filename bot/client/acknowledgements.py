"""The private messages of players in open rounds, so that each player has one, which at the end shows their result.

Only a convenience: what is forgotten here, in a crash for one, is a message that stays as it is. A player can always
ask for the result by a button.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import aiohttp
import discord
from discord import ui

_ROUNDS, _PLAYERS = 500, 200
"""How many rounds are remembered, and how many players of each."""
_TOGETHER = 8
_BROKEN = (discord.HTTPException, aiohttp.ClientError, OSError)

Interaction = discord.Interaction[Any]


class Acknowledgements:
    """The last interaction of each player in each round, through which their private message can be changed."""

    def __init__(self) -> None:
        self._rounds: OrderedDict[int, dict[int, Interaction]] = OrderedDict()

    def remember(self, round_id: int, interaction: Interaction) -> Interaction | None:
        """This interaction has the player's private message now; the one that had another before, if there was one."""
        players = self._rounds.setdefault(round_id, {})
        before = players.pop(interaction.user.id, None)
        if len(players) < _PLAYERS:
            players[interaction.user.id] = interaction
        if len(self._rounds) > _ROUNDS:
            self._rounds.popitem(last=False)
        return before

    async def conclude(self, round_id: int, draw: Callable[[int], ui.LayoutView]) -> None:
        """Show each player their result, drawn by their id, in the message they have; a few at a time."""
        gate = asyncio.Semaphore(_TOGETHER)

        async def show(interaction: Interaction) -> None:
            async with gate:
                with suppress(*_BROKEN):  # dismissed, or older than the fifteen minutes it can be changed
                    await interaction.edit_original_response(view=draw(interaction.user.id))

        await asyncio.gather(*map(show, self._rounds.pop(round_id, {}).values()))


async def withdraw(interaction: Interaction) -> None:
    """Take back a private message that another one replaces; it does not matter if it is gone."""
    with suppress(*_BROKEN):
        await interaction.delete_original_response()
