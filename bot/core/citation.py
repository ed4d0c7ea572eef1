"""Bibliographic records as a reader cites them."""

from __future__ import annotations

from bot.core.knowledge import Csl, Person


def _name(person: Person) -> str:
    if person.literal:
        return person.literal
    initials = "".join(part[0] for part in (person.given or "").replace("-", " ").replace(".", " ").split())
    return f"{person.family} {initials}".strip()


def authors(csl: Csl, limit: int = 6) -> str:
    """The authors in their order, at most `limit`, then et al."""
    shown = [_name(person) for person in csl.author[:limit]]
    return ", ".join(shown) + (", et al" if len(csl.author) > limit else "")


def plain(csl: Csl) -> str:
    """One line: authors, title, journal, year, volume, pages, DOI (the order of the journals cited most)."""
    parts = [authors(csl), csl.title.rstrip(".")]
    where = csl.container_title or csl.publisher or ""
    when = str(csl.issued.year)
    volume = f";{csl.volume}" if csl.volume else ""
    page = f":{csl.page}" if csl.page else ""
    parts.append(f"{where}. {when}{volume}{page}" if where else when)
    return ". ".join(part for part in parts if part) + "." + (f" {csl.link}" if csl.link else "")
