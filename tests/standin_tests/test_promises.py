"""What the house promises, over real sockets, where SimCord is too kind to show it."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import discord
import pytest

from bot import app
from bot.client.bot import Neurosprout, Parts
from bot.client.sync import sync
from tests.conftest import DATA
from tests.standin.faults import Fault, reset, status, too_many
from tests.standin.harness import Bot, Program
from tests.standin.interactions import Interaction
from tests.standin.users import Player
from tests.standin_tests.conftest import Lab, answers

CALLBACK = "POST /interactions/*"


def select_of(card: Interaction) -> tuple[str, list[str]]:
    """The select of a card, and the values it offers."""
    assert card.original is not None
    for custom_id, control in card.original.controls.items():
        if control["type"] == 3:
            return custom_id, [option["value"] for option in control["options"]]
    raise AssertionError("there is no select on this card")


@pytest.mark.usefixtures("bot")
async def test_a_lookup_is_answered_privately(lab: Lab) -> None:
    card = await lab.ann.slash(lab.room, "define", term="psychoplastogen")

    assert "Psychoplastogen" in card.text
    assert lab.member("Ben").reads(lab.room) == []


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("code", [500, 502])
async def test_an_answer_comes_after_a_server_error(lab: Lab, code: int) -> None:
    lab.standin.faults.planned.append(Fault(CALLBACK, status(code)))

    card = await lab.ann.slash(lab.room, "help")

    assert "What you can ask" in card.text
    assert answers(lab) == [code, 200]


@pytest.mark.usefixtures("bot")
async def test_an_answer_that_was_accepted_and_reported_as_failed_is_not_given_twice(
    lab: Lab, caplog: pytest.LogCaptureFixture
) -> None:
    lab.standin.faults.planned.append(Fault(CALLBACK, status(500), accepted=True))

    card = await lab.ann.slash(lab.room, "help")
    await lab.standin.until(lambda: len(answers(lab)) == 2, 5)
    await asyncio.sleep(0.1)

    assert len(card.shown) == 1
    assert card.refused == [40060]
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.usefixtures("bot")
async def test_a_press_that_is_delivered_twice_is_answered_once(lab: Lab) -> None:
    card = await lab.ann.slash(lab.room, "define", term="psychoplastogen")
    assert card.original is not None
    custom_id, values = select_of(card)
    lab.standin.gateway.copies = 2

    pressed = await lab.ann.press(card.original, custom_id, values[0])
    await asyncio.sleep(0.2)

    assert pressed.refused == []
    assert answers(lab) == [200, 200]


@pytest.mark.usefixtures("bot")
async def test_events_that_are_replayed_after_a_resume_are_not_answered_again(lab: Lab) -> None:
    card = await lab.ann.slash(lab.room, "help")

    lab.standin.gateway.replay(1)
    await asyncio.sleep(0.3)

    assert card.refused == []
    assert answers(lab) == [200]


@pytest.mark.usefixtures("bot")
async def test_two_members_at_once_on_one_shared_card_each_get_their_own(lab: Lab) -> None:
    shared = await lab.ann.slash(lab.room, "define", term="psychoplastogen", share=True)
    assert shared.original is not None
    before = shared.original.payload()
    custom_id, values = select_of(shared)
    ben = lab.member("Ben")

    one, other = await asyncio.gather(
        lab.ann.press(shared.original, custom_id, values[0]), ben.press(shared.original, custom_id, values[1])
    )

    assert one.text != other.text
    assert all(each.original is not None and each.original.visible_to == each.user.id for each in (one, other))
    assert shared.original.payload() == before


@pytest.mark.usefixtures("bot")
async def test_a_user_installed_lookup_works_in_a_server_without_the_bot_and_in_a_dm(lab: Lab) -> None:
    world = lab.standin.world
    foreign = world.add_guild("Foreign", with_bot=False)
    room = world.add_channel(foreign, "talk")
    cat = Player(lab.standin, world.add_user("Cat", installed=True))
    world.join(foreign, cat.user)
    dm = world.add_dm(cat.user, world.bot)

    for channel in (room, dm):
        card = await cat.slash(channel, "substance", name="psilocybin")
        assert "Psilocybin" in card.text
        assert card.original is not None
        custom_id, values = select_of(card)
        section = await cat.press(card.original, custom_id, values[0])
        assert section.refused == []


@pytest.mark.usefixtures("bot")
async def test_an_interaction_heard_after_three_seconds_is_dropped_with_its_age_in_the_log(
    lab: Lab, caplog: pytest.LogCaptureFixture
) -> None:
    lab.standin.interactions.answer_within = 0.05
    lab.standin.faults.lags[CALLBACK] = (0.2, 0)

    card = await lab.ann.slash(lab.room, "help")
    await lab.standin.until(lambda: card.refused == [10062], 5)
    await asyncio.sleep(0.1)

    dropped = [record for record in caplog.records if "had expired" in record.getMessage()]
    assert len(answers(lab)) == 1
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert vars(dropped[0])["age_seconds"] >= 0


async def test_a_token_that_is_dead_is_dropped_without_another_try(
    lab: Lab, bot: Neurosprout, caplog: pytest.LogCaptureFixture
) -> None:
    lab.standin.interactions.token_lives = 0.0
    told = asyncio.Event()

    async def late(interaction: discord.Interaction[Neurosprout]) -> None:
        await interaction.response.defer(ephemeral=True)
        try:
            await interaction.edit_original_response(content="too late")
        except discord.HTTPException as error:
            from bot.client.errors import report

            await report(interaction, error, where="late")
        told.set()

    command = discord.app_commands.Command[Any, ..., None](name="late", description="late", callback=late)
    bot.tree.add_command(command)
    await sync(bot)

    await lab.ann.slash(lab.room, "late")
    await asyncio.wait_for(told.wait(), 5)

    assert any("token was over" in record.getMessage() for record in caplog.records)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_global_rate_limit_does_not_freeze_the_bot(lab: Lab, bot: Neurosprout) -> None:
    channel = bot.get_channel(lab.room.id)
    assert isinstance(channel, discord.TextChannel)
    lab.standin.faults.planned.append(Fault("POST /channels/*", too_many(0.3, everywhere=True)))

    sent = asyncio.create_task(channel.send("one"))
    card = await lab.ann.slash(lab.room, "help")
    await sent
    began = time.monotonic()
    await channel.send("two")

    assert "What you can ask" in card.text
    assert time.monotonic() - began < 5
    assert [message.text for message in lab.room.messages.values() if message.visible_to is None] == ["one", "two"]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("accepted", [False, True])
async def test_an_answer_lost_to_a_reset_is_given_again_and_shown_once(
    lab: Lab, parts: Parts, caplog: pytest.LogCaptureFixture, *, accepted: bool
) -> None:
    await app.draw_ahead(parts)
    lab.standin.faults.planned.append(Fault(CALLBACK, reset, accepted=accepted))

    card = await lab.ann.slash(lab.room, "substance", name="psilocybin")
    await asyncio.sleep(0.3)

    assert "Psilocybin" in card.text
    assert len(card.shown) == 1
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.usefixtures("bot")
async def test_the_bot_comes_back_after_the_gateway_drops_and_refuses_to_resume(lab: Lab) -> None:
    identified = lab.standin.gateway.identifies
    lab.standin.gateway.refuse_resume = True

    await lab.standin.gateway.drop(resumable=True)
    await lab.standin.until(lambda: lab.standin.gateway.identifies > identified, 30)
    card = await lab.ann.slash(lab.room, "help")

    assert "What you can ask" in card.text


def program(folder: Path, **settings: str) -> Program:
    return Program(folder, {"NEUROSPROUT_STATE": str(folder / "var"), **settings})


async def test_the_real_program_starts_answers_keeps_its_library_and_ends(lab: Lab, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    process = Bot(lab.standin, program(tmp_path, NEUROSPROUT_DATA=str(data)))
    await process.start()
    await lab.standin.until(lambda: bool(lab.standin.world.commands.get(0)), 10)
    assert "Psilocybin" in (await lab.ann.slash(lab.room, "substance", name="psilocybin")).text

    broken = data / "terms" / "psychoplastogen.yaml"
    broken.write_text(broken.read_text(encoding="utf-8") + "plane: x\n", encoding="utf-8")
    signal_to(tmp_path, signal.SIGHUP)
    await lab.standin.until(lambda: "the old one stays in use" in process.output.read_text(), 20)
    assert "the key 'plane' is unknown" in process.output.read_text()
    assert "Psychoplastogen" in (await lab.ann.slash(lab.room, "define", term="psychoplastogen")).text

    await process.stop()
    assert "Traceback" not in process.output.read_text()


async def test_commands_are_registered_once_and_not_again_when_nothing_changed(lab: Lab, tmp_path: Path) -> None:
    process = Bot(lab.standin, program(tmp_path))
    for _ in range(2):
        await process.start()
        await process.stop()

    registered = [call for call in lab.standin.calls if call.route.startswith("PUT /applications")]
    assert len(registered) == 1


async def test_a_refused_token_ends_the_program_with_one_line(lab: Lab, tmp_path: Path) -> None:
    process = Bot(lab.standin, program(tmp_path, DISCORD_TOKEN="not.the.token"))

    with pytest.raises(AssertionError, match="Discord refused the token"):
        await process.start()

    assert any("a token that is not the bot's" in problem for problem in lab.standin.take_problems())
    assert "Traceback" not in process.output.read_text()
    assert lab.standin.gateway.identifies == 0


def signal_to(folder: Path, number: signal.Signals) -> None:
    """Signal the program that keeps its state in `folder`."""
    import os

    os.kill(int((folder / "var" / "neurosprout.pid").read_text()), number)
