"""/settings: the panel for those who manage the server."""

from __future__ import annotations

from typing import Unpack, cast
from zoneinfo import ZoneInfo

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import answers, members
from bot.client.bot import Interaction, Neurosprout
from bot.client.components import Press
from bot.core.settings import Fields, GuildSettings
from bot.services import settings
from bot.ui import settings as drawing
from bot.ui.ids import HelpModalId, SettingsId, ZoneModalId

_HISTORY = 15


class Settings(commands.Cog):
    """Shows and changes what a server can set; whether the member may is asked again at each press."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.router.add(SettingsId.TEMPLATE, self.press)
        self.bot.router.add(ZoneModalId.TEMPLATE, self.set_zone)
        self.bot.router.add(HelpModalId.TEMPLATE, self.set_help)

    async def cog_unload(self) -> None:
        self.bot.router.remove(SettingsId.TEMPLATE)
        self.bot.router.remove(ZoneModalId.TEMPLATE)
        self.bot.router.remove(HelpModalId.TEMPLATE)

    @app_commands.command(name="settings", description="Time zone, roles, channels and help text of this server")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def panel(self, interaction: Interaction) -> None:
        """Answer with the panel."""
        current = await self._authorized(interaction)
        await answers.send(interaction, _panel(current))

    async def press(self, interaction: Interaction, press: Press) -> None:
        """A control of the panel: a choice is saved at once."""
        current = await self._authorized(interaction)
        match press.match["control"]:
            case "zone" | "help_text" as asked:
                await interaction.response.send_modal(_form(asked, current))
            case "history":
                past = await settings.history(self.bot.parts.database, current.guild_id, _HISTORY)
                await answers.send(interaction, drawing.draw_history(past))
            case "notice_channel_id":
                await self._set_notice_channel(interaction, _chosen(press))
            case field:
                await self._change(interaction, **_wanted(field, press, current))

    async def set_zone(self, interaction: Interaction, press: Press) -> None:
        """The form for the time zone was sent."""
        await self._change(interaction, zone=dict(press.fields)[ZoneModalId.INPUT])

    async def set_help(self, interaction: Interaction, press: Press) -> None:
        """The form for the help text was sent."""
        await self._change(interaction, help_text=dict(press.fields)[HelpModalId.INPUT])

    async def _set_notice_channel(self, interaction: Interaction, channel_id: int | None) -> None:
        """The bot must be able to post there, and shows it by doing so."""
        channel = members.postable(interaction, channel_id) if channel_id is not None else None
        await self._change(interaction, notice_channel_id=channel_id)
        if channel is not None:
            await channel.send(view=drawing.draw_notice_test(), silent=True)

    async def _authorized(self, interaction: Interaction) -> GuildSettings:
        """The settings as they are, for a member who may change them."""
        return await settings.to_manage(
            self.bot.parts.database,
            members.guild_id_of(interaction),
            manage_guild=interaction.permissions.manage_guild,
            role_ids=members.role_ids_of(interaction),
        )

    async def _change(self, interaction: Interaction, **wanted: Unpack[Fields]) -> None:
        """Save, and redraw the panel in place."""
        changed = await settings.change(
            self.bot.parts.database,
            members.guild_id_of(interaction),
            interaction.user.id,
            discord.utils.utcnow(),
            manage_guild=interaction.permissions.manage_guild,
            role_ids=members.role_ids_of(interaction),
            **wanted,
        )
        self.bot.rules.changed(changed)
        if "zone" in wanted:
            now = discord.utils.utcnow()
            self.bot.poster.aim(await self.bot.poster.schedules.zone_changed(changed.guild_id, now))
        await answers.redraw(interaction, _panel(changed))


def _panel(current: GuildSettings) -> ui.LayoutView:
    local = discord.utils.utcnow().astimezone(ZoneInfo(current.zone))
    return drawing.draw_panel(current, local.strftime("%H:%M"))


def _form(field: str, current: GuildSettings) -> ui.Modal:
    return drawing.zone_form(current.zone) if field == "zone" else drawing.help_form(current.help_text)


def _wanted(field: str, press: Press, current: GuildSettings) -> Fields:
    """What a control of the panel sets: a switch turns over, a select brings its values."""
    if field in ("age_restricted_only", "quiz_in_thread", "quiz_solo_counts"):
        value: object = not getattr(current, field)
    elif field.endswith("role_id"):
        value = _chosen(press)
    else:
        value = (
            int(press.value) if field in ("quiz_cooldown_seconds", "grace_hours") else frozenset(map(int, press.values))
        )
    return cast("Fields", {field: value})


def _chosen(press: Press) -> int | None:
    """The one role or channel chosen; None where the choice was cleared."""
    return int(press.values[0]) if press.values else None


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Settings(bot))
