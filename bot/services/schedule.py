"""What moderators do with schedules: each change is one transaction that also plans the next post anew."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import rotation
from bot.core import schedule as rules
from bot.core.evidence import Id
from bot.core.library import Library
from bot.core.recurrence import Recurrence
from bot.core.refusals import (
    BeingPostedError,
    EmptyTopicError,
    NotOfTopicError,
    ScheduleChangedError,
    ScheduleGoneError,
    SchedulePausedError,
    TooManySchedulesError,
    UnknownDateError,
)
from bot.core.rotation import Rng
from bot.core.schedule import Options, Overview, Reason, Schedule, State, Topic
from bot.services import planning
from bot.services.planning import Planned
from bot.storage import schedule as storage
from bot.storage.engine import Database

_UNMADE = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A schedule that is to be made."""

    guild_id: int
    channel_id: int
    topic: Topic
    recurrence: Recurrence
    own_zone: bool
    options: Options


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change brought: the schedule, and the lines of the ledger that are due next."""

    schedule: Schedule
    planned: Planned


class Schedules:
    """The schedules of all servers; chance comes from `rng`."""

    def __init__(self, database: Database, library: Callable[[], Library], rng: Rng) -> None:
        self._database = database
        self._library = library
        self._rng = rng

    async def of_guild(self, guild_id: int) -> tuple[Overview, ...]:
        """All schedules of a server, the oldest first, each with its open post."""
        async with self._database.read() as connection:
            found = await storage.load_guild(connection, guild_id)
            lines = await storage.open_of(connection, [one.id for one in found])
        return tuple(Overview(one, lines.get(one.id)) for one in found)

    async def get(self, guild_id: int, schedule_id: int, results: int = 5) -> Overview:
        """One schedule with its last results; a ScheduleGoneError if it was removed."""
        async with self._database.read() as connection:
            found = await storage.load(connection, guild_id, schedule_id)
            if found is None:
                raise ScheduleGoneError
            lines = await storage.open_of(connection, [found.id])
            past = await storage.past(connection, found.id, results)
            shown = await storage.shown(connection, [guild_id])
        available = rotation.pool(found.topic, self._library())
        unshown = rotation.unshown(found, available, shown[guild_id])
        return Overview(found, lines.get(found.id), past, available, unshown)

    async def add(self, draft: Draft, now: datetime) -> Changed:
        """Make a schedule; its first post is at its first time that is still to come."""
        if not rotation.pool(draft.topic, self._library()):
            raise EmptyTopicError
        async with self._database.write() as connection:
            await storage.hold_guild(connection, draft.guild_id)
            if len(await storage.load_guild(connection, draft.guild_id)) >= rules.MOST_SCHEDULES:
                raise TooManySchedulesError(rules.MOST_SCHEDULES)
            made = Schedule(
                id=_UNMADE,
                guild_id=draft.guild_id,
                channel_id=draft.channel_id,
                topic=draft.topic,
                recurrence=draft.recurrence,
                own_zone=draft.own_zone,
                settled=draft.recurrence.today(now) - timedelta(days=1),
                floor=draft.recurrence.last_passed(now),
                changed_at=now,
                options=draft.options,
            )
            made = replace(made, id=await storage.add(connection, made))
            return Changed(made, await planning.replan(connection, [made], self._library(), self._rng))

    async def change(
        self,
        guild_id: int,
        schedule_id: int,
        change: Callable[[Schedule], Schedule],
        now: datetime,
        *,
        version: int | None = None,
    ) -> Changed:
        """Change what it posts, where or when; a ScheduleChangedError if `version`, which the person saw, is old.

        What could not be posted is tried again at once: the change may have mended it.
        """
        async with self._to_change(guild_id, schedule_id) as (connection, before):
            if version is not None and version != before.version:
                raise ScheduleChangedError
            after = rules.changed(before, change(before), now)
            available = rotation.pool(after.topic, self._library())
            if not set(available) - after.options.excluded:
                raise EmptyTopicError
            keep = (before.topic, before.options.order) == (after.topic, after.options.order)
            saved = await self._saved(connection, after, keep=keep)
            hastened = await storage.hasten(connection, after.id, now)
            return replace(saved, planned=[*saved.planned, *((line, now) for line in hastened)])

    async def pause(self, guild_id: int, schedule_id: int, until: date | None, now: datetime) -> Changed:
        """Post nothing until somebody resumes it, or until a day that is still to come."""
        async with self._to_change(guild_id, schedule_id) as (connection, before):
            if until is not None and until <= before.recurrence.today(now):
                raise UnknownDateError(until.isoformat())
            await storage.unplan(connection, [before.id], attempted=True)
            return await self._saved(connection, rules.paused(before, until))

    async def resume(self, guild_id: int, schedule_id: int, now: datetime) -> Changed:
        """Post again, from the next time that is still to come."""
        async with self._to_change(guild_id, schedule_id) as (connection, before):
            after = rules.resumed(before, now) if before.pause is not None else before
            return await self._saved(connection, after)

    async def skip(self, guild_id: int, schedule_id: int, now: datetime) -> tuple[Changed, date]:
        """Leave out the next post, and write so into the ledger; the day that is left out."""
        async with self._to_change(guild_id, schedule_id) as (connection, before):
            under_way = (await storage.open_of(connection, [before.id])).get(before.id)
            if not before.posts or under_way is None:
                raise SchedulePausedError
            if under_way.state is State.CLAIMED:
                raise BeingPostedError
            await storage.unplan(connection, [before.id], attempted=True)
            line = {"schedule_id": before.id, "guild_id": guild_id, "day": under_way.day, "slot_at": under_way.slot_at}
            skipped = {"state": State.SKIPPED.value, "why": Reason.BY_MODERATOR.value, "settled_at": now}
            await storage.plan(connection, [line | skipped | {"entry_id": None, "due_at": None}])
            after = replace(before, settled=max(before.settled, under_way.day), version=before.version + 1)
            return await self._saved(connection, after), under_way.day

    async def choose(self, guild_id: int, schedule_id: int, entry: Id, *, insert: bool) -> Changed:
        """Post `entry` next: in place of what is planned, or (`insert`) before it."""
        async with self._to_change(guild_id, schedule_id) as (connection, before):
            if not before.posts:
                raise SchedulePausedError
            library = self._library()
            if entry not in rotation.pool(before.topic, library):
                raise NotOfTopicError((entry,))
            planned = (await storage.open_of(connection, [before.id])).get(before.id)
            following = [planned.entry_id] if insert and planned and planned.entry_id else []
            queue = dict.fromkeys((entry, *following, *before.queue))
            after = replace(before, queue=tuple(queue)[: rules.QUEUE], version=before.version + 1)
            return await self._saved(connection, after, keep=False)

    async def post_now(self, guild_id: int, schedule_id: int, press_id: int, now: datetime) -> Changed:
        """Post once out of turn, now; the post at today's time stays. `press_id` tells it from others of the day."""
        async with self._to_change(guild_id, schedule_id) as (connection, schedule):
            shown = await storage.shown(connection, [guild_id])
            taken = await storage.planned_entries(connection, [guild_id])
            available = rotation.pool(schedule.topic, self._library())
            unqueued = replace(schedule, queue=())
            entry = rotation.choose(unqueued, available, shown[guild_id], self._rng, taken=taken[guild_id])
            if entry is None:
                raise EmptyTopicError
            day = schedule.recurrence.today(now)
            line = {"schedule_id": schedule.id, "guild_id": guild_id, "day": day, "press_id": press_id, "slot_at": now}
            return Changed(schedule, await storage.plan(connection, [line | {"due_at": now, "entry_id": entry}]))

    async def remove(self, guild_id: int, schedule_id: int) -> Schedule:
        """Delete it with its history; what the server has seen is remembered."""
        async with self._to_change(guild_id, schedule_id) as (connection, schedule):
            await storage.remove(connection, schedule_id)
            return schedule

    async def zone_changed(self, guild_id: int, now: datetime) -> Planned:
        """The server's zone has changed: plan anew what follows it. No day is lost or repeated by that."""
        async with self._database.write() as connection:
            await storage.hold_guild(connection, guild_id)
            found = await storage.load_guild(connection, guild_id)
            after = [rules.changed(one, one, now) for one in found if not one.own_zone]
            await storage.save(connection, after)
            return await planning.replan(connection, after, self._library(), self._rng, keep=True)

    @asynccontextmanager
    async def _to_change(
        self, guild_id: int, schedule_id: int
    ) -> AsyncGenerator[tuple[AsyncConnection, Schedule], None]:
        async with self._database.write() as connection:
            found = await storage.load(connection, guild_id, schedule_id, to_change=True)
            if found is None:
                raise ScheduleGoneError
            yield connection, found

    async def _saved(self, connection: AsyncConnection, after: Schedule, *, keep: bool = True) -> Changed:
        await storage.save(connection, [after])
        return Changed(after, await planning.replan(connection, [after], self._library(), self._rng, keep=keep))
