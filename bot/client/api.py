"""Aim discord.py at another address than Discord's; only tests do."""

from __future__ import annotations

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


def aim(api: str) -> None:
    """Send REST calls to `api`, and, when a session cannot be resumed, look for the gateway at its host."""
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(api).with_scheme("ws").with_path("/")
