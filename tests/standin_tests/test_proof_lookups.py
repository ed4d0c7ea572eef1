"""A thousand mixed lookups by fifty members over a bad network: each answered once, none lost, none doubled."""

from __future__ import annotations

import os
import random
import statistics

import pytest

from bot import app
from bot.client.bot import Parts
from bot.client.sync import sync
from tests.standin.faults import Fault, reset, status, too_many
from tests.standin.interactions import AUTOCOMPLETE, Interaction
from tests.standin.users import Figures, Player, Think, crowd
from tests.standin_tests.conftest import Lab

FULL = os.environ.get("NEUROSPROUT_PROOF") == "full"
MEMBERS, LOOKUPS = (50, 20) if FULL else (10, 10)
CALLBACK = "POST /interactions/*"
TYPED = {
    "define": ("term", ("psychoplastogen", "5HT2A", "bdnf", "no such thing", "plasticity")),
    "substance": ("name", ("psilocybin", "TBG", "lsd", "psylocibin", "psiloc")),
    "mechanism": ("name", ("#5-ht2a-trkb-mtor", "microdosing", "nothing")),
    "paper": ("words", ("Ly et al. 2018", "shao", "10.1016/j.celrep.2018.05.022")),
    "search": ("words", ("how fast do antidepressants work", "growth of spines", "@everyone")),
}


def make_cruel(lab: Lab) -> None:
    """Slow answers, broken connections before and after they were taken, server errors, and rate limits.

    An answer meets one server error at most: after two, discord.py pauses for longer than Discord waits.
    """
    faults = lab.standin.faults
    faults.lags[CALLBACK] = (0.01, 0.15)
    faults.planned += [
        Fault(CALLBACK, reset, times=10_000, chance=0.04),
        Fault(CALLBACK, reset, times=10_000, chance=0.04, accepted=True),
        Fault(CALLBACK, status(502), times=10_000, chance=0.02, spares=True),
        Fault(CALLBACK, too_many(0.2), times=10_000, chance=0.02),
    ]


async def use(player: Player, lab: Lab, rng: random.Random, think: Think) -> None:
    """One member's session: commands, typing, presses on the card that came, Back."""
    done = 0
    while done < LOOKUPS:
        command = rng.choice(sorted(TYPED))
        option, words = TYPED[command]
        typed = rng.choice(words)
        if rng.random() < 0.25:
            await player.types(lab.room, command, option, typed[:4])
            done += 1
        card = await player.slash(lab.room, command, **{option: typed})
        done += 1
        await think()
        if done < LOOKUPS and (pressed := await press(player, card, rng)) is not None:
            done += 1
            assert pressed.type


async def press(player: Player, card: Interaction, rng: random.Random) -> Interaction | None:
    """Press any control of a private card; none where there is none."""
    if card.original is None or card.original.deleted or not card.original.controls:
        return None
    custom_id, control = rng.choice(sorted(card.original.controls.items()))
    if "share" in custom_id:
        return None
    values = [rng.choice(control["options"])["value"]] if control["type"] == 3 else []
    return await player.press(card.original, custom_id, *values)


@pytest.mark.proof
async def test_every_lookup_is_answered_once(lab: Lab, parts: Parts, caplog: pytest.LogCaptureFixture) -> None:
    bot = app.create_bot(parts, shard_count=1)
    async with lab.standin.running(bot):
        await sync(bot)
        await app.draw_ahead(parts)
        make_cruel(lab)
        players = [lab.member(f"member {number}") for number in range(MEMBERS)]
        rngs = {player.user.id: random.Random(number) for number, player in enumerate(players)}

        async def script(player: Player, think: Think) -> None:
            await use(player, lab, rngs[player.user.id], think)

        figures = await crowd(players, script, seconds=300)
    report(figures)
    assert figures.lost == []
    assert figures.doubled == []
    assert all(len(each.shown) <= 1 for each in figures.interactions)
    assert "Something went wrong" not in " ".join(text for texts in figures.shown.values() for text in texts)
    assert set(figures.refused) <= {40060}, "the only refusal is of an answer that had arrived before"
    assert "Ignoring exception" not in caplog.text, "nothing ends in discord.py's own handlers"
    assert len(figures.interactions) >= MEMBERS * LOOKUPS


def report(figures: Figures) -> None:
    """The figures that docs/reliability.md keeps."""
    typed = sum(each.type == AUTOCOMPLETE for each in figures.interactions)
    cuts = statistics.quantiles(figures.ages, n=100)
    print(  # noqa: T201 - the proof's figures
        f"\n{len(figures.interactions)} interactions ({typed} autocompletes) by {MEMBERS} members; lost "
        f"{len(figures.lost)}, doubled {len(figures.doubled)}; acknowledged after {cuts[49]:.3f} s (median), "
        f"{cuts[98]:.3f} s (99 %), {figures.ages[-1]:.3f} s (last)"
    )
