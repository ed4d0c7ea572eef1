"""What an interaction says about the member and the server, and what the bot may do there."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client.bot import Interaction
from bot.core.refusals import CannotPostError


def guild_id_of(interaction: Interaction) -> int:
    """The server's id; NoPrivateMessage outside of servers."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild_id


def role_ids_of(interaction: Interaction) -> frozenset[int]:
    """The member's roles; none outside of servers."""
    user = interaction.user
    return frozenset(role.id for role in user.roles) if isinstance(user, discord.Member) else frozenset()


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
