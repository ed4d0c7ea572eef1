"""What the stand-in can be told to do wrong, and the rate limits it keeps."""

from __future__ import annotations

import asyncio
import json
import random
import socket
import struct
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TypeAlias

from aiohttp import web

Act: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]
"""What happens in place of the answer."""


def reply(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON as Discord sends it: discord.py reads a body only under exactly this content type."""
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json", headers=headers)


async def reset(request: web.Request) -> web.StreamResponse:
    """Break the connection, so that the client sees ECONNRESET."""
    if (transport := request.transport) is not None:
        wire: socket.socket = transport.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response(status=500)


async def silence(_: web.Request) -> web.StreamResponse:
    """Never answer; the wait ends with the connection or the stand-in."""
    return await asyncio.Future[web.StreamResponse]()


async def cloudflare(_: web.Request) -> web.StreamResponse:
    """The page in front of Discord: HTML, without the header Via."""
    page = "<html><head><title>Access denied</title></head><body>error code: 1015</body></html>"
    return web.Response(text=page, status=429, content_type="text/html", headers={"Retry-After": "600"})


def status(code: int) -> Act:
    """A server error."""

    async def act(_: web.Request) -> web.StreamResponse:
        return reply({"message": f"{code}: Internal Server Error", "code": 0}, code)

    return act


def too_many(retry_after: float, *, everywhere: bool = False, scope: str = "user") -> Act:
    """A 429, of the route or of the whole bot."""

    async def act(_: web.Request) -> web.StreamResponse:
        headers = {"Retry-After": str(int(retry_after) + 1), "Via": "1.1 google", "X-RateLimit-Scope": scope}
        headers |= {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"} if everywhere else {}
        body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
        return reply(body, 429, headers)

    return act


@dataclass
class Fault:
    """Something that happens to the requests of a route instead of the right answer."""

    route: str
    """Method and path, as `POST /channels/{channel_id}/messages` or with `*`."""
    act: Act
    times: int = 1
    skip: int = 0
    """How many such requests pass before it begins."""
    accepted: bool = False
    """Whether the request is carried out first, so that only its answer is lost."""
    chance: float = 1.0
    spares: bool = False
    """Whether a path that met it once is spared from then on."""
    met: set[str] = field(default_factory=set[str])


@dataclass
class Faults:
    """What is `planned` to go wrong, and how slow everything is; chance is seeded."""

    rng: random.Random = field(default_factory=lambda: random.Random(1))
    planned: list[Fault] = field(default_factory=list[Fault])
    lags: dict[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    """Seconds, and the most seconds of jitter on top, by route."""

    def take(self, route: str, path: str) -> Fault | None:
        """The fault that this request meets, if any; it is used up by that."""
        for fault in self.planned:
            fits = fnmatchcase(route, fault.route) or fnmatchcase(path, fault.route)
            if not fits or (fault.spares and path in fault.met):
                continue
            if fault.skip > 0:
                fault.skip -= 1
            elif self.rng.uniform(0, 1) <= fault.chance:
                fault.times -= 1
                fault.met.add(path)
                self.planned = [each for each in self.planned if each.times > 0]
                return fault
        return None

    async def wait(self, route: str) -> None:
        """Be as slow as was asked for."""
        for pattern, (seconds, jitter) in self.lags.items():
            if fnmatchcase(route, pattern):
                await asyncio.sleep(seconds + self.rng.uniform(0, jitter))


@dataclass
class Limits:
    """The rate limits: 50 a second for the bot, and of a route what a test sets; one bucket per channel or server."""

    everywhere: int | None = 50
    routes: dict[str, tuple[int, float]] = field(default_factory=dict[str, tuple[int, float]])
    """How many requests in how many seconds, by route."""
    _spent: dict[str, tuple[float, int]] = field(default_factory=dict[str, tuple[float, int]])
    """When the window of a bucket began, and the requests in it."""

    def spend(self, route: str, major: str, *, counts: bool) -> tuple[dict[str, str], Act | None]:
        """The headers of a request, and the 429 it gets if it is one too many; `counts` towards the bot's limit."""
        if counts and self.everywhere and (spent := self._window("*", self.everywhere, 1.0))[0] < 0:
            return {}, too_many(spent[1], everywhere=True)
        count, seconds = self.routes.get(route, (1000, 1.0))
        left, wait = self._window(f"{route} {major}", count, seconds)
        headers = {"X-RateLimit-Limit": str(count), "X-RateLimit-Remaining": str(max(left, 0))}
        headers |= {"X-RateLimit-Bucket": f"{hash(route):x}", "X-RateLimit-Reset-After": f"{wait + 0.001:.3f}"}
        return headers, too_many(wait) if left < 0 else None

    def _window(self, key: str, count: int, seconds: float) -> tuple[int, float]:
        """How many requests are left (-1: this one is too many), and when the next window begins."""
        now = time.monotonic()
        began, used = self._spent.get(key, (now, 0))
        if now - began >= seconds:
            began, used = now, 0
        self._spent[key] = began, min(used + 1, count)
        return count - used - 1, seconds - (now - began)
