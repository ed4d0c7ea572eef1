"""/privacy, and the data of servers that removed the bot."""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.client import answers
from bot.client.answers import Attachment
from bot.client.bot import Interaction, Neurosprout
from bot.client.components import Press
from bot.core.privacy import Shards
from bot.core.refusals import NoPersonalDataError
from bot.services import privacy
from bot.ui import privacy as drawing
from bot.ui.ids import PrivacyId

_log = logging.getLogger(__name__)


class Privacy(commands.GroupCog, name="privacy", description="What is kept about you: see, take along, delete"):
    """Answers everybody about themselves alone, and ends what is kept of servers that are gone."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot
        self._database = bot.parts.database

    async def cog_load(self) -> None:
        self.bot.router.add(PrivacyId.TEMPLATE, self.press)
        self._sweep.start()

    async def cog_unload(self) -> None:
        self.bot.router.remove(PrivacyId.TEMPLATE)
        self._sweep.cancel()

    @app_commands.command(description="What is kept about you, in words and counts")
    async def show(self, interaction: Interaction) -> None:
        """Answer with what is kept."""
        await answers.send(interaction, await self._shown(interaction))

    @app_commands.command(description="Everything that is kept about you, as a JSON file for you alone")
    async def export(self, interaction: Interaction) -> None:
        """Answer with the file."""
        if not await self._kept(interaction):
            raise NoPersonalDataError
        content = await privacy.export(self._database, interaction.user.id, discord.utils.utcnow())
        file = Attachment(drawing.EXPORT, content, "Everything that is kept about you, as JSON")
        await answers.send(interaction, drawing.draw_export(), [file])

    @app_commands.command(description="Delete everything that is kept about you; you are asked once more")
    async def delete(self, interaction: Interaction) -> None:
        """Answer with the question whether to."""
        await answers.send(interaction, await self._confirmation(interaction))

    @app_commands.command(name="opt-out", description="Play without scores: nothing of it is kept; or take part again")
    async def opt_out(self, interaction: Interaction) -> None:
        """Opt out, and answer with how to come back."""
        await answers.send(interaction, await self._opted_out(interaction))

    async def press(self, interaction: Interaction, press: Press) -> None:
        """A control of any of these messages; only the one who asked sees them."""
        match press.match["action"]:
            case "export":
                await self.export.callback(self, interaction)  # pyright: ignore[reportCallIssue, reportArgumentType]  # discord.py types it for either kind of command
            case "delete":
                await answers.redraw(interaction, await self._confirmation(interaction))
            case "deleted":
                await answers.redraw(interaction, await self._deleted(interaction))
            case "out":
                await answers.redraw(interaction, await self._opted_out(interaction))
            case "in":
                await privacy.opt_in(self._database, interaction.user.id)
                await answers.redraw(interaction, drawing.draw_opted_in())
            case _:
                await answers.redraw(interaction, await self._shown(interaction))

    async def _kept(self, interaction: Interaction) -> privacy.Kept:
        return await privacy.kept(self._database, interaction.user.id)

    async def _shown(self, interaction: Interaction) -> discord.ui.LayoutView:
        kept = await self._kept(interaction)
        return drawing.draw_kept(kept.rows, kept.opted_out_since)

    async def _confirmation(self, interaction: Interaction) -> discord.ui.LayoutView:
        kept = await self._kept(interaction)
        if not kept.rows:
            raise NoPersonalDataError
        return drawing.draw_confirmation(kept.rows, kept.opted_out_since)

    async def _deleted(self, interaction: Interaction) -> discord.ui.LayoutView:
        await privacy.forget(self._database, interaction.user.id)
        return drawing.draw_deleted((await self._kept(interaction)).opted_out_since)

    async def _opted_out(self, interaction: Interaction) -> discord.ui.LayoutView:
        now = discord.utils.utcnow()
        await privacy.opt_out(self._database, interaction.user.id, now)
        kept = await self._kept(interaction)
        return drawing.draw_opted_out(kept.rows, kept.opted_out_since or now)

    # ---------------------------------------------------------------------------------- servers that left

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed, or the server deleted; an outage is another event."""
        await privacy.depart(self._database, guild.id, discord.utils.utcnow())

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added, perhaps again."""
        await privacy.come_back(self._database, guild.id)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Find out who left and who came back while nobody was told."""
        await privacy.reconcile(self._database, self._present(), self._shards(), discord.utils.utcnow())

    @tasks.loop(hours=24)
    async def _sweep(self) -> None:
        """Once a day, erase what is due; what fails is tried again the next day."""
        try:
            now = discord.utils.utcnow()
            await privacy.prune(self._database, now)
            gone = await privacy.erase_departed(self._database, self._present(), self._shards(), now)
            if gone:
                _log.info("erased what was kept of servers that left", extra={"servers": len(gone)})
        except Exception:  # noqa: BLE001 - an error that gets out would end the loop for good
            _log.exception("the data of servers that left could not be erased; it is tried again tomorrow")

    @_sweep.before_loop
    async def _until_ready(self) -> None:
        await self.bot.wait_until_ready()

    def _present(self) -> frozenset[int]:
        return frozenset(guild.id for guild in self.bot.guilds)

    def _shards(self) -> Shards:
        count = self.bot.shard_count or 1
        return Shards(count, self.bot.shard_ids or range(count))


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Privacy(bot))
