"""/about and /help."""

from __future__ import annotations

from discord import ui

from bot.core.library import Summary
from bot.ui import kit

_COMMANDS = (
    ("/define", "a term, a receptor, or a claim people make: `/define psychoplastogen`"),
    ("/substance", "a substance with its structure and evidence: `/substance psilocybin`"),
    ("/mechanism", "how something works, step by step: `/mechanism bdnf`"),
    ("/interaction", "what two things do together, and what to watch for: `/interaction tramadol escitalopram`"),
    ("/paper", "what a paper found, and its limits: `/paper ly 2018`"),
    ("/compare", "two substances, terms, targets or mechanisms side by side: `/compare lsd psilocin`"),
    ("/explore", "everything by class and field, learning paths, claims people make, what is new, or any entry"),
    ("/search", "everything, by name or by words of the text: `/search how fast do antidepressants work`"),
    ("Explain terms", "the words of any message: press and hold it (or right-click), then Apps"),
    ("/quiz start", "a game for everyone in the channel, with the reasons why: `/quiz start`"),
    ("/quiz leaderboard", "who leads in this server; `/quiz scores` for this channel, `/quiz profile` for yourself"),
    ("/review", "what you missed in quizzes, when you are about to forget it; for you alone"),
    ("/quiz suggest", "suggest a question for this server's quizzes; moderators decide about it"),
    ("/schedule add", "for those who manage the server: a mechanism each day, at your local time"),
    ("/settings", "for those who manage the server: time zone, roles, channels, help text"),
    ("/privacy", "what is kept about you: see it, take it along, delete it, opt out of scores"),
    ("/about", "what this is, what it knows, and what it keeps about you"),
)


def draw_about(summary: Summary, version: str) -> ui.LayoutView:
    """What the bot is, what it knows, and where it stands."""
    counted = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in summary.entries.items() if count)
    marks = ", ".join(f"{count} {mark}" for mark, count in summary.evidence.items())
    return kit.message(
        kit.text("## Neurosprout", f"-# Version {version}"),
        kit.text(
            "Looks up neuroplasticity and psychopharmacology, and says how sure science is and why. Every claim names "
            "its source, what it was shown in, and how firm it is.",
        ),
        kit.text(f"**It knows** {counted}; {summary.claims} claims ({marks})."),
        kit.text(
            "**Privacy.** What you look up is answered to you alone and is not kept. Settings of a server are kept, "
            "with who changed them, and quiz scores, unless you opt out. `/privacy show` says what is kept about you.",
            "**Not advice.** This is information, not medical advice. It gives no doses and no sources of supply. In "
            "an emergency, call your local emergency number now.",
            "**License.** Code: MIT. Knowledge base: CC BY-SA 4.0, with the sources each entry names.",
        ),
    )


def draw_help() -> ui.LayoutView:
    """The commands, each with an example."""
    lines = "\n".join(f"**{name}**: {what}" for name, what in _COMMANDS)
    return kit.message(
        kit.text("## What you can ask"),
        kit.text(lines),
        kit.text(
            "Answers are private. Press **Share** on a card, or choose `share: True`, to post it for everyone. On a "
            "card, the select leads to the evidence, the sources and related entries, and reports a problem.",
        ),
    )
