"""/define: terms, targets and claims people make."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import cards
from bot.client.bot import Interaction, Neurosprout
from bot.client.cards import SHARE
from bot.core.knowledge import ClaimHeard, Target, Term

KINDS = (Term, Target, ClaimHeard)


class Definitions(commands.Cog):
    """Looks up words of the field."""

    @app_commands.command(description="What a term means, and how sure science is")
    @app_commands.describe(term="A word, an acronym, a receptor", share=SHARE)
    @app_commands.autocomplete(term=cards.completion(*KINDS))
    async def define(self, interaction: Interaction, term: str, share: bool | None = None) -> None:
        """Answer with the term's card."""
        await cards.look_up(interaction, term, kinds=KINDS, share=share)


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Definitions())
