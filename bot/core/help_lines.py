"""Where to call: only numbers that were seen on a page of the body that runs them.

A language says little about where somebody is, so each number names its country, and the sentence "your local
emergency number" always stands before it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One number to call."""

    number: str
    answers: str
    """Who answers, or what it is for."""
    seen: str
    """The issuing body's page on which the number was seen, in November 2026."""


@dataclass(frozen=True)
class Country:
    """Where to call in one country, or in several that share a number."""

    name: str
    """As it stands after "in"."""
    emergency: Line
    poison: Line | None = None
    crisis: Line | None = None


_EUROPE = Line(
    "112", "emergency services", "http://ec.europa.eu/information_society/activities/112/actions/index_en.htm"
)
_UNION = Country("the European Union", _EUROPE)

_BY_LOCALE: dict[str, Country] = {
    "en-US": Country(
        "the United States",
        Line("911", "emergency services", "https://www.fcc.gov/consumer-information"),
        poison=Line("1-800-222-1222", "Poison Help", "https://www.poisonhelp.hrsa.gov/the-poison-help-line/index.html"),
    ),
    "en-GB": Country(
        "the United Kingdom",
        Line("999", "emergency services", "https://www.swast.nhs.uk/when-to-call-999"),
        crisis=Line("116 123", "Samaritans", "https://www.samaritans.org/how-we-can-help/contact-samaritan/"),
    ),
    "fr": Country(
        "France",
        _EUROPE,
        crisis=Line("3114", "suicide prevention", "https://3114.fr/que-se-passe-t-il-quand-je-contacte-le-3114/"),
    ),
    "pt-BR": Country("Brazil", Line("192", "SAMU", "https://www.gov.br/saude/pt-br/campanhas-da-saude/2025/samu-192")),
    **dict.fromkeys(
        ("bg", "cs", "da", "de", "el", "es-ES", "fi", "hr", "hu", "it", "lt", "nl", "pl", "ro", "sv-SE"), _UNION
    ),
}
"""Discord's locales. English (US) is Discord's default: whoever has it may be anywhere."""


def country_of(locale: str) -> Country | None:
    """The country, or the union, in which a locale of Discord's is mostly used; None where none is known."""
    return _BY_LOCALE.get(locale)


def countries() -> tuple[Country, ...]:
    """Every country whose numbers are known, each once."""
    return tuple(dict.fromkeys(_BY_LOCALE.values()))
