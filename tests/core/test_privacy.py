"""Which servers a start finds gone or back, and when what they left behind is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core import privacy
from bot.core.privacy import GRACE, Shards

NOW = datetime(2026, 11, 25, tzinfo=UTC)
GUILDS = st.frozensets(st.integers(0, 9).map(lambda number: number << 22), max_size=8)


@given(known=GUILDS, departed=GUILDS, present=GUILDS)
def test_a_start_leaves_exactly_the_absent_servers_with_a_clock(
    known: frozenset[int], departed: frozenset[int], present: frozenset[int]
) -> None:
    found = privacy.turnover(known, departed, present, Shards(1, [0]))

    assert (departed | found.departed) - found.returned == (known | departed) - present


@given(known=GUILDS, present=GUILDS, mine=st.sets(st.integers(0, 2)))
def test_servers_of_other_processes_are_not_judged(
    known: frozenset[int], present: frozenset[int], mine: set[int]
) -> None:
    found = privacy.turnover(known, (), present, Shards(3, mine))

    assert all((guild_id >> 22) % 3 in mine for guild_id in found.departed)


def test_the_grace_is_thirty_days_to_the_moment() -> None:
    assert timedelta(days=30) == GRACE
    assert privacy.due(NOW - GRACE, NOW)
    assert not privacy.due(NOW - GRACE + timedelta(microseconds=1), NOW)
