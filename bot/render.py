"""SVG to PNG in a worker process, kept by content: drawing never holds up the event loop."""

from __future__ import annotations

import asyncio
import faulthandler
import functools
import hashlib
import importlib.metadata
import importlib.resources
import logging
import multiprocessing
import os
import signal
import threading
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import Self

log = logging.getLogger(__name__)

WIDTH = 1280
"""Twice the width pictures are designed for."""
FAMILY = "Source Sans Pro"
"""Has Greek, subscripts and arrows in every weight used; Roboto and the system's fonts stand behind it."""
_FONTS = {
    "font_source_sans_pro": ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-Bold.ttf"),
    "font_roboto": ("Roboto-Regular.ttf", "Roboto-Medium.ttf", "Roboto-Bold.ttf"),
}
_SIGNATURE, _END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


class RenderError(RuntimeError):
    """There is no picture: the SVG cannot be drawn, or the drawing process died twice; answer without it."""


def png(svg: str, width: int = WIDTH, longest: float | None = None) -> bytes:
    """`svg` as a PNG of `width` pixels; ValueError for what is no SVG. Blocks, and holds the GIL while it draws.

    After `longest` seconds the whole process ends, by a timer that needs no GIL: only for a worker process.
    """
    import resvg_py

    if longest is not None:
        faulthandler.dump_traceback_later(longest, exit=True)
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                width=width,
                font_files=list(font_files()),
                font_family=FAMILY,
                sans_serif_family=FAMILY,
            )
        )
    finally:
        if longest is not None:
            faulthandler.cancel_dump_traceback_later()


@functools.cache
def font_files() -> tuple[str, ...]:
    """The packaged fonts: the pictures' own family in its three weights, then the one behind it."""
    return tuple(
        str(importlib.resources.files(package) / "files" / name) for package, names in _FONTS.items() for name in names
    )


class Renderer:
    """Draws each picture once, in one worker process that starts with the first picture.

    `memory` and `disk` bound, in bytes, what is kept here and in `folder` (none: nothing on disk). A worker that
    died is replaced once per picture; one that draws longer than `longest` seconds ends itself.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        memory: int = 32 * 2**20,
        disk: int = 256 * 2**20,
        longest: float = 20.0,
    ) -> None:
        self._kept = _Memory(memory)
        self._files = _Files(folder, disk) if folder is not None else None
        self._longest = longest
        self._drawing: dict[str, asyncio.Task[bytes]] = {}
        self._pool: ProcessPoolExecutor | None = None
        self._starting = asyncio.Lock()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def render(self, svg: str, *, width: int = WIDTH, keep: bool = True) -> bytes:
        """`svg` as a PNG of `width` pixels; RenderError when there is none. One not to `keep` never gets on disk.

        Callers who ask for the same picture at once share one drawing, which goes on if a caller is cancelled.
        """
        key = hashlib.sha256(f"{width} {svg}".encode()).hexdigest()
        if (picture := self._kept.get(key)) is not None:
            return picture
        if (task := self._drawing.get(key)) is None:
            if self._closed:
                raise RenderError("the renderer is closed")
            task = self._drawing[key] = asyncio.create_task(
                self._make(key, svg, width, keep=keep), name=f"render {key[:8]}"
            )
            task.add_done_callback(functools.partial(self._finish, key))
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Wait for what is being drawn, then end the worker; nothing can be drawn afterwards."""
        self._closed = True
        await asyncio.gather(*self._drawing.values(), return_exceptions=True)
        if (pool := self._pool) is not None:
            self._pool = None
            await asyncio.to_thread(pool.shutdown)

    async def _make(self, key: str, svg: str, width: int, *, keep: bool) -> bytes:
        if self._files is None or not keep:
            return await self._draw(svg, width)
        if (picture := await asyncio.to_thread(self._files.read, key)) is None:
            picture = await self._draw(svg, width)
            await asyncio.to_thread(self._files.write, key, picture)
        return picture

    def _finish(self, key: str, task: asyncio.Task[bytes]) -> None:
        del self._drawing[key]
        if not task.cancelled() and task.exception() is None:
            self._kept.put(key, task.result())

    async def _draw(self, svg: str, width: int) -> bytes:
        for _ in range(2):
            pool = None
            try:
                pool = await self._started_pool()
                return await asyncio.get_running_loop().run_in_executor(pool, png, svg, width, self._longest)
            except BrokenProcessPool:
                log.warning("the drawing process died and is replaced")
                if self._pool is pool:
                    self._pool = None
            except (ValueError, OSError) as error:
                raise RenderError(str(error)) from error
        raise RenderError("the drawing process died twice over one picture")

    async def _started_pool(self) -> ProcessPoolExecutor:
        async with self._starting:
            if self._pool is None:
                self._pool = await asyncio.to_thread(_start_pool)
            return self._pool


def _start_pool() -> ProcessPoolExecutor:
    """A pool of one worker that is on its way up; starting a process takes too long for the event loop."""
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)
    pool.submit(os.getpid)
    return pool


def _begin() -> None:
    """In the worker: leave Ctrl+C to the parent, and never outlive it, not even when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="end with parent", daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class _Memory:
    """The pictures used last, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit, self._size = limit, 0
        self._pictures: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        if key in self._pictures:
            self._pictures.move_to_end(key)
        return self._pictures.get(key)

    def put(self, key: str, picture: bytes) -> None:
        self._pictures[key] = picture
        self._size += len(picture)
        while self._size > self._limit:
            self._size -= len(self._pictures.popitem(last=False)[1])


class _Files:
    """Pictures in a folder, up to a number of bytes; a disk that fails costs only the time to draw again."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder, self._limit = folder, limit
        self._version = importlib.metadata.version("resvg-py")

    def read(self, key: str) -> bytes | None:
        try:
            picture = self._path(key).read_bytes()
        except OSError:
            return None
        return picture if picture.startswith(_SIGNATURE) and picture.endswith(_END) else None

    def write(self, key: str, picture: bytes) -> None:
        """Keep `picture`, whole or not at all, and drop the oldest ones that no longer fit."""
        path = self._path(key)
        draft = path.with_suffix(f".{os.getpid()}.draft")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(picture)
            draft.replace(path)
            self._prune()
        except OSError as error:
            log.warning("a picture could not be kept on disk: %s", error)

    def _prune(self) -> None:
        found = [(path.stat(), path) for path in self._folder.glob("picture-*")]
        excess = sum(status.st_size for status, _ in found) - self._limit
        for status, path in sorted(found, key=lambda one: one[0].st_mtime_ns):
            if excess <= 0:
                return
            path.unlink(missing_ok=True)
            excess -= status.st_size

    def _path(self, key: str) -> Path:
        return self._folder / f"picture-{key[:32]}-{self._version}.png"
