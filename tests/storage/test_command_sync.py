"""What was last synced."""

from __future__ import annotations

from datetime import datetime

from bot.storage import command_sync
from bot.storage.engine import Database

APPLICATION = 2**63 - 1


async def test_nothing_synced_has_no_hash(database: Database) -> None:
    async with database.read() as connection:
        assert await command_sync.last_hash(connection, APPLICATION, command_sync.GLOBAL) is None


async def test_the_last_hash_is_kept_for_each_scope_alone(database: Database, now: datetime) -> None:
    async with database.write() as connection:
        for scope, payload_hash in ((command_sync.GLOBAL, "a"), ("77", "b"), (command_sync.GLOBAL, "c")):
            await command_sync.record(connection, APPLICATION, scope, payload_hash, now)
    async with database.read() as connection:
        assert await command_sync.last_hash(connection, APPLICATION, command_sync.GLOBAL) == "c"
        assert await command_sync.last_hash(connection, APPLICATION, "77") == "b"
        assert await command_sync.last_hash(connection, 1, command_sync.GLOBAL) is None


async def test_a_forgotten_server_is_to_be_synced_again(database: Database, now: datetime) -> None:
    async with database.write() as connection:
        for scope in (command_sync.GLOBAL, "77", "78"):
            await command_sync.record(connection, APPLICATION, scope, "a", now)
        await command_sync.forget_guild(connection, 77)
        assert await command_sync.last_hash(connection, APPLICATION, "77") is None
        assert await command_sync.last_hash(connection, APPLICATION, "78") == "a"
        assert await command_sync.last_hash(connection, APPLICATION, command_sync.GLOBAL) == "a"
