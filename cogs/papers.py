"""/paper."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import cards
from bot.client.bot import Interaction, Neurosprout
from bot.client.cards import SHARE
from bot.core.knowledge import Paper


class Papers(commands.Cog):
    """Looks up papers."""

    @app_commands.command(description="What a paper found, in what, and its limits")
    @app_commands.describe(words="An author and year, words of the title, or a DOI", share=SHARE)
    @app_commands.autocomplete(words=cards.completion(Paper))
    async def paper(self, interaction: Interaction, words: str, share: bool | None = None) -> None:
        """Answer with the paper's card."""
        await cards.look_up(interaction, words, kinds=(Paper,), share=share)


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Papers())
