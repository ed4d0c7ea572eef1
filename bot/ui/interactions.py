"""What two things do together, as a message: the level, what to watch for and whom to call, then why, then sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import discord
from discord import ui

from bot.core import interactions
from bot.core.formulary import Emergency, Level
from bot.core.interactions import Answer, Finding, Party
from bot.core.knowledge import Substance
from bot.core.library import Library
from bot.core.search import Found, Nothing, Several
from bot.ui import kit
from bot.ui.ids import PairChooserId, PairId
from bot.ui.sections import Citations, Section, claim_block, sources_line, sources_section
from bot.ui.texts import Texts, enumerate_words

_OPTIONS = 25
_WORSE = 8
_SIGNS = 2
_PROPER = ("St ", "San ", "Syrian ")
_NEAR = 5
"""How many parties one unclear name is offered as: every pair of two such names fits into one select."""
Item = ui.Item[ui.LayoutView]

LEVELS = {
    Level.DANGEROUS: "Dangerous together",
    Level.UNSAFE: "Unsafe together",
    Level.CAUTION: "Caution",
    Level.UNKNOWN: "No data, which is not the same as safe",
    Level.NOT_DOCUMENTED: "No specific interaction danger documented",
}
CALL = "Call your local emergency number now"
UNKNOWN_NAME = (
    "A name that is not here says nothing about danger. If somebody is unwell after taking something, "
    f"{CALL[0].lower()}{CALL[1:]}."
)
_ALWAYS = f"Whatever was taken: if somebody cannot be woken, breathes badly or has a seizure, {CALL.lower()}."


def sections(answer: Answer, library: Library, texts: Texts) -> tuple[Section, ...]:
    """What a reader can ask of an answer: the overview, the evidence, the sources."""
    citations = Citations(answer)
    return tuple(
        section
        for section in (
            Section("overview", texts.overview, tuple(_overview(answer, library, citations, texts))),
            Section("evidence", texts.evidence, tuple(_evidence(answer, citations, texts))),
            sources_section(answer, library, texts),
        )
        if section.blocks
    )


def draw(
    answer: Answer, place: PairId, library: Library, texts: Texts, *, note: str = "", shared: bool = False
) -> ui.LayoutView:
    """The answer at that place; `note` says how the names were read, a `shared` one cannot be shared again."""
    available = sections(answer, library, texts)
    section = next((one for one in available if one.key == place.section), available[0])
    pages = kit.pages(section.blocks)
    page = place.page if place.page < len(pages) else 0
    here = PairId("go", answer.first.id, answer.second.id, section.key, page)
    items: list[Item] = [
        kit.text(f"## {answer.first.name} with {answer.second.name}", note),
        kit.text("\n\n".join(pages[page])),
        ui.Separator(spacing=discord.SeparatorSpacing.small),
        ui.ActionRow(_select(answer, here, available, library, texts)),
    ]
    if buttons := _buttons(here, len(pages), texts, shared=shared):
        items.append(ui.ActionRow(*buttons))
    return kit.message(*items)


def _overview(answer: Answer, library: Library, citations: Citations, texts: Texts) -> Iterable[str]:
    """The level, what to watch for and whom to call, then why: only what explains the level; the rest is evidence."""
    grave = answer.level in (Level.DANGEROUS, Level.UNSAFE)
    worst = [finding for finding in answer.findings if finding.pair.level is answer.level]
    signs = tuple(_watch_for(answer, library))
    yield f"**{LEVELS[answer.level]}.**"
    yield from signs if grave else ()
    yield from (_contents(party, library) for party in (answer.first, answer.second) if party.role == "preparation")
    yield from (_said(finding, answer, library, citations) for finding in worst)
    yield from () if grave else signs
    if answer.worse:
        pairs = [f"{one.name} with {_lowered(other.name)}" for one, other in answer.worse]
        more = f" and {len(pairs) - _WORSE} more" if len(pairs) > _WORSE else ""
        yield f"**More dangerous than the class as a whole:** {', '.join(pairs[:_WORSE])}{more}."
    if answer.level in (Level.UNKNOWN, Level.NOT_DOCUMENTED):
        yield from _alone(answer, citations)
    if len(worst) < len(answer.findings):
        yield "What else is known about the two, at lower levels, is under Evidence."
    yield f"{_ALWAYS}\n{texts.medical} A medicine is changed only together with whoever prescribes it."
    if line := sources_line(answer, library, texts):
        yield line


def _watch_for(answer: Answer, library: Library) -> Iterable[str]:
    emergencies = [one for key in answer.emergencies if isinstance(one := library.pharmacy.get(key), Emergency)]
    for emergency in emergencies[:_SIGNS]:
        yield "\n".join([f"**Signs of {_lowered(emergency.name)}**", *(f"- {sign}" for sign in emergency.signs)])
    if emergencies:
        yield f"**{CALL} if any of these appear**, and say what was taken."


def _said(finding: Finding, answer: Answer, library: Library, citations: Citations) -> str:
    claims = " ".join(f"{claim.text} {citations.of(claim.sources)}" for claim in finding.pair.claims)
    against = " ".join(
        f"Against: {claim.against.text} {citations.of(claim.against.sources)}"
        for claim in finding.pair.claims
        if claim.against
    )
    return " ".join(part for part in (f"**{_reason(finding, answer, library)}:** {claims}", against) if part)


def _reason(finding: Finding, answer: Answer, library: Library) -> str:
    """What the pair is about, where it is wider than the question."""
    parties = interactions.formulary(library).parties
    one, other = (parties[key].name for key in finding.through)
    if finding.pair.general:
        return f"General warning for {_lowered(one)}"
    return "Why" if finding.through == (answer.first.id, answer.second.id) else f"{one} with {_lowered(other)}"


def _alone(answer: Answer, citations: Citations) -> Iterable[str]:
    for party in (answer.first, answer.second):
        said = " ".join(f"{claim.text} {citations.of(claim.sources)}" for claim in party.dangers)
        if said:
            yield f"**What remains dangerous about {_lowered(party.name)}:** {said}"


def _evidence(answer: Answer, citations: Citations, texts: Texts) -> Iterable[str]:
    for finding in answer.findings:
        for claim in finding.pair.claims:
            yield claim_block(claim, citations, texts, label=LEVELS[finding.pair.level], small=False)
    for party in dict.fromkeys((answer.first, answer.second)):
        for claim in party.dangers:
            yield claim_block(claim, citations, texts, label=f"{party.name} alone", small=False)


def _contents(party: Party, library: Library) -> str:
    parties = interactions.formulary(library).parties
    inside = enumerate_words([_lowered(parties[key].name) for key in party.constituents])
    return f"Contents of {_lowered(party.name)}: {inside}. What holds for a constituent holds for the whole."


def _select(
    answer: Answer, here: PairId, available: Sequence[Section], library: Library, texts: Texts
) -> ui.Select[ui.LayoutView]:
    options = [
        discord.SelectOption(label=section.label, value=f"s:{section.key}")
        for section in available
        if section.key != here.section
    ]
    options += [pair_option(one, other) for one, other in answer.worse]
    entries = (library.get(key) for key in dict.fromkeys((answer.first.entry, answer.second.entry)) if key)
    about = [kit.entry_option(entry, texts) for entry in entries if entry is not None]
    options = [*options[: _OPTIONS - len(about)], *about]
    return ui.Select(custom_id=str(replace(here, action="pick")), placeholder=texts.more, options=options)


def pair_option(first: Party, second: Party) -> discord.SelectOption:
    """A choice that leads to another pair."""
    label = kit.shortened(f"{first.name} with {second.name}", 100)
    return discord.SelectOption(label=label, value=PairId("go", first.id, second.id).value)


def _buttons(here: PairId, pages: int, texts: Texts, *, shared: bool) -> list[ui.Button[ui.LayoutView]]:
    buttons: list[ui.Button[ui.LayoutView]] = []
    if pages > 1:
        following = (here.page + 1) % pages
        label = texts.next_page if following else texts.first_page
        buttons.append(ui.Button(label=label, custom_id=str(replace(here, page=following))))
    if not shared:
        buttons.append(ui.Button(label=texts.share, custom_id=str(replace(here, action="share"))))
    return buttons


def together_with(entry: Substance, library: Library) -> tuple[str, ...]:
    """For the safety section of a substance's card: what it is dangerous and unsafe together with."""
    lines = [
        f"**{LEVELS[level]} with:** {', '.join(_lowered(other.name) for other in others)}."
        for level, others in _severe(entry, library).items()
    ]
    return (
        ("\n".join([*lines, "The menu below leads to each; `/interaction` answers for any other pair."]),)
        if lines
        else ()
    )


def pairs_row(entry: Substance, library: Library) -> list[Item]:
    """The select that leads from a substance's safety section to each of those pairs."""
    own = interactions.formulary(library).parties.get(entry.id)
    severe = _severe(entry, library).values()
    options = [pair_option(own, other) for others in severe for other in others] if own else []
    return [_pair_select(options, f"{entry.name} together with …")] if options else []


def _pair_select(options: Sequence[discord.SelectOption], placeholder: str) -> Item:
    select = ui.Select[ui.LayoutView](
        custom_id=str(PairChooserId()), placeholder=placeholder, options=list(options[:_OPTIONS])
    )
    return ui.ActionRow(select)


def _severe(entry: Substance, library: Library) -> dict[Level, list[Party]]:
    formulary = interactions.formulary(library)
    own = formulary.parties.get(entry.id)
    severe: dict[Level, list[Party]] = {}
    for pair, other in formulary.pairs_of(own) if own else ():
        if pair.level in (Level.DANGEROUS, Level.UNSAFE):
            severe.setdefault(pair.level, []).append(other)
    return severe


Read = Found | Several | Nothing


def draw_choice(asked: tuple[str, str], read: tuple[Read, Read]) -> ui.LayoutView:
    """Which two were meant: what each name may stand for, and every pair of those to choose from."""
    lines = [_which(name, one) for name, one in zip(asked, read, strict=True)]
    ones, others = map(_candidates, read)
    pairs = [(one, other) for one in ones for other in others if one.id != other.id]
    items: list[Item] = [kit.text("## Which two?"), kit.text("\n\n".join([*filter(None, lines), UNKNOWN_NAME]))]
    if pairs:
        items.append(_pair_select([pair_option(*pair) for pair in pairs], "Choose a pair"))
    return kit.message(*items)


def _candidates(read: Read) -> list[Party]:
    match read:
        case Found(match):
            matches = (match,)
        case Several(matches) | Nothing(matches):
            pass
    return [match.entry for match in matches[:_NEAR] if isinstance(match.entry, Party)]


def _which(asked: str, read: Read) -> str:
    """What is unclear about one of the names; nothing if it is clear."""
    said, names = kit.quoted(asked), [f"**{party.name}**" for party in _candidates(read)]
    match read:
        case Found():
            return ""
        case Several():
            return f"“{said}” can mean {enumerate_words(names, 'or')}."
        case Nothing() if names:
            return f"Nothing here is called “{said}”. Close to it: {enumerate_words(names, 'or')}."
        case Nothing():
            return f"Nothing here is called “{said}”, and no name comes close. Try its international name or a brand."


def _lowered(name: str) -> str:
    """A name inside of a sentence: acronyms, codes and proper names keep their capitals."""
    common = name[1:2].islower() and not name.startswith(_PROPER)
    return name[0].lower() + name[1:] if common else name
