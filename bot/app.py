"""The composition root: the only place where the parts are made. Production, playground and tests all use it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import product
from pathlib import Path

from bot.client.bot import Neurosprout, Parts
from bot.client.pictures import Pictures
from bot.core.knowledge import Mechanism, Substance
from bot.render import Renderer, RenderError
from bot.services.knowledge import Knowledge
from bot.storage import revision
from bot.storage.engine import Database
from bot.ui import illustrations
from bot.ui.texts import Texts

_log = logging.getLogger(__name__)

COGS = (
    "cogs.about",
    "cogs.comparison",
    "cogs.definitions",
    "cogs.explain",
    "cogs.explore",
    "cogs.inbox",
    "cogs.interactions",
    "cogs.mechanisms",
    "cogs.papers",
    "cogs.posts",
    "cogs.privacy",
    "cogs.quiz",
    "cogs.review",
    "cogs.schedule",
    "cogs.scores",
    "cogs.search",
    "cogs.settings",
    "cogs.substances",
    "cogs.suggestions",
)


@asynccontextmanager
async def parts(data: Path, database_url: str, state: Path | None = None) -> AsyncGenerator[Parts]:
    """Everything the bot stands on, opened and closed again; the database is brought up to date first.

    A KnowledgeError, DatabaseUrlError or SchemaOutOfDateError says what to do. Drawn pictures are kept in `state`.
    """
    knowledge = Knowledge(data, state / "library.json" if state is not None else None)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(Database.open(database_url))
        await revision.at_start(database)
        cache = state / "pictures" if state is not None else None
        renderer = await stack.enter_async_context(Renderer(cache))
        yield Parts(knowledge, database, Pictures(renderer), Texts())


def create_bot(made: Parts, *, shard_count: int | None = None, shard_ids: Sequence[int] = ()) -> Neurosprout:
    """The bot over its parts; it loads its cogs when it logs in."""
    return Neurosprout(made, COGS, shard_count=shard_count, shard_ids=shard_ids)


async def draw_ahead(made: Parts) -> int:
    """Draw every picture once, so that no reader waits for one; returns how many. Stops when drawing does not work."""
    library = made.knowledge.library
    drawn = 0
    entries = (*library.of_type(Substance), *library.of_type(Mechanism))
    for entry, section in product(entries, illustrations.SECTIONS):
        picture = made.pictures.of(entry, library, section)
        if picture is None:
            continue
        try:
            await made.pictures.png(picture)
        except RenderError as error:
            _log.warning("pictures cannot be drawn; cards go out without them", exc_info=error)
            break
        drawn += 1
        await asyncio.sleep(0)
    return drawn
