"""What tests of the bot as members use it stand on: the real bot on the real library, against SimCord."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import discord
import pytest
import simcord
from hypothesis import HealthCheck, settings

from bot import app
from bot.client.bot import Neurosprout, Parts
from bot.client.pictures import Pictures
from bot.client.sync import sync
from bot.core.refusals import RefusalError
from bot.render import Renderer
from bot.services.knowledge import Knowledge
from bot.storage import migrate
from bot.storage.engine import Database
from bot.ui.texts import Texts
from tests.contract import Contract
from tests.simcord_contract import problems_of

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"

# How long an example takes says how busy the machine is, and nothing about the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# SimCord waits this long for work that nobody started, after every action; our bot has none.
simcord.Env._settle_internal.__kwdefaults__["idle"] = 0.002  # pyright: ignore[reportPrivateUsage, reportOptionalSubscript, reportFunctionMemberAccess]


@dataclass(frozen=True)
class Server:
    """A server with the bot in it, a channel, two members and a moderator."""

    env: simcord.Env
    guild: simcord.GuildHandle
    lab: simcord.ChannelHandle
    ann: simcord.MemberActor
    ben: simcord.MemberActor
    moderator: simcord.MemberActor
    bot: Neurosprout
    expected: list[type[Exception]]
    """The kinds of error that the test provokes; any other fails it."""

    async def restart(self) -> None:
        """The process ends and another one starts on the same database."""
        await self.env.restart_bot(app.create_bot(self.bot.parts, shard_count=1))


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return Knowledge(DATA)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An up-to-date empty database, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"

    async def upgrade() -> None:
        async with Database.open(f"sqlite:///{path}") as database:
            await migrate.upgrade(database)

    with ThreadPoolExecutor(1) as thread:  # the loop of the test that asks is running in this one
        thread.submit(asyncio.run, upgrade()).result()
    return path


@pytest.fixture(scope="session")
def pictures(knowledge: Knowledge, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every picture, drawn once and kept over runs, as a bot that has been running for a while has them."""
    folder = pytestconfig.cache.mkdir("pictures")
    database_url = f"sqlite:///{tmp_path_factory.mktemp('pictures') / 'unused.sqlite3'}"

    async def draw() -> None:
        async with Database.open(database_url) as database, Renderer(folder) as renderer:
            await app.draw_ahead(Parts(knowledge, database, Pictures(renderer), Texts()))

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, draw()).result()
    return folder


@pytest.fixture
async def parts(knowledge: Knowledge, migrated: Path, pictures: Path, tmp_path: Path) -> AsyncGenerator[Parts]:
    copy = tmp_path / "bot.sqlite3"
    shutil.copy(migrated, copy)
    async with Database.open(f"sqlite:///{copy}") as database, Renderer(pictures) as renderer:
        yield Parts(knowledge, database, Pictures(renderer), Texts())


@pytest.fixture(scope="session")
def contract() -> Contract | None:
    return Contract.load()


@pytest.fixture
async def server(parts: Parts, contract: Contract | None, caplog: pytest.LogCaptureFixture) -> AsyncGenerator[Server]:
    """The running bot; at the end no error was left and every request was one that Discord accepts."""
    bot = app.create_bot(parts, shard_count=1)
    env = simcord.Env(bot)
    guild = env.create_guild("Lab")
    lab = guild.create_text_channel("lab")
    managers = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    ann, ben = (guild.add_member(env.create_user(name)) for name in ("ann", "ben"))
    moderator = guild.add_member(env.create_user("mo"), roles=[managers])
    await env.start()
    try:
        await sync(bot)
        expected: list[type[Exception]] = [RefusalError]
        yield Server(env, guild, lab, ann, ben, moderator, bot, expected)
        causes = [getattr(error, "original", error) for error in env.errors]
        assert [error for error in causes if not isinstance(error, tuple(expected))] == []
        if expected == [RefusalError]:
            assert [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR] == []
        if contract is not None:
            assert problems_of(env, contract) == []
    finally:
        await env.shutdown()
