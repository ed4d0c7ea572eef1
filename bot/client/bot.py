"""The Discord client: one intent, no member cache, no pings, and the parts that cogs use."""

from __future__ import annotations

import gc
import logging
from collections.abc import Sequence
from typing import Any

import discord
from discord.ext import commands

from bot.client.components import Router
from bot.client.games import Games
from bot.client.parts import Parts
from bot.client.posting import Poster
from bot.client.rules import Rules
from bot.client.tree import Tree
from bot.delivery import Delivery

_log = logging.getLogger(__name__)


class Neurosprout(commands.AutoShardedBot):
    """The bot. It reads no messages and caches no members; commands and presses need no intent."""

    def __init__(
        self,
        parts: Parts,
        extensions: Sequence[str],
        *,
        shard_count: int | None = None,
        shard_ids: Sequence[int] = (),
    ) -> None:
        discord.VoiceClient.warn_nacl = False
        discord.VoiceClient.warn_dave = False
        own_shards: dict[str, Any] = {"shard_ids": list(shard_ids)} if shard_ids else {}
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            shard_count=shard_count,
            **own_shards,
        )
        self.parts = parts
        self.router = Router()
        self.rules = Rules(parts.database)
        self.delivery = Delivery(self)
        self.games = Games(self, self.delivery, parts, self.is_ours)
        self.poster = Poster(self, self.delivery, parts, self.is_ours)
        self.extension_names = tuple(extensions)

    def is_ours(self, guild_id: int) -> bool:
        """Whether this process speaks for a server: with several processes each has its own shards."""
        return not self.shard_ids or (guild_id >> 22) % (self.shard_count or 1) in self.shard_ids

    async def setup_hook(self) -> None:
        for name in self.extension_names:
            await self.load_extension(name)

    async def on_ready(self) -> None:
        _log.info("ready", extra={"servers": len(self.guilds), "shards": self.shard_count})
        gc.freeze()  # what is here now stays; looking through it again stalls the loop for half a second
        gc.enable()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Presses and modals go to the router; discord.py itself hands commands to the tree."""
        routed = (discord.InteractionType.component, discord.InteractionType.modal_submit)
        tree = self.tree
        if interaction.type in routed and isinstance(tree, Tree) and tree.once.first(interaction.id):
            await self.router.dispatch(interaction)


Interaction = discord.Interaction[Neurosprout]
"""An interaction with this bot: its parts are at `interaction.client.parts`."""
