"""What is kept for a review."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.core.refusals import OutdatedControlError
from bot.services import review
from bot.storage.engine import Database
from bot.storage.tables import quiz_misses
from tests.core.test_leaderboard import asked

USER = 2**62


async def keep(database: Database, now: datetime, *questions: str, user_id: int = USER) -> None:
    async with database.write() as connection:
        for number, question in enumerate(questions):
            content = asked(f"entry-{question}").model_dump_json()
            row = {"user_id": user_id, "question": question, "content": content}
            await connection.execute(insert(quiz_misses).values(**row, missed_at=now + timedelta(seconds=number)))


async def test_what_was_missed_is_due_at_once_the_first_first_and_only_to_its_owner(
    database: Database, now: datetime
) -> None:
    await keep(database, now, "b", "a")
    await keep(database, now, "c", user_id=1)

    found = await review.agenda(database, USER, now + timedelta(minutes=1))

    assert [one.question for one in found.due] == ["b", "a"]
    assert (found.kept, found.next_at) == (2, None)


async def test_an_answer_puts_it_off_and_a_second_press_changes_nothing(database: Database, now: datetime) -> None:
    await keep(database, now, "a")
    (missed,) = (await review.agenda(database, USER, now)).due

    _, first = await review.answer(database, USER, missed.key, missed.asked.key, now)
    _, again = await review.answer(database, USER, missed.key, missed.asked.key + 1, now)

    assert first.right
    assert (again.right, again.due_at) == (False, first.due_at)
    found = await review.agenda(database, USER, now)
    assert (found.due, found.kept, found.next_at) == ((), 1, first.due_at)
    assert len((await review.agenda(database, USER, first.due_at)).due) == 1


async def test_what_is_no_longer_kept_cannot_be_answered(database: Database, now: datetime) -> None:
    with pytest.raises(OutdatedControlError):
        await review.answer(database, USER, "0" * 16, 0, now)
