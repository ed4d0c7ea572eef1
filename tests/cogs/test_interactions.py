"""Asking what two things do together, as a member does."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.screen import labels, options, shown, text, walk

CALL = "Call your local emergency number now"


async def test_a_dangerous_pair_leads_with_the_signs_and_whom_to_call_and_is_private(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "interaction", first="ayahuasca", second="escitalopram"))
    said = text(card)

    assert card.ephemeral
    assert said.startswith("## Ayahuasca with Escitalopram")
    signs, call, why = said.index("Signs of serotonin toxicity"), said.index(CALL), said.index("Labels rule this out")
    assert said.index("Dangerous together") < signs < call < why
    assert "Contents of ayahuasca: DMT, harmine, harmaline and tetrahydroharmine." in said
    assert "[Callaway and Grob 1998](https://doi.org/" in said
    assert "-# " not in said  # nothing that matters for safety is in small print


@pytest.mark.parametrize("section", ["Evidence", "Sources"])
async def test_evidence_and_sources_are_one_choice_away(server: Server, section: str) -> None:
    card = shown(await server.ann.slash(server.lab, "interaction", first="tramadol", second="alcohol"))

    await server.ann.select(card, [options(card)[section]])

    assert "boxed warning" in text(card) or "Tramadol label" in text(card)
    assert "Overview" in options(card)


async def test_a_street_name_and_a_brand_are_read_and_never_become_the_heading(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "interaction", first="shrooms", second="Xanax"))

    assert text(card).startswith(
        "## Psilocybin mushrooms with Alprazolam\n“shrooms” is read as **Psilocybin mushrooms**."
    )
    assert "“Xanax” is read as **Alprazolam**." in text(card)


@pytest.mark.parametrize(("first", "second"), [("MDMA", "heart disease"), ("high blood pressure", "ketamine")])
async def test_a_condition_on_either_side(server: Server, first: str, second: str) -> None:
    card = shown(await server.ann.slash(server.lab, "interaction", first=first, second=second))

    assert "**Unsafe together.**" in text(card)
    assert CALL in text(card)


async def test_what_is_not_known_is_not_called_safe(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "interaction", first="cannabis", second="alcohol"))

    assert "**No data, which is not the same as safe.**" in text(card)
    assert "What remains dangerous about cannabis" in text(card)
    assert "What remains dangerous about alcohol" in text(card)


async def test_the_lowest_word_says_what_remains_dangerous(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "interaction", first="lamotrigine", second="psilocybin"))

    assert "**No specific interaction danger documented.**" in text(card)
    assert "What remains dangerous about lamotrigine" in text(card)
    assert "What remains dangerous about psilocybin" in text(card)


async def test_two_depressants_without_a_pair_get_the_warning_for_their_class(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "interaction", first="zolpidem", second="Benadryl"))

    assert "**Unsafe together.**" in text(card)
    assert "General warning for depressants" in text(card)


async def test_share_posts_it_for_everyone(server: Server) -> None:
    asked = await server.ann.slash(server.lab, "interaction", first="mdma", second="lithium", share=True)
    assert not shown(asked).ephemeral
    assert "Share" not in labels(shown(asked))

    private = shown(await server.ann.slash(server.lab, "interaction", first="mdma", second="lithium"))
    public = shown(await server.ann.click(private, label="Share"))
    assert not public.ephemeral
    assert private.ephemeral


async def test_a_press_on_a_shared_answer_opens_privately_and_leaves_it(server: Server) -> None:
    public = shown(await server.ann.slash(server.lab, "interaction", first="mdma", second="lithium", share=True))
    before = public.components

    private = shown(await server.ben.select(public, [options(public)["Evidence"]]))

    assert private.ephemeral
    assert public.components == before


async def test_an_answer_still_works_after_a_restart(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "interaction", first="tramadol", second="xanax"))

    await server.restart()
    await server.ann.select(card, [options(card)["Evidence"]])

    assert "Evidence" not in options(card)
    assert "Overview" in options(card)


async def test_the_menu_leads_to_what_the_two_are(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "interaction", first="ketamine", second="alcohol"))

    entry = next(value for value in options(card).values() if value == "e:ketamine")
    await server.ann.select(card, [entry])

    assert text(card).startswith("## Ketamine")


async def test_a_name_of_several_things_asks_which(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "interaction", first="speed", second="heroin"))

    assert "“speed” can mean **Amphetamine** or **Methamphetamine**" in text(card)
    await server.ann.select(card, [options(card)["Methamphetamine with Heroin"]])
    assert text(card).startswith("## Methamphetamine with Heroin")


async def test_an_unknown_name_gets_near_names_and_is_never_reassuring(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "interaction", first="alprazolm", second="oxycodoen", share=True))

    assert card.ephemeral
    assert "“alprazolm”" in text(card) or "## Alprazolam with Oxycodone" in text(card)

    card = shown(await server.ann.slash(server.lab, "interaction", first="xqzzyw", second="heroin"))
    assert "Nothing here is called “xqzzyw”" in text(card)
    assert "says nothing about danger" in text(card)


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [("Xanax", "alprazolam", "Alprazolam"), ("epilepsy", "pregnancy", "Pregnancy")],
)
async def test_the_same_twice_and_two_conditions_are_refused_kindly(
    server: Server, first: str, second: str, says: str
) -> None:
    card = shown(await server.ann.slash(server.lab, "interaction", first=first, second=second))

    assert card.ephemeral
    assert says in text(card)
    assert "## " not in text(card) or " with " not in text(card).splitlines()[0]


async def test_the_safety_section_of_a_substance_leads_to_its_dangerous_pairs(server: Server) -> None:
    card = shown(await server.ann.slash(server.lab, "substance", name="ayahuasca"))
    await server.ann.select(card, [options(card)["Safety"]])
    assert "**Dangerous together with:**" in text(card)

    selects = [one for one in walk(card.components) if one.get("type") == 3]
    pairs, sections = selects
    assert {option["label"] for option in pairs["options"]} >= {"Ayahuasca with SSRIs", "Ayahuasca with Lithium"}
    assert len(pairs["options"]) <= 25
    assert not any(option["value"].startswith("p:") for option in sections["options"])

    value = next(option["value"] for option in pairs["options"] if option["label"] == "Ayahuasca with SSRIs")
    await server.ann.select(card, [value], custom_id=pairs["custom_id"])
    assert text(card).startswith("## Ayahuasca with SSRIs")


async def test_completion_reads_a_street_name_as_what_it_stands_for(server: Server) -> None:
    offered = await server.ann.autocomplete(server.lab, "interaction", "first", "xana")
    assert str(offered[0]["name"]).startswith("Xanax → Alprazolam")

    chosen = str(offered[0]["value"])
    card = shown(await server.ann.slash(server.lab, "interaction", first=chosen, second="heroin"))
    assert text(card).startswith("## Alprazolam with Heroin")
    assert "is read as" not in text(card)


def _files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.glob("bot.sqlite3*")]


async def test_what_was_asked_is_neither_logged_nor_stored(
    server: Server, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    await server.ann.slash(server.lab, "interaction", first="mandrax", second="psychosis")

    asked = ("mandrax", "methaqualone", "psychosis")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "cogs"))]
    kept = await asyncio.to_thread(_files, tmp_path)
    assert kept
    assert not [message for message in ours if any(word in message.casefold() for word in asked)]
    assert not [content for content in kept if any(word.encode() in content.lower() for word in asked)]
