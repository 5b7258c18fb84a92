"""Promises to people who tapped while nobody was there."""

from datetime import datetime, timedelta

from bot.delivery import away_since, note_alive, refresh_after_downtime
from storage import Card, Json
from tests.delivery.office import FIRM, Office, utc_now
from tests.delivery.test_trouble import met, texts
from tests.telegram_stand_in import StandIn


async def redraw(card: Card) -> Json | None:
    """The card with the line in it."""
    buttons = [[["A", f"a:{card.ask}:0"]]]
    return {"html": "Een\n\nIk was even weg.", "buttons": buttons}


async def refresh(office: Office, since: datetime) -> int:
    """What the program does when it starts."""
    assert office.delivery is not None
    count = await refresh_after_downtime(office.storage, FIRM, office.bot_id, utc_now(), redraw, since)
    office.delivery.wake()
    await office.all_out()
    return count


async def test_an_open_card_says_in_place_that_we_were_away(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)
    async with office.open():
        await office.asks("5", "Een", ask="q1")
        await office.all_out()
        typed = await anna.types("hallo?")
        await office.hears("5", typed.message_id)
        assert await refresh(office, utc_now() - timedelta(minutes=5)) == 1
        assert texts(anna) == ["Een\n\nIk was even weg."]
        assert anna.last.buttons[0][0].data == "a:q1:0"
        await office.asks("5", "Twee", ask="q2")
        await office.all_out()
    assert texts(anna)[-1] == "Twee"


async def test_a_short_absence_is_not_worth_a_word(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)
    async with office.open():
        await office.asks("5", "Een")
        await office.all_out()
        assert await refresh(office, utc_now() - timedelta(seconds=119)) == 0
    assert texts(anna) == ["Een"]


async def test_a_deleted_card_is_not_sent_again_only_to_apologise(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)
    async with office.open():
        await office.asks("5", "Een")
        await office.all_out()
        anna.last.deleted = True
        await refresh(office, utc_now() - timedelta(minutes=5))
    assert texts(anna) == []


async def test_somebody_who_answered_meanwhile_sees_the_new_card_only(
    office: Office, telegram: StandIn
) -> None:
    [anna] = await met(telegram, office, 5)
    async with office.open():
        await office.asks("5", "Een", ask="q1")
        await office.all_out()
    away = utc_now() - timedelta(minutes=5)
    await refresh_after_downtime(office.storage, FIRM, office.bot_id, utc_now(), redraw, away)
    await office.asks("5", "Twee", ask="q2")
    async with office.open():
        await office.all_out()
    assert texts(anna) == ["Twee"]
    assert await office.states("5") == ["sent", "cancelled", "sent"]


async def test_the_last_sign_of_life_tells_how_long_nobody_was_there(office: Office) -> None:
    assert await away_since(office.storage, FIRM, "1") is None
    for minute in (1, 2):
        await note_alive(office.storage, FIRM, "1", utc_now().replace(year=2026, minute=minute, second=0))
    since = await away_since(office.storage, FIRM, "1")
    assert since is not None
    assert since.minute == 2
    assert await office.storage.due_jobs(FIRM, utc_now(), 10) == []
