"""Find the terms in somebody's message: the longest name first, plural and hyphens forgiven, acronyms as written.

Code, links, mentions and identifiers of papers are passed over, and so are names that an entry marks as everyday words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core import names
from bot.core.evidence import Id
from bot.core.knowledge import ClaimHeard, Entry, Paper, Target
from bot.core.library import Library

MOST = 10
"""How many terms are shown for one message."""
MOST_CLAIMS = 3
_LONGEST = 20_000
"""Characters that are read of a message and what hangs on it; Discord allows 4,000 in its text."""

_SKIPPED = re.compile(
    r"```.*?```"  # a block of code
    r"|`[^`\n]+`"
    r"|<[^<>\s]{2,100}>"  # a mention, an emoji, a link without preview
    r"|\b(?:https?|ftp)://\S+"
    r"|\bwww\.\S+"
    r"|\b[\w.+-]+@[\w-]+\.\w+"
    r"|\b(?:doi|pmid|pmcid|isbn)\s*:(?:\s*10\.\S+)?"
    r"|\b(?:doi\s+)?10\.\d{4,9}/\S+",
    re.DOTALL | re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"\b10\.\d{4,9}/")
_CITATION_WORD = re.compile(r"\bDOIs?\b")
_TOKEN = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"[ \t\u00a0]{1,2}")
_TIE = re.compile(r"[)\]]?[-‐‑‒–−/,'’·.+][(\[]?")
"""What may stand between the parts of one name."""


@dataclass(frozen=True)
class Mention:
    """An entry, and the words of the message that name it."""

    entry: Entry
    said: str


@dataclass(frozen=True)
class _Name:
    """One name: how it is written, and where a space may stand in its key."""

    entry: Entry
    written: str | None
    """Letter for letter, where only that counts; else None."""
    gaps: frozenset[int]


@dataclass(frozen=True)
class _Token:
    key: str
    start: int
    end: int
    before: str
    """What ties it to the token before: a space, a hyphen, or nothing that could."""


class Glossary:
    """The names of a library, laid out so that a message is read once; frozen like the library."""

    def __init__(self, library: Library) -> None:
        entries = [entry for entry in library.entries.values() if not isinstance(entry, Paper)]
        self._names: defaultdict[str, list[_Name]] = defaultdict(list)
        for entry in entries:
            if not isinstance(entry, ClaimHeard):
                for key, name in _names_of(entry):
                    self._names[key].append(name)
        self._beginnings = {key[:3] for key in self._names}
        self._longest = max(map(len, self._names), default=0) + 3
        self._common = Counter(other for entry in entries for other in entry.references)
        heard = [entry for entry in entries if isinstance(entry, ClaimHeard)]
        self._claims = [(entry, _content(name)) for entry in heard for name in entry.names]

    def terms_in(self, text: str, limit: int = MOST) -> tuple[Mention, ...]:
        """The entries that `text` names, each once: those that the fewest entries point at first."""
        readable = _readable(text)
        found: dict[Id, tuple[int, int, Mention]] = {}
        for start, said, name in self._found(readable):
            mention = Mention(name.entry, said)
            found.setdefault(name.entry.id, (self._common[name.entry.id], start, mention))
        ranked = sorted(found.values(), key=lambda one: one[:2])
        return tuple(mention for _, _, mention in ranked[:limit])

    def claims_in(self, text: str, limit: int = MOST_CLAIMS) -> tuple[ClaimHeard, ...]:
        """The sentences people say that a sentence of `text` says too, in other words perhaps."""
        sentences = [_content(sentence) for sentence in re.split(r"[.!?\n;]+", _readable(text))]
        said = (
            entry
            for entry, words in self._claims
            if len(words) > 1 and any(words <= sentence for sentence in sentences)
        )
        return tuple({entry.id: entry for entry in said}.values())[:limit]

    def _found(self, text: str) -> Iterator[tuple[int, str, _Name]]:
        """Every name in the text from its beginning to its end, none inside a longer one."""
        tokens = list(_tokens(text))
        at = 0
        while at < len(tokens):
            if (hit := self._at(text, tokens, at)) is None:
                at += 1
                continue
            count, matching = hit
            said = text[tokens[at].start : tokens[at + count - 1].end]
            for name in matching:
                yield tokens[at].start, said, name
            at += count

    def _at(self, text: str, tokens: list[_Token], at: int) -> tuple[int, list[_Name]] | None:
        """The longest name that begins with the token, as a number of tokens, and whose it is."""
        key, gaps = "", set[int]()
        best: tuple[int, list[_Name]] | None = None
        for count, token in enumerate(tokens[at:], start=1):
            if count > 1:
                if not token.before:
                    break
                if token.before.isspace():
                    gaps.add(len(key))
            key += token.key
            if len(key) > self._longest or key[:3] not in self._beginnings:
                if len(key) >= 3:
                    break
                continue
            said = text[tokens[at].start : token.end]
            if matching := [name for name in self._named(key) if gaps <= name.gaps and _as_written(name, said)]:
                best = count, matching
        return best

    def _named(self, key: str) -> Iterator[_Name]:
        for form in _singulars(key):
            yield from self._names.get(form, ())


def _names_of(entry: Entry) -> Iterator[tuple[str, _Name]]:
    everyday = {names.squash(name) for name in entry.everyday}
    for name in (*entry.names, *_short(entry)):
        key = names.squash(name)
        if len(key) < 2 or key in everyday or key.isdigit() or name.startswith("-") or name.endswith("-"):
            continue
        keys = (names.squash(part) for part in _TOKEN.findall(unicodedata.normalize("NFKC", name)))
        gaps, length = set[int](), 0
        for part in keys:
            length += len(part)
            gaps.add(length)
        gaps |= {at for at in range(1, len(key)) if key[at - 1].isdigit() != key[at].isdigit()}
        strict = name in entry.acronyms or _is_acronym(name, key)
        yield key, _Name(entry, _letters(name) if strict else None, frozenset(gaps))


def _short(entry: Entry) -> tuple[str, ...]:
    """What a numbered receptor is called for short: `5-HT2A`."""
    short = entry.name.removesuffix(" receptor")
    numbered = any(character.isdigit() for character in short) and " " not in short
    return (short,) if isinstance(entry, Target) and short != entry.name and numbered else ()


def _is_acronym(name: str, key: str) -> bool:
    """Whether a name would be taken for a word if case were ignored: three letters or fewer, or all in capitals."""
    if " " in name or name.islower() or any(character.isdigit() for character in name):
        return False
    return len(key) <= 3 or name.isupper()


def _letters(text: str) -> str:
    """The letters and digits as they are written."""
    return "".join(_TOKEN.findall(unicodedata.normalize("NFKC", text)))


def _as_written(name: _Name, said: str) -> bool:
    return name.written is None or _letters(said) in (name.written, f"{name.written}s")


def _singulars(key: str) -> Iterator[str]:
    """The key, and what it may be the plural of."""
    yield key
    if len(key) > 3 and key.endswith("s") and not key.endswith("ss"):
        yield key[:-1]
        if key.endswith("ies"):
            yield key[:-3] + "y"
        elif key.endswith("ses"):
            yield key[:-2] + "is"  # hypotheses
        if key.endswith("es"):
            yield key[:-2]
    elif len(key) > 5 and key.endswith("i"):
        yield key[:-1] + "us"  # nuclei
    elif len(key) > 6 and key.endswith("a"):
        yield key[:-1] + "on"  # phenomena


def _tokens(text: str) -> Iterator[_Token]:
    end = 0
    for match in _TOKEN.finditer(text):
        key = names.squash(match[0])
        between = text[end : match.start()]
        tied = between if _SPACE.fullmatch(between) or _TIE.fullmatch(between) else ""
        if key:
            yield _Token(key, match.start(), match.end(), tied)
            end = match.end()


def _readable(text: str) -> str:
    """What of a message is words: each piece that is none becomes a bar, so that nothing is read across it."""
    text = text[:_LONGEST]
    cites = _IDENTIFIER.search(text) is not None
    text = unicodedata.normalize("NFKC", _SKIPPED.sub(" | ", text))
    text = "".join(one for one in text if unicodedata.category(one) not in ("Cf", "Cc") or one in "\n\t")
    return _CITATION_WORD.sub(" | ", text) if cites else text


_STOP = frozenset(
    names.words(
        "a an and are as at be been both but by can could do does for from has have if in into is it its of on or so "
        "than that the their them then there they this to too was were what when which while will with you your"
    )
)


def _content(text: str) -> frozenset[str]:
    """The words that carry a sentence, without their endings of number and tense."""
    return frozenset(_stem(word) for word in names.words(text) if word not in _STOP)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if len(word) - len(ending) > 3 and word.endswith(ending) and not word.endswith("ss"):
            return word[: -len(ending)]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
