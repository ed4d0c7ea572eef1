"""/review: what a member missed in quizzes, for them alone, when it is about to be forgotten."""

from __future__ import annotations

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import answers, cards
from bot.client.bot import Interaction, Neurosprout
from bot.client.components import Press
from bot.services import review as service
from bot.ui import quiz_pictures
from bot.ui import review as drawing
from bot.ui.ids import ReviewId
from bot.ui.kit import Attachment


class Review(commands.Cog):
    """Asks one question after another, and plans when each comes back."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.router.add(ReviewId.TEMPLATE, self.press)

    async def cog_unload(self) -> None:
        self.bot.router.remove(ReviewId.TEMPLATE)

    @app_commands.command(description="Go over what you missed in quizzes; only you see it")
    async def review(self, interaction: Interaction) -> None:
        """Answer with the first question that is due."""
        await answers.send(interaction, *await self._next(interaction))

    async def press(self, interaction: Interaction, press: Press) -> None:
        """A letter, or on to the next question; the message is its owner's alone."""
        if press.match["action"] == "next":
            await answers.redraw(interaction, *await self._next(interaction))
            return
        option, now = int(press.match["option"]), discord.utils.utcnow()
        database, library = self.bot.parts.database, self.bot.parts.knowledge.library
        missed, after = await service.answer(database, interaction.user.id, press.match["key"], option, now)
        await answers.redraw(interaction, drawing.draw_answer(missed, option, after, library))

    async def _next(self, interaction: Interaction) -> tuple[ui.LayoutView, list[Attachment]]:
        found = await service.agenda(self.bot.parts.database, interaction.user.id, discord.utils.utcnow())
        if not found.due:
            return drawing.draw_nothing(found.kept, found.next_at), []
        picture = quiz_pictures.of(found.due[0].asked, self.bot.parts.knowledge.library)
        file = await cards.attached(interaction, picture) if picture is not None else None
        view = drawing.draw_question(found.due[0], len(found.due), picture if file else None)
        return view, [file] if file else []


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Review(bot))
