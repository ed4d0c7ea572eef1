"""What the stand-in can be told to do wrong, and what discord.py makes of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator

import aiohttp
import discord
import pytest
import pytest_asyncio

from tests.standin.faults import Act, Fault, cloudflare, reset, silence, status, too_many
from tests.standin_tests.conftest import Lab
from tests.standin_tests.minimal import Minimal

SEND = "POST /channels/{channel_id}/messages"
CALLBACK = "POST /interactions/*"


@pytest_asyncio.fixture
async def channel(lab: Lab) -> AsyncGenerator[discord.TextChannel]:
    bot = Minimal()
    async with lab.standin.running(bot):
        await lab.standin.until(lambda: bot.get_channel(lab.room.id) is not None, 10)
        found = bot.get_channel(lab.room.id)
        assert isinstance(found, discord.TextChannel)
        yield found


def statuses(lab: Lab) -> list[int]:
    return [call.status for call in lab.standin.calls if call.route == SEND]


async def test_a_route_can_be_slow(lab: Lab, channel: discord.TextChannel) -> None:
    lab.standin.faults.lags[SEND] = (0.1, 0.05)
    began = time.monotonic()
    await channel.send("x")
    assert time.monotonic() - began >= 0.1


@pytest.mark.parametrize(("accepted", "kept"), [(False, 0), (True, 1)])
async def test_a_reset_before_or_after_accepting(
    lab: Lab, channel: discord.TextChannel, *, accepted: bool, kept: int
) -> None:
    lab.standin.faults.planned.append(Fault(SEND, reset, accepted=accepted))
    with pytest.raises(aiohttp.ClientOSError) as caught:
        await channel.send("x")
    assert caught.value.errno == 104, "discord.py does not retry Linux's ECONNRESET"
    assert len(lab.room.messages) == kept


@pytest.mark.parametrize("code", [500, 502])
async def test_discord_py_tries_again_after_500_and_502(lab: Lab, channel: discord.TextChannel, code: int) -> None:
    lab.standin.faults.planned.append(Fault(SEND, status(code)))
    await channel.send("x")
    assert statuses(lab) == [code, 200]


async def test_a_message_whose_answer_was_lost_is_doubled_by_a_new_try_unless_it_has_the_same_nonce(
    lab: Lab, channel: discord.TextChannel
) -> None:
    for text, nonces in (("claimed", ["n", "n"]), ("careless", ["1", "2"])):
        lab.standin.faults.planned.append(Fault(SEND, reset, accepted=True))
        with pytest.raises(aiohttp.ClientOSError):
            await channel.send(text, nonce=nonces[0])
        await channel.send(text, nonce=nonces[1])
    assert [message.text for message in lab.room.messages.values()] == ["claimed", "careless", "careless"]


async def test_503_is_not_tried_again(lab: Lab, channel: discord.TextChannel) -> None:
    lab.standin.faults.planned.append(Fault(SEND, status(503)))
    with pytest.raises(discord.DiscordServerError):
        await channel.send("x")


async def test_cloudflares_html_429_is_an_error_at_once(lab: Lab, channel: discord.TextChannel) -> None:
    lab.standin.faults.planned.append(Fault(SEND, cloudflare))
    with pytest.raises(discord.HTTPException, match="1015"):
        await channel.send("x")


@pytest.mark.parametrize("act", [too_many(0.1), too_many(0.1, everywhere=True), too_many(0.1, scope="shared")])
async def test_discord_py_waits_out_a_429(lab: Lab, channel: discord.TextChannel, act: Act) -> None:
    lab.standin.faults.planned.append(Fault(SEND, act))
    began = time.monotonic()
    await channel.send("x")
    assert statuses(lab) == [429, 200]
    assert time.monotonic() - began >= 0.1


async def test_a_request_can_stay_without_an_answer(lab: Lab, channel: discord.TextChannel) -> None:
    lab.standin.faults.planned.append(Fault(SEND, silence))
    sending = asyncio.ensure_future(channel.send("x"))
    assert await asyncio.wait([sending], timeout=0.2) == (set(), {sending})
    sending.cancel()
    await asyncio.wait([sending])


async def test_a_fault_may_begin_later_and_strike_by_chance(lab: Lab) -> None:
    lab.standin.faults.planned += [Fault(SEND, status(500), skip=1)]
    assert [(await lab.post({"content": "x"}))[0] for _ in range(3)] == [200, 500, 200]
    lab.standin.faults.planned += [Fault(SEND, status(500), times=100, chance=0.5)]
    struck = [(await lab.post({"content": "x"}))[0] for _ in range(20)].count(500)
    assert 3 < struck < 17


async def test_the_limit_of_a_route_is_told_and_kept(lab: Lab) -> None:
    lab.standin.limits.routes[SEND] = (2, 5.0)
    elsewhere = lab.standin.world.add_channel(lab.guild, "elsewhere")
    assert [(await lab.post({"content": "x"}))[0] for _ in range(2)] == [200, 200]
    async with lab.session.post(
        f"{lab.standin.api}/channels/{lab.room.id}/messages",
        json={"content": "x"},
        headers={"Authorization": "Bot bot.of.the-stand-in"},
    ) as response:
        told = await response.json()
        assert (response.status, response.headers["X-RateLimit-Scope"], told["global"]) == (429, "user", False)
        assert 4 < told["retry_after"] <= 5
    assert (await lab.post({"content": "x"}, elsewhere))[0] == 200, "each channel has a bucket of its own"


async def test_fifty_requests_a_second_are_the_bots_limit(lab: Lab) -> None:
    answers = [await lab.ask("GET", f"/channels/{lab.room.id}/messages") for _ in range(50)]
    assert {status for status, _ in answers} == {200}
    headers = {"Authorization": "Bot bot.of.the-stand-in"}
    async with lab.session.get(f"{lab.standin.api}/channels/{lab.room.id}", headers=headers) as response:
        assert (response.status, response.headers["X-RateLimit-Global"]) == (429, "true")


async def test_discord_py_paces_itself_by_the_headers(lab: Lab, channel: discord.TextChannel) -> None:
    lab.standin.limits.routes[SEND] = (3, 0.3)
    await asyncio.gather(*(channel.send(str(n)) for n in range(7)))
    assert statuses(lab) == [200] * 7


async def test_an_accepted_answer_that_is_lost_comes_back_as_40060(lab: Lab) -> None:
    lab.standin.faults.planned.append(Fault(CALLBACK, status(500), accepted=True))
    bot = Minimal()
    failures: list[BaseException] = []

    async def on_error(_: discord.Interaction[Minimal], error: BaseException) -> None:
        failures.append(error)

    bot.tree.error(on_error)
    async with lab.standin.running(bot):
        seen = await lab.ann.slash(lab.room, "define", term="bdnf")
        assert await seen.until(lambda each: bool(failures), 0.1) or await _later(failures)
    assert (seen.text, seen.refused) == ("bdnf: a word (en-US)", [40060])


async def _later(failures: list[BaseException]) -> bool:
    for _ in range(60):
        await asyncio.sleep(0.05)
        if failures:
            return True
    return False
