"""Looking things up, as a member does."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Server
from tests.screen import alternative_texts, labels, options, shown, text, walk


async def test_a_term_is_answered_privately_with_what_it_was_shown_in_and_its_sources(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))

    assert card.ephemeral
    assert "## Psychoplastogen" in text(card)
    assert "Shown in " in text(card)
    assert "https://doi.org/" in text(card)


async def test_share_posts_for_everyone_and_offers_no_second_share(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen", share=True))

    assert not card.ephemeral
    assert "Share" not in labels(card)


async def test_a_related_entry_redraws_the_same_message_and_back_returns(server: Server) -> None:
    first = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))
    related = next(value for value in options(first).values() if value.startswith("e:"))

    await server.ann.select(first, [related])
    second = shown(await server.ann.slash(server.lab, "help"))  # a later message does not disturb it
    assert second.id != first.id
    assert "## Psychoplastogen" not in text(first)
    assert "Back" in labels(first)

    await server.ann.click(first, label="Back")
    assert "## Psychoplastogen" in text(first)


async def test_in_depth_evidence_and_sources_are_one_choice_away(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))

    for section in ("In depth", "Evidence", "Sources"):
        await server.ann.select(card, [options(card)[section]])
        assert section in text(card)


async def test_the_share_button_posts_the_card_and_leaves_the_private_one(server: Server) -> None:
    private = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))

    public = shown(await server.ann.click(private, label="Share"))

    assert not public.ephemeral
    assert "## Psychoplastogen" in text(public)


async def test_a_press_on_a_shared_card_opens_privately_and_never_changes_it(server: Server) -> None:
    public = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen", share=True))
    before = public.components

    private = shown(await server.ben.select(public, [options(public)["Sources"]]))

    assert private.ephemeral
    assert "Sources" in text(private)
    assert public.components == before


async def test_a_card_still_works_after_a_restart(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))

    await server.restart()
    await server.ann.select(card, [options(card)["Evidence"]])

    assert "Evidence" in text(card)


async def test_a_substance_comes_with_its_structure_and_words_for_it(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "substance", name="psilocybin"))

    assert [file.filename for file in card.attachments] == ["psilocybin.png"]
    assert "C12H17N2O4P" in alternative_texts(card)[0]
    assert "Information, not medical advice." in text(card)


async def test_a_mechanism_comes_with_its_cascade_and_words_for_it(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "mechanism", name="#5-ht2a-trkb-mtor"))

    assert [file.filename for file in card.attachments] == ["5-ht2a-trkb-mtor.png"]
    assert "TrkB" in alternative_texts(card)[0]


async def test_a_picture_goes_when_the_section_has_none_and_comes_back(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "substance", name="psilocybin"))

    await server.ann.select(card, [options(card)["Safety"]])
    assert card.attachments == []
    assert "call your local emergency number now" in text(card)

    onward = next(one["custom_id"] for one in walk(card.components) if one.get("custom_id", "").startswith("card:pick"))
    await server.ann.select(card, [options(card)["Overview"]], custom_id=onward)
    assert len(card.attachments) == 1


async def test_an_alias_says_that_it_matched(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "substance", name="TBG"))

    assert "Matched through the alias “TBG” → **Tabernanthalog**" in text(card)


async def test_a_choice_from_the_list_opens_without_a_remark(server: Server) -> None:
    choice = (await server.ann.autocomplete(server.lab, "substance", "name", "tbg"))[0]

    card = shown(await server.ann.slash(server.lab, "substance", name=choice["value"]))

    assert text(card).startswith("## Tabernanthalog")


async def test_a_paper_is_found_by_author_and_year(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "paper", words="Ly et al. 2018"))

    assert "Psychedelics Promote Structural and Functional Neural Plasticity" in text(card)
    assert "10.1016/j.celrep.2018.05.022" in text(card)


@pytest.mark.parametrize(
    "typed", ["greb 2018", "structural and functional neural plasticity", "PMID 29898390", "tbg-x 1"]
)
async def test_a_paper_is_found_by_any_author_by_words_and_a_miss_is_told(server: Server, typed: str) -> None:
    answer = shown(await server.ann.slash(server.lab, "paper", words=typed))

    found = "Psychedelics Promote Structural and Functional Neural Plasticity" in text(answer)
    assert found or "Ly et al. 2018" in options(answer) or "Nothing here is called" in text(answer)


async def test_confusable_names_are_offered_side_by_side_and_told_apart(server: Server) -> None:
    choices = await server.ann.autocomplete(server.lab, "substance", "name", "psylocyn")
    miss = shown(await server.ann.slash(server.lab, "substance", name="psylocyn"))

    assert {choice["name"].partition(" (")[0] for choice in choices[:2]} == {"Psilocin", "Psilocybin"}
    assert {"Psilocin", "Psilocybin"} <= set(labels(miss))
    assert "**Psilocin** or **Psilocybin**?" in text(miss) or "**Psilocybin** or **Psilocin**?" in text(miss)


async def test_a_card_offers_to_compare_with_what_it_is_taken_for(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "define", term="agonist"))

    await server.ann.select(card, [options(card)["Compare with Partial agonist"]])

    assert "## Agonist and Partial agonist" in text(card)


async def test_a_miss_offers_the_nearest_names_as_buttons(server: Server) -> None:
    miss = shown(await server.ann.slash(server.lab, "substance", name="psylocybine"))

    assert "Nothing here is called" in text(miss)
    assert "Psilocybin" in labels(miss)
    await server.ann.click(miss, label="Psilocybin")
    assert "## Psilocybin" in text(miss)


async def test_a_beginning_that_several_names_continue_asks_which(server: Server) -> None:
    chooser = shown(await server.ann.slash(server.lab, "substance", name="psiloc"))

    assert {"Psilocin", "Psilocybin"} <= options(chooser).keys()
    await server.ann.select(chooser, ["e:psilocin"])
    assert "## Psilocin" in text(chooser)


async def test_a_miss_is_never_shared(server: Server) -> None:
    miss = shown(await server.ann.slash(server.lab, "define", term="zzzz", share=True))

    assert miss.ephemeral


async def test_search_finds_by_words_of_the_text(server: Server) -> None:
    found = shown(await server.ann.slash(server.lab, "search", words="how fast do SSRIs work"))

    assert any("SSRI" in name for name in options(found))


@pytest.mark.parametrize("typed", ["5ht2a", "5-HT₂A", "5 ht 2a", "5-HT2A receptor"])
async def test_spellings_of_a_receptor_are_one(server: Server, typed: str) -> None:
    card = shown(await server.ann.slash(server.lab, "define", term=typed))

    assert "## 5-HT2A receptor" in text(card)


async def test_autocomplete_offers_names_from_the_first_key_and_aliases_with_an_arrow(server: Server) -> None:
    from_one_key = await server.ann.autocomplete(server.lab, "substance", "name", "p")
    from_alias = await server.ann.autocomplete(server.lab, "substance", "name", "TB")
    from_nothing = await server.ann.autocomplete(server.lab, "define", "term", "")

    assert any(choice["name"].startswith("Psilocybin") for choice in from_one_key)
    assert from_alias[0]["name"].startswith("TBG → Tabernanthalog")
    assert 0 < len(from_nothing) <= 25


HOSTILE = {
    "nothing": " ",
    "emoji": "🧠🍄",
    "right to left": "\u202eتجربة\u202c",
    "ping": "@everyone <@1> <@&2> @here",
    "mention of a command": "</about:1>",
    "markdown": "# `x` **y** ||z|| [a](https://example.com)",
    "control characters": "\x00\x07psi\u200blocybin\x1b[31m",
    "four thousand": "psychoplastogen " * 250,
    "a prefix of another": "psycho",
}


@pytest.mark.parametrize(
    "command", [("define", "term"), ("substance", "name"), ("paper", "words"), ("search", "words")]
)
@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
async def test_whatever_is_typed_gets_a_harmless_answer(server: Server, command: tuple[str, str], typed: str) -> None:
    name, option = command
    answer = shown(await server.ann.slash(server.lab, name, **{option: typed}))

    said = text(answer).partition("\n")[0]
    assert said
    for dangerous in ("@everyone", "@here", "\u202e", "\x00", "\x1b"):
        assert dangerous not in said
    assert not re.search(r"(?<!\\)[<`*|\[]", said.replace("`/search`", ""))
    await server.ann.autocomplete(server.lab, name, option, typed[:100])


async def test_a_button_of_an_older_version_is_answered(server: Server) -> None:
    from bot.client.components import Router

    card = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))
    server.bot.router.__init__()  # a version that knows none of the routes
    assert isinstance(server.bot.router, Router)

    told = shown(await server.ann.click(card, label="Share"))

    assert "from an older version" in text(told)


async def test_how_strongly_a_substance_binds_is_drawn_where_it_is_listed(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "substance", name="LSD"))
    await server.ann.select(card, [options(card)["What it acts on"]])

    (alternative,) = alternative_texts(card)
    assert alternative.startswith("LSD, Ki at human targets, strongest first: 5-HT2A receptor 0.4 to 0.76 nM; ")
    assert "Ki 0.4 to 0.76 nM" in text(card)
