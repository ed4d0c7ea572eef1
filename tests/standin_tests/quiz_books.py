"""The books of a game: what the players saw and were told, beside what the database holds."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.core.picks import POINTS
from bot.core.questions import LETTERS, Asked
from bot.core.quiz import moment_of
from tests.standin.interactions import Interaction
from tests.standin.world import Message, World

PICK = re.compile(r"quiz:pick:(\d+):(\d)")


@dataclass
class Press:
    """A letter that somebody pressed."""

    user_id: int
    round_id: int
    option: int
    interaction: Interaction

    @property
    def acknowledged(self) -> bool:
        """Whether its player was told that this letter is saved."""
        return f"You chose {LETTERS[self.option]}" in self.interaction.text


@dataclass
class Books:
    """Everything that was pressed, and the database."""

    database: Path
    presses: list[Press] = field(default_factory=list[Press])

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Read the database as it is now."""
        if not self.database.exists():
            return []
        with closing(sqlite3.connect(self.database, timeout=10)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query)]

    @property
    def over(self) -> bool:
        """Whether there is a game and all have ended."""
        games = self.rows("SELECT ended_at FROM quiz_games")
        return bool(games) and all(game["ended_at"] for game in games)

    def differences(self, world: World) -> list[str]:
        """Whatever does not balance, once the game is over."""
        rounds = {row["id"]: row for row in self.rows("SELECT * FROM quiz_rounds WHERE settled_at IS NOT NULL")}
        answers = {(row["round_id"], row["user_id"]): row for row in self.rows("SELECT * FROM quiz_answers")}
        return [
            *self._lost(answers),
            *self._invented(rounds, answers),
            *self._scores(rounds, answers),
            *self._messages(world, rounds, answers),
        ]

    def _lost(self, answers: dict[tuple[int, int], dict[str, Any]]) -> Iterator[str]:
        for press in self.presses:
            if press.acknowledged:
                stored = answers.get((press.round_id, press.user_id))
                if stored is None or stored["press_id"] < press.interaction.id:
                    yield f"an acknowledged press is lost: {press.user_id} in round {press.round_id}"

    def _invented(self, rounds: dict[int, Any], answers: dict[tuple[int, int], dict[str, Any]]) -> Iterator[str]:
        made = {press.interaction.id: press for press in self.presses}
        for (round_id, user_id), row in answers.items():
            press = made.get(row["press_id"])
            if press is None or (press.round_id, press.user_id, press.option) != (round_id, user_id, row["option"]):
                yield f"an answer that nobody gave: {row}"
            closes_at = rounds[round_id]["closes_at"] if round_id in rounds else None
            if closes_at and str(moment_of(row["press_id"])) >= f"{closes_at}+00:00":
                yield f"an answer after the deadline {closes_at}: {row}"

    def _scores(self, rounds: dict[int, Any], answers: dict[tuple[int, int], dict[str, Any]]) -> Iterator[str]:
        """Every board, added up anew from the answers."""
        games = {row["id"]: row for row in self.rows("SELECT * FROM quiz_games")}
        players = Counter(round_id for round_id, _ in answers)
        wanted: Counter[tuple[str, int]] = Counter()
        for (round_id, user_id), row in answers.items():
            current = rounds[round_id]
            asked = Asked.model_validate_json(current["content"])
            points = POINTS[asked.difficulty] * (asked.key == row["option"])
            if (row["points"], bool(row["counted"])) != (points, players[round_id] > 1):
                yield f"an answer is worth {points}, not {row['points']} ({players[round_id]} players): {row}"
            game = games[current["game_id"]]
            wanted[f"game:{game['id']}", user_id] += points
            if players[round_id] > 1:
                wanted[f"channel:{game['home_channel_id']}", user_id] += points
                wanted["all", user_id] += points
        found = {
            (row["board"], row["user_id"]): row["points"]
            for row in self.rows("SELECT * FROM quiz_scores")
            if row["board"].startswith(("game:", "channel:")) or row["board"] == "all"
        }
        if found != dict(wanted):
            yield f"the boards say {found}, the answers {dict(wanted)}"

    def _messages(
        self, world: World, rounds: dict[int, Any], answers: dict[tuple[int, int], dict[str, Any]]
    ) -> Iterator[str]:
        """One lobby and podium for each game, one question and reveal for each round, and they say what is stored."""
        said = [m for room in world.channels.values() for m in room.messages.values() if m.visible_to is None]
        by_id = {message.id: message for message in said}
        games = self.rows("SELECT * FROM quiz_games")
        known = {row[name] for row in games for name in ("lobby_message_id", "podium_message_id")}
        known |= {row[name] for row in rounds.values() for name in ("message_id", "reveal_message_id")}
        if stray := [message.text[:60] for message in said if message.id not in known]:
            yield f"messages that the database does not know: {stray}"
        if missing := known - by_id.keys():
            yield f"messages that are not there: {missing}"
        for round_id, row in rounds.items():
            question, reveal = by_id.get(row["message_id"]), by_id.get(row["reveal_message_id"])
            counts = Counter(answer["option"] for (of, _), answer in answers.items() if of == round_id)
            yield from _unlike(row, question, reveal, counts)


def _unlike(
    row: dict[str, Any], question: Message | None, reveal: Message | None, counts: Counter[int]
) -> Iterator[str]:
    if question is not None and question.controls:
        yield f"the buttons of round {row['number']} were not closed"
    if reveal is not None:
        shown = {
            LETTERS.index(letter): int(count)
            for letter, count in re.findall(r"^([A-E])(?:, right)?: \d+ %, (\d+) p", reveal.text, re.MULTILINE)
        }
        if {option: count for option, count in shown.items() if count} != dict(counts):
            yield f"round {row['number']} shows {shown}, and {dict(counts)} is stored"
