"""Boards of a server, of a game and of a channel, and what one player did."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import leaderboard
from bot.core.evidence import Id
from bot.core.leaderboard import LISTED, Board, Leaderboard, Measure, Period, Profile
from bot.core.picks import game_board
from bot.core.quiz import Game
from bot.core.refusals import NoQuizYetError
from bot.storage import leaderboard as storage
from bot.storage import privacy, quiz, settings
from bot.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a board, and in which server."""

    guild_id: int
    user_id: int


async def of_server(database: Database, reader: Reader, period: Period, measure: Measure, now: datetime) -> Leaderboard:
    """A server's board of a period in its own time zone."""
    async with database.read() as connection:
        zone = (await settings.load(connection, reader.guild_id)).zone
        day = now.astimezone(ZoneInfo(zone)).date()
        board = await _board(connection, reader, leaderboard.board(period, day), measure)
    return Leaderboard(period, measure, board, leaderboard.span(period, day))


async def _board(connection: AsyncConnection, reader: Reader, board: str, measure: Measure = Measure.POINTS) -> Board:
    top = await storage.top(connection, reader.guild_id, board, measure, LISTED)
    return Board(
        lines=leaderboard.ranked(top, measure),
        players=await storage.players(connection, reader.guild_id, board, measure),
        own=await storage.standing(connection, reader.guild_id, board, measure, reader.user_id),
        opted_out=await privacy.opted_out_since(connection, reader.user_id) is not None,
    )


@dataclass(frozen=True, slots=True)
class ChannelScores:
    """The game that runs in a channel, or ran last, with its board; and the board of all games of the channel."""

    game: Game
    of_game: Board
    of_channel: Board


async def of_channel(database: Database, reader: Reader, channel_id: int) -> ChannelScores:
    """The scores of a channel, or of the channel to which a thread belongs; NoQuizYetError where none was played."""
    async with database.read() as connection:
        game_id = await storage.last_game(connection, reader.guild_id, channel_id)
        game = await quiz.load(connection, game_id) if game_id is not None else None
        if game is None:
            raise NoQuizYetError
        return ChannelScores(
            game,
            await _board(connection, reader, game_board(game.id)),
            await _board(connection, reader, f"channel:{game.home_channel_id}"),
        )


async def profile(database: Database, reader: Reader, known: Container[Id]) -> Profile:
    """What the reader did in the server; `known` are the entries that can be looked at next."""
    async with database.read() as connection:
        played = await storage.record_of(connection, reader.guild_id, reader.user_id)
        return Profile(
            games=await storage.games_of(connection, reader.guild_id, reader.user_id),
            answered=sum(one.answered for one in played),
            right=sum(one.right for one in played),
            topics=leaderboard.topics(played),
            next=leaderboard.look_at_next(played, known),
            own=await storage.standing(connection, reader.guild_id, "all", Measure.POINTS, reader.user_id),
            opted_out=await privacy.opted_out_since(connection, reader.user_id) is not None,
        )
