"""The entries by id, with what points at what; whatever does not hang together is a fault of a named entry."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import TypeVar

from bot.core import names, question_checks
from bot.core.evidence import Evidence, Id
from bot.core.formulary import Documented
from bot.core.knowledge import RECORD_TYPES, Entry, LearningPath, Mechanism, Paper, Question, Substance, Target, Term
from bot.core.record import Record

R = TypeVar("R", bound=Record)

Path = tuple[str | int, ...]
"""Where in an entry's file: keys and list indices from the top."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one entry, where, and what to do about it."""

    entry: Id
    path: Path
    message: str
    missing: Id | None = None
    """The id that was looked for and is not there."""


@dataclass(frozen=True, eq=False)
class Library:
    """All entries, frozen; a library is only ever the same as itself.

    `cited_by` maps a paper to the entries that cite it, `drawings` a substance to its SVG, and `ID.SKELETON` to the
    one that shows a skeleton which others share.
    """

    entries: Mapping[Id, Entry]
    cited_by: Mapping[Id, tuple[Id, ...]]
    named_by: Mapping[Id, tuple[Id, ...]]
    """The entries that name one as related."""
    drawings: Mapping[Id, str]
    questions: Mapping[Id, Question]
    paths: Mapping[Id, LearningPath]
    pharmacy: Mapping[Id, Documented]
    """Drug classes, conditions, emergencies and pairs."""

    @classmethod
    def of(cls, records: Iterable[Record], drawings: Mapping[Id, str] = MappingProxyType({})) -> Library:
        """A library of `records`, whose ids are distinct; ask `faults` before relying on its references."""
        ordered = sorted(records, key=lambda record: record.id)
        by_id = {record.id: record for record in ordered if isinstance(record, Entry)}
        questions = {record.id: record for record in ordered if isinstance(record, Question)}
        paths = {record.id: record for record in ordered if isinstance(record, LearningPath)}
        pharmacy = {record.id: record for record in ordered if isinstance(record, Documented)}
        cited: defaultdict[Id, list[Id]] = defaultdict(list)
        for entry in by_id.values():
            for key in entry.sources:
                cited[key].append(entry.id)
        named: defaultdict[Id, list[Id]] = defaultdict(list)
        for entry in by_id.values():
            for other in entry.related:
                named[other].append(entry.id)
        return cls(
            MappingProxyType(by_id),
            _frozen(cited),
            _frozen(named),
            MappingProxyType(dict(drawings)),
            MappingProxyType(questions),
            MappingProxyType(paths),
            MappingProxyType(pharmacy),
        )

    def get(self, entry_id: str) -> Entry | None:
        """The entry with that id, if there is one."""
        return self.entries.get(entry_id)

    @property
    def records(self) -> Iterator[Record]:
        """Everything, whether it has a card or not."""
        return chain(self.entries.values(), self.questions.values(), self.paths.values(), self.pharmacy.values())

    def of_type(self, record_type: type[R]) -> tuple[R, ...]:
        """The records of one kind, by id."""
        return tuple(record for record in self.records if isinstance(record, record_type))

    def newest(self, kinds: tuple[type[Entry], ...], limit: int) -> tuple[Entry, ...]:
        """The entries of the kinds that came in or were reviewed last, the newest first."""
        dated = (entry for entry in self.entries.values() if isinstance(entry, kinds) and entry.newest)
        return tuple(sorted(dated, key=lambda entry: entry.newest, reverse=True)[:limit])

    def papers(self, keys: Iterable[Id]) -> tuple[Paper, ...]:
        """The papers with those ids, in that order."""
        found = (self.entries.get(key) for key in keys)
        return tuple(paper for paper in found if isinstance(paper, Paper))

    def related(self, entry: Entry) -> tuple[Entry, ...]:
        """The entry's neighbors, those it names as related first, and those that name it last."""
        ids = dict.fromkeys((*entry.references, *self.named_by.get(entry.id, ())))
        return tuple(self.entries[other] for other in ids if other in self.entries and other != entry.id)


def _frozen(lists: Mapping[Id, list[Id]]) -> Mapping[Id, tuple[Id, ...]]:
    return MappingProxyType({key: tuple(ids) for key, ids in lists.items()})


@dataclass(frozen=True)
class Summary:
    """The library in figures, as `neurosprout check --json` prints them."""

    entries: Mapping[str, int]
    claims: int
    claims_without_source: int
    sources_not_seen: int
    findings_not_read: int
    evidence: Mapping[str, int]


def summarize(library: Library) -> Summary:
    """Count entries per kind, claims (arrows of cascades among them) per mark, and what is not sourced."""
    claims: list[Evidence] = [evidence for entry in library.entries.values() for evidence in entry.evidence]
    claims += [claim for record in library.pharmacy.values() for claim in record.evidence]
    cited = library.papers({**library.cited_by, **{key: () for claim in claims for key in claim.sources}})
    return Summary(
        entries={kind.kind.folder: len(library.of_type(kind)) for kind in RECORD_TYPES},
        claims=len(claims),
        claims_without_source=sum(not claim.sources for claim in claims),
        sources_not_seen=sum(paper.seen is None for paper in library.of_type(Paper)),
        findings_not_read=sum(paper.read is None for paper in cited),
        evidence=dict(sorted(Counter(claim.mark.value for claim in claims).items())),
    )


def pointed_at(record: Record) -> tuple[Id, ...]:
    """The ids of every other record that this one names, its papers among them."""
    match record:
        case Entry():
            return (*record.references, *record.sources)
        case Question():
            return (*record.tests, *record.sources)
        case LearningPath():
            return record.steps
        case Documented():
            return record.sources
        case _:
            return ()


def faults(library: Library) -> tuple[Fault, ...]:
    """Everything that does not hang together, by entry."""
    checks: tuple[Callable[[Library], Iterator[Fault]], ...] = (
        _dangling,
        _wrong_kind,
        _circles,
        clashes,
        _lonely_shared_aliases,
        _one_sided_confusions,
        _bad_sources,
        _questions_without_an_answer,
        _weak_questions,
        _twins,
        _paths_to_nowhere,
    )
    found = [fault for check in checks for fault in check(library)]
    return tuple(sorted(found, key=lambda fault: (fault.entry, [str(part) for part in fault.path])))


def _dangling(library: Library) -> Iterator[Fault]:
    for entry in library.entries.values():
        for other in entry.references:
            if other == entry.id:
                yield Fault(entry.id, ("related",), f"the entry points at itself; take {other!r} out")
            elif other not in library.entries:
                yield Fault(entry.id, ("related",), f"there is no entry {other!r}{_nearest(other, library)}", other)
            elif isinstance(library.entries[other], Paper) and not isinstance(entry, Paper):
                yield Fault(entry.id, ("related",), f"{other!r} is a paper; cite it in a claim instead")


def _nearest(wanted: str, library: Library) -> str:
    near = names.closest(wanted, library.entries)
    return f"; did you mean {near!r}?" if near else "; add it, or take the reference out"


def _expected(entry: Entry) -> Iterator[tuple[Path, Id, type[Entry]]]:
    if isinstance(entry, Term) and entry.broader:
        yield ("broader",), entry.broader, Term
    if isinstance(entry, Substance):
        if entry.active_form:
            yield ("active_form",), entry.active_form, Substance
        for index, action in enumerate(entry.actions):
            yield ("actions", index, "target"), action.target, Target
    if isinstance(entry, Mechanism):
        for index, entrance in enumerate(entry.enters):
            yield ("enters", index, "substance"), entrance.substance, Substance


def _wrong_kind(library: Library) -> Iterator[Fault]:
    for entry in library.entries.values():
        for path, other_id, wanted in _expected(entry):
            other = library.get(other_id)
            if other is not None and not isinstance(other, wanted):
                yield Fault(entry.id, path, f"{other_id!r} is a {other.kind}, and this wants a {wanted.kind}")


def _parents(entry: Entry) -> Id | None:
    if isinstance(entry, Term):
        return entry.broader
    return entry.active_form if isinstance(entry, Substance) else None


def _circles(library: Library) -> Iterator[Fault]:
    for entry in library.entries.values():
        chain = [entry.id]
        parent = _parents(entry)
        while parent is not None and parent in library.entries and parent not in chain:
            chain.append(parent)
            parent = _parents(library.entries[parent])
        if parent is not None and parent == entry.id:
            path = "broader" if isinstance(entry, Term) else "active_form"
            yield Fault(entry.id, (path,), f"goes in a circle: {' -> '.join((*chain, parent))}; break it at one entry")


def clashes(library: Library) -> Iterator[Fault]:
    """Names that name two entries, and are not shared on purpose."""
    owners: defaultdict[str, dict[Id, str]] = defaultdict(dict)
    shared: defaultdict[str, set[Id]] = defaultdict(set)
    for entry in library.entries.values():
        for name in (entry.id, *entry.names):
            owners[names.squash(name)].setdefault(entry.id, name)
        for name in entry.shared_aliases:
            shared[names.squash(name)].add(entry.id)
    for key, named in owners.items():
        if len(named) > 1 and not named.keys() <= shared[key]:
            first, *others = sorted(named)
            for other in others:
                yield Fault(
                    other,
                    (),
                    f"{named[other]!r} also names {first!r}; drop it from one, or list it in shared_aliases of both",
                )


def _lonely_shared_aliases(library: Library) -> Iterator[Fault]:
    counted = Counter(names.squash(name) for entry in library.entries.values() for name in entry.shared_aliases)
    for entry in library.entries.values():
        for index, name in enumerate(entry.shared_aliases):
            if counted[names.squash(name)] == 1:
                yield Fault(
                    entry.id,
                    ("shared_aliases", index),
                    f"only this entry lists {name!r}; move it to aliases, or share it",
                )


def _one_sided_confusions(library: Library) -> Iterator[Fault]:
    for entry in library.entries.values():
        for index, confusable in enumerate(entry.confusable_with):
            other = library.get(confusable.id)
            if other is not None and entry.id not in {back.id for back in other.confusable_with}:
                yield Fault(
                    entry.id,
                    ("confusable_with", index, "id"),
                    f"{other.id!r} does not name {entry.id!r} in turn; add it to confusable_with there",
                )


def _bad_sources(library: Library) -> Iterator[Fault]:
    for entry in library.entries.values():
        yield from _unfit(entry.id, entry.sources, library)
    for question in library.questions.values():
        yield from _unfit(question.id, question.sources, library)
    for record in library.pharmacy.values():
        yield from _unfit(record.id, record.sources, library)


def _unfit(cites: Id, keys: Iterable[Id], library: Library) -> Iterator[Fault]:
    for key in keys:
        paper = library.get(key)
        if not isinstance(paper, Paper):
            yield Fault(cites, (), f"cites {key!r}, which is no file in papers/{_nearest(key, library)}", key)
        elif paper.status == "retracted":
            yield Fault(cites, (), f"cites {key!r}, which is retracted; find another source or drop the claim")
        elif paper.seen is None or paper.read is None:
            lacking = "title and identifier were not seen together" if paper.seen is None else "finding was not read"
            yield Fault(cites, (), f"cites {key!r}, whose {lacking}; record `seen` and `read` there first")


def _questions_without_an_answer(library: Library) -> Iterator[Fault]:
    for question in library.questions.values():
        for index, tested in enumerate(question.tests):
            if tested not in library.entries:
                message = f"there is no entry {tested!r}{_nearest(tested, library)}"
                yield Fault(question.id, ("tests", index), message, tested)
        answers = library.get(question.tests[0])
        for index, key in enumerate(question.sources):
            if answers is not None and key not in answers.sources and key != answers.id:
                yield Fault(
                    question.id,
                    ("sources", index),
                    f"{answers.id!r}, which answers it, does not cite {key!r}; name the entry that does first in tests",
                )


def _weak_questions(library: Library) -> Iterator[Fault]:
    known = question_checks.named(library.entries.values())
    for mechanism in library.of_type(Mechanism):
        for index, check in enumerate(mechanism.check_questions):
            for path, advice in question_checks.shortcomings(check, library.entries, known):
                yield Fault(mechanism.id, ("check_questions", index, *path), advice)
    for question in library.questions.values():
        for path, advice in question_checks.shortcomings(question, library.entries, known):
            yield Fault(question.id, path, advice)


def _twins(library: Library) -> Iterator[Fault]:
    first: dict[tuple[str, ...], Id] = {}
    for question in library.questions.values():
        other = first.setdefault(names.words(question.stem), question.id)
        if other != question.id:
            yield Fault(question.id, ("stem",), f"{other!r} asks the same; ask something else, or drop one")


def _paths_to_nowhere(library: Library) -> Iterator[Fault]:
    known = library.entries.keys() | library.questions.keys()
    for path in library.paths.values():
        for index, step in enumerate(path.steps):
            if step not in known:
                yield Fault(path.id, ("steps", index), f"there is no entry or question {step!r}", step)
