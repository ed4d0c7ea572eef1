"""The pieces every message is laid out from, inside Discord's limits."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import discord
from discord import ui

from bot.core import names
from bot.core.knowledge import Entry
from bot.ui.texts import Texts

CHARACTERS = 4000
"""Discord's limit on all text of a Components V2 message."""
BYTES = 10_000
"""What a message's text may weigh: UTF-8 bytes and twelve for each text; Discord answers 500 above about 10,170."""
_BODY_CHARACTERS = 3000
_BODY_BYTES = 7600
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

ACCENT = discord.Colour(0x7A5CFF)


@dataclass(frozen=True)
class Picture:
    """A picture to be attached: its drawing as SVG, and the words for those who do not see it."""

    filename: str
    svg: str
    alt: str


@dataclass(frozen=True)
class Attachment:
    """A file to be sent; the words are for those who do not see it."""

    filename: str
    content: bytes
    description: str

    def file(self) -> discord.File:
        """For one try: discord.py closes what it has sent."""
        return discord.File(io.BytesIO(self.content), self.filename, description=self.description)


def plain(text: str, limit: int = 60) -> str:
    """What somebody typed, as a picture shows it: no control characters, at most `limit` long; nothing is escaped."""
    shown = names.visible(text)
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + "…"


def quoted(text: str, limit: int = 60) -> str:
    """What somebody typed, made harmless: no pings, links, markdown or control characters, at most `limit` long."""
    escaped = re.sub(r"([\\*_~`|\[\]<:])", r"\\\1", plain(text, limit))
    return escaped.replace("@", "@\u200b")


def shortened(text: str, limit: int) -> str:
    """`text`, cut at a word and marked with an ellipsis if it is longer than `limit`."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:.") + "…"


def weight(texts: Iterable[str]) -> int:
    """What texts weigh for Discord's undocumented limit (see BYTES)."""
    return sum(len(text.encode()) + 12 for text in texts)


def pages(blocks: Sequence[str], most: int = 100) -> list[list[str]]:
    """`blocks` on as few pages as Discord allows, at most `most` on each.

    A block is split only at sentence ends, and only if it must be.
    """
    result: list[list[str]] = [[]]
    for block in (piece for whole in blocks for piece in _pieces(whole)):
        page = [*result[-1], block]
        full = len(page) > most or sum(map(len, page)) > _BODY_CHARACTERS or weight(page) > _BODY_BYTES
        if result[-1] and full:
            result.append([block])
        else:
            result[-1] = page
    return result


def _pieces(block: str) -> list[str]:
    if len(block) <= _BODY_CHARACTERS and len(block.encode()) <= _BODY_BYTES:
        return [block]
    pieces = [""]
    for sentence in _SENTENCE_END.split(block):
        longer = f"{pieces[-1]} {sentence}".strip()
        if pieces[-1] and (len(longer) > _BODY_CHARACTERS or len(longer.encode()) > _BODY_BYTES):
            pieces.append(sentence)
        else:
            pieces[-1] = longer
    return pieces


class _Message(ui.LayoutView):
    """A finished message: as nothing of it changes any more, what Discord is sent of it is made once."""

    def to_components(self) -> list[dict[str, Any]]:
        if self._made is None:
            self._made = super().to_components()
        return self._made

    _made: list[dict[str, Any]] | None = None


def message(*items: ui.Item[ui.LayoutView]) -> ui.LayoutView:
    """A finished message in one frame: stopped, so that nothing of it is kept in memory; its controls are routed."""
    view = _Message(timeout=None)
    view.add_item(ui.Container[ui.LayoutView](*items, accent_colour=ACCENT))
    view.stop()
    return view


def text(*lines: str) -> ui.TextDisplay[ui.LayoutView]:
    """Lines of markdown as one text."""
    return ui.TextDisplay("\n".join(line for line in lines if line))


def gallery(picture: Picture) -> ui.MediaGallery[ui.LayoutView]:
    """The attached picture with its alternative text."""
    item = discord.MediaGalleryItem(f"attachment://{picture.filename}", description=picture.alt[:1024])
    return ui.MediaGallery(item)


def notice(*lines: str) -> ui.LayoutView:
    """A message that only says something."""
    return message(text(*lines))


def entry_option(entry: Entry, texts: Texts) -> discord.SelectOption:
    """A choice that leads to an entry's card."""
    return _option(entry.id, entry.name, f"{texts.kind(entry.kind).capitalize()}: {entry.one_liner}")


@lru_cache(maxsize=2048)
def _option(entry_id: str, name: str, about: str) -> discord.SelectOption:
    """Made once, for an entry is offered on the cards of all its neighbors."""
    return discord.SelectOption(label=shortened(name, 100), value=f"e:{entry_id}", description=shortened(about, 100))
