"""The panel with which a schedule is changed, and its two forms; every control carries the version that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot.core import rotation
from bot.core.library import Library
from bot.core.record import Category, Kind
from bot.core.schedule import TOLERANCES, Overview, Schedule
from bot.ui import kit, posts
from bot.ui import schedule_words as words
from bot.ui.post_ids import ScheduleFormId, ScheduleId

ALL = "all"
"""The value that stands for every shelf."""
_KINDS = {
    Kind.MECHANISM: "Mechanisms",
    Kind.TERM: "Terms",
    Kind.SUBSTANCE: "Substances",
    Kind.PAPER: "Papers",
    Kind.QUESTION: "Questions",
    Kind.CLAIM_HEARD: "“Is it true that ...?”",
}
Row = ui.ActionRow[ui.LayoutView]
Button = ui.Button[ui.LayoutView]
Select = ui.Select[ui.LayoutView]


def draw(overview: Overview, library: Library, channel_kinds: Sequence[discord.ChannelType]) -> ui.LayoutView:
    """The schedule with everything that can be changed about it."""
    schedule = overview.schedule
    options = schedule.options
    state = words.status(schedule)
    items: list[ui.Item[ui.LayoutView]] = [
        kit.text(
            "## Change a schedule",
            "-# Every choice is saved at once.",
            f"{words.topic(schedule.topic, library).capitalize()}, {words.when(schedule.recurrence)}"
            f"{f'. **{state.capitalize()}**' if state else ''}.",
            _next(overview, library),
        ),
        Row(_channel(schedule, channel_kinds)),
        Row(_topics(schedule, library)),
    ]
    if (shelves := _shelves(schedule, library)) is not None:
        items.append(Row(shelves))
    items += [
        kit.text("**Role to notify** (none: the post is silent):"),
        Row(_role(schedule)),
        Row(_tolerance(schedule)),
        kit.text(_order(schedule, library)),
        Row(
            Button(label="Time, days, zone", custom_id=_id(schedule, "when")),
            Button(label="Order and exclusions", custom_id=_id(schedule, "order")),
        ),
        Row(
            Button(label=f"Thread under it: {_on(options.discussion)}", custom_id=_id(schedule, "discussion")),
            Button(label=f"Check yourself: {_on(options.checks)}", custom_id=_id(schedule, "checks")),
            Button(label="Resume" if schedule.pause else "Pause", custom_id=_id(schedule, _turn(schedule))),
            Button(label="Preview", custom_id=_id(schedule, "preview")),
        ),
    ]
    return kit.message(*items)


def _turn(schedule: Schedule) -> str:
    return "resume" if schedule.pause else "pause"


def _on(chosen: bool) -> str:
    return "on" if chosen else "off"


def _id(schedule: Schedule, action: str) -> str:
    return str(ScheduleId(action, schedule.id, schedule.version))


def _next(overview: Overview, library: Library) -> str:
    if overview.open is None:
        return "Nothing is planned while it is paused."
    return f"Next: **{words.entry(overview.open, library)}**, {words.both(overview.open.slot_at)}."


def _channel(schedule: Schedule, kinds: Sequence[discord.ChannelType]) -> ui.ChannelSelect[ui.LayoutView]:
    here = discord.SelectDefaultValue(id=schedule.channel_id, type=discord.SelectDefaultValueType.channel)
    return ui.ChannelSelect(
        custom_id=_id(schedule, "channel"), placeholder="Where", channel_types=list(kinds), default_values=[here]
    )


def _topics(schedule: Schedule, library: Library) -> Select:
    chosen = schedule.topic
    kinds = [
        discord.SelectOption(label=said, value=kind.value, default=chosen.path is None and chosen.kind is kind)
        for kind, said in _KINDS.items()
        if library.of_type(rotation.TYPES[kind])
    ]
    paths = [
        discord.SelectOption(
            label=kit.shortened(f"Learning path: {path.name}", 100),
            value=f"path:{path.id}",
            description=kit.shortened(path.one_liner, 100),
            default=chosen.path == path.id,
        )
        for path in library.paths.values()
    ]
    return Select(custom_id=_id(schedule, "topic"), placeholder="What", options=[*kinds, *paths][:25])


def _shelves(schedule: Schedule, library: Library) -> Select | None:
    """The shelves on which there is something of the kind; None where the kind has none."""
    topic = schedule.topic
    if topic.path is not None or topic.kind is None or topic.kind not in rotation.SHELVED:
        return None
    kept = {getattr(one, "category", None) for one in library.of_type(rotation.TYPES[topic.kind])}
    everything = discord.SelectOption(label="All categories", value=ALL, default=topic.category is None)
    shelves = [
        discord.SelectOption(
            label=category.value.capitalize(), value=category.value, default=topic.category is category
        )
        for category in Category
        if category in kept
    ]
    return Select(custom_id=_id(schedule, "shelf"), placeholder="Category", options=[everything, *shelves])


def _role(schedule: Schedule) -> ui.RoleSelect[ui.LayoutView]:
    role_id = schedule.options.mention_role_id
    chosen = [discord.SelectDefaultValue(id=role_id, type=discord.SelectDefaultValueType.role)] if role_id else []
    return ui.RoleSelect(
        custom_id=_id(schedule, "role"), placeholder="Nobody", min_values=0, max_values=1, default_values=chosen
    )


def _tolerance(schedule: Schedule) -> Select:
    options = [
        discord.SelectOption(
            label="On the dot" if minutes == 0 else f"Within {minutes} minute{'s' if minutes > 1 else ''} of its time",
            value=str(minutes),
            description="It may still take a while where many servers chose the same minute" if minutes == 0 else None,
            default=minutes == schedule.options.tolerance,
        )
        for minutes in TOLERANCES
    ]
    return Select(custom_id=_id(schedule, "tolerance"), placeholder="How punctual", options=options)


def _names(ids: Sequence[str], library: Library, limit: int = 5) -> str:
    named = [posts.title(one) for key in ids if (one := posts.found(key, library)) is not None]
    more = f" and {len(named) - limit} more" if len(named) > limit else ""
    return ", ".join(named[:limit]) + more


def _order(schedule: Schedule, library: Library) -> str:
    pinned = _names(schedule.options.order, library)
    excluded = _names(sorted(schedule.options.excluded), library)
    order = f"**Order:** first {pinned}; then" if pinned else "**Order:**"
    said = f"{order} what this server has not seen, then what it saw longest ago."
    return f"{said}\n**Never posted:** {excluded}." if excluded else said


@dataclass(frozen=True)
class _Input:
    """One input of a form; a long one takes several lines."""

    custom_id: str
    label: str
    hint: str
    default: str
    required: bool = False
    long: bool = False


def when_form(schedule: Schedule) -> ui.Modal:
    """The form for time, days and zone; stopped, for it is answered by its custom id."""
    rule, form = schedule.recurrence, ScheduleFormId("when", schedule.id, schedule.version)
    days, zone = words.typed_days(rule.days), rule.zone if schedule.own_zone else ""
    return _form(
        form,
        "When it posts",
        _Input(form.TIME, "Time", "Such as 09:00, 21:30 or 9 pm", f"{rule.at:%H:%M}", required=True),
        _Input(form.DAYS, "Days", "Every day; mon wed fri; every 3 days; first monday", days, required=True),
        _Input(form.ZONE, "City or zone", "Such as Berlin; empty: the server's own", zone),
    )


def order_form(schedule: Schedule, library: Library) -> ui.Modal:
    """The form for the pinned order and what is never posted."""

    def listed(ids: Sequence[str]) -> str:
        return "\n".join(getattr(one, "name", one.id) for key in ids if (one := posts.found(key, library)) is not None)

    options, form = schedule.options, ScheduleFormId("order", schedule.id, schedule.version)
    pinned, excluded, hint = listed(options.order), listed(sorted(options.excluded)), "One entry to a line"
    return _form(
        form,
        "Order and exclusions",
        _Input(form.ORDER, "Post these first, in this order", hint, pinned, long=True),
        _Input(form.EXCLUDED, "Never post these", hint, excluded, long=True),
    )


def _form(custom_id: ScheduleFormId, title: str, *inputs: _Input) -> ui.Modal:
    form = ui.Modal(title=title, custom_id=str(custom_id), timeout=900)
    for one in inputs:
        field = ui.TextInput[ui.Modal](
            custom_id=one.custom_id,
            default=one.default[:4000] or None,
            required=one.required,
            style=discord.TextStyle.long if one.long else discord.TextStyle.short,
            max_length=4000 if one.long else 100,
        )
        form.add_item(ui.Label(text=one.label, description=one.hint, component=field))
    form.stop()
    return form
