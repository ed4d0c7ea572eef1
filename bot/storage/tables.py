"""Every table. Migrations build them; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, DateTime, Dialect, ForeignKey, Index, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware going in, aware UTC coming out, on either database. A naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- an override
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone; pass an aware datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- an override
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Snowflake = BigInteger
"""An id that Discord gave: up to 2^63 - 1."""

Key = BigInteger().with_variant(Integer, "sqlite")
"""An id that the database gives: on SQLite only an INTEGER key counts up by itself, and it is as wide."""


guild_settings = Table(
    "guild_settings",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("zone", Text, nullable=False),
    Column("manager_role_id", Snowflake),
    Column("quiz_role_id", Snowflake),
    Column("notice_channel_id", Snowflake),
    Column("updated_at", UtcDateTime, nullable=False),
)

guild_allowed_channels = Table(
    "guild_allowed_channels",
    metadata,
    Column(
        "guild_id",
        Snowflake,
        ForeignKey(guild_settings.c.guild_id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("channel_id", Snowflake, primary_key=True, autoincrement=False),
)

settings_history = Table(
    "settings_history",
    metadata,
    Column("id", Key, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("user_id", Snowflake),  # null once that person was forgotten
    Column("field", Text, nullable=False),
    Column("old", Text, nullable=False),  # JSON
    Column("new", Text, nullable=False),  # JSON
    Column("changed_at", UtcDateTime, nullable=False),
    Index(None, "guild_id", "id"),
    Index(None, "user_id"),
)

command_sync = Table(
    "command_sync",
    metadata,
    Column("application_id", Snowflake, primary_key=True, autoincrement=False),
    Column("scope", Text, primary_key=True),
    Column("payload_hash", Text, nullable=False),
    Column("synced_at", UtcDateTime, nullable=False),
)
