"""The numbers to call."""

from __future__ import annotations

import re

import discord

from bot.core import help_lines


def test_every_locale_is_one_of_discords() -> None:
    known = {locale.value for locale in discord.Locale}

    assert set(help_lines._BY_LOCALE) <= known  # pyright: ignore[reportPrivateUsage]


def test_a_language_of_many_countries_gives_no_number() -> None:
    assert help_lines.country_of("es-419") is None
    assert help_lines.country_of("zh-CN") is None
    assert help_lines.country_of("nonsense") is None


def test_every_number_is_one_and_names_the_page_it_was_seen_on() -> None:
    for country in help_lines.countries():
        for line in (country.emergency, country.poison, country.crisis):
            if line is not None:
                assert re.fullmatch(r"[0-9][0-9 -]*", line.number)
                assert line.seen.startswith(("https://", "http://ec.europa.eu/"))


def test_where_the_country_is_known_so_is_its_emergency_number() -> None:
    numbers = {locale: help_lines.country_of(locale) for locale in ("en-US", "en-GB", "fr", "de", "pt-BR")}

    assert [country and country.emergency.number for country in numbers.values()] == ["911", "999", "112", "112", "192"]
