"""Where answers are shared by default, whether only age-restricted channels are answered, and a server's help text."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the settings, each at its default."""
    with op.batch_alter_table("guild_settings") as table:
        table.add_column(sa.Column("age_restricted_only", sa.Boolean, nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("help_text", sa.Text, nullable=False, server_default=sa.text("''")))
    op.create_table(
        "guild_sharing_channels",
        sa.Column("guild_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "channel_id", name="pk_guild_sharing_channels"),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["guild_settings.guild_id"],
            name="fk_guild_sharing_channels_guild_id_guild_settings",
            ondelete="CASCADE",
        ),
    )
