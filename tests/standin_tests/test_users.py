"""People and crowds at the stand-in, and what their clients would not let them do."""

from __future__ import annotations

import asyncio

import pytest

from tests.standin.users import NotOfferedError, Player, Think, crowd
from tests.standin_tests.conftest import Lab
from tests.standin_tests.minimal import Minimal


async def test_a_thousand_people_are_all_answered_and_measured(lab: Lab) -> None:
    people = [lab.member(f"member {n}") for n in range(1000)]

    async def script(player: Player, think: Think) -> None:
        await player.slash(lab.room, "define", term=player.user.name)
        await think()
        await player.slash(lab.room, "define", term="trkb")

    async with lab.standin.running(Minimal()):
        figures = await crowd(people, script, thinks=(0, 0.1), together=40)
    assert len(figures.ages) == 2000
    assert (figures.lost, figures.doubled, dict(figures.refused)) == ([], [], {})
    assert figures.shown["member 7"] == ["member 7: a word (en-US)", "trkb: a word (en-US)"]


async def test_a_crowd_is_bounded_in_time_and_in_number_at_once(lab: Lab) -> None:
    inside: list[int] = [0, 0]

    async def script(_: Player, think: Think) -> None:
        inside[0] += 1
        inside[1] = max(inside)
        await think()
        inside[0] -= 1

    await crowd([lab.ann] * 20, script, thinks=(0.01, 0.02), together=5)
    assert inside == [0, 5]
    with pytest.raises(TimeoutError):
        await crowd([lab.ann], script, thinks=(10, 10), seconds=0.05)


async def test_what_is_said_twice_in_public_is_doubled(lab: Lab) -> None:
    async def script(player: Player, _: Think) -> None:
        await player.slash(lab.room, "card")

    async with lab.standin.running(Minimal()):
        figures = await crowd([lab.ann, lab.member("Bob")], script)
    assert figures.doubled == ["pressed 0 times"]


async def test_two_people_press_one_button_at_the_same_moment(lab: Lab) -> None:
    bob = lab.member("Bob")
    async with lab.standin.running(Minimal()):
        shown = await lab.ann.slash(lab.room, "card")
        assert shown.original is not None
        presses = [player.press(shown.original, "count:0") for player in (lab.ann, bob)]
        assert [press.answer for press in await asyncio.gather(*presses)] == [7, 7]


async def test_a_user_install_works_in_a_server_without_the_bot_and_in_other_peoples_conversations(lab: Lab) -> None:
    world = lab.standin.world
    eve = Player(lab.standin, world.add_user("Eve", locale="de", installed=True))
    elsewhere = world.add_guild(with_bot=False)
    world.join(elsewhere, eve.user)
    places = [world.add_channel(elsewhere, "room"), world.add_dm(eve.user, world.add_user("Bob"))]
    places.append(world.add_dm(eve.user, world.bot))
    contexts = [lab.standin.interactions.install(eve.user, place) for place in places]
    async with lab.standin.running(Minimal()):
        texts = [(await eve.slash(place, "define", term="bdnf")).text for place in places]
    assert texts == ["bdnf: a word (de)"] * 3
    key = str(eve.user.id)
    assert contexts == [(0, {"1": key}), (2, {"1": key}), (1, {"0": "0", "1": key})]


async def test_clients_refuse_what_discord_does_not_offer(lab: Lab) -> None:
    world = lab.standin.world
    stranger = Player(lab.standin, world.add_user("Eve"))
    commands = lab.standin.world.commands
    async with lab.standin.running(Minimal()):
        with pytest.raises(AssertionError, match="cannot use the app"):
            await stranger.slash(world.add_dm(stranger.user, world.add_user("Bob")), "define", term="x")
        for name, options in (("nothing", {}), ("define", {}), ("define", {"term": "x", "more": "y"})):
            with pytest.raises(NotOfferedError):
                await lab.ann.slash(lab.room, name, **options)
        shown = await lab.ann.slash(lab.room, "card")
        assert shown.original is not None
        with pytest.raises(NotOfferedError):
            await lab.ann.press(shown.original, "count:9")
        with pytest.raises(NotOfferedError):
            await lab.ann.submit(shown)
        commands[0][0]["default_member_permissions"] = "32"
        with pytest.raises(NotOfferedError):
            await lab.ann.slash(lab.room, commands[0][0]["name"], term="x")
