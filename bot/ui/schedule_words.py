"""A schedule in words: what it posts, when, and what became of each post."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord

from bot.core.delivery import Cause
from bot.core.library import Library
from bot.core.record import Kind
from bot.core.recurrence import Days, EveryDays, Recurrence, Weekdays
from bot.core.schedule import Pause, Posting, Reason, Schedule, State, Topic, Why
from bot.ui import posts
from bot.ui.texts import enumerate_words

_KINDS = {
    Kind.MECHANISM: "a mechanism",
    Kind.TERM: "a term",
    Kind.SUBSTANCE: "a substance",
    Kind.PAPER: "a paper",
    Kind.QUESTION: "a question",
    Kind.CLAIM_HEARD: "an “Is it true that ...?”",
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "last"}
_WHY: dict[Why, tuple[str, str]] = {
    Cause.CHANNEL_GONE: ("the channel was deleted", "Choose another with `/schedule edit`."),
    Cause.NO_ACCESS: (
        "I cannot see the channel",
        "Give me **View Channel** in Edit Channel > Permissions.",
    ),
    Cause.NO_PERMISSION: (
        "I lack a permission in the channel",
        "`/schedule doctor` names it; give it to me in Edit Channel > Permissions.",
    ),
    Cause.ARCHIVED: ("the thread is archived", "Open it again, or choose another place with `/schedule edit`."),
    Cause.LOCKED: ("the thread is locked", "Unlock it, or choose another place with `/schedule edit`."),
    Cause.THREADS_FULL: (
        "the server has as many open threads as Discord allows",
        "Close some, or post into a text channel instead.",
    ),
    Cause.TAG_REQUIRED: (
        "the forum wants a tag on every post",
        "Switch that off in Edit Channel, or choose another channel with `/schedule edit`.",
    ),
    Cause.WRONG_KIND: ("no message can be posted there", "Choose another channel with `/schedule edit`."),
    Cause.AUTOMOD: (
        "AutoMod blocked the text",
        "Exempt my role in Server Settings > AutoMod, or leave the entry out with `/schedule edit`.",
    ),
    Cause.REJECTED: ("Discord refused it", "Please tell whoever runs this bot."),
    Reason.LATE: ("I was away for too long", "How late a post may come is set in `/settings`."),
    Reason.BY_MODERATOR: ("a moderator left it out", ""),
    Reason.UNAVAILABLE: ("Discord had an outage here", ""),
    Reason.LEFT: ("I was not in the server", ""),
    Reason.NOTHING: ("there was nothing to post", "Exclude less, or choose another topic with `/schedule edit`."),
    Reason.AGE: (
        "the server keeps me to age-restricted channels, and this is none",
        "Choose such a channel with `/schedule edit`, or change that in `/settings`.",
    ),
    Reason.UNREACHABLE: ("Discord could not be reached", ""),
}


def topic(what: Topic, library: Library) -> str:
    """`a mechanism`, `a term about pharmacology`, `the next step of “Ketamine”`."""
    if what.path is not None:
        path = library.paths.get(what.path)
        return f"the next step of “{path.name if path else what.path}”"
    said = _KINDS[what.kind] if what.kind else "an entry"
    return f"{said} about {what.category.value}" if what.category else said


def days(rule: Days) -> str:
    """`every day`, `on Monday and Friday`, `every 3 days`, `on the first Monday of each month`."""
    if isinstance(rule, Weekdays):
        if len(rule.days) == 7:
            return "every day"
        return f"every {enumerate_words([_WEEKDAYS[day] for day in sorted(rule.days)])}"
    if isinstance(rule, EveryDays):
        return f"every {rule.count} days"
    return f"on the {_NTH[rule.nth]} {_WEEKDAYS[rule.weekday]} of each month"


def typed_days(rule: Days) -> str:
    """The rule as it would be typed."""
    return days(rule).removeprefix("on the ").removesuffix(" of each month")


def when(recurrence: Recurrence) -> str:
    """`every day at 09:00, Europe/Berlin`."""
    return f"{days(recurrence.days)} at {recurrence.at:%H:%M}, {recurrence.zone}"


def status(schedule: Schedule) -> str:
    """Whether it runs, and who paused it; nothing where it runs."""
    if schedule.pause is None:
        return ""
    if schedule.paused_until is not None:
        return f"paused until {schedule.paused_until:%Y-%m-%d}"
    return "paused by itself after three failed days" if schedule.pause is Pause.BY_FAILING else "paused"


def why(cause: Why, code: int = 0) -> str:
    """What went wrong, as the end of a sentence."""
    number = f" (its code {code})" if cause is Cause.REJECTED and code else ""
    return _WHY[cause][0] + number


def mend(cause: Why) -> str:
    """What can be done about it; nothing where nothing can."""
    return _WHY[cause][1]


def result(posting: Posting, schedule: Schedule, library: Library) -> str:
    """One line of the ledger."""
    moment = discord.utils.format_dt(posting.slot_at, "f")
    if posting.state is State.SENT:
        link = f"https://discord.com/channels/{posting.guild_id}/{posting.channel_id}/{posting.message_id}"
        wish = ", out of turn" if posting.press_id else ""
        trouble = f"; its thread could not be opened: {why(posting.why, posting.code)}" if posting.why else ""
        return f"{moment}: posted [{entry(posting, library)}]({link}){_late(posting, schedule)}{wish}{trouble}"
    cause = why(posting.why, posting.code) if posting.why else "the cause is not known"
    return f"{moment}: {'not posted' if posting.state is State.FAILED else 'left out'}, {cause}"


def entry(posting: Posting, library: Library) -> str:
    """The name of what is posted."""
    posted = posts.found(posting.entry_id, library) if posting.entry_id else None
    return posts.title(posted) if posted is not None else "an entry that has left the library"


def _late(posting: Posting, schedule: Schedule) -> str:
    if posting.settled_at is None:
        return ""
    late = posting.settled_at - posting.slot_at - schedule.jitter
    return f", {span(late)} late" if late > timedelta(minutes=5) else ""


def span(time: timedelta) -> str:
    """`40 minutes`, `3 hours`."""
    minutes = round(time.total_seconds() / 60)
    return f"{minutes} minutes" if minutes < 90 else f"{round(minutes / 60)} hours"


def both(at: datetime) -> str:
    """The moment as each reader's client shows it, and how long until then."""
    return f"{discord.utils.format_dt(at, 'F')} ({discord.utils.format_dt(at, 'R')})"
