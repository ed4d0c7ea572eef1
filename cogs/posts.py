"""What the buttons of scheduled posts open: privately, and the post stays as it is."""

from __future__ import annotations

from discord.ext import commands

from bot.client import answers
from bot.client.bot import Interaction, Neurosprout
from bot.client.components import Press
from bot.core.refusals import EntryRemovedError
from bot.ui import posts
from bot.ui.post_ids import PostId


class Posts(commands.Cog):
    """Answers presses on posts, and on the questions they open; nothing of it is kept."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.router.add(PostId.TEMPLATE, self.press)

    async def cog_unload(self) -> None:
        self.bot.router.remove(PostId.TEMPLATE)

    async def press(self, interaction: Interaction, press: Press) -> None:
        """A control of a post, or of what it opened: in a new private message, or in the pressed private one."""
        pressed = PostId.parse(press.match)
        library, texts = self.bot.parts.knowledge.library, self.bot.parts.texts
        posted = posts.found(pressed.entry, library)
        if posted is None or not posts.questions_about(posted, library):
            raise EntryRemovedError(pressed.entry)
        if pressed.action == "check":
            view = posts.draw_check(posted, pressed.number, library, texts)
        else:
            view = posts.draw_answer(posted, pressed.number, pressed.option, library, texts)
        private = interaction.message is not None and interaction.message.flags.ephemeral
        await (answers.redraw if private else answers.send)(interaction, view)


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Posts(bot))
