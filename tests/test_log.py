"""What the log must not hold."""

from __future__ import annotations

import logging

import pytest

from bot import log

ASKED = "gabapentin"


def answer(word: str) -> None:
    asked = f"where does {word} act"
    raise ValueError(len(asked))


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_traceback_holds_no_variables_for_they_are_what_was_asked(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        log.configure("info", form)
        try:
            answer(ASKED)
        except ValueError:
            logging.getLogger("bot.test").exception("failed", extra={"reference": "K7M2QX"})
    finally:
        logging.getLogger().handlers[:] = handlers
        logging.getLogger().setLevel(level)

    said = capsys.readouterr().err
    assert "K7M2QX" in said
    assert "ValueError" in said
    assert ASKED not in said
