"""A schedule's messages and panel: what each of their controls does, for whoever may manage the server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import discord

from bot.client import answers, channels, managers, members, schedules
from bot.client.bot import Interaction
from bot.client.components import Press
from bot.core.evidence import Id
from bot.core.record import Category, Kind
from bot.core.refusals import EmptyTopicError, NoSchedulesError, ScheduleChangedError, SchedulePausedError
from bot.core.schedule import Options, Overview, Schedule, Topic
from bot.core.settings import may_manage
from bot.services import posting
from bot.services import settings as settings_service
from bot.ui import posts, schedule_panel
from bot.ui import schedule as drawing
from bot.ui.post_ids import ScheduleFormId, ScheduleId

_HISTORY = 15


async def press(interaction: Interaction, press: Press) -> None:
    """A control of one of these messages."""
    await managers.authorized(interaction)
    pressed = ScheduleId.parse(press.match)
    if pressed.action in _OPENING:
        await _OPENING[pressed.action](interaction, pressed.schedule_id)
    elif pressed.action == "list":
        await show_list(interaction, pressed.schedule_id, redraw=True)
    elif pressed.action in ("when", "order"):
        await _open_form(interaction, pressed)
    else:
        await _change(interaction, pressed, press)


async def submit(interaction: Interaction, press: Press) -> None:
    """One of the two forms was sent."""
    settings = await managers.authorized(interaction)
    form, fields = ScheduleFormId.parse(press.match), dict(press.fields)
    before = (await _overview(interaction, form.schedule_id)).schedule
    if form.form == "when":
        zone = fields.get(ScheduleFormId.ZONE, "").strip()
        rule = schedules.retimed(
            replace(before.recurrence, zone=settings.zone),
            fields[ScheduleFormId.TIME],
            fields[ScheduleFormId.DAYS],
            zone or None,
        )
        after = replace(before, recurrence=rule, own_zone=bool(zone))
    else:
        pinned = _listed(interaction, before, fields.get(ScheduleFormId.ORDER, ""))
        excluded = frozenset(_listed(interaction, before, fields.get(ScheduleFormId.EXCLUDED, "")))
        after = replace(before, options=replace(before.options, order=pinned, excluded=excluded))
    await _save(interaction, form.schedule_id, after, form.version)


def _listed(interaction: Interaction, schedule: Schedule, typed: str) -> tuple[Id, ...]:
    return schedules.entries(interaction, schedule, typed) if typed.strip() else ()


async def _open_form(interaction: Interaction, pressed: ScheduleId) -> None:
    """The form for what is shown; refused where that is not how it stands any more."""
    schedule = (await _overview(interaction, pressed.schedule_id)).schedule
    if schedule.version != pressed.version:
        raise ScheduleChangedError
    library = interaction.client.parts.knowledge.library
    order = pressed.action == "order"
    form = schedule_panel.order_form(schedule, library) if order else schedule_panel.when_form(schedule)
    await interaction.response.send_modal(form)


async def _change(interaction: Interaction, pressed: ScheduleId, press: Press) -> None:
    """A choice on the panel: saved at once, if the panel shows how the schedule stands."""
    before = (await _overview(interaction, pressed.schedule_id)).schedule
    options = before.options
    match pressed.action:
        case "channel":
            after = replace(before, channel_id=int(press.value))
        case "topic":
            after = replace(before, topic=_topic(press.value), queue=(), options=_unpinned(options))
        case "shelf":
            category = None if press.value == schedule_panel.ALL else Category(press.value)
            after = replace(before, topic=replace(before.topic, category=category))
        case "role":
            role_id = int(press.values[0]) if press.values else None
            after = replace(before, options=replace(options, mention_role_id=role_id))
        case "tolerance":
            after = replace(before, options=replace(options, tolerance=int(press.value)))
        case "discussion":
            after = replace(before, options=replace(options, discussion=not options.discussion))
        case _:
            after = replace(before, options=replace(options, checks=not options.checks))
    if pressed.action in ("channel", "role", "discussion"):
        await channels.place(interaction, after.channel_id, after.options)
    await _save(interaction, pressed.schedule_id, after, pressed.version)


def _topic(value: str) -> Topic:
    return Topic(None, path=value.removeprefix("path:")) if value.startswith("path:") else Topic(Kind(value))


def _unpinned(options: Options) -> Options:
    return replace(options, order=(), excluded=frozenset())


async def _save(interaction: Interaction, schedule_id: int, after: Schedule, version: int) -> None:
    guild_id, now = members.guild_id_of(interaction), discord.utils.utcnow()
    poster = interaction.client.poster
    changed = await poster.schedules.change(guild_id, schedule_id, lambda _: after, now, version=version)
    poster.aim(changed.planned)
    await answers.redraw(interaction, await _panel(interaction, schedule_id))


async def _overview(interaction: Interaction, schedule_id: int, results: int = 5) -> Overview:
    guild_id = members.guild_id_of(interaction)
    return await interaction.client.poster.schedules.get(guild_id, schedule_id, results)


async def _panel(interaction: Interaction, schedule_id: int) -> discord.ui.LayoutView:
    overview = await _overview(interaction, schedule_id)
    return schedule_panel.draw(overview, interaction.client.parts.knowledge.library, channels.KINDS)


async def open_panel(interaction: Interaction, schedule_id: int) -> None:
    """Answer with the panel in a new message."""
    await answers.send(interaction, await _panel(interaction, schedule_id))


async def show_list(interaction: Interaction, page: int, *, redraw: bool = False) -> None:
    """A page of the list of schedules."""
    await managers.authorized(interaction)
    found = await interaction.client.poster.schedules.of_guild(members.guild_id_of(interaction))
    if not found:
        raise NoSchedulesError
    view = drawing.draw_list(found, page, interaction.client.parts.knowledge.library)
    await (answers.redraw if redraw else answers.send)(interaction, view)


async def show_changed(interaction: Interaction, schedule_id: int, said: str) -> None:
    """What was done, and how the schedule stands now."""
    overview = await _overview(interaction, schedule_id)
    await answers.send(interaction, drawing.draw_changed(overview, said, interaction.client.parts.knowledge.library))


async def pause(interaction: Interaction, schedule_id: int, until: date | None = None) -> None:
    """Pause it, and say so."""
    guild_id, now = members.guild_id_of(interaction), discord.utils.utcnow()
    poster = interaction.client.poster
    poster.aim((await poster.schedules.pause(guild_id, schedule_id, until, now)).planned)
    await show_changed(interaction, schedule_id, "It is paused." if until is None else f"It is paused until {until}.")


async def resume(interaction: Interaction, schedule_id: int) -> None:
    """Let it post again, and say so."""
    guild_id, now = members.guild_id_of(interaction), discord.utils.utcnow()
    poster = interaction.client.poster
    poster.aim((await poster.schedules.resume(guild_id, schedule_id, now)).planned)
    await show_changed(interaction, schedule_id, "It posts again.")


async def preview(interaction: Interaction, schedule_id: int) -> None:
    """The next post, for this person alone, exactly as it will look."""
    overview = await _overview(interaction, schedule_id)
    if overview.open is None:
        raise SchedulePausedError
    posted = posts.found(overview.open.entry_id or "", interaction.client.parts.knowledge.library)
    if posted is None:
        raise EmptyTopicError
    drawn = await interaction.client.poster.drawn(overview.schedule, posted, "preview", seconds=1.2)
    await answers.send(interaction, drawn.view, drawn.attachments)


async def doctor(interaction: Interaction, schedule_id: int) -> None:
    """Everything that can be checked."""
    overview = await _overview(interaction, schedule_id)
    health = await schedules.health(interaction, overview.schedule)
    settings = await interaction.client.rules.here(interaction)
    role_id = settings.manager_role_id if settings else None
    library = interaction.client.parts.knowledge.library
    await answers.send(interaction, drawing.draw_doctor(overview, health, library, manager_role_id=role_id))


async def history(interaction: Interaction, schedule_id: int) -> None:
    """The last results."""
    overview = await _overview(interaction, schedule_id, _HISTORY)
    await answers.send(interaction, drawing.draw_history(overview, interaction.client.parts.knowledge.library))


async def tell(interaction: Interaction) -> None:
    """Tell a manager who has just used the bot of pauses that nobody was told of."""
    poster, guild_id = interaction.client.poster, interaction.guild_id
    if guild_id is None or guild_id not in poster.unheard:
        return
    database = interaction.client.parts.database
    role_ids, manage_guild = members.role_ids_of(interaction), interaction.permissions.manage_guild
    current = await settings_service.get(database, guild_id)
    if not may_manage(current, manage_guild=manage_guild, role_ids=role_ids):
        return
    if paused := await posting.notices(database, guild_id):
        view = drawing.draw_notice(paused, interaction.client.parts.knowledge.library)
        await interaction.followup.send(view=view, ephemeral=True)
    await poster.heard(guild_id)


_OPENING: dict[str, Callable[[Interaction, int], Awaitable[None]]] = {
    "preview": preview,
    "edit": open_panel,
    "doctor": doctor,
    "history": history,
    "pause": pause,
    "resume": resume,
}
