"""Schedules as moderators name them: which one, what it may post, and what they typed about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import discord
from discord import app_commands

from bot.client import channels, managers, members
from bot.client.bot import Interaction
from bot.client.tree import Choices, Complete, guarded
from bot.core import rotation
from bot.core.delivery import Cause
from bot.core.evidence import Id
from bot.core.record import Category, Kind
from bot.core.recurrence import Recurrence, zone_of
from bot.core.recurrence_words import parse_days, parse_time
from bot.core.refusals import (
    EmptyTopicError,
    NoSchedulesError,
    NoShelvesError,
    NotOfTopicError,
    ScheduleGoneError,
    UnknownDateError,
    UnknownPathError,
    WhichScheduleError,
)
from bot.core.schedule import Overview, Reason, Schedule, Topic, Why
from bot.core.search import CHOICE, Found
from bot.core.settings import zone_named, zones_matching
from bot.ui import posts
from bot.ui import schedule as drawing
from bot.ui.schedule import Health

DAYS = ("every day", "weekdays", "weekends", "mon wed fri", "tue thu", "every 2 days", "every 3 days", "first monday")
"""What is offered for the days."""


async def named(interaction: Interaction, typed: str | None, results: int = 5) -> Overview:
    """The schedule that was chosen, or the only one of the server."""
    guild_id = members.guild_id_of(interaction)
    schedules = interaction.client.poster.schedules
    if typed is not None:
        if not typed.isdecimal() or len(typed) > 18:
            raise ScheduleGoneError
        return await schedules.get(guild_id, int(typed), results)
    found = await schedules.of_guild(guild_id)
    if not found:
        raise NoSchedulesError
    if len(found) > 1:
        raise WhichScheduleError
    return await schedules.get(guild_id, next(iter(found)).schedule.id, results)


def topic(interaction: Interaction, kind: str | None, category: str | None, path: str | None) -> Topic:
    """What was chosen to be posted; a mechanism where nothing was."""
    library = interaction.client.parts.knowledge.library
    if path is not None:
        wanted = path.removeprefix(CHOICE).casefold()
        found = [one for one in library.paths.values() if wanted in (one.id, one.name.casefold())]
        if not found:
            raise UnknownPathError(path)
        return Topic(Kind(kind) if kind else None, path=found[0].id)
    chosen = Topic(Kind(kind) if kind else Kind.MECHANISM, Category(category) if category else None)
    if chosen.category is not None and chosen.kind not in rotation.SHELVED:
        raise NoShelvesError
    if not rotation.pool(chosen, library):
        raise EmptyTopicError
    return chosen


def retimed(before: Recurrence, time: str | None, days: str | None, zone: str | None) -> Recurrence:
    """The rule with what was typed in place of what it had; the refusal of the first that cannot be."""
    now = discord.utils.utcnow()
    after = replace(before, zone=zone_named(zone, now)) if zone else before
    after = replace(after, at=parse_time(time)) if time is not None else after
    return replace(after, days=parse_days(days, after.today(now))) if days is not None else after


def until(typed: str | None) -> date | None:
    """The day until which to pause; None where none was named."""
    if typed is None:
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise UnknownDateError(typed) from error


def entry(interaction: Interaction, schedule: Schedule, typed: str) -> Id:
    """What was chosen for the next post, of what the schedule can post."""
    found = next(iter(entries(interaction, schedule, typed)), None)
    if found is None:
        raise NotOfTopicError((typed,))
    return found


def entries(interaction: Interaction, schedule: Schedule, typed: str) -> tuple[Id, ...]:
    """The entries named, one to a line; a NotOfTopicError with those that the schedule cannot post."""
    knowledge = interaction.client.parts.knowledge
    available = rotation.pool(schedule.topic, knowledge.library)
    found: dict[Id, None] = {}
    unknown: list[str] = []
    for line in (line.strip() for line in typed.splitlines()):
        wanted = line.removeprefix(CHOICE)
        if wanted not in available:
            match knowledge.index.resolve(line):
                case Found(match):
                    wanted = match.entry.id
                case _:
                    pass
        if wanted in available:
            found[wanted] = None
        elif line:
            unknown.append(line)
    if unknown:
        raise NotOfTopicError(tuple(unknown))
    return tuple(found)


async def health(interaction: Interaction, schedule: Schedule) -> Health:
    """What can be seen to stand in the schedule's way."""
    guild = interaction.guild
    channel = guild.get_channel_or_thread(schedule.channel_id) if guild else None
    if channel is None:
        return Health("its channel", {}, Cause.CHANNEL_GONE)
    if not isinstance(channel, channels.Place):
        return Health(f"<#{channel.id}>", {}, Cause.WRONG_KIND)
    return Health(f"<#{channel.id}>", channels.needed(channel, schedule.options), await _trouble(interaction, channel))


async def _trouble(interaction: Interaction, channel: channels.Place) -> Why | None:
    current = await interaction.client.rules.here(interaction)
    if current is not None and current.age_restricted_only and not channel.is_nsfw():
        return Reason.AGE
    if isinstance(channel, discord.Thread) and channel.locked:
        return Cause.LOCKED
    if isinstance(channel, discord.ForumChannel) and channel.flags.require_tag:
        return Cause.TAG_REQUIRED
    return None


# ------------------------------------------------------------------------------------------------ what is offered


async def _schedules(interaction: Interaction, current: str) -> Choices:
    await managers.authorized(interaction)
    guild, library = interaction.guild, interaction.client.parts.knowledge.library
    found = await interaction.client.poster.schedules.of_guild(members.guild_id_of(interaction))
    offered: Choices = []
    for one in found:
        channel = guild.get_channel_or_thread(one.schedule.channel_id) if guild else None
        label = drawing.label(one, channel.name if channel else "deleted channel", library)
        if current.casefold() in label.casefold():
            offered.append(app_commands.Choice(name=label, value=str(one.schedule.id)))
    return offered[:25]


async def _zones(_: Interaction, current: str) -> Choices:
    now = discord.utils.utcnow()
    return [
        app_commands.Choice(name=f"{zone} (now {now.astimezone(zone_of(zone)):%H:%M})", value=zone)
        for zone in zones_matching(current, now)
    ]


async def _days(_: Interaction, current: str) -> Choices:
    typed = current.casefold().strip()
    fitting = [days for days in DAYS if typed in days]
    return [app_commands.Choice(name=days, value=days) for days in (fitting or [current[:100]])]


async def _paths(interaction: Interaction, current: str) -> Choices:
    paths = interaction.client.parts.knowledge.library.paths.values()
    fitting = [path for path in paths if current.casefold() in path.name.casefold()]
    return [app_commands.Choice(name=path.name, value=f"{CHOICE}{path.id}") for path in fitting[:25]]


async def _entries(interaction: Interaction, current: str) -> Choices:
    """What the schedule that is named (or the only one) can post."""
    await managers.authorized(interaction)
    library = interaction.client.parts.knowledge.library
    typed: str | None = interaction.namespace.schedule
    overview = await named(interaction, typed)
    titles = {key: posts.title(one) for key in overview.available if (one := posts.found(key, library)) is not None}
    fitting = {key: title for key, title in titles.items() if current.casefold() in title.casefold()}
    return [app_commands.Choice(name=title[:100], value=f"{CHOICE}{key}") for key, title in [*fitting.items()][:25]]


complete_schedules: Complete = guarded(_schedules)
complete_zones: Complete = guarded(_zones)
complete_days: Complete = guarded(_days)
complete_paths: Complete = guarded(_paths)
complete_entries: Complete = guarded(_entries)
