"""The command tree: where commands may be used, each interaction once, errors to the one boundary."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

import discord
from discord import app_commands

from bot.client import answers
from bot.client.errors import report

_REMEMBERED = 2000


class Once:
    """Tells an interaction that was delivered before: a resumed gateway replays events. Remembers the last 2,000."""

    def __init__(self) -> None:
        self._seen: OrderedDict[int, None] = OrderedDict()

    def first(self, interaction_id: int) -> bool:
        """Whether this is the first time."""
        if interaction_id in self._seen:
            return False
        self._seen[interaction_id] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return True


class Tree(app_commands.CommandTree[Any]):
    """Commands for servers and for members who installed the app, in every context, unless a command says less."""

    def __init__(self, client: discord.Client) -> None:
        super().__init__(
            client,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )
        self.once = Once()

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        if not self.once.first(interaction.id):
            return False
        try:
            await interaction.client.rules.require_command(interaction)
        except Exception as error:  # noqa: BLE001 - discord.py swallows what this raises, and nobody would be answered
            if interaction.type is discord.InteractionType.autocomplete:
                await answers.offer(interaction, [])
            else:
                await report(interaction, error, where="interaction_check")
            return False
        return True

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        name = interaction.command.qualified_name if interaction.command else "unknown command"
        await report(interaction, error, where=f"/{name}")


Choices = list[app_commands.Choice[str]]
Complete = Callable[[Any, str], Coroutine[Any, Any, Choices]]


def guarded(complete: Complete) -> Complete:
    """An autocomplete whose errors end in report() and offer nothing, instead of vanishing in discord.py."""

    @wraps(complete)
    async def guard(interaction: discord.Interaction[Any], current: str) -> Choices:
        try:
            await answers.offer(interaction, await complete(interaction, current))
        except Exception as error:  # noqa: BLE001 - the boundary for autocompletes
            await report(interaction, error, where="autocomplete")
        return []  # discord.py sends it only if nothing was offered yet

    return guard
