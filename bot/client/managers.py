"""Who may manage the bot in a server, asked again at each command and press."""

from __future__ import annotations

from bot.client import members
from bot.client.bot import Interaction
from bot.core.settings import GuildSettings
from bot.services import settings


async def authorized(interaction: Interaction) -> GuildSettings:
    """The server's settings, for a member who may manage the bot; the refusal that says what is needed."""
    return await settings.to_manage(
        interaction.client.parts.database,
        members.guild_id_of(interaction),
        manage_guild=interaction.permissions.manage_guild,
        role_ids=members.role_ids_of(interaction),
    )
