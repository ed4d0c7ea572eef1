"""Suggested questions: the form, what its writer is told, and what moderators decide about."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.core.questions import LETTERS
from bot.core.record import Category
from bot.core.suggestions import Draft, Suggestion
from bot.ui import kit
from bot.ui.ids import SuggestionId, SuggestionModalId

Item = ui.Item[ui.LayoutView]
Row = ui.ActionRow[ui.LayoutView]
Button = ui.Button[ui.LayoutView]
_EXAMPLE = "The right one\nA wrong one | why it is wrong\nAnother wrong one"
LISTED = 5
"""How many suggestions a list shows in full."""


def form(draft: Draft | None = None, number: int = 0) -> ui.Modal:
    """The form for a new suggestion, or for a moderator to change one; stopped, for it is answered by its custom id."""
    new = draft is None
    modal = ui.Modal(
        title="Suggest a quiz question" if new else "Edit the question",
        custom_id=str(SuggestionModalId(number)),
        timeout=900,
    )
    reader = "The moderators of this server read this, without your name unless you tick it below." if new else None
    for label in _labels(draft or Draft("", "", "", Category.CORE), reader):
        modal.add_item(label)
    if new:
        modal.add_item(
            ui.Label(
                text="Tell the moderators my name",
                description="Without a tick they do not see who wrote it.",
                component=ui.Checkbox[ui.Modal](custom_id=SuggestionModalId.NAMED),
            )
        )
    modal.stop()
    return modal


def _labels(draft: Draft, reader: str | None) -> list[ui.Label[ui.Modal]]:
    return [
        ui.Label(
            text="The question", description=reader, component=_input(SuggestionModalId.STEM, draft.stem, 15, 240)
        ),
        ui.Label(
            text="Three to five answers, the right one first",
            description="One to a line. After a bar (|) you can say why a wrong one is wrong.",
            component=_input(
                SuggestionModalId.ANSWERS,
                draft.answers,
                5,
                1500,
                "The right one\nA wrong one | why it is wrong\nAnother",
            ),
        ),
        ui.Label(
            text="Why the right answer is right",
            description="With a source, if you know one.",
            component=_input(SuggestionModalId.WHY, draft.why, 10, 300),
        ),
        ui.Label(text="Topic", component=_categories(draft.category)),
    ]


def _input(custom_id: str, default: str, least: int, most: int, placeholder: str = "") -> ui.TextInput[ui.Modal]:
    return ui.TextInput(
        custom_id=custom_id,
        style=discord.TextStyle.long,
        default=default or None,
        placeholder=placeholder or None,
        min_length=least,
        max_length=most,
    )


def _categories(chosen: Category) -> ui.Select[ui.Modal]:
    options = [
        discord.SelectOption(label=one.value.capitalize(), value=one.name.lower(), default=one is chosen)
        for one in Category
    ]
    return ui.Select(custom_id=SuggestionModalId.CATEGORY, options=options)


# ------------------------------------------------------------------------------------------------- for its writer


def draw_sent(suggestion: Suggestion, *, in_channel: bool) -> ui.LayoutView:
    """What the writer is told."""
    name = "with your name" if suggestion.named else "without your name"
    where = "in their notice channel" if in_channel else "when they use `/quiz suggest`"
    return kit.message(
        kit.text(
            "## Thank you: it is with the moderators",
            f"They see it {where}, {name}. If they approve it, quizzes of this server ask it.",
        ),
        kit.text(*_question(suggestion)),
    )


# ------------------------------------------------------------------------------------------------- for moderators


def draw_waiting(suggestion: Suggestion) -> ui.LayoutView:
    """A suggestion that waits, with what can be done about it."""
    return kit.message(
        kit.text("## A suggested question", _writer(suggestion)),
        kit.text(*_question(suggestion)),
        Row(*_decisions(suggestion)),
    )


def draw_decided(suggestion: Suggestion, what: str, user_id: int) -> ui.LayoutView:
    """The same once it is decided: the text stays to be read, the controls go."""
    return kit.message(
        kit.text(f"## A suggested question: {what}", f"-# By <@{user_id}>"), kit.text(*_question(suggestion))
    )


def draw_inbox(pending: Sequence[Suggestion], approved: int, blocked: int) -> ui.LayoutView:
    """What waits, the oldest first; the first few in full."""
    items: list[Item] = [
        kit.text("## Suggested questions", f"{len(pending)} waiting, {approved} approved and asked in this server.")
    ]
    for suggestion in pending[:LISTED]:
        stem = kit.quoted(suggestion.draft.stem, 240)
        items += [kit.text(f"**{stem}**", _writer(suggestion)), Row(_button("Look at it", "list", suggestion.id))]
    if len(pending) > LISTED:
        items.append(kit.text(f"and {len(pending) - LISTED} more, once these are decided."))
    last = [_button("Suggest one myself", "write")]
    if blocked:
        items.append(kit.text(f"{blocked} {'person is' if blocked == 1 else 'people are'} blocked from suggesting."))
        last.append(_button("Unblock all", "unblock"))
    return kit.message(*items, Row(*last))


def _writer(suggestion: Suggestion) -> str:
    who = f"<@{suggestion.author_id}>" if suggestion.author_id else "somebody who gave no name"
    return f"-# From {who}, {discord.utils.format_dt(suggestion.created_at, 'R')}"


def _question(suggestion: Suggestion) -> list[str]:
    asked = suggestion.question
    right = next(option for option in asked.options if option.correct)
    options = [
        f"{LETTERS[index]}{' (right)' if option.correct else ''}: {kit.quoted(option.text, 120)}"
        + ("" if option.correct else f" – {kit.quoted(option.why, 300)}")
        for index, option in enumerate(asked.options)
    ]
    return [
        f"**{kit.quoted(asked.stem, 240)}**",
        *options,
        f"**Why:** {kit.quoted(right.why, 300)}",
        f"**Topic:** {asked.category.value}",
    ]


def _decisions(suggestion: Suggestion) -> list[Button]:
    return [
        _button("Approve", "approve", suggestion.id, discord.ButtonStyle.success),
        _button("Edit", "edit", suggestion.id),
        _button("Reject", "reject", suggestion.id),
        _button("Reject and block the writer", "block", suggestion.id, discord.ButtonStyle.danger),
    ]


def _button(
    label: str, action: str, number: int = 0, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> Button:
    return Button(label=label, custom_id=str(SuggestionId(action, number)), style=style)  # pyright: ignore[reportArgumentType]  # the callers are above
