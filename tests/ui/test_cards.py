"""Every state of every card of the real library, inside Discord's limits; and the layout's own rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge import Entry, Paper
from bot.core.library import Library
from bot.services.knowledge import Knowledge
from bot.ui import cards, kit
from bot.ui.ids import LIMIT, CardId, Place
from bot.ui.sections import neighbors
from bot.ui.texts import Texts
from tests.screen import Component, walk

TEXTS = Texts()


def states(entry: Entry, library: Library) -> list[Place]:
    """Every section and page, as far from home as Back can remember."""
    back = tuple(list(library.entries)[:3])
    found: list[Place] = []
    for section in cards.sections(entry, library, TEXTS):
        found += [
            Place(entry.id, section.key, page, back) for page in range(len(kit.pages(section.blocks, section.most)))
        ]
    return found


def drawn(place: Place, library: Library) -> list[Component]:
    opened = cards.open_place(place, library, TEXTS)
    assert opened is not None
    assert opened.place == place
    note = TEXTS.via_alias("x" * 60, opened.entry.name)
    picture = kit.Picture("picture.png", "<svg/>", "words") if place.section == "overview" else None
    return cards.draw(opened, library, TEXTS, note=note, picture=picture).to_components()  # pyright: ignore[reportReturnType]  # TypedDicts of discord.py


async def test_every_state_of_every_card_fits_discord(knowledge: Knowledge) -> None:
    library = knowledge.library
    for entry in library.entries.values():
        for place in states(entry, library):
            components = list(walk(drawn(place, library)))
            texts = [str(one["content"]) for one in components if one["type"] == 10]
            assert sum(map(len, texts)) <= kit.CHARACTERS, place
            assert kit.weight(texts) <= kit.BYTES, place
            assert len(components) <= 40, place
            check_controls(components, place)


def check_controls(components: list[Component], place: Place) -> None:
    custom_ids = [str(one["custom_id"]) for one in components if "custom_id" in one]
    assert len(custom_ids) == len(set(custom_ids)), place
    assert all(len(custom_id) <= LIMIT for custom_id in custom_ids), place
    buttons = [one for one in components if one["type"] == 2]
    selects = [one for one in components if one["type"] == 3]
    assert len(buttons) <= 3, place
    assert all(len(str(one["label"])) <= 34 for one in buttons), place
    for select in selects:
        assert 1 <= len(select["options"]) <= 25, place
        for option in select["options"]:
            assert 1 <= len(option["label"]) <= 100, place
            assert len(option["value"]) <= 100, place
            assert len(option.get("description") or "") <= 100, place


async def test_no_citation_mark_is_left_in_what_a_reader_sees(knowledge: Knowledge) -> None:
    library = knowledge.library
    for entry in library.entries.values():
        for place in states(entry, library):
            for component in walk(drawn(place, library)):
                assert "[@" not in str(component.get("content", "")), place


async def test_a_card_of_an_entry_that_is_gone_is_known_to_be_gone(knowledge: Knowledge) -> None:
    assert cards.open_place(Place("never-was"), knowledge.library, TEXTS) is None


async def test_a_section_or_page_that_is_gone_falls_back_to_the_first(knowledge: Knowledge) -> None:
    opened = cards.open_place(Place("psychoplastogen", "nosuch", 99), knowledge.library, TEXTS)

    assert opened is not None
    assert (opened.place.section, opened.place.page) == ("overview", 0)


async def test_every_section_the_house_promises_is_one_choice_away(knowledge: Knowledge) -> None:
    library = knowledge.library
    for entry in library.entries.values():
        keys = {section.key for section in cards.sections(entry, library, TEXTS)}
        assert {"overview", "cite"} <= keys, entry.id
        assert isinstance(entry, Paper) or {"evidence", "sources"} <= keys, entry.id
        assert ("related" in keys) == bool(neighbors(entry, library)), entry.id


async def test_every_neighbor_is_listed_and_can_be_chosen(knowledge: Knowledge) -> None:
    library = knowledge.library
    for entry in library.entries.values():
        chosen: list[str] = []
        for place in states(entry, library):
            if place.section == "related":
                selects = [one for one in walk(drawn(place, library)) if one["type"] == 3]
                values = [option["value"] for one in selects for option in one["options"]]
                chosen += [value.removeprefix("e:") for value in values if value.startswith("e:")]
        assert chosen == [other.id for other in neighbors(entry, library)], entry.id


async def test_a_paper_is_cited_in_plain_text_with_its_doi_and_as_bibtex(knowledge: Knowledge) -> None:
    said = "\n".join(str(one.get("content", "")) for one in walk(drawn(Place("ly2018", "cite"), knowledge.library)))

    assert "Ly C, Greb AC" in said
    assert "DOI: 10.1016/j.celrep.2018.05.022" in said
    assert "```bibtex\n@article{ly2018," in said


async def test_an_entry_is_cited_itself_and_by_its_sources(knowledge: Knowledge) -> None:
    said = "\n".join(str(one.get("content", "")) for one in walk(drawn(Place("bdnf", "cite"), knowledge.library)))

    assert "@misc{neurosprout-bdnf," in said
    assert "[1] Park H" in said


ids = st.from_regex(r"[a-z0-9]{1,10}(-[a-z0-9]{1,7}){0,2}", fullmatch=True)
places = st.builds(
    Place,
    ids,
    st.sampled_from(["overview", "depth", "sources"]),
    st.integers(0, 99),
    st.lists(ids, max_size=3).map(tuple),
)


@given(st.sampled_from(["go", "pick", "share"]), places)
def test_a_control_fits_and_reads_back_with_its_latest_way_back(action: str, place: Place) -> None:
    custom_id = str(CardId(action, place))  # pyright: ignore[reportArgumentType]  # sampled from the three
    match = CardId.TEMPLATE.fullmatch(custom_id)

    assert len(custom_id) <= LIMIT
    assert match is not None
    read = CardId.parse(match)
    assert (read.action, read.place.entry, read.place.section, read.place.page) == (
        action, place.entry, place.section, place.page,
    )  # fmt: skip
    assert place.back[len(place.back) - len(read.place.back) :] == read.place.back


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=6000), min_size=1, max_size=6))
def test_pages_keep_everything_and_fit(blocks: list[str]) -> None:
    pages = kit.pages([" ".join(block.split()) or "x" for block in blocks])

    assert "".join("".join(page) for page in pages).replace(" ", "") == "".join(
        "".join(block.split()) or "x" for block in blocks
    )


@pytest.mark.parametrize("sentences", [1, 200])
def test_a_long_block_is_cut_only_between_sentences(sentences: int) -> None:
    pages = kit.pages([" ".join(["A sentence of some length that says one thing and then ends."] * sentences)])

    assert all(block.endswith(".") for page in pages for block in page)


@given(st.text(max_size=5000))
def test_what_somebody_typed_is_quoted_short_and_harmless(typed: str) -> None:
    shown = kit.quoted(typed)

    assert "@everyone" not in shown
    assert "\u202e" not in shown
    assert "\n" not in shown
    assert len(shown) <= 60 * 2 + 60
