"""Row 12: resident memory with 1,000 and 10,000 servers in the cache."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.processes import printed
from benchmarks.rows import Row

FILLED = """
import asyncio, gc, sys, tempfile
import psutil
from bot import app
from bot.config import CHECKOUT

def guild(number):
    base = 10**17 + number * 1000
    return {
        "id": str(base), "name": f"Server {number}", "owner_id": "1", "member_count": 500, "large": True,
        "roles": [{"id": str(base + n), "name": f"role {n}", "permissions": "0", "position": n, "color": 0,
                   "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
                   "hoist": False, "managed": False, "mentionable": False, "flags": 0} for n in range(8)],
        "channels": [{"id": str(base + 100 + n), "type": 0, "name": f"channel-{n}", "position": n,
                      "permission_overwrites": []} for n in range(15)],
        "members": [], "emojis": [], "stickers": [], "threads": [], "presences": [], "voice_states": [],
        "features": [], "verification_level": 0, "default_message_notifications": 0,
        "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0,
        "premium_subscription_count": 0, "preferred_locale": "en-US", "system_channel_flags": 0,
        "afk_timeout": 300, "premium_progress_bar_enabled": False, "unavailable": False,
        "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
    }

async def fill(count):
    with tempfile.TemporaryDirectory() as folder:
        async with app.parts(CHECKOUT / "data", f"sqlite:///{folder}/db.sqlite3") as made:
            bot = app.create_bot(made, shard_count=1)
            for number in range(count):
                bot._connection._add_guild_from_data(guild(number))
            gc.collect()
            print(psutil.Process().memory_info().rss / 1e6)

asyncio.run(fill(int(sys.argv[1])))
"""


def rows() -> Iterator[Row]:
    """Servers of 15 channels and 8 roles, as the gateway sends them to a bot with the one intent."""
    for count, goal in ((1000, 100.0), (10000, 280.0)):
        measured = float(printed(FILLED, str(count)))
        yield Row("12", f"memory at {count:,} servers", "MB", measured, None, goal)
