"""/schedule, as a moderator uses it, and the posts, as members see them."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest
import simcord

from bot.core.knowledge import Mechanism
from tests.conftest import Server
from tests.screen import alternative_texts, labels, options, shown, text, walk

DAY = timedelta(days=1)


async def run(server: Server, command: str, **chosen: object) -> simcord.ResponseMessage:
    return shown(await server.moderator.slash(server.lab, f"schedule {command}", **chosen))


async def add(server: Server, **chosen: object) -> simcord.ResponseMessage:
    return await run(server, "add", **{"channel": server.lab, **chosen})


def posts_in(channel: simcord.ChannelHandle) -> list[discord.Message]:
    return [one for one in channel.history() if one.author.bot and one.type is discord.MessageType.default]


def words(message: discord.Message) -> str:
    shown = walk([one.to_dict() for one in message.components])  # type: ignore[misc]
    return "\n".join(str(one["content"]) for one in shown if one.get("type") == 10)


def buttons(message: discord.Message) -> list[str]:
    shown = walk([one.to_dict() for one in message.components])  # type: ignore[misc]
    return [str(one["label"]) for one in shown if one.get("type") == 2]


async def the_only_one(server: Server) -> str:
    """What stands for the schedule in the option `schedule`."""
    (choice,) = await server.moderator.autocomplete(server.lab, "schedule remove", "schedule", "")
    return str(choice["value"])


async def pass_days(server: Server, days: int) -> None:
    for _ in range(days * 4):
        await server.env.advance_time(DAY.total_seconds() / 4)


def of_library(server: Server, message: discord.Message) -> Mechanism:
    """The mechanism that a post shows."""
    heading = words(message).partition("\n")[0]
    found = server.bot.parts.knowledge.library.of_type(Mechanism)
    return next(one for one in found if heading.startswith(f"## {one.name}"))


# ------------------------------------------------------------------------------------------------- the moderator's way


async def test_one_step_posts_a_mechanism_each_day_at_nine(server: Server) -> None:
    made = await add(server)

    assert made.ephemeral
    assert "a mechanism, every day at 09:00, UTC" in text(made)
    assert posts_in(server.lab) == []
    await pass_days(server, 3)

    first, second, third = posts_in(server.lab)
    assert [one.created_at.strftime("%H") for one in (first, second, third)] == ["09"] * 3
    assert len({of_library(server, one).id for one in (first, second, third)}) == 3


async def test_a_post_stands_alone_and_notifies_nobody(server: Server) -> None:
    await add(server)
    await pass_days(server, 1)

    (post,) = posts_in(server.lab)
    mechanism = of_library(server, post)
    assert mechanism.story in words(post)
    assert "Sources:" in words(post)
    assert post.flags.suppress_notifications
    assert buttons(post) == ["In depth", "Related"]
    (picture,) = post.attachments
    assert picture.description


async def test_each_button_answers_privately_and_leaves_the_post_as_it_is(server: Server) -> None:
    await add(server, check=True)
    await pass_days(server, 1)
    (post,) = posts_in(server.lab)
    before = words(post)

    for label in ("In depth", "Related", "Check yourself"):
        answer = shown(await server.ann.click(post, label=label))
        assert answer.ephemeral
    (after,) = posts_in(server.lab)

    assert words(after) == before
    assert after.edited_at is None


async def test_the_check_questions_are_answered_one_after_another_for_oneself(server: Server) -> None:
    await add(server, check=True)
    await pass_days(server, 1)
    (post,) = posts_in(server.lab)
    questions = of_library(server, post).check_questions

    answer = shown(await server.ann.click(post, label="Check yourself"))
    for number in range(3):
        assert questions[number].stem in text(answer)
        await server.ann.click(answer, label="A")
        assert "**Right:**" in text(answer)
        assert all(one.why in text(answer) for one in questions[number].options)
        if number < 2:
            await server.ann.click(answer, label="Next question")
    assert "Next question" not in labels(answer)


async def test_related_entries_open_in_place(server: Server) -> None:
    await add(server)
    await pass_days(server, 1)
    (post,) = posts_in(server.lab)

    listed = shown(await server.ann.click(post, label="Related"))
    (first, *_) = options(listed).values()
    await server.ann.select(listed, [first])

    assert "## " in text(listed)
    assert len(posts_in(server.lab)) == 1


async def test_a_question_of_the_day_is_answered_privately_with_its_reasons(server: Server) -> None:
    await add(server, what="question")
    await pass_days(server, 1)
    (post,) = posts_in(server.lab)
    stem = words(post).split("**")[1]
    question = next(one for one in server.bot.parts.knowledge.library.questions.values() if one.stem == stem)

    told = shown(await server.ann.click(post, label="A"))

    assert told.ephemeral
    assert all(one.why in text(told) for one in question.options)
    assert "right" in text(told).casefold()
    assert sorted(buttons(post)) == list("ABCDE"[: len(question.options)])


@pytest.mark.parametrize("what", ["term", "substance", "paper", "claim_heard"])
async def test_every_kind_has_its_post(server: Server, what: str) -> None:
    await add(server, what=what)
    preview = await run(server, "preview")
    await pass_days(server, 1)

    (post,) = posts_in(server.lab)
    assert words(post) == text(preview)
    assert buttons(post) == labels(preview)
    shown(await server.ann.click(post, label=buttons(post)[0]))


async def test_the_preview_is_the_post_and_private(server: Server) -> None:
    await add(server)
    preview = await run(server, "preview")
    await pass_days(server, 1)

    (post,) = posts_in(server.lab)
    assert preview.ephemeral
    assert text(preview) == words(post)
    assert alternative_texts(preview)


async def test_the_options_of_a_schedule_do_what_they_say(server: Server) -> None:
    role = server.guild.create_role("Readers", mentionable=True)
    await add(server, time="9 pm", zone="berlin", days="mon wed fri", mention=role, discussion=True, check=True)

    await pass_days(server, 7)

    found = posts_in(server.lab)
    assert sorted(one.created_at.strftime("%a %H") for one in found) == ["Fri 20", "Mon 20", "Wed 20"]
    assert f"<@&{role.id}>" in words(found[0])
    assert not found[0].flags.suppress_notifications
    assert len(server.lab.threads) == 3
    assert "Check yourself" in buttons(found[0])


async def test_a_forum_gets_a_post_a_day_of_its_own(server: Server) -> None:
    forum = server.guild.create_forum_channel("daily")
    await add(server, channel=forum)

    await pass_days(server, 2)

    assert len(forum.threads) == 2
    assert of_library(server, forum.threads[0].history()[0]).name[:20] in str(forum.threads[0].name)


async def test_the_list_names_each_schedule_and_its_next_time(server: Server) -> None:
    await add(server)
    await add(server, what="term", category="pharmacology", time="18:30")

    listed = text(await run(server, "list"))

    assert "1. " in listed
    assert "a term about pharmacology, every day at 18:30, UTC" in listed


async def test_a_long_list_has_pages(server: Server) -> None:
    for hour in range(17):
        await add(server, time=f"{hour}:00")

    listed = await run(server, "list")
    assert "17 of at most 100, page 1" in text(listed)
    await server.moderator.click(listed, label="Next page")

    assert "17. " in text(listed)


async def test_a_zone_is_offered_by_city_and_by_offset_and_a_schedule_by_its_channel(server: Server) -> None:
    await add(server)

    async def offered(option: str, typed: str, command: str = "schedule add", **given: object) -> list[str]:
        found = await server.moderator.autocomplete(server.lab, command, option, typed, **given)
        return [str(choice["name"]) for choice in found]

    assert (await offered("zone", "kathm", channel=server.lab))[0].startswith("Asia/Kathmandu (now ")
    assert any("Asia/Kathmandu" in name for name in await offered("zone", "+5:45", channel=server.lab))
    assert "every 3 days" in await offered("days", "every", channel=server.lab)
    assert (await offered("schedule", "", "schedule pause"))[0].startswith("#lab: mechanism, every day at 09:00")
    assert await offered("entry", "bdnf", "schedule next")


async def test_pausing_skipping_resuming_and_removing(server: Server) -> None:
    await add(server)

    paused = await run(server, "pause")
    await pass_days(server, 2)
    assert "It is paused." in text(paused)
    assert posts_in(server.lab) == []
    await run(server, "resume")
    skipped = await run(server, "skip")
    await pass_days(server, 2)
    assert "is left out" in text(skipped)
    assert len(posts_in(server.lab)) == 1
    listed = await run(server, "history")
    assert "a moderator left it out" in text(listed)
    assert "posted [" in text(listed)
    choice = await the_only_one(server)
    removed = await run(server, "remove", schedule=choice)
    await pass_days(server, 2)

    assert "was removed" in text(removed)
    assert len(posts_in(server.lab)) == 1
    assert "no schedule yet" in text(await run(server, "list"))


async def test_a_pause_until_a_day_ends_by_itself(server: Server) -> None:
    await add(server)
    day = (server.env.now() + 3 * DAY).strftime("%Y-%m-%d")

    told = text(await run(server, "pause", until=day))
    await pass_days(server, 2)
    assert posts_in(server.lab) == []
    await pass_days(server, 2)

    assert f"paused until {day}" in told.casefold()
    assert posts_in(server.lab)


async def test_the_next_post_is_chosen(server: Server) -> None:
    await add(server)
    wanted = server.bot.parts.knowledge.library.of_type(Mechanism)[3]

    told = await run(server, "next", entry=f"#{wanted.id}")
    await pass_days(server, 1)

    assert wanted.name in text(told)
    assert of_library(server, posts_in(server.lab)[0]) is wanted


async def test_posting_now_keeps_the_post_of_the_day(server: Server) -> None:
    await add(server)

    told = await run(server, "post-now")
    await server.env.advance_time(5)
    assert len(posts_in(server.lab)) == 1
    await pass_days(server, 1)

    assert "being posted" in text(told)
    assert len(posts_in(server.lab)) == 2
    assert "out of turn" in text(await run(server, "history"))


async def test_the_panel_changes_everything_at_once(server: Server) -> None:
    other = server.guild.create_text_channel("other")
    role = server.guild.create_role("Readers", mentionable=True)
    await add(server)
    panel = await run(server, "edit")

    def control(action: str) -> str:
        ids = [str(one["custom_id"]) for one in walk(panel.components) if "custom_id" in one]
        return next(one for one in ids if one.startswith(f"schedule:{action}:"))

    await server.moderator.select(panel, [other], custom_id=control("channel"))
    await server.moderator.select(panel, ["term"], custom_id=control("topic"))
    await server.moderator.select(panel, ["pharmacology"], custom_id=control("shelf"))
    await server.moderator.select(panel, [role], custom_id=control("role"))
    await server.moderator.select(panel, ["15"], custom_id=control("tolerance"))
    await server.moderator.click(panel, custom_id=control("checks"))
    await server.moderator.click(panel, custom_id=control("discussion"))
    form = await server.moderator.click(panel, custom_id=control("when"))
    await server.moderator.submit_modal(form, {"time": "18:30", "days": "weekdays", "zone": "tokyo"})

    assert "A term about pharmacology, every Monday, Tuesday, Wednesday, Thursday and Friday at 18:30, Asia/Tokyo" in (
        text(panel)
    )
    assert {"Thread under it: on", "Check yourself: on"} <= set(labels(panel))
    await pass_days(server, 4)
    assert posts_in(other)
    assert posts_in(server.lab) == []


async def test_the_order_is_pinned_and_entries_are_excluded_by_name(server: Server) -> None:
    await add(server)
    mechanisms = server.bot.parts.knowledge.library.of_type(Mechanism)
    panel = await run(server, "edit")

    form = await server.moderator.click(panel, label="Order and exclusions")
    await server.moderator.submit_modal(
        form, {"order": f"{mechanisms[2].name}\n{mechanisms[1].id}", "excluded": mechanisms[0].name}
    )
    assert f"first {mechanisms[2].name}" in text(panel)
    assert f"**Never posted:** {mechanisms[0].name}" in text(panel)
    await pass_days(server, 2)

    assert [of_library(server, one).id for one in posts_in(server.lab)] == [mechanisms[2].id, mechanisms[1].id]


async def test_a_schedule_without_a_zone_follows_the_server(server: Server) -> None:
    made = await add(server)
    assert "The server's time zone is UTC" in text(made)
    panel = shown(await server.moderator.slash(server.lab, "settings"))
    form = await server.moderator.click(panel, label="Change time zone")
    await server.moderator.submit_modal(form, {"zone": "tokyo"})
    await pass_days(server, 2)

    assert {one.created_at.hour for one in posts_in(server.lab)} == {0}


async def test_a_restart_forgets_nothing(server: Server) -> None:
    await add(server)
    await pass_days(server, 1)

    await server.restart()
    await pass_days(server, 1)

    assert len(posts_in(server.lab)) == 2


# -------------------------------------------------------------------------------------------------- when it cannot


async def test_a_deleted_channel_pauses_it_after_three_days_and_the_moderators_hear_once(server: Server) -> None:
    daily = server.guild.create_text_channel("daily")
    notices = server.guild.create_text_channel("notices")
    panel = shown(await server.moderator.slash(server.lab, "settings"))
    await server.moderator.select(panel, [notices], custom_id="settings:notice_channel_id")
    await add(server, channel=daily)
    daily_gone(server, daily)

    await pass_days(server, 6)

    told = [words(one) for one in posts_in(notices)]
    assert len([one for one in told if "paused itself" in one]) == 1
    assert "the channel was deleted" in told[-1]
    doctor = text(await run(server, "doctor"))
    assert "the channel was deleted" in doctor
    assert "Paused by itself after three failed days" in doctor
    moved = await run(server, "edit", channel=server.lab)
    await run(server, "resume")
    await pass_days(server, 1)
    assert "paused by itself" in text(moved).casefold()
    assert len(posts_in(server.lab)) == 1


def daily_gone(server: Server, channel: simcord.ChannelHandle) -> None:
    server.env.backend.delete_channel(channel.id)


async def test_without_a_notice_channel_the_next_manager_who_uses_the_bot_is_told_once(server: Server) -> None:
    daily = server.guild.create_text_channel("daily")
    await add(server, channel=daily)
    daily_gone(server, daily)
    await pass_days(server, 4)

    def notices(result: simcord.InteractionResult) -> list[str]:
        return [text(one) for one in result.followups if "paused itself" in text(one)]

    assert notices(await server.ann.slash(server.lab, "about")) == []
    assert len(notices(await server.moderator.slash(server.lab, "about"))) == 1
    assert notices(await server.moderator.slash(server.lab, "about")) == []


# ----------------------------------------------------------------------------------------------------- bad input

REFUSED = {
    "an unknown zone": ({"zone": "Atlantis"}, "not a time zone I know"),
    "25:61": ({"time": "25:61"}, "not a time of day"),
    "no days": ({"days": "sometimes"}, "does not say on which days"),
    "a shelf where there is none": ({"what": "paper", "category": "pharmacology"}, "have a category"),
    "a path that there is not": ({"path": "no such path"}, "no learning path"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_cannot_be_is_refused_with_what_to_do_and_nothing_is_saved(server: Server, case: str) -> None:
    chosen, said = REFUSED[case]

    told = await add(server, **chosen)

    assert said in text(told)
    assert "no schedule yet" in text(await run(server, "list"))


async def test_a_member_is_refused_and_a_manager_who_lost_the_permission_too(server: Server) -> None:
    await add(server)
    panel = await run(server, "edit")
    for role in server.guild.roles.values():
        server.env.backend.remove_member_role(server.guild.id, server.moderator.id, role.id)

    told = shown(await server.moderator.click(panel, label="Pause"))

    assert "Manage Server" in text(told)


async def test_a_role_that_is_everyone_and_one_that_cannot_be_mentioned_are_refused(server: Server) -> None:
    assert server.bot.user is not None
    shy = server.guild.create_role("Shy", mentionable=False)
    quiet = server.guild.create_text_channel(
        "quiet", overwrites={server.bot.user: discord.PermissionOverwrite(mention_everyone=False)}
    )

    refused = await add(server, channel=quiet, mention=shy)
    for_all = await add(server, mention=server.guild.default_role)

    assert "I may not mention" in text(refused)
    assert "everyone" in text(for_all)
    assert "no schedule yet" in text(await run(server, "list"))


async def test_a_channel_where_the_bot_may_not_post_is_refused_with_the_permission(server: Server) -> None:
    assert server.bot.user is not None
    closed = server.guild.create_text_channel(
        "closed", overwrites={server.bot.user: discord.PermissionOverwrite(attach_files=False)}
    )

    told = await add(server, channel=closed)

    assert "Attach Files" in text(told)
    assert "Nothing was changed" in text(told)


async def test_a_panel_that_somebody_else_overtook_changes_nothing(server: Server) -> None:
    await add(server)
    mine, theirs = await run(server, "edit"), await run(server, "edit")

    await server.moderator.click(theirs, label="Check yourself: off")
    told = shown(await server.moderator.click(mine, label="Thread under it: off"))

    assert "Somebody changed this schedule" in text(told)
    assert {"Thread under it: off", "Check yourself: on"} <= set(labels(await run(server, "edit")))


async def test_a_schedule_that_was_just_removed_is_refused(server: Server) -> None:
    await add(server)
    panel = await run(server, "edit")
    choice = await the_only_one(server)
    await run(server, "remove", schedule=choice)

    pressed = shown(await server.moderator.click(panel, label="Pause"))
    named = await run(server, "pause", schedule=choice)
    typed = await run(server, "pause", schedule="nonsense")

    for told in (pressed, named, typed):
        assert "was removed" in text(told)


async def test_with_several_schedules_one_has_to_be_named(server: Server) -> None:
    await add(server)
    await add(server, what="term")

    assert "several schedules" in text(await run(server, "pause"))


async def test_an_entry_of_another_kind_cannot_be_next(server: Server) -> None:
    await add(server)

    told = await run(server, "next", entry="psilocybin")

    assert "cannot post “psilocybin”" in text(told)
