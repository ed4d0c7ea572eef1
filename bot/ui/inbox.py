"""Asking for an entry and reporting a problem: the forms, the thanks, and what moderators are told."""

from __future__ import annotations

import discord
from discord import ui

from bot.core import names
from bot.core.evidence import Id
from bot.core.inbox import LONGEST_TERM, MOST_SAID, EntryRequest, ProblemReport, file_of, passages
from bot.core.record import Record
from bot.ui import kit
from bot.ui.ids import CardId, Place, ReportModalId, RequestId, RequestModalId, SenderId

_MODAL_SECONDS = 900
_QUOTED = 300

View = ui.LayoutView


def request_button(query: str) -> ui.Button[View]:
    """For a miss."""
    term = names.visible(query)[:LONGEST_TERM].strip()
    return ui.Button(label="Request this entry", custom_id=str(RequestId(term)))


def request_form(term: str) -> ui.Modal:
    """Asks which entry is missing; stopped, for it is answered by its custom id."""
    form = ui.Modal(title="Request an entry", custom_id=str(RequestModalId()), timeout=_MODAL_SECONDS)
    form.add_item(
        ui.TextDisplay(
            "Whoever runs this bot reads this, and in a server its moderators do. Your name is not sent with it, and "
            "not kept. Requests for one term are counted together."
        )
    )
    field = ui.TextInput[ui.Modal](custom_id=RequestModalId.TERM, default=term, min_length=1, max_length=LONGEST_TERM)
    form.add_item(ui.Label(text="Which entry is missing?", description="One term, substance or paper", component=field))
    form.stop()
    return form


def report_form(record: Record, name: str) -> ui.Modal:
    """Asks what is wrong with an entry, and where in it."""
    form = ui.Modal(title="Report a problem", custom_id=str(ReportModalId(record.id)), timeout=_MODAL_SECONDS)
    form.add_item(
        ui.TextDisplay(
            f"About **{name}**. Whoever runs this bot reads this, and in a server its moderators do. It goes without "
            "your name unless you tick the box. Please write nothing about anybody's health."
        )
    )
    whole = discord.SelectOption(label="The entry as a whole", value=ReportModalId.WHOLE, default=True)
    options = [discord.SelectOption(label=kit.shortened(one.text, 100), value=one.key) for one in passages(record)]
    select = ui.Select[ui.Modal](custom_id=ReportModalId.PASSAGE, options=[whole, *options])
    said = ui.TextInput[ui.Modal](
        custom_id=ReportModalId.SAID, style=discord.TextStyle.long, min_length=5, max_length=MOST_SAID
    )
    form.add_item(ui.Label(text="Which part of it?", component=select))
    form.add_item(ui.Label(text="What is wrong?", description="A source that says otherwise helps.", component=said))
    named = ui.Checkbox[ui.Modal](custom_id=ReportModalId.NAMED)
    form.add_item(ui.Label(text="Send my name with it", description="So that I can be asked back", component=named))
    form.stop()
    return form


def draw_requested(request: EntryRequest) -> View:
    """Thanks."""
    times = "You are the first to ask for it." if request.count == 1 else f"It was asked for {request.count} times."
    return kit.notice(f"Thank you. “{kit.quoted(request.term)}” is on the list of those who write the entries. {times}")


def draw_known(name: str, entry_id: Id) -> View:
    """The entry that was asked for is there."""
    button = ui.Button[View](label=kit.shortened(name, 34), custom_id=str(CardId("go", Place(entry_id))))
    return kit.message(kit.text(f"That is here already: **{name}**."), ui.ActionRow(button))


def draw_reported(report: ProblemReport) -> View:
    """Thanks."""
    how = "with your name" if report.user_id is not None else "without your name"
    return kit.notice(f"Thank you. Your report was sent, {how}. It is read by those who write the entries.")


def draw_request_notice(request: EntryRequest, token: str) -> View:
    """What a server's moderators are told."""
    times = "" if request.count == 1 else f" It was asked for {request.count} times, here and elsewhere."
    said = f"Somebody here asked for an entry on **{kit.quoted(request.term)}**.{times}"
    return _notice(said, token)


def draw_report_notice(report: ProblemReport, record: Record, name: str, token: str) -> View:
    """What a server's moderators are told: the entry, its file, the claim, and what is said to be wrong."""
    who = f"<@{report.user_id}>" if report.user_id is not None else "Somebody here"
    lines = [f"{who} reported a problem with **{name}** (`{file_of(record)}`)."]
    if report.passage is not None:
        lines.append(f"The passage: “{kit.shortened(report.passage.text, _QUOTED)}”")
    lines.append(f"What is wrong: {kit.quoted(report.said, MOST_SAID)}")
    return _notice("\n".join(lines), token)


def _notice(said: str, token: str) -> View:
    block = ui.Button[View](label="Block whoever sent this", custom_id=str(SenderId("block", token)))
    why = "Whoever runs this bot has it too. Nothing needs to be done here."
    return kit.message(kit.text(said, why), ui.ActionRow(block))


def draw_blocked(token: str) -> View:
    """The sender was blocked, without saying who it is."""
    undo = ui.Button[View](label="Undo", custom_id=str(SenderId("unblock", token)))
    said = "Whoever sent this can send no more requests, reports and suggestions from this server."
    return kit.message(kit.text(said), ui.ActionRow(undo))


def draw_unblocked() -> View:
    """The block was lifted."""
    return kit.notice("The block is lifted.")
