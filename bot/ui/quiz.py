"""Every message of a game: lobby, question, reveal, podium; and what a player alone sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import discord
from discord import ui

from bot.core.library import Library
from bot.core.picks import POINTS, Score, Tally
from bot.core.questions import LETTERS, MIXED, Asked
from bot.core.quiz import LOBBY, Ending, Game, Mode, Round
from bot.ui import kit
from bot.ui.ids import CardId, Place, QuizId
from bot.ui.kit import Picture
from bot.ui.texts import enumerate_words

Item = ui.Item[ui.LayoutView]
Row = ui.ActionRow[ui.LayoutView]
Button = ui.Button[ui.LayoutView]

NAME = 24
"""How long a player's name may be."""
NAMELESS = "somebody who plays without a name"
_ENDINGS = {
    Ending.STOPPED: "The quiz was stopped.",
    Ending.IDLE: "The quiz ended by itself, because nobody answered any more.",
    Ending.CHANNEL_GONE: "The quiz ended, because its channel is gone.",
    Ending.NO_PERMISSION: "The quiz ended, because I may no longer post in its channel.",
    Ending.BLOCKED: "The quiz ended, because a message of it was not accepted in its channel.",
}


def plural(count: int, one: str, many: str = "") -> str:
    """`1 point`, `2 points`."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


# ------------------------------------------------------------------------------------------------- before


def draw_started(game: Game, wanted: int) -> ui.LayoutView:
    """What the starter alone is told at once."""
    only = (
        f"There are only {plural(game.rounds, 'question')} like that, so it is shorter than the {wanted} rounds wanted."
    )
    fewer = only if game.rounds < wanted else ""
    return kit.notice("The quiz is on its way. You can end it with `/quiz stop`, and so can the moderators.", fewer)


def draw_lobby(game: Game, topic: str, begins_at: datetime) -> ui.LayoutView:
    """The announcement: what will be asked, how long, what it counts for and who may stop it."""
    host = f"<@{game.user_id}>" if game.user_id else "The starter"
    kind = f"about {topic}" if topic else "about everything"
    hardness = "of mixed difficulty" if game.difficulty == MIXED else game.difficulty
    return kit.message(
        kit.text(
            f"## A quiz {kind}",
            f"{game.rounds} rounds, {hardness}. It begins {_soon(begins_at)}"
            f"{', in the thread below' if game.in_thread else ''}. {_clock(game)}",
        ),
        kit.text(
            "**How it works:** press the letter of your answer. Only you see it, and you can change it until the round "
            "closes. Everyone who is right in time scores; being faster gains nothing.",
            f"**Does it count?** {_counts(game)}",
            f"**Who may stop it:** {host} and the moderators, with `/quiz stop`.",
            "-# To play without being kept in scores, use `/privacy opt-out` first.",
        ),
    )


def _soon(moment: datetime) -> str:
    return f"{discord.utils.format_dt(moment, 'R')} (after {round(LOBBY.total_seconds())} seconds)"


def _clock(game: Game) -> str:
    if game.mode is Mode.CALM:
        return "There is no clock: the starter moves on when everyone is ready."
    if game.seconds:
        return f"Each round is open for {game.seconds} seconds."
    return "How long a round is open depends on the length of its question."


def _counts(game: Game) -> str:
    if game.solo_counts:
        return "Points count on this server's boards, also when you play alone."
    return "Points count on this server's boards in each round that two or more people answer; playing alone does not."


# ------------------------------------------------------------------------------------------------- a round


def draw_question(game: Game, picture: Picture | None = None) -> ui.LayoutView:
    """The question with its options in full and a button for each letter."""
    current = game.round
    letters = [_letter(current, index) for index in range(len(current.asked.options))]
    rows: list[Item] = [Row(*letters)]
    if game.mode is Mode.CALM:
        rows.append(Row(_button("Close and show the answer", QuizId("next", current.id))))
    return kit.message(*_asked(game, picture), kit.text(_deadline(game)), *rows)


def draw_closed(game: Game, picture: Picture | None = None) -> ui.LayoutView:
    """The same, once it is closed."""
    return kit.message(*_asked(game, picture), kit.text("This round is closed. The answer comes below."))


def _asked(game: Game, picture: Picture | None) -> list[Item]:
    asked, points = game.round.asked, POINTS[game.round.asked.difficulty]
    head = f"## Round {game.number} of {game.rounds}"
    items: list[Item] = [
        kit.text(head, f"-# {asked.difficulty.capitalize()}, {plural(points, 'point')}"),
        kit.text(f"**{asked.stem}**"),
    ]
    if picture is not None:
        items.append(kit.gallery(picture))
    elif asked.picture is not None:
        items.append(kit.text(f"In words: {asked.picture.alternative}"))
    return [*items, kit.text("\n".join(_option(asked, index) for index in range(len(asked.options))))]


def _option(asked: Asked, index: int, note: str = "") -> str:
    return f"**{LETTERS[index]}** {asked.options[index].text}{f' ({note})' if note else ''}"


def _deadline(game: Game) -> str:
    current = game.round
    if current.closes_at is None or current.opened_at is None:
        return "There is no clock. Only you see your answer, and you can change it."
    seconds = round((current.closes_at - current.opened_at).total_seconds())
    return (
        f"Closes {discord.utils.format_dt(current.closes_at, 'R')}, {seconds} seconds after it was asked, judged by "
        "Discord's clock. Only you see your answer, and you can change it."
    )


def _letter(current: Round, index: int, *, chosen: int | None = None) -> Button:
    style = discord.ButtonStyle.primary if index == chosen else discord.ButtonStyle.secondary
    return Button(label=LETTERS[index], custom_id=str(QuizId("pick", current.id, index)), style=style)


def _button(label: str, custom_id: QuizId | CardId) -> Button:
    return Button(label=label, custom_id=str(custom_id))


def draw_picked(current: Round, chosen: int, before: int | None) -> ui.LayoutView:
    """What a player alone sees after a press: that it is kept, and that it can be changed."""
    asked = current.asked
    changed = f" instead of {LETTERS[before]}" if before is not None and before != chosen else ""
    until = f" until it closes {discord.utils.format_dt(current.closes_at, 'R')}" if current.closes_at else ""
    options = [_option(asked, index, "your answer" if index == chosen else "") for index in range(len(asked.options))]
    return kit.message(
        kit.text(f"## You chose {LETTERS[chosen]}{changed}", f"It is saved. You can change it here{until}."),
        kit.text("\n".join(options)),
        Row(*(_letter(current, index, chosen=chosen) for index in range(len(asked.options)))),
        Row(_button("My result", QuizId("mine", current.id))),
    )


def draw_result(current: Round, option: int | None, points: int) -> ui.LayoutView:
    """A player's own result of a settled round."""
    asked, key = current.asked, current.asked.key
    if option is None:
        head = f"## You did not answer; it was {LETTERS[key]}"
    elif option == key:
        head = f"## Right: {LETTERS[key]}, {plural(points, 'point')}"
    else:
        head = f"## You chose {LETTERS[option]}; it was {LETTERS[key]}"
    lines = [f"{_option(asked, key, 'right')}\n{asked.options[key].why}"]
    if option is not None and option != key:
        lines.insert(0, f"{_option(asked, option, 'your answer')}\n{asked.options[option].why}")
    return kit.message(kit.text(head, f"-# {asked.stem}"), kit.text("\n\n".join(lines)))


def draw_not_yet(current: Round, option: int | None) -> ui.LayoutView:
    """Asked for a result before the round is settled; the letters stay, so that nothing is lost by asking."""
    if option is not None:
        return draw_picked(current, option, None)
    return kit.notice("This round is not over yet, and you have not answered it.")


# ------------------------------------------------------------------------------------------------- the reveal


def draw_reveal(game: Game, tally: Tally, library: Library) -> ui.LayoutView:
    """The answer, how people answered, who was right, why, and where to read on."""
    current, asked = game.round, game.round.asked
    key = asked.options[asked.key]
    others = [f"{LETTERS[index]}: {option.why}" for index, option in enumerate(asked.options) if index != asked.key]
    items: list[Item] = [
        kit.text(f"## Round {game.number}: {LETTERS[asked.key]} is right", _option(asked, asked.key)),
        kit.text(f"**Why:** {key.why}"),
        kit.text("**How people answered**", *_shares(asked, tally), _right(asked, tally)),
        kit.text("**Why not the others**", *others),
        kit.text(_sources(asked, library), _onward(game)),
        Row(*_reveal_buttons(game, library)),
    ]
    if game.mode is Mode.CALM and game.following is not None and game.ending is None:
        items.append(Row(_button("Next question", QuizId("next", current.id))))
    return kit.message(*items)


def _shares(asked: Asked, tally: Tally) -> list[str]:
    if not tally.players:
        return ["Nobody answered this one."]
    lines: list[str] = []
    for index, count in enumerate(tally.counts):
        right = ", right" if index == asked.key else ""
        percent = round(100 * count / tally.players)
        lines.append(f"{LETTERS[index]}{right}: {percent} %, {plural(count, 'person', 'people')}")
    return lines


def _right(asked: Asked, tally: Tally) -> str:
    """Who was right: the first by name, the others as a count; who was wrong is never listed."""
    total = tally.counts[asked.key]
    if not total:
        return "Nobody was right this time." if tally.players else ""
    names = [kit.quoted(name, NAME) for name in tally.right]
    if (more := total - len(names)) > 0:
        names.append(f"{more} more" if names else plural(more, "person", "people"))
    return f"**Right:** {enumerate_words(names)}"


def _sources(asked: Asked, library: Library) -> str:
    links = [
        f"[{paper.name}]({paper.csl.link})" if paper.csl.link else paper.name for paper in library.papers(asked.sources)
    ]
    if not asked.tests:
        return "-# From this server's own questions: approved by its moderators, not part of the knowledge base."
    if links:
        return f"**{'Source' if len(links) == 1 else 'Sources'}:** {enumerate_words(links)}"
    entry = library.get(asked.tests[0])
    return f"**Source:** the entry “{entry.name}” of the library." if entry is not None else ""


def _onward(game: Game) -> str:
    if game.ending is not None or game.following is None:
        return "-# That was the last round. The final score follows."
    return "" if game.mode is Mode.CALM else "-# The next question comes in a moment."


def _reveal_buttons(game: Game, library: Library) -> list[Button]:
    asked = game.round.asked
    buttons = [
        _button("My result", QuizId("mine", game.round.id)),
        _button("Report a problem", QuizId("report", game.round.id)),
    ]
    entry = next((entry for one in asked.tests[:1] if (entry := library.get(one)) is not None), None)
    if entry is not None:
        buttons.insert(0, _button(kit.shortened(f"Define: {entry.name}", 34), CardId("go", Place(entry.id))))
    return buttons


# ------------------------------------------------------------------------------------------------- the end


def draw_podium(game: Game, lines: Sequence[Score], players: int) -> ui.LayoutView:
    """Who scored what; equal points share a place."""
    reason = _ENDINGS.get(game.ending, "") if game.ending is not None else ""
    if not lines:
        return kit.message(kit.text("## The quiz is over", reason, "Nobody answered, so there is no score."))
    places = ranked(lines)
    winners = [named(score) for place, score in places if place == 1]
    shown = [
        f"**{place}.** {named(score)}: {plural(score.points, 'point')}, {score.correct} of {score.answered} right"
        for place, score in places
    ]
    more = f"and {plural(players - len(lines), 'more player', 'more players')}" if players > len(lines) else ""
    return kit.message(
        kit.text("## The quiz is over", reason, _winners(winners, lines[0].points)),
        kit.text("\n".join(shown), more),
        kit.text("-# Press the button to see, for you alone, what you missed; it is also kept for `/review`."),
        Row(_button("What I missed", QuizId("missed", game.id))),
    )


def _winners(names: Sequence[str], points: int) -> str:
    if points == 0:
        return "Nobody scored this time. Every miss is something learned."
    verb = "wins" if len(names) == 1 else "share the first place"
    return f"**{enumerate_words(list(names[:3]))}** {verb} with {plural(points, 'point')}."


def named(score: Score) -> str:
    """A player's name as it is written, made harmless."""
    return kit.quoted(score.name, NAME) if score.name else NAMELESS


def ranked(lines: Sequence[Score]) -> list[tuple[int, Score]]:
    """Each line with its place: as many as are ahead of it, and one."""
    first: Mapping[int, int] = {}
    for index, score in enumerate(lines, start=1):
        first = {score.points: index} | dict(first)
    return [(first[score.points], score) for score in lines]


def draw_missed(rounds: Sequence[tuple[Round, int]], *, answered: int, asked: int, kept: bool) -> list[ui.LayoutView]:
    """What a player missed, for them alone; as many messages as it takes."""
    if not answered:
        return [kit.notice("You did not answer any question of this quiz, or your answers were not kept.")]
    head = f"You answered {answered} of {plural(asked, 'question')}."
    if not rounds:
        return [kit.notice("## Nothing missed", f"{head} Every answer was right.")]
    keeping = "They are kept for `/review`." if kept else "You opted out of scores, so they are not kept."
    blocks = [_missed(one, option) for one, option in rounds]
    pages = kit.pages(blocks)
    return [
        kit.message(
            kit.text(f"## What you missed{f', page {number}' if number > 1 else ''}", head if number == 1 else ""),
            kit.text("\n\n".join(page)),
            kit.text(f"-# {keeping}"),
        )
        for number, page in enumerate(pages, start=1)
    ]


def _missed(one: Round, option: int) -> str:
    asked = one.asked
    return (
        f"**{one.number}. {asked.stem}**\nYou chose “{asked.options[option].text}”: {asked.options[option].why}\n"
        f"Right is “{asked.options[asked.key].text}”: {asked.options[asked.key].why}"
    )


def draw_broken(game: Game) -> ui.LayoutView:
    """That a game could not go on, said elsewhere than where it was played."""
    reason = _ENDINGS.get(game.ending, "The quiz ended.") if game.ending is not None else "The quiz ended."
    return kit.notice(
        f"{reason} It was played in <#{game.channel_id}>. Every point up to there is kept.",
        "Someone who manages that channel can look at Edit Channel > Permissions; then `/quiz start` begins a new one.",
    )


def draw_stopping(game: Game) -> ui.LayoutView:
    """What the one who stopped it is told."""
    return kit.notice(f"The quiz in <#{game.channel_id}> ends now; the final score follows there.")


def draw_moved_on() -> ui.LayoutView:
    """What the host who moved a calm game on is told."""
    return kit.notice("It goes on.")
