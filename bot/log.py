"""Standard logging, rendered by structlog as text for people or JSON for machines."""

from __future__ import annotations

import logging
import sys

import structlog
import structlog.tracebacks


def configure(level: str, log_format: str) -> None:
    """Send everything to standard error. discord.py stays above debug: its debug lines hold interaction tokens."""
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderer(log_format)],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.getLogger("discord").setLevel(max(logging.INFO, logging.getLogger().level))
    for chatty in ("discord.gateway", "alembic", "aiosqlite"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _renderer(log_format: str) -> list[structlog.types.Processor]:
    if log_format == "json":
        # without the variables of each frame: among them are what was asked and who asked
        traceback = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        return [structlog.processors.ExceptionRenderer(traceback), structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
