"""Two years in virtual time, in zones whose clocks do what clocks do: a post each local day, at its local time."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import discord
import pytest
import simcord

from bot import app
from bot.client.parts import Parts
from bot.client.sync import sync

FULL = os.environ.get("NEUROSPROUT_PROOF") == "full"
DAYS = 731 if FULL else 8
START = datetime(2026, 3, 24, tzinfo=UTC)
"""In the first days clocks change in Berlin, London, Casablanca and Beirut; in the two years everywhere."""
TIMES = {
    "Europe/Berlin": "02:30",
    "America/New_York": "01:30",
    "Australia/Lord_Howe": "02:15",
    "Africa/Casablanca": "02:30",
    "Asia/Kathmandu": "09:00",
    "Pacific/Apia": "23:45",
    "Asia/Beirut": "00:30",
    "UTC": "09:00",
}
STEP = 6 * 3600.0


def local_days(messages: list[discord.Message], zone: str) -> list[date]:
    return [one.created_at.astimezone(ZoneInfo(zone)).date() for one in messages]


@pytest.mark.proof
async def test_every_local_day_has_its_post_at_its_local_time(parts: Parts) -> None:
    bot = app.create_bot(parts, shard_count=1)
    env = simcord.Env(bot)
    guild = env.create_guild("Lab")
    rooms = {zone: guild.create_text_channel(zone.replace("/", "-").lower()) for zone in TIMES}
    managers = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    moderator = guild.add_member(env.create_user("mo"), roles=[managers])
    env.backend.advance_clock((START - env.now()).total_seconds())
    await env.start()
    try:
        await sync(bot)
        for zone, room in rooms.items():
            await moderator.slash(room, "schedule add", channel=room, what="term", time=TIMES[zone], zone=zone)
        for _ in range(DAYS * 4):
            await env.advance_time(STEP)
        counted = 0
        for zone, room in rooms.items():
            posts = [one for one in room.history() if one.author.bot]
            days = local_days(posts, zone)
            assert days == [days[0] + timedelta(days=number) for number in range(len(days))], zone
            assert DAYS - 1 <= len(days) <= DAYS + 1, zone
            usual = TIMES[zone]
            moved = [one for one in posts if one.created_at.astimezone(ZoneInfo(zone)).strftime("%H:%M") != usual]
            assert len(moved) <= 4 * (DAYS // 365 + 1), "only in a gap of the clocks is the time another"
            counted += len(posts)
    finally:
        await env.shutdown()
    print(f"\n{counted} posts in {len(TIMES)} zones over {DAYS} days; lost or doubled: 0")  # noqa: T201 - the figures
