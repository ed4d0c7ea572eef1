"""What stands in the custom ids of our buttons and selects: the whole state, so that they work after a restart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Self

from bot.core.evidence import Id

LIMIT = 100
"""Discord's limit on a custom id, in characters."""

BACK = 3
"""How many cards Back remembers at most."""


def token(custom_id: object) -> str:
    """How a card remembers the view from which it was opened: by the custom id that draws it, in other letters."""
    return str(custom_id).replace(":", ".")


def is_token(back: str) -> bool:
    """Whether it leads to another view than a card; no id of an entry has a dot."""
    return "." in back


@dataclass(frozen=True)
class Place:
    """Where a reader is: a section and page of an entry's card, and the cards to go back to, oldest first."""

    entry: Id
    section: str = "overview"
    page: int = 0
    back: tuple[str, ...] = ()
    """Ids of entries, and `token`s of other views."""

    def forward(self, entry: Id) -> Place:
        """The card of another entry, from which Back leads here."""
        return Place(entry, back=(*self.back, self.entry)[-BACK:])

    def picked(self, value: str) -> Place:
        """Where a choice in the card's select leads: `s:` a section of this card, `e:` the card of another entry."""
        what, _, name = value.partition(":")
        return self.forward(name) if what == "e" else Place(self.entry, name, 0, self.back)

    def turned(self, page: int) -> Place:
        """Another page of the same section."""
        return Place(self.entry, self.section, page, self.back)

    @property
    def way_back(self) -> str | None:
        """The custom id of Back: the card before, or the view in which this card was chosen."""
        if not self.back:
            return None
        last = self.back[-1]
        return last.replace(".", ":") if is_token(last) else str(CardId("go", Place(last, back=self.back[:-1])))


@dataclass(frozen=True)
class CardId:
    """A control of a card: `go` to the place it names, `pick` from a select at that place, or `share` that place."""

    action: Literal["go", "pick", "share"]
    place: Place

    TEMPLATE = re.compile(
        r"card:(?P<action>go|pick|share):(?P<entry>[a-z0-9-]{1,32}):(?P<section>[a-z]{1,10}):(?P<page>\d{1,2}):"
        r"(?P<back>[a-z0-9,.-]*)"
    )

    def __str__(self) -> str:
        """The custom id; the oldest cards to go back to are dropped until it fits."""
        place = self.place
        head = f"card:{self.action}:{place.entry}:{place.section}:{place.page}:"
        back = list(place.back)
        while len(head) + len(",".join(back)) > LIMIT:
            del back[0]
        return head + ",".join(back)

    @classmethod
    def parse(cls, match: re.Match[str]) -> Self:
        """The control that a custom id stands for."""
        back = tuple(part for part in match["back"].split(",") if part)
        place = Place(match["entry"], match["section"], int(match["page"]), back)
        return cls(match["action"], place)  # pyright: ignore[reportArgumentType]  # the pattern admits only the three


@dataclass(frozen=True)
class ChooserId:
    """The select of a chooser; its values are the ids of entries."""

    TEMPLATE = re.compile(r"choose")

    def __str__(self) -> str:
        return "choose"


@dataclass(frozen=True)
class ExplainedId:
    """The select under the terms of a message; its values are `e:` and the ids of entries."""

    TEMPLATE = re.compile(r"explained")

    def __str__(self) -> str:
        return "explained"


REPORT = "r:"
"""The value of the choice in a card's select that reports a problem with the card's entry."""


@dataclass(frozen=True)
class ReportModalId:
    """The modal that reports a problem with an entry, and the inputs in it."""

    entry: Id

    TEMPLATE = re.compile(r"report:(?P<entry>[a-z0-9-]{1,64})")
    PASSAGE, SAID, NAMED = "passage", "said", "named"
    WHOLE = "-"
    """Stands for the entry as a whole."""

    def __str__(self) -> str:
        return f"report:{self.entry}"


@dataclass(frozen=True)
class RequestId:
    """The button that asks for an entry that was not found; carries the words that were looked for."""

    term: str

    TEMPLATE = re.compile(r"request:(?P<term>.{0,60})", re.DOTALL)

    def __str__(self) -> str:
        return f"request:{self.term[:60]}"


@dataclass(frozen=True)
class RequestModalId:
    """The modal that asks for an entry, and the input in it."""

    TEMPLATE = re.compile(r"request-form")
    TERM = "term"

    def __str__(self) -> str:
        return "request-form"


@dataclass(frozen=True)
class SenderId:
    """The button under a notice that blocks, or unblocks, whoever sent it; the token names them for an hour."""

    action: Literal["block", "unblock"]
    token: str

    TEMPLATE = re.compile(r"sender:(?P<action>block|unblock):(?P<token>[0-9a-f]{16})")

    def __str__(self) -> str:
        return f"sender:{self.action}:{self.token}"

    @classmethod
    def parse(cls, match: re.Match[str]) -> Self:
        """The button that a custom id stands for."""
        return cls(match["action"], match["token"])  # pyright: ignore[reportArgumentType]  # the pattern admits only the two


@dataclass(frozen=True)
class PairId:
    """A control of an answer about two parties: `go` to a page of it, `pick` from its select, or `share` that page."""

    action: Literal["go", "pick", "share"]
    first: Id
    second: Id
    section: str = "overview"
    page: int = 0

    TEMPLATE = re.compile(
        r"pair:(?P<action>go|pick|share):(?P<first>[a-z0-9-]{1,32}):(?P<second>[a-z0-9-]{1,32}):"
        r"(?P<section>[a-z]{1,10}):(?P<page>\d{1,2})"
    )
    VALUE = re.compile(r"p:(?P<first>[a-z0-9-]{1,32}):(?P<second>[a-z0-9-]{1,32})")
    """What stands in a select for another pair."""

    def __str__(self) -> str:
        return f"pair:{self.action}:{self.first}:{self.second}:{self.section}:{self.page}"

    @property
    def value(self) -> str:
        """The pair as the value of an option."""
        return f"p:{self.first}:{self.second}"

    @classmethod
    def parse(cls, match: re.Match[str]) -> Self:
        """The control that a custom id stands for."""
        place = (match["first"], match["second"], match["section"], int(match["page"]))
        return cls(match["action"], *place)  # pyright: ignore[reportArgumentType]  # the pattern admits only the three

    @classmethod
    def chosen(cls, value: str) -> Self | None:
        """The pair that an option stands for; None for any other option."""
        match = cls.VALUE.fullmatch(value)
        return cls("go", match["first"], match["second"]) if match else None


@dataclass(frozen=True)
class PairChooserId:
    """The select that asks which pair is meant; its values are pairs."""

    TEMPLATE = re.compile(r"choose-pair")

    def __str__(self) -> str:
        return "choose-pair"


@dataclass(frozen=True)
class CompareId:
    """A control of a comparison: `go` to a page of it, `pick` a card from its select, or `share` that page."""

    action: Literal["go", "pick", "share"]
    first: Id
    second: Id
    page: int = 0

    TEMPLATE = re.compile(
        r"compare:(?P<action>go|pick|share):(?P<first>[a-z0-9-]{1,32}):(?P<second>[a-z0-9-]{1,32}):(?P<page>\d{1,2})"
    )

    def __str__(self) -> str:
        return f"compare:{self.action}:{self.first}:{self.second}:{self.page}"

    @classmethod
    def parse(cls, match: re.Match[str]) -> Self:
        """The control that a custom id stands for."""
        place = (match["first"], match["second"], int(match["page"]))
        return cls(match["action"], *place)  # pyright: ignore[reportArgumentType]  # the pattern admits only the three


@dataclass(frozen=True)
class CompareWithId:
    """The select that asks what an entry is to be compared with; its values are `e:` and the ids of entries."""

    known: Id
    is_first: bool

    TEMPLATE = re.compile(r"compare-with:(?P<known>[a-z0-9-]{1,32}):(?P<side>first|second)")

    def __str__(self) -> str:
        return f"compare-with:{self.known}:{'first' if self.is_first else 'second'}"

    @classmethod
    def parse(cls, match: re.Match[str]) -> Self:
        """The control that a custom id stands for."""
        return cls(match["known"], match["side"] == "first")


@dataclass(frozen=True)
class ExploreId:
    """A control of the shelves: `go` to a page of one, or `pick` from its select (`x:` a shelf, `e:` an entry)."""

    action: Literal["go", "pick"]
    shelf: str
    page: int = 0

    TEMPLATE = re.compile(r"explore:(?P<action>go|pick):(?P<shelf>[a-z0-9-]{1,44}):(?P<page>\d{1,2})")

    def __str__(self) -> str:
        return f"explore:{self.action}:{self.shelf}:{self.page}"

    @classmethod
    def parse(cls, match: re.Match[str]) -> Self:
        """The control that a custom id stands for."""
        return cls(match["action"], match["shelf"], int(match["page"]))  # pyright: ignore[reportArgumentType]  # the pattern admits only the two


@dataclass(frozen=True)
class SettingsId:
    """A control of the settings panel."""

    control: str

    TEMPLATE = re.compile(r"settings:(?P<control>[a-z_]{1,30})")

    def __str__(self) -> str:
        return f"settings:{self.control}"


@dataclass(frozen=True)
class HelpModalId:
    """The modal that asks for a server's own help text, and the input in it."""

    TEMPLATE = re.compile(r"settings-help")
    INPUT = "help"

    def __str__(self) -> str:
        return "settings-help"


@dataclass(frozen=True)
class ZoneModalId:
    """The modal that asks for the server's time zone, and the input in it."""

    TEMPLATE = re.compile(r"settings-zone")
    INPUT = "zone"

    def __str__(self) -> str:
        return "settings-zone"


@dataclass(frozen=True)
class PrivacyId:
    """A control of `/privacy`: what to do about what is kept of the one who presses."""

    action: str

    TEMPLATE = re.compile(r"privacy:(?P<action>show|export|delete|deleted|out|in)")

    def __str__(self) -> str:
        return f"privacy:{self.action}"


@dataclass(frozen=True)
class QuizId:
    """A control of a game: `pick` an option of a round, see one's own result (`mine`), go on to the `next`, `report` a
    problem with its question, or see what one `missed` in a game. `key` is the round's id; for `missed` the game's.
    """

    action: Literal["pick", "mine", "next", "report", "missed"]
    key: int
    option: int = 0

    TEMPLATE = re.compile(r"quiz:(?P<action>pick|mine|next|report|missed):(?P<key>\d{1,19}):(?P<option>[0-4])")

    def __str__(self) -> str:
        return f"quiz:{self.action}:{self.key}:{self.option}"

    @classmethod
    def parse(cls, match: re.Match[str]) -> Self:
        """The control that a custom id stands for."""
        return cls(match["action"], int(match["key"]), int(match["option"]))  # pyright: ignore[reportArgumentType]  # the pattern admits only the five


@dataclass(frozen=True)
class BoardId:
    """A control of a leaderboard: `show` it, `share` it, or choose another `period` from a select."""

    action: Literal["show", "share", "period"]
    period: str
    measure: str

    TEMPLATE = re.compile(
        r"board:(?P<action>show|share|period):(?P<period>today|week|month|all):(?P<measure>points|right|share)"
    )

    def __str__(self) -> str:
        return f"board:{self.action}:{self.period}:{self.measure}"


@dataclass(frozen=True)
class SuggestionId:
    """A control of a suggested question, by its number; what is about no single one has number 0."""

    action: Literal["write", "approve", "edit", "reject", "block", "unblock", "list"]
    number: int = 0

    TEMPLATE = re.compile(r"suggestion:(?P<action>write|approve|edit|reject|block|unblock|list):(?P<number>\d{1,19})")

    def __str__(self) -> str:
        return f"suggestion:{self.action}:{self.number}"


@dataclass(frozen=True)
class SuggestionModalId:
    """The form of a suggested question; number 0 is a new one, any other is edited by a moderator."""

    number: int = 0

    TEMPLATE = re.compile(r"suggestion-form:(?P<number>\d{1,19})")
    STEM, ANSWERS, WHY, CATEGORY, NAMED = "stem", "answers", "why", "category", "named"

    def __str__(self) -> str:
        return f"suggestion-form:{self.number}"


@dataclass(frozen=True)
class ReviewId:
    """A control of a review: `pick` an option of the question with that key, or go on to the `next`."""

    action: Literal["pick", "next"]
    key: str = "0" * 16
    option: int = 0

    TEMPLATE = re.compile(r"review:(?P<action>pick|next):(?P<key>[0-9a-f]{16}):(?P<option>[0-4])")

    def __str__(self) -> str:
        return f"review:{self.action}:{self.key}:{self.option}"
