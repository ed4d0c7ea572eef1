"""Clean and broken request bodies: one rule broken in each, so that each rule is seen to be kept."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
V2 = 1 << 15
MESSAGES, EDIT = ("POST", "/channels/1/messages"), ("PATCH", "/channels/1/messages/2")
CALLBACK, COMMANDS = ("POST", "/interactions/1/token/callback"), ("PUT", "/applications/1/commands")
ORIGINAL, THREADS = ("PATCH", "/webhooks/1/token/messages/@original"), ("POST", "/channels/1/threads")


def button(**changes: object) -> Json:
    return {"type": 2, "style": 2, "label": "Share", "custom_id": "share"} | changes


def row(*items: Json) -> Json:
    return {"type": 1, "components": list(items)}


def select(**changes: object) -> Json:
    options = [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]
    return {"type": 3, "custom_id": "pick", "options": options} | changes


def text(content: str) -> Json:
    return {"type": 10, "content": content}


def v2(*components: Json, **changes: object) -> Json:
    return {"flags": V2, "components": list(components)} | changes


def label(component: Json) -> Json:
    return {"type": 18, "label": "Label", "component": component}


def modal(*components: Json, **changes: object) -> Json:
    return {"type": 9, "data": {"custom_id": "m", "title": "Title", "components": list(components)} | changes}


def typed(**changes: object) -> Json:
    return {"type": 4, "custom_id": "t", "style": 1} | changes


def command(**changes: object) -> Json:
    return {"type": 1, "name": "define", "description": "Look a term up"} | changes


def option(**changes: object) -> Json:
    return {"type": 3, "name": "term", "description": "A term"} | changes


def answer(kind: int, **data: object) -> Json:
    return {"type": kind, "data": data}


def gallery(url: str) -> Json:
    return {"type": 12, "items": [{"media": {"url": url}}]}


def poll(question: str = "Which?", *answers: str, **changes: object) -> Json:
    given = [{"poll_media": {"text": each}} for each in answers or ("A", "B")]
    return {"poll": {"question": {"text": question}, "answers": given} | changes}


CLEAN: dict[str, tuple[tuple[str, str], object]] = {
    "a message": (MESSAGES, {"content": "Hello"}),
    "a card": (MESSAGES, v2({"type": 17, "components": [text("Hi"), row(button())]})),
    "an edit without flags of a V2 message": (EDIT, {"components": [text("Hi")]}),
    "a picture that is shown": (
        MESSAGES,
        v2(gallery("attachment://a.png"), attachments=[{"id": 0, "filename": "a.png"}]),
    ),
    "a kept attachment": (ORIGINAL, v2(gallery("attachment://a.png"), attachments=[{"id": "1"}])),
    "ids as digits and as integers": (MESSAGES, {"content": "x", "nonce": "1", "message_reference": {"message_id": 2}}),
    "an empty edit": (EDIT, {"content": None, "embeds": []}),
    "a silent deferral": (CALLBACK, answer(5, flags=64)),
    "no commands at all": (COMMANDS, []),
    "a command for adults": (COMMANDS, [command(nsfw=True)]),
    "an optional select": (CALLBACK, modal(label(select(min_values=0, required=False)))),
    "a full address": (("POST", "https://discord.com/api/v10/channels/1/messages?wait=true"), {"content": "x"}),
    "no body where none belongs": (("PUT", "/channels/1/messages/2/reactions/x/@me"), None),
}

LONG = "x" * 4001
BROKEN: dict[str, tuple[tuple[str, str], object]] = {
    # routes
    "an unknown route": (("POST", "/channels/1/shouts"), {"content": "x"}),
    "a body where none belongs": (("DELETE", "/channels/1/messages/2"), {"content": "x"}),
    "no body where one belongs": (MESSAGES, None),
    # the shape of messages
    "content of the wrong type": (MESSAGES, {"content": 5}),
    "a misspelled key": (MESSAGES, {"content": "x", "embed": {"title": "x"}}),
    "a misspelled key in a component": (MESSAGES, v2({"type": 17, "components": [text("x")], "accent_colour": 1})),
    "eleven embeds": (MESSAGES, {"embeds": [{"title": "x"}] * 11}),
    "a long embed title": (MESSAGES, {"embeds": [{"title": "x" * 257}]}),
    "a bad address": (MESSAGES, {"embeds": [{"title": "x", "url": "ftp://x"}]}),
    "a bad time": (MESSAGES, {"embeds": [{"title": "x", "timestamp": "yesterday"}]}),
    "a nonce of 26 characters": (MESSAGES, {"content": "x", "nonce": "n" * 26}),
    "eleven attachments": (MESSAGES, {"content": "x", "attachments": [{"id": n} for n in range(11)]}),
    "a component id beyond 32 bits": (MESSAGES, v2(text("x") | {"id": 2**31})),
    "an unknown component": (MESSAGES, v2({"type": 99})),
    "a modal's component in a message": (MESSAGES, v2(label(typed()))),
    "a container in a container": (MESSAGES, v2({"type": 17, "components": [{"type": 17, "components": [text("x")]}]})),
    "a section without an accessory": (MESSAGES, v2({"type": 9, "components": [text("x")]})),
    "a section of four texts": (MESSAGES, v2({"type": 9, "components": [text("x")] * 4, "accessory": button()})),
    "a gallery of eleven": (MESSAGES, v2({"type": 12, "items": [{"media": {"url": "https://x.org/a.png"}}] * 11})),
    "six buttons": (MESSAGES, {"content": "x", "components": [row(*(button(custom_id=str(n)) for n in range(6)))]}),
    "a label of 81 characters": (MESSAGES, v2(row(button(label="x" * 81)))),
    "a custom id of 101 characters": (MESSAGES, v2(row(button(custom_id="x" * 101)))),
    "26 options": (MESSAGES, v2(row(select(options=[{"label": "x", "value": str(n)} for n in range(26)])))),
    # the rules of messages
    "an empty message": (MESSAGES, {"content": ""}),
    "2,001 characters": (MESSAGES, {"content": "x" * 2001}),
    "6,001 characters of embeds": (MESSAGES, {"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]}),
    "an empty embed field": (MESSAGES, {"embeds": [{"fields": [{"name": " ", "value": "x"}]}]}),
    "content in a V2 message": (MESSAGES, v2(text("x"), content="x")),
    "an embed in a V2 message": (MESSAGES, v2(text("x"), embeds=[{"title": "x"}])),
    "41 components": (MESSAGES, v2(*[row(button(custom_id=str(n))) for n in range(20)], text("x"))),
    "4,001 characters of V2 text": (MESSAGES, v2(text(LONG[:2000]), text(LONG[:2001]))),
    "10,171 bytes of V2 text": (MESSAGES, v2(text("字" * 3390))),
    "V2 without its flag": (MESSAGES, {"components": [text("x")]}),
    "six rows": (MESSAGES, {"content": "x", "components": [row(button(custom_id=str(n))) for n in range(6)]}),
    "one custom id twice": (MESSAGES, v2(row(button(), button()))),
    "one component id twice": (MESSAGES, v2(text("x") | {"id": 1}, text("y") | {"id": 1})),
    "a link button with a custom id": (MESSAGES, v2(row(button(style=5, url="https://x.org")))),
    "a link button without a link": (MESSAGES, v2(row(button(style=5, custom_id=None)))),
    "a button without an id": (MESSAGES, v2(row(button(custom_id=None)))),
    "a button without a label": (MESSAGES, v2(row(button(label=None)))),
    "a premium button with a label": (MESSAGES, v2(row(button(style=6, sku_id="1", custom_id=None)))),
    "a file from the web": (MESSAGES, v2({"type": 13, "file": {"url": "https://x.org/a.pdf"}})),
    "a button beside a select": (MESSAGES, v2(row(button(), select()))),
    "min above max": (MESSAGES, v2(row(select(min_values=2, max_values=1)))),
    "max above the options": (MESSAGES, v2(row(select(max_values=3)))),
    "one option value twice": (MESSAGES, v2(row(select(options=[{"label": "A", "value": "a"}] * 2)))),
    "two defaults of one": (
        MESSAGES,
        v2(row(select(options=[{"label": c, "value": c, "default": True} for c in "ab"]))),
    ),
    "a picture that is not attached": (MESSAGES, v2(gallery("attachment://a.png"))),
    "a picture nobody sees": (MESSAGES, v2(text("x"), attachments=[{"id": 0, "filename": "a.png"}])),
    "mentions of all and of some": (
        MESSAGES,
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    ),
    "an ephemeral channel message": (MESSAGES, {"content": "x", "flags": 64}),
    "an ephemeral thread message": (("POST", "/channels/1/messages"), {"content": "x", "flags": 64 | 4096}),
    "a long question": (MESSAGES, poll("x" * 301)),
    "a long answer": (MESSAGES, poll("x", "x" * 56)),
    "eleven answers": (MESSAGES, poll("x", *map(str, range(11)))),
    "a poll of 769 hours": (MESSAGES, poll("x", duration=769)),
    "a poll in a V2 message": (MESSAGES, v2(text("x"), **poll())),
    "a long edit": (ORIGINAL, {"content": "x" * 2001}),
    "a follow-up with an embed too many": (("POST", "/webhooks/1/token"), {"embeds": [{"title": "x"}] * 11}),
    "an empty forum post": (THREADS, {"name": "x", "message": {"content": ""}}),
    "a forum post with six tags": (THREADS, {"name": "x", "applied_tags": ["1"] * 6, "message": {"content": "x"}}),
    "a thread without a name": (THREADS, {"type": 11}),
    "a thread that archives after an hour and a bit": (THREADS, {"name": "x", "type": 11, "auto_archive_duration": 61}),
    # answers to interactions
    "an unknown kind of answer": (CALLBACK, answer(3)),
    "an empty answer": (CALLBACK, answer(4, flags=64)),
    "a V2 deferral": (CALLBACK, answer(5, flags=64 | V2)),
    "a deferral with content": (CALLBACK, answer(5, content="x")),
    "26 suggestions": (CALLBACK, answer(8, choices=[{"name": "x", "value": "x"}] * 26)),
    "a long suggestion": (CALLBACK, answer(8, choices=[{"name": "x" * 101, "value": "x"}])),
    "a long suggested value": (CALLBACK, answer(8, choices=[{"name": "x", "value": "x" * 101}])),
    # modals
    "a long modal title": (CALLBACK, modal(label(typed()), title="x" * 46)),
    "an empty modal": (CALLBACK, modal()),
    "six labels": (CALLBACK, modal(*(label(typed(custom_id=str(n))) for n in range(6)))),
    "a label of 46 characters": (CALLBACK, modal(label(typed()) | {"label": "x" * 46})),
    "a label in a label": (CALLBACK, modal(label(typed(label="Twice")))),
    "a disabled select": (CALLBACK, modal(label(select(disabled=True)))),
    "nothing chosen though required": (CALLBACK, modal(label(select(min_values=0)))),
    "no files though required": (CALLBACK, modal(label({"type": 19, "custom_id": "f", "min_values": 0}))),
    "a single radio button": (
        CALLBACK,
        modal(label({"type": 21, "custom_id": "r", "options": select()["options"][:1]})),
    ),
    "min length above max": (CALLBACK, modal(label(typed(min_length=5, max_length=4)))),
    "a value longer than allowed": (CALLBACK, modal(label(typed(value="xxxxx", max_length=4)))),
    "a button in a modal": (CALLBACK, modal(row(button()))),
    # commands
    "an upper-case name": (COMMANDS, [command(name="Define")]),
    "a name with a space": (COMMANDS, [command(name="define it")]),
    "a name of 33 characters": (COMMANDS, [command(name="x" * 33)]),
    "no description": (COMMANDS, [command(description="")]),
    "a long description": (COMMANDS, [command(description="x" * 101)]),
    "a described context menu": (COMMANDS, [command(type=3, name="Explain terms")]),
    "an unknown locale": (COMMANDS, [command(name_localizations={"xx": "x"})]),
    "a bad translated name": (COMMANDS, [command(name_localizations={"de": "Be Griff"})]),
    "an unknown key of a command": (COMMANDS, [command(permission="8")]),
    "26 command options": (COMMANDS, [command(options=[option(name=f"o{n}") for n in range(26)])]),
    "a required option too late": (COMMANDS, [command(options=[option(), option(name="b", required=True)])]),
    "one option twice": (COMMANDS, [command(options=[option(), option()])]),
    "suggestions and choices": (
        COMMANDS,
        [command(options=[option(autocomplete=True, choices=[{"name": "x", "value": "x"}])])],
    ),
    "a long choice value": (COMMANDS, [command(options=[option(choices=[{"name": "x", "value": "x" * 101}])])]),
    "a minimum above the maximum": (COMMANDS, [command(options=[option(type=4, min_value=2, max_value=1)])]),
    "a sub-command beside an option": (COMMANDS, [command(options=[option(type=1), option(name="b")])]),
    "one command twice": (COMMANDS, [command(), command()]),
    "101 commands": (COMMANDS, [command(name=f"c{n}") for n in range(101)]),
    "16 context menus": (COMMANDS, [{"type": 3, "name": f"c{n}"} for n in range(16)]),
    "8,001 characters": (
        COMMANDS,
        [
            command(
                options=[
                    option(name=f"o{n}", choices=[{"name": "x" * 100, "value": str(c)} for c in range(4)])
                    for n in range(20)
                ]
            )
        ],
    ),
}
