"""/substance."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import cards
from bot.client.bot import Interaction, Neurosprout
from bot.client.cards import SHARE
from bot.core.knowledge import Substance


class Substances(commands.Cog):
    """Looks up substances."""

    @app_commands.command(description="What a substance is, what it acts on, and its evidence")
    @app_commands.describe(name="A name, a code or an acronym", share=SHARE)
    @app_commands.autocomplete(name=cards.completion(Substance))
    async def substance(self, interaction: Interaction, name: str, share: bool | None = None) -> None:
        """Answer with the substance's card."""
        await cards.look_up(interaction, name, kinds=(Substance,), share=share)


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Substances())
