"""Reading a message as a member sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import simcord

Component = dict[str, Any]


def walk(components: list[Component]) -> Iterator[Component]:
    """Every component, outer before inner."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if accessory := component.get("accessory"):
            yield accessory


def shown(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """The message that answered."""
    assert result.response is not None, result
    return result.response


def text(message: simcord.ResponseMessage) -> str:
    """All text of a message, in order."""
    return "\n".join(str(one["content"]) for one in walk(message.components) if one.get("type") == 10)


def labels(message: simcord.ResponseMessage) -> list[str]:
    """What its buttons say."""
    return [str(one["label"]) for one in walk(message.components) if one.get("type") == 2]


def options(message: simcord.ResponseMessage) -> dict[str, str]:
    """What its select offers: label to value."""
    selects = [one for one in walk(message.components) if one.get("type") == 3]
    return {option["label"]: option["value"] for one in selects for option in one["options"]}


def alternative_texts(message: simcord.ResponseMessage) -> list[str]:
    """The words of its pictures."""
    items = [item for one in walk(message.components) if one.get("type") == 12 for item in one["items"]]
    return [str(item.get("description") or "") for item in items]
