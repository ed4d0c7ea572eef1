"""The websocket: sessions, sequence numbers, sharding, resuming, and all the ways in which it can misbehave."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.standin.world import Json, World

HEARTBEAT, IDENTIFY, RESUME = 1, 2, 6
INTENTS = {"GUILD": 1 << 0, "CHANNEL": 1 << 0, "THREAD": 1 << 0, "MESSAGE": 1 << 9}
"""The intent that an event needs, by the first word of its name; INTERACTION_CREATE needs none."""


@dataclass(eq=False)
class Session:
    """What one shard has been told; it outlives its connection, so that it can be resumed."""

    id: str
    shard: int
    shards: int
    intents: int
    outbox: asyncio.Queue[Json] | None
    """Of the connection; None while there is none."""
    socket: web.WebSocketResponse | None
    resumable: bool = True
    log: deque[Json] = field(default_factory=lambda: deque[Json](maxlen=10_000))
    sequence: int = 0

    def tell(self, event: str, data: Json) -> None:
        self.sequence += 1
        self.log.append({"op": 0, "t": event, "s": self.sequence, "d": data})
        if self.outbox is not None:
            self.outbox.put_nowait(self.log[-1])


class Gateway:
    """All connections of the bot; `problem` hears of what no real bot would send."""

    def __init__(self, world: World, token: str, problem: Callable[[str], None]) -> None:
        self._world, self._token, self._problem = world, token, problem
        self.sessions: dict[str, Session] = {}
        self.address = ""
        self.identifies = self.resumes = 0
        self.refuse_resume = False
        """Answer every resume with op 9, so that the bot has to identify again."""
        self.held: list[Json] | None = None
        """Interactions kept back while this is a list; `release` delivers them."""
        self.late = 0.0
        """How many seconds later than the press an interaction is delivered."""
        self.copies = 1
        """How often each interaction is delivered."""

    # -- what a test does to it

    def dispatch(self, event: str, guild_id: int | None, data: Json) -> None:
        """Tell the shard of that server, if it has the intent; events without a server go to shard 0."""
        needed = INTENTS.get(event.split("_", maxsplit=1)[0], 0)
        for session in self.sessions.values():
            if ((guild_id or 0) >> 22) % session.shards == session.shard and session.intents & needed == needed:
                session.tell(event, data)

    def deliver(self, interaction: Json) -> None:
        """Bring an interaction to the bot, unless it is held back, as late and as often as was asked for."""
        if self.held is not None:
            self.held.append(interaction)
        else:
            asyncio.get_running_loop().call_later(self.late, self._deliver, interaction)

    def _deliver(self, interaction: Json) -> None:
        guild_id = int(interaction["guild_id"]) if "guild_id" in interaction else 0
        guild = self._world.guilds.get(guild_id)
        known = guild is not None and self._world.bot in guild.members
        for _ in range(self.copies):
            self.dispatch("INTERACTION_CREATE", guild_id if known else None, interaction)

    def release(self, *, backwards: bool = False) -> None:
        """Deliver what was held back, in order or out of it."""
        held, self.held = self.held or [], None
        for interaction in reversed(held) if backwards else held:
            self.deliver(interaction)

    def replay(self, last: int) -> None:
        """Send the last events once more, with their old numbers, as may happen after a resume."""
        for session in self.sessions.values():
            for payload in list(session.log)[-last:]:
                if session.outbox is not None:
                    session.outbox.put_nowait(payload)

    async def drop(self, *, code: int = 4000, resumable: bool = True) -> None:
        """Close every connection; without `resumable` its session is gone too."""
        for session in list(self.sessions.values()):
            session.resumable = resumable
            if session.socket is not None:
                await session.socket.close(code=code)

    def connected(self, shards: int = 1) -> bool:
        """Whether every shard has a connection that has been told everything."""
        live = {each.shard for each in self.sessions.values() if each.outbox is not None and each.outbox.empty()}
        return live >= set(range(shards))

    # -- the protocol

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, until it ends."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        outbox: asyncio.Queue[Json] = asyncio.Queue()
        outbox.put_nowait({"op": 10, "d": {"heartbeat_interval": 41250}})
        writer = asyncio.create_task(_write(socket, outbox))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(socket, outbox, str(message.data))
        finally:
            writer.cancel()
            for session in self.sessions.values():
                if session.socket is socket:
                    session.socket = session.outbox = None
        return socket

    async def _receive(self, socket: web.WebSocketResponse, outbox: asyncio.Queue[Json], text: str) -> None:
        try:
            payload: Json = json.loads(text)
            op, data = payload["op"], payload["d"]
            if op == HEARTBEAT:
                outbox.put_nowait({"op": 11, "d": None})
            elif op == IDENTIFY:
                await self._identify(socket, outbox, data)
            elif op == RESUME:
                self._resume(socket, outbox, data)
            else:
                self._problem(f"gateway: op {op} is left out of the stand-in")
                await socket.close(code=4001)
        except (ValueError, KeyError, TypeError) as error:
            self._problem(f"gateway: not a payload: {text[:80]!r} ({error!r})")
            await socket.close(code=4002)

    async def _identify(self, socket: web.WebSocketResponse, outbox: asyncio.Queue[Json], data: Json) -> None:
        if data["token"] != self._token:
            self._problem("gateway: a token that is not the bot's")
            await socket.close(code=4004)
            return
        self.identifies += 1
        shard, shards = data.get("shard") or (0, 1)
        session = Session(f"session-{self.identifies}", shard, shards, int(data["intents"]), outbox, socket)
        self.sessions = {key: old for key, old in self.sessions.items() if old.shard != shard or old.socket}
        self.sessions[session.id] = session
        bot, world = self._world.bot, self._world
        here = [g for g in world.guilds.values() if bot in g.members and (g.id >> 22) % shards == shard]
        ready: Json = {"v": 10, "user": bot.payload(), "session_id": session.id, "shard": [shard, shards]}
        ready |= {"guilds": [{"id": str(guild.id), "unavailable": True} for guild in here]}
        ready |= {"resume_gateway_url": self.address, "application": {"id": str(bot.id), "flags": 0}}
        session.tell("READY", ready)
        for guild in here:
            if guild.available:
                session.tell("GUILD_CREATE", guild.payload(bot) | {"unavailable": False})

    def _resume(self, socket: web.WebSocketResponse, outbox: asyncio.Queue[Json], data: Json) -> None:
        session = self.sessions.get(data["session_id"] or "")
        if session is None or not session.resumable or self.refuse_resume or data["token"] != self._token:
            outbox.put_nowait({"op": 9, "d": False})
            return
        self.resumes += 1
        session.socket, session.outbox = socket, outbox
        for payload in session.log:
            if payload["s"] > (data["seq"] or 0):
                outbox.put_nowait(payload)
        session.tell("RESUMED", {})


async def _write(socket: web.WebSocketResponse, outbox: asyncio.Queue[Json]) -> None:
    with contextlib.suppress(ConnectionError):
        while True:
            await socket.send_json(await outbox.get())
