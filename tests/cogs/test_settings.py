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


async def test_in_a_channel_that_shares_by_default_an_answer_is_public_unless_its_reader_says_otherwise(
    server: Server,
) -> None:
    library = server.guild.create_text_channel("library")
    await server.moderator.select(await panel(server), [library], custom_id="settings:sharing_channel_ids")

    shared = shown(await server.ann.slash(library, "define", term="psychoplastogen"))
    chosen = shown(await server.ann.slash(library, "define", term="psychoplastogen", share=False))
    elsewhere = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))
    miss = shown(await server.ann.slash(library, "define", term="zzzz"))

    assert [one.ephemeral for one in (shared, chosen, elsewhere, miss)] == [False, True, True, True]


async def test_kept_to_age_restricted_channels_it_answers_only_there_and_help_everywhere(server: Server) -> None:
    adults = server.guild.create_text_channel("adults")
    cached = server.bot.get_channel(adults.id)
    assert isinstance(cached, discord.TextChannel)
    cached.nsfw = True  # as the gateway would say it; SimCord has no age-restricted channels
    card = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))
    message = await panel(server)

    await server.moderator.click(message, label="Only age-restricted channels")
    refused = shown(await server.ann.slash(server.lab, "define", term="psychoplastogen"))
    pressed = shown(await server.ann.click(card, label="Share"))
    offered = await server.ann.autocomplete(server.lab, "define", "term", "psycho")
    answered = shown(await server.ann.slash(adults, "define", term="psychoplastogen"))
    helped = shown(await server.ann.slash(server.lab, "search", words="overdose"))
    about = shown(await server.ann.slash(server.lab, "about"))

    assert "age-restricted channels" in text(refused)
    assert "age-restricted channels" in text(pressed)
    assert offered == []
    assert "## Psychoplastogen" in text(answered)
    assert "Call your local emergency number now." in text(helped)
    assert "## Neurosprout" in text(about)
    await server.moderator.click(message, label="Answer in all channels")
    assert "## Psychoplastogen" in text(shown(await server.ann.slash(server.lab, "define", term="psychoplastogen")))


async def test_a_servers_own_help_text_takes_the_place_of_ours_and_can_be_taken_away(server: Server) -> None:
    message = await panel(server)

    form = await server.moderator.click(message, label="Change help text")
    await server.moderator.submit_modal(form, {"help": "Write to @everyone, or call 555."})
    helped = shown(await server.ann.slash(server.lab, "search", words="suicidal"))
    form = await server.moderator.click(message, label="Change help text")
    await server.moderator.submit_modal(form, {"help": ""})
    history = shown(await server.moderator.click(message, label="Who changed what"))

    assert "**From the moderators of this server:**\nWrite to @everyone, or call 555." in text(helped)
    assert "call your local emergency number now" in text(helped)
    assert "**Help text:** none" in text(message)
    assert "**Help text** from “Write to " in text(history)
