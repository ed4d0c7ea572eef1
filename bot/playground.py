"""The same bot against SimCord's browser preview: no token, no network, an embedded database.

SimCord allows one preview for each world and shows one channel in it; this file alone reaches behind that, so that
three channels are open side by side, each at an address of its own.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import click
import discord
import simcord
from simcord.preview import Preview, make_preview

from bot import app, log
from bot.client.sync import sync
from bot.config import Config
from bot.services import settings
from bot.workbench import Workbench

_log = logging.getLogger(__name__)
_ANSWERS = ("/interactions/", "/webhooks/")
"""Requests that answer an action: the page shows those itself, and a refresh would make its next action stale."""
_TICK = 1.0
"""Seconds between two steps of the world's clock."""


@dataclass(frozen=True)
class World:
    """The playground's server: its channels and the people one can be."""

    channels: dict[str, simcord.ChannelHandle]
    people: tuple[simcord.MemberActor, ...]
    host: simcord.MemberActor


def run(config: Config, *, port: int, fresh: bool) -> None:
    """Serve the playground until Ctrl-C. A port that is taken ends it with one line and exit 1."""
    log.configure("warning", "text")
    state = config.state / "playground"
    if fresh:
        for file in state.glob("playground.sqlite3*"):
            file.unlink()
    try:
        asyncio.run(_play(config.data, state, port))
    except simcord.SetupError as error:
        click.echo(f"The playground could not start: {error}", err=True)
        raise SystemExit(1) from error
    click.echo("\nThe playground has ended. Its database is kept; --fresh wipes it.")


async def _play(data: Path, state: Path, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        made = await stack.enter_async_context(app.parts(data, f"sqlite:///{state / 'playground.sqlite3'}", state))
        bot = app.create_bot(made, shard_count=1)
        env = simcord.Env(bot)
        env.backend.bot_user.name = "Neurosprout"
        world = build_world(env)
        env.backend.advance_clock((discord.utils.utcnow() - env.now()).total_seconds())
        await env.start()
        stack.push_async_callback(env.shutdown)
        await sync(bot, force=True)
        stack.enter_context(env.time_context())
        previews = await stack.enter_async_context(_previews(env, world, port))
        await _play_in_the_channel(made, world)
        await _welcome(world, previews)
        drawing = asyncio.create_task(app.draw_ahead(made))
        dealing = asyncio.create_task(bot.games.deal())
        for preview in previews.values():
            await preview.refresh()
        first = next(iter(previews.values()))
        click.echo(f"Neurosprout's playground is open at\n\n    {first.url}\n\nCtrl-C ends it.")
        await _keep_time(env, list(previews.values()), Workbench(env, bot, data), stop)
        drawing.cancel()
        dealing.cancel()


async def _play_in_the_channel(made: app.Parts, world: World) -> None:
    """The pages show channels and no threads, so quizzes run in the channel here."""
    now, host = discord.utils.utcnow(), world.host
    await settings.change(
        made.database, host.guild.id, host.id, now, manage_guild=True, role_ids=(), quiz_in_thread=False
    )


def build_world(env: simcord.Env) -> World:
    """The server and its people, the same ids at every start, so that what the database keeps stays theirs."""
    guild = env.create_guild("Neuroplasticity Lab")
    channels = {name: guild.create_text_channel(name) for name in ("lab", "daily", "quiz")}
    moderators = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    people = {"mira": "Mira", "ben": "Ben", "mo": "Mo (moderator)", "guide": "Playground guide"}
    mira, ben, moderator, host = (
        guild.add_member(env.create_user(name, global_name=shown), roles=[moderators] if name == "mo" else [])
        for name, shown in people.items()
    )
    return World(channels, (mira, ben, moderator), host)


@asynccontextmanager
async def _previews(env: simcord.Env, world: World, port: int) -> AsyncGenerator[dict[str, Preview]]:
    """One preview for each channel, on `port` and the ports after it."""
    async with AsyncExitStack() as stack:
        opened: dict[str, Preview] = {}
        for offset, (name, channel) in enumerate(world.channels.items()):
            preview = make_preview(
                env,
                channel,
                viewers=world.people,
                layout="channel",
                display="responsive",
                width=960,
                height=720,
                locale="en-US",
                timezone="UTC",
                presentation_time=None,
                assets=None,
                sku_presentations=None,
                port=port + offset if port else 0,
            )
            _shown_by(env, None)
            opened[name] = await stack.enter_async_context(preview)
        _shown_by(env, _Together(tuple(opened.values())))
        yield opened


@dataclass(frozen=True)
class _Together:
    """Several previews where SimCord expects one: it only asks whether an action of theirs reached the bot."""

    previews: tuple[Preview, ...]
    _closed: bool = False

    def _mark_action_dispatched(self) -> None:
        for preview in self.previews:
            preview._mark_action_dispatched()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # see the module


def _shown_by(env: simcord.Env, shower: object) -> None:
    vars(env)["_preview"] = shower


async def _welcome(world: World, previews: dict[str, Preview]) -> None:
    """What to try, as the first message in each channel."""
    await world.host.send(
        world.channels["lab"],
        "**Welcome to Neurosprout.** Type `/` below and try:\n"
        "- `/define psychoplastogen`; then choose a related entry from the list under the card; then **Back**\n"
        "- `/substance psilocybin` for a structure, `/mechanism` for a cascade, `/paper ly 2018` for a source\n"
        "- `/search how fast do antidepressants work`\n\n"
        "You are Mira. At the top you can be Ben, or Mo, a moderator, who has `/settings`. Answers are private: only "
        "the one who asked sees them, until **Share**.\n\n"
        "Each tab shows one channel. This one is **#lab**, for looking things up. Open "
        f"[#daily]({previews['daily'].url}), where scheduled posts will appear, and "
        f"[#quiz]({previews['quiz'].url}), where games will run.",
    )
    await world.host.send(
        world.channels["daily"],
        "This is **#daily**, the channel for scheduled posts. To see one, be Mo in the tab of #lab: type "
        "`/schedule add`, choose this channel and a time a minute from now (UTC), and the post appears here.",
    )
    await world.host.send(
        world.channels["quiz"],
        "This is **#quiz**, the channel for games. Type `/quiz start` (try `rounds: 3`), and press the letter of your "
        "answer when the question comes. Then be Ben, at the top, and press another. `/quiz stop` ends the game.",
    )


async def _keep_time(env: simcord.Env, previews: Sequence[Preview], workbench: Workbench, stop: asyncio.Event) -> None:
    """Let the world's clock follow the real one, and show what the bot did by itself, until `stop`."""
    last, seen = time.monotonic(), len(env.http_requests)
    while not stop.is_set():
        await _pause(stop)
        reached = env.now()
        try:
            await env.advance_time(time.monotonic() - last)
            drawn_again = await workbench.look()
            new, seen = env.http_requests[seen:], len(env.http_requests)
            if drawn_again or any(not request.path.startswith(_ANSWERS) for request in new):
                for preview in previews:
                    await preview.refresh()
        except (simcord.SetupError, TimeoutError):
            continue  # somebody's action is under way, or the bot is busy for long; the next step catches up
        finally:
            last += (env.now() - reached).total_seconds()


async def _pause(stop: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), _TICK)
