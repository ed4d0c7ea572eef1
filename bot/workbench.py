"""The playground while somebody writes: an open card is drawn again when its file is saved, with the errors on it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import discord
import simcord

from bot.client.bot import Neurosprout
from bot.core.library import pointed_at
from bot.storage.knowledge import KnowledgeError, Problem
from bot.ui import cards, kit
from bot.ui.ids import CardId, Place

_SHOWN = 5
"""How many errors are written on a card."""
_PLACE = re.compile(rf'"custom_id": "({CardId.TEMPLATE.pattern})"')


@dataclass(frozen=True)
class OpenCard:
    """A card that somebody sees, and the newest token that may change it."""

    message_id: int
    token: str
    place: Place


class Workbench:
    """Watches the files of the knowledge base; nothing of it is part of the bot."""

    def __init__(self, env: simcord.Env, bot: Neurosprout, folder: Path) -> None:
        self._env = env
        self._bot = bot
        self._folder = folder
        self._saved = _saved(folder)

    async def look(self) -> bool:
        """Take in what was saved since the last look; whether a card was drawn again."""
        now = await asyncio.to_thread(_saved, self._folder)
        changed = {path.stem for path, _ in now.items() ^ self._saved.items()}
        self._saved = now
        if not changed:
            return False
        problems = await self._reload()
        drawn = [await self._redraw(card, problems) for card in self.open_cards() if self._concerns(card, changed)]
        return any(drawn)

    async def _reload(self) -> tuple[Problem, ...]:
        try:
            await self._bot.parts.knowledge.reload()
        except KnowledgeError as error:
            return error.problems
        return ()

    def _concerns(self, card: OpenCard, changed: set[str]) -> bool:
        entry = self._bot.parts.knowledge.library.get(card.place.entry)
        return card.place.entry in changed or (entry is not None and not changed.isdisjoint(pointed_at(entry)))

    def open_cards(self) -> Iterator[OpenCard]:
        """Every message that shows a card, each once."""
        newest = {
            message_id: (interaction.token, interaction.channel_id)
            for interaction in self._env.backend.interactions.values()
            if (message_id := interaction.message_id or interaction.source_message_id) is not None
        }
        for message_id, (token, channel_id) in newest.items():
            message = self._env.backend.messages.get(channel_id, {}).get(message_id)
            found = _PLACE.search(json.dumps(message.components)) if message is not None else None
            match = CardId.TEMPLATE.fullmatch(found[1]) if found else None
            if match is not None:
                yield OpenCard(message_id, token, CardId.parse(match).place)

    async def _redraw(self, card: OpenCard, problems: tuple[Problem, ...]) -> bool:
        parts = self._bot.parts
        library = parts.knowledge.library
        opened = cards.open_place(card.place, library, parts.texts)
        if opened is None:
            return False
        picture = parts.pictures.of(opened.entry, library, opened.place.section)
        view = cards.draw(opened, library, parts.texts, note=_said(problems), picture=picture)
        files: list[kit.Attachment] = []
        if picture is not None:
            files.append(kit.Attachment(picture.filename, await parts.pictures.png(picture), picture.alt))
        hook = discord.Webhook.partial(self._bot.application_id or 0, card.token, client=self._bot)
        await hook.edit_message(card.message_id, view=view, attachments=[file.file() for file in files])
        return True


def _saved(folder: Path) -> dict[Path, int]:
    """Every file of the knowledge base, and when it was last written."""
    return {path: path.stat().st_mtime_ns for path in folder.glob("*/*.yaml")}


def _said(problems: tuple[Problem, ...]) -> str:
    if not problems:
        return ""
    lines = [f"- `{problem.file}:{problem.line}`: {problem.message}" for problem in problems[:_SHOWN]]
    more = [f"- and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
    return "\n".join(["**What you saved has errors; this is the card before it:**", *lines, *more])
