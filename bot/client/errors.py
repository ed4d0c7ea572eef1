"""The one boundary where errors of commands, autocompletes, components and modals end."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import discord
from discord import app_commands, ui

from bot.client import answers
from bot.client.answers import ALREADY_ACKNOWLEDGED
from bot.core.refusals import RefusalError
from bot.ui import refusals

_log = logging.getLogger(__name__)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

UNKNOWN_INTERACTION = 10062
INVALID_WEBHOOK_TOKEN = 50027
_GONE = {
    UNKNOWN_INTERACTION: "the interaction had expired before it was answered",
    ALREADY_ACKNOWLEDGED: "the interaction was already answered",
    INVALID_WEBHOOK_TOKEN: "the interaction's token was over",
}


async def report(interaction: discord.Interaction[Any], error: BaseException, *, where: str) -> None:
    """End `error`: a refusal is worded, a dead interaction dropped, anything else gets a reference number.

    The log names the place, the interaction's age and the reference, never what was asked beside who asked.
    """
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, discord.HTTPException) and error.code in _GONE:
        _log.warning("%s", _GONE[error.code], extra={"where": where, "age_seconds": age(interaction)})
        return
    if isinstance(error, RefusalError | app_commands.CheckFailure):
        await _tell(interaction, refusals.draw(error))
        return
    reference = "".join(secrets.choice(_ALPHABET) for _ in range(6))
    details = {"reference": reference, "where": where, "age_seconds": age(interaction)}
    _log.error("failed", exc_info=error, extra=details)
    await _tell(interaction, refusals.draw_failure(reference))


def age(interaction: discord.Interaction[Any]) -> float:
    """Seconds since Discord made the interaction, by this machine's clock."""
    return round((discord.utils.utcnow() - interaction.created_at).total_seconds(), 3)


async def _tell(interaction: discord.Interaction[Any], view: ui.LayoutView) -> None:
    """Answer privately, in whatever way is still open; where none is, the log says so."""
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if interaction.response.is_done():
            await interaction.followup.send(view=view, ephemeral=True)
        else:
            await answers.send(interaction, view)
    except (discord.HTTPException, OSError) as error:
        _log.warning("could not tell the member", extra={"reason": str(error), "age_seconds": age(interaction)})
