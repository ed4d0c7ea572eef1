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


def _bibtex_name(person: Person) -> str:
    if person.literal:
        return f"{{{person.literal}}}"
    return f"{person.family}, {person.given}" if person.given else person.family


_BIBTEX_TYPES = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "report": "techreport",
}
_BIBTEX_ESCAPES = str.maketrans({character: f"\\{character}" for character in "&%$#_{}"} | {"\\": r"\textbackslash{}"})


def bibtex(key: str, csl: Csl) -> str:
    """The record as a BibTeX entry named `key`; what has no type of its own there is `@misc`."""
    container = {"article": "journal", "incollection": "booktitle"}
    kind = _BIBTEX_TYPES.get(csl.type, "misc")
    fields = {
        "author": " and ".join(map(_bibtex_name, csl.author)),
        "title": f"{{{csl.title.translate(_BIBTEX_ESCAPES)}}}",
        container.get(kind, "howpublished"): (csl.container_title or "").translate(_BIBTEX_ESCAPES),
        "institution" if kind == "techreport" else "publisher": (csl.publisher or "").translate(_BIBTEX_ESCAPES),
        "year": str(csl.issued.year),
        "volume": csl.volume,
        "number": csl.issue,
        "pages": csl.page and csl.page.replace("-", "--"),
        "doi": csl.doi,
        "isbn": csl.isbn,
        "url": csl.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def entry(entry_id: str, name: str, reviewed: str) -> str:
    """How an entry of the knowledge base is cited: in plain text, and as BibTeX; `reviewed` begins with the month."""
    month = reviewed[:7]
    fields = {
        "author": "{Neurosprout contributors}",
        "title": f"{{{name.translate(_BIBTEX_ESCAPES)}}}",
        "howpublished": "Neurosprout knowledge base",
        "year": month[:4],
        "note": f"Reviewed {month}. CC BY-SA 4.0",
    }
    lines = "\n".join(f"  {key} = {{{value}}}," for key, value in fields.items())
    said = f"Neurosprout contributors. {name}. Neurosprout knowledge base, reviewed {month}. CC BY-SA 4.0."
    return f"{said}\n```bibtex\n@misc{{neurosprout-{entry_id},\n{lines}\n}}\n```"
