"""Which of the documented rules apply to which operation."""

from __future__ import annotations

from collections.abc import Iterator

from tests.contract.commands import command_findings
from tests.contract.components import modal_findings
from tests.contract.messages import EPHEMERAL, message_findings
from tests.contract.shape import Finding, Json, is_list, is_object, member, members

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, AUTOCOMPLETE, MODAL = 4, 5, 6, 7, 8, 9


def findings(template: str, method: str, body: object) -> Iterator[Finding]:
    """What the documentation forbids in a body whose shape the description accepts."""
    if template.endswith("/commands"):
        yield from command_findings(body if is_list(body) else [body] if is_object(body) else [])
    elif is_object(body):
        if template == CALLBACK:
            yield from _callback(body)
        elif template.endswith("/threads"):
            if message := member(body, "message"):
                yield from message_findings(message, "/message", partial=False)
        elif "/messages" in template or template == "/webhooks/{webhook_id}/{webhook_token}":
            yield from _message(template, method, body)


def _message(template: str, method: str, body: Json) -> Iterator[Finding]:
    if not template.startswith("/webhooks/") and (body.get("flags") or 0) & EPHEMERAL:
        yield "/flags", "EPHEMERAL belongs to interaction responses: here everybody would see the message"
    yield from message_findings(body, "", partial=method == "patch")


def _callback(body: Json) -> Iterator[Finding]:
    data = member(body, "data")
    match body["type"]:
        case 4 | 7 as kind:
            yield from message_findings(data, "/data", partial=kind == UPDATE)
        case 5 | 6:
            yield from _deferral(data)
        case 8:
            yield from _choices(members(data, "choices"))
        case 9:
            yield from modal_findings(data, "/data")
        case _:
            pass


def _deferral(data: Json) -> Iterator[Finding]:
    if (data.get("flags") or 0) & ~EPHEMERAL:
        yield "/data/flags", "a deferral takes no flag but EPHEMERAL; the others come with the edit"
    for key in data.keys() - {"flags"}:
        yield f"/data/{key}", "a deferral carries nothing but flags; this would be lost"


def _choices(choices: list[Json]) -> Iterator[Finding]:
    for index, choice in enumerate(choices):
        value = choice.get("value")
        if isinstance(value, str) and not 1 <= len(value) <= 100:
            yield f"/data/choices/{index}/value", f"{len(value)} characters (1-100)"
        if not 1 <= len(choice.get("name") or "") <= 100:
            yield f"/data/choices/{index}/name", "a choice's name has 1-100 characters"
