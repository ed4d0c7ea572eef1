"""The stand-in answers as Discord documents it, seen by plain requests without a bot."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import pytest

from tests.standin import TOKEN, messages
from tests.standin.interactions import COMMAND, COMPONENT, MODAL, Interaction
from tests.standin.world import FORUM, NEWS
from tests.standin_tests.conftest import Lab

V2 = 1 << 15
BUTTON: dict[str, Any] = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Go", "custom_id": "go"}]}


def opened(lab: Lab, kind: int = COMMAND, **where: Any) -> tuple[Interaction, str, str]:
    """An interaction, and the paths of its callback and of its webhook."""
    interactions = lab.standin.interactions
    data = {"id": "1", "name": "define", "type": 1}
    made = interactions.open(
        kind, where.get("user", lab.ann.user), where.get("channel", lab.room), data, where.get("source")
    )
    token = next(reversed(interactions.all))
    return made, f"/interactions/{made.id}/{token}/callback", f"/webhooks/{lab.standin.world.bot.id}/{token}"


# ---------------------------------------------------------------- permissions and places


async def test_without_a_view_of_the_channel_the_code_is_50001(lab: Lab) -> None:
    lab.standin.world.overwrite(lab.room, lab.guild.id, view_channel=False)
    assert await lab.post({"content": "x"}) == (403, 50001)


@pytest.mark.parametrize(
    ("right", "body"),
    [("send_messages", {"content": "x"}), ("embed_links", {"embeds": [{"title": "x"}]})],
)
async def test_without_a_right_the_code_is_50013(lab: Lab, right: str, body: object) -> None:
    lab.standin.world.change_role(lab.guild, lab.guild.id, **{right: False})
    assert await lab.post(body) == (403, 50013)


async def test_a_members_overwrite_beats_those_of_roles(lab: Lab) -> None:
    world = lab.standin.world
    world.overwrite(lab.room, lab.guild.id, send_messages=False)
    assert await lab.post({"content": "x"}) == (403, 50013)
    world.overwrite(lab.room, world.bot.id, send_messages=True)
    assert (await lab.post({"content": "x"}))[0] == 200


async def test_a_timed_out_member_can_only_read(lab: Lab) -> None:
    lab.guild.timed_out.add(lab.ann.user)
    rights = lab.standin.world.permissions(lab.ann.user, lab.room)
    assert [name for name, allowed in rights if allowed] == ["read_messages", "read_message_history"]


async def test_what_is_not_there_is_unknown(lab: Lab) -> None:
    assert await lab.ask("GET", "/channels/1") == (404, 10003)
    assert await lab.ask("GET", f"/channels/{lab.room.id}/messages/1") == (404, 10008)


async def test_a_removed_channel_is_unknown(lab: Lab) -> None:
    lab.standin.world.remove_channel(lab.room)
    assert await lab.post({"content": "x"}) == (404, 10003)


async def test_a_kicked_bot_has_no_access(lab: Lab) -> None:
    lab.standin.world.remove_bot(lab.guild)
    assert await lab.post({"content": "x"}) == (403, 50001)


async def test_a_server_in_an_outage_answers_503(lab: Lab) -> None:
    lab.standin.world.set_available(lab.guild, available=False)
    assert await lab.post({"content": "x"}) == (503, 130000)


async def test_only_the_author_edits_and_moderators_delete(lab: Lab) -> None:
    path = f"/channels/{lab.room.id}/messages/{lab.say(lab.ann.user, 'mine').id}"
    assert await lab.ask("PATCH", path, {"content": "yours"}) == (403, 50005)
    assert await lab.ask("DELETE", path) == (403, 50013)


async def test_the_content_of_others_is_empty_without_the_intent(lab: Lab) -> None:
    lab.say(lab.ann.user, "secret")
    _, found = await lab.ask("GET", f"/channels/{lab.room.id}/messages")
    assert [message["content"] for message in found] == [""]


async def test_pinning_needs_its_own_right(lab: Lab) -> None:
    _, message = await lab.post({"content": "x"})
    path = f"/channels/{lab.room.id}/messages/pins/{message['id']}"
    assert await lab.ask("PUT", path) == (403, 50013)
    lab.standin.world.change_role(lab.guild, lab.guild.id, pin_messages=True)
    assert (await lab.ask("PUT", path))[0] == 204


async def test_only_an_announcement_channel_crossposts(lab: Lab) -> None:
    news = lab.standin.world.add_channel(lab.guild, "news", NEWS)
    for room, expected in ((news, 200), (lab.room, 400)):
        _, message = await lab.post({"content": "x"}, room)
        assert (await lab.ask("POST", f"/channels/{room.id}/messages/{message['id']}/crosspost"))[0] == expected


# ---------------------------------------------------------------- messages


async def test_one_nonce_gives_one_message_for_a_few_minutes(lab: Lab) -> None:
    body = {"content": "x", "nonce": "n", "enforce_nonce": True}
    (_, first), (_, second) = await lab.post(body), await lab.post(body)
    assert first["id"] == second["id"]
    lab.standin.world.skew += messages.NONCE_KEPT / timedelta(seconds=1)
    assert (await lab.post(body))[1]["id"] != first["id"]


async def test_a_nonce_that_is_not_enforced_may_repeat(lab: Lab) -> None:
    body = {"content": "x", "nonce": "n"}
    (_, first), (_, second) = await lab.post(body), await lab.post(body)
    assert first["id"] != second["id"]


async def test_a_v2_message_stays_one(lab: Lab) -> None:
    _, message = await lab.post({"flags": V2, "components": [{"type": 10, "content": "card"}]})
    path = f"/channels/{lab.room.id}/messages/{message['id']}"
    _, edited = await lab.ask("PATCH", path, {"flags": 0})
    assert edited["flags"] & V2
    assert await lab.ask("PATCH", path, {"content": "plain"}) == (400, 50035)


async def test_flags_0_in_an_edit_brings_suppressed_embeds_back(lab: Lab) -> None:
    _, message = await lab.post({"content": "x", "flags": 4})
    path = f"/channels/{lab.room.id}/messages/{message['id']}"
    assert (await lab.ask("PATCH", path, {"content": "y"}))[1]["flags"] == 4
    assert (await lab.ask("PATCH", path, {"content": "y", "flags": 0}))[1]["flags"] == 0


async def test_an_edit_keeps_only_the_attachments_it_lists(lab: Lab) -> None:
    world, uploads = lab.standin.world, {"0": ("a.png", 10), "1": ("b.png", 10)}
    message = messages.post(world, lab.room, {"content": "x"}, uploads)
    messages.edit(world, message, {"content": "y"}, {})
    assert [each["filename"] for each in message.attachments] == ["a.png", "b.png"]
    messages.edit(world, message, {"attachments": [{"id": message.attachments[1]["id"]}]}, {"0": ("c.png", 10)})
    assert [each["filename"] for each in message.attachments] == ["b.png", "c.png"]


async def test_a_file_of_more_than_ten_mebibytes_is_refused(lab: Lab) -> None:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", '{"content": "x"}')
    form.add_field("files[0]", io.BytesIO(b"x" * (messages.FILE_LIMIT + 1)), filename="a.bin")
    headers = {"Authorization": f"Bot {TOKEN}"}
    url = f"{lab.standin.api}/channels/{lab.room.id}/messages"
    async with lab.session.post(url, data=form, headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (413, 40005)


# ---------------------------------------------------------------- threads and forums


async def thread_of(lab: Lab, name: str = "thread") -> Any:
    return lab.standin.world.add_thread(lab.room, name, lab.ann.user)


async def test_in_a_thread_the_right_to_send_is_another_one(lab: Lab) -> None:
    thread = await thread_of(lab)
    lab.standin.world.change_role(lab.guild, lab.guild.id, send_messages=False)
    assert (await lab.post({"content": "x"}, thread))[0] == 200
    lab.standin.world.change_role(lab.guild, lab.guild.id, send_messages_in_threads=False)
    assert await lab.post({"content": "x"}, thread) == (403, 50013)


async def test_a_message_wakes_an_archived_thread_but_an_edit_does_not(lab: Lab) -> None:
    thread = await thread_of(lab)
    _, message = await lab.post({"content": "x"}, thread)
    lab.standin.world.update_thread(thread, archived=True, locked=False)
    path = f"/channels/{thread.id}/messages/{message['id']}"
    assert await lab.ask("PATCH", path, {"content": "y"}) == (400, 50083)
    assert (await lab.post({"content": "x"}, thread))[0] == 200
    assert not thread.archived


async def test_a_locked_thread_needs_the_right_to_manage_threads(lab: Lab) -> None:
    thread = await thread_of(lab)
    lab.standin.world.update_thread(thread, archived=True, locked=True)
    assert await lab.post({"content": "x"}, thread) == (400, 160005)
    lab.standin.world.change_role(lab.guild, lab.guild.id, manage_threads=True)
    assert (await lab.post({"content": "x"}, thread))[0] == 200


async def test_a_message_has_one_thread(lab: Lab) -> None:
    _, message = await lab.post({"content": "x"})
    path = f"/channels/{lab.room.id}/messages/{message['id']}/threads"
    assert (await lab.ask("POST", path, {"name": "t"}))[1]["id"] == message["id"]
    assert await lab.ask("POST", path, {"name": "t"}) == (400, 160004)


async def test_a_forum_takes_posts_and_no_messages_and_may_require_a_tag(lab: Lab) -> None:
    forum = lab.standin.world.add_channel(lab.guild, "forum", FORUM)
    assert await lab.post({"content": "x"}, forum) == (400, 40058)
    path, post = f"/channels/{forum.id}/threads", {"name": "post", "message": {"content": "x"}}
    _, made = await lab.ask("POST", path, post)
    assert made["message"]["id"] == made["id"]
    forum.tag_required = True
    assert await lab.ask("POST", path, post) == (400, 40067)
    assert (await lab.ask("POST", path, post | {"applied_tags": ["1"]}))[0] == 200


# ---------------------------------------------------------------- interactions


async def test_an_interaction_is_answered_once(lab: Lab) -> None:
    made, callback, _ = opened(lab)
    body = {"type": 4, "data": {"content": "x"}}
    assert (await lab.ask("POST", callback, body))[0] == 200
    assert await lab.ask("POST", callback, body) == (400, 40060)
    assert made.refused == [40060]


async def test_an_answer_after_three_seconds_is_too_late(lab: Lab) -> None:
    made, callback, _ = opened(lab)
    made.opened -= 3
    assert await lab.ask("POST", callback, {"type": 5}) == (404, 10062)


async def test_the_token_lives_fifteen_minutes(lab: Lab) -> None:
    made, callback, hook = opened(lab)
    assert await lab.ask("POST", hook, {"content": "too early"}) == (404, 10015)
    await lab.ask("POST", callback, {"type": 5})
    assert (await lab.ask("PATCH", f"{hook}/messages/@original", {"content": "x"}))[0] == 200
    made.opened -= 900
    assert await lab.ask("PATCH", f"{hook}/messages/@original", {"content": "x"}) == (401, 50027)


@pytest.mark.parametrize(("kind", "answer"), [(COMMAND, 6), (COMMAND, 7), (COMMAND, 8), (MODAL, 9), (MODAL, 7)])
async def test_not_every_answer_fits_every_interaction(lab: Lab, kind: int, answer: int) -> None:
    _, callback, _ = opened(lab, kind)
    data: dict[int, dict[str, Any]] = {
        7: {"content": "x"},
        8: {"choices": []},
        9: {"custom_id": "m", "title": "t", "components": [{"type": 10, "content": "x"}]},
    }
    body = {"type": answer} | ({"data": data[answer]} if answer in data else {})
    assert await lab.ask("POST", callback, body) == (400, 50035)


async def test_the_first_follow_up_after_a_deferral_takes_its_place_and_visibility(lab: Lab) -> None:
    made, callback, hook = opened(lab)
    await lab.ask("POST", callback, {"type": 5, "data": {"flags": 64}})
    assert made.pending
    _, first = await lab.ask("POST", hook, {"content": "x"})
    assert (first["flags"] & 64, made.pending, len(made.shown)) == (64, False, 1)
    _, second = await lab.ask("POST", hook, {"content": "y"})
    assert (second["flags"] & 64, len(made.shown)) == (0, 2)


async def test_a_press_can_change_its_own_message(lab: Lab) -> None:
    _, sent = await lab.post({"content": "before", "components": [BUTTON]})
    source = lab.room.messages[int(sent["id"])]
    _, callback, hook = opened(lab, COMPONENT, source=source)
    await lab.ask("POST", callback, {"type": 7, "data": {"content": "after"}})
    assert source.text == "after"
    assert (await lab.ask("GET", f"{hook}/messages/@original"))[1]["id"] == sent["id"]


async def test_an_ephemeral_message_is_unknown_to_the_channel(lab: Lab) -> None:
    made, callback, hook = opened(lab)
    await lab.ask("POST", callback, {"type": 4, "data": {"content": "x", "flags": 64}})
    assert made.original is not None
    path = f"/channels/{lab.room.id}/messages/{made.original.id}"
    assert await lab.ask("PATCH", path, {"content": "y"}) == (404, 10008)
    assert (await lab.ask("DELETE", f"{hook}/messages/@original"))[0] == 204
    assert await lab.ask("GET", f"{hook}/messages/@original") == (404, 10008)


async def test_an_app_that_only_the_user_installed_has_five_follow_ups(lab: Lab) -> None:
    world = lab.standin.world
    elsewhere, user = world.add_guild(with_bot=False), world.add_user("Eve", installed=True)
    world.join(elsewhere, user)
    made, callback, hook = opened(lab, user=user, channel=world.add_channel(elsewhere, "room"))
    await lab.ask("POST", callback, {"type": 4, "data": {"content": "x"}})
    assert made.user_only
    assert [(await lab.ask("POST", hook, {"content": "x"}))[0] for _ in range(5)] == [200] * 5
    assert await lab.ask("POST", hook, {"content": "x"}) == (400, 40094)


async def test_where_external_apps_are_denied_its_answers_are_ephemeral(lab: Lab) -> None:
    world = lab.standin.world
    elsewhere, user = world.add_guild(with_bot=False), world.add_user("Eve", installed=True)
    world.join(elsewhere, user)
    world.change_role(elsewhere, elsewhere.id, use_external_apps=False)
    made, callback, _ = opened(lab, user=user, channel=world.add_channel(elsewhere, "room"))
    await lab.ask("POST", callback, {"type": 4, "data": {"content": "x"}})
    assert made.original is not None
    assert made.original.visible_to == user.id


async def test_the_clock_can_be_skewed(lab: Lab) -> None:
    lab.standin.world.skew = 3600
    _, message = await lab.post({"content": "x"})
    ahead = discord.utils.snowflake_time(int(message["id"])) - discord.utils.utcnow()
    assert timedelta(minutes=59) < ahead < timedelta(minutes=61)
