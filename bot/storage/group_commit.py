"""Many writers, one commit: what is put while a transaction runs is written together in the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine import Database

Item = TypeVar("Item")
Result = TypeVar("Result")

Write = Callable[[AsyncConnection, Sequence[Item]], Awaitable[Sequence[Result]]]
"""Writes items in the order in which they were put, and returns a result for each."""
MOST = 1000
"""How many items go into one transaction."""


class GroupCommit(Generic[Item, Result]):
    """Puts items durably: `put` returns when its item is on disk, whoever else's went with it.

    There is no task while nothing waits, and nothing waits for company: one item alone is written at once.
    """

    def __init__(self, database: Database, write: Write[Item, Result]) -> None:
        self._database, self._write = database, write
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._task: asyncio.Task[None] | None = None

    async def put(self, item: Item) -> Result:
        """Write `item`; the result, or what its own writing raised. A cancelled caller does not undo it."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._task is None:
            self._task = asyncio.create_task(self._flush())
        return await asyncio.shield(done)

    async def drained(self) -> None:
        """Wait until everything that was put before is written."""
        while self._task is not None:
            await asyncio.shield(self._task)

    async def _flush(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._commit(batch)
        finally:
            self._task = None

    async def _commit(self, batch: list[tuple[Item, asyncio.Future[Result]]]) -> None:
        try:
            async with self._database.write() as connection:
                results = await self._write(connection, [item for item, _ in batch])
        except IntegrityError as error:
            if len(batch) == 1:
                _fail(batch, error)
            else:  # one of them cannot be written: the others are not to fail with it
                for one in batch:
                    await self._commit([one])
        except Exception as error:  # noqa: BLE001 - it belongs to those who wait
            _fail(batch, error)
        else:
            for (_, done), result in zip(batch, results, strict=True):
                if not done.done():
                    done.set_result(result)


def _fail(batch: Sequence[tuple[object, asyncio.Future[Result]]], error: Exception) -> None:
    for _, done in batch:
        if not done.done():
            done.set_exception(error)
