"""/quiz suggest: from a member's form to the moderators, and into the server's quizzes."""

from __future__ import annotations

from typing import Any

import simcord

from bot.services import suggestions as service
from tests.cogs.quiz_table import buttons, said
from tests.conftest import Server
from tests.screen import labels, shown, text

STEM = "Which server does this question come from?"
FORM: dict[str, Any] = {
    "stem": STEM,
    "answers": "This one\nAnother one | It has questions of its own.\nNone at all",
    "why": "It was suggested here.",
    "category": ["methods"],
    "named": False,
}


async def suggest(server: Server, who: simcord.MemberActor, **changed: Any) -> simcord.InteractionResult:
    form = await who.slash(server.lab, "quiz suggest")
    return await who.submit_modal(form, FORM | changed)


async def pool(server: Server) -> list[str]:
    async with server.bot.parts.database.read() as connection:
        return [one.stem for one in await service.pool(connection, server.guild.id)]


async def notices(server: Server) -> simcord.ChannelHandle:
    channel = server.guild.create_text_channel("notices")
    panel = shown(await server.moderator.slash(server.lab, "settings"))
    await server.moderator.select(panel, [channel], custom_id="settings:notice_channel_id")
    return channel


async def listed(server: Server) -> simcord.ResponseMessage:
    return shown(await server.moderator.slash(server.lab, "quiz suggest"))


async def opened(server: Server) -> simcord.ResponseMessage:
    return shown(await server.moderator.click(await listed(server), label="Look at it"))


async def test_the_writer_is_told_who_reads_it_and_that_no_name_is_given(server: Server) -> None:
    told = shown(await suggest(server, server.ann))

    assert told.ephemeral
    assert "when they use `/quiz suggest`, without your name" in text(told)
    assert "A (right): This one" in text(told)


async def test_moderators_find_it_in_their_private_list_without_a_name(server: Server) -> None:
    await suggest(server, server.ann)

    found = await listed(server)

    assert found.ephemeral
    assert "1 waiting" in text(found)
    assert "somebody who gave no name" in text(found)
    assert str(server.ann.id) not in text(found)


async def test_a_name_is_shown_where_its_owner_wants_it(server: Server) -> None:
    await suggest(server, server.ann, named=True)

    assert f"<@{server.ann.id}>" in text(await listed(server))


async def test_an_approved_question_joins_the_pool_and_its_writer_is_kept_no_longer(server: Server) -> None:
    await suggest(server, server.ann)
    assert await pool(server) == []

    card = await opened(server)
    await server.moderator.click(card, label="Approve")

    assert "approved" in text(card)
    assert labels(card) == []
    assert await pool(server) == [STEM]
    kept = text(shown(await server.ann.slash(server.lab, "privacy show")))
    assert "suggested" not in kept


async def test_an_approved_question_is_asked_in_a_quiz_of_that_topic(server: Server) -> None:
    for number in range(3):
        await suggest(server, server.ann, stem=f"Question number {number} of this server, which is?")
        await server.moderator.click(await opened(server), label="Approve")

    from sqlalchemy import select

    from bot.storage.tables import quiz_rounds

    await server.ann.slash(server.lab, "quiz start", topic="this server's own questions", rounds=3)
    async with server.bot.parts.database.read() as connection:
        asked = list(await connection.scalars(select(quiz_rounds.c.question)))
    assert len(asked) == 3
    assert all(one.startswith("server-") for one in asked)


async def test_a_rejected_question_is_not_kept(server: Server) -> None:
    await suggest(server, server.ann)

    await server.moderator.click(await opened(server), label="Reject")

    assert await pool(server) == []
    inbox = await service.inbox(server.bot.parts.database, server.guild.id)
    assert (inbox.pending, inbox.approved) == ((), 0)


async def test_a_moderator_edits_it_and_then_approves(server: Server) -> None:
    await suggest(server, server.ann)
    card = await opened(server)

    form = await server.moderator.click(card, label="Edit")
    changed = {name: value for name, value in FORM.items() if name != "named"}
    await server.moderator.submit_modal(form, changed | {"stem": "Which server is this question from, after all?"})
    assert "after all?" in text(card)
    await server.moderator.click(card, label="Approve")

    assert await pool(server) == ["Which server is this question from, after all?"]


async def test_the_notice_channel_shows_it_with_its_controls_and_a_decision_in_the_list_ends_them(
    server: Server,
) -> None:
    channel = await notices(server)
    told = shown(await suggest(server, server.ann))
    message = channel.last_message
    assert message is not None
    assert "in their notice channel" in text(told)
    assert list(buttons(message)) == ["Approve", "Edit", "Reject", "Reject and block the writer"]

    await server.moderator.click(await opened(server), label="Approve")

    after = channel.last_message
    assert after is not None
    assert after.id == message.id
    assert "approved" in said(after)
    assert buttons(after) == {}


async def test_it_can_be_decided_in_the_notice_channel_after_a_restart_by_moderators_alone(server: Server) -> None:
    channel = await notices(server)
    await suggest(server, server.ann)
    message = channel.last_message
    assert message is not None

    await server.restart()
    refused = shown(await server.ben.click(message, label="Approve"))
    assert "Manage Server" in text(refused)
    await server.moderator.click(message, label="Approve")

    assert await pool(server) == [STEM]


async def test_of_two_decisions_the_first_counts(server: Server) -> None:
    await suggest(server, server.ann)
    first, second = await opened(server), await opened(server)

    await server.moderator.click(first, label="Approve")
    told = shown(await server.moderator.click(second, label="Reject"))

    assert "no longer waiting" in text(told)
    assert await pool(server) == [STEM]


async def test_three_an_hour_and_then_the_form_is_not_even_opened(server: Server) -> None:
    for _ in range(3):
        await suggest(server, server.ann)

    refused = shown(await server.ann.slash(server.lab, "quiz suggest"))
    assert "3 requests, reports and suggestions an hour" in text(refused)

    await server.env.advance_time(3601)
    assert "Thank you" in text(shown(await suggest(server, server.ann)))


async def test_a_blocked_writer_is_refused_until_the_moderators_lift_it(server: Server) -> None:
    await suggest(server, server.ann)
    await server.moderator.click(await opened(server), label="Reject and block the writer")

    refused = shown(await server.ann.slash(server.lab, "quiz suggest"))
    assert "take no more suggestions from you" in text(refused)
    found = await listed(server)
    assert "1 person is blocked" in text(found)
    await server.moderator.click(found, label="Unblock all")

    assert "Thank you" in text(shown(await suggest(server, server.ann)))


async def test_what_cannot_be_asked_is_refused_with_what_to_change_and_the_text_is_given_back(server: Server) -> None:
    refused = shown(await suggest(server, server.ann, answers="Only one"))

    assert "three to five answers" in text(refused)
    assert "I read 1" in text(refused)
    assert STEM in text(refused)
    inbox = await service.inbox(server.bot.parts.database, server.guild.id)
    assert inbox.pending == ()


async def test_a_suggestion_can_hold_nothing_that_pings_or_formats(server: Server) -> None:
    channel = await notices(server)
    await suggest(server, server.ann, stem="Is **this** @everyone a [link](https://example.org)?")

    message = channel.last_message
    assert message is not None
    assert "@everyone" not in said(message)
    assert "a \\[link\\](https" in said(message)
