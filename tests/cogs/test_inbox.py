"""Requesting an entry, and reporting a problem, as members and moderators do."""

from __future__ import annotations

from datetime import timedelta

import discord
import simcord

from bot.core.inbox import EntryRequest, ProblemReport
from bot.services import inbox
from tests.conftest import Server
from tests.screen import labels, options, shown, text


async def listed(server: Server) -> tuple[tuple[EntryRequest, ...], tuple[ProblemReport, ...]]:
    return await inbox.everything(server.bot.parts.database)


async def request(server: Server, term: str, actor: simcord.MemberActor | None = None) -> simcord.ResponseMessage:
    member = actor or server.ann
    miss = shown(await member.slash(server.lab, "define", term=term))
    form = await member.click(miss, label="Request this entry")
    return shown(await member.submit_modal(form, {"term": term}))


async def report(
    server: Server, said: str = "The number is wrong.", actor: simcord.MemberActor | None = None, **more: object
) -> simcord.ResponseMessage:
    member = actor or server.ann
    card = shown(await member.slash(server.lab, "define", term="psychoplastogen"))
    form = await member.select(card, [options(card)["Report a problem"]])
    return shown(await member.submit_modal(form, {"said": said, "passage": ["-"], **more}))


async def noticed(server: Server) -> simcord.ChannelHandle:
    """The server gets a notice channel."""
    notices = server.guild.create_text_channel("notices")
    panel = shown(await server.moderator.slash(server.lab, "settings"))
    await server.moderator.select(panel, [notices], custom_id="settings:notice_channel_id")
    return notices


async def test_a_miss_offers_to_request_the_entry_and_requests_are_counted(server: Server) -> None:
    first = await request(server, "Zzyzxine")
    second = await request(server, "zzyzx-ine", server.ben)

    assert "“Zzyzxine” is on the list" in text(first)
    assert "It was asked for 2 times." in text(second)
    assert [(one.term, one.count) for one in (await listed(server))[0]] == [("Zzyzxine", 2)]


async def test_a_search_without_a_hit_offers_it_too_and_a_card_does_not(server: Server) -> None:
    miss = shown(await server.ann.slash(server.lab, "search", words="qwxzvbn"))
    card = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))
    nothing = shown(await server.ann.slash(server.lab, "define", term="🧠"))

    assert "Request this entry" in labels(miss)
    assert "Request this entry" not in labels(card)
    assert "Request this entry" not in labels(nothing)


async def test_the_form_says_who_reads_it_and_that_no_name_goes_with_it(server: Server) -> None:
    miss = shown(await server.ann.slash(server.lab, "define", term="Zzyzxine"))
    form = await server.ann.click(miss, label="Request this entry")

    said = str(form.modal)
    assert "Whoever runs this bot reads this" in said
    assert "Your name is not sent with it" in said


async def test_an_entry_that_is_there_is_opened_instead(server: Server) -> None:
    miss = shown(await server.ann.slash(server.lab, "define", term="Zzyzxine"))
    form = await server.ann.click(miss, label="Request this entry")

    told = shown(await server.ann.submit_modal(form, {"term": "psychoplastogen"}))
    await server.ann.click(told, label="Psychoplastogen")

    assert text(told).startswith("## Psychoplastogen")
    assert (await listed(server))[0] == ()


async def test_a_request_that_asks_for_help_is_answered_with_help_and_not_kept(server: Server) -> None:
    miss = shown(await server.ann.slash(server.lab, "define", term="Zzyzxine"))
    form = await server.ann.click(miss, label="Request this entry")

    helped = shown(await server.ann.submit_modal(form, {"term": "I took too much"}))

    assert "Call your local emergency number now." in text(helped)
    assert (await listed(server))[0] == ()


async def test_a_report_goes_without_a_name_unless_it_is_wanted(server: Server) -> None:
    thanked = await report(server)
    named = await report(server, named=True, passage=["claims/0"])

    anonymous, signed = (await listed(server))[1]
    assert "without your name" in text(thanked)
    assert "with your name" in text(named)
    assert (anonymous.entry, anonymous.passage, anonymous.user_id) == ("psychoplastogen", None, None)
    assert signed.user_id == server.ann.id
    assert signed.passage is not None
    assert signed.passage.path == ("claims", 0)


async def test_a_form_still_works_after_a_restart(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))
    form = await server.ann.select(card, ["r:"])

    await server.restart()
    await server.ann.submit_modal(form, {"said": "The number is wrong.", "passage": ["-"]})

    assert len((await listed(server))[1]) == 1


async def test_anybody_may_report_a_shared_card(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen", share=True))
    form = await server.ben.select(card, ["r:"])

    thanked = shown(await server.ben.submit_modal(form, {"said": "The number is wrong.", "passage": ["-"]}))

    assert thanked.ephemeral


async def test_moderators_are_told_in_the_notice_channel_without_a_name(server: Server) -> None:
    notices = await noticed(server)

    await request(server, "Zzyzxine @everyone")
    asked = notices.last_message
    await report(server, "See [this](https://example.com) @everyone", passage=["claims/0"])
    told = notices.last_message

    assert asked is not None
    assert told is not None
    assert "asked for an entry on" in said_in(asked)
    assert "`data/terms/psychoplastogen.yaml`" in said_in(told)
    assert "The passage: “" in said_in(told)
    for message in (asked, told):
        assert str(server.ann.id) not in said_in(message)
        assert "@everyone" not in said_in(message)
        assert message.flags.suppress_notifications


def said_in(message: discord.Message) -> str:
    containers = [one for one in message.components if isinstance(one, discord.Container)]
    return "\n".join(
        child.content for one in containers for child in one.children if isinstance(child, discord.TextDisplay)
    )


async def test_a_notice_channel_that_is_closed_loses_nothing(server: Server) -> None:
    notices = await noticed(server)
    channel = server.bot.get_channel(notices.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.delete()

    await request(server, "Zzyzxine")

    assert len((await listed(server))[0]) == 1


async def test_a_moderator_blocks_the_sender_without_learning_who_it_is_and_can_undo(server: Server) -> None:
    notices = await noticed(server)
    await request(server, "Zzyzxine")
    notice = notices.last_message
    assert notice is not None

    refused = shown(await server.ben.click(notice, label="Block whoever sent this"))
    blocked = shown(await server.moderator.click(notice, label="Block whoever sent this"))
    again = await request(server, "Yyyyyine")
    of_another = await request(server, "Xxxxxine", server.ben)
    await server.moderator.click(blocked, label="Undo")
    at_last = await request(server, "Wwwwwine")

    assert "Manage Server" in text(refused)
    assert str(server.ann.id) not in text(blocked)
    assert "on the list" not in text(again)
    assert "on the list" in text(of_another)
    assert "The block is lifted." in text(blocked)
    assert "on the list" in text(at_last)


async def test_an_hour_later_nobody_knows_who_sent_it(server: Server) -> None:
    notices = await noticed(server)
    await request(server, "Zzyzxine")
    notice = notices.last_message
    assert notice is not None

    await server.env.advance_time(timedelta(hours=1, minutes=1).total_seconds())
    told = shown(await server.moderator.click(notice, label="Block whoever sent this"))

    assert "no longer known" in text(told)


async def test_the_fourth_within_an_hour_is_refused(server: Server) -> None:
    for term in ("Zzzzine", "Yyyyine", "Xxxxine"):
        await request(server, term)

    assert "Please try again in an hour." in text(await request(server, "Wwwwine"))
    assert len((await listed(server))[0]) == 3
