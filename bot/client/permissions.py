"""What the bot asks for when it is invited, and the link that asks."""

from __future__ import annotations

import base64
import binascii

import discord

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    read_message_history=True,
    attach_files=True,
    create_public_threads=True,
    send_messages_in_threads=True,
)
"""Answers to commands need none; these are for what the bot posts by itself: notices, scheduled posts and quizzes."""


class ApplicationIdError(Exception):
    """The token does not say which application it belongs to."""


def application_id_of(token: str) -> int:
    """The application's id, which is the first part of its token."""
    part = token.partition(".")[0]
    try:
        return int(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode())
    except (binascii.Error, ValueError) as error:
        raise ApplicationIdError("DISCORD_TOKEN does not look like a bot token; copy it again.") from error


def invite_url(application_id: int) -> str:
    """The link that adds the bot to a server."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands"))


def user_install_url(application_id: int) -> str:
    """The link with which a member adds the bot to their own account, for use anywhere."""
    return discord.utils.oauth_url(application_id, scopes=("applications.commands",)) + "&integration_type=1"
