"""The quiz: games, rounds, answers, boards, and what players are remembered by; its settings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of the quiz, and three columns of settings."""
    with op.batch_alter_table("guild_settings") as table:
        table.add_column(sa.Column("quiz_in_thread", sa.Boolean, nullable=False, server_default=sa.true()))
        table.add_column(sa.Column("quiz_cooldown_seconds", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("quiz_solo_counts", sa.Boolean, nullable=False, server_default=sa.false()))
    _games()
    _rounds_and_answers()
    _boards()
    _players()


def _games() -> None:
    op.create_table(
        "quiz_games",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("home_channel_id", sa.BigInteger, nullable=False),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("difficulty", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("rounds", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Integer),
        sa.Column("in_thread", sa.Boolean, nullable=False),
        sa.Column("solo_counts", sa.Boolean, nullable=False),
        sa.Column("secret", sa.LargeBinary),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("due_at", _TIME),
        sa.Column("lobby_message_id", sa.BigInteger),
        sa.Column("podium_message_id", sa.BigInteger),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
        sa.Column("ending", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_quiz_games"),
    )
    op.create_index("ix_quiz_games_guild_id_id", "quiz_games", ["guild_id", "id"])
    op.create_index("ix_quiz_games_home_channel_id_id", "quiz_games", ["home_channel_id", "id"])
    op.create_index("ix_quiz_games_due_at", "quiz_games", ["due_at"])
    op.create_index("ix_quiz_games_user_id", "quiz_games", ["user_id"])
    running = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_quiz_games_channel_id",
        "quiz_games",
        ["channel_id"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )


def _rounds_and_answers() -> None:
    op.create_table(
        "quiz_rounds",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("game_id", _KEY, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("opened_at", _TIME),
        sa.Column("closes_at", _TIME),
        sa.Column("settled_at", _TIME),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("reveal_message_id", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_quiz_rounds"),
        sa.UniqueConstraint("game_id", "number", name="uq_quiz_rounds_game_id_number"),
        sa.ForeignKeyConstraint(
            ["game_id"], ["quiz_games.id"], name="fk_quiz_rounds_game_id_quiz_games", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "quiz_answers",
        sa.Column("round_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("option", sa.Integer, nullable=False),
        sa.Column("correct", sa.Boolean, nullable=False),
        sa.Column("milliseconds", sa.Integer, nullable=False),
        sa.Column("press_id", sa.BigInteger, nullable=False),
        sa.Column("points", sa.Integer),
        sa.Column("counted", sa.Boolean),
        sa.PrimaryKeyConstraint("round_id", "user_id", name="pk_quiz_answers"),
        sa.ForeignKeyConstraint(
            ["round_id"], ["quiz_rounds.id"], name="fk_quiz_answers_round_id_quiz_rounds", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_quiz_answers_user_id", "quiz_answers", ["user_id"])


def _boards() -> None:
    op.create_table(
        "quiz_scores",
        sa.Column("guild_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("board", sa.Text, nullable=False),
        sa.Column("user_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("correct", sa.Integer, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "board", "user_id", name="pk_quiz_scores"),
    )
    op.create_index(
        "ix_quiz_scores_guild_id_board_points_user_id_correct_answered",
        "quiz_scores",
        ["guild_id", "board", "points", "user_id", "correct", "answered"],
    )
    op.create_index("ix_quiz_scores_user_id", "quiz_scores", ["user_id"])


def _players() -> None:
    op.create_table(
        "quiz_players",
        sa.Column("guild_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_quiz_players"),
    )
    op.create_index("ix_quiz_players_user_id", "quiz_players", ["user_id"])
    op.create_table(
        "quiz_counted",
        sa.Column("guild_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("counted_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "question", name="pk_quiz_counted"),
    )
    op.create_index("ix_quiz_counted_user_id", "quiz_counted", ["user_id"])
    op.create_table(
        "quiz_misses",
        sa.Column("user_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("missed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "question", name="pk_quiz_misses"),
    )
    op.create_table(
        "quiz_opt_outs",
        sa.Column("user_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_quiz_opt_outs"),
    )
