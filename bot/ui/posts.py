"""A scheduled post, which stands alone, and what its buttons open for the one who presses."""

from __future__ import annotations

import hashlib

import discord
from discord import ui

from bot.core.evidence import Id
from bot.core.knowledge import ClaimHeard, Entry, Mechanism, Question
from bot.core.lessons import CheckQuestion
from bot.core.library import Library
from bot.core.record import Kind
from bot.core.schedule import Schedule, Topic
from bot.ui import cards, kit
from bot.ui.ids import CardId, Place
from bot.ui.kit import Picture
from bot.ui.post_ids import PostId
from bot.ui.texts import Texts

CHECKS = 3
"""How many questions a post offers at most."""
_LETTERS = "ABCDE"
_OF_THE_DAY = {
    Kind.MECHANISM: "Mechanism of the day",
    Kind.TERM: "Term of the day",
    Kind.SUBSTANCE: "Substance of the day",
    Kind.TARGET: "Target of the day",
    Kind.PAPER: "Paper of the day",
    Kind.QUESTION: "Question of the day",
    Kind.CLAIM_HEARD: "Is it true that ...?",
}
Item = ui.Item[ui.LayoutView]
Button = ui.Button[ui.LayoutView]


def found(entry_id: Id, library: Library) -> Entry | Question | None:
    """What can be posted under that id; None if the library no longer has it."""
    return library.entries.get(entry_id) or library.questions.get(entry_id)


def title(posted: Entry | Question) -> str:
    """The post's name: of a forum post and of the thread under it."""
    if isinstance(posted, Question):
        return kit.shortened(posted.stem, 90)
    return cards.name_of(posted)


def questions_about(posted: Entry | Question, library: Library) -> tuple[CheckQuestion, ...]:
    """The questions of "Check yourself": those of a mechanism, or those that the entry answers."""
    if isinstance(posted, Question):
        return (posted,)
    if isinstance(posted, Mechanism):
        return posted.check_questions[:CHECKS]
    answered = (one for one in library.questions.values() if one.tests[0] == posted.id)
    return tuple(answered)[:CHECKS]


def draw(
    posted: Entry | Question, schedule: Schedule, library: Library, texts: Texts, *, picture: Picture | None = None
) -> ui.LayoutView:
    """The post as everyone sees it."""
    role = schedule.options.mention_role_id
    mention = f"<@&{role}>" if role else ""
    if isinstance(posted, Question):
        return _question_post(posted, mention, _step(posted.id, schedule.topic, library))
    opened = cards.open_place(Place(posted.id), library, texts)
    if opened is None:
        raise KeyError(posted.id)
    head = f"## {cards.name_of(posted)}"
    label = f"-# {_OF_THE_DAY[posted.kind]}" if not isinstance(posted, ClaimHeard) else ""
    items: list[Item] = [kit.text(mention, head, label, _step(posted.id, schedule.topic, library))]
    items += cards.body(opened.pages[0], picture)
    items.append(ui.Separator(spacing=discord.SeparatorSpacing.small))
    sections = {section.key for section in opened.sections}
    checks = schedule.options.checks and bool(questions_about(posted, library))
    items.append(ui.ActionRow(*_buttons(posted, sections, texts, checks=checks)))
    return kit.message(*items)


def _buttons(posted: Entry, sections: set[str], texts: Texts, *, checks: bool) -> list[Button]:
    """What a reader can open: each answers privately and leaves the post as it is."""
    deeper = next((key for key in ("depth", "cite", "sources") if key in sections), "overview")
    label = texts.in_depth if deeper == "depth" else texts.more_on_it
    buttons = [
        Button(label=label, custom_id=str(CardId("go", Place(posted.id, deeper)))),
        Button(label=texts.related, custom_id=str(CardId("go", Place(posted.id, "related")))),
    ]
    if checks:
        buttons.append(Button(label=texts.check_yourself, custom_id=str(PostId("check", posted.id))))
    return buttons


def _step(entry_id: Id, topic: Topic, library: Library) -> str:
    """Which step of its path it is."""
    path = library.paths.get(topic.path) if topic.path else None
    if path is None or entry_id not in path.steps:
        return ""
    return f"-# Step {path.steps.index(entry_id) + 1} of {len(path.steps)} of “{path.name}”"


def _question_post(question: Question, mention: str, step: str) -> ui.LayoutView:
    buttons = [
        Button(label=letter, custom_id=str(PostId("answer", question.id, 0, option)))
        for letter, option in zip(_LETTERS, _order(question), strict=False)
    ]
    return kit.message(
        kit.text(mention, f"## {_OF_THE_DAY[Kind.QUESTION]}", step),
        kit.text(f"**{question.stem}**", *_lettered(question)),
        ui.Separator(spacing=discord.SeparatorSpacing.small),
        kit.text("-# Press a letter: only you see whether it is right, and why. Nothing is kept."),
        ui.ActionRow(*buttons),
    )


def _order(question: CheckQuestion) -> list[int]:
    """The options in an order that is the same whenever it is drawn, and says nothing about which is right."""

    def place(option: int) -> bytes:
        return hashlib.sha256(f"{question.stem}{question.options[option].text}".encode()).digest()

    return sorted(range(len(question.options)), key=place)


def _lettered(question: CheckQuestion) -> list[str]:
    return [
        f"**{letter}.** {question.options[option].text}"
        for letter, option in zip(_LETTERS, _order(question), strict=False)
    ]


def draw_check(posted: Entry | Question, number: int, library: Library, texts: Texts) -> ui.LayoutView:
    """One of the questions about what was posted, for one reader."""
    questions = questions_about(posted, library)
    question = questions[number if number < len(questions) else 0]
    buttons = [
        Button(label=letter, custom_id=str(PostId("answer", posted.id, number, option)))
        for letter, option in zip(_LETTERS, _order(question), strict=False)
    ]
    return kit.message(
        kit.text(f"## {texts.check_yourself}", f"-# {title(posted)}: question {number + 1} of {len(questions)}"),
        kit.text(f"**{question.stem}**", *_lettered(question)),
        ui.ActionRow(*buttons),
    )


def draw_answer(posted: Entry | Question, number: int, option: int, library: Library, texts: Texts) -> ui.LayoutView:
    """Whether that option is right, why, and why each other is not; and the way on."""
    questions = questions_about(posted, library)
    number = number if number < len(questions) else 0
    question = questions[number]
    chosen = question.options[option if option < len(question.options) else 0]
    right = next(one for one in question.options if one.correct)
    said = "**That is right.**" if chosen.correct else f"**Not quite:** you chose “{chosen.text}”."
    others = [one for one in question.options if not one.correct]
    answered_by = posted.tests[0] if isinstance(posted, Question) else posted.id
    buttons = [Button(label=texts.read_on, custom_id=str(CardId("go", Place(answered_by))))]
    if number + 1 < len(questions):
        following = str(PostId("check", posted.id, number + 1))
        buttons.insert(0, Button(label=texts.next_question, custom_id=following))
    return kit.message(
        kit.text(f"**{question.stem}**", said),
        kit.text(f"**Right:** {right.text}", right.why),
        kit.text("**Why not the others**", *(f"- {one.text}: {one.why}" for one in others)),
        ui.ActionRow(*buttons),
    )
