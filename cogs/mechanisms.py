"""/mechanism."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import cards
from bot.client.bot import Interaction, Neurosprout
from bot.client.cards import SHARE
from bot.core.knowledge import Mechanism


class Mechanisms(commands.Cog):
    """Looks up mechanisms."""

    @app_commands.command(description="How something works, step by step, with the evidence for each")
    @app_commands.describe(name="A mechanism, or a word of its name", share=SHARE)
    @app_commands.autocomplete(name=cards.completion(Mechanism))
    async def mechanism(self, interaction: Interaction, name: str, share: bool | None = None) -> None:
        """Answer with the mechanism's card."""
        await cards.look_up(interaction, name, kinds=(Mechanism,), share=share)


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Mechanisms())
