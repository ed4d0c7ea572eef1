"""The shelves of the library in one message: a list, a select that leads further, and the way back."""

from __future__ import annotations

import discord
from discord import ui

from bot.core.knowledge import Entry
from bot.core.lessons import Question
from bot.core.library import Library
from bot.core.shelves import MENU, Shelf
from bot.ui import kit
from bot.ui.ids import ExploreId
from bot.ui.texts import Texts

_PAGE = 12
"""How many entries a page lists."""
_OPTIONS = 25
RANDOM = "random"
"""What stands for a shelf where any entry is wanted."""


def page_of(shelf: Shelf, page: int) -> int:
    """That page, or the first where there is no such page."""
    return page if page * _PAGE < len(shelf.ids) else 0


def draw(shelf: Shelf, page: int, library: Library, texts: Texts) -> ui.LayoutView:
    """A page of a shelf."""
    page = page_of(shelf, page)
    pages = max(1, -(-len(shelf.ids) // _PAGE))
    where = f"-# {texts.page(page + 1, pages)}" if pages > 1 else ""
    ids = shelf.ids[page * _PAGE : (page + 1) * _PAGE]
    lines = [_inner(inner) for inner in shelf.shelves]
    for number, one in enumerate(ids, start=page * _PAGE + 1):
        lines.append(f"{f'{number}. ' if shelf.numbered else ''}{_line(one, library)}")
    items: list[ui.Item[ui.LayoutView]] = [
        kit.text(f"## {shelf.label}", where, shelf.about),
        kit.text("\n".join(lines)),
    ]
    items.append(ui.Separator(spacing=discord.SeparatorSpacing.small))
    if options := _options(shelf, ids, library, texts):
        select = ui.Select[ui.LayoutView](
            custom_id=str(ExploreId("pick", shelf.key, page)),
            placeholder="Choose a shelf" if shelf.shelves else texts.open_card,
            options=options,
        )
        items.append(ui.ActionRow(select))
    items.append(ui.ActionRow(*_buttons(shelf, page, pages, texts)))
    return kit.message(*items)


def _inner(shelf: Shelf) -> str:
    about = f" {shelf.about}" if shelf.about else ""
    return f"**{shelf.label}**{':' if about else ''}{about} ({shelf.count})"


def _line(one: str, library: Library) -> str:
    entry = library.get(one)
    if entry is not None:
        return f"**{entry.name}**: {entry.one_liner}"
    question = library.questions[one]
    return f"**Check yourself:** {question.stem} ||{_answer(question)}||"


def _answer(question: Question) -> str:
    right = next(option for option in question.options if option.correct)
    return f"{right.text}. {right.why}"


def _options(shelf: Shelf, ids: tuple[str, ...], library: Library, texts: Texts) -> list[discord.SelectOption]:
    options = [
        discord.SelectOption(label=kit.shortened(inner.label, 100), value=f"x:{inner.key}")
        for inner in shelf.shelves[:_OPTIONS]
    ]
    entries = (entry for one in ids if isinstance(entry := library.get(one), Entry))
    return [*options, *(kit.entry_option(entry, texts) for entry in entries)][:_OPTIONS]


def _buttons(shelf: Shelf, page: int, pages: int, texts: Texts) -> list[ui.Button[ui.LayoutView]]:
    buttons: list[ui.Button[ui.LayoutView]] = []
    if shelf.parent is not None:
        buttons.append(_button(texts.back, ExploreId("go", shelf.parent)))
    if pages > 1:
        following = (page + 1) % pages
        label = texts.next_page if following else texts.first_page
        buttons.append(_button(label, ExploreId("go", shelf.key, following)))
    if shelf.key == MENU or not shelf.shelves:
        buttons.append(_button("Surprise me", ExploreId("go", RANDOM)))
    return buttons


def _button(label: str, custom_id: ExploreId) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=label, custom_id=str(custom_id))
