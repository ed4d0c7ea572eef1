"""The checker of request bodies: silent about what discord.py really sends, loud about each broken rule."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands, ui
from discord.ext import commands

from tests.contract import ABSENT, Contract
from tests.contract.spec import VARIABLE
from tests.contract_bodies import BROKEN, CLEAN, MESSAGES, button, row, text, v2
from tests.simcord_contract import problems_of

Interaction = discord.Interaction[Any]


@pytest.fixture(scope="session")
def contract() -> Contract:
    loaded = Contract.load()
    if loaded is None:
        pytest.skip(ABSENT)
    return loaded


# ---------------------------------------------------------------- what discord.py really sends


Button, Section, Row, Select = ui.Button[Any], ui.Section[Any], ui.ActionRow[Any], ui.Select[Any]


class Card(ui.LayoutView):
    def __init__(self, picture: str | None = None) -> None:
        super().__init__()
        box: ui.Container[Card] = ui.Container(
            ui.TextDisplay("## Psilocin"),
            Section("A tryptamine.", accessory=Button(label="Targets", custom_id="card:targets")),
            ui.Separator(),
            Row(Button(label="Share", custom_id="card:share"), Button(label="DOI", url="https://doi.org")),
            Row(Select(custom_id="card:go", options=[discord.SelectOption(label="Next", value="next")])),
            accent_color=discord.Color(0),
        )
        if picture:
            box.add_item(ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{picture}", description="A molecule")))
        self.add_item(box)
        self.stop()


class Report(ui.Modal, title="Report a problem"):
    what: ui.Label[Report] = ui.Label(
        text="What is wrong?", component=ui.TextInput(custom_id="what", style=discord.TextStyle.long, max_length=500)
    )
    kind: ui.Label[Report] = ui.Label(
        text="Kind",
        description="Pick one",
        component=ui.RadioGroup(
            custom_id="kind",
            options=[
                discord.RadioGroupOption(label="Wrong", value="wrong"),
                discord.RadioGroupOption(label="Unclear", value="unclear"),
            ],
        ),
    )
    named: ui.Label[Report] = ui.Label(text="With my name", component=ui.Checkbox(custom_id="named"))


def picture() -> discord.File:
    return discord.File(io.BytesIO(b"not really a PNG"), filename="card.png", description="A molecule")


async def define(interaction: Interaction, term: str) -> None:
    await interaction.response.send_message(term)


async def suggest(_: Interaction, current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"{current} (BDNF)", value="bdnf")]


class Sample(commands.Bot):
    """A bot that sends one body of each kind the product uses."""

    def __init__(self) -> None:
        super().__init__(commands.when_mentioned, intents=discord.Intents(guilds=True), help_command=None)
        self.tree.command(description="A private card")(card)
        self.tree.command(description="A public message")(post)
        self.tree.command(description="Defer, edit, follow up")(slow)
        self.tree.command(description="A modal")(report)
        self.tree.command(description="With suggestions")(define).autocomplete("term")(suggest)
        self.tree.add_command(app_commands.ContextMenu(name="Explain terms", callback=explain))

    async def setup_hook(self) -> None:
        await self.tree.sync()


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def card(interaction: Interaction) -> None:
    await interaction.response.send_message(view=Card(), ephemeral=True)


@app_commands.default_permissions(manage_guild=True)
async def post(interaction: Interaction) -> None:
    channel = interaction.channel
    assert isinstance(channel, discord.TextChannel)
    await channel.send("Plain", nonce="1234", silent=True, allowed_mentions=discord.AllowedMentions.none())
    sent = await channel.send(view=Card("card.png"), file=picture())
    await channel.get_partial_message(sent.id).edit(view=Card("card.png"), attachments=[picture()])
    await channel.send(poll=discord.Poll("Which?", duration=timedelta(hours=1)).add_answer(text="A"))
    await channel.send(embed=discord.Embed(title="Title", description="Text").add_field(name="a", value="b"))
    thread = await channel.create_thread(name="Quiz", type=discord.ChannelType.public_thread)
    await thread.send("Question one")
    await interaction.response.send_message("Done", ephemeral=True)


async def slow(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.edit_original_response(view=Card("card.png"), attachments=[picture()])
    await interaction.followup.send(view=Card("card.png"), file=picture(), ephemeral=True)


async def report(interaction: Interaction) -> None:
    await interaction.response.send_modal(Report())


async def explain(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(message.content)


async def test_what_discord_py_sends_is_clean(contract: Contract) -> None:
    async with simcord.run(Sample()) as env:
        guild = env.create_guild()
        channel, forum = guild.create_text_channel("lab"), guild.create_forum_channel("forum")
        role = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
        ann = guild.add_member(env.create_user("Ann"), roles=[role])
        for command in ("card", "post", "slow"):
            await ann.slash(channel, command)
        shown = await ann.slash(channel, "report")
        await ann.submit_modal(shown, {"what": "A typo", "kind": "wrong", "named": True})
        await ann.autocomplete(channel, "define", "term", "bdn")
        await ann.context_menu(channel, "Explain terms", await ann.send(channel, "BDNF"))
        post = env.bot.get_channel(forum.id)
        assert isinstance(post, discord.ForumChannel)
        await post.create_thread(name="Post", content="First")

    assert problems_of(env, contract) == []
    callbacks = [request for request in env.http_requests if request.path.endswith("/callback")]
    assert {request.json["type"] for request in callbacks if request.json} == {4, 5, 8, 9}, (
        "the sample no longer sends every kind of answer"
    )


# ---------------------------------------------------------------- what must be caught


@pytest.mark.parametrize(("operation", "body"), CLEAN.values(), ids=CLEAN.keys())
def test_a_clean_body_has_no_problem(contract: Contract, operation: tuple[str, str], body: object) -> None:
    assert contract.check(*operation, body) == []


@pytest.mark.parametrize(("operation", "body"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_body_is_caught(contract: Contract, operation: tuple[str, str], body: object) -> None:
    problems = contract.check(*operation, body)
    assert len(problems) == 1, "caught once, and for nothing else"


def test_a_problem_says_where_it_is(contract: Contract) -> None:
    (problem,) = contract.check(*MESSAGES, v2(text("x"), row(button(custom_id="x" * 101))))
    assert str(problem).startswith("[schema] /components/1/components/0/custom_id: ")


def test_original_is_not_taken_for_a_message_id(contract: Contract) -> None:
    assert contract.check("PATCH", "/webhooks/1/token/messages/@original", {"content": "x"}) == []
    assert contract.check("PATCH", "/webhooks/1/token/messages/@first", {"content": "x"}) == []


def test_an_answer_kept_for_speed_is_not_shared(contract: Contract) -> None:
    contract.check(*MESSAGES, {"content": ""}).clear()
    assert contract.check(*MESSAGES, {"content": ""})


def test_without_a_description_there_is_no_contract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("tests.contract.spec.USUAL_PATH", tmp_path / "openapi.json")
    assert Contract.load() is None


def test_a_named_description_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "openapi.json"))
    with pytest.raises(FileNotFoundError):
        Contract.load()
