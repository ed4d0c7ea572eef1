"""Who sent what reached people, for an hour and in memory only.

A request or report is kept without its sender, so that nobody can find out later who looked up what. For moderators
to be able to block somebody who misuses them, the process remembers that long who sent which; a restart forgets it.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from datetime import datetime

from bot.core.letters import WINDOW, Sender
from bot.core.refusals import SenderForgottenError

_MOST = 10_000


class Senders:
    """The senders of the last hour, by a token that says nothing."""

    def __init__(self) -> None:
        self._sent: OrderedDict[str, Sender] = OrderedDict()

    def remember(self, sender: Sender) -> str:
        """The token by which the sender is found for an hour."""
        self._forget(sender.at)
        token = secrets.token_hex(8)
        self._sent[token] = sender
        return token

    def find(self, token: str, guild_id: int, now: datetime) -> Sender:
        """Who it was, for those who manage the server it was sent from; SenderForgottenError afterwards."""
        self._forget(now)
        sender = self._sent.get(token)
        if sender is None or sender.guild_id != guild_id:
            raise SenderForgottenError
        return sender

    def _forget(self, now: datetime) -> None:
        while self._sent and (len(self._sent) > _MOST or next(iter(self._sent.values())).at <= now - WINDOW):
            self._sent.popitem(last=False)
