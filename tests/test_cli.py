"""The command line as an operator meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import DATA
from tests.sample import TERM_YAML, write_term


def neurosprout(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in `folder`, where no .env is, with nothing of ours in the environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DISCORD_", "NEUROSPROUT_"))}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_a_token_there_is_one_clear_line_and_exit_2(tmp_path: Path) -> None:
    result = neurosprout("run", folder=tmp_path)

    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "DISCORD_TOKEN" in result.stderr


def test_a_token_file_that_is_not_there_or_empty_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    for name, said in (("nowhere", "cannot be read"), ("empty", "empty file")):
        result = neurosprout("run", folder=tmp_path, DISCORD_TOKEN_FILE=str(tmp_path / name))
        assert result.returncode == 2
        assert said in result.stderr


def test_a_broken_knowledge_base_at_start_is_listed_and_exits_1(tmp_path: Path) -> None:
    write_term(tmp_path / "data", TERM_YAML.replace("one_lab", "certain") + "plane: x\n")

    result = neurosprout("run", folder=tmp_path, DISCORD_TOKEN="x", NEUROSPROUT_DATA=str(tmp_path / "data"))

    assert result.returncode == 1
    assert "data/terms/glimmer.yaml:10:11: 'certain' is not one of" in result.stderr
    assert "data/terms/glimmer.yaml:12:1: the key 'plane' is unknown" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_setting_that_cannot_be_used_is_named_and_exits_2(tmp_path: Path) -> None:
    result = neurosprout("run", folder=tmp_path, DISCORD_TOKEN="x", NEUROSPROUT_SHARD_COUNT="many")

    assert result.returncode == 2
    assert "SHARD_COUNT" in result.stderr.upper()
    assert "Traceback" not in result.stderr


def test_a_database_address_that_cannot_be_used_says_what_to_write(tmp_path: Path) -> None:
    result = neurosprout("run", folder=tmp_path, DISCORD_TOKEN="x", NEUROSPROUT_DATABASE="mysql://x")

    assert result.returncode == 1
    assert "sqlite:///" in result.stderr
    assert "Traceback" not in result.stderr


def test_check_prints_the_counts_as_json(tmp_path: Path) -> None:
    result = neurosprout("check", "--json", str(DATA), folder=tmp_path)

    counts = json.loads(result.stdout)
    assert result.returncode == 0, counts["errors"]
    assert counts["errors"] == []
    assert counts["claims"] > 0
    assert (counts["claims_without_source"], counts["sources_not_seen"]) == (0, 0)


def test_check_of_a_broken_folder_prints_the_places_and_exits_1(tmp_path: Path) -> None:
    write_term(tmp_path / "data", TERM_YAML + "name: Again\n")

    result = neurosprout("check", str(tmp_path / "data"), folder=tmp_path)

    assert result.returncode == 1
    assert "data/terms/glimmer.yaml:12:1: the key 'name' stands here twice" in result.stdout


def test_invite_asks_for_exactly_the_permissions_that_are_used(tmp_path: Path) -> None:
    result = neurosprout("invite", "--application-id", "123456789012345678", folder=tmp_path)

    assert result.returncode == 0
    assert "client_id=123456789012345678" in result.stdout
    used = (1 << 10) | (1 << 11) | (1 << 15) | (1 << 16) | (1 << 35) | (1 << 38)
    assert f"permissions={used}" in result.stdout


def test_invite_reads_the_application_from_the_token(tmp_path: Path) -> None:
    token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y"

    assert "client_id=123456789012345678" in neurosprout("invite", folder=tmp_path, DISCORD_TOKEN=token).stdout
    broken = neurosprout("invite", folder=tmp_path, DISCORD_TOKEN="nonsense")
    assert broken.returncode == 2
    assert "does not look like a bot token" in broken.stderr


def test_health_and_reload_say_that_no_bot_runs(tmp_path: Path) -> None:
    assert neurosprout("health", folder=tmp_path).returncode == 1
    told = neurosprout("reload", folder=tmp_path)
    assert told.returncode == 1
    assert "No bot is running" in told.stderr


def test_migrate_brings_an_empty_folder_to_the_newest_revision(tmp_path: Path) -> None:
    result = neurosprout("migrate", folder=tmp_path)

    assert result.returncode == 0, result.stderr
    assert (tmp_path / "var" / "neurosprout.sqlite3").is_file()


def test_the_inbox_names_file_and_line_and_is_emptied(tmp_path: Path) -> None:
    import asyncio
    from datetime import UTC, datetime

    from bot.core.inbox import Passage
    from bot.core.letters import Sender
    from bot.services import inbox
    from bot.storage import migrate
    from bot.storage.engine import Database

    url, now = f"sqlite:///{tmp_path / 'bot.sqlite3'}", datetime(2026, 11, 25, tzinfo=UTC)
    write_term(tmp_path / "data", TERM_YAML)

    async def write() -> None:
        async with Database.open(url) as database:
            await migrate.upgrade(database)
            for user in (1, 2):
                await inbox.request(database, "Shimmer", Sender(0, user, now))
            passage = Passage(("claims", 0, "text"), "Glimmer grows in the invented garden.")
            await inbox.report(database, "glimmer", passage, "It shrinks.", Sender(0, 3, now), named=True)
            await inbox.report(database, "gone", None, "It is gone.", Sender(0, 4, now), named=False)

    asyncio.run(write())
    place = {"NEUROSPROUT_DATABASE": url, "NEUROSPROUT_DATA": str(tmp_path / "data")}

    listed = neurosprout("inbox", folder=tmp_path, **place)
    emptied = neurosprout("inbox", "done", "request-1", "report-1", "report-2", folder=tmp_path, **place)
    missing = neurosprout("inbox", "done", "report-9", folder=tmp_path, **place)
    blocked = neurosprout("inbox", "block", "123", folder=tmp_path, **place)
    lifted = neurosprout("inbox", "block", "123", "--lift", folder=tmp_path, **place)
    after = neurosprout("inbox", "list", folder=tmp_path, **place)

    line = next(n for n, text in enumerate(TERM_YAML.splitlines(), 1) if "- text: Glimmer grows" in text)
    assert "request-1: Shimmer (2 times)" in listed.stdout
    assert f"report-1: data/terms/glimmer.yaml:{line}\n    it said: Glimmer grows" in listed.stdout
    assert "what is wrong: It shrinks.\n    from the Discord user 3, who wants to be named" in listed.stdout
    assert "report-2: gone, which is no longer in the library" in listed.stdout
    assert emptied.returncode == 0
    assert (missing.returncode, missing.stderr) == (1, "report-9: there is none\n")
    assert (blocked.stdout, lifted.stdout) == ("Blocked.\n", "The block is lifted.\n")
    assert after.stdout == "Nothing waits.\n"
