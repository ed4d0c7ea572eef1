"""Looking up an operation of Discord's OpenAPI description and checking a body against it, in three layers."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from tests.contract.rules import findings
from tests.contract.shape import Finding, Json, Shapes, is_list, is_object

VARIABLE = "NEUROSPROUT_OPENAPI"
USUAL_PATH = Path(__file__).parents[2] / "../shared/discord/openapi.json"
ABSENT = f"Discord's OpenAPI description is absent: set {VARIABLE} to the path of its openapi.json"

Layer = Literal["route", "schema", "unknown", "semantic"]

KNOWN_BESIDES: dict[str, set[str]] = {
    # documented or sent by discord.py 2.7.1, accepted by Discord, and not named in the description
    "ApplicationCommandUpdateRequest": {"nsfw", "default_permission"},
    "ApplicationCommandCreateRequest": {"nsfw", "default_permission"},
    "RichEmbed": {"flags"},
    "CreateForumThreadRequest": {"type"},
    "BaseCreateMessageCreateRequest": {"tts"},
    "MessageEditRequestPartial": {"tts"},
    "IncomingWebhookUpdateRequestPartial": {"tts"},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts"},
    # discord.py keeps an attachment by sending it back whole; only the id is read
    "MessageAttachmentRequest": {"size", "url", "proxy_url", "spoiler", "width", "height", "content_type"},
}


@dataclass(frozen=True)
class Problem:
    """One thing Discord would refuse, ignore or punish in a request."""

    layer: Layer
    where: str
    """A JSON pointer into the body; for layer `route`, the method and path."""
    what: str

    def __str__(self) -> str:
        return f"[{self.layer}] {self.where or '/'}: {self.what}"


@dataclass(frozen=True)
class _Operation:
    method: str
    template: str
    schema: Json | None
    """None when the operation takes no body."""
    required: bool
    check: Callable[[object], Iterator[Finding]]


class Contract:
    """Discord's description, ready to check bodies; made by `load`."""

    def __init__(self, description: Json) -> None:
        self._paths: dict[str, Json] = description["paths"]
        self._shapes = Shapes(description["components"])
        self._operations: dict[tuple[str, str], _Operation] = {}
        self._answers: dict[tuple[str, str, str], list[Problem]] = {}
        # the most literal template first, so that @original is not taken for a message id
        templates = sorted(self._paths, key=lambda template: template.count("{"))
        self._routes = [(_pattern(template), template) for template in templates]

    @classmethod
    def load(cls) -> Self | None:
        """The description that NEUROSPROUT_OPENAPI names, or the one at its usual place; None if there is none.

        A path in the variable that does not exist is an error, not None: somebody meant to check.
        """
        named = os.environ.get(VARIABLE)
        path = Path(named) if named else USUAL_PATH
        if not named and not path.exists():
            return None
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def check(self, method: str, path: str, body: object) -> list[Problem]:
        """What is wrong with sending `body` (parsed JSON; None for no body) to `path`; empty when clean.

        `path` may carry the host, `/api/v10` and a query. The rules beyond the description are tried only
        on a body whose shape it accepts.
        """
        path = re.sub(r"^(https?://[^/]+)?(/api(/v\d+)?)?(?=/)", "", path).split("?")[0]
        operation = self._find(method.lower(), path)
        if operation is None:
            return [Problem("route", f"{method} {path}", "Discord describes no such operation")]
        key = (operation.method, operation.template, json.dumps(body, sort_keys=True, default=repr))
        if key not in self._answers:
            if len(self._answers) >= 4096:
                self._answers.clear()  # a bound on memory; the same few bodies come back soon enough
            self._answers[key] = list(self._problems(operation, body))
        return list(self._answers[key])

    def _problems(self, operation: _Operation, body: object) -> Iterator[Problem]:
        where = f"{operation.method.upper()} {operation.template}"
        if operation.schema is None or (body is None and not operation.required):
            if body not in (None, {}):
                yield Problem("route", where, "the operation takes no body")
            return
        shape = [Problem("schema", *finding) for finding in operation.check(body)]
        yield from shape
        yield from (Problem("unknown", *finding) for finding in self._strangers(operation.schema, body, ""))
        if not shape:
            found = findings(operation.template, operation.method, body)
            yield from (Problem("semantic", *finding) for finding in found)

    def _find(self, method: str, path: str) -> _Operation | None:
        for pattern, template in self._routes:
            if pattern.fullmatch(path) and method in self._paths[template]:
                key = (method, template)
                if key not in self._operations:
                    self._operations[key] = self._operation(method, template)
                return self._operations[key]
        return None

    def _operation(self, method: str, template: str) -> _Operation:
        body: Json = self._paths[template][method].get("requestBody", {})
        content: Json = body.get("content", {})
        media = "application/json" if "application/json" in content else next(iter(content), None)
        schema: Json | None = content[media]["schema"] if media else None
        check = self._shapes.checker(schema or {})
        return _Operation(method, template, schema, bool(body.get("required")), check)

    def _strangers(self, schema: Json, value: object, where: str) -> Iterator[Finding]:
        """Keys that the schema does not name: Discord ignores them in silence, so a typo loses its field."""
        schema, name = self._shapes.schemas.resolve(schema)
        union: list[Json] | None = schema.get("oneOf") or schema.get("anyOf")
        if union and "properties" not in schema:
            branches = self._shapes.schemas.branches(union, value)
            attempts = [list(self._strangers(branch, value, where)) for branch in branches]
            yield from min(attempts, key=len) if attempts else ()
        elif is_list(value):
            for index, item in enumerate(value):
                yield from self._strangers(schema.get("items", {}), item, f"{where}/{index}")
        elif is_object(value) and "properties" in schema and not schema.get("additionalProperties"):
            yield from self._strangers_in_object(schema["properties"], name, value, where)

    def _strangers_in_object(self, properties: Json, name: str, value: Json, where: str) -> Iterator[Finding]:
        for key, item in value.items():
            if key in properties:
                yield from self._strangers(properties[key], item, f"{where}/{key}")
            elif key not in KNOWN_BESIDES.get(name, ()):
                yield f"{where}/{key}", f"not a field of {name or 'this object'}: Discord ignores it in silence"


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{[^}]+\}", template)
    return re.compile("([^/]+)".join(map(re.escape, parts)))
