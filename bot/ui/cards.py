"""The one layout of every card: head, the pages of a section, a select for what comes next, at most three buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import discord
from discord import ui

from bot.core import comparison, names
from bot.core.evidence import Id
from bot.core.knowledge import ClaimHeard, Entry, Mechanism, Paper, Substance, Target, Term
from bot.core.library import Library
from bot.core.search import Match
from bot.ui import definitions, inbox, interactions, kit, mechanisms, papers, substances
from bot.ui.ids import REPORT, CardId, ChooserId, Place, is_token
from bot.ui.kit import Picture
from bot.ui.sections import Section, cite_section, neighbors, related_section
from bot.ui.texts import Texts

_OPTIONS = 25
_ABOVE_PICTURE = 2
"""The blocks of an overview that stand above its picture: the one-liner and what was shown."""
LISTED = 12
"""How many results of a search are listed."""

_PAIRS = 3
"""How many pairs of a list are told apart."""

Item = ui.Item[ui.LayoutView]


@dataclass(frozen=True)
class Opened:
    """A place that exists in this library: what Place names, after its section and page were found."""

    entry: Entry
    place: Place
    sections: tuple[Section, ...]
    pages: tuple[tuple[str, ...], ...]


def sections(entry: Entry, library: Library, texts: Texts) -> tuple[Section, ...]:
    """The sections of an entry's card that have something in them; the first is the overview."""
    match entry:
        case Term():
            found = definitions.term(entry, library, texts)
        case Target():
            found = definitions.target(entry, library, texts)
        case ClaimHeard():
            found = definitions.claim_heard(entry, library, texts)
        case Substance():
            found = substances.sections(entry, library, texts)
        case Mechanism():
            found = mechanisms.sections(entry, library, texts)
        case Paper():
            found = papers.sections(entry, library, texts)
        case _:
            raise TypeError(f"no card for {type(entry).__name__}")
    *own, last = (section for section in found if not section.is_empty)
    related = (related_section(entry, library, texts),) if neighbors(entry, library) else ()
    cite = () if isinstance(entry, Paper) else (cite_section(entry, library, texts),)
    return (*own, *related, last, *cite)


@lru_cache(maxsize=1024)
def _written(entry_id: Id, library: Library, texts: Texts) -> tuple[Section, ...]:
    """The sections as they were written first: they change only with the library."""
    return sections(library.entries[entry_id], library, texts)


@lru_cache(maxsize=4096)
def _paged(entry_id: Id, section: str, library: Library, texts: Texts) -> tuple[Section, tuple[tuple[str, ...], ...]]:
    """That section, or the first where there is none, and its pages."""
    available = _written(entry_id, library, texts)
    found = next((one for one in available if one.key == section), available[0])
    return found, tuple(tuple(page) for page in kit.pages(found.blocks, found.most))


_kept: dict[tuple[Place, bool, bool, Library, Texts], ui.LayoutView] = {}
_KEPT = 128
"""How many drawn cards are kept: those that many readers open."""


def forget() -> None:
    """Write and draw every card anew when it is next asked for."""
    _written.cache_clear()
    _paged.cache_clear()
    _kept.clear()


def open_place(place: Place, library: Library, texts: Texts) -> Opened | None:
    """Find what `place` names; a section or page that is no longer there falls back to the first. None: no entry."""
    entry = library.get(place.entry)
    if entry is None:
        return None
    section, pages = _paged(entry.id, place.section, library, texts)
    page = place.page if place.page < len(pages) else 0
    back = tuple(other for other in place.back if is_token(other) or library.get(other) is not None)
    return Opened(entry, Place(entry.id, section.key, page, back), _written(entry.id, library, texts), pages)


def draw(
    opened: Opened,
    library: Library,
    texts: Texts,
    *,
    note: str = "",
    picture: Picture | None = None,
    shared: bool = False,
) -> ui.LayoutView:
    """The card at that place; `note` says why this entry came up, a `shared` card cannot be shared again.

    The same place is drawn once: a finished message can be sent to any number of readers.
    """
    key = (opened.place, picture is not None, shared, library, texts)
    if not note and (kept := _kept.get(key)) is not None:
        return kept
    view = _draw(opened, library, texts, note, picture, shared=shared)
    if not note:
        if len(_kept) >= _KEPT:
            _kept.clear()
        _kept[key] = view
    return view


def _draw(
    opened: Opened, library: Library, texts: Texts, note: str, picture: Picture | None, *, shared: bool
) -> ui.LayoutView:
    section = next(one for one in opened.sections if one.key == opened.place.section)
    items: list[Item] = [kit.text(note, _head(opened, section, texts))]
    items += body(opened.pages[opened.place.page], picture, above=_ABOVE_PICTURE if section.key == "overview" else 0)
    items.append(ui.Separator(spacing=discord.SeparatorSpacing.small))
    if section.key == "safety" and isinstance(opened.entry, Substance):
        items += interactions.pairs_row(opened.entry, library)
    items.append(ui.ActionRow(_select(opened, library, texts)))
    if buttons := _buttons(opened, texts, shared=shared):
        items.append(ui.ActionRow(*buttons))
    return kit.message(*items)


def body(blocks: Sequence[str], picture: Picture | None, *, above: int = _ABOVE_PICTURE) -> list[Item]:
    """The blocks of a page, with the picture after the first few of them."""
    if picture is None:
        above = len(blocks)
    before, after = ([kit.text("\n\n".join(half))] if half else [] for half in (blocks[:above], blocks[above:]))
    return [*before, *([kit.gallery(picture)] if picture else []), *after]


def name_of(entry: Entry) -> str:
    """The entry's name as a heading; a claim people make as the question whether it is true."""
    name = f"Is it true that {entry.name[0].lower()}{entry.name[1:]}?" if isinstance(entry, ClaimHeard) else entry.name
    return f"{name} ({', '.join(entry.acronyms)})" if entry.acronyms else name


def _head(opened: Opened, section: Section, texts: Texts) -> str:
    entry = opened.entry
    page = f", {texts.page(opened.place.page + 1, len(opened.pages)).lower()}" if len(opened.pages) > 1 else ""
    where = texts.kind(entry.kind) if section.key == "overview" else section.label
    return f"## {name_of(entry)}\n-# {where.capitalize()}{page}"


def _select(opened: Opened, library: Library, texts: Texts) -> ui.Select[ui.LayoutView]:
    here = opened.place.section
    options = [
        discord.SelectOption(label=one.label, value=f"s:{one.key}") for one in opened.sections if one.key != here
    ]
    related = neighbors(opened.entry, library)
    if here == "related":
        before = sum(len(page) for page in opened.pages[: opened.place.page])
        related = related[before : before + len(opened.pages[opened.place.page])]
    else:
        options += _comparisons(opened.entry, library, texts)
    options += [kit.entry_option(entry, texts) for entry in related]
    report = discord.SelectOption(label=texts.report, value=REPORT)
    options = [*options[: _OPTIONS - 1], report]
    return ui.Select(custom_id=str(CardId("pick", opened.place)), placeholder=texts.more, options=options)


def _comparisons(entry: Entry, library: Library, texts: Texts) -> list[discord.SelectOption]:
    """The entries that readers take for this one, each to be put beside it."""
    others = (library.get(confusable.id) for confusable in entry.confusable_with)
    return [
        discord.SelectOption(label=kit.shortened(texts.compare_to(other.name), 100), value=f"c:{other.id}")
        for other in others
        if type(other) is type(entry) and isinstance(other, comparison.KINDS)
    ]


def _buttons(opened: Opened, texts: Texts, *, shared: bool) -> list[ui.Button[ui.LayoutView]]:
    place = opened.place
    buttons: list[ui.Button[ui.LayoutView]] = []
    if (back := place.way_back) is not None:
        buttons.append(_button(texts.back, back))
    if len(opened.pages) > 1:
        following = (place.page + 1) % len(opened.pages)
        buttons.append(
            _button(texts.next_page if following else texts.first_page, CardId("go", place.turned(following)))
        )
    if not shared:
        buttons.append(_button(texts.share, CardId("share", place)))
    return buttons


def _button(label: str, custom_id: CardId | str) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=label, custom_id=str(custom_id))


def draw_several(query: str, matches: tuple[Match, ...], texts: Texts) -> ui.LayoutView:
    """A chooser: the name means several entries, or may be completed to several."""
    return _listing(texts.several(kit.quoted(query)), matches, texts)


def draw_results(query: str, matches: tuple[Match, ...], texts: Texts) -> ui.LayoutView:
    """What a search found."""
    return _listing(texts.results(kit.quoted(query), len(matches)), matches, texts)


def _listing(heading: str, matches: tuple[Match, ...], texts: Texts) -> ui.LayoutView:
    return draw_list(heading, [match.entry for match in matches[:LISTED]], texts)


def draw_list(heading: str, entries: Sequence[Entry], texts: Texts) -> ui.LayoutView:
    """Entries with what each is, and a select that opens one."""
    lines = [f"**{entry.name}** ({texts.kind(entry.kind)}): {entry.one_liner}" for entry in entries]
    select = ui.Select[ui.LayoutView](
        custom_id=str(ChooserId()),
        placeholder=texts.choose,
        options=[kit.entry_option(entry, texts) for entry in entries],
    )
    apart = told_apart(entries, texts)
    return kit.message(kit.text(heading), kit.text("\n".join(lines)), *apart, ui.ActionRow(select))


def told_apart(entries: Sequence[Entry], texts: Texts) -> list[Item]:
    """What tells apart those that readers take for each other: a sentence for each two of them, at most three."""
    named = {entry.id: entry.name for entry in entries}
    lines: dict[frozenset[Id], str] = {}
    for entry in entries:
        for other in entry.confusable_with:
            if other.id in named:
                said = texts.told_apart(entry.name, named[other.id], other.difference)
                lines.setdefault(frozenset((entry.id, other.id)), said)
    return [kit.text(*list(lines.values())[:_PAIRS])] if lines else []


def draw_nothing(query: str, near: tuple[Match, ...], texts: Texts) -> ui.LayoutView:
    """A miss: what was not found, and the closest names as buttons."""
    said = texts.not_found(kit.quoted(query))
    request = [ui.ActionRow(inbox.request_button(query))] if names.squash(query) else []
    if not near:
        return kit.message(kit.text(said, texts.nothing_near()), *request)
    lines = "\n".join(f"**{match.entry.name}**: {match.entry.one_liner}" for match in near)
    buttons = [_button(kit.shortened(match.entry.name, 34), CardId("go", Place(match.entry.id))) for match in near]
    apart = told_apart([match.entry for match in near], texts)
    return kit.message(kit.text(said, texts.did_you_mean), kit.text(lines), *apart, ui.ActionRow(*buttons), *request)
