"""Who types that they need help is shown help first, privately, and nothing of it is logged."""

from __future__ import annotations

import logging

import pytest

from tests.conftest import Server
from tests.screen import options, shown, text

COMMANDS = {"search": "words", "define": "term", "substance": "name", "mechanism": "name", "paper": "words"}
NUMBER_NOW = "all your local emergency number now"


@pytest.mark.parametrize(("command", "option"), COMMANDS.items())
@pytest.mark.parametrize("typed", ["overdose", "I can't breathe", "sucidal", "took too much lsd", "ketamine seizure"])
async def test_help_comes_first_and_privately(server: Server, command: str, option: str, typed: str) -> None:
    share = {} if command == "search" else {"share": True}

    helped = shown(await server.ann.slash(server.lab, command, **{option: typed}, **share))

    assert helped.ephemeral
    assert NUMBER_NOW in text(helped)
    assert "911" in text(helped)
    assert "-# " not in text(helped), "safety is never in small print"


@pytest.mark.parametrize("typed", ["how much lsd should i take", "psilocybin dosage", "where to buy lsd", "100ug"])
async def test_a_question_about_doses_or_sources_is_refused_kindly(server: Server, typed: str) -> None:
    refused = shown(await server.ann.slash(server.lab, "substance", name=typed, share=True))

    assert refused.ephemeral
    assert "I give no a" in text(refused)
    assert "doctor" in text(refused)
    assert NUMBER_NOW in text(refused)
    assert "-# " not in text(refused)


async def test_what_was_found_is_offered_below_the_help(server: Server) -> None:
    helped = shown(await server.ann.slash(server.lab, "search", words="LSD dose"))

    assert "LSD" in options(helped)
    await server.ann.select(helped, ["e:lsd"])
    assert text(helped).startswith("## LSD")


async def test_the_list_of_choices_begins_with_help(server: Server) -> None:
    offered = await server.ann.autocomplete(server.lab, "substance", "name", "overdose")
    usual = await server.ann.autocomplete(server.lab, "substance", "name", "psilo")

    assert offered[0]["name"] == "Help now: where to call, and what to do"
    assert NUMBER_NOW in text(shown(await server.ann.slash(server.lab, "substance", name=offered[0]["value"])))
    assert not usual[0]["name"].startswith("Help")


async def test_a_term_of_the_science_and_the_name_of_an_entry_are_answered_as_ever(server: Server) -> None:
    searched = shown(await server.ann.slash(server.lab, "search", words="dose-response"))
    heard = shown(await server.ann.slash(server.lab, "define", term="One dose of LSD cures anxiety"))

    assert "emergency number" not in text(searched)
    assert "Is it true that one dose of LSD cures anxiety?" in text(heard)


async def test_nothing_of_it_is_logged(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """At the most talkative that an operator can set: `log.configure` keeps the libraries' own debugging out."""
    for ours in ("bot", "cogs", "asyncio", "sqlalchemy"):
        caplog.set_level(logging.DEBUG, logger=ours)
    caplog.set_level(logging.INFO, logger="discord")

    for command, option in COMMANDS.items():
        await server.ann.slash(server.lab, command, **{option: "overdose of gabapentin"})
        await server.ann.slash(server.lab, command, **{option: "where to buy gabapentin"})
        await server.ann.slash(server.lab, command, **{option: "gabapentin"})
        await server.ann.autocomplete(server.lab, command, option, "gabapentin overdose")

    assert not [record for record in caplog.records if "gabapentin" in f"{record.getMessage()} {vars(record)}"]


async def test_nothing_of_it_is_stored(server: Server) -> None:
    from bot.storage.tables import metadata

    await server.ann.slash(server.lab, "search", words="overdose of gabapentin")
    await server.ann.slash(server.lab, "define", term="gabapentin")

    async with server.bot.parts.database.read() as connection:
        for table in metadata.sorted_tables:
            for row in await connection.execute(table.select()):
                assert "gabapentin" not in str(row)
                assert str(server.ann.id) not in str(row)
