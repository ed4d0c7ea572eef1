"""What an operator sets, from the environment or `.env`; made only by the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

CHECKOUT = Path(__file__).resolve().parent.parent


class TokenError(Exception):
    """There is no token to run with; the message says what to set."""


class Config(BaseSettings):
    """One process's settings. Names in the environment are upper case, those without alias begin NEUROSPROUT_."""

    model_config = SettingsConfigDict(env_prefix="NEUROSPROUT_", env_file=".env", extra="ignore", frozen=True)

    token: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN")
    token_file: Path | None = Field(default=None, validation_alias="DISCORD_TOKEN_FILE")
    data: Path = CHECKOUT / "data"
    """The knowledge base."""
    state: Path = Path("var")
    """Where the database, drawn pictures and the signs of life are kept."""
    database: str | None = None
    """An SQLAlchemy URL, `sqlite:///...` or `postgresql://...`; by default a file in `state`."""
    api: str | None = None
    """Another address for Discord's REST API; only tests set it."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"
    shard_count: Annotated[int, Field(gt=0)] | None = None
    shard_ids: Annotated[tuple[int, ...], NoDecode] = ()
    """The shards of this process where many share the work, as `0,1,2`."""

    @field_validator("shard_ids", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.state / 'neurosprout.sqlite3'}"

    def bot_token(self) -> str:
        """The token, from the variable or the file; a TokenError that says what to do where there is none."""
        if self.token is not None and self.token.get_secret_value().strip():
            return self.token.get_secret_value().strip()
        if self.token_file is None:
            raise TokenError("No token. Set DISCORD_TOKEN or DISCORD_TOKEN_FILE in the environment or in .env.")
        try:
            token = self.token_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise TokenError(f"DISCORD_TOKEN_FILE cannot be read: {error.strerror}.") from error
        if not token:
            raise TokenError("DISCORD_TOKEN_FILE names an empty file. Put the bot's token in it.")
        return token
