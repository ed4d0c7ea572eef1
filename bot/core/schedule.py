"""A schedule of posts: what it posts next, when that is due, what is done when it could not be posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.delivery import Cause
from bot.core.evidence import Id
from bot.core.record import Category, Kind
from bot.core.recurrence import Recurrence, Slot, next_times

MOST_SCHEDULES = 100
"""The most schedules of one server."""
TOLERANCES = (0, 1, 5, 15, 60)
"""Within how many minutes after its time a schedule may be allowed to post."""
FAILURES = 3
"""After so many failed days in a row a schedule pauses itself."""
_DAY = timedelta(days=1)
_ZONES_APART = 3
"""Between the first place and the last to reach a date lie 26 hours: dates differ by two, and one is today's."""
LEAST_GRACE = timedelta(minutes=15)
"""How late a post may always be: many servers choose the same minute, and Discord takes only so many posts a second."""
QUEUE = 25
"""How many entries can be put before the others."""


class Reason(StrEnum):
    """Why a day has no post, besides what Discord refuses."""

    LATE = "late"
    """The bot was away for longer than the server's grace."""
    BY_MODERATOR = "by_moderator"
    UNAVAILABLE = "unavailable"
    """Discord reported the server as unavailable until it was too late."""
    LEFT = "left"
    """The bot is not in the server."""
    NOTHING = "nothing"
    """There is nothing to post: the library has nothing of the kind, or all of it is excluded."""
    AGE = "age"
    """The server keeps the bot to age-restricted channels, and this is none."""
    UNREACHABLE = "unreachable"
    """Discord could not be reached."""


Why = Cause | Reason

_MINUTES: Mapping[Why, tuple[int, ...]] = {
    Cause.CHANNEL_GONE: (),
    Cause.WRONG_KIND: (),
    Cause.REJECTED: (),
    Cause.AUTOMOD: (2,),
    Cause.NO_ACCESS: (10, 60, 180),
    Cause.NO_PERMISSION: (10, 60, 180),
    Cause.ARCHIVED: (10, 60),
    Cause.LOCKED: (10, 60, 180),
    Cause.TAG_REQUIRED: (10, 60, 180),
    Cause.THREADS_FULL: (10, 30, 60),
    Reason.LEFT: (60,),
    Reason.NOTHING: (),
    Reason.AGE: (60,),
    Reason.UNAVAILABLE: (5,) * 288,
    Reason.UNREACHABLE: (1, 2, 5, 10, 15, *(30,) * 48),
}
"""For each cause, after how many minutes it is tried again, one try after another."""


def why_of(text: str) -> Why:
    """The reason that was stored."""
    return Cause(text) if text in set(Cause) else Reason(text)


def retry_after(why: Why, tries: int) -> timedelta | None:
    """How long to wait after that many tries on one day; None when this day is given up."""
    plan = _MINUTES.get(why, ())
    return timedelta(minutes=plan[tries - 1]) if tries <= len(plan) else None


class State(StrEnum):
    """Where a post stands. Planned and claimed are open, the others are settled."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


class Pause(StrEnum):
    """Who paused a schedule."""

    BY_MODERATOR = "by_moderator"
    BY_FAILING = "by_failing"


@dataclass(frozen=True, slots=True)
class Topic:
    """What is posted: one kind of entry, all of it or one shelf; or the steps of a learning path (of any kind)."""

    kind: Kind | None = Kind.MECHANISM
    category: Category | None = None
    path: Id | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What a moderator can choose besides channel, topic and time."""

    mention_role_id: int | None = None
    discussion: bool = False
    checks: bool = False
    tolerance: int = 1
    order: tuple[Id, ...] = ()
    """What comes first among equals, in this order."""
    excluded: frozenset[Id] = frozenset()


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule as it stands."""

    id: int
    guild_id: int
    channel_id: int
    topic: Topic
    recurrence: Recurrence
    own_zone: bool
    """Whether the zone is its own; else it follows the server's."""
    settled: date
    """The last local day that was posted, or left out with a line in the ledger."""
    floor: date
    """The last local day that had passed when it was made or resumed: no post is made up for that day or before."""
    changed_at: datetime
    options: Options = field(default_factory=Options)
    queue: tuple[Id, ...] = ()
    """What a moderator put before everything else, each once."""
    pause: Pause | None = None
    paused_until: date | None = None
    """The day from which it posts again; with a pause and no day, until somebody resumes it."""
    failures: int = 0
    notice_due: bool = False
    """Whether the moderators have yet to be told that it paused itself."""
    version: int = 0

    @property
    def posts(self) -> bool:
        """Whether it will post again without anybody's doing."""
        return self.pause is None or self.paused_until is not None

    @property
    def behind(self) -> date:
        """The last local day on which nothing will be posted any more."""
        behind = max(self.settled, self.floor)
        return max(behind, self.paused_until - _DAY) if self.paused_until else behind

    @property
    def jitter(self) -> timedelta:
        """How long after its time it posts: the same every day, spread over the schedules, within the tolerance."""
        window = self.options.tolerance * 60
        return timedelta(seconds=self.id * 2654435761 % 2**32 % window if window else 0)

    def upcoming(self, count: int) -> tuple[Slot, ...]:
        """The next slots; none while it is paused for good."""
        return next_times(self.recurrence, self.behind, count) if self.posts else ()


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of the ledger: what one schedule does on one local day. `press_id` tells posts out of turn apart."""

    id: int
    schedule_id: int
    guild_id: int
    day: date
    slot_at: datetime
    """The moment that was meant."""
    state: State
    entry_id: Id | None
    press_id: int = 0
    due_at: datetime | None = None
    """When somebody has to see to it: at its time, at its next try, when a claim runs out. None once it is settled."""
    tries: int = 0
    since: datetime | None = None
    """When it was first claimed: what was sent lies after that."""
    why: Why | None = None
    code: int = 0
    message_id: int | None = None
    channel_id: int | None = None
    settled_at: datetime | None = None

    @property
    def key(self) -> str:
        """The name of its message: the same for every process and every try."""
        return f"post:{self.schedule_id}:{self.day.isoformat()}:{self.press_id}"


def due_at(schedule: Schedule, slot: Slot) -> datetime:
    """When the slot is due, with the schedule's share of its tolerance."""
    return slot.at + schedule.jitter


def is_too_late(schedule: Schedule, posting: Posting, now: datetime, grace: timedelta) -> bool:
    """Whether a post has missed its time by more than the grace; a change of the schedule begins the time anew."""
    return now - max(posting.slot_at, schedule.changed_at) > max(grace, schedule.jitter + LEAST_GRACE)


def changed(before: Schedule, after: Schedule, now: datetime) -> Schedule:
    """`after` as the next version, which loses no day that `before` had yet to post, and repeats none.

    By its own calendar today counts, and so does an earlier day that `before` would still have posted: a move to a
    zone where it is tomorrow already does not skip today.
    """
    today = after.recurrence.today(now)
    pending = next((slot.day for slot in before.upcoming(1)), today)
    settled = max(before.settled, min(today, pending) - _DAY, today - _ZONES_APART * _DAY)
    fresh = before.floor >= before.recurrence.today(now)
    floor = after.recurrence.last_passed(now) if fresh else before.floor
    return replace(after, settled=settled, floor=floor, changed_at=now, version=before.version + 1)


def resumed(schedule: Schedule, now: datetime) -> Schedule:
    """Running again, from the next time that is still to come."""
    running = replace(schedule, pause=None, paused_until=None, failures=0, notice_due=False)
    floor = schedule.recurrence.last_passed(now)
    return replace(running, floor=floor, changed_at=now, version=schedule.version + 1)


def paused(schedule: Schedule, until: date | None) -> Schedule:
    """Paused by a moderator, for good or until a day."""
    return replace(
        schedule, pause=Pause.BY_MODERATOR, paused_until=until, notice_due=False, version=schedule.version + 1
    )


def after(schedule: Schedule, posting: Posting) -> Schedule:
    """The schedule after one of its posts was settled: counted, and paused after three failed days in a row."""
    if posting.press_id:
        return schedule
    schedule = replace(schedule, settled=max(schedule.settled, posting.day))
    if posting.state is State.SENT:
        return replace(schedule, failures=0)
    if posting.state is not State.FAILED:
        return schedule
    failures = schedule.failures + 1
    if failures < FAILURES or schedule.pause is not None:
        return replace(schedule, failures=failures)
    return replace(schedule, failures=failures, pause=Pause.BY_FAILING, notice_due=True, version=schedule.version + 1)


@dataclass(frozen=True, slots=True)
class Overview:
    """A schedule with its open post, the last results (the latest first), and what it can post."""

    schedule: Schedule
    open: Posting | None
    past: tuple[Posting, ...] = ()
    available: tuple[Id, ...] = ()
    unshown: int = 0
    """How many posts are to come before one repeats."""
