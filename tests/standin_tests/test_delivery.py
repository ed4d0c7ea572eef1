"""A public message is sent once, over real sockets, whatever goes wrong on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import discord
import pytest

from bot import delivery
from bot.client.bot import Neurosprout
from bot.core.delivery import Cause, Refused, Sent, Unknown
from bot.delivery import Post
from bot.ui import kit
from tests.standin.faults import Act, Fault, reset, silence, status, too_many
from tests.standin.world import FORUM, Channel
from tests.standin_tests.conftest import Lab

SEND = "POST /channels/{channel_id}/messages"
BEGIN = "POST /channels/{channel_id}/threads"
LOOK = "GET /channels/{channel_id}/messages"


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same waits, a hundred times shorter, and a short patience."""
    monkeypatch.setattr(delivery, "WAITS", tuple(wait / 100 for wait in delivery.WAITS))
    monkeypatch.setattr(delivery, "PATIENCE", 1.0)


def post(room: Channel, key: str = "post:1", **fields: object) -> Post:
    return Post(room.id, key, kit.notice("The mechanism of the day"), **fields)  # type: ignore[arg-type]


def forum_of(lab: Lab) -> Channel:
    return lab.standin.world.add_channel(lab.guild, "forum", FORUM)


def posts_in(lab: Lab, forum: Channel) -> list[Channel]:
    return [each for each in lab.standin.world.channels.values() if each.parent is forum]


async def test_a_message_is_sent_silent_and_pings_nobody(lab: Lab, bot: Neurosprout) -> None:
    outcome = await bot.delivery.send(post(lab.room))

    (message,) = lab.room.messages.values()
    assert outcome == Sent(message.id, lab.room.id)
    assert message.flags & delivery.SILENT
    assert lab.standin.calls[-1].body["allowed_mentions"] == {"parse": [], "roles": []}


async def test_a_role_is_notified_only_when_asked_for(lab: Lab, bot: Neurosprout) -> None:
    await bot.delivery.send(post(lab.room, mention_role_id=7))

    (message,) = lab.room.messages.values()
    assert not message.flags & delivery.SILENT
    assert lab.standin.calls[-1].body["allowed_mentions"] == {"parse": [], "roles": ["7"]}


async def test_a_picture_goes_along_with_its_words(lab: Lab, bot: Neurosprout) -> None:
    picture = kit.Picture("cascade.png", "<svg/>", "An arrow")
    drawn = kit.message(kit.text("See"), kit.gallery(picture))

    await bot.delivery.send(Post(lab.room.id, "post:1", drawn, [kit.Attachment("cascade.png", b"png", "An arrow")]))

    (message,) = lab.room.messages.values()
    assert [(one["filename"], one["description"], one["size"]) for one in message.attachments] == [
        ("cascade.png", "An arrow", 3)
    ]


FAULTS: dict[str, Callable[[], tuple[Act, bool]]] = {
    "reset before": lambda: (reset, False),
    "reset after": lambda: (reset, True),
    "500 before": lambda: (status(500), False),
    "500 after": lambda: (status(500), True),
    "502 after": lambda: (status(502), True),
    "503 before": lambda: (status(503), False),
    "503 after": lambda: (status(503), True),
    "timeout before": lambda: (silence, False),
    "timeout after": lambda: (silence, True),
    "429": lambda: (too_many(0.05), False),
    "429 everywhere": lambda: (too_many(0.05, everywhere=True), False),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_one_message_stands_there_whatever_happens_to_the_request(lab: Lab, bot: Neurosprout, fault: str) -> None:
    act, accepted = FAULTS[fault]()
    lab.standin.faults.planned.append(Fault(SEND, act, accepted=accepted))

    outcome = await bot.delivery.send(post(lab.room))

    (message,) = lab.room.messages.values()
    assert isinstance(outcome, Sent)
    assert outcome.message_id == message.id


@pytest.mark.parametrize("fault", FAULTS)
async def test_one_forum_post_stands_there_whatever_happens(lab: Lab, bot: Neurosprout, fault: str) -> None:
    forum = forum_of(lab)
    act, accepted = FAULTS[fault]()
    lab.standin.faults.planned.append(Fault(BEGIN, act, accepted=accepted))

    outcome = await bot.delivery.send(post(forum, title="BDNF", guild_id=lab.guild.id))

    (thread,) = posts_in(lab, forum)
    assert thread.name == "BDNF"
    assert outcome == Sent(thread.id, thread.id, found=accepted)


async def test_what_an_earlier_process_sent_is_found_and_not_sent_again(lab: Lab, bot: Neurosprout) -> None:
    began = discord.utils.utcnow()
    first = await bot.delivery.send(post(lab.room))
    lab.standin.world.nonces.clear()  # the few minutes are over
    for number in range(150):
        lab.say(lab.ann.user, f"chatter {number}")

    second = await bot.delivery.send(post(lab.room), since=began)

    assert isinstance(first, Sent)
    assert second == replace(first, found=True)
    assert sum(message.author is lab.standin.world.bot for message in lab.room.messages.values()) == 1


async def test_a_forum_post_that_was_archived_at_once_is_found(lab: Lab, bot: Neurosprout) -> None:
    forum, began = forum_of(lab), discord.utils.utcnow()
    await bot.delivery.send(post(forum, title="BDNF", guild_id=lab.guild.id))
    (thread,) = posts_in(lab, forum)
    lab.standin.world.update_thread(thread, archived=True, locked=False)

    outcome = await bot.delivery.send(post(forum, title="BDNF", guild_id=lab.guild.id), since=began)

    assert outcome == Sent(thread.id, thread.id, found=True)
    assert posts_in(lab, forum) == [thread]


async def test_another_message_of_the_bot_is_not_taken_for_it(lab: Lab, bot: Neurosprout) -> None:
    began = discord.utils.utcnow()
    await bot.delivery.send(post(lab.room, "post:1"))

    outcome = await bot.delivery.send(post(lab.room, "post:2"), since=began)

    assert isinstance(outcome, Sent)
    assert not outcome.found
    assert len(lab.room.messages) == 2


async def test_when_discord_stays_away_the_outcome_is_open(lab: Lab, bot: Neurosprout) -> None:
    lab.standin.faults.planned += [Fault(SEND, reset, times=100), Fault(LOOK, status(503), times=100)]

    outcome = await bot.delivery.send(post(lab.room))
    lab.standin.faults.planned.clear()
    again = await bot.delivery.send(post(lab.room), since=discord.utils.utcnow())

    assert isinstance(outcome, Unknown)
    assert isinstance(again, Sent)
    assert len(lab.room.messages) == 1


async def test_what_could_not_be_looked_for_is_not_sent_again(lab: Lab, bot: Neurosprout) -> None:
    forum = forum_of(lab)
    lab.standin.faults.planned += [
        Fault(BEGIN, reset, accepted=True),
        Fault("GET /guilds/{guild_id}/threads/active", status(503), times=3),
    ]

    outcome = await bot.delivery.send(post(forum, title="BDNF", guild_id=lab.guild.id))

    assert isinstance(outcome, Sent)
    assert outcome.found
    assert len(posts_in(lab, forum)) == 1


REFUSALS: dict[Cause, Callable[[Lab], None]] = {
    Cause.CHANNEL_GONE: lambda lab: lab.standin.world.remove_channel(lab.room),
    Cause.NO_ACCESS: lambda lab: lab.standin.world.overwrite(lab.room, lab.guild.id, view_channel=False),
    Cause.NO_PERMISSION: lambda lab: lab.standin.world.overwrite(lab.room, lab.guild.id, send_messages=False),
}


@pytest.mark.parametrize("cause", REFUSALS)
async def test_a_refusal_is_told_with_its_cause_and_not_tried_again(lab: Lab, bot: Neurosprout, cause: Cause) -> None:
    REFUSALS[cause](lab)
    before = len(lab.standin.calls)

    outcome = await bot.delivery.send(post(lab.room))

    assert isinstance(outcome, Refused)
    assert outcome.cause is cause
    assert len(lab.standin.calls) == before + 1


async def test_a_locked_thread_is_told_apart(lab: Lab, bot: Neurosprout) -> None:
    thread = lab.standin.world.add_thread(lab.room, "talk", lab.ann.user)
    lab.standin.world.update_thread(thread, archived=True, locked=True)

    assert await bot.delivery.send(post(thread)) == Refused(Cause.LOCKED, 160005)


async def test_an_archived_thread_is_opened_by_the_message(lab: Lab, bot: Neurosprout) -> None:
    thread = lab.standin.world.add_thread(lab.room, "talk", lab.ann.user)
    lab.standin.world.update_thread(thread, archived=True, locked=False)

    assert isinstance(await bot.delivery.send(post(thread)), Sent)
    assert not thread.archived


async def test_a_forum_that_wants_tags_and_a_message_into_a_forum_are_refused(lab: Lab, bot: Neurosprout) -> None:
    forum = forum_of(lab)
    forum.tag_required = True

    assert await bot.delivery.send(post(forum, title="x", guild_id=lab.guild.id)) == Refused(Cause.TAG_REQUIRED, 40067)
    assert await bot.delivery.send(post(forum)) == Refused(Cause.WRONG_KIND, 40058)


async def test_a_thread_is_opened_once_even_if_the_answer_is_lost(lab: Lab, bot: Neurosprout) -> None:
    sent = await bot.delivery.send(post(lab.room))
    assert isinstance(sent, Sent)
    lab.standin.faults.planned.append(Fault("POST /*/threads", reset, accepted=True))

    opened = await bot.delivery.open_thread(lab.room.id, sent.message_id, "Talk about it")

    assert opened == Sent(sent.message_id, sent.message_id, found=True)
    (thread,) = posts_in(lab, lab.room)
    assert thread.name == "Talk about it"


async def test_a_sender_that_is_cancelled_does_not_break_off_the_request(lab: Lab, bot: Neurosprout) -> None:
    lab.standin.faults.planned.append(Fault(SEND, too_many(0.1, everywhere=True)))
    sending = asyncio.create_task(bot.delivery.send(post(lab.room)))
    await asyncio.sleep(0.05)

    sending.cancel()
    await bot.delivery.finished(10)
    after = await bot.delivery.send(post(lab.room, "post:2"))

    assert isinstance(after, Sent), "a global rate limit whose sleep is cancelled would freeze every later request"
    assert len(lab.room.messages) == 2


async def test_sends_are_paced(lab: Lab, bot: Neurosprout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PER_SECOND", 50)
    loop = asyncio.get_running_loop()
    began = loop.time()

    await asyncio.gather(*(bot.delivery.send(post(lab.room, f"post:{number}")) for number in range(11)))

    assert loop.time() - began >= 10 / 50
    assert len(lab.room.messages) == 11


def test_messages_have_names_of_their_own_inside_discords_limits() -> None:
    def named(key: str) -> Post:
        return Post(1, key, kit.notice("x"))

    marks = {named(f"post:{number}").mark for number in range(2000)}
    assert len(marks) > 1990
    assert all(1 << 30 <= mark < 1 << 31 for mark in marks)
    assert len(named("x").nonce) == 25
    assert named("x").nonce == named("x").nonce != named("y").nonce
