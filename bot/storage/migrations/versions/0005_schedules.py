"""Schedules, the ledger of their posts, what each server has seen, and how late a post may be."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of the schedules, and a column of settings."""
    with op.batch_alter_table("guild_settings") as table:
        table.add_column(sa.Column("grace_hours", sa.Integer, nullable=False, server_default="6"))
    _schedules()
    _posts()
    op.create_table(
        "schedule_shown",
        sa.Column("guild_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Text, nullable=False),
        sa.Column("shown_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "entry_id", name="pk_schedule_shown"),
    )


def _schedules() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text),
        sa.Column("category", sa.Text),
        sa.Column("path", sa.Text),
        sa.Column("at_minute", sa.Integer, nullable=False),
        sa.Column("zone", sa.Text),
        sa.Column("days", sa.Text, nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("settled", sa.Date, nullable=False),
        sa.Column("floor", sa.Date, nullable=False),
        sa.Column("pause", sa.Text),
        sa.Column("paused_until", sa.Date),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("notice_due", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_schedules"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_schedules_guild_id_id", "schedules", ["guild_id", "id"])
    told = sa.text("notice_due")
    op.create_index("ix_schedules_notice_due", "schedules", ["guild_id"], sqlite_where=told, postgresql_where=told)


def _posts() -> None:
    op.create_table(
        "schedule_posts",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("schedule_id", _KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("press_id", sa.BigInteger, nullable=False),
        sa.Column("slot_at", _TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("entry_id", sa.Text),
        sa.Column("due_at", _TIME),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("since", _TIME),
        sa.Column("why", sa.Text),
        sa.Column("code", sa.Integer, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("channel_id", sa.BigInteger),
        sa.Column("settled_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_schedule_posts"),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name="fk_schedule_posts_schedule_id_schedules", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("schedule_id", "day", "press_id", name="uq_schedule_posts_schedule_id_day_press_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_schedule_posts_due_at", "schedule_posts", ["due_at"])
    op.create_index("ix_schedule_posts_guild_id", "schedule_posts", ["guild_id"])
