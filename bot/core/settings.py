"""What a server can set, who may set it, and how a time zone is named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core import names
from bot.core.refusals import (
    EveryoneCannotManageError,
    GraceError,
    TooManyChannelsError,
    UnknownZoneError,
)

MOST_CHANNELS = 25
"""The most channels a server may list: as many as one select can show."""

MOST_HELP = 1000
"""How long a server's own help text may be, in characters."""

MOST_GRACE = 24
"""The most hours that a scheduled post may come late."""

Value = str | int | bool | frozenset[int] | None
"""What a setting can hold."""


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """The settings of one server; what nobody has set has its default here."""

    guild_id: int
    zone: str = "UTC"
    """The IANA name of the zone in which the server's times are meant."""
    manager_role_id: int | None = None
    """Who may manage the bot besides those with Manage Server."""
    quiz_role_id: int | None = None
    """Who may start a quiz; None is everyone."""
    notice_channel_id: int | None = None
    """Where the moderators are told that something broke."""
    allowed_channel_ids: frozenset[int] = frozenset()
    """Where the bot may speak publicly; empty is everywhere."""
    sharing_channel_ids: frozenset[int] = frozenset()
    """Where an answer is shared unless its reader chooses otherwise."""
    age_restricted_only: bool = False
    """Whether the bot answers in age-restricted channels only."""
    help_text: str = ""
    """Where to find help, in the moderators' words, in place of what the bot says by itself."""
    quiz_in_thread: bool = True
    """Whether a quiz runs in a thread of its own, where the channel can have one."""
    quiz_cooldown_seconds: int = 0
    """How long after a quiz the next one may start in the same channel."""
    quiz_solo_counts: bool = False
    """Whether rounds that only one player answered count on the boards."""
    grace_hours: int = 6
    """How many hours late a scheduled post may still come, after the bot was away."""


class Fields(TypedDict, total=False):
    """The settings that can be changed, each by its name."""

    zone: str
    manager_role_id: int | None
    quiz_role_id: int | None
    notice_channel_id: int | None
    allowed_channel_ids: frozenset[int]
    sharing_channel_ids: frozenset[int]
    age_restricted_only: bool
    help_text: str
    quiz_in_thread: bool
    quiz_cooldown_seconds: int
    quiz_solo_counts: bool
    grace_hours: int


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that got another value."""

    field: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class PastChange:
    """A change as the history keeps it; `user_id` is None once that person was forgotten."""

    change: Change
    user_id: int | None
    changed_at: datetime


def may_manage(settings: GuildSettings, *, manage_guild: bool, role_ids: Collection[int]) -> bool:
    """Whether somebody may change the settings: by Discord's permission, or by the manager role."""
    return manage_guild or settings.manager_role_id in role_ids


def may_start_quiz(settings: GuildSettings, *, manage_guild: bool, role_ids: Collection[int]) -> bool:
    """Whether somebody may start a quiz: everyone, unless a role is set; who may manage always may."""
    if settings.quiz_role_id is None or settings.quiz_role_id in role_ids:
        return True
    return may_manage(settings, manage_guild=manage_guild, role_ids=role_ids)


def may_share(settings: GuildSettings, channel_ids: Collection[int]) -> bool:
    """Whether an answer may be public in a channel, given by its own id and, for a thread, its parent's."""
    return not settings.allowed_channel_ids or not settings.allowed_channel_ids.isdisjoint(channel_ids)


def shares(settings: GuildSettings, channel_ids: Collection[int], *, wanted: bool | None) -> bool:
    """Whether an answer is public: as its reader wants it, else as the server has set it for the channel."""
    if wanted is not None:
        return wanted
    return not settings.sharing_channel_ids.isdisjoint(channel_ids) and may_share(settings, channel_ids)


def changed(before: GuildSettings, now: datetime, **wanted: Unpack[Fields]) -> GuildSettings:
    """`before` with the wanted fields set, each checked; refuses the first that cannot be.

    The role of everyone has the server's own id: as quiz role it is the default, None.
    """
    after = replace(before, **wanted)
    if after.manager_role_id == before.guild_id:
        raise EveryoneCannotManageError
    if after.quiz_role_id == before.guild_id:
        after = replace(after, quiz_role_id=None)
    for channels in (after.allowed_channel_ids, after.sharing_channel_ids):
        if len(channels) > MOST_CHANNELS:
            raise TooManyChannelsError(len(channels), MOST_CHANNELS)
    after = replace(after, help_text=after.help_text.strip()[:MOST_HELP])
    if not 0 <= after.grace_hours <= MOST_GRACE:
        raise GraceError(str(after.grace_hours), MOST_GRACE)
    return replace(after, zone=zone_named(after.zone, now)) if "zone" in wanted else after


def changes(before: GuildSettings, after: GuildSettings) -> tuple[Change, ...]:
    """The settings in which the two differ, in the order of the settings."""
    pairs = ((field.name, getattr(before, field.name), getattr(after, field.name)) for field in fields(before))
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)


# ------------------------------------------------------------------------------------------------- time zones

_WELL_KNOWN = (
    "UTC", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Athens", "Europe/Istanbul", "Europe/Moscow",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires", "Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg", "Asia/Dubai",
    "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Jakarta", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney",
    "Pacific/Auckland",
)  # fmt: skip
"""What is offered before anything is typed, and first among equals."""

_NOT_PLACES = frozenset(
    ("CET", "CST6CDT", "EET", "EST", "EST5EDT", "Factory", "HST", "MET", "MST", "MST7MDT", "PST8PDT", "WET")
)
"""Names that look like a person's zone and are not: EST, for one, is Panama's, which has no summer time."""

_OFFSET = re.compile(r"(?:(?:utc|gmt)\s*([+-])?|([+-]))\s*(\d{1,2})(?::?([0-5]\d))?")


def zone_named(text: str, now: datetime) -> str:
    """The IANA name of the zone that `text` names: in any case, or by its city ("berlin", "new york").

    A name that fits none, or several that differ, raises UnknownZoneError with what may have been meant.
    """
    wanted = "_".join(names.visible(text).split())
    exact = _by_name().get(wanted.casefold())
    if exact is not None:
        return exact
    fitting = _by_key().get(names.squash(text), ())
    for choice in ([name for name in fitting if name in _offered()], fitting):
        if len(choice) == 1:
            return choice[0]
    raise UnknownZoneError(names.visible(text), zones_matching(text, now, limit=5))


def zones_matching(text: str, now: datetime, limit: int = MOST_CHANNELS) -> tuple[str, ...]:
    """The zones that `text` may mean as far as it is typed, the likeliest first, at most `limit`.

    By city, by any word of the name, by the UTC offset they have at `now` ("+2", "utc-5", "+5:30"), and by
    abbreviation ("est"); with a typo in it when nothing else fits. Nothing typed gives the best-known zones.
    """
    offset, key = _offset(text), names.squash(text)
    if offset is not None:
        found = [name for name in _distinct() if now.astimezone(_zone(name)).utcoffset() == offset]
    elif not key:
        found = list(_WELL_KNOWN)
    else:
        found = [*_abbreviated(key, now), *_typed(key)] or _misspelled(key)
    return tuple(dict.fromkeys(found))[:limit]


def _offset(text: str) -> timedelta | None:
    match = _OFFSET.fullmatch(names.visible(text).replace("\N{MINUS SIGN}", "-").casefold())
    if match is None:
        return None
    size = timedelta(hours=int(match[3]), minutes=int(match[4] or 0))
    return -size if "-" in (match[1], match[2]) else size


def _abbreviated(key: str, now: datetime) -> Iterator[str]:
    """The zones that go by this abbreviation now or half a year from now."""
    if not 3 <= len(key) <= 4:
        return
    moments = (now, now + timedelta(days=182))
    for name in _distinct():
        if key in (str(moment.astimezone(_zone(name)).tzname()).casefold() for moment in moments):
            yield name


def _typed(key: str) -> list[str]:
    ranked = [(rank, form.name) for form in _forms() if (rank := _rank(key, form)) is not None]
    return [name for _, name in sorted(ranked)]


def _rank(key: str, form: _Form) -> tuple[int, bool, bool] | None:
    """How well a name fits what was typed, the least the best: city, word, anywhere; then the known before the rare."""
    if key not in form.whole:
        return None
    if form.city.startswith(key):
        tier = 0 if form.city == key else 1
    else:
        tier = 2 if form.whole.startswith(key) or any(word.startswith(key) for word in form.words) else 3
    return tier, form.name not in _offered(), form.name not in _WELL_KNOWN


def _misspelled(key: str) -> list[str]:
    if len(key) < 4:
        return []
    spellings = {(form.name, text): text for form in _forms() for text in (form.city, form.whole)}
    near = process.extract(key, spellings, scorer=OSA.normalized_similarity, score_cutoff=0.7, limit=10)
    return [name for _, _, (name, _) in near]


@dataclass(frozen=True, slots=True)
class _Form:
    """A zone's name in the forms in which it is searched."""

    name: str
    whole: str
    city: str
    words: tuple[str, ...]


# The lists come with the tzdata package: the same on every machine, and forty times quicker to read than
# zoneinfo.available_timezones() is to search the disk.


def _rows(path: str) -> Iterable[str]:
    lines = resources.files("tzdata").joinpath(path).read_text("utf-8").splitlines()
    return (line for line in lines if line and not line.startswith("#"))


@cache
def _offered() -> dict[str, None]:
    """One name for each place, as the zone table has them, in order: of Asia/Kolkata and Asia/Calcutta the former."""
    return dict.fromkeys(("UTC", *sorted(row.split("\t")[2] for row in _rows("zoneinfo/zone.tab"))))


@cache
def _by_name() -> dict[str, str]:
    """Every name that may be set, by its folded case."""
    return {name.casefold(): name for name in _rows("zones") if name not in _NOT_PLACES}


@cache
def _forms() -> tuple[_Form, ...]:
    """The names that are offered; not Etc/GMT+5 and its kind, which lie west and whose sign a search would lose."""
    return tuple(
        _Form(name, names.squash(name), names.squash(name.rpartition("/")[2]), names.words(name))
        for name in _by_name().values()
        if not name.startswith("Etc/")
    )


@cache
def _by_key() -> dict[str, tuple[str, ...]]:
    """The offered names by their squashed whole and by their city."""
    keyed: dict[str, tuple[str, ...]] = {}
    for form in _forms():
        for key in {form.whole, form.city}:
            keyed[key] = (*keyed.get(key, ()), form.name)
    return keyed


@cache
def _distinct() -> tuple[str, ...]:
    """The best-known zones, then one for every other set of rules that clocks follow from now on."""
    return tuple(dict.fromkeys((*_WELL_KNOWN, *(row.split("\t")[2] for row in _rows("zoneinfo/zonenow.tab")))))


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
