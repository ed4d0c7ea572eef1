"""Measure a fresh interpreter that runs a line of code."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def seconds(codes: Sequence[str], *arguments: str, rounds: int = 7) -> list[float]:
    """The median wall time of each of `codes` in a fresh interpreter, in seconds; they take turns."""
    times: list[list[float]] = [[] for _ in codes]
    for _ in range(rounds):
        for measured, code in zip(times, codes, strict=True):
            started = time.perf_counter()
            subprocess.run([sys.executable, "-W", "ignore", "-c", code, *arguments], check=True, cwd=ROOT)
            measured.append(time.perf_counter() - started)
    return [statistics.median(measured) for measured in times]


def printed(code: str, *arguments: str) -> str:
    """What `code` prints."""
    command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    environment = {**os.environ, "PYTHONMALLOC": "default"}
    return subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True, text=True).stdout
