"""An open card follows its file."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.client.bot import Parts
from bot.client.pictures import Pictures
from bot.render import Renderer
from bot.services.knowledge import Knowledge
from bot.storage.engine import Database
from bot.ui.texts import Texts
from bot.workbench import Workbench
from tests.conftest import Server
from tests.sample import TERM_YAML, write_term
from tests.screen import options, shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_term(tmp_path / "data", TERM_YAML)
    return tmp_path / "data"


@pytest.fixture
async def parts(folder: Path, migrated: Path, tmp_path: Path) -> AsyncGenerator[Parts]:
    copy = tmp_path / "bot.sqlite3"
    shutil.copy(migrated, copy)
    async with Database.open(f"sqlite:///{copy}") as database, Renderer(tmp_path / "pictures") as renderer:
        yield Parts(Knowledge(folder), database, Pictures(renderer), Texts())


async def test_a_saved_card_is_drawn_again_and_errors_stand_on_it(server: Server, folder: Path) -> None:
    bench = Workbench(server.env, server.bot, folder)
    file = folder / "terms" / "glimmer.yaml"
    await server.ann.slash(server.lab, "define", term="glimmer")
    (card,) = bench.open_cards()

    def seen() -> str:
        return str(server.env.backend.messages[server.lab.id][card.message_id].components)

    assert not await bench.look()
    file.write_text(TERM_YAML.replace("invented thing", "imagined thing"), encoding="utf-8")
    assert await bench.look()
    assert "imagined thing" in seen()

    file.write_text(TERM_YAML.replace("one_lab", "certain"), encoding="utf-8")
    assert await bench.look()
    assert "imagined thing" in seen()
    assert "data/terms/glimmer.yaml:10" in seen()

    file.write_text(TERM_YAML, encoding="utf-8")
    assert await bench.look()
    assert "has errors" not in seen()


async def test_a_card_that_was_turned_to_another_entry_follows_that_one(server: Server, folder: Path) -> None:
    gleam = TERM_YAML.replace("glimmer", "gleam").replace("Glimmer", "Gleam") + "related: [glimmer]\n"
    (folder / "terms" / "gleam.yaml").write_text(gleam, encoding="utf-8")
    await server.bot.parts.knowledge.reload()
    bench = Workbench(server.env, server.bot, folder)
    card = shown(await server.ann.slash(server.lab, "define", term="glimmer"))
    await server.ann.select(card, [options(card)["Gleam"]])

    (turned,) = bench.open_cards()
    assert turned.place.entry == "gleam"
    (folder / "terms" / "glimmer.yaml").write_text(TERM_YAML.replace("thing", "matter"), encoding="utf-8")
    assert await bench.look(), "gleam names glimmer, so its card may read differently"
    (folder / "terms" / "gleam.yaml").unlink()
    assert not await bench.look(), "the entry of the open card is gone"
