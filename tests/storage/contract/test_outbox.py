"""What must reach people: one unsent row per card, order per chat, and the truth about what arrived."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import CancelUnsent, Change, DataRejected, PersonIs, Saved, Storage
from tests.storage.example import (
    ADA,
    ASK,
    BOT,
    CARD,
    CHAT,
    DAY,
    FIRM,
    INTERVIEW,
    INVITE,
    LANE,
    MINUTE,
    NINE,
    ROW,
    SCRIPT,
    TOWN,
    answering,
    begun,
    ids_due,
    message,
    only_due,
    saved,
    update,
    version,
)


async def test_a_row_with_a_known_key_is_ignored(storage: Storage) -> None:
    await saved(storage, message("hello"))
    await saved(storage, message("hello"), message("other", dedupe_key="hello"))
    assert await ids_due(storage) == ["hello"]


async def test_a_newer_version_of_a_card_takes_the_place_of_the_unsent_one(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, version(2, payload={"html": "two"}))
    row = await only_due(storage)
    assert (row.id, row.dedupe_key, row.card_version) == ("out2", "card:card:2", 2)
    assert (row.payload, row.echo) == ({"html": "two"}, ("✓ one", "✓ 2"))


async def test_at_most_three_lines_that_were_not_shown_are_kept(storage: Storage) -> None:
    await begun(storage)
    for number in range(2, 6):
        await saved(storage, version(number))
    assert (await only_due(storage)).echo == ("✓ 3", "✓ 4", "✓ 5")


async def test_an_older_version_never_takes_the_place_of_a_newer_one(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, version(3))
    await saved(storage, version(2))
    assert (await only_due(storage)).card_version == 3


async def test_a_row_in_flight_on_disk_is_never_touched(storage: Storage) -> None:
    await begun(storage)
    row = await only_due(storage)
    assert await storage.sending(row, NINE)
    await saved(storage, version(2))
    assert await storage.unfinished(FIRM, BOT) == [replace(row, state="sending", started_at=NINE)]
    assert await ids_due(storage, NINE + DAY) == []  # one in flight per chat
    await storage.sent(row, 50, NINE)
    assert (await only_due(storage)).echo == ("✓ 2",)


async def test_a_row_that_was_replaced_or_cancelled_must_not_be_sent(storage: Storage) -> None:
    await begun(storage)
    old = await only_due(storage)
    await saved(storage, version(2))
    assert not await storage.sending(old, NINE)
    new = await only_due(storage)
    assert await storage.sending(new, NINE)
    assert await storage.sending(new, NINE)  # the same call again: its result was lost
    assert not await storage.sending(new, NINE + MINUTE)


async def test_a_card_that_arrived_is_known_to_card_question_and_chat(storage: Storage) -> None:
    await begun(storage)
    row = await only_due(storage)
    await storage.sent(row, 50, NINE + MINUTE)
    assert await storage.card(FIRM, "card") == replace(
        CARD, sent_version=1, message_id=50, shown_at=NINE + MINUTE
    )
    assert await storage.ask(FIRM, "ask1") == replace(ASK, message_id=50, shown_at=NINE + MINUTE)
    assert await storage.lane(FIRM, BOT, CHAT) == replace(LANE, last_message_id=50)
    [kept] = await storage.messages(FIRM, BOT, CHAT, 9)
    assert (kept.state, kept.message_id, kept.sent_at) == ("sent", 50, NINE + MINUTE)
    assert (kept.payload, kept.echo, kept.dedupe_key) == ({}, (), row.dedupe_key)


async def test_a_redraw_does_not_move_when_a_question_was_first_shown(storage: Storage) -> None:
    await begun(storage)
    await storage.sent(await only_due(storage), 50, NINE)
    await saved(storage, replace(CARD, wanted_version=2), version(2))
    await storage.sent(await only_due(storage), 60, NINE + MINUTE)
    ask, card = await storage.ask(FIRM, "ask1"), await storage.card(FIRM, "card")
    assert ask is not None
    assert card is not None
    assert (ask.shown_at, ask.message_id) == (NINE, 50)
    assert (card.shown_at, card.message_id, card.sent_version) == (NINE + MINUTE, 60, 2)


async def test_a_step_saved_from_an_older_view_does_not_undo_what_delivery_wrote(storage: Storage) -> None:
    await begun(storage)
    await storage.sent(await only_due(storage), 50, NINE)
    await storage.save(answering())
    await saved(storage, replace(LANE, last_message_id=7))
    ask, card, lane = (
        await storage.ask(FIRM, "ask1"),
        await storage.card(FIRM, "card"),
        await storage.lane(FIRM, BOT, CHAT),
    )
    assert ask == replace(ASK, state="answered", option="3", shown_at=NINE, message_id=50)
    assert card == replace(CARD, ask="ask2", wanted_version=2, sent_version=1, message_id=50, shown_at=NINE)
    assert lane == replace(LANE, last_message_id=50)


async def test_a_version_that_arrives_after_it_was_replaced_shows_only_its_own_question(
    storage: Storage,
) -> None:
    await begun(storage)
    in_flight = await only_due(storage)
    await storage.save(answering())
    await storage.sent(in_flight, 50, NINE)
    first, second = await storage.ask(FIRM, "ask1"), await storage.ask(FIRM, "ask2")
    assert first is not None
    assert second is not None
    assert (first.shown_at, second.shown_at) == (NINE, None)
    waiting = await only_due(storage)
    assert (waiting.card_version, waiting.echo, waiting.ask) == (2, ("✓ 2",), "ask2")


async def test_lines_that_were_shown_meanwhile_are_not_shown_again(storage: Storage) -> None:
    await begun(storage)
    for number in (2, 3):
        await saved(storage, version(number))
    in_flight = await only_due(storage)
    assert in_flight.echo == ("✓ one", "✓ 2", "✓ 3")
    await saved(storage, version(4))
    await storage.sent(in_flight, 50, NINE)
    assert (await only_due(storage)).echo == ("✓ 4",)


async def test_a_row_without_a_card_that_was_forgotten_meanwhile_can_still_be_told_of(
    storage: Storage,
) -> None:
    await storage.sent(message("never saved"), 50, NINE)
    assert await storage.messages(FIRM, BOT, CHAT, 9) == []


async def test_a_collapsed_card_stays_collapsed(storage: Storage) -> None:
    await begun(storage)
    retired = replace(CARD, state="retired")
    collapse = message("collapse", kind="collapse", card_id="card")
    await saved(storage, collapse)
    await storage.sent(collapse, 50, NINE)
    live = await storage.card(FIRM, "card")
    assert live == CARD  # only an old copy was collapsed
    await saved(storage, retired)
    await storage.sent(collapse, 50, NINE)
    await saved(storage, retired)
    assert await storage.card(FIRM, "card") == replace(CARD, state="collapsed")


async def test_the_browser_keeps_what_it_shows(storage: Storage) -> None:
    row = message("page", bot_id="web", echo=("✓ one",))
    await saved(storage, row)
    await storage.sent(row, 1, NINE)
    [shown] = await storage.messages(FIRM, "web", CHAT, 9)
    assert shown.echo == ("✓ one",)
    assert shown.payload == row.payload


async def test_messages_are_the_newest_of_a_chat_oldest_first(storage: Storage) -> None:
    await saved(storage, *(message(f"m{number}") for number in range(5)))
    await saved(storage, message("elsewhere", chat_id="1002"))
    assert [row.id for row in await storage.messages(FIRM, BOT, CHAT, 3)] == ["m2", "m3", "m4"]


async def test_each_chat_gets_its_oldest_row_and_the_most_urgent_goes_first(storage: Storage) -> None:
    await saved(
        storage,
        message("bulk", priority=4),
        message("card", priority=1),
        message("reply", priority=0),
        message("bob's reply", chat_id="1002"),
        message("eve's report", chat_id="1003", priority=2),
    )
    assert await ids_due(storage) == ["bob's reply", "card", "eve's report"]
    assert [row.id for row in await storage.due(FIRM, BOT, NINE, 1)] == ["bob's reply"]


async def test_what_must_wait_and_what_is_too_late_is_not_due(storage: Storage) -> None:
    later = NINE + MINUTE
    await saved(storage, message("wait", not_before=later), message("late", expires_at=NINE), message("now"))
    assert await ids_due(storage) == ["now"]
    assert await storage.cancel_expired(FIRM, BOT, NINE) == 1
    assert await storage.cancel_expired(FIRM, BOT, NINE) == 0
    assert await ids_due(storage, later) == ["wait"]


async def test_a_chat_that_must_wait_or_cannot_be_reached_gets_nothing(storage: Storage) -> None:
    await saved(storage, message("hello"))
    await storage.lane_waits(LANE, NINE + MINUTE)
    assert await ids_due(storage) == []
    assert await ids_due(storage, NINE + MINUTE) == ["hello"]
    await storage.unreachable(LANE, NINE)
    await storage.unreachable(LANE, NINE + DAY)
    lane = await storage.lane(FIRM, BOT, CHAT)
    assert lane is not None
    assert lane.unreachable_since == NINE
    assert await ids_due(storage, NINE + DAY) == []
    await storage.reachable(LANE)
    assert await ids_due(storage, NINE + DAY) == ["hello"]


async def test_what_follows_from_a_chat_out_of_reach_is_saved_with_it_or_not_at_all(storage: Storage) -> None:
    await saved(storage, ADA)
    gone = replace(ADA, unreachable_since=NINE)
    also = Change(guards=(PersonIs(ADA),), writes=(gone, message("told", chat_id="1002")))
    assert await storage.unreachable(LANE, NINE, also) is Saved.DONE
    assert await storage.person(FIRM, "ada") == gone
    assert await ids_due(storage) == ["told"]
    await storage.reachable(LANE)
    assert await storage.unreachable(LANE, NINE, also) is Saved.STALE
    lane = await storage.lane(FIRM, BOT, CHAT)
    assert lane is not None
    assert lane.unreachable_since is None
    nobody = Change(guards=(PersonIs(replace(ADA, id="nobody")),), writes=(ADA,))
    assert await storage.save(nobody) is Saved.STALE


async def test_a_message_from_somebody_proves_that_they_can_be_reached(storage: Storage) -> None:
    await saved(storage, LANE)
    await storage.unreachable(LANE, NINE)
    await storage.lane_waits(LANE, NINE + DAY)
    await saved(storage, LANE)
    lane = await storage.lane(FIRM, BOT, CHAT)
    assert lane == replace(LANE, not_before=NINE + DAY, unreachable_since=NINE)
    await saved(storage, replace(LANE, last_message_id=6, not_before=NINE))
    assert await storage.lane(FIRM, BOT, CHAT) == replace(LANE, last_message_id=6, not_before=NINE + DAY)


async def test_what_surely_did_not_arrive_is_tried_again_later(storage: Storage) -> None:
    await saved(storage, message("hello", policy="once"))
    row = await only_due(storage)
    await storage.sending(row, NINE)
    await storage.postponed(row, NINE + MINUTE, "502")
    assert await ids_due(storage) == []
    again = await only_due(storage, NINE + MINUTE)
    assert (again.id, again.attempt, again.error) == ("hello", 1, "502")


async def test_what_may_have_arrived_is_repeated_only_if_that_does_no_harm(storage: Storage) -> None:
    await saved(storage, message("card", policy="repeat"), message("reminder", policy="once", chat_id="1002"))
    for row in await storage.due(FIRM, BOT, NINE, 9):
        await storage.uncertain(row, "cut", NINE + MINUTE)
    assert await ids_due(storage) == []
    assert await ids_due(storage, NINE + MINUTE) == ["card"]
    await storage.sent(await only_due(storage, NINE + MINUTE), 50, NINE)
    assert await ids_due(storage, NINE + MINUTE) == []


async def test_the_question_about_what_may_have_arrived_is_there_with_it_or_neither_is(
    storage: Storage,
) -> None:
    await saved(storage, message("file", policy="ask"))
    row = await only_due(storage)
    strange = replace(message("note"), bot_id=None)  # type: ignore[arg-type]
    with pytest.raises(DataRejected):
        await storage.uncertain(row, "cut", NINE, Change(writes=(strange,)))
    assert await ids_due(storage) == ["file"]
    for _ in range(2):
        await storage.uncertain(row, "cut", NINE, Change(writes=(message("note"),)))
    assert await ids_due(storage) == ["note"]


@pytest.mark.parametrize("known_on_disk", [True, False])
async def test_after_an_uncertain_send_only_the_newest_version_goes_out(
    storage: Storage, known_on_disk: bool
) -> None:
    await begun(storage)
    row = await only_due(storage)
    if known_on_disk:
        await storage.sending(row, NINE)
    await saved(storage, version(2))
    await storage.uncertain(row, "cut", NINE + MINUTE)
    assert await ids_due(storage) == []  # the request may still be under way
    newest = await only_due(storage, NINE + MINUTE)
    assert (newest.id, newest.echo) == ("out2", ("✓ one", "✓ 2"))
    assert [row.state for row in await storage.messages(FIRM, BOT, CHAT, 9)] == ["cancelled", "new"][
        not known_on_disk :
    ]


async def test_a_version_made_after_an_uncertain_send_waits_as_long(storage: Storage) -> None:
    await begun(storage)
    await storage.uncertain(await only_due(storage), "cut", NINE + MINUTE)
    await saved(storage, version(2))
    assert await ids_due(storage) == []
    assert (await only_due(storage, NINE + MINUTE)).echo == ("✓ one", "✓ 2")


async def test_a_tap_on_a_card_of_unknown_fate_proves_that_it_arrived(storage: Storage) -> None:
    await begun(storage)
    assert not await storage.arrived(FIRM, BOT, CHAT, "ask1", 50, NINE)
    await storage.uncertain(await only_due(storage), "cut", NINE + MINUTE)
    assert await storage.arrived(FIRM, BOT, CHAT, "ask1", 50, NINE)
    card = await storage.card(FIRM, "card")
    assert card is not None
    assert (card.message_id, card.sent_version) == (50, 1)
    assert await ids_due(storage, NINE + DAY) == []


async def test_a_row_that_can_never_be_sent_loses_its_words(storage: Storage) -> None:
    await saved(storage, message("bad"), message("off"), message("good"))
    await storage.failed(message("bad"), "400")
    await storage.cancelled(message("off"), "a day off")
    assert [(row.state, row.error, row.payload) for row in await storage.messages(FIRM, BOT, CHAT, 2)] == [
        ("cancelled", "a day off", {}),
        ("new", None, ROW.payload),
    ]


async def test_who_stops_gets_nothing_that_was_not_sent_yet(storage: Storage) -> None:
    await saved(
        storage, message("reply"), message("reminder", kind="reminder"), message("bob's", chat_id="1002")
    )
    stop = Change(update(), cancels=(CancelUnsent(BOT, CHAT),), writes=(message("goodbye"),))
    await storage.save(stop)
    assert await ids_due(storage) == ["goodbye", "bob's"]
    assert [row.payload for row in await storage.messages(FIRM, BOT, CHAT, 9)][:2] == [{}, {}]


async def test_messages_of_some_kinds_can_be_taken_back(storage: Storage) -> None:
    await saved(storage, message("reply"), message("a", kind="reminder"), message("b", kind="notice"))
    assert await storage.cancel(FIRM, BOT, CHAT, {"reminder", "notice"}) == 2
    assert await storage.cancel(FIRM, BOT, CHAT) == 1


async def test_what_tells_of_one_assessment_can_be_taken_back_and_nothing_else(storage: Storage) -> None:
    await saved(storage, SCRIPT, TOWN, ADA, INVITE, INTERVIEW)
    about = {"town": TOWN.id, "walk": INTERVIEW.id, "invite": INVITE.id, "other": "elsewhere", "none": None}
    await saved(storage, *(message(name, about=one) for name, one in about.items()))
    await saved(storage, message("bob's", chat_id="1002", about=TOWN.id))
    await storage.save(Change(update(), cancels=(CancelUnsent(BOT, CHAT, about=TOWN.id),)))
    rows = await storage.messages(FIRM, BOT, CHAT, 9)
    assert {row.id for row in rows if row.state == "cancelled"} == {"town", "walk", "invite"}
    assert await storage.due(FIRM, BOT, NINE, 9)
    assert {row.payload == {} for row in rows if row.state == "cancelled"} == {True}


async def test_open_keyboards_are_those_shown_or_touched_lately_of_people_who_stay(storage: Storage) -> None:
    await begun(storage)
    assert await storage.live_cards(FIRM, BOT, NINE) == []  # nothing was shown yet
    await storage.sent(await only_due(storage), 50, NINE)
    assert len(await storage.live_cards(FIRM, BOT, NINE)) == 1
    assert await storage.live_cards(FIRM, BOT, NINE + MINUTE) == []
    await saved(storage, replace(INTERVIEW, last_activity=NINE + MINUTE))
    assert len(await storage.live_cards(FIRM, BOT, NINE + MINUTE)) == 1
    await saved(storage, replace(ADA, stopped_at=NINE))
    assert await storage.live_cards(FIRM, BOT, NINE) == []
