"""What the house promises over real sockets about lateness, outages, and the program as an operator runs it."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import sys
from asyncio.subprocess import STDOUT, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.conftest import DATA, ROOT
from tests.standin import TOKEN, StandIn
from tests.standin.faults import Fault, cloudflare
from tests.standin_tests.conftest import Lab, answers

CALLBACK = "POST /interactions/*"


def errors(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.levelno >= logging.ERROR]


# ---------------------------------------------------------------- lateness and outages


@pytest.mark.usefixtures("bot")
async def test_an_interaction_delivered_after_three_seconds_is_tried_once_and_dropped(
    lab: Lab, caplog: pytest.LogCaptureFixture
) -> None:
    lab.standin.gateway.late = 3.1

    card = await lab.ann.slash(lab.room, "help")
    await lab.standin.until(lambda: card.refused == [10062], 5)
    await asyncio.sleep(0.2)

    (dropped,) = [record for record in caplog.records if "had expired" in record.getMessage()]
    assert answers(lab) == [404]
    assert vars(dropped)["age_seconds"] >= 3.1
    assert errors(caplog) == []


@pytest.mark.usefixtures("bot")
async def test_what_was_asked_while_the_gateway_was_gone_is_answered_once_after_the_resume(lab: Lab) -> None:
    gateway = lab.standin.gateway
    await gateway.drop(resumable=True)

    card = await lab.ann.slash(lab.room, "help")

    assert "What you can ask" in card.text
    assert (gateway.resumes, answers(lab), card.refused) == (1, [200], [])


@pytest.mark.usefixtures("bot")
async def test_commands_delivered_out_of_order_and_twice_are_each_answered_once(lab: Lab) -> None:
    gateway = lab.standin.gateway
    gateway.held, gateway.copies = [], 2
    names = ("psilocybin", "lsd", "ketamine")
    asked = [asyncio.create_task(lab.ann.slash(lab.room, "substance", name=name)) for name in names]
    await lab.standin.until(lambda: len(gateway.held or ()) == len(names), 5)

    gateway.release(backwards=True)
    cards = await asyncio.gather(*asked)
    await asyncio.sleep(0.3)

    assert [card.refused for card in cards] == [[], [], []]
    assert [len(card.shown) for card in cards] == [1, 1, 1]
    assert answers(lab) == [200, 200, 200]


@pytest.mark.usefixtures("bot")
async def test_a_page_in_front_of_discord_costs_one_answer_and_not_the_next(lab: Lab) -> None:
    lab.standin.faults.planned.append(Fault(CALLBACK, cloudflare))

    first = await lab.ann.slash(lab.room, "help")
    second = await lab.ann.slash(lab.room, "help")

    assert "Something went wrong" in first.text
    assert "What you can ask" in second.text


@pytest.mark.usefixtures("bot")
async def test_a_server_in_an_outage_and_back_is_answered_as_before(lab: Lab) -> None:
    lab.standin.world.set_available(lab.guild, available=False)
    lab.standin.world.set_available(lab.guild, available=True)

    assert "What you can ask" in (await lab.ann.slash(lab.room, "help")).text


# ---------------------------------------------------------------- the program


class Run:
    """`neurosprout run` as a shell starts it, with its exit code and everything it wrote."""

    def __init__(self, process: Process, output: Path) -> None:
        self.process, self._output = process, output

    @property
    def said(self) -> str:
        return self._output.read_text(encoding="utf-8")

    async def ended(self, seconds: float = 60) -> int:
        return await asyncio.wait_for(self.process.wait(), seconds)


@asynccontextmanager
async def started(standin: StandIn, folder: Path, **settings: str) -> AsyncGenerator[Run]:
    """The program; whatever is left of it afterwards is killed."""
    state = {"NEUROSPROUT_API": standin.api, "NEUROSPROUT_STATE": str(folder / "var"), "DISCORD_TOKEN": TOKEN}
    command = [sys.executable, "-W", "error", "-W", "ignore:'audioop' is deprecated", "-m", "bot", "run"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEUROSPROUT_", "DISCORD_"))}
    environment = kept | {"PYTHONPATH": str(ROOT)} | state | settings
    with (folder / "said.txt").open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=folder, env=environment, stdout=output, stderr=STDOUT
        )
    try:
        yield Run(process, folder / "said.txt")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ready(lab: Lab, run: Run) -> None:
    """Wait until it is connected and a member is offered its commands."""

    def reached() -> bool:
        return run.process.returncode is not None or (
            lab.standin.gateway.connected() and bool(lab.standin.world.commands.get(0))
        )

    await lab.standin.until(reached, 30)
    assert run.process.returncode is None, run.said


async def test_the_program_told_to_end_ends_with_0_and_leaves_nothing_to_mend(lab: Lab, tmp_path: Path) -> None:
    async with started(lab.standin, tmp_path) as run:
        await ready(lab, run)
        await lab.ann.slash(lab.room, "help")
        run.process.send_signal(signal.SIGTERM)
        assert await run.ended() == 0, run.said

    assert not (tmp_path / "var" / "neurosprout.pid").exists()
    assert "[error" not in run.said
    assert "Traceback" not in run.said


async def test_a_reload_of_mended_data_answers_from_the_new_library(lab: Lab, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    entry = data / "terms" / "psychoplastogen.yaml"
    async with started(lab.standin, tmp_path, NEUROSPROUT_DATA=str(data)) as run:
        await ready(lab, run)
        text = entry.read_text(encoding="utf-8")
        entry.write_text(text.replace("name: Psychoplastogen", "name: Plasticity maker"), encoding="utf-8")
        run.process.send_signal(signal.SIGHUP)
        await lab.standin.until(lambda: "reloaded the library" in run.said, 20)
        assert "Plasticity maker" in (await lab.ann.slash(lab.room, "define", term="plasticity maker")).text


async def test_a_refused_token_is_one_line_exit_1_and_one_request(lab: Lab, tmp_path: Path) -> None:
    async with started(lab.standin, tmp_path, DISCORD_TOKEN="not.the.token") as run:
        assert await run.ended() == 1

    lines = [line for line in run.said.splitlines() if "[info" not in line]
    assert lines == ["Discord refused the token. Copy it again from the Developer Portal (Bot > Reset Token)."]
    assert lab.standin.take_problems() == ["GET /users/@me: came with a token that is not the bot's"]
    assert len(lab.standin.calls) == 1


@pytest.mark.parametrize(("code", "words"), [(4004, "Discord refused the token"), (4014, "privileged intents")])
async def test_a_token_or_intent_refused_while_running_ends_the_program_with_1_and_one_line(
    lab: Lab, tmp_path: Path, code: int, words: str
) -> None:
    gateway = lab.standin.gateway
    async with started(lab.standin, tmp_path) as run:
        await ready(lab, run)
        ended = asyncio.ensure_future(run.ended(40))
        while not ended.done():  # like Discord, which refuses each try; and see below why there may be a second one
            await gateway.drop(code=code, resumable=False)
            await asyncio.wait([ended], timeout=0.5)
        assert await ended == 1, run.said

    last = [line for line in run.said.splitlines() if "[info" not in line]
    assert len(last) == 1
    assert words in last[0]
    # aiohttp forgets the close code where the connection ends while it answers the close, and discord.py tries again
    assert gateway.identifies <= 3
