"""Find entries by name: exact, alias, prefix, word prefix, fuzzy, then the words of the text.

Names are compared folded (see `names`). A name close to another is offered beside it and never stands for it:
only an exact name, an exact alias or the only completion of what was typed opens an entry by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.core import catalog, fulltext, names
from bot.core.evidence import Id
from bot.core.knowledge import Entry, Paper
from bot.core.library import Library
from bot.core.register import Asked, Register, Tier

_ENOUGH = 5
"""With this many hits by name, fuzzy matching is left out."""
_PLAIN = 6
"""After this many letters, a name that begins with them is what is being typed."""
_COMPANIONS = 3
"""How many entries that are taken for the first hit are offered beside it."""
_NEW = 5
"""How many of an empty box's choices are the newest entries."""
_MEANT = frozenset({Tier.NAME, Tier.ALIAS, Tier.SOUND, Tier.FUZZY})
"""The tiers in which a whole name was typed, so that it can be told what it is taken for."""


Kinds = tuple[type[Entry], ...]

CHOICE = "#"
"""What stands before an id that was chosen from a list; nobody types it, so a choice is never taken for a name."""


@dataclass(frozen=True)
class Match:
    """An entry that a query found, and the name it was found by."""

    entry: Entry
    tier: Tier
    name: str

    @property
    def by_alias(self) -> bool:
        """Whether the reader may wonder why this entry came up."""
        return self.name != self.entry.name and _differ(self.name, self.entry.name)


@lru_cache(maxsize=8192)
def _differ(name: str, heading: str) -> bool:
    """Whether two names of the library are two; asked of every choice at every keystroke."""
    return names.squash(name) != names.squash(heading)


@dataclass(frozen=True)
class Found:
    """One entry is meant."""

    match: Match


@dataclass(frozen=True)
class Several:
    """The name stands for several entries, or may be completed to several."""

    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Nothing:
    """No entry has that name; `near` are the closest names, at most three."""

    near: tuple[Match, ...]


class Index:
    """A library made searchable; frozen like the library, and made anew with it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._register = Register(library)
        self._identified: defaultdict[str, list[Match]] = defaultdict(list)
        for entry in library.entries.values():
            for identifier in catalog.identifiers(entry):
                self._identified[names.squash(identifier)].append(Match(entry, Tier.ALIAS, identifier))

    @cached_property
    def _text(self) -> fulltext.Texts:
        """The words of all texts; counted by the first search that needs them."""
        return fulltext.Texts(self._library.entries.values())

    def resolve(self, query: str, *, kinds: Kinds = (Entry,)) -> Found | Several | Nothing:
        """What `query` means, for a reader who expects one entry, of the `kinds` where there is a choice."""
        if (entry := self.chosen(query)) is not None:
            return Found(Match(entry, Tier.NAME, entry.name))
        exact = self._exact(Asked.of(query), kinds)
        if exact:
            return Found(exact[0]) if len(exact) == 1 else Several(exact)
        completing = (match for match in self._ranked(query) if Tier.SOUND < match.tier < Tier.FUZZY)
        completions = _preferred(completing, kinds)
        if len(completions) == 1:
            return Found(completions[0])
        return Several(completions) if completions else Nothing(self.near(query, kinds=kinds))

    def chosen(self, query: str) -> Entry | None:
        """The entry that a choice from the list sent, which is `CHOICE` and its id; None for what was typed."""
        return self.current(query.removeprefix(CHOICE)) if query.startswith(CHOICE) else None

    def current(self, entry_id: str) -> Entry | None:
        """The entry with that id, or the one that took over its name; None if it is gone."""
        if (entry := self._library.get(entry_id)) is not None:
            return entry
        renamed = self._exact(Asked(names.squash(entry_id), ()), (Entry,))
        return renamed[0].entry if len(renamed) == 1 else None

    def starters(self, *, kinds: Kinds = (Entry,), limit: int = 25) -> tuple[Match, ...]:
        """For an empty box: what a newcomer starts with, and then what is new."""
        new = self._library.newest(kinds, _NEW)
        every = (entry for entry in self._library.entries.values() if isinstance(entry, kinds) and entry not in new)
        first = sorted(every, key=lambda entry: (not entry.basics, catalog.standing(entry), entry.name.casefold()))
        return tuple(Match(entry, Tier.NAME, entry.name) for entry in (*first[: limit - len(new)], *new))

    def search(self, query: str, *, limit: int = 25, kinds: Kinds = (Entry,), text: bool = False) -> tuple[Match, ...]:
        """The best `limit` entries of the `kinds`, each once, best first; `text` adds those whose words match.

        Entries that are taken for the first one stand right beside it.
        """
        ranked = self._ranked(query, limit=limit, kinds=kinds)
        if text and len(ranked) < limit:
            known = {match.entry.id for match in ranked}
            found = (self._library.entries[entry_id] for entry_id in self._text.find(Asked.of(query).words))
            more = (one for one in found if isinstance(one, kinds) and one.id not in known)
            ranked += [Match(one, Tier.TEXT, one.name) for one in more]
        return self._with_companions(ranked, kinds)[:limit]

    def near(self, query: str, *, kinds: Kinds = (Entry,), limit: int = 3) -> tuple[Match, ...]:
        """The entries with the closest names, those of the `kinds` first; nothing for what resembles none."""
        asked = Asked.of(query)
        if len(asked.key) < 2:
            return ()
        refs = [*(ref for *_, ref in sorted(self._register.fuzzy(asked))), *self._register.resembling(asked)]
        items = (self._register.items[ref] for ref in refs)
        best: dict[Id, Match] = {}
        for item in sorted(items, key=lambda item: not isinstance(item.entry, kinds)):
            best.setdefault(item.entry.id, Match(item.entry, Tier.FUZZY, item.name))
        return self._with_companions(list(best.values()), (Entry,))[:limit]

    def _with_companions(self, ranked: list[Match], kinds: Kinds) -> tuple[Match, ...]:
        """`ranked`, with the entries that are taken for the first one right after it."""
        if not ranked or ranked[0].tier not in _MEANT:
            return tuple(ranked)
        first, *rest = ranked
        others = (self._library.get(confusable.id) for confusable in first.entry.confusable_with[:_COMPANIONS])
        beside = {other.id: other for other in others if other is not None and isinstance(other, kinds)}
        known = {match.entry.id: match for match in rest}
        companions = (known.get(one.id, Match(one, Tier.FUZZY, one.name)) for one in beside.values())
        return (first, *companions, *(match for match in rest if match.entry.id not in beside))

    def _ranked(self, query: str, *, limit: int = 25, kinds: Kinds = (Entry,)) -> list[Match]:
        """The best entries by name, each once, best first."""
        asked, register = Asked.of(query), self._register
        if not asked.key:
            return []
        best = {match.entry.id: match for match in self._exact(asked, kinds) if isinstance(match.entry, kinds)}
        for candidates in (register.sounding, register.prefixed, register.worded, register.fuzzy):
            if len(best) >= limit or (candidates == register.fuzzy and _clear(asked, best.values())):
                break
            for tier, _, _, ref in sorted(candidates(asked)):
                item = register.items[ref]
                if item.entry.id not in best and isinstance(item.entry, kinds):
                    best[item.entry.id] = Match(item.entry, tier, item.name)
                    if len(best) >= limit:
                        break
        return sorted(best.values(), key=lambda match: match.tier)

    def _exact(self, asked: Asked, kinds: Kinds) -> tuple[Match, ...]:
        """The entries with that very name or number, of the kinds where there is a choice; papers give way."""
        best: dict[Id, Match] = {}
        for key in filter(None, asked.keys):
            for item in (self._register.items[ref] for ref in self._register.exact(key)):
                tier = Tier.NAME if item.is_heading else Tier.ALIAS
                best.setdefault(item.entry.id, Match(item.entry, tier, item.name))
            for match in self._identified.get(key, ()):
                best.setdefault(match.entry.id, match)
            if any(isinstance(match.entry, kinds) and not isinstance(match.entry, Paper) for match in best.values()):
                break
        found = _preferred(best.values(), kinds)
        return tuple(sorted(found, key=lambda match: (isinstance(match.entry, Paper), match.tier)))


def _clear(asked: Asked, matches: Iterable[Match]) -> bool:
    """Whether it is plain what is being typed: enough names fit, or one begins with so many letters.

    Sentences and papers do not count: their many words begin with nearly anything.
    """
    tiers = [match.tier for match in matches if not catalog.is_sentence(match.entry)]
    return len(tiers) >= _ENOUGH or (len(asked.key) >= _PLAIN and any(tier <= Tier.ALIAS_PREFIX for tier in tiers))


def _preferred(matches: Iterable[Match], kinds: Kinds) -> tuple[Match, ...]:
    """Those of the kinds asked for, or, where there are none, all."""
    every = tuple(matches)
    return tuple(match for match in every if isinstance(match.entry, kinds)) or every
