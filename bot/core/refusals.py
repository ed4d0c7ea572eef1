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
