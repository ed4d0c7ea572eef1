"""Where schedules can post: which channels, with which permissions, and what stands in the way."""

from __future__ import annotations

from typing import Any

import discord

from bot.core.refusals import (
    AgeRestrictedOnlyError,
    CannotPostError,
    ChannelElsewhereError,
    ChannelHiddenError,
    ChannelUnfitError,
    MentionsEveryoneError,
    RoleNotMentionableError,
    TagRequiredError,
    ThreadLockedError,
)
from bot.core.schedule import Options

Place = discord.TextChannel | discord.Thread | discord.ForumChannel
KINDS = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.news_thread,
    discord.ChannelType.forum,
]


def needed(channel: Place, options: Options) -> dict[str, bool]:
    """Every permission that a schedule needs there, as Discord's settings name it, and whether the bot has it."""
    granted = channel.permissions_for(channel.guild.me)
    rights = {"View Channel": granted.view_channel}
    if isinstance(channel, discord.Thread):
        rights["Send Messages in Threads"] = granted.send_messages_in_threads
    elif isinstance(channel, discord.ForumChannel):
        rights["Create Posts"] = granted.send_messages
    else:
        rights["Send Messages"] = granted.send_messages
    rights |= {"Attach Files": granted.attach_files, "Read Message History": granted.read_message_history}
    if options.discussion and isinstance(channel, discord.TextChannel):
        rights["Create Public Threads"] = granted.create_public_threads
    role = channel.guild.get_role(options.mention_role_id) if options.mention_role_id else None
    if role is not None and not role.mentionable:
        rights["Mention Everyone"] = granted.mention_everyone
    return rights


async def place(interaction: discord.Interaction[Any], channel_id: int, options: Options) -> Place:
    """The channel, fit for a schedule with those options; the refusal that says what stands in the way."""
    guild, member = interaction.guild, interaction.user
    channel = guild.get_channel_or_thread(channel_id) if guild else None
    if channel is None:
        raise ChannelElsewhereError(channel_id)
    if not isinstance(channel, Place):
        raise ChannelUnfitError(channel_id)
    if isinstance(member, discord.Member) and not channel.permissions_for(member).view_channel:
        raise ChannelHiddenError
    require_fit(channel)
    mention(channel, options.mention_role_id)
    missing = [name for name, granted in needed(channel, options).items() if not granted]
    if missing:
        raise CannotPostError(channel_id, missing[0])
    settings = await interaction.client.rules.here(interaction)
    if settings is not None and settings.age_restricted_only and not channel.is_nsfw():
        raise AgeRestrictedOnlyError
    return channel


def require_fit(channel: Place) -> None:
    """Refuse a locked thread, and a forum that wants tags."""
    if isinstance(channel, discord.Thread) and channel.locked:
        raise ThreadLockedError(channel.id)
    if isinstance(channel, discord.ForumChannel) and channel.flags.require_tag:
        raise TagRequiredError(channel.id)


def mention(channel: Place, role_id: int | None) -> None:
    """Refuse the role of everyone, and one that the bot may not mention there."""
    if role_id is None:
        return
    role = channel.guild.get_role(role_id)
    if role is None or role.is_default():
        raise MentionsEveryoneError
    if not role.mentionable and not channel.permissions_for(channel.guild.me).mention_everyone:
        raise RoleNotMentionableError(role_id)
