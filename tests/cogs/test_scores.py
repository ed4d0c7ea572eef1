"""/quiz scores, /quiz leaderboard and /quiz profile, as members use them."""

from __future__ import annotations

import pytest
import simcord
from sqlalchemy import insert

from bot.storage.tables import quiz_players, quiz_scores
from bot.ui.kit import Picture
from tests.cogs.quiz_table import Table
from tests.conftest import Server
from tests.screen import alternative_texts, labels, shown, text


@pytest.fixture
def table(server: Server) -> Table:
    return Table(server, server.lab)


async def put(server: Server, **points: int) -> None:
    """Players of these names with points on every board of now."""
    from bot.core.picks import periods

    async with server.bot.parts.database.write() as connection:
        for number, (name, amount) in enumerate(points.items()):
            person = {"ann": server.ann, "ben": server.ben}.get(name)
            user_id = person.id if person is not None else 900 + number
            known = {"guild_id": server.guild.id, "user_id": user_id}
            await connection.execute(insert(quiz_players).values(**known, name=name))
            for board in (*periods(server.env.now().date()), "all"):
                score = {"points": amount, "correct": amount, "answered": amount + 1}
                await connection.execute(insert(quiz_scores).values(**known, **score, board=board))


async def play(table: Table, rounds: int = 3) -> None:
    """A game in which ann is right every time and ben never."""
    await table.start(rounds=rounds)
    for number in range(1, rounds + 1):
        question = await table.until(f"Round {number} of {rounds}")
        key = await table.key(number)
        await table.press(table.server.ann, key, question)
        await table.press(table.server.ben, next(letter for letter in "ABC" if letter != key), question)
        await table.until("is right")
    await table.until("The quiz is over")


DRAWN_BEFORE = Picture("dot.png", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', "")


async def board(person: simcord.MemberActor, server: Server, **options: object) -> simcord.ResponseMessage:
    """A board, from a bot that has drawn before: SimCord does not wait for the drawing process to start."""
    await server.bot.parts.pictures.png(DRAWN_BEFORE, keep=False)
    return shown(await person.slash(server.lab, "quiz leaderboard", **options))


async def test_an_empty_board_says_how_points_are_made(server: Server) -> None:
    answer = await board(server.ann, server)

    assert answer.ephemeral
    assert "Nobody is on this board yet" in text(answer)
    assert alternative_texts(answer) == []
    assert "Share" not in labels(answer)


async def test_the_board_says_in_words_all_that_its_picture_shows(server: Server) -> None:
    await put(server, ann=5, ben=12, cleo=1)

    answer = await board(server.ann, server)

    assert "## Leaderboard: this week" in text(answer)
    assert "**1.** ben: 12 points, 12 of 13 right" in text(answer)
    assert "**3.** cleo: 1 point, 1 of 2 right" in text(answer)
    assert "**You:** rank 2 of 3, 5 points" in text(answer)
    (alternative,) = alternative_texts(answer)
    assert "1. ben, 12 points; 2. ann, 5 points; 3. cleo, 1 point" in alternative


async def test_ten_are_named_and_the_others_counted_and_names_are_made_harmless(server: Server) -> None:
    names = {f"*{number}* @everyone {'x' * 30}": 50 - number for number in range(12)}
    await put(server, **names)

    said = text(await board(server.ann, server))

    assert said.count("of ") >= 10
    assert "and 2 more players" in said
    assert "@everyone" not in said
    assert "\\*0\\* @\u200beveryone" in said
    assert "x" * 24 not in said


async def test_another_period_and_measure_redraw_the_private_message(server: Server) -> None:
    await put(server, ann=5)
    answer = await board(server.ann, server)

    await server.ann.select(answer, ["all"], custom_id="board:period:week:points")
    assert "## Leaderboard: all time" in text(answer)
    await server.ann.click(answer, label="By right answers")
    assert "**1.** ann: 5 of 6 right" in text(answer)
    await server.ann.click(answer, label="By share of right answers")
    assert "It takes 20 answers" in text(answer)


async def test_sharing_posts_the_board_without_the_readers_own_line(server: Server) -> None:
    await put(server, ann=5, ben=4)
    answer = await board(server.ann, server)

    posted = shown(await server.ann.click(answer, label="Share"))
    other = shown(await server.ben.click(posted, label="By right answers"))

    assert not posted.ephemeral
    assert "**You:**" not in text(posted)
    assert "Share" not in labels(posted)
    assert other.ephemeral
    assert "**You:** rank 2 of 2" in text(other)


async def test_the_controls_of_a_board_work_after_a_restart(server: Server) -> None:
    await put(server, ann=5)
    answer = await board(server.ann, server, period="month", measure="right")

    await server.restart()
    await server.ann.click(answer, label="By points")

    assert "## Leaderboard: this month" in text(answer)


async def test_who_opted_out_is_on_no_board_and_is_told_so(server: Server) -> None:
    await put(server, ann=5, ben=4)
    await server.ann.slash(server.lab, "privacy opt-out")

    own, seen = text(await board(server.ann, server)), text(await board(server.ben, server))

    assert "You opted out of scores" in own
    assert "ann" not in seen
    assert "**1.** ben" in seen


async def test_a_channel_without_a_game_says_how_to_begin_one(server: Server) -> None:
    assert "No quiz has been played in this channel yet" in text(
        shown(await server.ann.slash(server.lab, "quiz scores"))
    )


async def test_a_played_game_is_in_the_scores_on_the_board_and_in_the_profile(table: Table) -> None:
    server = table.server
    await play(table)

    scores = text(shown(await server.ben.slash(server.lab, "quiz scores")))
    assert "**The last game**" in scores
    assert scores.count("ann: ") == 2
    assert "ben" not in scores
    assert "**1.** ann" in text(await board(server.ben, server, period="today"))
    mine = shown(await server.ben.slash(server.lab, "quiz profile"))
    assert mine.ephemeral
    assert "1 game, 3 questions answered, 0 right (0 %)" in text(mine)
    assert "What to look at next" in text(mine)
    entry = shown(await server.ben.click(mine, label=labels(mine)[0]))
    assert "##" in text(entry)


async def test_scores_during_a_game_do_not_give_the_open_round_away(table: Table) -> None:
    server = table.server
    await table.start(rounds=3)
    question = await table.until("Round 1 of 3")
    await table.press(server.ann, await table.key(1), question)
    await table.press(server.ben, await table.key(1), question)

    scores = text(shown(await server.ann.slash(server.lab, "quiz scores")))
    profile = text(shown(await server.ann.slash(server.lab, "quiz profile")))

    assert "**This game**" in scores
    assert "Nobody has scored yet." in scores
    assert "You have not answered a question in this server yet" in profile


async def test_who_never_played_has_an_empty_profile_with_a_way_on(server: Server) -> None:
    assert "`/quiz start` begins a quiz" in text(shown(await server.ann.slash(server.lab, "quiz profile")))
