"""Requests for entries and reports of problems, and the presses on the notices that moderators get of them."""

from __future__ import annotations

import logging

import discord
from discord import ui
from discord.ext import commands

from bot.client import answers, members, relief, reports
from bot.client.bot import Interaction, Neurosprout
from bot.client.components import Press
from bot.client.senders import Senders
from bot.core.inbox import passage_at
from bot.core.letters import EVERYWHERE, Sender
from bot.core.refusals import CannotPostError
from bot.core.safety import need_of
from bot.core.search import Found, Tier
from bot.services import inbox, settings
from bot.ui import inbox as drawing
from bot.ui.ids import ReportModalId, RequestId, RequestModalId, SenderId

_log = logging.getLogger(__name__)


class Inbox(commands.Cog):
    """Passes on what members ask of those who write the entries."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot
        self.senders = Senders()
        self.routes = {
            RequestId.TEMPLATE: self.ask_for_term,
            RequestModalId.TEMPLATE: self.request,
            ReportModalId.TEMPLATE: self.report,
            SenderId.TEMPLATE: self.judge_sender,
        }

    async def cog_load(self) -> None:
        for template, handler in self.routes.items():
            self.bot.router.add(template, handler)

    async def cog_unload(self) -> None:
        for template in self.routes:
            self.bot.router.remove(template)

    async def ask_for_term(self, interaction: Interaction, press: Press) -> None:
        """Request this entry, under a miss."""
        await answers.ask(interaction, drawing.request_form(press.match["term"]))

    async def request(self, interaction: Interaction, press: Press) -> None:
        """The form for a request was sent. What asks for help, and what is there, is answered instead."""
        term = dict(press.fields)[RequestModalId.TERM]
        if (need := need_of(term)) is not None:
            await relief.show(interaction, need)
            return
        found = self.bot.parts.knowledge.index.resolve(term)
        if isinstance(found, Found) and found.match.tier in (Tier.NAME, Tier.ALIAS):
            known = found.match.entry
            await answers.send(interaction, drawing.draw_known(known.name, known.id))
            return
        sender = _sender(interaction)
        made = await inbox.request(self.bot.parts.database, term, sender)
        await answers.send(interaction, drawing.draw_requested(made))
        token = self.senders.remember(sender)
        await self._tell_moderators(interaction, drawing.draw_request_notice(made, token))

    async def report(self, interaction: Interaction, press: Press) -> None:
        """The form for a report was sent."""
        record = reports.record_of(self.bot.parts.knowledge, press.match["entry"])
        fields, sender = dict(press.fields), _sender(interaction)
        passage = passage_at(record, fields.get(ReportModalId.PASSAGE, ReportModalId.WHOLE))
        named = fields.get(ReportModalId.NAMED) == "True"
        said = fields[ReportModalId.SAID]
        made = await inbox.report(self.bot.parts.database, record.id, passage, said, sender, named=named)
        await answers.send(interaction, drawing.draw_reported(made))
        token = self.senders.remember(sender)
        name = reports.name_of(record)
        await self._tell_moderators(interaction, drawing.draw_report_notice(made, record, name, token))

    async def judge_sender(self, interaction: Interaction, press: Press) -> None:
        """Block or unblock whoever sent what a notice is about; for those who may manage the bot."""
        guild_id, database, now = members.guild_id_of(interaction), self.bot.parts.database, discord.utils.utcnow()
        manage_guild, role_ids = interaction.permissions.manage_guild, members.role_ids_of(interaction)
        await settings.to_manage(database, guild_id, manage_guild=manage_guild, role_ids=role_ids)
        pressed = SenderId.parse(press.match)
        sender = self.senders.find(pressed.token, guild_id, now)
        if pressed.action == "block":
            await inbox.block(database, guild_id, sender.user_id, now)
            await answers.send(interaction, drawing.draw_blocked(pressed.token))
        else:
            await inbox.unblock(database, guild_id, sender.user_id)
            await answers.redraw(interaction, drawing.draw_unblocked())

    async def _tell_moderators(self, interaction: Interaction, notice: ui.LayoutView) -> None:
        """Post in the server's notice channel, where it has one; the operator's list has it in any case."""
        current = await self.bot.rules.here(interaction)
        if current is None or current.notice_channel_id is None:
            return
        try:
            channel = members.postable(interaction, current.notice_channel_id)
            await channel.send(view=notice, silent=True)
        except (CannotPostError, discord.HTTPException, OSError) as error:
            _log.warning("moderators could not be told of a letter", extra={"reason": type(error).__name__})


def _sender(interaction: Interaction) -> Sender:
    """Who writes, under the limits of the server where the bot is a member, else of none."""
    guild_id = interaction.guild_id
    known = guild_id is not None and interaction.client.get_guild(guild_id) is not None
    return Sender(guild_id if guild_id and known else EVERYWHERE, interaction.user.id, discord.utils.utcnow())


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Inbox(bot))
