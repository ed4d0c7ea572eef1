"""/compare."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import cards, comparison
from bot.client.bot import Interaction, Neurosprout
from bot.client.cards import SHARE
from bot.client.components import Press
from bot.core.comparison import KINDS
from bot.ui.ids import CompareId, CompareWithId, Place, token


class Comparisons(commands.Cog):
    """Shows two entries beside each other."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.router.add(CompareId.TEMPLATE, self.press)
        self.bot.router.add(CompareWithId.TEMPLATE, self.choose)

    async def cog_unload(self) -> None:
        self.bot.router.remove(CompareId.TEMPLATE)
        self.bot.router.remove(CompareWithId.TEMPLATE)

    @app_commands.command(description="Two substances, terms, targets or mechanisms side by side")
    @app_commands.describe(first="The one", second="The other, of the same kind", share=SHARE)
    @app_commands.autocomplete(first=cards.completion(*KINDS), second=cards.completion(*KINDS))
    async def compare(self, interaction: Interaction, first: str, second: str, share: bool | None = None) -> None:
        """Answer with both."""
        await comparison.compare(interaction, first, second, share=share)

    async def press(self, interaction: Interaction, press: Press) -> None:
        """A control of a comparison: another page, a card from the select, or Share."""
        pressed = CompareId.parse(press.match)
        pair = (pressed.first, pressed.second)
        match pressed.action:
            case "go":
                await comparison.go(interaction, pair, pressed.page)
            case "share":
                await comparison.share(interaction, pair, pressed.page)
            case "pick":
                await cards.go(
                    interaction,
                    Place(press.value.removeprefix("e:"), back=(token(CompareId("go", *pair, pressed.page)),)),
                )

    async def choose(self, interaction: Interaction, press: Press) -> None:
        """The entry that was meant by a name that was not clear."""
        asked = CompareWithId.parse(press.match)
        chosen = press.value.removeprefix("e:")
        pair = (asked.known, chosen) if asked.is_first else (chosen, asked.known)
        await comparison.go(interaction, pair, 0)


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Comparisons(bot))
