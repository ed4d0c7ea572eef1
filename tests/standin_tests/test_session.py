"""A recorded session: the minimal bot doing each thing once, over real sockets."""

from __future__ import annotations

import discord
import pytest

from tests.standin.users import NotOfferedError
from tests.standin.world import FORUM
from tests.standin_tests.conftest import Lab
from tests.standin_tests.minimal import Minimal, card

RECORD = """
GET /users/@me 200
GET /oauth2/applications/@me 200
PUT /applications/{application_id}/commands 200
GET /applications/{application_id}/commands 200
POST /interactions/{interaction_id}/{token}/callback 200
POST /interactions/{interaction_id}/{token}/callback 200
POST /interactions/{interaction_id}/{token}/callback 200
POST /interactions/{interaction_id}/{token}/callback 200
POST /interactions/{interaction_id}/{token}/callback 200
PATCH /webhooks/{application_id}/{token}/messages/{which} 200
POST /webhooks/{application_id}/{token} 200
POST /interactions/{interaction_id}/{token}/callback 200
POST /interactions/{interaction_id}/{token}/callback 200
POST /channels/{channel_id}/messages 200
GET /channels/{channel_id}/messages/{message_id} 200
PATCH /channels/{channel_id}/messages/{message_id} 200
PUT /channels/{channel_id}/messages/pins/{message_id} 204
POST /channels/{channel_id}/messages/{message_id}/threads 200
POST /channels/{channel_id}/messages 200
PATCH /channels/{channel_id} 200
POST /channels/{channel_id}/threads 200
GET /channels/{channel_id}/messages 200
POST /interactions/{interaction_id}/{token}/callback 200
DELETE /channels/{channel_id}/messages/{message_id} 204
"""


async def test_a_session_of_each_thing_is_as_it_was_recorded(lab: Lab) -> None:
    room, ann, bot = lab.room, lab.ann, Minimal()
    forum = lab.standin.world.add_channel(lab.guild, "forum", FORUM)
    lab.standin.world.change_role(lab.guild, lab.guild.id, pin_messages=True)
    async with lab.standin.running(bot):
        await bot.tree.fetch_commands()
        assert (await ann.slash(room, "define", term="bdnf")).text == "bdnf: a word (en-US)"
        assert (await ann.types(room, "define", "term", "bd")).choices == [{"name": "bd!", "value": "bd"}]
        shown = await ann.slash(room, "card")
        assert shown.original is not None
        assert (await ann.press(shown.original, "count:0")).text == "pressed 1 times"
        slow = await ann.slash(room, "slow")
        assert await slow.until(lambda each: each.follow_ups == 1, 3)
        assert [message.text for message in slow.shown] == ["done", "and more"]
        opened = await ann.slash(room, "report")
        assert (await ann.submit(opened, what="a typo")).text == "thanks for 'a typo'"

        channel, posts = bot.get_channel(room.id), bot.get_channel(forum.id)
        assert isinstance(channel, discord.TextChannel)
        assert isinstance(posts, discord.ForumChannel)
        sent = await channel.send("question", nonce="q1", silent=True)
        fetched = await channel.fetch_message(sent.id)
        await fetched.edit(content="question, closed")
        await fetched.pin()
        thread = await fetched.create_thread(name="answers")
        await thread.send(view=card(0))
        await thread.edit(archived=True)
        await posts.create_thread(name="post", content="first")
        assert [message.content async for message in channel.history(limit=1)] == ["question, closed"]
        said = await ann.menu("Explain", room.messages[sent.id])
        assert said.text == "explained: question, closed"
        await sent.delete()

    made = [f"{call.route} {call.status}" for call in lab.standin.calls]
    assert made == RECORD.split("\n")[1:-1]


async def test_what_is_ephemeral_only_its_user_can_read_and_press(lab: Lab) -> None:
    bob = lab.member("Bob")
    async with lab.standin.running(Minimal()):
        seen = await lab.ann.slash(lab.room, "define", term="bdnf")
    assert seen.original in lab.ann.reads(lab.room)
    assert seen.original not in bob.reads(lab.room)
    with pytest.raises(NotOfferedError):
        await bob.press(seen.original or pytest.fail("no answer"), "anything")


async def test_a_user_who_gets_no_answer_is_counted_as_lost(lab: Lab) -> None:
    lab.standin.interactions.answer_within = 0.1
    async with lab.standin.running(Minimal()):
        seen = await lab.ann.slash(lab.room, "late")
    assert seen.answer is None


async def test_a_bot_with_another_token_is_told_so_and_does_not_hang(lab: Lab) -> None:
    bot = Minimal()
    bot.login = lambda token: Minimal.login(bot, "someone.else's.token")  # type: ignore[method-assign]
    with pytest.raises(discord.LoginFailure):
        async with lab.standin.running(bot):
            pytest.fail("it cannot have connected")
    assert lab.standin.take_problems() == ["GET /users/@me: came with a token that is not the bot's"]
