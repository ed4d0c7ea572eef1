"""What a server has set about answers, kept at hand: every lookup asks, and most servers have set nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from bot.core import settings as core
from bot.core.refusals import AgeRestrictedOnlyError, SharingNotAllowedError
from bot.core.safety import need_of
from bot.core.settings import GuildSettings
from bot.services import settings
from bot.storage.engine import Database

_SECONDS = 30
"""How long settings are kept; whoever changes them here tells, so this is for what another process changed."""
_MOST = 10_000
_ALWAYS = frozenset(("about", "help", "settings", "privacy", "schedule"))
"""Commands that show no entry, and so answer everywhere."""

Interaction = discord.Interaction[Any]


class Rules:
    """The settings of the servers that asked last."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[int, tuple[float, GuildSettings]] = {}

    async def here(self, interaction: Interaction) -> GuildSettings | None:
        """The settings of the server in which this happens; None outside of servers, and where the bot is no member."""
        guild_id = interaction.guild_id
        if guild_id is None or interaction.client.get_guild(guild_id) is None:
            return None
        now = asyncio.get_running_loop().time()
        kept = self._kept.get(guild_id)
        if kept is None or now - kept[0] > _SECONDS:
            kept = self._keep(now, await settings.get(self._database, guild_id))
        return kept[1]

    def changed(self, to: GuildSettings) -> None:
        """A server's settings were changed."""
        self._keep(asyncio.get_running_loop().time(), to)

    def _keep(self, now: float, of: GuildSettings) -> tuple[float, GuildSettings]:
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[of.guild_id] = now, of
        return self._kept[of.guild_id]

    async def require_here(self, interaction: Interaction) -> None:
        """Refuse what would show an entry where the server keeps the bot to age-restricted channels."""
        current = await self.here(interaction)
        if current is not None and current.age_restricted_only and not _age_restricted(interaction.channel):
            raise AgeRestrictedOnlyError

    async def require_command(self, interaction: Interaction) -> None:
        """As `require_here`, for a command; one that asks for help is never refused."""
        current = await self.here(interaction)
        if current is None or not current.age_restricted_only:
            return
        data: Any = interaction.data or {}
        if data.get("name") not in _ALWAYS and not any(need_of(value) for value in _typed(data)):
            await self.require_here(interaction)

    async def sharing(self, interaction: Interaction, wanted: bool | None) -> bool:
        """Whether the answer is public; refuses what was wanted where the server allows none."""
        current = await self.here(interaction)
        if current is None:
            return bool(wanted)
        channels = channel_ids(interaction)
        if wanted and not core.may_share(current, channels):
            raise SharingNotAllowedError(current.allowed_channel_ids)
        return core.shares(current, channels, wanted=wanted)


def channel_ids(interaction: Interaction) -> frozenset[int]:
    """The channel's id, and its parent's where it is a thread."""
    channel = interaction.channel
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return frozenset(one for one in (interaction.channel_id, parent) if one is not None)


def _age_restricted(channel: object) -> bool:
    is_nsfw = getattr(channel, "is_nsfw", None)
    return bool(is_nsfw and is_nsfw())


def _typed(data: Any) -> list[str]:
    """What was typed into the options of a command, at any depth."""
    typed: list[str] = []
    for option in data.get("options") or ():
        typed += [option["value"]] if isinstance(option.get("value"), str) else []
        typed += _typed(option)
    return typed
