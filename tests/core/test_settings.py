"""What a server can set, who may set it, and what a time zone may be called."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core import settings
from bot.core.refusals import EveryoneCannotManageError, TooManyChannelsError, UnknownZoneError
from bot.core.settings import Change, GuildSettings, zone_named, zones_matching

GUILD, MANAGERS, PLAYERS, OTHERS = 1, 2, 3, 4
WINTER = datetime(2026, 1, 15, 12, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 12, tzinfo=UTC)
DEFAULTS = GuildSettings(GUILD)


@pytest.mark.parametrize(
    ("manager_role_id", "manage_guild", "role_ids", "may"),
    [
        (None, False, {OTHERS}, False),
        (None, True, set[int](), True),
        (MANAGERS, False, {OTHERS}, False),
        (MANAGERS, False, {OTHERS, MANAGERS}, True),
        (MANAGERS, True, set[int](), True),
    ],
)
def test_who_may_manage_has_the_permission_or_the_manager_role(
    manager_role_id: int | None, manage_guild: bool, role_ids: set[int], may: bool
) -> None:
    current = GuildSettings(GUILD, manager_role_id=manager_role_id)
    assert settings.may_manage(current, manage_guild=manage_guild, role_ids=role_ids) is may


@pytest.mark.parametrize(
    ("quiz_role_id", "manage_guild", "role_ids", "may"),
    [
        (None, False, set[int](), True),
        (PLAYERS, False, {OTHERS}, False),
        (PLAYERS, False, {PLAYERS}, True),
        (PLAYERS, False, {MANAGERS}, True),
        (PLAYERS, True, set[int](), True),
    ],
)
def test_who_may_start_a_quiz_is_everyone_unless_a_role_is_set_and_always_a_manager(
    quiz_role_id: int | None, manage_guild: bool, role_ids: set[int], may: bool
) -> None:
    current = GuildSettings(GUILD, manager_role_id=MANAGERS, quiz_role_id=quiz_role_id)
    assert settings.may_start_quiz(current, manage_guild=manage_guild, role_ids=role_ids) is may


def test_a_change_sets_what_is_wanted_and_leaves_the_rest() -> None:
    before = GuildSettings(GUILD, "Asia/Tokyo", manager_role_id=MANAGERS)
    after = settings.changed(before, WINTER, quiz_role_id=PLAYERS, allowed_channel_ids=frozenset({9}))
    assert after == GuildSettings(GUILD, "Asia/Tokyo", MANAGERS, PLAYERS, None, frozenset({9}))


def test_a_zone_is_set_by_its_official_name_whatever_was_typed() -> None:
    assert settings.changed(DEFAULTS, WINTER, zone=" new york ").zone == "America/New_York"


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(UnknownZoneError):
        settings.changed(DEFAULTS, WINTER, zone="Nowhere")


def test_an_answer_is_shared_as_its_reader_wants_it_else_as_the_channel_has_it() -> None:
    quiet, set_ = DEFAULTS, GuildSettings(GUILD, sharing_channel_ids=frozenset({1}), allowed_channel_ids=frozenset({1}))

    assert [settings.shares(quiet, {1}, wanted=wanted) for wanted in (None, True, False)] == [False, True, False]
    assert [settings.shares(set_, {1}, wanted=wanted) for wanted in (None, True, False)] == [True, True, False]
    assert [settings.shares(set_, {2, 3}, wanted=wanted) for wanted in (None, False)] == [False, False]


def test_sharing_by_default_does_not_open_a_channel_that_is_not_allowed() -> None:
    closed = GuildSettings(GUILD, sharing_channel_ids=frozenset({1}), allowed_channel_ids=frozenset({2}))

    assert not settings.shares(closed, {1}, wanted=None)
    assert [settings.may_share(closed, {channel}) for channel in (1, 2)] == [False, True]


def test_a_help_text_is_kept_without_its_margins_and_cut_to_its_limit() -> None:
    assert settings.changed(DEFAULTS, WINTER, help_text="  Ask us. \n").help_text == "Ask us."
    assert len(settings.changed(DEFAULTS, WINTER, help_text="x" * 5000).help_text) == settings.MOST_HELP


def test_twenty_five_channels_are_allowed_and_no_more() -> None:
    most = frozenset(range(25))
    assert settings.changed(DEFAULTS, WINTER, allowed_channel_ids=most).allowed_channel_ids == most
    with pytest.raises(TooManyChannelsError) as raised:
        settings.changed(DEFAULTS, WINTER, allowed_channel_ids=most | {25})
    assert (raised.value.count, raised.value.limit) == (26, 25)


def test_everyone_is_refused_as_manager_role() -> None:
    with pytest.raises(EveryoneCannotManageError):
        settings.changed(DEFAULTS, WINTER, manager_role_id=GUILD)


def test_everyone_as_quiz_role_is_no_restriction() -> None:
    restricted = GuildSettings(GUILD, quiz_role_id=PLAYERS)
    assert settings.changed(restricted, WINTER, quiz_role_id=GUILD).quiz_role_id is None


def test_the_changes_are_the_settings_that_differ() -> None:
    after = GuildSettings(GUILD, "Asia/Tokyo", quiz_role_id=PLAYERS, allowed_channel_ids=frozenset({9}))
    assert settings.changes(DEFAULTS, after) == (
        Change("zone", "UTC", "Asia/Tokyo"),
        Change("quiz_role_id", None, PLAYERS),
        Change("allowed_channel_ids", frozenset(), frozenset({9})),
    )


def test_equal_settings_have_no_changes() -> None:
    assert settings.changes(DEFAULTS, GuildSettings(GUILD)) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("EUROPE BERLIN", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("são paulo", "America/Sao_Paulo"),
        ("St. John's", "America/St_Johns"),
        ("utc", "UTC"),
        ("Japan", "Japan"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("etc/gmt-5", "Etc/GMT-5"),
    ],
)
def test_a_zone_goes_by_its_name_or_its_city_in_any_spelling(text: str, name: str) -> None:
    assert zone_named(text, WINTER) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("istanbul", "Europe/Istanbul"), ("buenos aires", "America/Argentina/Buenos_Aires"), ("nicosia", "Asia/Nicosia")],
)
def test_a_city_with_two_names_goes_by_the_one_in_the_zone_table(text: str, name: str) -> None:
    assert zone_named(text, WINTER) == name


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        ("Berln", ("Europe/Berlin",)),
        ("Europe/Berln", ("Europe/Berlin",)),
        ("londno", ("Europe/London",)),
        ("Central", ("Canada/Central", "US/Central")),
        ("EST", ("America/New_York",)),
        ("+5:30", ("Asia/Kolkata", "Asia/Colombo")),
        ("gmt 0", ("UTC", "Europe/London")),
        ("", ("UTC", "Europe/London")),
    ],
)
def test_an_unknown_zone_is_answered_with_those_that_may_be_meant(text: str, suggestions: tuple[str, ...]) -> None:
    with pytest.raises(UnknownZoneError) as raised:
        zone_named(text, WINTER)
    assert raised.value.wanted == text
    assert raised.value.suggestions[: len(suggestions)] == suggestions
    assert len(raised.value.suggestions) <= 5


@pytest.mark.parametrize("text", ["Nowhere", "xyz", "a" * 5000, "+99", "\u202e"])
def test_what_is_like_no_zone_is_refused_without_guessing(text: str) -> None:
    with pytest.raises(UnknownZoneError) as raised:
        zone_named(text, WINTER)
    assert set(raised.value.suggestions) <= set(zones_matching("", WINTER))


def test_nothing_typed_offers_the_best_known_zones() -> None:
    offered = zones_matching(" ", WINTER)
    assert len(offered) == 25
    assert offered[:2] == ("UTC", "Europe/London")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ber", "Europe/Berlin"),
        ("YORK", "America/New_York"),
        ("indiana", "America/Indiana/Indianapolis"),
        ("lo", "America/Los_Angeles"),
        ("kolkata", "Asia/Kolkata"),
        ("calcutta", "Asia/Calcutta"),
        ("utc", "UTC"),
        ("sidney", "Australia/Sydney"),
    ],
)
def test_the_likeliest_zone_is_offered_first(text: str, first: str) -> None:
    assert zones_matching(text, WINTER)[0] == first


def test_a_city_that_is_typed_out_comes_before_those_that_only_begin_so() -> None:
    assert zones_matching("rome", WINTER)[0] == "Europe/Rome"


@pytest.mark.parametrize("text", ["+2", "+02", "utc+2", "GMT + 2", "+2:00", "+0200", "utc2"])
def test_an_offset_in_any_spelling_offers_zones_that_have_it_now(text: str) -> None:
    offered = zones_matching(text, WINTER)
    assert "Africa/Cairo" in offered
    assert {str(WINTER.astimezone(ZoneInfo(name)).utcoffset()) for name in offered} == {"2:00:00"}


@pytest.mark.parametrize("text", ["utc-5", "-5", "\N{MINUS SIGN}5", "gmt-0500"])
def test_a_negative_offset_is_west_of_greenwich(text: str) -> None:
    assert zones_matching(text, WINTER)[0] == "America/New_York"


def test_an_offset_is_of_the_moment_and_so_follows_summer_time() -> None:
    assert "Europe/Berlin" not in zones_matching("+2", WINTER)
    assert "Europe/Berlin" in zones_matching("+2", SUMMER)


@pytest.mark.parametrize("moment", [WINTER, SUMMER])
def test_an_abbreviation_offers_places_and_not_the_zone_without_summer_time(moment: datetime) -> None:
    offered = zones_matching("est", moment)
    assert offered[0] == "America/New_York"
    assert "EST" not in offered


@pytest.mark.parametrize("text", ["a", "america", "e", "+1", "", "US/"])
def test_at_most_the_limit_is_offered_and_nothing_twice(text: str) -> None:
    offered = zones_matching(text, WINTER)
    assert len(offered) == len(set(offered)) <= 25
    assert zones_matching(text, WINTER, limit=3) == offered[:3]


@pytest.mark.parametrize("text", ["", "a", "e", "+1", "-3", "est", "gmt", "utc", "us", "2"])
def test_whatever_is_offered_can_be_set(text: str) -> None:
    offered = zones_matching(text, SUMMER, limit=600)
    assert [zone_named(name, SUMMER) for name in offered] == list(offered)
    for name in offered:
        ZoneInfo(name)
