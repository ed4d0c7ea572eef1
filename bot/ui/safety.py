"""Help: where to call, what to look for, and the kind refusal of what is not answered here. Never in small print."""

from __future__ import annotations

import discord
from discord import ui

from bot.core.help_lines import Country
from bot.core.knowledge import Entry
from bot.core.safety import Need
from bot.ui import kit
from bot.ui.ids import ChooserId
from bot.ui.texts import Texts

_HEADING = {
    Need.CRISIS: "## You do not have to be alone with this",
    Need.DANGER: "## Is somebody in danger?",
    Need.DOSE: "## An amount is not something I can give you",
    Need.SUPPLY: "## Where to get it is not something I can tell you",
}
_OPENING = {
    Need.CRISIS: (
        "**If you or somebody else might act on thoughts of suicide, call your local emergency number now**, or go to "
        "the nearest emergency room. Stay with someone, or ask someone to stay with you."
    ),
    Need.DANGER: (
        "**Call your local emergency number now.** Do not wait, and do not leave the person alone. Tell the people who "
        "answer what was taken, if you know it: they ask in order to help."
    ),
    Need.DOSE: (
        "It is good that you ask before anything happens. But no number from a chat can be right for one person, whose "
        "health and medicines it does not know. So I give no amounts, and no advice on how to take anything."
    ),
    Need.SUPPLY: (
        "I give no advice on getting or making anything. What I can do is say what is known about it, in whom that was "
        "shown, and what is dangerous about it."
    ),
}
_SIGNS = (
    "**Signs of danger:** cannot be woken, trouble breathing or lips turning blue, a seizure, chest pain, a very hot "
    "or rigid body, great confusion, or the wish to die."
)
_UNWELL = (
    "**If somebody took something and is unwell, call your local emergency number now.** If it is not urgent, a poison "
    "information center can say what to do."
)
_TURN_TO = {
    Need.CRISIS: "A crisis line, a doctor, or a person you trust can help, also if you only want to talk.",
    Need.DANGER: "If it is not urgent, a poison information center or a doctor can say what to do.",
    Need.DOSE: (
        "About a medicine, ask your pharmacist or whoever prescribed it. If it is about something else, a doctor or a "
        "drug counseling center speaks with you in confidence."
    ),
    Need.SUPPLY: (
        "If you are looking for treatment, a doctor can tell you what is available where you live; clinical trials are "
        "listed at <https://clinicaltrials.gov>. If use is becoming a burden, a doctor or a counseling center can help."
    ),
}
_PRIVATE = "Only you can see this. What you typed is not logged and not kept."


def draw(need: Need, country: Country | None, own: str, found: tuple[Entry, ...], texts: Texts) -> ui.LayoutView:
    """The help card: what to do now, the numbers, the server's `own` words in place of ours, and what was found."""
    numbers = _numbers(country, crisis=need is Need.CRISIS)
    turn_to = f"**From the moderators of this server:**\n{own}" if own else _TURN_TO[need]
    blocks = {
        Need.CRISIS: (_OPENING[need], numbers, turn_to),
        Need.DANGER: (_OPENING[need], numbers, _SIGNS, turn_to),
    }.get(need, (_OPENING[need], turn_to, _UNWELL, numbers, _SIGNS))
    items: list[ui.Item[ui.LayoutView]] = [kit.text(_HEADING[need])]
    items += [kit.text(block) for block in (*blocks, _PRIVATE) if block]
    if found:
        items.append(ui.ActionRow(_select(found, texts)))
    return kit.message(*_apart(items))


def _apart(items: list[ui.Item[ui.LayoutView]]) -> list[ui.Item[ui.LayoutView]]:
    """A little room between what follows the heading: whoever reads this may be in a hurry."""
    apart = items[:2]
    for item in items[2:]:
        apart += [ui.Separator(visible=False, spacing=discord.SeparatorSpacing.small), item]
    return apart


def choice(need: Need) -> str:
    """What a list of choices says where what is typed asks for help."""
    if need in (Need.CRISIS, Need.DANGER):
        return "Help now: where to call, and what to do"
    return "Not answered here; where to find help instead"


def _numbers(country: Country | None, *, crisis: bool) -> str:
    """The numbers of the country that the member's language points to, never without the country's name."""
    if country is None:
        return ""
    lines = [country.emergency, country.crisis if crisis else country.poison]
    known = [f"- {_capital(line.answers)}: **{line.number}**" for line in lines if line is not None]
    return "\n".join((f"In {country.name} (anywhere else, your local numbers):", *known))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _select(found: tuple[Entry, ...], texts: Texts) -> ui.Select[ui.LayoutView]:
    options = [kit.entry_option(entry, texts) for entry in found]
    return ui.Select(custom_id=str(ChooserId()), placeholder="What I know about these words", options=options)
