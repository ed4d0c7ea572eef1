"""What the tests of the stand-in share: a stand-in, a server in it, and plain requests without a bot."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest_asyncio

from bot import app
from bot.client.bot import Neurosprout, Parts
from bot.client.sync import sync
from tests.standin import TOKEN, StandIn
from tests.standin.users import Player
from tests.standin.world import Channel, Guild, Message, User


@dataclass
class Lab:
    """A stand-in with one server, one channel, one member, and a way to send it requests as a bot would."""

    standin: StandIn
    guild: Guild
    room: Channel
    ann: Player
    session: aiohttp.ClientSession

    async def ask(self, method: str, path: str, body: object = None, *, token: str = TOKEN) -> tuple[int, Any]:
        """The status of a request with the bot's token, and its body or the code of the refusal."""
        headers = {"Authorization": f"Bot {token}"}
        async with self.session.request(method, self.standin.api + path, json=body, headers=headers) as response:
            told: Any = await response.json(content_type=None) if response.status != 204 else None
            return response.status, told if response.ok else told["code"]

    async def post(self, body: object, room: Channel | None = None) -> tuple[int, Any]:
        return await self.ask("POST", f"/channels/{(room or self.room).id}/messages", body)

    def member(self, name: str, **about: Any) -> Player:
        self.standin.world.join(self.guild, user := self.standin.world.add_user(name, **about))
        return Player(self.standin, user)

    def say(self, user: User, text: str) -> Message:
        """A message that somebody else wrote."""
        world = self.standin.world
        message = Message(world.snowflake(), self.room, user, world.now(), {"content": text}, 0)
        self.room.messages[message.id] = message
        return message


@pytest_asyncio.fixture
async def lab() -> AsyncGenerator[Lab]:
    async with StandIn() as standin, aiohttp.ClientSession() as session:
        world = standin.world
        guild = world.add_guild()
        ann = world.add_user("Ann")
        world.join(guild, ann)
        yield Lab(standin, guild, world.add_channel(guild, "lab"), Player(standin, ann), session)


@pytest_asyncio.fixture
async def bot(lab: Lab, parts: Parts) -> AsyncGenerator[Neurosprout]:
    """The real bot, connected, its commands registered, the server in its cache."""
    made = app.create_bot(parts, shard_count=1)
    async with lab.standin.running(made):
        await sync(made)
        await lab.standin.until(lambda: made.get_channel(lab.room.id) is not None, 10)
        yield made


def answers(lab: Lab) -> list[int]:
    """The statuses of the bot's answers to interactions, in order."""
    return [call.status for call in lab.standin.calls if "/callback" in call.route]
