"""/explore."""

from __future__ import annotations

import random

from discord import app_commands
from discord.ext import commands

from bot.client import answers, cards
from bot.client.bot import Interaction, Neurosprout
from bot.client.components import Press
from bot.core import shelves
from bot.core.knowledge import Paper
from bot.ui import explore
from bot.ui.ids import ExploreId, Place, token


class Explore(commands.Cog):
    """Browses the library in one private message."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot
        self.rng = random.Random()  # noqa: S311 - which entry comes up is no secret

    async def cog_load(self) -> None:
        self.bot.router.add(ExploreId.TEMPLATE, self.press)

    async def cog_unload(self) -> None:
        self.bot.router.remove(ExploreId.TEMPLATE)

    @app_commands.command(description="Browse by class and field, learning paths, what people claim, what is new")
    async def explore(self, interaction: Interaction) -> None:
        """Answer with the shelves."""
        await self._go(interaction, ExploreId("go", shelves.MENU), first=True)

    async def press(self, interaction: Interaction, press: Press) -> None:
        """Another shelf or page, or a card, which remembers the shelf it was on."""
        pressed = ExploreId.parse(press.match)
        kind, _, chosen = press.value.partition(":") if pressed.action == "pick" else ("x", "", pressed.shelf)
        back = token(ExploreId("go", pressed.shelf, pressed.page))
        if chosen == explore.RANDOM:
            await cards.go(interaction, Place(self._any(), back=(token(ExploreId("go", shelves.MENU)),)))
        elif kind == "e":
            await cards.go(interaction, Place(chosen, back=(back,)))
        else:
            await self._go(interaction, ExploreId("go", chosen, pressed.page if pressed.action == "go" else 0))

    def _any(self) -> str:
        """The id of any entry but a paper, which says little by itself."""
        entries = self.bot.parts.knowledge.library.entries.values()
        return self.rng.choice([entry.id for entry in entries if not isinstance(entry, Paper)])

    async def _go(self, interaction: Interaction, place: ExploreId, *, first: bool = False) -> None:
        """Show a shelf, in the pressed message where that is private; one that is no more falls back to the menu."""
        await interaction.client.rules.require_here(interaction)
        library, texts = self.bot.parts.knowledge.library, self.bot.parts.texts
        shelf = shelves.find(library, place.shelf) or shelves.menu(library)
        view = explore.draw(shelf, place.page, library, texts)
        in_place = not first and interaction.message is not None and interaction.message.flags.ephemeral
        await (answers.redraw(interaction, view) if in_place else answers.send(interaction, view))


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Explore(bot))
