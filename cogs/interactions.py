"""/interaction, and the presses on its answers."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import cards, interactions
from bot.client.bot import Interaction, Neurosprout
from bot.client.cards import SHARE
from bot.client.components import Press
from bot.core.refusals import OutdatedControlError
from bot.ui.ids import PairChooserId, PairId, Place

SIDE = "A substance, a medicine, a brand, a street name, or a condition"


class Interactions(commands.Cog):
    """Says what is known about two things together."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.router.add(PairId.TEMPLATE, self.press)
        self.bot.router.add(PairChooserId.TEMPLATE, self.choose)

    async def cog_unload(self) -> None:
        self.bot.router.remove(PairId.TEMPLATE)
        self.bot.router.remove(PairChooserId.TEMPLATE)

    @app_commands.command(description="What two substances, medicines or conditions do together, and what to watch for")
    @app_commands.describe(first=SIDE, second=SIDE, share=SHARE)
    @app_commands.autocomplete(first=interactions.completion, second=interactions.completion)
    async def interaction(self, interaction: Interaction, first: str, second: str, share: bool | None = None) -> None:
        """Answer with what is known about the two."""
        await interactions.look_up(interaction, first, second, share=share)

    async def press(self, interaction: Interaction, press: Press) -> None:
        """A control of an answer: another page or section, another pair, an entry, or Share."""
        pressed = PairId.parse(press.match)
        match pressed.action:
            case "go":
                await interactions.go(interaction, pressed)
            case "share":
                await interactions.share(interaction, pressed)
            case "pick":
                await self._pick(interaction, pressed, press.value)

    async def choose(self, interaction: Interaction, press: Press) -> None:
        """The pair that was meant."""
        pair = PairId.chosen(press.value)
        if pair is None:
            raise OutdatedControlError
        await interactions.go(interaction, pair)

    @staticmethod
    async def _pick(interaction: Interaction, here: PairId, value: str) -> None:
        """A choice from the select: a section of this answer, another pair, or an entry's card."""
        what, _, name = value.partition(":")
        if (pair := PairId.chosen(value)) is not None:
            await interactions.go(interaction, pair)
        elif what == "s":
            await interactions.go(interaction, PairId("go", here.first, here.second, name))
        else:
            await cards.go(interaction, Place(name))


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Interactions(bot))
