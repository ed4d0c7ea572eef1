"""/about and /help."""

from __future__ import annotations

from importlib import metadata

from discord import app_commands
from discord.ext import commands

from bot.client import answers
from bot.client.bot import Interaction, Neurosprout
from bot.core.library import summarize
from bot.ui import about


class About(commands.Cog):
    """Says what the bot is and what can be asked."""

    @app_commands.command(description="What this bot is, what it knows, and what it keeps about you")
    async def about(self, interaction: Interaction) -> None:
        """Answer with what the bot is."""
        summary = summarize(interaction.client.parts.knowledge.library)
        view = about.draw_about(summary, metadata.version("neurosprout"))
        await answers.send(interaction, view)

    @app_commands.command(description="What you can ask, with examples")
    async def help(self, interaction: Interaction) -> None:
        """Answer with the commands."""
        await answers.send(interaction, about.draw_help())


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(About())
