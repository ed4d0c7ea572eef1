"""The gateway: resuming, sharding, and interactions that come twice, late or out of order."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import discord
import pytest

from tests.standin import StandIn
from tests.standin.users import Player
from tests.standin_tests.conftest import Lab
from tests.standin_tests.minimal import Minimal


class Recorder(Minimal):
    """The minimal bot, with what it hears of servers, channels and interactions."""

    def __init__(self, *, shard_count: int | None = None) -> None:
        super().__init__(shard_count=shard_count)
        self.heard: list[str] = []

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        if event.startswith(("guild", "thread", "interaction", "resumed")):
            self.heard.append(event)
        super().dispatch(event, *args, **kwargs)


async def test_a_dropped_connection_is_resumed_and_nothing_is_missed(lab: Lab) -> None:
    bot, gateway = Recorder(), lab.standin.gateway
    async with lab.standin.running(bot):
        await gateway.drop()
        seen = await lab.ann.slash(lab.room, "define", term="bdnf")
    assert seen.text
    assert (gateway.identifies, gateway.resumes) == (1, 1)


async def test_a_refused_resume_makes_the_bot_identify_again(lab: Lab) -> None:
    gateway = lab.standin.gateway
    async with lab.standin.running(Minimal()):
        gateway.refuse_resume = True
        await gateway.drop()
        await lab.standin.until(lambda: gateway.identifies == 2 and gateway.connected(), 15)
        assert (await lab.ann.slash(lab.room, "define", term="bdnf")).text


async def test_a_session_that_is_gone_cannot_be_resumed(lab: Lab) -> None:
    gateway = lab.standin.gateway
    async with lab.standin.running(Minimal()):
        await gateway.drop(resumable=False)
        await lab.standin.until(lambda: gateway.identifies == 2, 15)


async def test_a_final_close_code_ends_the_bot(lab: Lab) -> None:
    async def run() -> None:
        async with lab.standin.running(bot := Minimal()):
            await lab.standin.gateway.drop(code=4014)
            await lab.standin.until(bot.is_closed, 5)

    with pytest.raises(discord.PrivilegedIntentsRequired):
        await run()


async def test_events_can_be_replayed(lab: Lab) -> None:
    bot = Recorder()
    async with lab.standin.running(bot):
        await lab.ann.slash(lab.room, "define", term="bdnf")
        lab.standin.gateway.replay(1)
        await lab.standin.until(lambda: bot.heard.count("interaction") == 2, 5)


async def test_one_interaction_can_come_twice_and_is_answered_once(lab: Lab) -> None:
    lab.standin.gateway.copies = 2
    async with lab.standin.running(bot := Recorder()):
        bot.tree.error(_quiet)
        seen = await lab.ann.slash(lab.room, "define", term="bdnf")
        await lab.standin.until(lambda: seen.refused == [40060], 5)
    assert len(seen.shown) == 1


async def _quiet(_: object, __: Exception) -> None:
    return


async def test_an_interaction_that_comes_late_is_refused(lab: Lab) -> None:
    lab.standin.gateway.late, lab.standin.interactions.answer_within = 0.2, 0.1
    async with lab.standin.running(bot := Recorder()):
        bot.tree.error(_quiet)
        seen = await lab.ann.slash(lab.room, "define", term="bdnf")
        await lab.standin.until(lambda: seen.refused == [10062], 5)
    assert seen.answer is None


async def test_interactions_can_be_held_back_and_come_out_of_order(lab: Lab) -> None:
    gateway = lab.standin.gateway
    async with lab.standin.running(Minimal()):
        gateway.held = []
        presses = [asyncio.ensure_future(lab.ann.slash(lab.room, "define", term=term)) for term in ("first", "second")]
        await lab.standin.until(lambda: len(gateway.held or ()) == 2, 5)
        gateway.release(backwards=True)
        await asyncio.gather(*presses)
    assert [message.text.split(":")[0] for message in lab.ann.reads(lab.room)] == ["second", "first"]


async def test_an_outage_is_not_a_removal_and_changes_are_told(lab: Lab) -> None:
    world = lab.standin.world
    async with lab.standin.running(bot := Recorder()):
        await bot.wait_until_ready()
        bot.heard.clear()
        world.set_available(lab.guild, available=False)
        world.set_available(lab.guild, available=True)
        thread = world.add_thread(lab.room, "thread", lab.ann.user)
        world.update_thread(thread, archived=True, locked=False)
        role = world.add_role(lab.guild, kick_members=True)
        world.change_role(lab.guild, role, kick_members=False)
        world.overwrite(lab.room, lab.guild.id, send_messages=False)
        world.remove_channel(lab.room)
        world.remove_bot(lab.guild)
        world.join(lab.guild, world.bot)
        expected = "guild_unavailable guild_available thread_create thread_update guild_role_create guild_role_update"
        expected += " guild_channel_update guild_channel_delete guild_remove guild_join"
        await lab.standin.until(lambda: bot.heard[-1:] == ["guild_join"], 5)
    heard = [event for event in dict.fromkeys(bot.heard) if not event.startswith(("raw", "thread_remove"))]
    assert sorted(heard) == sorted(expected.split())


async def test_each_shard_hears_of_its_own_servers() -> None:
    async with StandIn(shards=2) as standin:
        world = standin.world
        rooms = [world.add_channel(world.add_guild(f"server {n}", shard=(n, 2)), "room") for n in range(2)]
        async with standin.running(bot := Minimal()):
            assert bot.shard_count == 2
            for room in rooms:
                assert room.guild is not None
                world.join(room.guild, user := world.add_user("Ann"))
                assert (await Player(standin, user).slash(room, "define", term="bdnf")).text
    told = {
        s.shard: [e["d"]["name"] for e in s.log if e["t"] == "GUILD_CREATE"] for s in standin.gateway.sessions.values()
    }
    assert told == {0: ["server 0"], 1: ["server 1"]}


async def test_another_token_and_nonsense_close_the_connection_with_their_code(lab: Lab) -> None:
    wrong = {"op": 2, "d": {"token": "x", "intents": 1}}
    for text, code in ((json.dumps(wrong), 4004), ("no payload", 4002), ('{"op": 8, "d": {}}', 4001)):
        async with lab.session.ws_connect(lab.standin.gateway.address) as socket:
            assert (await socket.receive_json())["op"] == 10
            await socket.send_str(text)
            assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
            assert socket.close_code == code
    assert len(lab.standin.take_problems()) == 3
