"""/schedule: posts of the day, for those who manage the server."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import answers, channels, managers, members, panels, schedules
from bot.client.bot import Interaction, Neurosprout
from bot.client.schedules import (
    complete_days,
    complete_entries,
    complete_paths,
    complete_schedules,
    complete_zones,
)
from bot.core.record import Category, Kind
from bot.core.recurrence import EVERY_DAY, Recurrence
from bot.core.recurrence_words import parse_time
from bot.core.schedule import Options
from bot.services.schedule import Draft
from bot.ui import schedule as drawing
from bot.ui.post_ids import ScheduleFormId, ScheduleId

_NINE = parse_time("09:00")
_HISTORY = 15
_KINDS = [
    app_commands.Choice(name=name, value=kind.value)
    for name, kind in (
        ("Mechanism of the day", Kind.MECHANISM),
        ("Term of the day", Kind.TERM),
        ("Substance of the day", Kind.SUBSTANCE),
        ("Paper of the day", Kind.PAPER),
        ("Question of the day", Kind.QUESTION),
        ("“Is it true that ...?” of the day", Kind.CLAIM_HEARD),
    )
]
_CATEGORIES = [app_commands.Choice(name=one.value.capitalize(), value=one.value) for one in Category]
_WHICH = "Which schedule; not needed where there is one"


class PlaceTransformer(app_commands.Transformer):
    """A channel by its id, of the kinds in which a schedule can post."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return channels.KINDS

    async def transform(self, _: discord.Interaction[discord.Client], value: app_commands.AppCommandChannel, /) -> int:
        return value.id


Place = app_commands.Transform[int, PlaceTransformer]


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Scheduling(commands.GroupCog, name="schedule", description="Post something every day, at your local time"):
    """Makes and changes schedules; whether the member may is asked again at each command and press."""

    def __init__(self, bot: Neurosprout) -> None:
        self.bot = bot
        self._schedules = bot.poster.schedules

    async def cog_load(self) -> None:
        self.bot.router.add(ScheduleId.TEMPLATE, panels.press)
        self.bot.router.add(ScheduleFormId.TEMPLATE, panels.submit)
        self.bot.poster.start()

    async def cog_unload(self) -> None:
        self.bot.router.remove(ScheduleId.TEMPLATE)
        self.bot.router.remove(ScheduleFormId.TEMPLATE)
        await self.bot.poster.stop()

    @commands.Cog.listener()
    async def on_app_command_completion(self, interaction: Interaction, _: object) -> None:
        """A manager used the bot: a pause that nobody was told of is told now."""
        await panels.tell(interaction)

    @app_commands.command(description="Post something every day: a mechanism at 09:00, or what you choose")
    @app_commands.describe(
        channel="Where to post",
        what="What to post; a mechanism if you choose nothing",
        time="When, such as 09:00 or 9 pm",
        days="On which days, such as mon wed fri; every day if you choose nothing",
        zone="Whose clock; the server's if you choose nothing",
        category="Only from this category (terms, mechanisms, questions)",
        path="The steps of this learning path, in order",
        mention="A role to notify; nobody if you choose nothing",
        discussion="Open a thread under each post",
        check="Offer check questions, each answered privately",
    )
    @app_commands.choices(what=_KINDS, category=_CATEGORIES)
    @app_commands.autocomplete(days=complete_days, zone=complete_zones, path=complete_paths)
    async def add(  # noqa: PLR0913, PLR0917 - one parameter for each option of the command
        self,
        interaction: Interaction,
        channel: Place,
        what: str | None = None,
        time: str | None = None,
        days: str | None = None,
        zone: str | None = None,
        category: str | None = None,
        path: str | None = None,
        mention: discord.Role | None = None,
        discussion: bool = False,
        check: bool = False,
    ) -> None:
        """Make a schedule, and answer with its first post."""
        settings = await managers.authorized(interaction)
        rule = schedules.retimed(Recurrence(_NINE, settings.zone, EVERY_DAY), time, days, zone)
        topic = schedules.topic(interaction, what, category, path)
        options = Options(mention.id if mention else None, discussion, check)
        await channels.place(interaction, channel, options)
        draft = Draft(settings.guild_id, channel, topic, rule, zone is not None, options)
        made = await self._schedules.add(draft, discord.utils.utcnow())
        self.bot.poster.aim(made.planned)
        overview = await self._schedules.get(settings.guild_id, made.schedule.id)
        library = self.bot.parts.knowledge.library
        await answers.send(interaction, drawing.draw_made(overview, library, server_zone=settings.zone))

    @app_commands.command(name="list", description="Every schedule of this server, and when each posts next")
    async def list_(self, interaction: Interaction) -> None:
        """Answer with the list."""
        await panels.show_list(interaction, 0)

    @app_commands.command(description="Change where, when or what a schedule posts")
    @app_commands.describe(
        schedule=_WHICH,
        channel="Where to post from now on",
        time="When, such as 09:00 or 9 pm",
        days="On which days, such as mon wed fri",
        zone="Whose clock",
    )
    @app_commands.autocomplete(schedule=complete_schedules, days=complete_days, zone=complete_zones)
    async def edit(
        self,
        interaction: Interaction,
        schedule: str | None = None,
        channel: Place | None = None,
        time: str | None = None,
        days: str | None = None,
        zone: str | None = None,
    ) -> None:
        """Change what was given, and open the panel for the rest."""
        settings = await managers.authorized(interaction)
        before = (await schedules.named(interaction, schedule)).schedule
        if (channel, time, days, zone) != (None, None, None, None):
            if channel is not None:
                await channels.place(interaction, channel, before.options)
            rule = schedules.retimed(before.recurrence, time, days, zone)
            own = before.own_zone or zone is not None
            after = replace(before, channel_id=channel or before.channel_id, recurrence=rule, own_zone=own)
            now, version = discord.utils.utcnow(), before.version
            changed = await self._schedules.change(settings.guild_id, before.id, lambda _: after, now, version=version)
            self.bot.poster.aim(changed.planned)
        await panels.open_panel(interaction, before.id)

    @app_commands.command(description="Post nothing until you resume it, or until a day")
    @app_commands.describe(schedule=_WHICH, until="The day on which it posts again, such as 2026-12-24")
    @app_commands.autocomplete(schedule=complete_schedules)
    async def pause(self, interaction: Interaction, schedule: str | None = None, until: str | None = None) -> None:
        """Pause it."""
        await managers.authorized(interaction)
        found = (await schedules.named(interaction, schedule)).schedule
        await panels.pause(interaction, found.id, schedules.until(until))

    @app_commands.command(description="Post again, from the next time that is still to come")
    @app_commands.describe(schedule=_WHICH)
    @app_commands.autocomplete(schedule=complete_schedules)
    async def resume(self, interaction: Interaction, schedule: str | None = None) -> None:
        """Resume it."""
        await managers.authorized(interaction)
        await panels.resume(interaction, (await schedules.named(interaction, schedule)).schedule.id)

    @app_commands.command(description="Leave out the next post")
    @app_commands.describe(schedule=_WHICH)
    @app_commands.autocomplete(schedule=complete_schedules)
    async def skip(self, interaction: Interaction, schedule: str | None = None) -> None:
        """Leave out the next post."""
        settings = await managers.authorized(interaction)
        found = (await schedules.named(interaction, schedule)).schedule
        changed, day = await self._schedules.skip(settings.guild_id, found.id, discord.utils.utcnow())
        self.bot.poster.aim(changed.planned)
        await panels.show_changed(interaction, found.id, f"The post of {day:%A, %Y-%m-%d} is left out.")

    @app_commands.command(name="next", description="What comes next; choose it, or put something before it")
    @app_commands.describe(
        schedule=_WHICH,
        entry="What to post next",
        insert="Keep what was planned for the post after",
    )
    @app_commands.autocomplete(schedule=complete_schedules, entry=complete_entries)
    async def next_(
        self, interaction: Interaction, schedule: str | None = None, entry: str | None = None, insert: bool = False
    ) -> None:
        """Choose what comes next, and answer with what comes."""
        settings = await managers.authorized(interaction)
        found = (await schedules.named(interaction, schedule)).schedule
        if entry is not None:
            wanted = schedules.entry(interaction, found, entry)
            changed = await self._schedules.choose(settings.guild_id, found.id, wanted, insert=insert)
            self.bot.poster.aim(changed.planned)
        overview = await self._schedules.get(settings.guild_id, found.id)
        await answers.send(interaction, drawing.draw_next(overview, self.bot.parts.knowledge.library))

    @app_commands.command(description="See the next post as it will look; only you see it")
    @app_commands.describe(schedule=_WHICH)
    @app_commands.autocomplete(schedule=complete_schedules)
    async def preview(self, interaction: Interaction, schedule: str | None = None) -> None:
        """Answer with the next post."""
        await managers.authorized(interaction)
        await panels.preview(interaction, (await schedules.named(interaction, schedule)).schedule.id)

    @app_commands.command(name="post-now", description="Post once now; the post at its time still comes")
    @app_commands.describe(schedule=_WHICH)
    @app_commands.autocomplete(schedule=complete_schedules)
    async def post_now(self, interaction: Interaction, schedule: str | None = None) -> None:
        """Post out of turn."""
        settings = await managers.authorized(interaction)
        found = (await schedules.named(interaction, schedule)).schedule
        await channels.place(interaction, found.channel_id, found.options)
        now = discord.utils.utcnow()
        changed = await self._schedules.post_now(settings.guild_id, found.id, interaction.id, now)
        await panels.show_changed(interaction, found.id, f"It is being posted in <#{found.channel_id}> now.")
        self.bot.poster.aim(changed.planned)

    @app_commands.command(description="What a schedule posted, and what it could not post and why")
    @app_commands.describe(schedule=_WHICH)
    @app_commands.autocomplete(schedule=complete_schedules)
    async def history(self, interaction: Interaction, schedule: str | None = None) -> None:
        """Answer with the last results."""
        await managers.authorized(interaction)
        overview = await schedules.named(interaction, schedule, _HISTORY)
        await answers.send(interaction, drawing.draw_history(overview, self.bot.parts.knowledge.library))

    @app_commands.command(description="Check a schedule: permissions, next times, last results, and how to mend it")
    @app_commands.describe(schedule=_WHICH)
    @app_commands.autocomplete(schedule=complete_schedules)
    async def doctor(self, interaction: Interaction, schedule: str | None = None) -> None:
        """Answer with the check-up."""
        await managers.authorized(interaction)
        await panels.doctor(interaction, (await schedules.named(interaction, schedule)).schedule.id)

    @app_commands.command(description="Remove a schedule; what it posted stays")
    @app_commands.describe(schedule="Which schedule")
    @app_commands.autocomplete(schedule=complete_schedules)
    async def remove(self, interaction: Interaction, schedule: str) -> None:
        """Remove it."""
        guild_id = members.guild_id_of(interaction)
        await managers.authorized(interaction)
        found = (await schedules.named(interaction, schedule)).schedule
        removed = await self._schedules.remove(guild_id, found.id)
        await answers.send(interaction, drawing.draw_removed(removed, self.bot.parts.knowledge.library))


async def setup(bot: Neurosprout) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Scheduling(bot))
