"""/quiz suggest: members suggest questions, moderators decide about them."""

from __future__ import annotations

import logging

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import answers, groups, members
from bot.client.bot import Interaction, Neurosprout
from bot.client.components import Press
from bot.core.record import Category
from bot.core.suggestions import Draft, Suggestion
from bot.services import settings
from bot.services import suggestions as service
from bot.ui import suggestions as drawing
from bot.ui.ids import SuggestionId, SuggestionModalId

_log = logging.getLogger(__name__)


class Suggestions(commands.Cog):
    """Takes questions from members to the moderators of their server, and back into its quizzes."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot
        self._database = bot.parts.database

    async def cog_load(self) -> None:
        self.bot.router.add(SuggestionId.TEMPLATE, self.press)
        self.bot.router.add(SuggestionModalId.TEMPLATE, self.submit)

    async def cog_unload(self) -> None:
        self.bot.router.remove(SuggestionId.TEMPLATE)
        self.bot.router.remove(SuggestionModalId.TEMPLATE)

    @app_commands.command(description="Suggest a question for this server's quizzes; moderators see what is waiting")
    async def suggest(self, interaction: Interaction) -> None:
        """Answer a member with the form, and a moderator with what is waiting, if anything is."""
        inbox = await service.inbox(self._database, members.guild_id_of(interaction))
        if (inbox.pending or inbox.blocked) and await members.manages(interaction):
            await answers.send(interaction, drawing.draw_inbox(inbox.pending, inbox.approved, inbox.blocked))
        else:
            await self._open_form(interaction)

    async def submit(self, interaction: Interaction, press: Press) -> None:
        """The form was sent: a new suggestion, or a moderator's change of one."""
        guild_id, fields = members.guild_id_of(interaction), dict(press.fields)
        draft = _draft(fields)
        if number := int(press.match["number"]):
            await members.require_manager(interaction)
            changed = await service.edit(self._database, guild_id, number, draft)
            await answers.redraw(interaction, drawing.draw_waiting(changed))
            return
        named = fields.get(SuggestionModalId.NAMED) == str(True)
        now = discord.utils.utcnow()
        made = await service.suggest(self._database, guild_id, interaction.user.id, draft, now, named=named)
        in_channel = await self._post(interaction, made)
        await answers.send(interaction, drawing.draw_sent(made, in_channel=in_channel))

    async def press(self, interaction: Interaction, press: Press) -> None:
        """A control of the list, or of a suggestion."""
        action, number = press.match["action"], int(press.match["number"])
        if action == "write":
            await self._open_form(interaction)
            return
        await members.require_manager(interaction)
        guild_id = members.guild_id_of(interaction)
        match action:
            case "list":
                found = await service.pending(self._database, guild_id, number)
                await answers.send(interaction, drawing.draw_waiting(found))
            case "edit":
                found = await service.pending(self._database, guild_id, number)
                await interaction.response.send_modal(drawing.form(found.draft, number))
            case "unblock":
                await service.unblock_all(self._database, guild_id)
                inbox = await service.inbox(self._database, guild_id)
                view = drawing.draw_inbox(inbox.pending, inbox.approved, inbox.blocked)
                await answers.redraw(interaction, view)
            case _:
                view = await self._decided(interaction, action, guild_id, number)
                await answers.redraw(interaction, view)

    async def _decided(self, interaction: Interaction, action: str, guild_id: int, number: int) -> ui.LayoutView:
        """Approve, reject or block, and say so where the suggestion stood."""
        if action == "approve":
            found, what = await service.approve(self._database, guild_id, number), "approved"
        elif action == "reject":
            found, what = await service.reject(self._database, guild_id, number), "rejected"
        else:
            found = await service.block(self._database, guild_id, number, discord.utils.utcnow())
            what = "rejected, its writer blocked"
        view = drawing.draw_decided(found, what, interaction.user.id)
        pressed = interaction.message.id if interaction.message is not None else None
        if found.message_id not in (None, pressed) and (channel := await self._notices(interaction)) is not None:
            try:
                await channel.get_partial_message(found.message_id or 0).edit(view=view)
            except discord.HTTPException as error:
                _log.info("a decided suggestion stays as it was in the notice channel", extra={"reason": str(error)})
        return view

    async def _open_form(self, interaction: Interaction) -> None:
        guild_id, now = members.guild_id_of(interaction), discord.utils.utcnow()
        await service.require_may_write(self._database, guild_id, interaction.user.id, now)
        await interaction.response.send_modal(drawing.form())

    async def _post(self, interaction: Interaction, made: Suggestion) -> bool:
        """Show it in the notice channel, if there is one where the bot can post."""
        channel = await self._notices(interaction)
        if channel is None:
            return False
        try:
            message = await channel.send(view=drawing.draw_waiting(made), silent=True)
        except discord.HTTPException as error:
            _log.warning("a suggestion could not be shown in the notice channel", extra={"reason": str(error)})
            return False
        await service.posted(self._database, made.id, message.id)
        return True

    async def _notices(self, interaction: Interaction) -> discord.TextChannel | None:
        """The server's notice channel, if it has one that the bot can see."""
        current = await settings.get(self._database, members.guild_id_of(interaction))
        guild = interaction.guild
        channel = guild.get_channel(current.notice_channel_id or 0) if guild is not None else None
        return channel if isinstance(channel, discord.TextChannel) else None


def _draft(fields: dict[str, str]) -> Draft:
    form = SuggestionModalId
    category = Category[fields[form.CATEGORY].upper()]
    return Draft(fields[form.STEM], fields[form.ANSWERS], fields[form.WHY], category)


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await groups.add_to(bot, "quiz", Suggestions(bot))
