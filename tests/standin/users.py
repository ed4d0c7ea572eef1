"""People: they use commands, press, choose, fill in modals and read what they can see; and whole crowds of them."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from discord import Permissions

from tests.standin import StandIn
from tests.standin.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from tests.standin.world import Channel, Json, Message, User

SEVERAL_VALUES = {3, 5, 6, 7, 8, 19, 22}
"""Types of controls that answer with `values`."""
Think: TypeAlias = Callable[[], Awaitable[None]]


class NotOfferedError(AssertionError):
    """Discord's client would not let this person do that here."""


@dataclass(frozen=True)
class Player:
    """Somebody at a client. Every verb waits until the client is answered, or gives up after three seconds."""

    standin: StandIn
    user: User

    async def slash(self, channel: Channel, name: str, /, **options: object) -> Interaction:
        """Use a command, as `quiz start` with its sub-command."""
        command, way = self._offered(channel, name, 1)
        resolved: Json = {}
        given = [_given(each, options, resolved) for each in way[-1].get("options") or ()]
        if unknown := options.keys() - {each["name"] for each in way[-1].get("options") or ()}:
            raise NotOfferedError(f"/{name} has no option {', '.join(unknown)}")
        data = _nested(command, way, [each for each in given if each]) | {"resolved": resolved}
        return await self._done(COMMAND, channel, data)

    async def types(self, channel: Channel, name: str, option: str, text: str) -> Interaction:
        """Type into an option; `choices` of the result are what is offered then."""
        command, way = self._offered(channel, name, 1)
        data = _nested(command, way, [{"name": option, "type": 3, "value": text, "focused": True}])
        return await self._done(AUTOCOMPLETE, channel, data)

    async def menu(self, name: str, message: Message) -> Interaction:
        """Use a command of a message's menu."""
        command, way = self._offered(message.channel, name, 3)
        resolved = {"messages": {str(self._see(message).id): message.payload()}}
        data = _nested(command, way, []) | {"target_id": str(message.id), "resolved": resolved}
        return await self._done(COMMAND, message.channel, data)

    async def press(self, message: Message, custom_id: str, *values: str) -> Interaction:
        """Press a button, or choose the values of a select."""
        control = self._see(message).controls.get(custom_id)
        if control is None or control.get("disabled"):
            raise NotOfferedError(f"no {custom_id} to press among {sorted(message.controls)}")
        data: Json = {"custom_id": custom_id, "component_type": control["type"]}
        data |= {"values": list(values)} if control["type"] in SEVERAL_VALUES else {}
        return await self._done(COMPONENT, message.channel, data, message)

    async def submit(self, opened: Interaction, **values: object) -> Interaction:
        """Fill in the modal that `opened`, and send it; values by custom id, the others stay as they were drawn."""
        if opened.modal is None or opened.user is not self.user:
            raise NotOfferedError("there is no modal on this screen")
        filled = [_filled(part, values) for part in opened.modal["components"]]
        data: Json = {"custom_id": opened.modal["custom_id"], "components": filled}
        return await self._done(MODAL, opened.channel, data, opened.source)

    def reads(self, channel: Channel) -> list[Message]:
        """What is on the screen."""
        return self.standin.world.seen_by(self.user, channel)

    async def _done(self, kind: int, channel: Channel, data: Json, source: Message | None = None) -> Interaction:
        interaction = self.standin.interactions.open(kind, self.user, channel, data, source)
        await interaction.until(lambda each: each.answer is not None, self.standin.interactions.answer_within)
        return interaction

    def _see(self, message: Message) -> Message:
        if message not in self.reads(message.channel):
            raise NotOfferedError(f"{self.user.name} cannot see this message")
        return message

    def _offered(self, channel: Channel, name: str, kind: int) -> tuple[Json, list[Json]]:
        """The command and the way down to its leaf, if the client would list it for this person here."""
        world, guild = self.standin.world, channel.guild
        words = name.split() if kind == 1 else [name]
        for command in world.commands.get(guild.id if guild else 0, []) + world.commands.get(0, []):
            if (command["type"], command["name"]) == (kind, words[0]) and self._allowed(command, channel):
                way: list[Json] = [command]
                for word in words[1:]:
                    way += [each for each in way[-1]["options"] if each["name"] == word]
                return command, way
        raise NotOfferedError(f"{self.user.name} is not offered {name!r} here")

    def _allowed(self, command: Json, channel: Channel) -> bool:
        context, owners = self.standin.interactions.install(self.user, channel)
        installs, contexts = command.get("integration_types") or [0], command.get("contexts") or [0, 1, 2]
        rights = self.standin.world.permissions(self.user, channel)
        needed = (
            Permissions(int(command.get("default_member_permissions") or 0)) if channel.guild else Permissions.none()
        )
        usable = rights.use_application_commands and rights >= needed
        return usable and context in contexts and any(str(install) in owners for install in installs)


def _nested(command: Json, way: list[Json], options: list[Json]) -> Json:
    for part in reversed(way[1:]):
        options = [{"name": part["name"], "type": part["type"], "options": options}]
    return {"id": command["id"], "name": command["name"], "type": command["type"], "options": options}


def _given(definition: Json, options: dict[str, object], resolved: Json) -> Json | None:
    """An option as it is sent; a User or Channel goes along in `resolved`."""
    value = options.get(definition["name"])
    choices = [choice["value"] for choice in definition.get("choices") or ()]
    if (value is None and definition.get("required")) or (choices and value not in (None, *choices)):
        raise NotOfferedError(f"{value!r} will not do for the option {definition['name']}")
    if isinstance(value, User | Channel):
        shelf = resolved.setdefault("users" if isinstance(value, User) else "channels", {})
        shelf[str(value.id)] = value.payload() | {"permissions": "0"}
        value = str(value.id)
    return None if value is None else {"name": definition["name"], "type": definition["type"], "value": value}


def _filled(part: Json, values: dict[str, object]) -> Json:
    """The part of a submitted modal that answers a label or a text."""
    if "component" in part:
        return {"type": part["type"], "id": 0, "component": _filled(part["component"], values)}
    if "custom_id" not in part:
        return {"type": part["type"], "id": 0}
    several = part["type"] in SEVERAL_VALUES
    drawn = [option["value"] for option in part.get("options") or () if option.get("default")]
    value = values.get(part["custom_id"], drawn if several else part.get("value", ""))
    return {"type": part["type"], "id": 0, "custom_id": part["custom_id"], "values" if several else "value": value}


class Figures:
    """What came of a crowd."""

    def __init__(self, interactions: list[Interaction]) -> None:
        self.interactions = interactions
        self.ages = sorted(each.acknowledged for each in interactions if each.acknowledged is not None)
        """Seconds from the press to its acknowledgement."""
        self.lost = [each for each in interactions if each.answer is None]
        """Those whose user read that the application did not respond."""
        self.refused = Counter(code for each in interactions for code in each.refused)
        """How often the bot's calls about them were refused, by code."""
        self.shown: dict[str, list[str]] = {}
        """The words of what each person was answered, by name."""
        for each in interactions:
            self.shown.setdefault(each.user.name, []).append(each.text)
        said = [message for room in {each.channel for each in interactions} for message in room.messages.values()]
        texts = Counter((m.channel.id, m.text) for m in said if m.visible_to is None and not m.deleted)
        self.doubled = [text for (_, text), count in texts.items() if count > 1]
        """The words of public messages that stand twice in one channel."""


async def crowd(
    players: Iterable[Player],
    script: Callable[[Player, Think], Awaitable[object]],
    *,
    thinks: tuple[float, float] = (0.0, 0.2),
    together: int = 1000,
    seconds: float = 60,
) -> Figures:
    """Let everyone follow the script, at most `together` at a time and `seconds` in all, each with their own pauses."""
    everyone, gate = list(players), asyncio.Semaphore(together)
    made = everyone[0].standin.interactions.all
    before = len(made)

    async def one(player: Player, rng: random.Random) -> None:
        async def think() -> None:
            await asyncio.sleep(rng.uniform(*thinks))

        async with gate:
            await think()
            await script(player, think)

    async with asyncio.timeout(seconds):
        await asyncio.gather(*(one(player, random.Random(n)) for n, player in enumerate(everyone)))
    return Figures(list(made.values())[before:])
