"""Boards and a player's profile, in words; the picture of a board says nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import discord
from discord import ui

from bot.core.leaderboard import LEAST_ANSWERED, LISTED, Board, Leaderboard, Measure, Period, Profile, Ranked
from bot.core.library import Library
from bot.core.picks import Score
from bot.core.quiz import Game, Phase
from bot.ui import kit
from bot.ui.ids import BoardId, CardId, Place
from bot.ui.kit import Picture
from bot.ui.pictures import leaderboard as pictures
from bot.ui.quiz import NAME, named, plural

Item = ui.Item[ui.LayoutView]
Row = ui.ActionRow[ui.LayoutView]
Button = ui.Button[ui.LayoutView]

PERIODS = {
    Period.TODAY: "Today",
    Period.WEEK: "This week",
    Period.MONTH: "This month",
    Period.ALL: "All time",
}
MEASURES = {
    Measure.POINTS: "points",
    Measure.RIGHT: "right answers",
    Measure.SHARE: f"share of right answers, from {LEAST_ANSWERED} answers on",
}
_BUTTONS = {Measure.POINTS: "By points", Measure.RIGHT: "By right answers", Measure.SHARE: "By share of right answers"}
_FILENAME = "leaderboard.png"


# ------------------------------------------------------------------------------------------------- a board


def title(leaderboard: Leaderboard) -> str:
    """What the board is called."""
    return f"Leaderboard: {PERIODS[leaderboard.period].lower()}"


def picture(leaderboard: Leaderboard) -> Picture | None:
    """The board as a picture; None while nobody is on it."""
    lines = [
        pictures.Line(one.rank, _plain_name(one.score), one.value, _written(one, leaderboard.measure))
        for one in leaderboard.board.lines
    ]
    if not lines:
        return None
    covers = _covers(leaderboard)
    drawn = pictures.draw(title(leaderboard), covers[:1].upper() + covers[1:], lines)
    words = "; ".join(f"{line.rank}. {line.name}, {line.written}" for line in lines)
    return Picture(_FILENAME, drawn, f"{title(leaderboard)}, {covers}. {words}.")


def draw(leaderboard: Leaderboard, drawn: Picture | None = None, *, shared: bool = False) -> ui.LayoutView:
    """The board in words, under its picture; one that is shared does not say where its reader stands."""
    board = leaderboard.board
    items: list[Item] = [kit.text(f"## {title(leaderboard)}", f"This server, {_covers(leaderboard)}")]
    if drawn is not None:
        items.append(kit.gallery(drawn))
    items.append(kit.text(*_lines(board, leaderboard.measure)))
    if not shared and (board.lines or board.opted_out):
        items.append(kit.text(_own(board, leaderboard.measure)))
    items += [Row(_periods(leaderboard)), Row(*_controls(leaderboard, shared=shared))]
    return kit.message(*items)


def _covers(leaderboard: Leaderboard) -> str:
    """The measure and the days: `points, 23 to 29 November 2026`."""
    measure = MEASURES[leaderboard.measure]
    return f"{measure}, {days(*leaderboard.days)}" if leaderboard.days else measure


def days(first: date, last: date) -> str:
    """`25 November 2026`, or `23 to 29 November 2026`."""
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    same_month = (first.year, first.month) == (last.year, last.month)
    begin = str(first.day) if same_month else f"{first.day} {first:%B}"
    return f"{begin if first.year == last.year else f'{begin} {first.year}'} to {end}"


def _lines(board: Board, measure: Measure) -> list[str]:
    if not board.lines:
        if measure is Measure.SHARE:
            return [f"Nobody is on this board yet. It takes {LEAST_ANSWERED} answers."]
        return ["Nobody is on this board yet. Points come from quizzes that two or more people play: `/quiz start`."]
    shown = [f"**{one.rank}.** {named(one.score)}: {_detailed(one, measure)}" for one in board.lines]
    more = board.players - len(board.lines)
    return [*shown, f"and {plural(more, 'more player', 'more players')}"] if more > 0 else shown


def _written(one: Ranked, measure: Measure) -> str:
    """The measure alone, as the picture has it."""
    match measure:
        case Measure.POINTS:
            return plural_of(one.value, "point")
        case Measure.RIGHT:
            return f"{one.value:,} right"
        case Measure.SHARE:
            return f"{one.value / 10:.1f} % right"


def _detailed(one: Ranked, measure: Measure) -> str:
    right = f"{one.score.correct:,} of {one.score.answered:,} right"
    return right if measure is Measure.RIGHT else f"{_written(one, measure)}, {right}"


def plural_of(count: int, one: str) -> str:
    """`1 point`, `1,234 points`."""
    return f"{count:,} {one if count == 1 else f'{one}s'}"


def _own(board: Board, measure: Measure) -> str:
    if board.opted_out:
        return "You opted out of scores, so you are on no board. `/privacy opt-out` brings you back."
    if board.own is None:
        needed = f" It takes {LEAST_ANSWERED} answers." if measure is Measure.SHARE else ""
        return f"You are not on this board yet.{needed}"
    return f"**You:** rank {board.own.rank:,} of {board.players:,}, {_detailed(board.own, measure)}."


def _plain_name(score: Score) -> str:
    """A name as a picture has it, which knows no markdown."""
    return kit.plain(score.name, NAME) if score.name else named(score)


def _periods(leaderboard: Leaderboard) -> ui.Select[ui.LayoutView]:
    options = [
        discord.SelectOption(label=label, value=period.value, default=period is leaderboard.period)
        for period, label in PERIODS.items()
    ]
    custom_id = BoardId("period", leaderboard.period, leaderboard.measure)
    return ui.Select(custom_id=str(custom_id), placeholder="Which time?", options=options)


def _controls(leaderboard: Leaderboard, *, shared: bool) -> list[Button]:
    """The other measures, and Share where it is private."""
    buttons = [
        Button(label=label, custom_id=str(BoardId("show", leaderboard.period, measure)))
        for measure, label in _BUTTONS.items()
        if measure is not leaderboard.measure
    ]
    if not shared and leaderboard.board.lines:
        share = BoardId("share", leaderboard.period, leaderboard.measure)
        buttons.append(Button(label="Share", custom_id=str(share), style=discord.ButtonStyle.primary))
    return buttons


# ------------------------------------------------------------------------------------------------- a channel


def draw_channel(game: Game, of_game: Board, of_channel: Board) -> ui.LayoutView:
    """The score of the game that runs or ran last, and of all games of the channel."""
    where = f"<#{game.home_channel_id}>"
    return kit.message(
        kit.text("## Scores", f"-# {_state(game)}"),
        kit.text("**This game**" if game.ended_at is None else "**The last game**", *_section(of_game)),
        kit.text(f"**All games of {where} that counted**", *_section(of_channel)),
        kit.text("-# The whole server: `/quiz leaderboard`."),
    )


def _state(game: Game) -> str:
    if game.phase is Phase.OVER and game.ended_at is not None:
        return f"The last game ended {discord.utils.format_dt(game.ended_at, 'R')}."
    if game.number == 0:
        return "The game is about to begin."
    return f"Round {game.number} of {game.rounds}. A round is in the scores once its answer was shown."


def _section(board: Board) -> list[str]:
    if not board.lines:
        return ["Nobody has scored yet."]
    listed = {one.score.user_id for one in board.lines}
    own = board.own if board.own is not None and board.own.score.user_id not in listed else None
    rest = [f"**You:** rank {own.rank:,} of {board.players:,}, {_detailed(own, Measure.POINTS)}."] if own else []
    return [*_lines(board, Measure.POINTS), *rest]


# ------------------------------------------------------------------------------------------------- a profile


def draw_profile(profile: Profile, library: Library) -> ui.LayoutView:
    """What the reader did in this server: only they see it."""
    if not profile.answered:
        return kit.notice(
            "## Your profile",
            "You opted out of scores, so nothing of your games is kept."
            if profile.opted_out
            else "You have not answered a question in this server yet. `/quiz start` begins a quiz.",
        )
    items: list[Item] = [
        kit.text("## Your profile", "-# In this server. Only you see this."),
        kit.text(
            f"{plural(profile.games, 'game')}, {plural(profile.answered, 'question')} answered, "
            f"{_share(profile.right, profile.answered)}.",
            _rank(profile),
        ),
        kit.text("**By topic**", *_topics(profile)),
    ]
    if entries := [entry for entry_id in profile.next if (entry := library.get(entry_id)) is not None]:
        items.append(kit.text("**What to look at next:** most of what you missed is answered here."))
        buttons = [
            Button(label=kit.shortened(entry.name, 34), custom_id=str(CardId("go", Place(entry.id))))
            for entry in entries
        ]
        items.append(Row(*buttons))
    return kit.message(*items)


def _share(right: int, answered: int) -> str:
    return f"{right:,} right ({round(100 * right / answered)} %)"


def _rank(profile: Profile) -> str:
    if profile.opted_out:
        return "You opted out of scores: this is from before, and no board shows it."
    if profile.own is None:
        return "You are on no board yet: points count in rounds that two or more people answer."
    return f"Rank {profile.own.rank:,} in this server with {plural_of(profile.own.value, 'point')}, of all time."


def _topics(profile: Profile) -> Sequence[str]:
    shown = [
        f"- {topic.category.value.capitalize()}: {topic.right:,} of {topic.answered:,} right"
        f" ({round(100 * topic.right / topic.answered)} %)"
        for topic in profile.topics[:LISTED]
    ]
    more = len(profile.topics) - LISTED
    return [*shown, f"- and {plural(more, 'more topic')}"] if more > 0 else shown
