"""Refusals: what a person asked for and cannot have. Each is named, carries its data, and is worded elsewhere."""

from __future__ import annotations


class RefusalError(Exception):
    """What was asked for cannot be done; the subclass says why, its attributes carry what the answer needs."""


class ManagerRequiredError(RefusalError):
    """Only those who manage the server, or hold its manager role, may do this."""

    def __init__(self, manager_role_id: int | None) -> None:
        super().__init__(manager_role_id)
        self.manager_role_id = manager_role_id
        """The role that would do as well as Manage Server, if the settings name one."""


class EveryoneCannotManageError(RefusalError):
    """The role of everyone was chosen as manager role, which would hand the settings to anybody."""


class UnknownZoneError(RefusalError):
    """No time zone, or no single one, has this name."""

    def __init__(self, wanted: str, suggestions: tuple[str, ...]) -> None:
        super().__init__(wanted, suggestions)
        self.wanted = wanted
        self.suggestions = suggestions
        """IANA names that may have been meant, the likeliest first; possibly none."""


class TooManyChannelsError(RefusalError):
    """More channels were chosen than a server may allow the bot in."""

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(count, limit)
        self.count = count
        self.limit = limit


class EntryRemovedError(RefusalError):
    """The entry was in the library once and is no longer."""

    def __init__(self, entry_id: str) -> None:
        super().__init__(entry_id)
        self.entry_id = entry_id


class OutdatedControlError(RefusalError):
    """The button or form comes from a version that knew what it meant; this one does not."""


class SharingNotAllowedError(RefusalError):
    """The server allows public answers only in some channels, and this is none of them."""

    def __init__(self, allowed_channel_ids: frozenset[int]) -> None:
        super().__init__(allowed_channel_ids)
        self.allowed_channel_ids = allowed_channel_ids


class AgeRestrictedOnlyError(RefusalError):
    """The moderators keep the bot to age-restricted channels, and this is none."""


class NothingToRequestError(RefusalError):
    """What was to be requested has no letter or digit in it."""


class SenderForgottenError(RefusalError):
    """Who sent a request or report is no longer known, which is so an hour later and after a restart."""


class CannotPostError(RefusalError):
    """The bot may not post in a channel that was chosen for it."""

    def __init__(self, channel_id: int, permission: str) -> None:
        super().__init__(channel_id, permission)
        self.channel_id = channel_id
        self.permission = permission
        """The missing permission, as Discord's settings name it."""


class SamePartyError(RefusalError):
    """Both sides of the question are one and the same."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TwoConditionsError(RefusalError):
    """Both sides of the question are conditions; at least one must be something that is taken."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first, second)
        self.first = first
        self.second = second


class TooManyLettersError(RefusalError):
    """More was written to the moderators within an hour than a person, or a server, may."""

    def __init__(self, own: int | None) -> None:
        super().__init__(own)
        self.own = own
        """How many a person may write; None where it is the server that had enough."""


class LetterBlockedError(RefusalError):
    """The moderators want no more letters from this person."""


class SuggestionFaultError(RefusalError):
    """A suggested question cannot be asked as it is written."""

    def __init__(self, part: str, number: int, written: tuple[str, ...]) -> None:
        super().__init__(part, number, written)
        self.part = part
        """A length (`stem`, `why`, `text`, `reason`), the `count` of answers, or one that stands there `twice`."""
        self.number = number
        """Which line of the answers, from 1, or how many there are."""
        self.written = written
        """What was written, so that it is not lost: question, answers, explanation."""


class SuggestionGoneError(RefusalError):
    """Somebody decided about the suggestion before, or its writer took it back."""


class NoPersonalDataError(RefusalError):
    """There is nothing about the person to be handed out."""


class SameEntryError(RefusalError):
    """An entry was to be compared with itself."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotComparableError(RefusalError):
    """Two entries of different kinds, or of a kind that is not compared, were to be compared."""

    def __init__(self, first: str, first_kind: str, second: str, second_kind: str) -> None:
        super().__init__(first, first_kind, second, second_kind)
        self.first, self.first_kind = first, first_kind
        self.second, self.second_kind = second, second_kind
        """The entries' names, and the values of their kinds."""


# ------------------------------------------------------------------------------------------------- the quiz


class UnknownTopicError(RefusalError):
    """A quiz was wanted about something that is no topic."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class TooFewQuestionsError(RefusalError):
    """There are too few questions of that topic and difficulty for a game."""

    def __init__(self, count: int, least: int) -> None:
        super().__init__(count, least)
        self.count = count
        self.least = least


class RoundsOutOfRangeError(RefusalError):
    """A game of so few or so many rounds cannot be had."""

    def __init__(self, rounds: int) -> None:
        super().__init__(rounds)
        self.rounds = rounds


class QuizRunningError(RefusalError):
    """A quiz is under way in this channel already."""

    def __init__(self, channel_id: int) -> None:
        super().__init__(channel_id)
        self.channel_id = channel_id
        """Where it is played: the channel, or its thread."""


class NoQuizError(RefusalError):
    """There is no quiz under way here."""


class QuizRoleRequiredError(RefusalError):
    """Only a role that the server chose may start a quiz."""

    def __init__(self, quiz_role_id: int | None) -> None:
        super().__init__(quiz_role_id)
        self.quiz_role_id = quiz_role_id


class QuizCooldownError(RefusalError):
    """A quiz ended here a moment ago, and the server wants a pause."""

    def __init__(self, until: int) -> None:
        super().__init__(until)
        self.until = until
        """When the next one may start, in seconds since 1970."""


class NotYourGameError(RefusalError):
    """Only who started a game, or a moderator, may stop it or move it on."""

    def __init__(self, user_id: int | None) -> None:
        super().__init__(user_id)
        self.user_id = user_id


class RoundOverError(RefusalError):
    """The press came after the round's deadline, or after it was settled."""


class GameOverError(RefusalError):
    """The game has ended."""


class QuizPlaceError(RefusalError):
    """The bot cannot run a quiz here, for it lacks a permission."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission
        """The missing permission, as Discord's settings name it."""


# ----------------------------------------------------------------------------------------------- schedules


class UnknownTimeError(RefusalError):
    """No clock shows this time of day."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class UnknownDaysError(RefusalError):
    """This names no days on which something could recur."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class UnknownDateError(RefusalError):
    """This is no date that is still to come."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class ChannelElsewhereError(RefusalError):
    """The channel is not one of this server that the bot can see."""

    def __init__(self, channel_id: int) -> None:
        super().__init__(channel_id)
        self.channel_id = channel_id


class ChannelHiddenError(RefusalError):
    """The person cannot see the channel, and so cannot have anything posted there."""


class ChannelUnfitError(RefusalError):
    """Messages cannot be posted into a channel of this kind."""

    def __init__(self, channel_id: int) -> None:
        super().__init__(channel_id)
        self.channel_id = channel_id


class ThreadLockedError(RefusalError):
    """The thread is locked."""

    def __init__(self, channel_id: int) -> None:
        super().__init__(channel_id)
        self.channel_id = channel_id


class TagRequiredError(RefusalError):
    """The forum wants a tag on every post, which the bot does not choose."""

    def __init__(self, channel_id: int) -> None:
        super().__init__(channel_id)
        self.channel_id = channel_id


class MentionsEveryoneError(RefusalError):
    """The role of everyone was chosen to be mentioned, every day."""


class RoleNotMentionableError(RefusalError):
    """Only who may mention every role can mention this one, and the bot may not."""

    def __init__(self, role_id: int) -> None:
        super().__init__(role_id)
        self.role_id = role_id


class TooManySchedulesError(RefusalError):
    """The server has as many schedules as it may have."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class NoSchedulesError(RefusalError):
    """The server has no schedule yet."""


class WhichScheduleError(RefusalError):
    """The server has several schedules, and none was named."""


class ScheduleGoneError(RefusalError):
    """The schedule was removed."""


class ScheduleChangedError(RefusalError):
    """Somebody else changed the schedule after it was shown."""


class EmptyTopicError(RefusalError):
    """The library has nothing of that kind and shelf."""


class NoShelvesError(RefusalError):
    """Entries of this kind stand on no shelves."""


class UnknownPathError(RefusalError):
    """There is no learning path of that name."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class NotOfTopicError(RefusalError):
    """These names find nothing that the schedule could post."""

    def __init__(self, wanted: tuple[str, ...]) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class SchedulePausedError(RefusalError):
    """The schedule is paused, so that there is no next post."""


class BeingPostedError(RefusalError):
    """The post is being sent at this moment, and cannot be left out any more."""


class GraceError(RefusalError):
    """The grace is no number of hours within the limit."""

    def __init__(self, wanted: str, limit: int) -> None:
        super().__init__(wanted, limit)
        self.wanted = wanted
        self.limit = limit


class NoQuizYetError(RefusalError):
    """No quiz was ever played in this channel."""
