"""Buttons, selects and modals, routed by their custom id; nothing about a message is kept in memory.

Views are drawn and stopped before they are sent, so discord.py holds none of them, and every press arrives here
alone. That is why there is no DynamicItem: one table serves components and modals alike, an error cannot get lost,
and a press that no route knows (from an older version) is answered.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord

from bot.client.errors import report
from bot.core.refusals import OutdatedControlError

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Press:
    """What a member did: the parts of the custom id, and the values chosen or typed."""

    match: re.Match[str]
    values: tuple[str, ...] = ()
    """A select's values: strings, or the ids of roles and channels."""
    fields: tuple[tuple[str, str], ...] = ()
    """A modal's inputs, custom id and text."""

    @property
    def value(self) -> str:
        """The one value of a select that takes one."""
        return self.values[0]


Handler = Callable[[discord.Interaction[Any], Press], Awaitable[None]]


class Router:
    """The table of routes. Templates are matched whole and must not overlap."""

    def __init__(self) -> None:
        self._routes: dict[re.Pattern[str], Handler] = {}

    def add(self, template: re.Pattern[str], handler: Handler) -> None:
        """Send presses whose whole custom id matches `template` to `handler`."""
        self._routes[template] = handler

    def remove(self, template: re.Pattern[str]) -> None:
        """Forget a route, when its cog is unloaded."""
        self._routes.pop(template, None)

    async def dispatch(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a press or a modal; whatever goes wrong ends in report()."""
        data: Any = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        for template, handler in self._routes.items():
            if (match := template.fullmatch(custom_id)) is not None:
                await self._call(interaction, handler, Press(match, _values(data), _fields(data)))
                return
        _log.info("a control of an older version was used", extra={"age_seconds": None})
        await report(interaction, OutdatedControlError(), where="unknown control")

    @staticmethod
    async def _call(interaction: discord.Interaction[Any], handler: Handler, press: Press) -> None:
        try:
            await handler(interaction, press)
        except Exception as error:  # noqa: BLE001 - the boundary: every error of a press ends in report()
            await report(interaction, error, where=press.match.re.pattern)


def _values(data: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(value) for value in data.get("values", ()))


def _fields(data: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The inputs of a modal, each inside its label."""
    inputs = (row.get("component", {}) for row in data.get("components", ()))
    return tuple((str(one["custom_id"]), _filled(one)) for one in inputs if "custom_id" in one)


def _filled(control: dict[str, Any]) -> str:
    """What an input holds: text, `True` for a box that is ticked, the values of a select joined by commas."""
    value = control.get("value")
    return str(value) if value is not None else ",".join(map(str, control.get("values", ())))
