"""What spaced repetition remembers of a missed question."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the card and when it is due."""
    with op.batch_alter_table("quiz_misses") as table:
        table.add_column(sa.Column("card", sa.Text))
        table.add_column(sa.Column("due_at", sa.DateTime(timezone=True)))
