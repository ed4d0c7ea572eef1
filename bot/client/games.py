"""What moves games on: a timer for the next due moment, and the messages of each phase, brought out once.

The database is the state. Nothing here is needed to go on after a crash: the timer looks for what is due, and each
game is taken from phase to phase until it waits for a later moment or for somebody.
"""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import discord
from discord import ui

from bot.client.acknowledgements import Acknowledgements
from bot.client.parts import Parts
from bot.core import questions, quiz
from bot.core.delivery import Cause, Outcome, Refused, Sent, Unknown
from bot.core.picks import POINTS
from bot.core.questions import Asked
from bot.core.quiz import Ending, Game, Phase
from bot.core.refusals import UnknownTopicError
from bot.delivery import Delivery, Post
from bot.render import RenderError
from bot.services import quiz as service
from bot.services import settings
from bot.services.quiz import Deck, Wanted
from bot.ui import quiz as drawing
from bot.ui import quiz_pictures
from bot.ui.kit import Attachment, Picture

_log = logging.getLogger(__name__)

_AFTER_FAILURE = timedelta(seconds=20)
_CLOSING_SECONDS = 4.0
"""How long a round waits for its buttons to be closed; the presses are refused by the deadline in any case."""
_ENDINGS = {
    Cause.CHANNEL_GONE: Ending.CHANNEL_GONE,
    Cause.NO_ACCESS: Ending.NO_PERMISSION,
    Cause.NO_PERMISSION: Ending.NO_PERMISSION,
    Cause.ARCHIVED: Ending.NO_PERMISSION,
    Cause.LOCKED: Ending.NO_PERMISSION,
    Cause.THREADS_FULL: Ending.NO_PERMISSION,
}


class Games:
    """All games of this process. `owns` says which servers are its own."""

    def __init__(self, client: discord.Client, delivery: Delivery, parts: Parts, owns: Callable[[int], bool]) -> None:
        self.presses = service.presses(parts.database)
        self.pace = parts.pace
        self.acknowledgements = Acknowledgements()
        self._client, self._delivery, self._owns = client, delivery, owns
        self._database, self._knowledge, self._pictures = parts.database, parts.knowledge, parts.pictures
        self._timer: asyncio.TimerHandle | None = None
        self._aim: datetime | None = None
        self._running: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()
        self._waking: asyncio.Task[None] | None = None
        self._open = False
        self._side: set[asyncio.Task[None]] = set()
        self._deck: Deck | None = None
        self._dealing: asyncio.Task[None] | None = None

    # ------------------------------------------------------------------------------------------- from outside

    def open(self) -> None:
        """Begin: whatever was running when the last process ended goes on."""
        self._open = True
        self.wake()

    async def close(self) -> None:
        """End; what is being sent is sent to its end by the delivery."""
        self._open = False
        if self._timer is not None:
            self._timer.cancel()
        tasks = [
            *self._side,
            *self._running.values(),
            *(task for task in (self._waking, self._dealing) if task is not None),
        ]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def start(self, wanted: Wanted) -> Game:
        """Begin a game; a refusal says why there can be none."""
        now = discord.utils.utcnow()
        chance = random.Random(secrets.randbits(64))  # noqa: S311 - which question comes next is no secret worth more
        game = await service.start(self._database, self.deck(), wanted, now, chance, secrets.token_bytes(16))
        self.wake()
        return game

    def wake(self) -> None:
        """Look now for what is due: something was changed."""
        self._set(discord.utils.utcnow())

    def deck(self) -> Deck:
        """What can be asked now: until the library was dealt, and for some seconds after a reload, what was written."""
        library = self._knowledge.library
        if self._deck is None or self._deck.library is not library:
            again = self._deck is not None
            self._deck = Deck(library, questions.written(library))
            if again:
                self._dealing = asyncio.create_task(self.deal())
        return self._deck

    async def deal(self) -> None:
        """Find everything that can be asked of the library, beside everything else: it takes seconds."""
        library = self._knowledge.library
        candidates = await asyncio.to_thread(questions.pool, library)
        if self._knowledge.library is library:
            self._deck = Deck(library, candidates)

    # ------------------------------------------------------------------------------------------- the timer

    def _set(self, moment: datetime) -> None:
        """Let the timer ring at `moment`, or earlier if it is set so."""
        if not self._open or (self._aim is not None and self._aim <= moment):
            return
        if self._timer is not None:
            self._timer.cancel()
        self._aim = moment
        delay = max(0.0, (moment - discord.utils.utcnow()).total_seconds())
        self._timer = asyncio.get_running_loop().call_later(delay, self._ring)

    def _ring(self) -> None:
        self._timer, self._aim = None, None
        if self._waking is None or self._waking.done():
            self._waking = asyncio.create_task(self._wake())
        else:
            self._set(discord.utils.utcnow() + timedelta(milliseconds=20))

    async def _wake(self) -> None:
        try:
            due, following = await service.due(self._database, discord.utils.utcnow())
        except Exception:  # noqa: BLE001 - the timer must live, whatever the database says now
            _log.exception("could not look for the games that are due; it is tried again soon")
            self._set(discord.utils.utcnow() + _AFTER_FAILURE)
            return
        for game_id in due:
            self._take(game_id)
        if following is not None:
            self._set(following)

    def _take(self, game_id: int) -> None:
        if game_id in self._running:
            self._again.add(game_id)
        elif self._open:
            task = self._running[game_id] = asyncio.create_task(self._run(game_id))
            task.add_done_callback(lambda _: self._left(game_id))

    def _left(self, game_id: int) -> None:
        self._running.pop(game_id, None)
        if game_id in self._again:
            self._again.discard(game_id)
            self.wake()

    async def _run(self, game_id: int) -> None:
        """Take a game as far as it goes now."""
        try:
            due_at = await self._advance(game_id)
        except Exception:  # noqa: BLE001 - one game's failure is not another's
            _log.exception("a game could not be moved on; it is tried again soon", extra={"game": game_id})
            due_at = discord.utils.utcnow() + _AFTER_FAILURE
        if due_at is not None:
            self._set(due_at)

    async def _advance(self, game_id: int) -> datetime | None:
        """The moment until which it waits now; None if nothing is to come by itself."""
        seen: tuple[Phase, int] | None = None
        while True:
            now = discord.utils.utcnow()
            game = await self._step(game_id, now)
            if game is None or not self._owns(game.guild_id):
                return None
            if game.due_at is None or game.due_at > now:
                await self._prepare(game)
                return game.due_at
            fresh, seen = seen is not None and seen != (game.phase, game.number), (game.phase, game.number)
            if game.phase in quiz.SENDS:
                game = await self._bring(game, first=fresh)
                seen = (game.phase, game.number)

    async def _prepare(self, game: Game) -> None:
        """Draw the picture of the next question while there is time."""
        if game.phase in (Phase.LOBBY, Phase.READING) and game.following is not None:
            await self._picture(game.following.asked)

    async def _step(self, game_id: int, now: datetime) -> Game | None:
        """What is due, after every press that was heard before is stored."""
        await self.presses.drained()
        return await service.step(self._database, game_id, now, self.pace, self._delivery.ahead)

    # ------------------------------------------------------------------------------------------- the messages

    async def _bring(self, game: Game, *, first: bool) -> Game:
        """Bring out the message of a phase; `first` if no earlier process can have tried."""
        outcome = await self._messages[game.phase](self, game, None if first else _since(game))
        now = discord.utils.utcnow()
        match outcome:
            case Sent(message_id):
                after = await service.sent(self._database, game, now, self.pace, message_id)
                if outcome.found and game.phase is Phase.ASKING:  # its deadline may be another by now
                    await self._redraw(
                        game, drawing.draw_question(game, await self._picture(game.round.asked)), message_id
                    )
                return after
            case Unknown(reason):
                _log.warning("a message of a game has not arrived yet", extra={"game": game.id, "reason": reason})
                return await service.retried(self._database, game, now, self.pace)
            case Refused(cause, code):
                return await self._break_off(game, cause, code)

    async def _break_off(self, game: Game, cause: Cause, code: int) -> Game:
        """Discord takes no message for the game any more: it ends, and that is said where it can be."""
        _log.warning("a game ended early", extra={"game": game.id, "cause": cause.value, "code": code})
        now = discord.utils.utcnow()
        ended = await service.failed(self._database, game, now, _ENDINGS.get(cause, Ending.BLOCKED))
        notice = (await settings.get(self._database, game.guild_id)).notice_channel_id
        for channel_id in dict.fromkeys((game.home_channel_id, notice)):
            if channel_id is not None and channel_id != game.channel_id:
                post = Post(channel_id, f"quiz:{game.id}:broken:{channel_id}", drawing.draw_broken(ended))
                if isinstance(await self._delivery.send(post), Sent):
                    break
        return ended

    async def _announce(self, game: Game, since: datetime | None) -> Outcome:
        begins_at = discord.utils.utcnow() + self.pace.of(quiz.LOBBY)
        view = drawing.draw_lobby(game, self.topic(game.topic), begins_at)
        return await self._delivery.send(Post(game.home_channel_id, f"quiz:{game.id}:lobby", view), since=since)

    async def _open_thread(self, game: Game, _since: datetime | None) -> Outcome:
        name = f"Quiz: {self.topic(game.topic) or 'everything'}"
        return await self._delivery.open_thread(game.home_channel_id, game.lobby_message_id or 0, name)

    async def _question(self, game: Game, since: datetime | None) -> Outcome:
        picture = await self._picture(game.round.asked)
        files = [await self._file(picture)] if picture is not None else []
        view = drawing.draw_question(game, picture)
        return await self._send(game, f"{game.round.id}:question", view, since, files)

    async def _close_buttons(self, game: Game, _since: datetime | None) -> Outcome:
        """Nobody waits long for it, nor does it matter if the message is gone."""
        message_id = game.round.message_id or 0
        await self._redraw(game, drawing.draw_closed(game, await self._picture(game.round.asked)), message_id)
        return Sent(message_id, game.channel_id)

    async def _reveal(self, game: Game, since: datetime | None) -> Outcome:
        tally = await service.tally(self._database, game)
        view = drawing.draw_reveal(game, tally, self._knowledge.library)
        outcome = await self._send(game, f"{game.round.id}:reveal", view, since)
        if isinstance(outcome, Sent):
            self._beside(self._show_results(game))
        return outcome

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what the game does not wait for."""
        task = asyncio.create_task(work)
        self._side.add(task)
        task.add_done_callback(self._side.discard)

    async def _show_results(self, game: Game) -> None:
        """Let each player's private message show their own result."""
        current, taken = game.round, await service.options(self._database, game)

        def draw(user_id: int) -> ui.LayoutView:
            option = taken(user_id)
            points = POINTS[current.asked.difficulty] if option == current.asked.key else 0
            return drawing.draw_result(current, option, points)

        await self.acknowledgements.conclude(current.id, draw)

    async def _podium(self, game: Game, since: datetime | None) -> Outcome:
        lines, players = await service.podium(self._database, game)
        return await self._send(game, "podium", drawing.draw_podium(game, lines, players), since)

    _messages: dict[Phase, Callable[[Games, Game, datetime | None], Awaitable[Outcome]]] = {  # noqa: RUF012 - a table
        Phase.ANNOUNCING: _announce,
        Phase.THREADING: _open_thread,
        Phase.ASKING: _question,
        Phase.CLOSING: _close_buttons,
        Phase.REVEALING: _reveal,
        Phase.PODIUM: _podium,
    }

    async def _send(
        self,
        game: Game,
        key: str,
        view: ui.LayoutView,
        since: datetime | None,
        files: list[Attachment] | None = None,
    ) -> Outcome:
        post = Post(game.channel_id, f"quiz:{game.id}:{key}", view, files or ())
        return await self._delivery.send(post, since=since)

    async def _redraw(self, game: Game, view: ui.LayoutView, message_id: int) -> None:
        """Change a message of the game, at most for a few seconds; the request itself is never cancelled."""
        channel = self._client.get_partial_messageable(game.channel_id)
        task = asyncio.ensure_future(channel.get_partial_message(message_id).edit(view=view))
        await asyncio.wait([task], timeout=_CLOSING_SECONDS)
        task.add_done_callback(_noted)

    async def _picture(self, asked: Asked) -> Picture | None:
        """The picture of a question, if the library still has it and it can be drawn."""
        picture = quiz_pictures.of(asked, self._knowledge.library)
        if picture is None:
            return None
        try:
            await self._pictures.png(picture)
        except RenderError as error:
            _log.warning("a question went out without its picture", extra={"reason": str(error)})
            return None
        return picture

    async def _file(self, picture: Picture) -> Attachment:
        return Attachment(picture.filename, await self._pictures.png(picture), picture.alt[:1024])

    def topic(self, key: str) -> str:
        """What a game is about, in words; empty for everything."""
        if key == questions.EVERYTHING:
            return ""
        try:
            return questions.topic(self._knowledge.library, key).name
        except UnknownTopicError:
            return key.partition(":")[2]


def _since(game: Game) -> datetime:
    """When an earlier try of the phase's message can have begun."""
    current = game.current
    moments = {
        Phase.ASKING: current.opened_at if current else None,
        Phase.REVEALING: current.settled_at if current else None,
        Phase.PODIUM: current.settled_at if current else None,
    }
    return moments.get(game.phase) or game.started_at


def _noted(task: asyncio.Task[object]) -> None:
    """An edit that failed: the message may be gone, or the bot may no longer see it; the next message will tell."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.info("a message of a game could not be changed", extra={"reason": str(error)})
