"""What makes a question a good one: each check yields where a question falls short, and what to do about it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from rapidfuzz import fuzz

from bot.core import names
from bot.core.evidence import Id
from bot.core.knowledge import Entry
from bot.core.lessons import CheckQuestion, QuizQuestion
from bot.core.reading import text_of

Path = tuple[str | int, ...]
Shortcoming = tuple[Path, str]
Names = Mapping[str, frozenset[Id]]
"""The entries that each name means, by the name as `names.squash` writes it."""

HARDEST = 55
"""The highest readability index (LIX) of a question with its reasons: from 50 on a text counts as difficult."""
ALIKE = 92
"""From this similarity on (rapidfuzz's token sort ratio, 0 to 100) two questions ask the same."""

_BANNED = (
    (
        re.compile(r"\b(m|µ|μ|u|mc)g\b|\b(milli|micro)?grams?\b(?!-)|\d\s?g\b", re.IGNORECASE),
        "amounts are never printed; leave the dose out",
    ),
    (re.compile(r"\byou(r|rs|rself)?\b", re.IGNORECASE), "it advises or addresses the reader; write it about people"),
)
_UNSPOKEN = re.compile(r"[→←↑↓↔⇒⇐≥≤<>=+~^_|\\*#•✓✗✔✘]|->|(?<!\w)/|/(?!\w)")
_LAZY = re.compile(r"\b(all|none|both|any|two) of (the|these|those)\b|\ball above\b|\bboth are\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"\b(not|except|neither)\b|\w+n't\b")
_QUOTED = re.compile(r"“[^”]*”")
"""What somebody else says, whose negatives are not the question's."""
_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")
_COMMON = frozenset(
    (
        *("the", "and", "for", "with", "that", "this", "from", "into", "than", "then", "when", "which", "what", "who"),
        *("its", "not", "are", "was", "were", "has", "have", "had", "can", "may", "one", "two", "more", "most", "less"),
        *("only", "also", "their", "they", "them", "there", "after", "before", "during", "about", "over", "under"),
    )
)
_GENERIC = re.compile(r"^(the|a|an)(?=\s)|\b(receptors?|transporters?|channels?|proteins?)$", re.IGNORECASE)


def shortcomings(question: CheckQuestion, entries: Mapping[Id, Entry], known: Names) -> Iterator[Shortcoming]:
    """Everything that is wrong with one question; `known` is what `named` gives for `entries`."""
    yield from style(question)
    yield from synonyms(question, known)
    if isinstance(question, QuizQuestion):
        yield from unanswered(question, entries, known)


def style(question: CheckQuestion) -> Iterator[Shortcoming]:
    """What is wrong with the wording, whatever the question is about."""
    yield from _words(("stem",), question.stem)
    if hit := _NEGATIVE.search(_QUOTED.sub("", question.stem)):
        yield ("stem",), f"{hit[0]!r} is easily missed; ask it the other way round, or write it in capitals"
    for index, option in enumerate(question.options):
        yield from _words(("options", index, "text"), option.text)
        yield from _words(("options", index, "why"), option.why)
        if _LAZY.search(option.text):
            yield ("options", index, "text"), "an option that points at others tests reading; write a fact instead"
        if option.text.endswith("."):
            yield ("options", index, "text"), "an option is no sentence of its own here; drop the full stop"
        if not option.why.endswith((".", "?", "!", '"', ")")):
            yield ("options", index, "why"), "the reason is not a whole sentence; end it with a full stop"
    yield from _form(question)


def _words(path: Path, text: str) -> Iterator[Shortcoming]:
    yield from ((path, advice) for advice in wording(text))


def wording(text: str) -> Iterator[str]:
    """What no text of a question may hold, with what to do instead."""
    for rule, advice in _BANNED:
        if hit := rule.search(text):
            yield f"{hit[0]!r}: {advice}"
    pictures = (character for character in text if unicodedata.category(character) == "So")
    if unspoken := next(iter((*_UNSPOKEN.findall(text), *pictures)), None):
        yield f"{unspoken!r} is not spoken by a screen reader; write it in words"


def _form(question: CheckQuestion) -> Iterator[Shortcoming]:
    lengths = [len(option.text) for option in question.options]
    if max(lengths) > 2 * min(lengths) + 10:
        index = lengths.index(max(lengths))
        yield (
            ("options", index, "text"),
            f"{max(lengths)} characters beside {min(lengths)}: make the options about equally long",
        )
    reasons = [names.words(option.why) for option in question.options]
    for index, reason in enumerate(reasons):
        if reason in reasons[:index]:
            yield ("options", index, "why"), "another option gives the same reason; say what is wrong with this one"
    read = " ".join((question.stem, *(option.why for option in question.options)))
    if (index_ := readability(read)) > HARDEST:
        yield ("stem",), f"it reads too hard (LIX {index_:.0f}, at most {HARDEST}); use shorter words and sentences"


def readability(text: str) -> float:
    """The readability index LIX: words in a sentence, and the percentage of words of more than six letters."""
    found = re.findall(r"[^\W_][\w'’-]*", text)
    sentences = max(1, len(_SENTENCE.findall(text)))
    return len(found) / sentences + 100 * sum(len(word) > 6 for word in found) / max(1, len(found))


def named(entries: Iterable[Entry]) -> Names:
    """Which entries each name means."""
    owners: defaultdict[str, set[Id]] = defaultdict(set)
    for entry in entries:
        for name in (*entry.names, entry.id):
            owners[names.squash(name)].add(entry.id)
    return {key: frozenset(ids) for key, ids in owners.items()}


def meant(text: str, known: Names) -> frozenset[Id]:
    """The entries that `text` as a whole names, with or without an article or the word "receptor"."""
    bare = text.strip()
    while (shorter := _GENERIC.sub("", bare).strip()) and shorter != bare:
        bare = shorter
    keys = {names.squash(one) for one in (text, bare, f"{bare} receptor", f"{bare}s", bare.removesuffix("s"))}
    return frozenset[Id]().union(*(known.get(key, frozenset()) for key in keys if key))


def synonyms(question: CheckQuestion, known: Names) -> Iterator[Shortcoming]:
    """Options that name the same thing by other words."""
    meanings = [meant(option.text, known) for option in question.options]
    for (first, mine), (second, other) in combinations(enumerate(meanings), 2):
        if same := sorted(mine & other):
            texts = question.options[first].text, question.options[second].text
            yield (
                ("options", second, "text"),
                f"{texts[1]!r} and {texts[0]!r} are both names of {same[0]!r}; change one",
            )


def unanswered(question: QuizQuestion, entries: Mapping[Id, Entry], known: Names) -> Iterator[Shortcoming]:
    """Whether the entry that should answer it says the key: most of its words, or a name of what it means."""
    entry = entries.get(question.tests[0])
    if entry is None:
        return
    index, key = next((index, one.text) for index, one in enumerate(question.options) if one.correct)
    said = text_of(entry)
    wanted = _content(key)
    missing = wanted - _content(said)
    if 2 * len(missing) <= len(wanted):
        return
    run = names.squash(said)
    means = meant(key, known)
    if entry.id not in means and not any(names.squash(name) in run for one in means for name in entries[one].names):
        lacking = ", ".join(sorted(missing))
        yield ("options", index, "text"), f"{entry.id!r}, which should answer it, has none of: {lacking}; use its words"


def _content(text: str) -> set[str]:
    """The beginnings of the words that carry meaning, so that `grows` and `growing` are one."""
    return {word[:5] for word in names.words(text) if word not in _COMMON and (len(word) > 2 or not word.isalpha())}


def twins(questions: Iterable[CheckQuestion]) -> list[tuple[str, str]]:
    """Stems that ask the same: equal once folded, or nearly so word by word."""
    stems = [(question.stem, " ".join(names.words(question.stem))) for question in questions]
    return [
        (one, other)
        for (one, folded), (other, also) in combinations(stems, 2)
        if fuzz.token_sort_ratio(folded, also, score_cutoff=ALIKE)
    ]
