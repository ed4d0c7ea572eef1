"""The settings panel, its history, and the form for the time zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import discord
from discord import ui

from bot.core.settings import MOST_CHANNELS, MOST_HELP, GuildSettings, PastChange, Value
from bot.ui import kit
from bot.ui.ids import HelpModalId, SettingsId, ZoneModalId

_FIELDS = {
    "zone": "Time zone",
    "manager_role_id": "May manage the bot",
    "quiz_role_id": "May start a quiz",
    "notice_channel_id": "Notice channel",
    "allowed_channel_ids": "Channels for shared answers",
    "sharing_channel_ids": "Channels where answers are shared by default",
    "age_restricted_only": "Only in age-restricted channels",
    "help_text": "Help text",
    "quiz_in_thread": "A thread for each quiz",
    "quiz_cooldown_seconds": "Pause between quizzes",
    "quiz_solo_counts": "Points for playing alone",
    "grace_hours": "How late a scheduled post may come",
}
_GRACES = {
    0: "Only on time",
    1: "Up to an hour late",
    3: "Up to 3 hours late",
    6: "Up to 6 hours late",
    12: "Up to 12 hours late",
    24: "Up to a day late",
}
_PAUSES = {0: "none", 60: "one minute", 300: "five minutes", 900: "a quarter of an hour", 3600: "an hour"}
"""The pauses that are offered, in seconds."""
_MEASURED: Mapping[str, Callable[[int], str]] = {
    "quiz_cooldown_seconds": lambda seconds: _PAUSES.get(seconds, f"{seconds} seconds"),
    "grace_hours": lambda hours: _GRACES.get(hours, f"up to {hours} hours late").lower(),
}
Row = ui.ActionRow[ui.LayoutView]


def draw_panel(settings: GuildSettings, local_time: str) -> ui.LayoutView:
    """Everything that can be set, with what is set; `local_time` is the time now in the server's zone."""
    items: list[ui.Item[ui.LayoutView]] = [
        kit.text("## Settings", "-# Every choice is saved at once."),
        kit.text(f"**Time zone:** {settings.zone}, where it is {local_time}"),
        kit.text("**May manage the bot**, besides those with Manage Server:", _manager_path(settings)),
        Row(_roles("manager_role_id", "Nobody else", settings.manager_role_id)),
        kit.text("**May start a quiz:**"),
        Row(_roles("quiz_role_id", "Everyone", settings.quiz_role_id)),
        kit.text(f"**Quizzes:** {_quizzes(settings)}"),
        Row(_pauses(settings.quiz_cooldown_seconds)),
        Row(
            _switch("quiz_in_thread", "Play in the channel" if settings.quiz_in_thread else "Play in threads"),
            _switch("quiz_solo_counts", "Do not count solo play" if settings.quiz_solo_counts else "Count solo play"),
        ),
        kit.text(
            "**Notice channel**, where moderators are told when something breaks, and what members request or report:"
        ),
        Row(_channels("notice_channel_id", "None", _one(settings.notice_channel_id), most=1)),
        kit.text("**Channels for shared answers** (looking things up privately works everywhere):"),
        Row(_channels("allowed_channel_ids", "All channels", sorted(settings.allowed_channel_ids), most=MOST_CHANNELS)),
        kit.text("**Shared by default**, unless a member chooses `share: False` (anywhere else, answers are private):"),
        Row(_channels("sharing_channel_ids", "No channel", sorted(settings.sharing_channel_ids), most=MOST_CHANNELS)),
        kit.text("**Scheduled posts** that I could not send on time, because I was away, may still come:"),
        Row(_grace(settings.grace_hours)),
        kit.text(f"**Age:** {_age(settings)}", f"**Help text:** {_help(settings)}"),
        Row(
            ui.Button[ui.LayoutView](label="Change time zone", custom_id=str(SettingsId("zone"))),
            ui.Button[ui.LayoutView](label="Change help text", custom_id=str(SettingsId("help_text"))),
            ui.Button[ui.LayoutView](
                label="Answer in all channels" if settings.age_restricted_only else "Only age-restricted channels",
                custom_id=str(SettingsId("age_restricted_only")),
            ),
            ui.Button[ui.LayoutView](label="Who changed what", custom_id=str(SettingsId("history"))),
        ),
    ]
    return kit.message(*items)


def _quizzes(settings: GuildSettings) -> str:
    where = "each runs in a thread of its own" if settings.quiz_in_thread else "they run in the channel itself"
    alone = "count" if settings.quiz_solo_counts else "do not count"
    return f"{where}; points from rounds that only one person answers {alone} on the boards."


def _pauses(chosen: int) -> ui.Select[ui.LayoutView]:
    options = [
        discord.SelectOption(label=f"Pause between quizzes: {name}", value=str(seconds), default=seconds == chosen)
        for seconds, name in _PAUSES.items()
    ]
    return ui.Select(custom_id=str(SettingsId("quiz_cooldown_seconds")), options=options)


def _switch(field: str, label: str) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=label, custom_id=str(SettingsId(field)))


def _grace(hours: int) -> ui.Select[ui.LayoutView]:
    options = [
        discord.SelectOption(label=said, value=str(each), default=each == hours) for each, said in _GRACES.items()
    ]
    return ui.Select(custom_id=str(SettingsId("grace_hours")), options=options)


def _age(settings: GuildSettings) -> str:
    if settings.age_restricted_only:
        return "I answer in age-restricted channels only; help in an emergency is shown everywhere."
    return "I answer in all channels. Everything here is written to be fit for readers under 18."


def _help(settings: GuildSettings) -> str:
    if not settings.help_text:
        return "none; whoever looks for help is shown the emergency number and where else to turn."
    return f"shown to whoever looks for help, below the emergency number:\n>>> {settings.help_text}"


def _one(value: int | None) -> list[int]:
    return [] if value is None else [value]


def _manager_path(settings: GuildSettings) -> str:
    if settings.manager_role_id is None:
        return ""
    return (
        "Discord hides `/settings` and `/schedule` from this role until someone adds it under Server Settings > "
        "Integrations > Neurosprout > the command > Add Roles or Members."
    )


def _roles(field: str, placeholder: str, chosen: int | None) -> ui.RoleSelect[ui.LayoutView]:
    defaults = [discord.SelectDefaultValue(id=one, type=discord.SelectDefaultValueType.role) for one in _one(chosen)]
    return ui.RoleSelect(
        custom_id=str(SettingsId(field)), placeholder=placeholder, min_values=0, max_values=1, default_values=defaults
    )


def _channels(field: str, placeholder: str, chosen: Sequence[int], *, most: int) -> ui.ChannelSelect[ui.LayoutView]:
    return ui.ChannelSelect(
        custom_id=str(SettingsId(field)),
        placeholder=placeholder,
        channel_types=[discord.ChannelType.text, discord.ChannelType.news],
        min_values=0,
        max_values=most,
        default_values=[
            discord.SelectDefaultValue(id=one, type=discord.SelectDefaultValueType.channel) for one in chosen
        ],
    )


def draw_notice_test() -> ui.LayoutView:
    """The first message in a notice channel, which shows that the bot can post there."""
    return kit.notice("From now on, moderators are told here when something about Neurosprout needs their attention.")


def draw_history(changes: Sequence[PastChange]) -> ui.LayoutView:
    """Who changed what, the newest first."""
    lines = [_change(past) for past in changes]
    return kit.message(kit.text("## Who changed what"), kit.text("\n".join(lines) or "Nothing has been changed yet."))


def _change(past: PastChange) -> str:
    field = past.change.field
    who = f"<@{past.user_id}>" if past.user_id else "somebody who asked to be forgotten"
    was, now = _value(field, past.change.old), _value(field, past.change.new)
    return f"{discord.utils.format_dt(past.changed_at, 'R')} {who}: **{_FIELDS[field]}** from {was} to {now}"


def _value(field: str, value: Value) -> str:
    if value is None or value in (frozenset(), ""):
        return "nothing set"
    if field in _MEASURED:
        return _MEASURED[field](int(str(value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        shown = sorted(value)
        more = f" and {len(shown) - 5} more" if len(shown) > 5 else ""
        return ", ".join(f"<#{one}>" for one in shown[:5]) + more
    if isinstance(value, int):
        return f"<@&{value}>" if field.endswith("role_id") else f"<#{value}>"
    return f"“{kit.quoted(value)}”" if field == "help_text" else value


def help_form(help_text: str) -> ui.Modal:
    """The form that asks for the server's own help text; an empty one takes it away."""
    field = ui.TextInput[ui.Modal](
        custom_id=HelpModalId.INPUT,
        style=discord.TextStyle.long,
        default=help_text,
        placeholder="Talk to a moderator: write to @Moderators. In our country, the crisis line is ...",
        max_length=MOST_HELP,
        required=False,
    )
    form = ui.Modal(title="Where members find help", custom_id=str(HelpModalId()), timeout=900)
    form.add_item(
        ui.Label(
            text="Shown to whoever looks for help",
            description="Such as crisis lines of your country, or how to reach you. Empty: my own words.",
            component=field,
        )
    )
    form.stop()
    return form


def zone_form(zone: str) -> ui.Modal:
    """The form that asks for the time zone; stopped, for it is answered by its custom id."""
    field = ui.TextInput[ui.Modal](custom_id=ZoneModalId.INPUT, default=zone, placeholder="Berlin", max_length=60)
    form = ui.Modal(title="The server's time zone", custom_id=str(ZoneModalId()), timeout=900)
    form.add_item(
        ui.Label(text="City or zone", description="Such as Berlin, New York or Asia/Kolkata", component=field)
    )
    form.stop()
    return form
