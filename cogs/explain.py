"""Explain terms: the command in the menu of a message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import answers, cards
from bot.client.bot import Interaction, Neurosprout
from bot.client.components import Press
from bot.ui import explain
from bot.ui.ids import ExplainedId, Place


class Explain(commands.Cog):
    """Explains the words of a message. Discord sends its text along with the command; nothing of it is kept."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot
        self.menu = app_commands.ContextMenu(name="Explain terms", callback=self.terms)

    async def cog_load(self) -> None:
        self.bot.tree.add_command(self.menu)
        self.bot.router.add(ExplainedId.TEMPLATE, self.open)

    async def cog_unload(self) -> None:
        self.bot.tree.remove_command(self.menu.name, type=self.menu.type)
        self.bot.router.remove(ExplainedId.TEMPLATE)

    async def terms(self, interaction: Interaction, message: discord.Message) -> None:
        """Answer with the terms in the message, privately."""
        parts = interaction.client.parts
        text = "\n".join(_texts(message))
        if not text.strip():
            await answers.send(interaction, explain.draw_wordless())
            return
        mentions, claims = parts.knowledge.glossary.terms_in(text), parts.knowledge.glossary.claims_in(text)
        drawn = explain.draw(mentions, claims, parts.texts) if mentions or claims else explain.draw_none()
        await answers.send(interaction, drawn)

    async def open(self, interaction: Interaction, press: Press) -> None:
        """A term chosen from the list: its card, beside the list."""
        await cards.open_privately(interaction, Place(press.value.removeprefix("e:")))


def _texts(message: discord.Message) -> Iterator[str]:
    """Everything in a message that can be read: a bot's may have its words in embeds or in components."""
    yield message.content
    for snapshot in message.message_snapshots:
        yield snapshot.content
    for embed in message.embeds:
        yield from (embed.title or "", embed.description or "")
        for field in embed.fields:
            yield from (field.name or "", field.value or "")
    yield from _displayed(message.components)
    if message.poll is not None:
        yield from (message.poll.question, *(answer.text for answer in message.poll.answers))


def _displayed(components: Sequence[Any]) -> Iterator[str]:
    """The texts of Components V2, at any depth."""
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _displayed(getattr(component, "children", None) or getattr(component, "components", None) or ())


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Explain(bot))
