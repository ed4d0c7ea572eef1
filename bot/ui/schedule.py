"""What moderators see of schedules: the list, what was made or changed, what comes, what happened, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from discord import ui

from bot.core.library import Library
from bot.core.recurrence import Slot, next_times
from bot.core.schedule import Overview, Posting, Schedule, Why
from bot.ui import kit, posts
from bot.ui import schedule_words as words
from bot.ui.post_ids import ScheduleId

PER_PAGE = 15
"""How many schedules stand on a page of the list."""
_REPEATS_FAR = 400
Button = ui.Button[ui.LayoutView]


@dataclass(frozen=True)
class Health:
    """What stands in a schedule's way in its channel, as far as can be seen now."""

    channel: str
    """The channel as a mention; or, where it is gone, in words."""
    rights: Mapping[str, bool]
    """The permissions it needs there, and whether the bot has them; empty where there is no such channel."""
    trouble: Why | None = None
    """What else stands in the way."""


def line(overview: Overview, library: Library) -> str:
    """A schedule in one line."""
    schedule = overview.schedule
    said = f"<#{schedule.channel_id}>: {words.topic(schedule.topic, library)}, {words.when(schedule.recurrence)}"
    if state := words.status(schedule):
        return f"{said}. **{state.capitalize()}.**"
    due = overview.open.slot_at if overview.open else schedule.upcoming(1)[0].at
    return f"{said}. Next <t:{int(due.timestamp())}:R>."


def label(overview: Overview, channel: str, library: Library) -> str:
    """The schedule as a choice in an option: the channel first, for a phone shows little more."""
    schedule = overview.schedule
    what = words.topic(schedule.topic, library).removeprefix("a ").removeprefix("an ")
    return kit.shortened(f"#{channel}: {what}, {words.when(schedule.recurrence)}", 100)


def draw_list(overviews: Sequence[Overview], page: int, library: Library) -> ui.LayoutView:
    """Every schedule of the server, page by page."""
    count = -(-len(overviews) // PER_PAGE)
    page = page if page < count else 0
    shown = overviews[page * PER_PAGE : (page + 1) * PER_PAGE]
    head = kit.text("## Schedules", f"-# {len(overviews)} of at most 100" + (f", page {page + 1}" if count > 1 else ""))
    body = kit.text(
        "\n".join(f"{number}. {line(one, library)}" for number, one in enumerate(shown, page * PER_PAGE + 1))
    )
    if count == 1:
        return kit.message(head, body)
    following = (page + 1) % count
    turn = Button(label="Next page" if following else "First page", custom_id=str(ScheduleId("list", following)))
    return kit.message(head, body, ui.ActionRow(turn))


def draw_made(overview: Overview, library: Library, *, server_zone: str) -> ui.LayoutView:
    """The answer to `/schedule add`."""
    schedule = overview.schedule
    hint = ""
    if not schedule.own_zone and server_zone == "UTC":
        hint = "-# The server's time zone is UTC. Set it with `/settings`, and this schedule follows it."
    return kit.message(
        kit.text("## It is scheduled", _said(schedule, library)),
        kit.text(_comes(overview, library), hint),
        ui.ActionRow(*_ways(schedule, "preview", "edit", "doctor")),
    )


def draw_changed(overview: Overview, said: str, library: Library) -> ui.LayoutView:
    """What a change came to: what was done, and how the schedule stands now."""
    schedule = overview.schedule
    return kit.message(
        kit.text(f"**{said}**", _said(schedule, library)),
        kit.text(_comes(overview, library)),
        ui.ActionRow(*_ways(schedule, "preview", "edit", "resume" if schedule.pause else "pause")),
    )


def draw_removed(schedule: Schedule, library: Library) -> ui.LayoutView:
    """The answer to `/schedule remove`."""
    return kit.notice(
        "**The schedule was removed.**",
        _said(schedule, library),
        "What it posted stays. What this server has seen is remembered, so that another schedule does not repeat it.",
    )


def _said(schedule: Schedule, library: Library) -> str:
    said = f"In <#{schedule.channel_id}>: {words.topic(schedule.topic, library)}, {words.when(schedule.recurrence)}."
    state = words.status(schedule)
    return f"{said} **{state.capitalize()}.**" if state else said


def _comes(overview: Overview, library: Library) -> str:
    """What it posts next, and when."""
    posting = overview.open
    if posting is None:
        return "Nothing is planned while it is paused."
    shown = words.both(posting.slot_at) if posting.tries == 0 else f"{words.both(posting.slot_at)}, being tried again"
    return f"Next: **{words.entry(posting, library)}**, {shown}."


_LABELS = {
    "preview": "Preview",
    "edit": "Change it",
    "doctor": "Check it",
    "pause": "Pause",
    "resume": "Resume",
    "history": "History",
}


def _ways(schedule: Schedule, *actions: str) -> list[Button]:
    return [
        Button(label=_LABELS[action], custom_id=str(ScheduleId(action, schedule.id, schedule.version)))
        for action in actions
    ]


def draw_next(overview: Overview, library: Library) -> ui.LayoutView:
    """What comes, and when."""
    schedule, available = overview.schedule, set(overview.available)
    queued = [posts.title(one) for key in schedule.queue if key in available and (one := posts.found(key, library))]
    times = [words.both(slot.at) for slot in schedule.upcoming(5)]
    return kit.message(
        kit.text("## What comes next", _said(schedule, library)),
        kit.text(_comes(overview, library)),
        kit.text(f"Chosen for the posts to come: {', '.join(queued)}." if queued else "", repeats(overview)),
        kit.text("**Next times**", *(f"- {one}" for one in times)) if times else kit.text("It is paused."),
        ui.ActionRow(*_ways(schedule, "preview", "edit")),
    )


def repeats(overview: Overview) -> str:
    """In how many days the library repeats."""
    schedule, count = overview.schedule, overview.unshown
    if count == 0:
        return "This server has seen everything of the topic; what it saw longest ago comes first."
    if count > _REPEATS_FAR:
        return f"{count} entries are to come before one repeats."
    slots = next_times(schedule.recurrence, schedule.behind, count + 1)
    if len(slots) <= count:
        return ""
    away = (slots[-1].at - slots[0].at) + timedelta(hours=12)
    entries = "One entry is" if count == 1 else f"{count} entries are"
    return f"{entries} to come before one repeats, {away.days} days after the next post."


def draw_history(overview: Overview, library: Library) -> ui.LayoutView:
    """What became of the last posts."""
    lines = [f"- {words.result(one, overview.schedule, library)}" for one in overview.past]
    return kit.message(
        kit.text("## History", _said(overview.schedule, library)),
        kit.text("\n".join(lines) or "Nothing has been posted yet."),
    )


def draw_doctor(overview: Overview, health: Health, library: Library, *, manager_role_id: int | None) -> ui.LayoutView:
    """Everything that can be checked about a schedule, each in words, and what to do."""
    schedule = overview.schedule
    missing = [name for name, granted in health.rights.items() if not granted]
    well = not missing and health.trouble is None and not schedule.pause
    verdict = "Everything is in order." if well else "Something needs your attention."
    items = [
        kit.text("## Check-up", _said(schedule, library), f"**{verdict}**"),
        kit.text(*_rights(health, missing)),
        kit.text("**Next times** (in its zone, and as your device shows them)", *_times(schedule)),
        kit.text("**Last results**", *_results(overview, library)),
        kit.text(repeats(overview), _hidden(manager_role_id)),
        ui.ActionRow(*_ways(schedule, "edit", "resume" if schedule.pause else "pause", "preview", "history")),
    ]
    return kit.message(*items)


def _rights(health: Health, missing: list[str]) -> list[str]:
    lines = [f"**In {health.channel}**"]
    lines += [f"- {name}: {'granted' if granted else '**missing**'}" for name, granted in health.rights.items()]
    if missing:
        lines.append("To mend it: open Edit Channel > Permissions there, choose my role, and allow what is missing.")
    if health.trouble is not None:
        said = words.why(health.trouble)
        lines.append(f"**It cannot post: {said}.** {words.mend(health.trouble)}".rstrip())
    return lines


def _times(schedule: Schedule) -> list[str]:
    if not (slots := schedule.upcoming(5)):
        return ["It is paused until somebody resumes it."]
    return [f"- {_local(slot, schedule)}: {words.both(slot.at)}" for slot in slots]


def _local(slot: Slot, schedule: Schedule) -> str:
    return slot.at.astimezone(ZoneInfo(schedule.recurrence.zone)).strftime("%a %Y-%m-%d %H:%M")


def _results(overview: Overview, library: Library) -> list[str]:
    lines = [f"- {words.result(one, overview.schedule, library)}" for one in overview.past[:5]]
    return lines or ["Nothing has been posted yet."]


def _hidden(manager_role_id: int | None) -> str:
    if manager_role_id is None:
        return ""
    return (
        f"-# Discord hides `/schedule` from <@&{manager_role_id}> until someone adds that role under Server Settings > "
        "Integrations > Neurosprout > /schedule > Add Roles or Members."
    )


def draw_notice(paused: Sequence[tuple[Schedule, Posting | None]], library: Library) -> ui.LayoutView:
    """What the moderators are told, once, when schedules have paused themselves."""
    items = [kit.text("## A schedule has paused itself" if len(paused) == 1 else "## Schedules have paused themselves")]
    for schedule, last in paused[:5]:
        cause = last.why if last is not None else None
        because = (
            f"Three days in a row nothing could be posted: {words.why(cause)}. {words.mend(cause)}" if cause else ""
        )
        items.append(kit.text(_said(schedule, library), because))
    items.append(
        kit.text("Nothing was lost. `/schedule doctor` says what is wrong, `/schedule resume` starts it again.")
    )
    return kit.message(*items)
