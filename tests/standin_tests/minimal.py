"""A minimal bot that does each thing once, for the tests of the stand-in; also as a program of its own."""

from __future__ import annotations

import io
import re
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

Interaction = discord.Interaction[Any]
Button, Row = ui.Button[Any], ui.ActionRow[Any]


class Count(ui.DynamicItem[Button], template=r"count:(?P<n>\d+)"):
    """A button that counts its presses in the message it is on."""

    def __init__(self, n: int) -> None:
        super().__init__(Button(label=str(n), custom_id=f"count:{n}"))
        self.n = n

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        return cls(int(match["n"]))

    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.edit_message(view=card(self.n + 1))


def card(n: int) -> ui.LayoutView:
    """A stopped view: a text, and the button."""
    view = ui.LayoutView()
    view.add_item(ui.TextDisplay(f"pressed {n} times")).add_item(Row(Count(n)))
    view.stop()
    return view


class Report(ui.Modal, title="Report"):
    """One input."""

    what: ui.Label[Self] = ui.Label(text="What is wrong?", component=ui.TextInput(custom_id="what"))

    async def on_submit(self, interaction: Interaction) -> None:
        assert isinstance(self.what.component, ui.TextInput)
        await interaction.response.send_message(f"thanks for {self.what.component.value!r}", ephemeral=True)


class Minimal(commands.AutoShardedBot):
    """The bot."""

    def __init__(self, *, shard_count: int | None = None) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        intents = discord.Intents(guilds=True)
        super().__init__(commands.when_mentioned, intents=intents, help_command=None, shard_count=shard_count)
        self._connection.guild_ready_timeout = 0.05
        tree = self.tree
        everywhere = {"guilds": True, "users": True}, {"guilds": True, "dms": True, "private_channels": True}
        define = app_commands.allowed_installs(**everywhere[0])(app_commands.allowed_contexts(**everywhere[1])(_define))
        tree.command(name="define", description="Look up")(define).autocomplete("term")(_suggest)
        tree.command(name="card", description="A card with a button")(_card)
        tree.command(name="slow", description="Defers")(_slow)
        tree.command(name="report", description="A modal")(_report)
        tree.command(name="late", description="Never answers")(_late)
        tree.add_command(app_commands.ContextMenu(name="Explain", callback=_explain))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Five seconds between shards are for the real Discord."""

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Count)
        await self.tree.sync()


async def _define(interaction: Interaction, term: str) -> None:
    await interaction.response.send_message(f"{term}: a word ({interaction.locale})", ephemeral=True)


async def _suggest(_: Interaction, current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"{current}!", value=current)]


async def _card(interaction: Interaction) -> None:
    await interaction.response.send_message(view=card(0))


async def _slow(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    file = discord.File(io.BytesIO(b"picture"), "a.png")
    await interaction.edit_original_response(content="done", attachments=[file])
    await interaction.followup.send("and more", ephemeral=True)


async def _report(interaction: Interaction) -> None:
    await interaction.response.send_modal(Report())


async def _late(_: Interaction) -> None:
    return


async def _explain(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"explained: {message.content}", ephemeral=True)
