"""/privacy, as a member uses it; and what becomes of a server that removed the bot."""

from __future__ import annotations

import json
from datetime import timedelta

import discord
import simcord
from simcord.backend.serializers import guild_create_payload
from sqlalchemy import func, insert, select

from bot.services import privacy as service
from bot.storage.tables import (
    guild_departures,
    guild_settings,
    quiz_misses,
    quiz_opt_outs,
    quiz_players,
    quiz_scores,
)
from tests.conftest import Server
from tests.screen import labels, shown, text


async def play(server: Server, *people: simcord.MemberActor) -> None:
    """What a few games left behind about each of `people`."""
    now = discord.utils.utcnow()
    async with server.bot.parts.database.write() as connection:
        for person in people:
            score = {"guild_id": server.guild.id, "user_id": person.id, "points": 3, "correct": 2, "answered": 4}
            await connection.execute(insert(quiz_scores), [{**score, "board": board} for board in ("all", "game:1")])
            await connection.execute(
                insert(quiz_players).values(guild_id=server.guild.id, user_id=person.id, name=person.user.name)
            )
            await connection.execute(
                insert(quiz_misses).values(user_id=person.id, question="q1", content="{}", missed_at=now)
            )


async def rows(server: Server, table: object) -> int:
    async with server.bot.parts.database.read() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


async def test_who_never_played_is_told_that_nothing_is_kept(server: Server) -> None:
    answer = shown(await server.ann.slash(server.lab, "privacy show"))

    assert answer.ephemeral
    assert "Nothing." in text(answer)
    assert labels(answer) == ["Opt out of scores"]


async def test_what_is_kept_is_shown_in_words_and_counts(server: Server) -> None:
    await play(server, server.ann, server.ben)

    answer = shown(await server.ann.slash(server.lab, "privacy show"))

    assert "2 sums of your points" in text(answer)
    assert "1 question that you missed and asked to keep" in text(answer)
    assert labels(answer) == ["Take it along (JSON)", "Delete it", "Opt out of scores"]


async def test_the_export_is_a_private_file_about_oneself_alone(server: Server) -> None:
    await play(server, server.ann, server.ben)

    answer = shown(await server.ann.slash(server.lab, "privacy export"))

    (file,) = answer.attachments
    content = await file.read()
    document = json.loads(content)
    assert answer.ephemeral
    assert document["user_id"] == str(server.ann.id)
    assert {name: len(found) for name, found in document["tables"].items()} == {
        "quiz_scores": 2,
        "quiz_players": 1,
        "quiz_misses": 1,
    }
    assert str(server.ben.id) not in content.decode()


async def test_nothing_is_exported_or_deleted_where_nothing_is_kept(server: Server) -> None:
    for command in ("export", "delete"):
        assert "Nothing is kept about you" in text(shown(await server.ann.slash(server.lab, f"privacy {command}")))


async def test_deleting_asks_first_and_then_leaves_nothing(server: Server) -> None:
    await play(server, server.ann, server.ben)

    asked = shown(await server.ann.slash(server.lab, "privacy delete"))
    assert await rows(server, quiz_scores) == 4
    await server.ann.click(asked, label="Delete everything")

    assert "Everything that was kept about you is gone" in text(asked)
    assert "Nothing." in text(shown(await server.ann.slash(server.lab, "privacy show")))
    assert await rows(server, quiz_scores) == 2


async def test_keeping_it_after_all_deletes_nothing(server: Server) -> None:
    await play(server, server.ann)

    asked = shown(await server.ann.slash(server.lab, "privacy delete"))
    await server.ann.click(asked, label="Keep it")

    assert "2 sums of your points" in text(asked)
    assert await rows(server, quiz_scores) == 2


async def test_opting_out_and_back_in(server: Server) -> None:
    answer = shown(await server.ann.slash(server.lab, "privacy opt-out"))
    assert "You are opted out" in text(answer)
    assert await rows(server, quiz_opt_outs) == 1

    await server.ann.click(answer, label="Take part again")

    assert "You take part again" in text(answer)
    assert await rows(server, quiz_opt_outs) == 0


async def test_opting_out_twice_is_the_same_as_once(server: Server) -> None:
    first = shown(await server.ann.slash(server.lab, "privacy opt-out"))
    answer = shown(await server.ann.slash(server.lab, "privacy opt-out"))

    assert text(first) == text(answer)
    assert "You are opted out" in text(answer)
    assert await rows(server, quiz_opt_outs) == 1


async def test_after_a_deletion_only_the_opt_out_stays_and_coming_back_ends_it(server: Server) -> None:
    await play(server, server.ann)
    answer = shown(await server.ann.slash(server.lab, "privacy opt-out"))
    assert "is hidden, not deleted" in text(answer)

    await server.ann.click(answer, label="Delete it")
    assert "Your opt-out stays" in text(answer)
    await server.ann.click(answer, label="Delete everything")

    assert "You remain opted out" in text(answer)
    kept = await service.kept(server.bot.parts.database, server.ann.id)
    assert (dict(kept.rows), kept.opted_out_since is not None) == ({}, True)
    (file,) = shown(await server.ann.slash(server.lab, "privacy export")).attachments
    document = json.loads(await file.read())
    assert list(document["tables"]) == ["quiz_opt_outs"]


# ---------------------------------------------------------------------------------------- servers that left


async def settle(server: Server, days: float) -> None:
    whole, rest = divmod(timedelta(days=days), timedelta(hours=12))  # SimCord gives each advance a few seconds
    for _ in range(whole):
        await server.env.advance_time(timedelta(hours=12).total_seconds())
    await server.env.advance_time(rest.total_seconds())


async def set_up(server: Server) -> None:
    async with server.bot.parts.database.write() as connection:
        await connection.execute(
            insert(guild_settings).values(guild_id=server.guild.id, zone="UTC", updated_at=discord.utils.utcnow())
        )


async def test_a_return_within_the_thirty_days_stops_the_clock(server: Server) -> None:
    await set_up(server)
    leave(server)
    await settle(server, 29)

    backend = server.env.backend
    joined = guild_create_payload(backend, backend.guilds[server.guild.id])
    backend.emit("GUILD_CREATE", {name: value for name, value in joined.items() if name != "unavailable"})
    await settle(server, 5)

    assert await rows(server, guild_settings) == 1
    assert await rows(server, guild_departures) == 0


async def test_a_removal_while_the_bot_was_off_is_found_at_its_start_and_a_return_too(server: Server) -> None:
    await set_up(server)
    async with server.bot.parts.database.write() as connection:
        for table, column in ((guild_settings, {"zone": "UTC", "updated_at": discord.utils.utcnow()}),):
            await connection.execute(insert(table).values(guild_id=4711, **column))
        left = discord.utils.utcnow() - timedelta(days=40)
        await connection.execute(insert(guild_departures).values(guild_id=server.guild.id, left_at=left))

    await server.restart()

    async with server.bot.parts.database.read() as connection:
        assert list(await connection.scalars(select(guild_departures.c.guild_id))) == [4711]
    assert await rows(server, guild_settings) == 2


def leave(server: Server, *, outage: bool = False) -> None:
    server.env.backend.emit("GUILD_DELETE", {"id": str(server.guild.id), **({"unavailable": True} if outage else {})})


async def test_a_server_that_removed_the_bot_is_erased_within_a_day_after_thirty_days(server: Server) -> None:
    await set_up(server)
    leave(server)

    await settle(server, 29.9)
    assert await rows(server, guild_settings) == 1
    await settle(server, 1.2)

    assert await rows(server, guild_settings) == 0
    assert await rows(server, guild_departures) == 0


async def test_an_outage_is_no_removal(server: Server) -> None:
    await set_up(server)
    leave(server, outage=True)

    await settle(server, 31)

    assert await rows(server, guild_settings) == 1
    assert await rows(server, guild_departures) == 0
