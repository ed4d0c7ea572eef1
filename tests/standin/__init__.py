"""A Discord of our own: REST and gateway over real sockets, for one bot, against a world in memory that can be cruel.

    async with StandIn() as discord_:
        room = discord_.world.add_channel(discord_.world.add_guild(), "lab")
        async with discord_.running(bot):
            seen = await Player(discord_, discord_.world.add_user("Ann")).slash(room, "define", term="bdnf")

Another process is aimed at it by NEUROSPROUT_API = `api`; its token is TOKEN (see harness.py). Every request body is
checked against Discord's OpenAPI description, when there is one, and the documented rules (tests/contract). What no
well-behaved bot does is kept in `problems`, and leaving the block with problems fails the test.

Left out, because the bot does not use it: compression of the gateway and its limit of sends; presences, voice, member
requests and the privileged intents (an op for them is a problem); direct messages that the bot begins; webhooks of its
own; reactions, polls, stickers, events, emoji, invites, bans, audit logs, automatic moderation and slow mode; role
hierarchy and position; private threads and thread members; entitlements; command permissions set by administrators;
attachments are counted, not kept, and the content delivery network is absent; mentions are not resolved and embeds not
unfurled. Not documented, and decided here: the interactions of user installs in servers without the bot go to shard 0;
a nonce is remembered for three minutes; a route without a limit of its own allows a thousand requests a second.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Self

import discord
import yarl
from aiohttp import BodyPartReader, web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.contract import Contract
from tests.standin.faults import Faults, Limits, reply
from tests.standin.gateway import Gateway
from tests.standin.interactions import Interactions
from tests.standin.messages import Uploads
from tests.standin.rest import TABLE, Call, Handle
from tests.standin.world import ApiError, World

TOKEN = "bot.of.the-stand-in"
PREFIX = "/api/v10"


class StandInError(AssertionError):
    """The bot did what Discord would not have taken; the message lists it."""


class StandIn:
    """The server, its world and its faults."""

    def __init__(self, *, shards: int = 1, most_connections: int = 2000) -> None:
        self.world, self.faults, self.limits = World(), Faults(), Limits()
        self.problems: list[str] = []
        self.gateway = Gateway(self.world, TOKEN, self.problems.append)
        self.interactions = Interactions(self.world, self.gateway.deliver)
        self.world.emit = self.gateway.dispatch
        self.calls: deque[Call] = deque(maxlen=100_000)
        self.contract = Contract.load()
        self._shards, self._most = shards, most_connections
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.1)

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=26 * 2**20)
        for route, handle in TABLE.items():
            method, template = route.split()
            app.router.add_route(method, PREFIX + template, partial(self._serve, route, handle))
        app.router.add_get(PREFIX + "/gateway/bot", self._gateway_bot)
        app.router.add_get("/", self.gateway.connect)
        app.router.add_route("*", "/{anything:.*}", self._unknown)
        return app

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        self._server = await asyncio.get_running_loop().create_server(self._admit, "127.0.0.1", 0, backlog=1024)
        host = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self.api, self.gateway.address = f"http://{host}{PREFIX}", f"ws://{host}/"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        self._server.close()
        await self._runner.cleanup()
        if found := "\n".join(self.take_problems()):
            if error is None:
                raise StandInError(found)
            error.add_note(f"The stand-in has seen:\n{found}")

    def take_problems(self) -> list[str]:
        """What was wrong so far, each thing once, and forget it: for tests that mean to do wrong."""
        found = list(dict.fromkeys(self.problems))
        self.problems.clear()
        return found

    @asynccontextmanager
    async def running(self, bot: discord.Client, *, seconds: float = 30) -> AsyncGenerator[None]:
        """Run a bot in this loop, from its connection to its end."""
        before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = self.api, yarl.URL(self.gateway.address)
        task = asyncio.create_task(bot.start(TOKEN))
        try:
            await self.until(lambda: task.done() or self.gateway.connected(self._shards), seconds)
            if not task.done():
                yield
        finally:
            await bot.close()
            await task  # what ended the bot early is raised here
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before

    async def until(self, reached: Callable[[], bool], seconds: float) -> None:
        """Wait until it is so; a TimeoutError with the problems seen if that takes longer."""
        deadline = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > deadline:
                raise TimeoutError(f"not reached in {seconds} s; problems: {self.problems or 'none'}")
            await asyncio.sleep(0.005)

    # -- the path of a request

    async def _serve(self, route: str, handle: Handle, request: web.Request) -> web.StreamResponse:
        path, match = request.path.removeprefix(PREFIX), request.match_info
        call = Call(self.world, self.interactions, route, path, match, request.query, time.monotonic())
        self.calls.append(call)
        try:
            response = await self._answer(call, handle, request)
        except ApiError as error:
            response = reply({"message": str(error), "code": error.code}, error.status)
        except (KeyError, TypeError, ValueError) as error:
            self.problems.append(f"{route}: not a request of Discord's form: {error!r}")
            response = reply({"message": f"400: Bad Request: {error!r}", "code": 0}, 400)
        call.status = response.status
        return response

    async def _answer(self, call: Call, handle: Handle, request: web.Request) -> web.StreamResponse:
        with_token = not call.path.startswith(("/interactions/", "/webhooks/"))
        if with_token and request.headers.get("Authorization") != f"Bot {TOKEN}":
            self.problems.append(f"{call.route}: came with a token that is not the bot's")
            raise ApiError(0, "401: Unauthorized")
        call.body, call.uploads = await self._read(call, request)
        await self.faults.wait(call.route)
        fault = self.faults.take(call.route, f"{request.method} {call.path}")
        if fault is not None and not fault.accepted:
            return await fault.act(request)
        major = "/".join(call.match.get(name, "") for name in ("channel_id", "guild_id", "token"))
        headers, refusal = self.limits.spend(call.route, major, counts=with_token)
        if refusal is not None:
            return await refusal(request)
        self._inspect(call)
        body = handle(call)
        if fault is not None:
            return await fault.act(request)
        return web.Response(status=204, headers=headers) if body is None else reply(body, headers=headers)

    async def _read(self, call: Call, request: web.Request) -> tuple[Any, Uploads]:
        text, uploads = b"", dict[str, tuple[str, int]]()
        if request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                assert isinstance(part, BodyPartReader), "a form within a form"
                data = bytes(await part.read())
                if part.name == "payload_json":
                    text = data
                else:
                    uploads[str(part.name)[6:-1]] = (part.filename or "", len(data))  # files[0]
        elif request.can_read_body:
            text = await request.read()
        try:
            return (json.loads(text) if text else None), uploads
        except ValueError:
            self.problems.append(f"{call.route}: a body that is not JSON: {text[:80]!r}")
            raise ApiError(50109, "The request body contains invalid JSON.") from None

    def _inspect(self, call: Call) -> None:
        """Check the body; what Discord would refuse is refused, what it would silently ignore is only noted."""
        found = self.contract.check(call.route.split()[0], call.path, call.body) if self.contract else []
        self.problems += [f"{call.route}: {problem}" for problem in found]
        if refused := [problem for problem in found if problem.layer != "unknown"]:
            raise ApiError(50035, str(refused[0]))

    async def _gateway_bot(self, _: web.Request) -> web.StreamResponse:
        limit = {"total": 1000, "remaining": 1000 - self.gateway.identifies, "reset_after": 0, "max_concurrency": 1}
        return reply({"url": self.gateway.address, "shards": self._shards, "session_start_limit": limit})

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        text = f"{request.method} {request.path}: the stand-in has no such route"
        self.problems.append(text)
        return reply({"message": text, "code": 0}, 404)

    def _admit(self) -> asyncio.BaseProtocol:
        server = self._runner.server
        if server is not None and len(server.connections) < self._most:
            return server()
        self.problems.append(f"more than {self._most} connections at once")
        return _Refusal()


class _Refusal(asyncio.Protocol):
    """An answer for a connection too many, and the end of it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        body = b'{"message": "the stand-in has too many connections", "code": 0}'
        head = b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nConnection: close\r\n"
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        transport.close()
