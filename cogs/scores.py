"""/quiz scores, /quiz leaderboard and /quiz profile."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import answers, cards, groups, members
from bot.client.bot import Interaction, Neurosprout
from bot.client.components import Press
from bot.core.leaderboard import Leaderboard, Measure, Period
from bot.services import leaderboard as service
from bot.services.leaderboard import Reader
from bot.ui import leaderboard as drawing
from bot.ui.ids import BoardId
from bot.ui.kit import Attachment


class Scores(commands.Cog):
    """Says who scored what; to one alone, unless it is shared."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot
        self._database = bot.parts.database

    async def cog_load(self) -> None:
        self.bot.router.add(BoardId.TEMPLATE, self.press)

    async def cog_unload(self) -> None:
        self.bot.router.remove(BoardId.TEMPLATE)

    @app_commands.command(description="The scores of this game and of this channel")
    async def scores(self, interaction: Interaction) -> None:
        """Answer with the game that runs or ran last, and the channel."""
        found = await service.of_channel(self._database, _reader(interaction), interaction.channel_id or 0)
        await answers.send(interaction, drawing.draw_channel(found.game, found.of_game, found.of_channel))

    @app_commands.command(description="Who leads in this server, and where you stand")
    @app_commands.describe(
        period="Since when it counts; this week if you leave it out",
        measure="What players are put in order by; points if you leave it out",
        share=cards.SHARE,
    )
    @app_commands.choices(
        period=[app_commands.Choice(name=words.lower(), value=one.value) for one, words in drawing.PERIODS.items()],
        measure=[app_commands.Choice(name=words, value=one.value) for one, words in drawing.MEASURES.items()],
    )
    async def leaderboard(
        self,
        interaction: Interaction,
        period: str = Period.WEEK.value,
        measure: str = Measure.POINTS.value,
        share: bool | None = None,
    ) -> None:
        """Answer with a board."""
        public = await self.bot.rules.sharing(interaction, share)
        await self._send(interaction, await self._board(interaction, period, measure), public=public)

    @app_commands.command(description="Your games, what you got right by topic, and what to look at next")
    async def profile(self, interaction: Interaction) -> None:
        """Answer with what the member did, for them alone."""
        library = self.bot.parts.knowledge.library
        found = await service.profile(self._database, _reader(interaction), library.entries)
        await answers.send(interaction, drawing.draw_profile(found, library))

    async def press(self, interaction: Interaction, press: Press) -> None:
        """A control of a board: redrawn in place where it is private, else answered privately."""
        action, period = press.match["action"], press.match["period"]
        chosen = press.value if action == "period" else period
        board = await self._board(interaction, chosen, press.match["measure"])
        message = interaction.message
        if action == "share":
            await self._send(interaction, board, public=await self.bot.rules.sharing(interaction, wanted=True))
        elif message is None or not message.flags.ephemeral:
            await self._send(interaction, board, public=False)
        else:
            await answers.redraw(interaction, *await self._drawn(interaction, board, public=False))

    async def _board(self, interaction: Interaction, period: str, measure: str) -> Leaderboard:
        now = discord.utils.utcnow()
        return await service.of_server(self._database, _reader(interaction), Period(period), Measure(measure), now)

    async def _send(self, interaction: Interaction, board: Leaderboard, *, public: bool) -> None:
        await answers.send(interaction, *await self._drawn(interaction, board, public=public), ephemeral=not public)

    @staticmethod
    async def _drawn(
        interaction: Interaction, board: Leaderboard, *, public: bool
    ) -> tuple[discord.ui.LayoutView, list[Attachment]]:
        """The board with its picture, which names people and so is kept nowhere."""
        picture = drawing.picture(board)
        file = await cards.attached(interaction, picture, keep=False) if picture else None
        return drawing.draw(board, picture if file else None, shared=public), [file] if file else []


def _reader(interaction: Interaction) -> Reader:
    return Reader(members.guild_id_of(interaction), interaction.user.id)


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await groups.add_to(bot, "quiz", Scores(bot))
