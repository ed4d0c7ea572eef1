"""The kill harness: it finds what a careless program doubles or loses, and nothing in a careful one."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.standin import StandIn
from tests.standin.harness import Bot, Moment, Program, repeat
from tests.standin_tests.poster import POSTS, database

SEND = "POST /channels/{channel_id}/messages"


def moment(number: int) -> Moment:
    """A different way to die for each trial: at a step, before a request, after it, at random."""
    rng = random.Random(number)
    kinds = (
        Moment(steps=rng.randrange(1, 40), seconds=0.5),
        Moment(route=SEND),
        Moment(route=SEND, accepted=True),
        Moment(seconds=rng.uniform(0, 0.3)),
    )
    return kinds[number % len(kinds)]


async def trial(number: int, folder: Path, kind: str, when: Moment) -> list[str]:
    """Kill the poster once, let it finish, and compare what stands in the channel with what it believes."""
    folder = folder / str(number)
    folder.mkdir()
    async with StandIn() as standin:
        standin.world.add_channel(guild := standin.world.add_guild(), "lab")
        (room,) = guild.channels.values()
        settings = {"POSTER": kind, "POSTER_FOLDER": str(folder)}
        bot = Bot(standin, Program(folder, settings, "tests.standin_tests.poster:main", ()))

        def settled() -> bool:
            with closing(database(folder)) as connection:
                return connection.execute("SELECT count(message) FROM post").fetchone() == (POSTS,)

        async def act() -> None:
            """The program acts by itself."""

        await bot.survive(when, act, settled)
    with closing(database(folder)) as connection:
        believed = {message for (message,) in connection.execute("SELECT message FROM post")}
    texts = Counter(message.text for message in room.messages.values())
    found = [f"{text} stands there {count} times" for text, count in texts.items() if count > 1]
    found += [f"post {n} is lost" for n in range(POSTS) if f"post {n}" not in texts]
    return found + [f"{lost} is believed, but not there" for lost in believed - room.messages.keys()]


async def test_a_careful_program_loses_and_doubles_nothing_however_it_dies(tmp_path: Path) -> None:
    assert await repeat(lambda number: trial(number, tmp_path, "careful", moment(number)), 12, together=2) == []


async def test_a_careless_program_is_found_out(tmp_path: Path) -> None:
    when = Moment(route=SEND, accepted=True)
    assert await trial(0, tmp_path, "careless", when) == ["post 0 stands there 2 times"]


async def test_a_child_that_outlives_its_killed_parent_is_a_problem(tmp_path: Path) -> None:
    async with StandIn() as standin:
        standin.world.add_channel(standin.world.add_guild(), "lab")
        settings = {"POSTER": "careful", "POSTER_FOLDER": str(tmp_path), "POSTER_CHILD": "7"}
        bot = Bot(standin, Program(tmp_path, settings, "tests.standin_tests.poster:main", ()))
        await bot.start()
        await bot.kill()
        await bot.stop()
        assert [problem[:18] for problem in standin.take_problems()] == ["a child of process"]


async def test_a_step_of_the_event_loop_is_where_it_dies(tmp_path: Path) -> None:
    standing = set[int]()
    for steps in (1, 20, 30):
        async with StandIn() as standin:
            room = standin.world.add_channel(standin.world.add_guild(), "lab")
            (folder := tmp_path / str(steps)).mkdir()
            settings = {"POSTER": "careful", "POSTER_FOLDER": str(folder)}
            bot = Bot(standin, Program(folder, settings, "tests.standin_tests.poster:main", ()))
            await bot.start(steps=steps)
            bot.begin_counting()
            await standin.until(lambda bot=bot: not bot.alive, 10)
            standing.add(len(room.messages))
    assert len(standing) > 1, "it died at different points of its work"


async def test_a_program_that_ends_at_once_is_shown_with_its_output(tmp_path: Path) -> None:
    async with StandIn() as standin:
        bot = Bot(standin, Program(tmp_path, {}, "tests.standin_tests.poster:main", ()))
        with pytest.raises(AssertionError, match="KeyError: 'POSTER_FOLDER'"):
            await bot.start()
