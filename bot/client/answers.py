"""Answering an interaction: tried again when the connection breaks, which discord.py does not do on Linux.

Discord takes one answer. If the broken try had reached it, the next is refused as already given, and that is success.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import discord
from discord import app_commands, ui

from bot.ui.kit import Attachment

ALREADY_ACKNOWLEDGED = 40060
_TRIES = 5
_BROKEN = (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)


async def send(
    interaction: discord.Interaction[Any],
    view: ui.LayoutView,
    attachments: Sequence[Attachment] = (),
    *,
    ephemeral: bool = True,
) -> None:
    """Answer with a message."""

    async def answer() -> None:
        files = [one.file() for one in attachments]
        await interaction.response.send_message(view=view, files=files, ephemeral=ephemeral)

    await _delivered(answer)


async def redraw(
    interaction: discord.Interaction[Any], view: ui.LayoutView, attachments: Sequence[Attachment] = ()
) -> None:
    """Answer a press by changing the pressed message, its files with it."""

    async def answer() -> None:
        files = [one.file() for one in attachments]
        await interaction.response.edit_message(view=view, attachments=files)

    await _delivered(answer)


async def ask(interaction: discord.Interaction[Any], form: ui.Modal) -> None:
    """Answer with a form."""

    async def answer() -> None:
        await interaction.response.send_modal(form)

    await _delivered(answer)


async def offer(interaction: discord.Interaction[Any], choices: Sequence[app_commands.Choice[str]]) -> None:
    """Answer an autocomplete."""

    async def answer() -> None:
        await interaction.response.autocomplete(choices)

    await _delivered(answer)
    if not interaction.response.is_done():
        # the answer of a try that broke had arrived; discord.py does not know, and would offer again by itself
        interaction.response._response_type = discord.InteractionResponseType.autocomplete_result  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # there is no public way to say so


async def _delivered(answer: Callable[[], Awaitable[None]]) -> None:
    for attempt in range(1, _TRIES + 1):
        try:
            return await answer()
        except _BROKEN:
            if attempt == _TRIES:
                raise
        except discord.HTTPException as error:
            if attempt > 1 and error.code == ALREADY_ACKNOWLEDGED:
                return None
            raise
    return None
