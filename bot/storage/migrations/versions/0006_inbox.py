"""Requests for entries, and reports of problems."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "entry_requests",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("term", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry_requests"),
        sa.UniqueConstraint("key", name="uq_entry_requests_key"),
    )
    op.create_table(
        "problem_reports",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("passage", sa.Text),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("user_id", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_problem_reports"),
    )
    op.create_index("ix_problem_reports_user_id", "problem_reports", ["user_id"])
