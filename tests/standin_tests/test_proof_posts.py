"""The program is killed at any step of claiming, sending and confirming its posts, and each stands there once."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path

import discord
import pytest

from bot.core.library import Library
from bot.core.record import Kind
from bot.core.recurrence import EVERY_DAY, Recurrence
from bot.core.schedule import Options, Topic
from bot.services.knowledge import Knowledge
from bot.services.schedule import Draft, Schedules
from bot.storage.engine import Database
from tests.conftest import DATA
from tests.standin import StandIn
from tests.standin.faults import Act, Fault, reset, status, too_many
from tests.standin.harness import Bot, Moment, Program, repeat
from tests.standin.world import FORUM, TEXT, Channel, Guild

FULL = os.environ.get("NEUROSPROUT_PROOF") == "full"
TRIALS = 200 if FULL else 6
SEND, BEGIN = "POST /channels/{channel_id}/messages", "POST /channels/{channel_id}/threads"
DISCUSS = "POST /channels/{channel_id}/messages/{message_id}/threads"
LOOK = "GET /channels/{channel_id}/messages"
DATABASE = "neurosprout.sqlite3"
POSTS = 4
EXPECTED = {"plain": 2, "talk": 1, "forum": 1, "threads": 1}
STEPS = 1500
"""Steps of the event loop from the first connection until every post is settled, about."""


def moment(rng: random.Random) -> Moment:
    """A different way to die: before a request, after it was carried out, at a step, at any time."""
    kind = rng.randrange(5)
    if kind < 2:
        return Moment(route=rng.choice((SEND, BEGIN, DISCUSS)), accepted=kind == 1, seconds=12)
    if kind == 2:
        return Moment(steps=rng.randrange(1, STEPS), seconds=12)
    return Moment(seconds=rng.uniform(2.0, 4.5))  # discord.py waits two seconds for further servers


def fault(rng: random.Random) -> Fault | None:
    """Beside the death, something may go wrong with one request."""
    acts: tuple[tuple[Act, bool], ...] = (
        (reset, False),
        (reset, True),
        (status(500), True),
        (status(503), False),
        (too_many(0.2), False),
        (too_many(0.2, everywhere=True), False),
    )
    if rng.random() < 0.5:
        return None
    act, accepted = rng.choice(acts)
    return Fault(rng.choice((SEND, BEGIN, LOOK)), act, accepted=accepted)


async def schedule_everything(database: Database, guild: Guild, rooms: list[Channel], library: Library) -> None:
    """Four schedules whose time was a minute ago: into a channel, with a thread, into a forum, and a question."""
    due = (discord.utils.utcnow() - timedelta(minutes=1)).replace(second=0, microsecond=0)
    rule = Recurrence(time(due.hour, due.minute), "UTC", EVERY_DAY)
    kinds = (
        (rooms[0], Kind.TERM, Options(tolerance=0)),
        (rooms[1], Kind.CLAIM_HEARD, Options(tolerance=0, discussion=True)),
        (rooms[2], Kind.TERM, Options(tolerance=0)),
        (rooms[0], Kind.QUESTION, Options(tolerance=0)),
    )
    schedules = Schedules(database, lambda: library, random.Random(1))
    for room, kind, options in kinds:
        draft = Draft(guild.id, room.id, Topic(kind), rule, own_zone=True, options=options)
        await schedules.add(draft, due - timedelta(minutes=1))


def settled_states(state: Path) -> list[str]:
    with closing(sqlite3.connect(state / DATABASE)) as connection:
        return [state for (state,) in connection.execute("SELECT state FROM schedule_posts WHERE due_at IS NULL")]


@dataclass(frozen=True)
class Ready:
    """What every trial begins with: an empty database, the library as it is cached, the pictures."""

    state: Path
    library: Library

    def copy(self, to: Path) -> Path:
        shutil.copytree(self.state, to, symlinks=True)
        return to


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, migrated: Path, pictures: Path) -> Ready:
    state = tmp_path_factory.mktemp("ready")
    shutil.copy(migrated, state / DATABASE)
    (state / "pictures").symlink_to(pictures)
    return Ready(state, Knowledge(DATA, state / "library.json").library)


async def trial(number: int, state: Path, library: Library) -> list[str]:
    """Kill the program once, let it finish, and count what stands in each place."""
    rng = random.Random(number)
    async with StandIn() as standin:
        world, seen = standin.world, list[str]()
        guild = world.add_guild()
        plain, talk, forum = (
            world.add_channel(guild, name, kind) for name, kind in (("lab", TEXT), ("talk", TEXT), ("daily", FORUM))
        )
        async with Database.open(f"sqlite:///{state / DATABASE}") as database:
            await schedule_everything(database, guild, [plain, talk, forum], library)
        if (also := fault(rng)) is not None:
            standin.faults.planned.append(also)
        bot = Bot(standin, Program(state, {"NEUROSPROUT_STATE": str(state)}, arguments=("run", "--no-sync")))

        async def act() -> None:
            """The program acts by itself."""

        def settled() -> bool:
            seen[:] = settled_states(state)
            return len(seen) == POSTS

        await bot.survive(moment(rng), act, settled, seconds=120)
        below = Counter(each.parent.name for each in world.channels.values() if each.parent is not None)
        stands = {
            "plain": len(plain.messages),
            "talk": len(talk.messages),
            "forum": below["daily"],
            "threads": below["talk"],
        }
    found = [f"{where}: {count}" for where, count in stands.items() if count != EXPECTED[where]]
    return found + [f"the ledger says {one}" for one in seen if one != "sent"]


@pytest.mark.proof
async def test_however_the_program_dies_each_post_stands_there_once(tmp_path: Path, ready: Ready) -> None:
    differences = await repeat(
        lambda number: trial(number, ready.copy(tmp_path / str(number)), ready.library),
        TRIALS,
        together=2,
        seconds=TRIALS * 120,
    )

    print(f"\n{TRIALS} deaths of the program with 4 posts each; lost or doubled: {len(differences)}")  # noqa: T201 - the proof's figures
    assert differences == []
