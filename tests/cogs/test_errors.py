"""What a member sees, and what the log has, when something goes wrong."""

from __future__ import annotations

import logging

import discord
import pytest
from sqlalchemy.exc import OperationalError

from bot.storage import tables
from tests.conftest import Server
from tests.screen import labels, options, shown, text


async def break_database(server: Server) -> None:
    async with server.bot.parts.database.write() as connection:
        await connection.run_sync(tables.guild_allowed_channels.drop)
        await connection.run_sync(tables.guild_settings.drop)
    server.expected.append(OperationalError)


def failures(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "bot.client.errors"]


async def test_a_broken_command_answers_with_a_reference_that_the_log_has(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    await break_database(server)

    told = shown(await server.moderator.slash(server.lab, "settings"))

    (failure,) = failures(caplog)
    assert told.ephemeral
    assert f"reference **{vars(failure)['reference']}**" in text(told)
    assert failure.exc_info is not None


async def test_a_broken_press_answers_with_a_reference_that_the_log_has(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    panel = shown(await server.moderator.slash(server.lab, "settings"))
    await break_database(server)

    told = shown(await server.moderator.click(panel, label="Who changed what"))

    (failure,) = failures(caplog)
    assert f"reference **{vars(failure)['reference']}**" in text(told)


async def test_a_broken_form_answers_with_a_reference(server: Server) -> None:
    panel = shown(await server.moderator.slash(server.lab, "settings"))
    form = await server.moderator.click(panel, label="Change time zone")
    await break_database(server)

    told = shown(await server.moderator.submit_modal(form, {"zone": "berlin"}))

    assert "reference **" in text(told)


async def test_the_log_never_has_what_was_asked_beside_who_asked(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    await break_database(server)
    with caplog.at_level(logging.DEBUG, logger="bot"):
        await server.ann.slash(server.lab, "define", term="a very private question", share=True)
        await server.ann.slash(server.lab, "define", term="psychoplastogen", share=True)

    for record in caplog.records:
        if record.name.startswith("bot"):
            line = f"{record.getMessage()} {vars(record)}"
            assert str(server.ann.id) not in line
            assert "a very private question" not in line


async def test_an_interaction_that_expired_is_dropped_and_its_age_logged(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.expected.append(discord.NotFound)
    server.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062, message="Unknown interaction")

    result = await server.ann.slash(server.lab, "help")

    assert result.response is None
    (dropped,) = failures(caplog)
    assert dropped.levelno == logging.WARNING
    assert vars(dropped)["age_seconds"] >= 0


async def test_an_interaction_that_was_answered_already_is_not_answered_again(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.expected.append(discord.HTTPException)
    server.env.inject_error(
        "POST", "/interactions/*/*/callback", status=400, code=40060, message="Already acknowledged"
    )

    result = await server.ann.slash(server.lab, "help")

    assert (result.response, result.followups) == (None, [])
    (dropped,) = failures(caplog)
    assert "already answered" in dropped.getMessage()


async def test_an_autocomplete_that_breaks_offers_nothing_and_is_logged(
    server: Server, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.expected.append(RuntimeError)
    knowledge = server.bot.parts.knowledge

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the index is broken")

    with monkeypatch.context() as patch:
        patch.setattr(knowledge.index, "search", broken)
        assert await server.ann.autocomplete(server.lab, "define", "term", "psy") == []

    (failure,) = failures(caplog)
    assert failure.levelno == logging.ERROR


async def test_a_card_of_an_entry_that_was_removed_says_so(server: Server) -> None:
    from bot.core.library import Library
    from bot.core.search import Index
    from bot.services.knowledge import Knowledge
    from tests.conftest import DATA

    card = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))
    smaller = Knowledge(DATA)
    vars(smaller)["_library"] = Library.of(())
    vars(smaller)["_index"] = Index(Library.of(()))
    vars(server.bot)["parts"] = type(server.bot.parts)(
        smaller, server.bot.parts.database, server.bot.parts.pictures, server.bot.parts.texts
    )

    told = shown(await server.ann.click(card, label="Share"))

    assert "no longer in the library" in text(told)
    assert "Share" in labels(card)


async def test_a_card_of_an_entry_that_was_renamed_leads_to_the_new_one_and_says_so(server: Server) -> None:
    from bot.core.library import Library
    from bot.core.search import Index
    from bot.services.knowledge import Knowledge
    from tests.conftest import DATA

    card = shown(await server.ann.slash(server.lab, "define", term="synapse"))
    newer = Knowledge(DATA)
    renamed = newer.library.entries["synapse"].model_copy(update={"id": "the-synapse"})
    library = Library.of([renamed if record.id == "synapse" else record for record in newer.library.records])
    vars(newer)["_library"], vars(newer)["_index"] = library, Index(library)
    parts = server.bot.parts
    vars(server.bot)["parts"] = type(parts)(newer, parts.database, parts.pictures, parts.texts)

    await server.ann.select(card, [options(card)["Sources"]])

    assert "What was “synapse” here is now **Synapse**" in text(card)
    assert "Sources" in text(card)
