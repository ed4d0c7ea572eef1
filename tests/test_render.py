"""Pictures drawn by the worker process: what comes back, what is drawn twice, and who outlives whom."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import struct
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import discord
import psutil
import pytest
import resvg_py
import simcord
from discord.ext import commands

from bot import render
from bot.render import Renderer, RenderError

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320"><rect width="640" height="320" fill="{fill}"/></svg>'
)
LETTERS = "αβγδεκλμσωΔΩ₀₁₂₃₄₅₆₇₈₉→←↑↓±≥≤×·–—…°éü⁻"
NO_FONT_HAS_IT = "\U0010fffd"
ENDLESS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><filter id="f"><feMorphology operator="dilate" '
    'radius="300"/><feTurbulence numOctaves="9000" baseFrequency="0.5"/></filter>'
    '<rect width="400" height="400" filter="url(#f)"/></svg>'
)
"""Takes the drawing library many minutes."""


def square(fill: str = "#123456") -> str:
    return SQUARE.format(fill=fill)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def kept(folder: Path) -> list[Path]:
    """What is in `folder`."""
    return sorted(folder.iterdir())


def workers(process: psutil.Process | None = None) -> list[psutil.Process]:
    """The worker processes of `process`, this one by default; the resource tracker is none of them."""
    children = (process or psutil.Process()).children(recursive=True)
    return [child for child in children if "--multiprocessing-fork" in child.cmdline()]


def soon(true: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether it becomes true within some seconds."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


def drawn_alone(letter: str, weight: int) -> bytes:
    """`letter` drawn with the packaged fonts only."""
    look = f'x="8" y="40" font-family="{render.FAMILY}" font-weight="{weight}" font-size="32"'
    root = 'xmlns="http://www.w3.org/2000/svg" width="60" height="60"'
    return resvg_py.svg_to_bytes(
        svg_string=f"<svg {root}><text {look}>{escape(letter)}</text></svg>",
        font_files=list(render.font_files()),
        skip_system_fonts=True,
    )


async def test_a_picture_has_the_width_asked_for_and_keeps_its_shape() -> None:
    async with Renderer() as renderer:
        assert size(await renderer.render(square())) == (1280, 640)
        assert size(await renderer.render(square(), width=320)) == (320, 160)


def test_the_drawing_itself_needs_no_loop() -> None:
    assert size(render.png(square(), 320)) == (320, 160)
    with pytest.raises(ValueError, match="root node"):
        render.png("<svg")


@pytest.mark.parametrize("weight", [400, 600, 700])
@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_the_pictures_use_is_in_the_packaged_fonts(letter: str, weight: int) -> None:
    assert drawn_alone(letter, weight) not in (drawn_alone(NO_FONT_HAS_IT, weight), drawn_alone(" ", weight))


@pytest.mark.parametrize("letter", "Aα₂→")
def test_weights_differ_for_every_kind_of_letter(letter: str) -> None:
    assert drawn_alone(letter, 400) != drawn_alone(letter, 600)


async def test_nothing_is_started_until_the_first_picture() -> None:
    async with Renderer() as renderer:
        assert workers() == []
        await renderer.render(square())
        assert len(workers()) == 1


async def test_the_same_picture_is_drawn_once() -> None:
    async with Renderer() as renderer:
        first = await renderer.render(square())
        workers()[0].kill()
        assert await renderer.render(square()) is first


async def test_requests_at_once_for_the_same_picture_share_one_drawing() -> None:
    async with Renderer(memory=0) as renderer:
        first, *others = await asyncio.gather(*(renderer.render(square()) for _ in range(20)))
        assert all(other is first for other in others)


async def test_a_cancelled_caller_leaves_the_drawing_to_the_others() -> None:
    async with Renderer() as renderer:
        hasty = asyncio.create_task(renderer.render(square()))
        patient = asyncio.create_task(renderer.render(square()))
        await asyncio.sleep(0)
        hasty.cancel()
        assert size(await patient) == (1280, 640)
        assert hasty.cancelled()


async def test_memory_keeps_the_pictures_used_last_within_its_bound() -> None:
    async with Renderer() as sizing:
        one = len(await sizing.render(square("#000001")))
    async with Renderer(memory=2 * one + one // 2) as renderer:
        first = await renderer.render(square("#000001"))
        second = await renderer.render(square("#000002"))
        assert await renderer.render(square("#000001")) is first
        await renderer.render(square("#000003"))
        assert await renderer.render(square("#000001")) is first
        assert await renderer.render(square("#000002")) is not second


async def test_a_picture_kept_on_disk_needs_no_worker_after_a_restart(tmp_path: Path) -> None:
    async with Renderer(tmp_path / "pictures") as renderer:
        drawn = await renderer.render(square())
    async with Renderer(tmp_path / "pictures") as renderer:
        assert await renderer.render(square()) == drawn
        assert workers() == []


async def test_a_picture_cut_off_on_disk_is_drawn_again(tmp_path: Path) -> None:
    async with Renderer(tmp_path) as renderer:
        drawn = await renderer.render(square())
    (file,) = kept(tmp_path)
    file.write_bytes(drawn[:100])
    async with Renderer(tmp_path) as renderer:
        assert await renderer.render(square()) == drawn
    assert file.read_bytes() == drawn


async def test_the_folder_keeps_to_its_bound_and_drops_the_oldest(tmp_path: Path) -> None:
    async with Renderer(memory=0) as renderer:
        one = len(await renderer.render(square("#000001")))
    async with Renderer(tmp_path, disk=2 * one + one // 2) as renderer:
        await renderer.render(square("#000001"))
        (oldest,) = kept(tmp_path)
        await renderer.render(square("#000002"))
        await renderer.render(square("#000003"))
    assert oldest not in kept(tmp_path)
    assert len(kept(tmp_path)) == 2


async def test_a_folder_that_cannot_be_written_costs_no_picture(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    async with Renderer(tmp_path / "file" / "pictures") as renderer:
        assert size(await renderer.render(square())) == (1280, 640)


async def test_what_is_no_svg_is_a_render_error_and_the_worker_goes_on() -> None:
    async with Renderer() as renderer:
        with pytest.raises(RenderError):
            await renderer.render("<svg")
        (worker,) = workers()
        await renderer.render(square())
        assert workers() == [worker]


async def test_a_worker_that_was_killed_is_replaced() -> None:
    async with Renderer(memory=0) as renderer:
        await renderer.render(square())
        (killed,) = workers()
        killed.kill()
        killed.wait(10)
        assert size(await renderer.render(square())) == (1280, 640)
        assert workers() != [killed]


async def test_a_picture_that_never_ends_is_given_up_after_two_workers() -> None:
    async with Renderer(longest=0.3) as renderer:
        with pytest.raises(RenderError, match="twice"):
            await renderer.render(ENDLESS)
        assert size(await renderer.render(square())) == (1280, 640)


async def test_closing_waits_for_the_picture_and_ends_the_worker() -> None:
    renderer = Renderer()
    asked = asyncio.create_task(renderer.render(square()))
    await asyncio.sleep(0)
    await renderer.close()
    assert size(await asked) == (1280, 640)
    assert workers() == []
    with pytest.raises(RenderError, match="closed"):
        await renderer.render(square("#000001"))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what the promise is about, and Windows has none")
def test_a_worker_does_not_outlive_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent(f"""
            import asyncio
            from bot.render import Renderer

            async def main():
                async with Renderer() as renderer:
                    await renderer.render({square()!r})
                    print("drawn", flush=True)
                    await asyncio.sleep(60)

            if __name__ == "__main__":
                asyncio.run(main())
        """)
    )
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(root)},
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"drawn\n"
        (worker,) = workers(psutil.Process(parent.pid))
        parent.send_signal(signal.SIGKILL)
    assert soon(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)


async def test_the_event_loop_goes_on_while_a_picture_is_drawn() -> None:
    async with Renderer() as renderer:
        await renderer.render(square())
        drawing = asyncio.create_task(renderer.render(square("#000001"), width=4000))
        ticks = 0
        while not drawing.done():
            await asyncio.sleep(0.005)
            ticks += 1
        assert ticks > 5


async def test_a_command_answers_with_a_picture_under_simcord() -> None:
    bot = commands.Bot(commands.when_mentioned, intents=discord.Intents(guilds=True), help_command=None)
    async with Renderer() as renderer:

        @bot.tree.command(description="A square")
        async def draw(interaction: discord.Interaction) -> None:
            await interaction.response.defer()
            picture = await renderer.render(square())
            await interaction.followup.send(file=discord.File(io.BytesIO(picture), "square.png"))

        async with simcord.run(bot, strict_sync=False) as env:
            guild = env.create_guild()
            channel = guild.create_text_channel("general")
            member = guild.add_member(env.create_user("alice"))
            await member.slash(channel, "draw")
            assert channel.last_message is not None
            (attachment,) = channel.last_message.attachments
            assert size(await attachment.read()) == (1280, 640)
