"""A game as people see it in SimCord: starting one, reading its channel, letting time pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
import simcord

from tests.conftest import Server
from tests.screen import shown, walk


def said(message: discord.Message) -> str:
    """All text of a public message."""
    parts: list[Any] = [component.to_dict() for component in message.components]
    return "\n".join(str(one["content"]) for one in walk(parts) if one.get("type") == 10)


def buttons(message: discord.Message) -> dict[str, str]:
    """The labels of its buttons, with their custom ids."""
    parts: list[Any] = [component.to_dict() for component in message.components]
    return {str(one["label"]): str(one["custom_id"]) for one in walk(parts) if one.get("type") == 2}


@dataclass
class Table:
    """One server's game, played in `room`."""

    server: Server
    room: simcord.ChannelHandle

    async def start(self, who: simcord.MemberActor | None = None, **options: Any) -> simcord.InteractionResult:
        """Start it in the lab; `room` is then where it is played."""
        result = await (who or self.server.ann).slash(self.server.lab, "quiz start", **options)
        threads = self.server.lab.threads
        self.room = threads[-1] if threads else self.server.lab
        return result

    async def wait(self, seconds: float) -> None:
        await self.server.env.advance_time(seconds)

    async def until(self, words: str, *, most: float = 200) -> discord.Message:
        """Let time pass until the last message of the room says so."""
        passed = 0.0
        while words not in (said(last) if (last := self.room.last_message) else ""):
            assert passed < most, f"{words!r} was not said; the last message: {said(last) if last else 'none'}"
            await self.wait(1)
            passed += 1
        assert last is not None
        return last

    async def press(self, who: simcord.MemberActor, label: str, message: discord.Message) -> simcord.ResponseMessage:
        return shown(await who.click(message, label=label))

    async def key(self, round_number: int = 1) -> str:
        """The letter of the right option, from the store: nobody else can know it."""
        from sqlalchemy import select

        from bot.storage.quiz import asked_of
        from bot.storage.tables import quiz_rounds

        async with self.server.bot.parts.database.read() as connection:
            content = await connection.scalar(
                select(quiz_rounds.c.content)
                .where(quiz_rounds.c.number == round_number)
                .order_by(quiz_rounds.c.game_id.desc())
            )
        return "ABCDE"[asked_of(str(content)).key]
