"""Read and change the settings of a server."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Unpack

from bot.core import settings
from bot.core.refusals import ManagerRequiredError
from bot.core.settings import Fields, GuildSettings, PastChange
from bot.storage import settings as storage
from bot.storage.engine import Database


async def get(database: Database, guild_id: int) -> GuildSettings:
    """The settings of a server; the defaults where it has set nothing."""
    async with database.read() as connection:
        return await storage.load(connection, guild_id)


async def to_manage(
    database: Database, guild_id: int, *, manage_guild: bool, role_ids: Collection[int]
) -> GuildSettings:
    """The settings of a server, for somebody who may change them; ManagerRequiredError for anybody else."""
    current = await get(database, guild_id)
    if not settings.may_manage(current, manage_guild=manage_guild, role_ids=role_ids):
        raise ManagerRequiredError(current.manager_role_id)
    return current


async def change(
    database: Database,
    guild_id: int,
    user_id: int,
    now: datetime,
    *,
    manage_guild: bool,
    role_ids: Collection[int],
    **wanted: Unpack[Fields],
) -> GuildSettings:
    """Set the wanted fields, leave the others, and write each difference into the history; the settings after it.

    `manage_guild` and `role_ids` are the person's permission and roles; they are judged by the settings as they
    stand in the same transaction. Of two people who change at once, the later wins where both set the same field.
    """
    async with database.write() as connection:
        before = await storage.load_to_change(connection, guild_id)
        if not settings.may_manage(before, manage_guild=manage_guild, role_ids=role_ids):
            raise ManagerRequiredError(before.manager_role_id)
        after = settings.changed(before, now, **wanted)
        differences = settings.changes(before, after)
        if differences:
            await storage.save(connection, after, now)
            await storage.record(connection, guild_id, user_id, differences, now)
        return after


async def history(database: Database, guild_id: int, limit: int = 10) -> tuple[PastChange, ...]:
    """The last changes of a server's settings, the latest first."""
    async with database.read() as connection:
        return await storage.history(connection, guild_id, limit)
