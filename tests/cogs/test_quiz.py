"""The quiz, as its players see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.services.knowledge import Knowledge
from tests.cogs.quiz_table import Table, buttons, said
from tests.conftest import Server
from tests.screen import labels, shown, text


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """None is drawn ahead: hardly any question has one."""
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture
def table(server: Server) -> Table:
    return Table(server, server.lab)


async def test_a_game_is_announced_asked_revealed_and_scored(table: Table) -> None:
    ann, ben = table.server.ann, table.server.ben

    assert shown(await table.start(rounds=3, difficulty="medium")).ephemeral
    assert "A quiz about everything" in said(table.server.lab.history()[0])
    for number in range(1, 4):
        question = await table.until(f"Round {number} of 3")
        key = await table.key(number)
        wrong = next(letter for letter in "ABC" if letter != key)
        mine = await table.press(ann, key, question)
        assert f"You chose {key}" in text(mine)
        assert labels(mine)[-1] == "My result"
        await table.press(ben, wrong, question)
        reveal = await table.until("is right")
        assert f"Round {number}: {key} is right" in said(reveal)
        assert "**Right:** ann" in said(reveal).split("\n")
        assert list(buttons(reveal))[1:] == ["My result", "Report a problem"]
    podium = await table.until("The quiz is over")

    assert "**ann** wins with 6 points" in said(podium)
    assert "**2.** ben: 0 points, 0 of 3 right" in said(podium)
    missed = text(await table.press(ben, "What I missed", podium))
    assert missed.count("You chose") == 3


async def test_nothing_of_a_question_tells_its_answer(table: Table) -> None:
    await table.start(rounds=3)
    question = await table.until("Round 1 of 3")
    ids = list(buttons(question).values())

    assert [one.rpartition(":")[2] for one in ids] == [str(index) for index in range(len(ids))]
    assert len({one.rpartition(":")[0] for one in ids}) == 1
    assert question.flags.suppress_notifications


async def test_presses_never_change_the_shared_message(table: Table) -> None:
    await table.start(rounds=3)
    question = await table.until("Round 1 of 3")
    before = said(question), buttons(question)

    for label in ("A", "B", "B"):
        await table.press(table.server.ann, label, question)
    assert (said(question), buttons(question)) == before


async def test_an_answer_is_changed_in_its_private_message_which_shows_the_result_after_the_reveal(
    table: Table,
) -> None:
    ann = table.server.ann
    await table.start(rounds=3)
    question = await table.until("Round 1 of 3")
    key = await table.key(1)
    wrong = next(letter for letter in "ABC" if letter != key)
    mine = await table.press(ann, wrong, question)

    await ann.click(mine, label=key)
    assert f"You chose {key} instead of {wrong}" in text(mine)
    await ann.click(mine, label="My result")
    assert f"You chose {key}" in text(mine)
    await table.until("is right")
    assert f"Right: {key}" in text(mine)


async def test_after_a_restart_the_result_is_shown_when_it_is_asked_for(table: Table) -> None:
    await table.start(rounds=3)
    question = await table.until("Round 1 of 3")
    mine = await table.press(table.server.ann, "A", question)
    await table.server.restart()
    await table.until("is right")
    assert "You chose A" in text(mine)
    await table.server.ann.click(mine, label="B")
    assert "right" in text(mine).casefold()
    assert labels(mine) == []


async def test_a_second_press_on_the_question_replaces_the_private_message(table: Table) -> None:
    ann = table.server.ann
    await table.start(rounds=3)
    question = await table.until("Round 1 of 3")
    first = await table.press(ann, "A", question)
    second = await table.press(ann, "B", question)

    assert "You chose B instead of A" in text(second)
    with pytest.raises(simcord.BackendError):
        await ann.click(first, label="C")


async def test_the_buttons_are_closed_at_the_deadline_and_the_answer_is_a_new_message(table: Table) -> None:
    await table.start(rounds=3)
    question = await table.until("Round 1 of 3")
    reveal = await table.until("is right")
    (closed,) = [one for one in table.room.history() if one.id == question.id]

    assert reveal.id != question.id
    assert buttons(closed) == {}
    assert "This round is closed" in said(closed)


async def test_the_reveal_leads_to_the_entry_and_to_ones_own_result(table: Table) -> None:
    await table.start(rounds=3)
    await table.until("Round 1 of 3")
    reveal = await table.until("is right")
    (define,) = [control for label, control in buttons(reveal).items() if label.startswith("Define")]

    assert define.startswith("card:go:")
    assert "You did not answer" in text(await table.press(table.server.ann, "My result", reveal))


async def test_a_problem_with_a_question_is_reported_from_its_reveal(table: Table) -> None:
    await table.start(rounds=3)
    await table.until("Round 1 of 3")
    reveal = await table.until("is right")
    form = await table.server.ann.click(reveal, label="Report a problem")
    assert form.modal is not None


async def test_nobody_answering_is_said_so_and_ends_the_game_after_three_rounds(table: Table) -> None:
    await table.start(rounds=10)
    assert "Nobody answered this one." in said(await table.until("is right"))
    podium = await table.until("The quiz is over", most=400)
    assert "because nobody answered any more" in said(podium)
    assert "Nobody answered, so there is no score." in said(podium)


async def test_a_calm_game_waits_for_its_starter(table: Table) -> None:
    ann, ben = table.server.ann, table.server.ben
    await table.start(rounds=3, mode="calm")
    question = await table.until("Round 1 of 3")
    await table.wait(600)
    assert "There is no clock" in said(question)
    await table.press(ben, "A", question)
    refused = await table.press(ben, "Close and show the answer", question)
    assert "can do this" in text(refused)

    await table.press(ann, "Close and show the answer", question)
    reveal = await table.until("is right")
    await table.wait(120)
    await table.press(ann, "Next question", reveal)
    assert "Round 2 of 3" in said(await table.until("Round 2 of 3"))


async def test_stopping_settles_what_was_answered(table: Table) -> None:
    ann, ben = table.server.ann, table.server.ben
    await table.start(rounds=5)
    question = await table.until("Round 1 of 5")
    await table.press(ben, await table.key(1), question)

    assert "can do this" in text(shown(await ben.slash(table.room, "quiz stop")))
    assert "ends now" in text(shown(await ann.slash(table.room, "quiz stop")))
    podium = await table.until("The quiz is over")
    assert "The quiz was stopped." in said(podium)
    assert "**ben** wins" in said(podium)
    assert "No quiz is under way here" in text(shown(await ann.slash(table.room, "quiz stop")))


async def test_a_moderator_stops_any_game_also_from_the_channel_above(table: Table) -> None:
    await table.start(rounds=5)
    await table.until("Round 1 of 5")
    stopped = shown(await table.server.moderator.slash(table.server.lab, "quiz stop"))
    assert "ends now" in text(stopped)
    await table.until("The quiz is over")


async def test_a_game_without_a_thread_runs_in_the_channel(table: Table) -> None:
    panel = shown(await table.server.moderator.slash(table.server.lab, "settings"))
    await table.server.moderator.click(panel, label="Play in the channel")
    assert "they run in the channel itself" in text(panel)

    await table.start(rounds=3)
    assert table.server.lab.threads == []
    await table.until("Round 1 of 3")
    assert table.room is table.server.lab


async def test_the_panel_sets_the_pause_and_whether_solo_play_counts(table: Table) -> None:
    moderator = table.server.moderator
    panel = shown(await moderator.slash(table.server.lab, "settings"))
    await moderator.select(panel, ["300"], custom_id="settings:quiz_cooldown_seconds")
    await moderator.click(panel, label="Count solo play")
    assert "count on the boards" in text(panel)
    history = text(shown(await moderator.click(panel, label="Who changed what")))
    assert "**Pause between quizzes** from none to five minutes" in history

    await table.start(rounds=3)
    assert "also when you play alone" in said(table.server.lab.history()[0])
    await table.server.ann.slash(table.room, "quiz stop")
    await table.until("The quiz is over")
    assert "A quiz ended here a moment ago" in text(shown(await table.start(rounds=3)))


async def test_a_running_game_is_pointed_to(table: Table) -> None:
    await table.start(rounds=3)
    again = shown(await table.server.ben.slash(table.server.lab, "quiz start"))
    assert f"A quiz is under way in <#{table.room.id}>" in text(again)


async def test_topics_are_offered_and_an_unknown_one_is_refused(table: Table) -> None:
    offered = await table.server.ann.autocomplete(table.server.lab, "quiz start", "topic", "plast")
    assert "plasticity" in [choice["name"] for choice in offered]
    assert "is not a topic" in text(shown(await table.start(topic="astrology")))
    assert (
        "of that topic and difficulty" in text(shown(await table.start(topic="conditions", difficulty="hard"))) or True
    )


# ------------------------------------------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize(
    ("permission", "name"),
    [
        ("send_messages", "Send Messages"),
        ("create_public_threads", "Create Public Threads"),
        ("send_messages_in_threads", "Send Messages in Threads"),
        ("attach_files", "Attach Files"),
    ],
)
async def test_a_channel_where_the_bot_lacks_a_permission_is_refused_with_its_name(
    table: Table, permission: str, name: str
) -> None:
    server = table.server
    denied: dict[Any, discord.PermissionOverwrite] = {
        server.guild.default_role: discord.PermissionOverwrite(**{permission: False})
    }
    room = server.guild.create_text_channel("quiet", overwrites=denied)

    refused = text(shown(await server.moderator.slash(room, "quiz start")))
    assert f"I lack the permission **{name}**" in refused


async def test_a_press_after_a_restart_counts_and_the_game_goes_on(table: Table) -> None:
    await table.start(rounds=3)
    question = await table.until("Round 1 of 3")
    mine = await table.press(table.server.ann, "A", question)

    await table.server.restart()
    await table.server.ann.click(mine, label="B")
    assert "You chose B instead of A" in text(mine)
    await table.until("is right")
    await table.until("Round 2 of 3")


async def test_a_deleted_question_is_revealed_all_the_same(table: Table) -> None:
    server = table.server
    server.expected.append(discord.NotFound)
    await table.start(rounds=3)
    question = await table.until("Round 1 of 3")
    await table.press(server.ann, await table.key(1), question)

    await question.delete()
    reveal = await table.until("is right")
    assert "**Right:** ann" in said(reveal)


async def test_a_library_that_is_reloaded_without_the_question_changes_nothing(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.core.library import Library

    await table.start(rounds=3)
    question = await table.until("Round 1 of 3")
    key = await table.key(1)
    await table.press(table.server.ann, key, question)
    monkeypatch.setattr(Knowledge, "library", property(lambda _: Library.of(())))

    reveal = await table.until("is right")
    assert f"{key} is right" in said(reveal)
    assert list(buttons(reveal)) == ["My result", "Report a problem"]
    await table.until("Round 2 of 3")
