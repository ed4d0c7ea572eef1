"""Checking everything a bot sent to SimCord."""

from __future__ import annotations

import simcord

from tests.contract import Contract


def problems_of(env: simcord.Env, contract: Contract) -> list[str]:
    """What Discord would hold against the requests of this environment so far, one line each; empty when clean."""
    return [
        f"{request.method} {request.path}: {problem}"
        for request in env.http_requests
        for problem in contract.check(request.method, request.path, request.json)
    ]
