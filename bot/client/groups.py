"""Commands of one group in several cogs: those of `/quiz` belong to different features."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client.bot import Neurosprout


async def add_to(bot: Neurosprout, name: str, cog: commands.Cog) -> None:
    """Add `cog` to the bot, its commands under the group of that name, which a cog loaded earlier made."""
    group = bot.tree.get_command(name)
    if not isinstance(group, app_commands.Group):
        raise TypeError(f"there is no group /{name} yet; its cog loads first")
    await bot.add_cog(cog)
    for command in cog.get_app_commands():
        bot.tree.remove_command(command.name)  # discord.py takes a cog's commands for commands of their own
        group.add_command(command)
