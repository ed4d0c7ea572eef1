"""Open the form that reports a problem: from a card, from the reveal of a quiz, from wherever an entry is shown."""

from __future__ import annotations

from bot.client import answers
from bot.client.bot import Interaction
from bot.core.knowledge import Entry
from bot.core.record import Record
from bot.core.refusals import EntryRemovedError
from bot.services.knowledge import Knowledge
from bot.ui import inbox


def record_of(knowledge: Knowledge, record_id: str) -> Record:
    """The entry, or the question; an EntryRemovedError if there is none any more."""
    library = knowledge.library
    record = library.get(record_id) or library.questions.get(record_id)
    if record is None:
        raise EntryRemovedError(record_id)
    return record


def name_of(record: Record) -> str:
    """What a reader calls it."""
    return record.name if isinstance(record, Entry) else record.id


async def open_form(interaction: Interaction, record_id: str) -> None:
    """Answer a press with the form about the entry, or the question, with that id."""
    record = record_of(interaction.client.parts.knowledge, record_id)
    await answers.ask(interaction, inbox.report_form(record, name_of(record)))
