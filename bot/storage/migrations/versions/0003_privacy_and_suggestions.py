"""Servers that left, letters to moderators, and suggested questions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "guild_departures",
        sa.Column("guild_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("left_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_guild_departures"),
    )
    _letters()
    _suggestions()


def _letters() -> None:
    op.create_table(
        "letters_sent",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("sent_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letters_sent"),
    )
    op.create_index("ix_letters_sent_guild_id", "letters_sent", ["guild_id"])
    op.create_index("ix_letters_sent_user_id", "letters_sent", ["user_id"])
    op.create_table(
        "letters_blocked",
        sa.Column("guild_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_letters_blocked"),
    )
    op.create_index("ix_letters_blocked_user_id", "letters_blocked", ["user_id"])


def _suggestions() -> None:
    op.create_table(
        "quiz_suggestions",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger),
        sa.Column("named", sa.Boolean, nullable=False),
        sa.Column("stem", sa.Text, nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quiz_suggestions"),
    )
    op.create_index("ix_quiz_suggestions_guild_id_state_id", "quiz_suggestions", ["guild_id", "state", "id"])
    op.create_index("ix_quiz_suggestions_user_id", "quiz_suggestions", ["user_id"])
