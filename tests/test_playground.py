"""The playground as a newcomer starts it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
import simcord

from bot.playground import build_world
from tests.conftest import Server


@contextmanager
def playground(folder: Path, *options: str) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bot", "playground", *options]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    deadline = time.monotonic() + 60
    said = ""
    while time.monotonic() < deadline and (line := process.stdout.readline()):
        said += line
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    pytest.fail(f"no address in: {said}")


def test_it_prints_one_local_address_serves_it_and_ends_cleanly(tmp_path: Path) -> None:
    with playground(tmp_path, "--port", "0") as process:
        with urlopen(address(process), timeout=10) as page:
            assert b"SimCord" in page.read()
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)

    assert process.returncode == 0
    assert "Traceback" not in rest
    assert "Its database is kept" in rest
    assert (tmp_path / "var" / "playground" / "playground.sqlite3").is_file()


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        playground(tmp_path, "--port", str(taken.getsockname()[1])) as process,
    ):
        said, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "could not bind port" in said
    assert said.count("\n") == 1


async def test_its_people_have_the_same_ids_at_every_start(server: Server) -> None:
    from bot import app

    first, second = (build_world(simcord.Env(app.create_bot(server.bot.parts, shard_count=1))) for _ in range(2))

    assert [person.id for person in first.people] == [person.id for person in second.people]
    assert {name: one.id for name, one in first.channels.items()} == {n: c.id for n, c in second.channels.items()}
