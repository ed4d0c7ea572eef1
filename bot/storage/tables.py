"""Every table. Migrations build them; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)
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
    Column("quiz_in_thread", Boolean, nullable=False, server_default=true()),
    Column("quiz_cooldown_seconds", Integer, nullable=False, server_default="0"),
    Column("quiz_solo_counts", Boolean, nullable=False, server_default=false()),
    Column("age_restricted_only", Boolean, nullable=False, server_default=false()),
    Column("help_text", Text, nullable=False, server_default=text("''")),
    Column("grace_hours", Integer, nullable=False, server_default="6"),
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

guild_sharing_channels = Table(
    "guild_sharing_channels",
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

# --------------------------------------------------------------------------------------------------- the quiz

quiz_games = Table(
    "quiz_games",
    metadata,
    Column("id", Key, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("home_channel_id", Snowflake, nullable=False),  # where it was asked for
    Column("channel_id", Snowflake, nullable=False),  # where it is played: a thread there, or the same
    Column("user_id", Snowflake),  # who started it; null once that person was forgotten
    Column("topic", Text, nullable=False),
    Column("difficulty", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("rounds", Integer, nullable=False),
    Column("seconds", Integer),  # null: by the length of each question
    Column("in_thread", Boolean, nullable=False),
    Column("solo_counts", Boolean, nullable=False),
    Column("secret", LargeBinary),  # turns an opted-out player into a random number; gone when the game ends
    Column("phase", Text, nullable=False),
    Column("number", Integer, nullable=False),  # of the current round; 0 in the lobby
    Column("due_at", UtcDateTime),  # when the bot acts next; null while it waits for a person, and at the end
    Column("lobby_message_id", Snowflake),
    Column("podium_message_id", Snowflake),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ending", Text),
    Index(None, "guild_id", "id"),
    Index(None, "home_channel_id", "id"),
    Index(None, "due_at"),
    Index(None, "user_id"),
    Index(
        "uq_quiz_games_channel_id",
        "channel_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

quiz_rounds = Table(
    "quiz_rounds",
    metadata,
    Column("id", Key, primary_key=True),
    Column("game_id", Key, ForeignKey(quiz_games.c.id, ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("question", Text, nullable=False),  # the key under which the question is known
    Column("content", Text, nullable=False),  # JSON: the question as it is asked, its options in their order
    Column("opened_at", UtcDateTime),
    Column("closes_at", UtcDateTime),  # null in a calm game
    Column("settled_at", UtcDateTime),
    Column("message_id", Snowflake),
    Column("reveal_message_id", Snowflake),
    UniqueConstraint("game_id", "number"),
)

quiz_answers = Table(
    "quiz_answers",
    metadata,
    Column("round_id", Key, ForeignKey(quiz_rounds.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),  # below 0: an opted-out player's number
    Column("option", Integer, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Column("press_id", Snowflake, nullable=False),  # the interaction; the greatest of a round is what counts
    Column("points", Integer),  # null until the round is settled
    Column("counted", Boolean),  # whether they count beyond this game; null until the round is settled
    Index(None, "user_id"),
)

quiz_scores = Table(
    "quiz_scores",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("board", Text, primary_key=True),  # game:7, channel:8, day:2026-11-25, week:2026-W48, month:2026-11, all
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("points", Integer, nullable=False),
    Column("correct", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Index(None, "guild_id", "board", "points", "user_id", "correct", "answered"),
    Index(None, "user_id"),
)

quiz_players = Table(
    "quiz_players",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),  # as the server showed it when they last played
    Index(None, "user_id"),
)

quiz_counted = Table(
    "quiz_counted",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("question", Text, primary_key=True),
    Column("counted_at", UtcDateTime, nullable=False),
    Index(None, "user_id"),
)

quiz_misses = Table(
    "quiz_misses",
    metadata,
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("question", Text, primary_key=True),
    Column("content", Text, nullable=False),  # JSON: the question as it was asked
    Column("missed_at", UtcDateTime, nullable=False),
    Column("card", Text),  # JSON: what spaced repetition remembers; null before the first review
    Column("due_at", UtcDateTime),  # null before the first review: due at once
)

quiz_opt_outs = Table(
    "quiz_opt_outs",
    metadata,
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("since", UtcDateTime, nullable=False),
)

# ----------------------------------------------------------------- letters to moderators, and servers that left

guild_departures = Table(
    "guild_departures",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("left_at", UtcDateTime, nullable=False),
)

letters_sent = Table(
    "letters_sent",
    metadata,
    Column("id", Key, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("user_id", Snowflake, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Index(None, "guild_id"),
    Index(None, "user_id"),
)

letters_blocked = Table(
    "letters_blocked",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("since", UtcDateTime, nullable=False),
    Index(None, "user_id"),
)

# What members ask of the authors. No time, no server, and no person unless they want to be named.

entry_requests = Table(
    "entry_requests",
    metadata,
    Column("id", Key, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # the term as it is compared
    Column("term", Text, nullable=False),  # as it was written first
    Column("count", Integer, nullable=False),
)

problem_reports = Table(
    "problem_reports",
    metadata,
    Column("id", Key, primary_key=True),
    Column("entry", Text, nullable=False),
    Column("passage", Text),  # where in the entry's file; null: as a whole
    Column("quote", Text, nullable=False),  # what stood there
    Column("said", Text, nullable=False),
    Column("user_id", Snowflake),  # only of those who want to be named
    Index(None, "user_id"),
)

quiz_suggestions = Table(
    "quiz_suggestions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("user_id", Snowflake),  # who wrote it; null once it was approved
    Column("named", Boolean, nullable=False),  # whether the moderators are told who
    Column("stem", Text, nullable=False),
    Column("answers", Text, nullable=False),  # one to a line, the right one first
    Column("why", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("message_id", Snowflake),  # in the notice channel
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "guild_id", "state", "id"),
    Index(None, "user_id"),
)

# ---------------------------------------------------------------------------------------------- mechanism of the day

schedules = Table(
    "schedules",
    metadata,
    Column("id", Key, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("kind", Text),  # null: whatever the path has
    Column("category", Text),
    Column("path", Text),
    Column("at_minute", Integer, nullable=False),  # of the local day
    Column("zone", Text),  # null: the server's
    Column("days", Text, nullable=False),
    Column("options", Text, nullable=False),  # JSON
    Column("queue", Text, nullable=False),  # JSON
    Column("settled", Date, nullable=False),  # the last local day with a line in the ledger
    Column("floor", Date, nullable=False),  # no post is made up for this local day or before
    Column("pause", Text),
    Column("paused_until", Date),
    Column("failures", Integer, nullable=False),
    Column("notice_due", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index(None, "guild_id", "id"),
    Index("ix_schedules_notice_due", "guild_id", sqlite_where=text("notice_due"), postgresql_where=text("notice_due")),
    sqlite_autoincrement=True,  # messages are named after it: no id comes twice
)

schedule_posts = Table(
    "schedule_posts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("schedule_id", Key, ForeignKey(schedules.c.id, ondelete="CASCADE"), nullable=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("day", Date, nullable=False),  # local
    Column("press_id", Snowflake, nullable=False),  # 0, or the interaction that asked for a post out of turn
    Column("slot_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("entry_id", Text),
    Column("due_at", UtcDateTime),  # when somebody has to see to it; null once it is settled
    Column("tries", Integer, nullable=False),
    Column("since", UtcDateTime),  # when it was first claimed
    Column("why", Text),
    Column("code", Integer, nullable=False),
    Column("message_id", Snowflake),
    Column("channel_id", Snowflake),
    Column("settled_at", UtcDateTime),
    UniqueConstraint("schedule_id", "day", "press_id"),
    Index(None, "due_at"),
    Index(None, "guild_id"),
    sqlite_autoincrement=True,  # what a process still has under its hands may be gone
)

schedule_shown = Table(
    "schedule_shown",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("entry_id", Text, primary_key=True),
    Column("shown_at", UtcDateTime, nullable=False),
)
