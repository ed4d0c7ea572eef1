"""What is said to whoever cannot have a schedule, or a change of one, as they asked for it."""

from __future__ import annotations

from collections.abc import Callable

from bot.core import refusals
from bot.ui import kit
from bot.ui.texts import enumerate_words


def _time(error: refusals.UnknownTimeError) -> str:
    return f"“{kit.quoted(error.wanted)}” is not a time of day. Write it as on a clock: `09:00`, `21:30` or `9 pm`."


def _days(error: refusals.UnknownDaysError) -> str:
    return (
        f"“{kit.quoted(error.wanted)}” does not say on which days. Write, for example, `every day`, `mon wed fri`, "
        "`weekdays`, `every 3 days` or `first monday`."
    )


def _date(error: refusals.UnknownDateError) -> str:
    return (
        f"“{kit.quoted(error.wanted)}” is not a day that is still to come. Write it as `2026-12-24`, or leave it out "
        "to pause until somebody resumes it."
    )


def _elsewhere(error: refusals.ChannelElsewhereError) -> str:
    return (
        f"<#{error.channel_id}> is not a channel of this server that I can see. If it is one, someone who manages it "
        "can give me the permission **View Channel** in Edit Channel > Permissions."
    )


def _unfit(error: refusals.ChannelUnfitError) -> str:
    return f"I cannot post into <#{error.channel_id}>. Choose a text, announcement or forum channel, or a thread."


def _locked(error: refusals.ThreadLockedError) -> str:
    return f"The thread <#{error.channel_id}> is locked. Someone who manages threads can unlock it, or choose another."


def _tag(error: refusals.TagRequiredError) -> str:
    return (
        f"The forum <#{error.channel_id}> wants a tag on every post, and I do not choose tags. Choose another channel, "
        "or switch that off in Edit Channel > Require people to select tags."
    )


def _mention(error: refusals.RoleNotMentionableError) -> str:
    return (
        f"I may not mention <@&{error.role_id}>. Switch on “Allow anyone to @mention this role” in Server Settings > "
        "Roles, give me the permission **Mention Everyone**, or leave the mention out."
    )


def _too_many_schedules(error: refusals.TooManySchedulesError) -> str:
    return (
        f"This server has {error.limit} schedules already, which is the most it can have. Remove one with "
        "`/schedule remove` first."
    )


def _path(error: refusals.UnknownPathError) -> str:
    return f"There is no learning path called “{kit.quoted(error.wanted)}”. Choose one of those that are offered."


def _not_of_topic(error: refusals.NotOfTopicError) -> str:
    shown = enumerate_words([f"“{kit.quoted(name)}”" for name in error.wanted[:5]])
    return f"This schedule cannot post {shown}: nothing of its topic has that name. Nothing was changed."


def _grace(error: refusals.GraceError) -> str:
    return f"“{kit.quoted(error.wanted)}” is not a number of hours from 0 to {error.limit}. Nothing was changed."


PLAIN: dict[type[Exception], str] = {
    refusals.ChannelHiddenError: "You cannot see that channel, so you cannot have anything posted there.",
    refusals.MentionsEveryoneError: (
        "That role is everyone in the server, whom no daily post should notify. Choose another role, or none."
    ),
    refusals.NoSchedulesError: "This server has no schedule yet. Make one with `/schedule add`.",
    refusals.WhichScheduleError: "This server has several schedules. Say which one with the option `schedule`.",
    refusals.ScheduleGoneError: "This schedule was removed. `/schedule list` shows those that are left.",
    refusals.ScheduleChangedError: (
        "Somebody changed this schedule after you opened it, so your change was not made. Open it again with "
        "`/schedule edit` to see how it is now."
    ),
    refusals.EmptyTopicError: (
        "The library has nothing to post for that choice. Choose another kind, shelf or path, or exclude less."
    ),
    refusals.NoShelvesError: "Only terms, mechanisms and questions have a category. Leave the category out.",
    refusals.SchedulePausedError: "This schedule is paused, so it has no next post. Resume it with `/schedule resume`.",
    refusals.BeingPostedError: "The post is being sent at this moment and cannot be left out any more.",
}
WORDINGS: dict[type[Exception], Callable[..., str]] = {
    refusals.UnknownTimeError: _time,
    refusals.UnknownDaysError: _days,
    refusals.UnknownDateError: _date,
    refusals.ChannelElsewhereError: _elsewhere,
    refusals.ChannelUnfitError: _unfit,
    refusals.ThreadLockedError: _locked,
    refusals.TagRequiredError: _tag,
    refusals.RoleNotMentionableError: _mention,
    refusals.TooManySchedulesError: _too_many_schedules,
    refusals.UnknownPathError: _path,
    refusals.NotOfTopicError: _not_of_topic,
    refusals.GraceError: _grace,
}
