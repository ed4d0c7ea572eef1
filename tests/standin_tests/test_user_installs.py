"""Members who brought the app themselves: in a server without the bot, in conversations, and in its direct messages."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from bot.client.bot import Neurosprout
from bot.services import inbox
from tests.standin.interactions import Interaction
from tests.standin.users import Player
from tests.standin.world import Channel, Message
from tests.standin_tests.conftest import Lab

LOOKUPS: dict[str, dict[str, object]] = {
    "define": {"term": "psychoplastogen"},
    "substance": {"name": "psilocybin"},
    "mechanism": {"name": "#5-ht2a-trkb-mtor"},
    "paper": {"words": "Ly et al. 2018"},
    "search": {"words": "how fast do antidepressants work"},
    "compare": {"first": "psilocybin", "second": "LSD"},
    "interaction": {"first": "psilocybin", "second": "lithium"},
    "explore": {},
    "about": {},
    "help": {},
}
SAID = "A single dose raised BDNF and dendritic spine density."


@dataclass(frozen=True)
class Place:
    eve: Player
    channel: Channel

    def hears(self, words: str) -> Message:
        """Somebody else writes."""
        world = self.eve.standin.world
        fields = {"content": words} if words else {}
        message = Message(world.snowflake(), self.channel, world.add_user("Bob"), world.now(), fields, 0)
        self.channel.messages[message.id] = message
        return message


@pytest.fixture(autouse=True)
def patient(lab: Lab) -> None:
    """What is answered is the question here, not how fast on a machine that does other things too."""
    lab.standin.interactions.answer_within = 30


@pytest.fixture(params=["a server without the bot", "a conversation of others", "the bot's direct messages"])
def place(request: pytest.FixtureRequest, lab: Lab) -> Place:
    world = lab.standin.world
    eve = Player(lab.standin, world.add_user("Eve", locale="de", installed=True))
    if request.param.startswith("a server"):
        elsewhere = world.add_guild(with_bot=False)
        world.join(elsewhere, eve.user)
        return Place(eve, world.add_channel(elsewhere, "room"))
    other = world.bot if request.param.endswith("messages") else world.add_user("Bob")
    return Place(eve, world.add_dm(eve.user, other))


def answered(interaction: Interaction) -> str:
    """The words of the one private answer: no follow-up was needed, of the five there are."""
    assert interaction.original is not None
    assert interaction.follow_ups == 0
    assert len(interaction.shown) <= 1
    assert interaction.refused == []
    assert interaction.text
    assert "Something went wrong" not in interaction.text
    return interaction.text


async def test_every_lookup_is_answered_privately_in_one_message(bot: Neurosprout, place: Place) -> None:
    for command, options in LOOKUPS.items():
        interaction = await place.eve.slash(place.channel, command, **options)
        assert answered(interaction), command
        assert interaction.original is not None
        assert interaction.original.visible_to == place.eve.user.id, command


async def test_a_card_turns_opens_others_and_is_shared(bot: Neurosprout, place: Place) -> None:
    card = await place.eve.slash(place.channel, "define", term="psychoplastogen")
    assert card.original is not None
    select = next(one for one in card.original.controls if one.startswith("card:pick"))
    turned = await place.eve.press(card.original, select, "s:sources")
    share = next(one for one in card.original.controls if one.startswith("card:share"))
    shared = await place.eve.press(card.original, share)
    asked = await place.eve.slash(place.channel, "define", term="psychoplastogen", share=True)

    assert "Sources" in answered(turned)
    assert "Psychoplastogen" in answered(shared)
    assert "Psychoplastogen" in answered(asked)


async def test_the_terms_of_a_message_are_explained(bot: Neurosprout, place: Place) -> None:
    listed = await place.eve.menu("Explain terms", place.hears(SAID))
    wordless = await place.eve.menu("Explain terms", place.hears(""))
    assert listed.original is not None
    card = await place.eve.press(listed.original, "explained", "e:bdnf")

    assert "BDNF" in answered(listed)
    assert "no text" in answered(wordless)
    assert "## BDNF" in answered(card)
    assert card.original is not listed.original


async def test_a_request_and_a_report_reach_the_operator(bot: Neurosprout, place: Place) -> None:
    miss = await place.eve.slash(place.channel, "define", term="Zzyzxine")
    assert miss.original is not None
    form = await place.eve.press(miss.original, "request:Zzyzxine")
    thanked = await place.eve.submit(form, term="Zzyzxine")
    card = await place.eve.slash(place.channel, "define", term="psychoplastogen")
    assert card.original is not None
    select = next(one for one in card.original.controls if one.startswith("card:pick"))
    form = await place.eve.press(card.original, select, "r:")
    reported = await place.eve.submit(form, said="The number is wrong.", passage=["claims/0"], named=False)

    assert "on the list" in answered(thanked)
    assert "without your name" in answered(reported)
    requests, reports = await inbox.everything(bot.parts.database)
    assert [one.term for one in requests] == ["Zzyzxine"]
    assert [(one.entry, one.user_id) for one in reports] == [("psychoplastogen", None)]


async def test_help_names_the_number_of_the_members_language(bot: Neurosprout, place: Place) -> None:
    helped = answered(await place.eve.slash(place.channel, "search", words="overdose"))

    assert "In the European Union " in helped
    assert "**112**" in helped


async def test_two_people_at_once_on_one_card_each_get_their_own(bot: Neurosprout, lab: Lab) -> None:
    ben = lab.member("Ben")
    card = await lab.ann.slash(lab.room, "define", term="psychoplastogen", share=True)
    assert card.original is not None
    before = dict(card.original.fields)
    select = next(one for one in card.original.controls if one.startswith("card:pick"))

    both = await asyncio.gather(
        *(player.press(card.original, select, value) for player in (lab.ann, ben) for value in ("s:sources", "r:"))
    )

    sources = [one for one in both if one.modal is None]
    assert [one.original.visible_to for one in sources if one.original] == [lab.ann.user.id, ben.user.id]
    assert sum(one.modal is not None for one in both) == 2
    assert card.original.fields == before
