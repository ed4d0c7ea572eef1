"""The command line: `neurosprout COMMAND`, also `python -m bot COMMAND`."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from bot.config import Config

DATA = Path(__file__).resolve().parent.parent / "data"
USAGE = 2
"""Exit code when something must be set or given differently; 1 is for everything else that failed."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Neurosprout: neuroplasticity and psychopharmacology, looked up in Discord with the evidence."""


def _fail(message: str, code: int = 1) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def _config() -> Config:
    """The settings, or one line for each that cannot be used and exit 2."""
    from pydantic import ValidationError

    from bot.config import Config

    try:
        return Config()
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        _fail("\n".join(("Some settings cannot be used:", *lines)), USAGE)


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
        _fail(str(error), USAGE)
    except KnowledgeError as error:
        _fail("\n".join([*map(str, error.problems), f"{len(error.problems)} errors; the bot was not started."]))
    except LoginFailure:
        _fail("Discord refused the token. Copy it again from the Developer Portal (Bot > Reset Token).")
    except OSError as error:
        _fail(f"Could not connect: {error}. Check the network, and NEUROSPROUT_DATABASE if it names a server.")
    except (DatabaseUrlError, SchemaOutOfDateError, SchemaTooNewError, PrivilegedIntentsRequired) as error:
        _fail(str(error))


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
        asyncio.run(serve.serve(config, register=not no_sync))


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
        _fail(f"The playground lacks a package ({error.name or error}). Run `make playground`, which installs it.")
    with _plain_failures():
        grounds.run(config, port=port, fresh=fresh)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.argument("path", type=click.Path(path_type=Path), default=DATA)
def check(path: Path, *, as_json: bool) -> None:
    """Check the knowledge base in PATH: every error as file:line:column, then a summary. Exit 1 on errors."""
    from bot.core.library import summarize
    from bot.storage import knowledge

    library, problems = knowledge.read(path)
    summary = asdict(summarize(library))
    if as_json:
        errors = [asdict(problem) for problem in problems]
        click.echo(json.dumps({**summary, "errors": errors}, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo(_summary_lines(summary, len(problems)))
    sys.exit(1 if problems else 0)


def _summary_lines(summary: Mapping[str, int | dict[str, int]], problems: int) -> str:
    lines = [f"{problems} errors"]
    for name, value in summary.items():
        shown = ", ".join(f"{count} {what}" for what, count in value.items()) if isinstance(value, dict) else value
        lines.append(f"{name.replace('_', ' ')}: {shown}")
    return "\n".join(lines)


@main.command()
def schema() -> None:
    """Write the JSON Schemas of the entries into data/schema, for editors."""
    from bot.storage import schema as schemas

    changed = schemas.write(DATA / "schema")
    click.echo(f"wrote {', '.join(changed)}" if changed else "data/schema is up to date")


@main.command()
def draw() -> None:
    """Draw the structures of all substances into data/pictures, and check them. Needs the development extra."""
    try:
        from bot import structures
    except ModuleNotFoundError as error:
        _fail(f"Drawing needs the package {error.name}: pip install -e '.[dev]'")
    from bot.core.knowledge import Substance
    from bot.storage import knowledge

    with _plain_failures():
        substances = knowledge.load(DATA).of_type(Substance)
    wrong = [f"{one.id}: {fault}" for one in substances if one.structure for fault in structures.stale(one.structure)]
    if wrong:
        _fail("\n".join(wrong))
    written = structures.write_structures(substances, DATA / "pictures" / "structures")
    click.echo(f"wrote {len(written)} drawings" if written else "data/pictures is up to date")


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
        _fail(f"No bot is running with its state in {config.state}.")
    click.echo("Told the bot to reload; its log says how many entries it has.")


@main.command()
def health() -> None:
    """Exit 0 if the bot that keeps its state here gave a sign of life in the last minute, else 1."""
    from bot import serve

    if not serve.is_alive(_config().state):
        _fail("no sign of life in the last minute")
    click.echo("alive")


if __name__ == "__main__":
    main()
