"""The commands of those who write the knowledge base; `bot.__main__` adds them to the others."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from bot.core.record import Record
    from bot.storage.knowledge import Problem, Reading

DATA = Path(__file__).resolve().parent.parent / "data"
PAGE = DATA.parent / "docs" / "knowledge.md"

_KINDS = (
    *("term", "substance", "mechanism", "target", "paper", "claim_heard", "question", "learning_path"),
    *("drug_class", "condition", "emergency", "interaction"),
)
_FORMATS = ("json", "csv", "bibtex", "csl")


def fail(message: str, code: int = 1) -> NoReturn:
    """End the program with one clear message and an exit code, not a traceback."""
    click.echo(message, err=True)
    sys.exit(code)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.argument("path", type=click.Path(path_type=Path), default=DATA)
def check(path: Path, *, as_json: bool) -> None:
    """Check the knowledge base in PATH, or the one file PATH: every error as file:line:column. Exit 1 on errors.

    Of a folder it prints a summary, and what an editor should look at next; of a file it prints the card.
    """
    from bot.core import generated, upkeep
    from bot.core.library import summarize
    from bot.storage import knowledge

    if path.is_file():
        _check_file(path)
    reading = knowledge.read(path)
    styled = reading.located(upkeep.errors(reading.library))
    warnings = reading.located(upkeep.warnings(reading.library, _month()))
    problems = (*reading.problems, *styled)
    counted = summarize(reading.library)
    made = len(generated.facts(reading.library))
    summary = {**asdict(counted), "questions_generated": made, "style_errors": len(styled)}
    if as_json:
        del summary["entries"]
        listed = {"errors": [asdict(one) for one in problems], "warnings": [asdict(one) for one in warnings]}
        click.echo(json.dumps({**counted.entries, **summary, **listed}, ensure_ascii=False, indent=2))
    else:
        for problem in (*problems, *warnings):
            click.echo(str(problem))
        click.echo(_summary_lines(summary, len(problems), len(warnings)))
    sys.exit(1 if problems else 0)


def _check_file(path: Path) -> NoReturn:
    record, reading, problems = _one(path)
    for problem in problems:
        click.echo(str(problem), err=True)
    if record is not None:
        from bot.ui import plain
        from bot.ui.texts import Texts

        click.echo(plain.written(record, reading.library, Texts()))
    sys.exit(1 if problems else 0)


def _one(path: Path) -> tuple[Record | None, Reading, tuple[Problem, ...]]:
    """The record in one file if it can be read, what it stands on, and everything wrong with it."""
    from bot.core import style
    from bot.storage import knowledge

    reading = knowledge.read_file(path.resolve())
    record = next((one for one in reading.library.records if one.id == path.stem), None)
    styled = reading.located(style.faults(record)) if record is not None else ()
    return record, reading, (*reading.problems, *styled)


def _month() -> str:
    from discord.utils import utcnow

    return utcnow().strftime("%Y-%m")


def _summary_lines(summary: Mapping[str, int | dict[str, int]], errors: int, warnings: int) -> str:
    lines = [f"{errors} errors, {warnings} warnings"]
    for name, value in summary.items():
        shown = ", ".join(f"{count} {what}" for what, count in value.items()) if isinstance(value, dict) else value
        lines.append(f"{name.replace('_', ' ')}: {shown}")
    return "\n".join(lines)


@click.command()
def schema() -> None:
    """Write the JSON Schemas of the entries into data/schema, for editors."""
    from bot.storage import schema as schemas

    changed = schemas.write(DATA / "schema")
    click.echo(f"wrote {', '.join(changed)}" if changed else "data/schema is up to date")


@click.command()
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), default=DATA.parent / "docs" / "knowledge.md"
)
def coverage(output: Path) -> None:
    """Write docs/knowledge.md: what the knowledge base covers, counted."""
    from bot.core import coverage as figures
    from bot.storage import knowledge

    output.write_text(figures.page(knowledge.read(DATA).library), encoding="utf-8")
    click.echo(f"Wrote {output}.")


@click.command()
def draw() -> None:
    """Draw the structures of all substances into data/pictures, and check them. Needs the development extra."""
    try:
        from bot import structures
    except ModuleNotFoundError as error:
        fail(f"Drawing needs the package {error.name}: pip install -e '.[dev]'")
    from bot.core.knowledge import Substance
    from bot.storage import knowledge

    reading = knowledge.read(DATA)
    if reading.problems:
        fail("\n".join(map(str, reading.problems)))
    substances = reading.library.of_type(Substance)
    wrong = [f"{one.id}: {fault}" for one in substances if one.structure for fault in structures.stale(one.structure)]
    if wrong:
        fail("\n".join(wrong))
    written = structures.write_structures(substances, DATA / "pictures")
    click.echo(f"wrote {len(written)} drawings" if written else "data/pictures is up to date")


@click.command()
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("name")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=DATA, help="The knowledge base.")
def new(kind: str, name: str, folder: Path) -> None:
    """Begin a file: neurosprout new term "Dendritic spine". For a question, NAME is the question."""
    from bot.core.record import Kind
    from bot.storage import scaffold

    try:
        path = scaffold.write(folder, Kind(kind), name, _month())
    except scaffold.ScaffoldError as error:
        fail(str(error))
    click.echo(f"Wrote {path}. Fill in every WRITE, then: neurosprout check {path}")


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="The picture; default ID.png here.")
def preview(path: Path, output: Path | None) -> None:
    """Write the card of the entry in PATH as it opens as a picture, and print all of it as text."""
    from bot.core.knowledge import Entry
    from bot.ui import illustrations, plain
    from bot.ui.pictures import page
    from bot.ui.texts import Texts

    record, reading, problems = _one(path)
    for problem in problems:
        click.echo(str(problem), err=True)
    if record is None:
        sys.exit(1)
    library, texts = reading.library, Texts()
    picture = illustrations.of(record, library) if isinstance(record, Entry) else None
    drawn = page.draw(plain.heading(record), plain.opening(record, library, texts), picture.svg if picture else None)
    wanted = output or Path(f"{record.id}.png")
    wanted.write_bytes(asyncio.run(_rendered(drawn)))
    click.echo(f"{plain.written(record, library, texts)}\n\nWrote {wanted}.")


async def _rendered(svg: str) -> bytes:
    from bot.render import Renderer

    async with Renderer(None) as renderer:
        return await renderer.render(svg)


@click.command()
@click.option("--format", "wanted", type=click.Choice(_FORMATS), default="json", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the screen.")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=DATA)
def export(wanted: str, output: Path | None, folder: Path) -> None:
    """Write the knowledge base for reuse: all of it as JSON, its claims as CSV, its papers as BibTeX or CSL-JSON."""
    from bot.core import export as exports
    from bot.storage import knowledge

    reading = knowledge.read(folder)
    if reading.problems:
        fail("\n".join([*map(str, reading.problems), "Mend these first; nothing was exported."]))
    text = exports.FORMATS[wanted](reading.library)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"Wrote {output}, under {exports.LICENSE}")


COMMANDS = (check, schema, coverage, draw, new, preview, export)
