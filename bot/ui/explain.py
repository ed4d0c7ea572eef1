"""The terms of somebody's message, as a private list from which each card opens."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.core import names
from bot.core.glossary import Mention
from bot.core.knowledge import ClaimHeard
from bot.ui import kit
from bot.ui.ids import ExplainedId
from bot.ui.texts import Texts


def draw(mentions: Sequence[Mention], claims: Sequence[ClaimHeard], texts: Texts) -> ui.LayoutView:
    """The list; a card opens beside it, so that the list stays."""
    lines = [_line(mention) for mention in mentions]
    items: list[ui.Item[ui.LayoutView]] = [kit.text("## Terms in this message"), kit.text("\n".join(lines))]
    if claims:
        asked = [f"Is it true that {claim.name[0].lower()}{claim.name[1:]}? **{claim.verdict}.**" for claim in claims]
        items.append(kit.text("**People also say:**", *asked))
    entries = [*(mention.entry for mention in mentions), *claims]
    select = ui.Select[ui.LayoutView](
        custom_id=str(ExplainedId()),
        placeholder="Open a card",
        options=[kit.entry_option(entry, texts) for entry in entries],
    )
    return kit.message(*items, ui.ActionRow(select))


def _line(mention: Mention) -> str:
    entry = mention.entry
    same = names.squash(mention.said) == names.squash(entry.name)
    said = "" if same else f" (“{kit.quoted(mention.said, 40)}”)"
    return f"**{entry.name}**{said}: {entry.one_liner}"


def draw_none() -> ui.LayoutView:
    """A message in whose words nothing is to be explained."""
    return kit.notice(
        "I found none of my terms in this message. Acronyms count only as they are written (LTP, not ltp), and code "
        "and links are skipped. `/search` looks for anything you type."
    )


def draw_wordless() -> ui.LayoutView:
    """A message without words, such as a picture."""
    return kit.notice("This message has no text to explain. `/search` looks for anything you type.")
