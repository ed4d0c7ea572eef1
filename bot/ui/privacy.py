"""What is kept about a person, in words and counts; taking it along, having it deleted, and opting out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import discord
from discord import ui

from bot.ui import kit
from bot.ui.ids import PrivacyId

Row = ui.ActionRow[ui.LayoutView]
EXPORT = "neurosprout-my-data.json"

WORDS: Mapping[str, tuple[str, str]] = {
    "settings_history": ("change of a server's settings that you made", "changes of servers' settings that you made"),
    "quiz_games": ("quiz that you started", "quizzes that you started"),
    "quiz_answers": ("answer in a quiz, with whether and how fast it was right",
                     "answers in quizzes, with whether and how fast they were right"),
    "quiz_scores": ("sum of your points", "sums of your points: by game, channel, day, week and month, and in all"),
    "quiz_players": ("server in which the name it showed for you is kept",
                     "servers in which the name they showed for you is kept"),
    "quiz_counted": ("question noted as asked, so that it does not count twice for you",
                     "questions noted as asked, so that they do not count twice for you"),
    "quiz_misses": ("question that you missed and asked to keep", "questions that you missed and asked to keep"),
    "quiz_opt_outs": ("note that you opted out of scores", "notes that you opted out of scores"),
    "letters_sent": ("time that you wrote to moderators or authors, kept for a day to be counted",
                     "times that you wrote to moderators or authors, kept for a day to be counted"),
    "letters_blocked": ("block on what you write to moderators and authors",
                        "blocks on what you write to moderators and authors"),
    "problem_reports": ("report of a problem that you put your name to",
                        "reports of problems that you put your name to"),
    "quiz_suggestions": ("question that you suggested and nobody approved yet",
                         "questions that you suggested and nobody approved yet"),
}  # fmt: skip
"""What one row of each table is, and several, in the reader's words."""


def draw_kept(rows: Mapping[str, int], opted_out_since: datetime | None) -> ui.LayoutView:
    """The answer to `/privacy show`."""
    items: list[ui.Item[ui.LayoutView]] = [kit.text("## What is kept about you")]
    if rows:
        lines = [f"- {count:,} {WORDS[name][count > 1]}" for name, count in rows.items()]
        items.append(kit.text("In all servers together:", *lines))
    else:
        items.append(kit.text("Nothing."))
    items += [
        kit.text(
            "What you look up is not kept, and messages are not read. People are kept by Discord's id and, where they "
            "play, by the name that server shows."
        ),
        kit.text(_standing(opted_out_since)),
        Row(*_controls(has_rows=bool(rows), opted_out=opted_out_since is not None)),
    ]
    return kit.message(*items)


def _standing(since: datetime | None) -> str:
    if since is None:
        return "If you play, your quiz scores are kept and shown in leaderboards. You can opt out at any time."
    return (
        f"You opted out of scores {discord.utils.format_dt(since, 'R')}. You can play; what you answer is kept under "
        "a random number, and deleted when the game ends. No leaderboard shows you."
    )


def _controls(*, has_rows: bool, opted_out: bool) -> list[ui.Button[ui.LayoutView]]:
    kept = [_button("Take it along (JSON)", "export"), _button("Delete it", "delete")] if has_rows else []
    return [*kept, _button("Take part again", "in") if opted_out else _button("Opt out of scores", "out")]


def _button(
    label: str, action: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=label, custom_id=str(PrivacyId(action)), style=style)


def draw_export() -> ui.LayoutView:
    """The message that carries the file."""
    file: ui.File[ui.LayoutView] = ui.File(f"attachment://{EXPORT}")
    return kit.message(
        kit.text("## Everything that is kept about you", "One list for each table. Only you see this message."), file
    )


def draw_confirmation(rows: Mapping[str, int], opted_out_since: datetime | None) -> ui.LayoutView:
    """The question before anything is deleted."""
    total = sum(rows.values())
    return kit.message(
        kit.text("## Delete everything that is kept about you?"),
        kit.text(
            f"This deletes {total:,} {'record' if total == 1 else 'records'} in all servers: answers, scores, the "
            "questions you kept, suggestions that wait. It cannot be undone.",
            "Changes of server settings stay without your name, and so do suggested questions that were approved.",
            "Your opt-out stays, so that nothing new is kept." if opted_out_since else "",
        ),
        Row(
            _button("Delete everything", "deleted", discord.ButtonStyle.danger),
            _button("Keep it", "show"),
        ),
    )


def draw_deleted(opted_out_since: datetime | None) -> ui.LayoutView:
    """After the deletion."""
    rest = (
        "You remain opted out: that note is the one thing kept."
        if opted_out_since
        else "If you play again, scores are kept again, unless you opt out."
    )
    controls = [] if opted_out_since else [Row(_button("Opt out of scores", "out"))]
    return kit.message(kit.text("## Deleted", f"Everything that was kept about you is gone. {rest}"), *controls)


def draw_opted_out(rows: Mapping[str, int], since: datetime) -> ui.LayoutView:
    """The answer to `/privacy opt-out`, whether it is new or was so before."""
    kept = sum(rows.values())
    return kit.message(
        kit.text("## You are opted out", _standing(since)),
        *([kit.text(f"What was kept before ({kept:,} records) is hidden, not deleted.")] if kept else []),
        Row(*([_button("Delete it", "delete")] if kept else []), _button("Take part again", "in")),
    )


def draw_opted_in() -> ui.LayoutView:
    """After coming back."""
    return kit.message(
        kit.text("## You take part again", "From now on your quiz scores are kept and shown in leaderboards."),
        Row(_button("Opt out of scores", "out")),
    )
