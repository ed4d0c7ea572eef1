"""What no well-behaved bot sends gets an answer with a clear reason, and fails the test that caused it."""

from __future__ import annotations

import asyncio

import pytest

from tests.contract import ABSENT
from tests.standin import TOKEN, StandIn, StandInError
from tests.standin_tests.conftest import Lab


async def test_a_body_that_is_not_json_is_named(lab: Lab) -> None:
    url, headers = f"{lab.standin.api}/channels/{lab.room.id}/messages", {"Authorization": f"Bot {TOKEN}"}
    async with lab.session.post(url, data=b"{oops", headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (400, 50109)
    (problem,) = lab.standin.take_problems()
    assert problem == "POST /channels/{channel_id}/messages: a body that is not JSON: b'{oops'"


async def test_an_unknown_route_is_named(lab: Lab) -> None:
    assert await lab.ask("POST", "/guilds/1/emojis", {}) == (404, 0)
    assert lab.standin.take_problems() == ["POST /api/v10/guilds/1/emojis: the stand-in has no such route"]


async def test_a_path_that_is_none_is_named(lab: Lab) -> None:
    assert await lab.ask("GET", "/channels/lab") == (400, 0)
    (problem,) = lab.standin.take_problems()
    assert problem.startswith("GET /channels/{channel_id}: not a request of Discord's form: ValueError")


async def test_another_token_is_named(lab: Lab) -> None:
    assert await lab.ask("GET", "/users/@me", token="someone.else's") == (401, 0)
    assert lab.standin.take_problems() == ["GET /users/@me: came with a token that is not the bot's"]


async def test_a_body_discord_would_refuse_is_refused_and_named(lab: Lab) -> None:
    if lab.standin.contract is None:
        pytest.skip(ABSENT)
    assert await lab.post({"content": "x" * 2001}) == (400, 50035)
    assert (await lab.post({"content": "x", "embed": {}}))[0] == 200, "Discord ignores what it does not know"
    refused, ignored = lab.standin.take_problems()
    assert "[semantic] /content: 2001 characters" in refused
    assert "[unknown] /embed" in ignored


async def test_a_test_that_leaves_problems_behind_fails_with_them() -> None:
    async def run() -> None:
        async with StandIn() as standin:
            standin.problems.append("GET /x: the stand-in has no such route")

    with pytest.raises(StandInError, match="no such route"):
        await run()


async def test_a_test_that_fails_anyway_is_told_of_the_problems() -> None:
    async def fail() -> None:
        async with StandIn() as standin:
            standin.problems.append("GET /x: the stand-in has no such route")
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError) as caught:
        await fail()
    assert "GET /x" in caught.value.__notes__[0]


async def test_ten_thousand_connections_are_answered_or_refused_and_the_next_one_is_served() -> None:
    async with StandIn(most_connections=500) as standin:
        host, port = standin.api.removeprefix("http://").split("/")[0].split(":")

        async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
            return await asyncio.open_connection(host, int(port))

        async def refused() -> bytes:
            reader, writer = await connect()
            told = await asyncio.wait_for(reader.read(), 30)
            writer.close()
            await writer.wait_closed()
            return told

        idle = [await connect() for _ in range(500)]
        for _ in range(19):
            told = await asyncio.gather(*(refused() for _ in range(500)))
            assert all(b"503" in each and b"too many connections" in each for each in told)
        for _, writer in idle:
            writer.close()
            await writer.wait_closed()
        reader, writer = await connect()
        writer.write(b"GET /api/v10/gateway/bot HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"200 OK" in await asyncio.wait_for(reader.read(), 10)
        writer.close()
        await writer.wait_closed()
        assert set(standin.take_problems()) == {"more than 500 connections at once"}
