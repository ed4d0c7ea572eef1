"""/settings, as a moderator uses it."""

from __future__ import annotations

import discord
import simcord

from tests.conftest import Server
from tests.screen import shown, text


async def panel(server: Server) -> simcord.ResponseMessage:
    return shown(await server.moderator.slash(server.lab, "settings"))


async def test_the_panel_shows_what_is_set_and_is_private(server: Server) -> None:
    message = await panel(server)

    assert message.ephemeral
    assert "**Time zone:** UTC" in text(message)


async def test_a_zone_is_named_by_its_city_and_saved_at_once(server: Server) -> None:
    message = await panel(server)

    form = await server.moderator.click(message, label="Change time zone")
    await server.moderator.submit_modal(form, {"zone": "berlin"})

    assert "**Time zone:** Europe/Berlin" in text(message)
    assert "**Time zone:** Europe/Berlin" in text(await panel(server))


async def test_an_unknown_zone_is_refused_with_what_may_have_been_meant(server: Server) -> None:
    message = await panel(server)

    form = await server.moderator.click(message, label="Change time zone")
    told = shown(await server.moderator.submit_modal(form, {"zone": "Berlni"}))

    assert "is not a time zone I know" in text(told)
    assert "Europe/Berlin" in text(told)
    assert "**Time zone:** UTC" in text(await panel(server))


async def test_the_form_still_works_after_a_restart(server: Server) -> None:
    form = await server.moderator.click(await panel(server), label="Change time zone")

    await server.restart()
    await server.moderator.submit_modal(form, {"zone": "Asia/Kolkata"})

    assert "Asia/Kolkata" in text(await panel(server))


async def test_roles_and_channels_are_chosen_and_cleared(server: Server) -> None:
    role = server.guild.create_role("Curators")
    message = await panel(server)

    await server.moderator.select(message, [role], custom_id="settings:manager_role_id")
    assert "Server Settings > Integrations" in text(message)
    await server.moderator.select(message, [], custom_id="settings:manager_role_id")
    assert "Server Settings > Integrations" not in text(message)


async def test_the_notice_channel_gets_a_first_notice(server: Server) -> None:
    notices = server.guild.create_text_channel("notices")

    await server.moderator.select(await panel(server), [notices], custom_id="settings:notice_channel_id")

    assert notices.last_message is not None
    assert notices.last_message.author.id == (server.bot.user.id if server.bot.user else 0)


async def test_a_notice_channel_where_the_bot_cannot_post_is_refused_and_not_saved(server: Server) -> None:
    assert server.bot.user is not None
    closed = server.guild.create_text_channel(
        "closed", overwrites={server.bot.user: discord.PermissionOverwrite(send_messages=False)}
    )
    message = await panel(server)

    told = shown(await server.moderator.select(message, [closed], custom_id="settings:notice_channel_id"))

    assert "Send Messages" in text(told)
    history = shown(await server.moderator.click(await panel(server), label="Who changed what"))
    assert "Nothing has been changed yet." in text(history)


async def test_the_history_says_who_changed_what(server: Server) -> None:
    form = await server.moderator.click(await panel(server), label="Change time zone")
    await server.moderator.submit_modal(form, {"zone": "berlin"})

    history = shown(await server.moderator.click(await panel(server), label="Who changed what"))

    assert f"<@{server.moderator.id}>: **Time zone** from UTC to Europe/Berlin" in text(history)


async def test_sharing_is_kept_to_the_channels_that_were_chosen(server: Server) -> None:
    library = server.guild.create_text_channel("library")
    await server.moderator.select(await panel(server), [library], custom_id="settings:allowed_channel_ids")

    refused = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen", share=True))
    allowed = shown(await server.ann.slash(library, "define", term="psychoplastogen", share=True))
    private = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))

    assert refused.ephemeral
    assert f"<#{library.id}>" in text(refused)
    assert not allowed.ephemeral
    assert "## Psychoplastogen" in text(private)


async def test_a_moderator_who_lost_the_permission_is_refused_at_the_next_press(server: Server) -> None:
    message = await panel(server)
    for role in server.guild.roles.values():
        server.env.backend.remove_member_role(server.guild.id, server.moderator.id, role.id)

    told = shown(await server.moderator.click(message, label="Change time zone"))

    assert "Manage Server" in text(told)
