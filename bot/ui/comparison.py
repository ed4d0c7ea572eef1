"""Two entries beside each other: a picture with the table, and the same in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import discord
from discord import ui

from bot.core import comparison
from bot.core.comparison import Comparison
from bot.core.evidence import Id
from bot.core.knowledge import Explained, Mechanism, Substance, Target, Term
from bot.core.library import Library
from bot.core.search import Match
from bot.ui import kit
from bot.ui.ids import CompareId, CompareWithId
from bot.ui.kit import Picture
from bot.ui.pictures import side_by_side
from bot.ui.texts import Texts, enumerate_words

_NAMED = 10
"""How many neighbors or targets of one side are named."""
_OPTIONS = 25


def picture(compared: Comparison, library: Library, texts: Texts) -> Picture:
    """The table as a picture, with both structures where there are two."""
    drawings = [library.drawings.get(_drawing_of(side, compared)) for side in compared.sides]
    structures = (drawings[0], drawings[1]) if drawings[0] and drawings[1] else None
    rows = [(label, *cells) for label, cells in (*_rows(compared, texts), *_target_rows(compared, library))]
    names = [side.name for side in compared.sides]
    title = f"{names[0]} and {names[1]}"
    caption = f"Shared skeleton, banded: {compared.skeleton}" if structures and compared.skeleton else ""
    svg = side_by_side.draw((names[0], names[1]), rows, structures, caption)
    cells = " ".join(
        f"{label}: {names[0]}, {first}; {names[1]}, {second}." if second else f"{label}: {first}."
        for label, first, second in rows
    )
    drawn = " Both structures are drawn." if structures else ""
    drawn += f" {caption}." if caption else ""
    return Picture(f"{compared.first.id}-and-{compared.second.id}.png", svg, f"{title} compared.{drawn} {cells}")


def _drawing_of(side: Explained, compared: Comparison) -> str:
    return f"{side.id}.{compared.skeleton}" if compared.skeleton else side.id


def _rows(compared: Comparison, texts: Texts) -> list[tuple[str, tuple[str, str]]]:
    """The table: a label, and a few words for each side."""

    def row(label: str, cell: Callable[[Explained], str]) -> tuple[str, tuple[str, str]]:
        return label, (cell(compared.first), cell(compared.second))

    rows = [
        row("Evidence", lambda side: texts.mark(comparison.strongest(side).mark)),
        row("Shown in", _shown_in(texts)),
    ]
    match compared.first:
        case Substance():
            own = (("Class", _class), ("Hallucinogenic", _hallucinogenic), ("Stage", _stage))
            rows = [*(row(label, cell) for label, cell in own), row("Plasticity shown in", _shown_in(texts))]
        case Term() | Mechanism():
            rows.insert(0, row("Field", lambda side: side.category if isinstance(side, Term | Mechanism) else ""))
        case Target():
            rows.insert(0, row("Family", lambda side: side.family if isinstance(side, Target) else ""))
        case _:
            pass
    return rows


def _target_rows(compared: Comparison, library: Library) -> list[tuple[str, tuple[str, str]]]:
    """What substances act on; a row for both, and one with what is listed for one of them only."""
    if not isinstance(compared.first, Substance):
        return []
    only = (_names(compared.only_first, library), _names(compared.only_second, library))
    both = _names(compared.both, library) or "none listed"
    alone = [("Only listed for one", (only[0] or "none", only[1] or "none"))] if any(only) else []
    return [("Targets of both", (both, "")), *alone]


def _shown_in(texts: Texts) -> Callable[[Explained], str]:
    return lambda side: texts.levels(comparison.strongest(side))


def _class(side: Explained) -> str:
    return side.substance_class if isinstance(side, Substance) else ""


def _hallucinogenic(side: Explained) -> str:
    return side.hallucinogenic.answer if isinstance(side, Substance) else ""


def _stage(side: Explained) -> str:
    return f"{side.stage.stage} ({side.stage.as_of})" if isinstance(side, Substance) else ""


def blocks(compared: Comparison, library: Library, texts: Texts) -> tuple[str, ...]:
    """The comparison in words; what is said of each side stands on its card with all its sources."""
    told = (f"**Told apart:** {compared.difference}",) if compared.difference else ()
    short = _both("In short", compared, lambda side: side.one_liner)
    table = "\n".join(
        f"**{label}:** {compared.first.name}: {first}. {compared.second.name}: {second}."
        for label, (first, second) in _rows(compared, texts)
    )
    if compared.skeleton:
        table += f"\n**Shared skeleton:** {compared.skeleton}, banded in the picture."
    known = _both("What is known", compared, lambda side: _evidence(side, library, texts))
    links = _targets(compared, library) if isinstance(compared.first, Substance) else _neighbors(compared, library)
    return (*told, short, table, *links, known, *_safety(compared, texts))


def _both(label: str, compared: Comparison, said: Callable[[Explained], str]) -> str:
    lines = "\n\n".join(f"**{side.name}:** {said(side)}" for side in compared.sides)
    return f"### {label}\n{lines}"


def _evidence(side: Explained, library: Library, texts: Texts) -> str:
    claims = side.plasticity if isinstance(side, Substance) and side.plasticity else side.claims
    claim = claims[0]
    papers = library.papers(claim.sources[:2])
    sources = " · ".join(f"[{paper.name}]({paper.csl.link})" if paper.csl.link else paper.name for paper in papers)
    strip = texts.strip(claim)
    return f"{claim.text} {texts.shown_in(claim)} ({sources})" + (f"\n{strip}" if strip else "")


def _targets(compared: Comparison, library: Library) -> tuple[str, ...]:
    """What both act on and how, and what only one of them has."""

    def acts(side: Explained, target: Id) -> str:
        actions = side.actions if isinstance(side, Substance) else ()
        return enumerate_words([one.action for one in actions if one.target == target])

    first, second = compared.sides
    lines = [
        f"**{library.entries[one].name}:** {first.name}, {acts(first, one)}; {second.name}, {acts(second, one)}"
        for one in compared.both
    ]
    alone = [
        f"**Only listed for {side.name}:** "
        + "; ".join(f"{library.entries[one].name}, {acts(side, one)}" for one in only[:_NAMED])
        for side, only in zip(compared.sides, (compared.only_first, compared.only_second), strict=True)
        if only
    ]
    heading = "### Targets of both\n" if lines else "### Targets\nNone is listed for both.\n"
    note = "A target that is not listed here may still be one: nobody tests everything."
    return ("\n".join([heading + "\n".join(lines), *alone, note]),)


def _neighbors(compared: Comparison, library: Library) -> tuple[str, ...]:
    """What both are linked to, and what only one of them is."""
    sides = (compared.only_first, compared.only_second)
    lines = [f"**Linked to both:** {_names(compared.both, library)}"] if compared.both else []
    lines += [
        f"**Only linked to {side.name}:** {_names(only, library)}"
        for side, only in zip(compared.sides, sides, strict=True)
        if only
    ]
    return ("### Links\n" + "\n".join(lines),) if lines else ()


def _names(ids: Iterable[Id], library: Library) -> str:
    names = [library.entries[one].name for one in ids]
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")


def _safety(compared: Comparison, texts: Texts) -> tuple[str, ...]:
    if not isinstance(compared.first, Substance):
        return ()
    said = _both(texts.safety, compared, lambda side: side.safety[0].text if isinstance(side, Substance) else "")
    return (f"{said}\n\nThis does not say which of the two is less dangerous. {texts.medical}",)


def draw(
    compared: Comparison, library: Library, texts: Texts, *, page: int = 0, shown: Picture | None, shared: bool = False
) -> ui.LayoutView:
    """The comparison, page by page; the picture is on the first."""
    pages = kit.pages(blocks(compared, library, texts))
    page = page if page < len(pages) else 0
    pair = (compared.first.id, compared.second.id)
    kind = texts.kind(compared.first.kind)
    where = f", {texts.page(page + 1, len(pages)).lower()}" if len(pages) > 1 else ""
    items: list[ui.Item[ui.LayoutView]] = [
        kit.text(f"## {compared.first.name} and {compared.second.name}", f"-# Two {kind}s compared{where}")
    ]
    items += [kit.gallery(shown)] if shown is not None else []
    items += [kit.text("\n\n".join(pages[page])), ui.Separator(spacing=discord.SeparatorSpacing.small)]
    options = [kit.entry_option(entry, texts) for entry in _openable(compared, library)]
    select = ui.Select[ui.LayoutView](
        custom_id=str(CompareId("pick", *pair, page)), placeholder=texts.open_card, options=options
    )
    buttons = [] if len(pages) == 1 else [_turn(pair, (page + 1) % len(pages), texts)]
    buttons += [] if shared else [_button(texts.share, CompareId("share", *pair, page))]
    items.append(ui.ActionRow(select))
    return kit.message(*items, *([ui.ActionRow(*buttons)] if buttons else []))


def _openable(compared: Comparison, library: Library) -> list[Explained]:
    skeleton = (compared.skeleton,) if compared.skeleton and compared.skeleton in library.entries else ()
    both = [library.entries[one] for one in dict.fromkeys((*skeleton, *compared.both))]
    return [*compared.sides, *(entry for entry in both if isinstance(entry, Explained))][:_OPTIONS]


def _turn(pair: tuple[Id, Id], following: int, texts: Texts) -> ui.Button[ui.LayoutView]:
    return _button(texts.next_page if following else texts.first_page, CompareId("go", *pair, following))


def _button(label: str, custom_id: CompareId) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=label, custom_id=str(custom_id))


def draw_choice(
    query: str, matches: tuple[Match, ...], known: Explained, *, is_first: bool, texts: Texts
) -> ui.LayoutView:
    """One name means several entries, or none: which one shall `known` be compared with?"""
    shown = matches[:_OPTIONS]
    asked = texts.compare_with(kit.quoted(query), known.name) if shown else texts.not_found(kit.quoted(query))
    if not shown:
        return kit.notice(asked, texts.nothing_near())
    select = ui.Select[ui.LayoutView](
        custom_id=str(CompareWithId(known.id, is_first)),
        placeholder=texts.choose,
        options=[kit.entry_option(match.entry, texts) for match in shown],
    )
    return kit.message(kit.text(asked), ui.ActionRow(select))
