"""Games that are killed at any moment go on, and their books balance; and games under load."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.standin import StandIn
from tests.standin.harness import Bot, Moment, Program, repeat
from tests.standin.users import NotOfferedError, Player
from tests.standin.world import Channel, Message
from tests.standin_tests.quiz_books import PICK, Books, Press

FULL = os.environ.get("NEUROSPROUT_PROOF") == "full"
TRIALS = 200 if FULL else 4
PACE = 0.06
SEND, EDIT = "POST /channels/{channel_id}/messages", "PATCH /channels/{channel_id}/messages/{message_id}"
THREAD, ANSWER = "POST /channels/{channel_id}/messages/{message_id}/threads", "POST /interactions/*"


def moment(number: int) -> Moment:
    """A different way to die for each trial."""
    rng = random.Random(number)
    kinds = (
        Moment(steps=rng.randrange(1, 6000), seconds=8),
        Moment(route=SEND, skip=rng.randrange(8), accepted=rng.random() < 0.5, seconds=10),
        Moment(seconds=rng.uniform(0, 7)),
        Moment(route=ANSWER, skip=rng.randrange(20), accepted=rng.random() < 0.5, seconds=10),
        Moment(steps=rng.randrange(1, 1500), seconds=8),
        Moment(route=EDIT, skip=rng.randrange(3), accepted=rng.random() < 0.5, seconds=10),
        Moment(route=THREAD, accepted=rng.random() < 0.5, seconds=10),
    )
    return kinds[number % len(kinds)]


@dataclass
class Party:
    """A game's players, who press at random until it is over."""

    standin: StandIn
    room: Channel
    players: list[Player]
    books: Books
    rng: random.Random
    under_way: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    async def play(self) -> None:
        """Start the game, again and again until there is one, and press what is open."""
        while not self.books.over:
            if not self.books.rows("SELECT id FROM quiz_games"):
                await self._start()
            for message in self._open():
                for player in self.players:
                    if self.rng.random() < 0.3:
                        self._go(self._press(player, message))
            await asyncio.sleep(0.08)
        await asyncio.gather(*self.under_way)

    def _go(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    async def _start(self) -> None:
        try:
            await self.players[0].slash(self.room, "quiz start", rounds=3, seconds=10)
        except NotOfferedError:
            await asyncio.sleep(0.05)  # the commands are not registered yet

    def _open(self) -> list[Message]:
        rooms = [room for room in self.standin.world.channels.values() if room.guild is self.room.guild]
        said = [message for room in rooms for message in room.messages.values() if message.visible_to is None]
        return [message for message in said if any(PICK.fullmatch(each) for each in message.controls)]

    async def _press(self, player: Player, message: Message) -> None:
        letters = [each for each in message.controls if PICK.fullmatch(each)]
        if not letters:
            return
        match = PICK.fullmatch(custom_id := self.rng.choice(letters))
        assert match is not None
        interaction = await player.press(message, custom_id)
        self.books.presses.append(Press(player.user.id, int(match[1]), int(match[2]), interaction))


async def trial(number: int, folder: Path, migrated: Path) -> list[str]:
    """One game, killed once; whatever does not balance at its end."""
    (folder := folder / str(number)).mkdir()
    shutil.copy(migrated, folder / "bot.sqlite3")
    async with StandIn() as standin:
        world = standin.world
        guild = world.add_guild()
        room = world.add_channel(guild, "lab")
        players = [Player(standin, world.add_user(f"member {n}")) for n in range(4)]
        for player in players:
            world.join(guild, player.user)
        books = Books(folder / "bot.sqlite3")
        party = Party(standin, room, players, books, random.Random(number))
        bot = Bot(standin, Program(folder, {"QUIZ_FOLDER": str(folder), "QUIZ_PACE": str(PACE)}, PROGRAM, ()))
        playing: list[asyncio.Task[None]] = []

        async def act() -> None:
            playing.append(asyncio.create_task(party.play()))

        await bot.survive(moment(number), act, lambda: books.over, seconds=120)
        await asyncio.gather(*playing)
        standin.take_problems()
        return books.differences(world)


PROGRAM = "tests.standin_tests.quiz_program:main"


@pytest.mark.proof
async def test_a_game_that_is_killed_at_any_moment_goes_on_and_its_books_balance(
    tmp_path: Path, migrated: Path
) -> None:
    together = 4 if FULL else 2
    found = await repeat(lambda n: trial(n, tmp_path, migrated), TRIALS, together=together, seconds=7200)
    assert found == []
