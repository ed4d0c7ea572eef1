"""A private review: the question, then how it went and when it comes back."""

from __future__ import annotations

from datetime import datetime

import discord
from discord import ui

from bot.core.library import Library
from bot.core.questions import LETTERS, Asked
from bot.core.review import Missed, Reviewed
from bot.ui import kit
from bot.ui.ids import CardId, Place, ReviewId
from bot.ui.kit import Picture

Item = ui.Item[ui.LayoutView]
Row = ui.ActionRow[ui.LayoutView]
Button = ui.Button[ui.LayoutView]


def draw_question(missed: Missed, due: int, picture: Picture | None = None) -> ui.LayoutView:
    """A question that is due, with a button for each letter."""
    asked = missed.asked
    items: list[Item] = [
        kit.text("## Your review", f"-# {due} due now. Only you see this; it counts on no board."),
        kit.text(f"**{asked.stem}**"),
    ]
    if picture is not None:
        items.append(kit.gallery(picture))
    elif asked.picture is not None:
        items.append(kit.text(f"In words: {asked.picture.alternative}"))
    items.append(kit.text(*(_option(asked, index) for index in range(len(asked.options)))))
    buttons = [
        Button(label=LETTERS[index], custom_id=str(ReviewId("pick", missed.key, index)))
        for index in range(len(asked.options))
    ]
    return kit.message(*items, Row(*buttons))


def draw_answer(missed: Missed, option: int, after: Reviewed, library: Library) -> ui.LayoutView:
    """How it went, why, and when the question comes back."""
    asked = missed.asked
    key = asked.options[asked.key]
    head = f"## Right: {LETTERS[asked.key]}" if after.right else f"## It was {LETTERS[asked.key]}"
    lines = [f"{_option(asked, asked.key)}\n{key.why}"]
    if not after.right:
        lines.insert(0, f"You chose {_option(asked, option)}\n{asked.options[option].why}")
    return kit.message(
        kit.text(head, f"-# {asked.stem}"),
        kit.text("\n\n".join(lines)),
        kit.text(f"It comes back {discord.utils.format_dt(after.due_at, 'R')}."),
        Row(*_onward(asked, library)),
    )


def _onward(asked: Asked, library: Library) -> list[Button]:
    buttons = [Button(label="Next", custom_id=str(ReviewId("next")), style=discord.ButtonStyle.primary)]
    for entry_id in asked.tests[:1]:
        if (entry := library.get(entry_id)) is not None:
            label = kit.shortened(f"Define: {entry.name}", 34)
            buttons.append(Button(label=label, custom_id=str(CardId("go", Place(entry.id)))))
    return buttons


def draw_nothing(kept: int, next_at: datetime | None) -> ui.LayoutView:
    """That nothing is due, and why."""
    if not kept:
        return kit.notice(
            "## Nothing to review yet",
            "After a quiz, press **What I missed** under its final score: those questions come here, and come back "
            "when you are about to forget them.",
        )
    when = f" The next one is due {discord.utils.format_dt(next_at, 'R')}." if next_at is not None else ""
    number = "1 question is" if kept == 1 else f"{kept} questions are"
    return kit.notice("## Nothing is due now", f"{number} kept for you.{when}")


def _option(asked: Asked, index: int) -> str:
    return f"**{LETTERS[index]}** {asked.options[index].text}"
