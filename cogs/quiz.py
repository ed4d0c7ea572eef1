"""/quiz start and /quiz stop, and the presses on every message of a game."""

from __future__ import annotations

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import answers, members, reports
from bot.client.acknowledgements import withdraw
from bot.client.bot import Interaction, Neurosprout
from bot.client.components import Press
from bot.client.tree import Choices, guarded
from bot.core import names, questions, quiz
from bot.core.picks import Pick
from bot.core.quiz import Mode
from bot.core.refusals import RoundOverError
from bot.services import quiz as service
from bot.services import settings
from bot.services.quiz import Wanted
from bot.ui import quiz as drawing
from bot.ui.ids import QuizId

_CHOICES = 25


async def _topics(interaction: Interaction, current: str) -> Choices:
    """The topics that hold what is typed."""
    library, typed = interaction.client.parts.knowledge.library, names.squash(current)
    found = [one for one in questions.topics(library) if typed in names.squash(one.name)]
    return [app_commands.Choice(name=one.name[:100], value=one.key or "everything") for one in found[:_CHOICES]]


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Quiz(commands.GroupCog, name="quiz", description="Play together: questions with the reasons why"):
    """Starts and stops games, and takes the presses of their players."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot
        self._actions = {
            "pick": self.pick,
            "mine": self.mine,
            "next": self.move_on,
            "report": self.report,
            "missed": self.missed,
        }

    async def cog_load(self) -> None:
        self.bot.router.add(QuizId.TEMPLATE, self.press)
        self.bot.games.open()

    async def cog_unload(self) -> None:
        self.bot.router.remove(QuizId.TEMPLATE)
        await self.bot.games.close()

    @app_commands.command(description="Begin a quiz in this channel")
    @app_commands.describe(
        topic="A category or a learning path; everything if you leave it out",
        difficulty="How hard the questions are",
        rounds="How many questions",
        seconds="How long each round is open; by the length of the question if you leave it out",
        mode="Everyone: by the clock. Calm: no clock, you move on yourself",
    )
    @app_commands.autocomplete(topic=guarded(_topics))
    async def start(
        self,
        interaction: Interaction,
        topic: str = "everything",
        difficulty: Literal["mixed", "easy", "medium", "hard"] = "mixed",
        rounds: app_commands.Range[int, quiz.MIN_ROUNDS, quiz.MAX_ROUNDS] = 10,
        seconds: app_commands.Range[int, quiz.MIN_SECONDS, quiz.MAX_SECONDS] | None = None,
        mode: Literal["everyone", "calm"] = "everyone",
    ) -> None:
        """Begin a game, and say so to the one who asked."""
        guild_id = members.guild_id_of(interaction)
        current = await settings.get(self.bot.parts.database, guild_id)
        await self.bot.rules.sharing(interaction, wanted=True)
        threads = members.require_quiz_place(interaction, in_thread=current.quiz_in_thread)
        wanted = Wanted(
            guild_id=guild_id,
            channel_id=interaction.channel_id or 0,
            user_id=interaction.user.id,
            topic=topic,
            difficulty=difficulty,
            rounds=rounds,
            seconds=seconds,
            mode=Mode(mode),
            threads=threads,
            manage_guild=interaction.permissions.manage_guild,
            role_ids=members.role_ids_of(interaction),
        )
        game = await self.bot.games.start(wanted)
        await answers.send(interaction, drawing.draw_started(game, rounds))

    @app_commands.command(description="End the quiz of this channel; what was scored is kept")
    async def stop(self, interaction: Interaction) -> None:
        """End the game, if it is theirs or they moderate."""
        game = await service.stop(
            self.bot.parts.database,
            interaction.channel_id or 0,
            interaction.user.id,
            discord.utils.utcnow(),
            moderator=await self._moderates(interaction),
        )
        self.bot.games.wake()
        await answers.send(interaction, drawing.draw_stopping(game))

    async def press(self, interaction: Interaction, press: Press) -> None:
        """A control of a game's message."""
        pressed = QuizId.parse(press.match)
        await self._actions[pressed.action](interaction, pressed)

    async def pick(self, interaction: Interaction, pressed: QuizId) -> None:
        """A letter: stored first, then acknowledged to its player alone."""
        pick = Pick(interaction.id, pressed.key, interaction.user.id, pressed.option, interaction.user.display_name)
        try:
            picked = await service.press(self.bot.games.presses, pick)
        except RoundOverError:
            if not _is_private(interaction):
                raise
            await self.mine(interaction, pressed)
            return
        await _tell(interaction, drawing.draw_picked(picked.current, picked.chosen, picked.before))
        replaced = self.bot.games.acknowledgements.remember(pressed.key, interaction)
        if replaced is not None and not _is_private(interaction):
            await withdraw(replaced)

    async def mine(self, interaction: Interaction, pressed: QuizId) -> None:
        """A player's own result of a round."""
        own = await service.result(self.bot.parts.database, pressed.key, interaction.user.id)
        if own.settled:
            await _tell(interaction, drawing.draw_result(own.current, own.option, own.points))
        else:
            await _tell(interaction, drawing.draw_not_yet(own.current, own.option))

    async def move_on(self, interaction: Interaction, pressed: QuizId) -> None:
        """The host of a calm game goes on."""
        moderator = await self._moderates(interaction)
        now, pace = discord.utils.utcnow(), self.bot.games.pace
        await service.move_on(self.bot.parts.database, pressed.key, interaction.user.id, now, pace, moderator=moderator)
        self.bot.games.wake()
        await answers.send(interaction, drawing.draw_moved_on())

    async def report(self, interaction: Interaction, pressed: QuizId) -> None:
        """The form that reports a problem: with the question where it is a file of its own, else with its entry."""
        asked = (await service.result(self.bot.parts.database, pressed.key, interaction.user.id)).current.asked
        written = asked.id in self.bot.parts.knowledge.library.questions
        await reports.open_form(interaction, asked.id if written else asked.tests[0])

    async def missed(self, interaction: Interaction, pressed: QuizId) -> None:
        """What a player missed in a game, for them alone."""
        own = await service.missed(self.bot.parts.database, pressed.key, interaction.user.id, discord.utils.utcnow())
        first, *more = drawing.draw_missed(own.rounds, answered=own.answered, asked=own.asked, kept=own.kept)
        await answers.send(interaction, first)
        for view in more:
            await interaction.followup.send(view=view, ephemeral=True)

    async def _moderates(self, interaction: Interaction) -> bool:
        """Whether the member may manage messages or the server, or has the manager role."""
        current = await settings.get(self.bot.parts.database, members.guild_id_of(interaction))
        rights = interaction.permissions
        return (
            rights.manage_guild or rights.manage_messages or current.manager_role_id in members.role_ids_of(interaction)
        )


def _is_private(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


async def _tell(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Answer a player alone: in their private message where they pressed there, else in a new one."""
    if _is_private(interaction):
        await answers.redraw(interaction, view)
    else:
        await answers.send(interaction, view)


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Quiz(bot))
