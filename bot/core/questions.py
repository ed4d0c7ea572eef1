"""Which questions a game asks: by topic and difficulty, without what was asked lately, their options in a new order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from bot.core import generated, suggestions
from bot.core.evidence import Id
from bot.core.facts import Fact
from bot.core.generated import Chance
from bot.core.knowledge import Mechanism
from bot.core.lessons import GeneratedQuestion, Picture, QuizQuestion
from bot.core.library import Library
from bot.core.record import Category
from bot.core.refusals import TooFewQuestionsError, UnknownTopicError

EVERYTHING = ""
OWN = "own"
"""The topic of the questions that a server's members suggested."""
DIFFICULTIES = ("easy", "medium", "hard")
MIXED = "mixed"
LETTERS = "ABCDE"
_WORDS_A_SECOND = 3.0
"""How fast somebody reads who is not a native speaker, in a chat."""


Candidate: TypeAlias = QuizQuestion | Fact
"""What can be asked: a question, or a fact of which one is made."""


class Asked(QuizQuestion):
    """A question as a round asks it: a copy, with its options in the order of that round."""

    drawn: Picture | None = None

    @property
    def picture(self) -> Picture | None:
        return self.drawn

    @property
    def key(self) -> int:
        """The place of the right option."""
        return next(index for index, option in enumerate(self.options) if option.correct)

    @property
    def seconds(self) -> int:
        """How long it is open unless the game says otherwise: time to read it, and ten seconds to think."""
        words = _words((self.stem, *(option.text for option in self.options)))
        extra = 10 if self.picture else 0
        return min(90, max(20, round(10 + extra + words / _WORDS_A_SECOND)))

    @property
    def reading_seconds(self) -> int:
        """How long its explanation is left to be read before the next question."""
        return min(30, max(8, round(_words(option.why for option in self.options) / (2 * _WORDS_A_SECOND))))


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def ask(candidate: Candidate, chance: Chance) -> Asked:
    """The question with its options in a new order."""
    question = generated.ask(candidate, chance) if isinstance(candidate, Fact) else candidate
    options = list(question.options)
    chance.shuffle(options)
    return Asked(
        stem=question.stem,
        options=tuple(options),
        id=question.id,
        category=question.category,
        difficulty=question.difficulty,
        tests=question.tests,
        sources=question.sources,
        drawn=question.picture,
    )


@dataclass(frozen=True)
class Topic:
    """What a game can be about; `key` is what is stored."""

    key: str
    name: str


def topics(library: Library) -> tuple[Topic, ...]:
    """Everything there is to choose from, the broadest first."""
    categories = [Topic(f"category:{one.name.lower()}", one.value) for one in Category]
    paths = [Topic(f"path:{path.id}", f"learning path: {path.name}") for path in library.paths.values()]
    return (Topic(EVERYTHING, "everything"), *paths, *categories, Topic(OWN, "this server's own questions"))


def topic(library: Library, key: str) -> Topic:
    """The topic with that key or name; an UnknownTopicError if there is none."""
    wanted = key.strip().casefold()
    for one in topics(library):
        if wanted in (one.key, one.name.casefold(), one.name.rpartition(": ")[2].casefold()):
            return one
    raise UnknownTopicError(key.strip())


def written(library: Library) -> tuple[QuizQuestion, ...]:
    """What was written by hand: questions, and those that go with each mechanism."""
    checks = [one for mechanism in library.of_type(Mechanism) for one in _checks(mechanism)]
    return (*library.questions.values(), *checks)


@lru_cache(maxsize=1)
def pool(library: Library) -> tuple[Candidate, ...]:
    """Everything that can be asked; what is made from the library takes seconds to find."""
    return (*written(library), *generated.facts(library))


def _checks(mechanism: Mechanism) -> list[QuizQuestion]:
    """The questions that check whether a mechanism's story was understood."""
    return [
        QuizQuestion(
            stem=one.stem,
            options=one.options,
            id=f"check:{mechanism.id}:{number}",
            category=mechanism.category,
            difficulty="medium",
            tests=(mechanism.id,),
            sources=mechanism.sources[:4],
        )
        for number, one in enumerate(mechanism.check_questions, start=1)
    ]


def fitting(
    candidates: Iterable[Candidate], topic_key: str, difficulty: str, library: Library
) -> tuple[Candidate, ...]:
    """The questions of a topic and difficulty; those about an entry of a learning path belong to it.

    A server's own questions come in every difficulty as a topic of their own, for nobody rated them.
    """
    wanted = MIXED if topic_key == OWN else difficulty
    return tuple(one for one in candidates if wanted in (MIXED, one.difficulty) and _belongs(one, topic_key, library))


def _belongs(question: Candidate, topic_key: str, library: Library) -> bool:
    kind, _, name = topic_key.partition(":")
    if kind == OWN:
        return question.id.startswith(suggestions.PREFIX)
    if kind == "category":
        return question.category.name.lower() == name
    if kind == "path":
        path = library.paths.get(name)
        return path is not None and not {question.id, *question.tests[:1]}.isdisjoint(path.steps)
    return True


def choose(
    available: Sequence[Candidate], rounds: int, chance: Chance, *, lately: Sequence[str] = (), least: int = 1
) -> tuple[Asked, ...]:
    """At most `rounds` of them, of many kinds, each entry once if that is possible; fewer where there are no more.

    `lately`: the ids of those that were asked before, the last one first; they come again only when nothing else is
    left, the oldest first. A TooFewQuestionsError if there are fewer than `least`.
    """
    if len(available) < least:
        raise TooFewQuestionsError(len(available), least)
    rank = {question_id: -place for place, question_id in enumerate(reversed(lately), start=1)}
    fresh = [one for one in available if one.id not in rank]
    stale = sorted((one for one in available if one.id in rank), key=lambda one: -rank[one.id])
    chosen = [*_varied(fresh, rounds, chance), *stale][:rounds]
    return tuple(ask(one, chance) for one in chosen)


def _varied(questions: Sequence[Candidate], rounds: int, chance: Chance) -> list[Candidate]:
    """Some of each kind in turn; what asks about the same entry again comes last."""
    kinds: defaultdict[str, list[Candidate]] = defaultdict(list)
    shuffled = list(questions)
    chance.shuffle(shuffled)
    for one in shuffled:
        kinds[_kind(one)].append(one)
    first: list[Candidate] = []
    again: list[Candidate] = []
    tested: set[Id] = set()
    while any(kinds.values()) and len(first) < rounds:
        for group in kinds.values():
            if group:
                one = group.pop()
                answers = set(one.tests[:1])
                (again if answers & tested else first).append(one)
                tested |= answers
    chosen = first[:rounds]
    chance.shuffle(chosen)
    return [*chosen, *again, *(one for group in kinds.values() for one in group)]


def _kind(question: Candidate) -> str:
    """Its template; hand-written ones are three kinds, by difficulty, so that they come up more often."""
    return question.template.value if isinstance(question, GeneratedQuestion | Fact) else question.difficulty
