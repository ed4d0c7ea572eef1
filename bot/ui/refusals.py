"""Every refusal in words: what is needed, and who can give it. The only place where one is worded."""

from __future__ import annotations

from collections.abc import Callable

from discord import app_commands, ui

from bot.core import quiz, refusals
from bot.ui import kit, schedule_refusals
from bot.ui.texts import enumerate_words


def draw(error: refusals.RefusalError | app_commands.CheckFailure) -> ui.LayoutView:
    """The answer to a request that cannot be granted."""
    return kit.notice(worded(error))


def draw_failure(reference: str) -> ui.LayoutView:
    """The answer when something broke: a sentence, and the number under which the log has the rest."""
    return kit.notice(
        "Something went wrong on our side, and it has been noted. Please try again; if it happens again, tell whoever "
        f"runs this bot the reference **{reference}**."
    )


def worded(error: Exception) -> str:
    """The sentence for a refusal; each kind has its own."""
    kind = type(error)
    return _PLAIN[kind] if kind in _PLAIN else _WORDINGS[kind](error)


def _manager(error: refusals.ManagerRequiredError) -> str:
    role = f", or the role <@&{error.manager_role_id}>" if error.manager_role_id else ""
    return (
        f"This needs the permission **Manage Server**{role}. Someone who manages this server can give it to you in "
        "Server Settings > Roles."
    )


def _zone(error: refusals.UnknownZoneError) -> str:
    said = f"“{kit.quoted(error.wanted)}” is not a time zone I know." if error.wanted else "A time zone is needed."
    if not error.suggestions:
        return f"{said} Write a city such as Berlin, or a name such as Europe/Berlin."
    return f"{said} Did you mean {enumerate_words([f'`{name}`' for name in error.suggestions], 'or')}?"


def _channels(error: refusals.TooManyChannelsError) -> str:
    return f"{error.count} channels are too many: at most {error.limit} can be chosen. Choose none to allow all."


def _sharing(error: refusals.SharingNotAllowedError) -> str:
    shown = [f"<#{channel_id}>" for channel_id in sorted(error.allowed_channel_ids)[:5]]
    return (
        f"In this server, answers may be shared in {enumerate_words(shown, 'or')}. Looking things up privately works "
        "everywhere. Someone who manages the server can change this with `/settings`."
    )


def _posting(error: refusals.CannotPostError) -> str:
    return (
        f"I cannot post in <#{error.channel_id}>: I lack the permission **{error.permission}** there. Someone who "
        "manages that channel can give it in Edit Channel > Permissions. Nothing was changed."
    )


def _removed(error: refusals.EntryRemovedError) -> str:
    return f"The entry “{kit.quoted(error.entry_id)}” is no longer in the library. Look for its topic with `/search`."


def _same(error: refusals.SamePartyError) -> str:
    return (
        f"Both names mean {kit.quoted(error.name)}. Choose something else for one side: another substance, a medicine "
        "or a condition such as a seizure disorder. What is known about one substance is in `/substance`."
    )


def _conditions(error: refusals.TwoConditionsError) -> str:
    return (
        f"{kit.quoted(error.first)} and {kit.quoted(error.second)} are both conditions. Choose a substance or a "
        "medicine for one side."
    )


def _letters(error: refusals.TooManyLettersError) -> str:
    if error.own is None:
        return "The moderators of this server have had many letters within the last hour. Please try again in an hour."
    return f"You can send {error.own} requests, reports and suggestions an hour. Please try again in an hour."


_FAULTS = {
    "stem": "The question needs 15 to 240 characters.",
    "why": "The explanation needs 10 to 300 characters.",
    "count": "There must be three to five answers, one to a line, the right one first; I read {number}.",
    "twice": "Two of the answers read the same.",
    "text": "Answer {number} needs 1 to 120 characters; what follows a bar (|) is why it is wrong.",
    "reason": "The reason behind answer {number} needs 10 to 300 characters, or leave out the bar (|).",
}


def _suggestion(error: refusals.SuggestionFaultError) -> str:
    fault = _FAULTS.get(error.part, "Something in it cannot be used.").format(number=error.number)
    written = kit.shortened("\n\n".join(error.written), 3000).replace("`", "'")
    return (
        f"{fault} Nothing was sent. This is what you wrote, for you to copy:\n```\n{written}\n```\n"
        "Send it again with `/quiz suggest`."
    )


def _same_entry(error: refusals.SameEntryError) -> str:
    return f"Both names mean **{error.name}**. Choose two different entries to compare."


def _not_comparable(error: refusals.NotComparableError) -> str:
    kinds = [error.first_kind.replace("_", " "), error.second_kind.replace("_", " ")]
    if kinds[0] == kinds[1]:
        return f"A {kinds[0]} cannot be compared. Choose two substances, terms, targets or mechanisms."
    return (
        f"**{error.first}** is a {kinds[0]} and **{error.second}** a {kinds[1]}. Choose two substances, two terms, two "
        "targets or two mechanisms."
    )


def _topic(error: refusals.UnknownTopicError) -> str:
    return (
        f"“{kit.quoted(error.wanted)}” is not a topic of the quiz. Choose one from the list that opens while you type, "
        "or leave the topic out to be asked about everything."
    )


def _too_few(error: refusals.TooFewQuestionsError) -> str:
    found = "no question" if not error.count else "one question" if error.count == 1 else f"{error.count} questions"
    return (
        f"I have {found} of that topic and difficulty, and a quiz needs at least {error.least}. "
        "Choose a broader topic, or leave the difficulty mixed."
    )


def _rounds(error: refusals.RoundsOutOfRangeError) -> str:
    return f"A quiz has {quiz.MIN_ROUNDS} to {quiz.MAX_ROUNDS} rounds, and {error.rounds} is none of these."


def _running(error: refusals.QuizRunningError) -> str:
    return (
        f"A quiz is under way in <#{error.channel_id}>. Join it there, or wait for its end; who started it and the "
        "moderators can end it with `/quiz stop`."
    )


def _quiz_role(error: refusals.QuizRoleRequiredError) -> str:
    role = f"the role <@&{error.quiz_role_id}>" if error.quiz_role_id else "a role"
    return f"In this server, {role} is needed to start a quiz. Someone who manages the server can give it to you."


def _cooldown(error: refusals.QuizCooldownError) -> str:
    return (
        f"A quiz ended here a moment ago. The next one can start <t:{error.until}:R>; the moderators have set this "
        "pause in `/settings`."
    )


def _other_host(error: refusals.NotYourGameError) -> str:
    host = f"<@{error.user_id}>, who started this quiz, and the moderators" if error.user_id else "The moderators"
    return f"{host} can do this."


def _quiz_place(error: refusals.QuizPlaceError) -> str:
    return (
        f"I cannot run a quiz here: I lack the permission **{error.permission}**. Someone who manages this channel can "
        "give it in Edit Channel > Permissions."
    )


_PLAIN: dict[type[Exception], str] = {
    **schedule_refusals.PLAIN,
    refusals.EveryoneCannotManageError: "The role of everyone cannot manage the bot. Choose another role, or none.",
    refusals.AgeRestrictedOnlyError: (
        "The moderators of this server keep me to age-restricted channels. Please ask again in one of those. Someone "
        "who manages the server can change this with `/settings`."
    ),
    refusals.NothingToRequestError: "There is no word in that. Write the term that you looked for.",
    refusals.SenderForgottenError: (
        "Who sent this is no longer known: it is remembered for one hour only, so that nobody can find out later who "
        "asked about what. If it happens again, press the button within the hour."
    ),
    refusals.OutdatedControlError: (
        "This button is from an older version and no longer means anything. Please ask again with the command."
    ),
    refusals.LetterBlockedError: (
        "The moderators of this server take no more suggestions from you. They can change that with `/quiz suggest`."
    ),
    refusals.SuggestionGoneError: (
        "This suggestion is no longer waiting: it was approved or rejected, or its writer took it back. "
        "`/quiz suggest` shows what is waiting."
    ),
    refusals.NoQuizYetError: (
        "No quiz has been played in this channel yet. Begin one with `/quiz start`, or see the whole server's scores "
        "with `/quiz leaderboard`."
    ),
    refusals.NoPersonalDataError: "Nothing is kept about you, so there is nothing to hand out or delete.",
    refusals.NoQuizError: "No quiz is under way here. You can begin one with `/quiz start`.",
    refusals.RoundOverError: "Too late: this round is over. Your answer in the next one counts again.",
    refusals.GameOverError: "This quiz is over and its answers are closed. You can begin another with `/quiz start`.",
    app_commands.NoPrivateMessage: "This works only in a server.",
    app_commands.CheckFailure: "You cannot use this here.",
}
_WORDINGS: dict[type[Exception], Callable[..., str]] = {
    **schedule_refusals.WORDINGS,
    refusals.ManagerRequiredError: _manager,
    refusals.UnknownZoneError: _zone,
    refusals.SamePartyError: _same,
    refusals.TwoConditionsError: _conditions,
    refusals.TooManyChannelsError: _channels,
    refusals.EntryRemovedError: _removed,
    refusals.SharingNotAllowedError: _sharing,
    refusals.CannotPostError: _posting,
    refusals.TooManyLettersError: _letters,
    refusals.SuggestionFaultError: _suggestion,
    refusals.SameEntryError: _same_entry,
    refusals.NotComparableError: _not_comparable,
    refusals.UnknownTopicError: _topic,
    refusals.TooFewQuestionsError: _too_few,
    refusals.RoundsOutOfRangeError: _rounds,
    refusals.QuizRunningError: _running,
    refusals.QuizRoleRequiredError: _quiz_role,
    refusals.QuizCooldownError: _cooldown,
    refusals.NotYourGameError: _other_host,
    refusals.QuizPlaceError: _quiz_place,
}
