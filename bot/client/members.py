"""What an interaction says about the member and the server, and what the bot may do there."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client.bot import Interaction
from bot.core.refusals import CannotPostError, QuizPlaceError
from bot.core.settings import GuildSettings, may_manage
from bot.services import settings


def guild_id_of(interaction: Interaction) -> int:
    """The server's id; NoPrivateMessage outside of servers."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild_id


def role_ids_of(interaction: Interaction) -> frozenset[int]:
    """The member's roles; none outside of servers."""
    user = interaction.user
    return frozenset(role.id for role in user.roles) if isinstance(user, discord.Member) else frozenset()


async def require_manager(interaction: Interaction) -> GuildSettings:
    """The server's settings, for a member who may manage it; a ManagerRequiredError for anybody else."""
    return await settings.to_manage(
        interaction.client.parts.database,
        guild_id_of(interaction),
        manage_guild=interaction.permissions.manage_guild,
        role_ids=role_ids_of(interaction),
    )


async def manages(interaction: Interaction) -> bool:
    """Whether the member may manage the server."""
    current = await settings.get(interaction.client.parts.database, guild_id_of(interaction))
    rights, roles = interaction.permissions, role_ids_of(interaction)
    return may_manage(current, manage_guild=rights.manage_guild, role_ids=roles)


def postable(interaction: Interaction, channel_id: int) -> discord.abc.Messageable:
    """The server's channel in which the bot may post; a CannotPostError that names the missing permission."""
    guild = interaction.guild
    channel = guild.get_channel(channel_id) if guild else None
    if guild is None or not isinstance(channel, discord.TextChannel):
        raise CannotPostError(channel_id, "View Channel")
    granted = channel.permissions_for(guild.me)
    for permission, name in ((granted.view_channel, "View Channel"), (granted.send_messages, "Send Messages")):
        if not permission:
            raise CannotPostError(channel_id, name)
    return channel


_PLACE = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
    "attach_files": "Attach Files",
}
_THREADED = {
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}


def require_quiz_place(interaction: Interaction, *, in_thread: bool) -> bool:
    """Whether a quiz here gets a thread of its own; a QuizPlaceError that names what the bot lacks for it."""
    channel, needed = interaction.channel, dict(_PLACE)
    threads = in_thread and isinstance(channel, discord.TextChannel)
    if isinstance(channel, discord.Thread):
        del needed["send_messages"]
        needed["send_messages_in_threads"] = _THREADED["send_messages_in_threads"]
    elif threads:
        needed |= _THREADED
    for permission, name in needed.items():
        if not getattr(interaction.app_permissions, permission):
            raise QuizPlaceError(name)
    return threads
