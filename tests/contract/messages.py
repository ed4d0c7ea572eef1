"""The documented rules of messages that the description does not carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tests.contract.components import NEEDS_V2, TEXT_DISPLAY, component_findings, walk
from tests.contract.shape import Finding, Json, is_list, is_object, member, members

EPHEMERAL, IS_COMPONENTS_V2 = 1 << 6, 1 << 15
V2_BYTES = 10_170
"""Above this processed size Discord answers 500 (discord-api-docs issue 8554)."""
SOMETHING = (
    "content",
    "embeds",
    "sticker_ids",
    "components",
    "attachments",
    "poll",
    "message_reference",
    "shared_client_theme",
)


def message_findings(message: Json, where: str, *, partial: bool) -> Iterator[Finding]:
    """The rules of a message to create, or of an edit (`partial`), found at `where` in its body."""
    if not partial and not any(message.get(key) for key in SOMETHING):
        yield where, "an empty message (50006)"
    if (length := len(message.get("content") or "")) > 2000:
        yield f"{where}/content", f"{length} characters of at most 2000 (the described 4000 are for subscribers)"
    flat = list(walk(members(message, "components"), f"{where}/components"))
    if (message.get("flags") or 0) & IS_COMPONENTS_V2:
        yield from _components_v2(message, flat, where)
    elif not partial or message.get("flags") is not None:  # an edit without flags keeps those of the message
        yield from _components_v1(message, flat, where)
    yield from component_findings(flat)
    yield from _embeds(members(message, "embeds"), f"{where}/embeds")
    yield from _attachments(message, where, partial=partial)
    yield from _mentions(member(message, "allowed_mentions"), f"{where}/allowed_mentions")
    yield from _poll(member(message, "poll"), f"{where}/poll")


def _components_v2(message: Json, flat: list[tuple[str, Json]], where: str) -> Iterator[Finding]:
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if message.get(key):
            yield f"{where}/{key}", "not allowed together with IS_COMPONENTS_V2"
    if len(flat) > 40:
        yield f"{where}/components", f"{len(flat)} components of at most 40, nested ones included"
    texts = [str(component["content"]) for _, component in flat if component.get("type") == TEXT_DISPLAY]
    if (length := sum(map(len, texts))) > 4000:
        yield f"{where}/components", f"{length} characters of text of at most 4000"
    if (size := sum(len(text.encode()) + 12 for text in texts)) > V2_BYTES:
        yield f"{where}/components", f"{size} bytes of text; above {V2_BYTES} Discord answers 500"


def _components_v1(message: Json, flat: list[tuple[str, Json]], where: str) -> Iterator[Finding]:
    for place, component in flat:
        if component.get("type") in NEEDS_V2:
            yield place, f"a component of type {component['type']} needs the flag IS_COMPONENTS_V2"
    if (rows := len(members(message, "components"))) > 5:
        yield f"{where}/components", f"{rows} action rows of at most 5"


def _embeds(embeds: Iterable[Json], where: str) -> Iterator[Finding]:
    total = 0
    for index, embed in enumerate(embeds):
        fields = members(embed, "fields")
        total += sum(_length(embed, key) for key in ("title", "description"))
        total += _length(member(embed, "footer"), "text") + _length(member(embed, "author"), "name")
        for number, field in enumerate(fields):
            lengths = _length(field, "name"), _length(field, "value")
            total += sum(lengths)
            if not all(lengths):
                yield f"{where}/{index}/fields/{number}", "an empty name or value"
    if total > 6000:
        yield where, f"{total} characters over all embeds of at most 6000"


def _length(holder: Json, key: str) -> int:
    return len((holder.get(key) or "").strip())


def _attachments(message: Json, where: str, *, partial: bool) -> Iterator[Finding]:
    """Every attachment:// names an attached file, and a V2 message shows every file it attaches."""
    attached: list[Json] | None = message.get("attachments")
    if attached is None and partial:
        return  # the message keeps what it has
    names = {str(each["filename"]) for each in attached or () if each.get("filename")}
    kept_by_id = any(not each.get("filename") for each in attached or ())
    shown = {url.removeprefix("attachment://") for url in _attachment_urls(message)}
    if not kept_by_id:
        for name in sorted(shown - names):
            yield f"{where}/attachments", f"attachment://{name} is not among the attachments"
    if (message.get("flags") or 0) & IS_COMPONENTS_V2:
        for name in sorted(names - shown):
            yield f"{where}/attachments", f"{name} is attached, but no component shows it"


def _attachment_urls(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.startswith("attachment://"):
            yield value
    elif is_list(value):
        for item in value:
            yield from _attachment_urls(item)
    elif is_object(value):
        for key, item in value.items():
            if key not in {"content", "attachments"}:
                yield from _attachment_urls(item)


def _mentions(allowed: Json, where: str) -> Iterator[Finding]:
    for kind in ("users", "roles"):
        if allowed.get(kind) and kind in (allowed.get("parse") or ()):
            yield where, f"parse of {kind!r} and a list of {kind} exclude each other"


def _poll(poll: Json, where: str) -> Iterator[Finding]:
    if _length(member(poll, "question"), "text") > 300:
        yield f"{where}/question", "more than 300 characters"
    for index, answer in enumerate(members(poll, "answers")):
        length = _length(member(answer, "poll_media"), "text")
        if not 1 <= length <= 55:
            yield f"{where}/answers/{index}", f"{length} characters (1-55)"
