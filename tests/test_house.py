"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import discord
import pytest
from discord import app_commands

from bot import app
from bot.core import refusals
from bot.core.record import Kind
from bot.storage import schema, tables
from bot.ui import refusals as wordings
from tests.conftest import DATA, ROOT, Server

SOURCES = sorted(path for folder in ("bot", "cogs") for path in (ROOT / folder).rglob("*.py"))
TEXTS = sorted(
    path
    for pattern in ("*.md", "*.toml", "Makefile", "Dockerfile", ".env.example", "*/**/*.py", "*/**/*.md", "*/**/*.sh")
    for path in ROOT.glob(pattern)
    if not {".venv", "var", "build", ".git"} & set(path.relative_to(ROOT).parts)
)


def test_importing_the_package_does_nothing() -> None:
    assert (ROOT / "bot" / "__init__.py").read_text(encoding="utf-8") == ""


def test_most_of_the_code_can_be_imported_without_discord() -> None:
    def imports_discord(path: Path) -> bool:
        return bool(re.search(r"^\s*(import discord|from discord)", path.read_text(encoding="utf-8"), re.MULTILINE))

    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    free = sum(count for path, count in lines.items() if not imports_discord(path))

    assert free >= sum(lines.values()) / 2


def test_core_can_be_imported_without_discord_or_a_database() -> None:
    modules = [f"bot.core.{path.stem}" for path in (ROOT / "bot" / "core").glob("*.py") if path.stem != "__init__"]
    script = (
        f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
        "assert not {'discord', 'sqlalchemy', 'aiosqlite'} & sys.modules.keys()"
    )

    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)


def _subclasses(kind: type) -> set[type]:
    return {one for direct in kind.__subclasses__() for one in (direct, *_subclasses(direct))}


def test_every_refusal_has_its_words() -> None:
    for name in ("bot.core.settings", "bot.services.settings"):
        importlib.import_module(name)
    samples = {
        "int": 7,
        "str": "x",
        "tuple[str, ...]": ("Europe/Berlin",),
        "frozenset[int]": frozenset({7}),
        "int | None": 7,
    }

    for kind in _subclasses(refusals.RefusalError):
        parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
        known = [samples[str(one.annotation)] for one in parameters if str(one.annotation) in samples]
        assert wordings.worded(kind(*known)).endswith((".", "?")), kind


def test_every_cog_file_is_loaded_and_no_other() -> None:
    assert sorted(app.COGS) == sorted(f"cogs.{path.stem}" for path in (ROOT / "cogs").glob("[!_]*.py"))


def test_app_names_cogs_only_as_strings() -> None:
    tree = ast.parse((ROOT / "bot" / "app.py").read_text(encoding="utf-8"))

    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not any(module.startswith("cogs") for module in imported)


async def test_help_names_every_command_and_every_command_is_short_enough(server: Server) -> None:
    from bot.ui import about
    from tests.screen import walk

    said = "\n".join(str(one.get("content", "")) for one in walk(about.draw_help().to_components()))  # pyright: ignore[reportArgumentType]  # TypedDicts of discord.py
    for menu in server.bot.tree.get_commands(type=discord.AppCommandType.message):
        assert menu.name in said
    for command in server.bot.tree.walk_commands():
        assert f"/{command.qualified_name.partition(' ')[0]}" in said or command.name == "help"
        assert isinstance(command, app_commands.Command | app_commands.Group)
        assert 1 <= len(command.description) <= 100
        assert command.description != "…"


KEPT_TO_SERVERS = {"settings": 1 << 5, "schedule": 1 << 5, "quiz": None}
"""What only a server can use, with the permissions it asks for by default."""


async def test_only_what_belongs_to_a_server_is_kept_to_servers(server: Server) -> None:
    for command in server.bot.tree.get_commands():
        payload = command.to_dict(server.bot.tree)
        if command.name in KEPT_TO_SERVERS:
            assert (payload["integration_types"], payload["contexts"]) == ([0], [0])
            assert payload["default_member_permissions"] == KEPT_TO_SERVERS[command.name]
        else:
            assert (payload["integration_types"], payload["contexts"]) == ([0, 1], [0, 1, 2])


async def test_the_client_asks_for_one_intent_and_keeps_no_members(server: Server) -> None:
    bot = server.bot

    assert bot.intents.value == 1
    assert bot.allowed_mentions is not None
    assert bot.allowed_mentions.to_dict() == {"parse": []}
    assert [member.id for member in bot.guilds[0].members] in ([], [bot.user.id if bot.user else 0])


def test_the_schemas_say_what_the_models_say() -> None:
    assert schema.stale(DATA / "schema") == [], "run: neurosprout schema"


def test_every_entry_names_its_schema_for_editors() -> None:
    for path in (*DATA.glob("*/*.yaml"), *(ROOT / "drafts").glob("*/*.yaml")):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        kind = next(kind for kind in Kind if kind.folder == path.parent.name)
        assert first == f"# yaml-language-server: $schema=../schema/{kind}.json", path


def test_a_draft_is_not_in_the_base() -> None:
    drafts = {path.relative_to(ROOT / "drafts") for path in (ROOT / "drafts").glob("*/*.yaml")}

    assert drafts & {path.relative_to(DATA) for path in DATA.glob("*/*.yaml")} == set()


def test_the_privacy_page_names_every_table_with_every_column_and_nothing_else() -> None:
    page = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")

    rows = re.findall(r"^\| `(\w+)` \|([^|]*)\|", page, re.MULTILINE)
    named = {table: sorted(re.findall(r"`(\w+)`", columns)) for table, columns in rows}
    assert named == {name: sorted(table.columns.keys()) for name, table in tables.metadata.tables.items()}


def test_the_privacy_page_says_of_everything_until_when_it_is_kept() -> None:
    page = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")

    for line in re.findall(r"^\| `.*$", page, re.MULTILINE):
        assert len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 5, line
        assert all(cells), line


def test_the_operators_guide_names_every_command_and_setting() -> None:
    from bot.__main__ import main
    from bot.config import Config

    guide = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8") + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for name in main.commands:
        assert f"neurosprout {name}" in guide or f"make {name}" in guide, name
    for name, field in Config.model_fields.items():
        variable = field.validation_alias or f"NEUROSPROUT_{name.upper()}"
        assert str(variable) in guide or name == "api", variable


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_machine_path_registry_or_token_stands_in_a_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"(^|[^\w.])/(wor[k]|hom[e]|Use[r]s)/\w", text)
    assert not re.search(r"pyp[i]\.org|pythonhoste[d]|npmj[s]\.|registr[y]\.", text)
    assert not re.search(r"[MN][A-Za-z\d]{23,}\.[\w-]{6}\.[\w-]{27,}", text)


def test_markdown_links_lead_somewhere() -> None:
    for page in (path for path in TEXTS if path.suffix == ".md"):
        for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            assert "://" in link or (page.parent / link).exists(), (page, link)
