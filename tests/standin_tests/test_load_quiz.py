"""A thousand people who press in the same two seconds, and two hundred games at once: all answered, all counted."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.standin import StandIn
from tests.standin.harness import Bot, Program
from tests.standin.users import Player
from tests.standin.world import Channel, Guild, Message
from tests.standin_tests.quiz_books import PICK, Books, Press

FULL = os.environ.get("NEUROSPROUT_PROOF") == "full"
CROWD, GAMES, PLAYERS = (1000, 200, 3) if FULL else (60, 6, 2)
DISCORD_WAITS = 3.0
PATIENT = DISCORD_WAITS if FULL else 30.0
"""Seconds until an answer comes too late. Only the full proof, on a machine that is otherwise idle, is about time."""


@asynccontextmanager
async def running(folder: Path, migrated: Path, pace: float) -> AsyncGenerator[tuple[StandIn, Guild, Books]]:
    """The bot in a process of its own, beside a stand-in that has checked its messages in other tests."""
    shutil.copy(migrated, folder / "bot.sqlite3")
    async with StandIn() as standin:
        standin.contract = None  # its checks would take longer than the bot
        standin.limits.everywhere = None  # two hundred games start in the same second, which no real bot sees
        standin.interactions.answer_within = PATIENT
        guild = standin.world.add_guild()
        bot = Bot(standin, Program(folder, {"QUIZ_FOLDER": str(folder), "QUIZ_PACE": str(pace)}, PROGRAM, ()))
        await bot.start()
        await standin.until(lambda: bool(standin.world.commands), 60)
        yield standin, guild, Books(folder / "bot.sqlite3")
        await bot.stop()


PROGRAM = "tests.standin_tests.quiz_program:main"


def members(standin: StandIn, guild: Guild, count: int) -> list[Player]:
    made = [Player(standin, standin.world.add_user(f"member {number}")) for number in range(count)]
    for player in made:
        standin.world.join(guild, player.user)
    return made


async def asked(standin: StandIn, room: Channel) -> Message:
    """The question that is open in a channel or its thread, looked for seldom, since many look for theirs."""
    for _ in range(600):
        for one in (room, *(thread for thread in standin.world.channels.values() if thread.parent is room)):
            for message in reversed(one.messages.values()):
                if message.visible_to is None and any(PICK.fullmatch(each) for each in message.controls):
                    return message
        await asyncio.sleep(0.3)
    raise TimeoutError(f"no question came in {room.name}")


async def press(books: Books, player: Player, question: Message) -> float | None:
    """Press some letter; how long it took until it was acknowledged."""
    custom_id = random.Random(player.user.id).choice(list(question.controls))
    match = PICK.fullmatch(custom_id)
    assert match is not None
    interaction = await player.press(question, custom_id)
    books.presses.append(Press(player.user.id, int(match[1]), int(match[2]), interaction))
    return interaction.acknowledged


def report(name: str, ages: list[float]) -> None:
    """The figures that docs/reliability.md keeps."""
    ages = sorted(ages)
    half, most = ages[len(ages) // 2], ages[int(len(ages) * 0.99) - 1]
    print(  # noqa: T201 - the proof's figures
        f"\n{name}: {len(ages)} presses, acknowledged after {half:.2f} s (median), {most:.2f} s (99 %), "
        f"{ages[-1]:.2f} s (last)"
    )


@pytest.mark.proof
async def test_a_crowd_that_presses_in_the_same_two_seconds_is_answered_and_counted(
    tmp_path: Path, migrated: Path
) -> None:
    async with running(tmp_path, migrated, 0.9) as (standin, guild, books):
        room, crowd = standin.world.add_channel(guild, "lab"), members(standin, guild, CROWD)
        await crowd[0].slash(room, "quiz start", rounds=3, seconds=60)
        question = await asked(standin, room)
        rng = random.Random(1)

        async def within_two_seconds(player: Player) -> float | None:
            await asyncio.sleep(rng.uniform(0, 2.0))
            return await press(books, player, question)

        ages = await asyncio.gather(*(within_two_seconds(player) for player in crowd))
        rows = books.rows("SELECT user_id, press_id, option FROM quiz_answers")
    assert None not in ages
    report("one channel", [age for age in ages if age is not None])
    stored = {(row["user_id"], row["press_id"], row["option"]) for row in rows}
    assert stored == {(one.user_id, one.interaction.id, one.option) for one in books.presses}
    assert len(rows) == CROWD


@pytest.mark.proof
async def test_many_games_at_once_are_played_to_their_end_and_counted(tmp_path: Path, migrated: Path) -> None:
    async with running(tmp_path, migrated, 0.9) as (standin, guild, books):
        rooms = [standin.world.add_channel(guild, f"lab {number}") for number in range(GAMES)]
        ages: list[float | None] = []
        rng = random.Random(1)

        async def play(room: Channel, players: list[Player]) -> None:
            await asyncio.sleep(rng.uniform(0, GAMES / 15))
            ages.append((await players[0].slash(room, "quiz start", rounds=3, seconds=30)).acknowledged)
            question = await asked(standin, room)
            ages.extend(await asyncio.gather(*(press(books, player, question) for player in players)))
            ages.append((await players[0].slash(room, "quiz stop")).acknowledged)

        await asyncio.gather(*(play(room, members(standin, guild, PLAYERS)) for room in rooms))
        await standin.until(lambda: books.over, 300)
        games = books.rows("SELECT * FROM quiz_games")
        answers = Counter(
            row["game_id"]
            for row in books.rows("SELECT game_id FROM quiz_answers JOIN quiz_rounds ON quiz_rounds.id = round_id")
        )
        found = books.differences(standin.world)
    assert None not in ages
    report("many games", [age for age in ages if age is not None])
    assert (len(games), set(answers.values())) == (GAMES, {PLAYERS})
    assert found == []
