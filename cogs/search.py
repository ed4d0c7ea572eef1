"""/search, and the presses on every card and list of results."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import cards, comparison, reports
from bot.client.bot import Interaction, Neurosprout
from bot.client.components import Press
from bot.core.knowledge import Entry
from bot.ui.ids import REPORT, CardId, ChooserId, Place


class Search(commands.Cog):
    """Searches everything, and turns the pages of what was found."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.router.add(CardId.TEMPLATE, self.press_card)
        self.bot.router.add(ChooserId.TEMPLATE, self.choose)

    async def cog_unload(self) -> None:
        self.bot.router.remove(CardId.TEMPLATE)
        self.bot.router.remove(ChooserId.TEMPLATE)

    @app_commands.command(description="Search names and texts of everything here")
    @app_commands.describe(words="A name, or words of the text")
    @app_commands.autocomplete(words=cards.completion(Entry))
    async def search(self, interaction: Interaction, words: str) -> None:
        """Answer with what was found; a name chosen from the list opens at once."""
        entry = interaction.client.parts.knowledge.index.chosen(words)
        if entry is not None:
            await cards.go(interaction, Place(entry.id))
        else:
            await cards.search(interaction, words)

    async def press_card(self, interaction: Interaction, press: Press) -> None:
        """A control of a card: another place, a choice from the select, or Share."""
        pressed = CardId.parse(press.match)
        match pressed.action:
            case "go":
                await cards.go(interaction, pressed.place)
            case "share":
                await cards.share(interaction, pressed.place)
            case "pick" if press.value == REPORT:
                await reports.open_form(interaction, pressed.place.entry)
            case "pick" if press.value.startswith("c:"):
                await comparison.go(interaction, (pressed.place.entry, press.value.removeprefix("c:")), 0)
            case "pick":
                await cards.go(interaction, pressed.place.picked(press.value))

    async def choose(self, interaction: Interaction, press: Press) -> None:
        """An entry chosen from a list."""
        await cards.go(interaction, Place(press.value.removeprefix("e:")))


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Search(bot))
