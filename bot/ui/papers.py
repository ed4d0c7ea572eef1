"""Cards of papers."""

from __future__ import annotations

from bot.core.knowledge import Paper
from bot.core.library import Library
from bot.ui.sections import Section, reference
from bot.ui.texts import Texts, enumerate_words


def sections(entry: Paper, library: Library, texts: Texts) -> tuple[Section, ...]:
    """A paper: what it found, in what, its limits; which entries cite it; how to cite it."""
    citing = [other.name for key in library.cited_by.get(entry.id, ()) if (other := library.get(key))]
    warning = "" if entry.status == "current" else f"**Status: {entry.status}.**"
    stakes = [f"{conflict.author}: {conflict.stake}" for conflict in entry.conflicts]
    overview = (
        warning,
        f"*{entry.csl.title}*",
        f"**Found:** {entry.found}",
        f"**Study:** {entry.design}{f'; {entry.in_what}' if entry.in_what else ''}. {_kind(entry)}",
        f"**Limits:** {entry.limits}",
        f"**Stakes:** {enumerate_words(stakes)}." if stakes else "",
        f"**{texts.cited_by}:** {texts.some(citing)}" if citing else "",
        f"[{entry.csl.doi or entry.csl.link}]({entry.csl.link})" if entry.csl.link else "",
    )
    return (
        Section("overview", texts.overview, tuple(block for block in overview if block)),
        Section("cite", texts.cite, (reference(entry), _seen(entry))),
    )


def _kind(entry: Paper) -> str:
    return "" if entry.source_kind == "article" else f"Kind of source: {entry.source_kind}."


def _seen(entry: Paper) -> str:
    read = f"Read: {entry.read.what}, {entry.read.on}." if entry.read else "Its finding was not read."
    return f"-# {read}"
