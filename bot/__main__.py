"""The command line: `neurosprout COMMAND`, also `python -m bot COMMAND`."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from bot import authors
from bot.authors import fail
from bot.inbox import inbox

if TYPE_CHECKING:
    from bot.config import Config

USAGE = 2
"""Exit code when something must be set or given differently; 1 is for everything else that failed."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Neurosprout: neuroplasticity and psychopharmacology, looked up in Discord with the evidence."""


def _config() -> Config:
    """The settings, or one line for each that cannot be used and exit 2."""
    from pydantic import ValidationError

    from bot.config import Config

    try:
        return Config()
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        fail("\n".join(("Some settings cannot be used:", *lines)), USAGE)


@contextmanager
def _plain_failures() -> Generator[None]:
    """What an operator can mend is one clear message and an exit code, not a traceback."""
    from discord import LoginFailure, PrivilegedIntentsRequired

    from bot.client.permissions import ApplicationIdError
    from bot.config import TokenError
    from bot.storage.engine import DatabaseUrlError
    from bot.storage.knowledge import KnowledgeError
    from bot.storage.revision import SchemaOutOfDateError, SchemaTooNewError

    try:
        yield
    except (TokenError, ApplicationIdError) as error:
        fail(str(error), USAGE)
    except KnowledgeError as error:
        fail("\n".join([*map(str, error.problems), f"{len(error.problems)} errors; the bot was not started."]))
    except LoginFailure:
        fail("Discord refused the token. Copy it again from the Developer Portal (Bot > Reset Token).")
    except OSError as error:
        fail(f"Could not connect: {error}. Check the network, and NEUROSPROUT_DATABASE if it names a server.")
    except (DatabaseUrlError, SchemaOutOfDateError, SchemaTooNewError, PrivilegedIntentsRequired) as error:
        fail(str(error))


def _runner() -> Callable[[Coroutine[Any, Any, None]], None]:
    """What runs the bot: uvloop, whose sockets cost less, or asyncio where there is none (Windows)."""
    try:
        import uvloop
    except ModuleNotFoundError:
        return asyncio.run
    return uvloop.run


@main.command()
@click.option("--no-sync", is_flag=True, help="Do not register commands; for the second and later processes.")
def run(*, no_sync: bool) -> None:
    """Run the bot. Needs DISCORD_TOKEN or DISCORD_TOKEN_FILE in the environment or in .env."""
    gc.disable()  # nothing of a start is garbage; the bot enables it again once it is ready
    config = _config()
    with _plain_failures():
        config.bot_token()
        from bot import log, serve

        log.configure(config.log_level, config.log_format)
        _runner()(serve.serve(config, register=not no_sync))


@main.command()
def sync() -> None:
    """Register the commands with Discord now, whether or not they changed."""
    config = _config()
    with _plain_failures():
        config.bot_token()
        from bot import log, serve

        log.configure(config.log_level, config.log_format)
        asyncio.run(serve.register(config))
    click.echo("Registered the commands.")


@main.command()
@click.option("--application-id", type=int, help="Instead of the one that the token belongs to.")
def invite(application_id: int | None) -> None:
    """Print the links that add the bot to a server, or to a member's own account."""
    from bot.client import permissions

    with _plain_failures():
        wanted = application_id or permissions.application_id_of(_config().bot_token())
    click.echo(f"To a server: {permissions.invite_url(wanted)}")
    click.echo(f"To your own account: {permissions.user_install_url(wanted)}")


@main.command()
@click.option("--port", default=8787, show_default=True, help="Port on 127.0.0.1; 0 takes any that is free.")
@click.option("--fresh", is_flag=True, help="Wipe the playground's database first.")
def playground(port: int, *, fresh: bool) -> None:
    """Try the bot in a browser: no token, no network."""
    config = _config()
    try:
        from bot import playground as grounds
    except ImportError as error:
        fail(f"The playground lacks a package ({error.name or error}). Run `make playground`, which installs it.")
    with _plain_failures():
        grounds.run(config, port=port, fresh=fresh)


@main.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    from bot.storage import migrate as migrations
    from bot.storage import revision
    from bot.storage.engine import Database

    async def upgrade(url: str) -> str | None:
        async with Database.open(url) as database:
            await migrations.upgrade(database)
            return await revision.stored(database)

    with _plain_failures():
        click.echo(f"The database is at revision {asyncio.run(upgrade(_config().database_url))}.")


@main.command()
def reload() -> None:
    """Tell the running bot to read the knowledge base again, once it is free of errors."""
    from bot.storage import knowledge

    config = _config()
    with _plain_failures():
        knowledge.load(config.data)
    pid_file = config.state / "neurosprout.pid"
    try:
        os.kill(int(pid_file.read_text(encoding="ascii")), signal.SIGHUP)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        fail(f"No bot is running with its state in {config.state}.")
    click.echo("Told the bot to reload; its log says how many entries it has.")


@main.command()
def health() -> None:
    """Exit 0 if the bot that keeps its state here gave a sign of life in the last minute, else 1."""
    from bot import serve

    if not serve.is_alive(_config().state):
        fail("no sign of life in the last minute")
    click.echo("alive")


for _command in (*authors.COMMANDS, inbox):
    main.add_command(_command)


if __name__ == "__main__":
    main()
