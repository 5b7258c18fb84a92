"""Promises about the card in somebody's chat: one, at the bottom, showing the newest question."""

from tests.delivery.office import Office
from tests.telegram_stand_in import StandIn


async def test_a_first_question_is_sent_with_its_buttons(office: Office, telegram: StandIn) -> None:
    anna = telegram.person(5)
    await anna.starts()
    await office.interviews("5")
    async with office.open():
        await office.asks("5", "<b>Hoe staat het ervoor?</b>", ask="q1")
        await office.all_out()
    assert anna.last.text == "Hoe staat het ervoor?"
    assert [button.data for button in anna.last.buttons[0]] == ["a:q1:0", "a:q1:1"]
    card = await office.card("5")
    assert (card.message_id, card.sent_version) == (anna.last.message_id, 1)


async def test_the_next_question_takes_the_place_of_the_last_message(
    office: Office, telegram: StandIn
) -> None:
    anna = telegram.person(5)
    await anna.starts()
    await office.interviews("5")
    async with office.open():
        await office.asks("5", "Een", ask="q1")
        await office.all_out()
        await office.asks("5", "Twee", ask="q2", echo=("✓ Een: A",))
        await office.all_out()
    assert [message.text for message in anna.chat if message.by_bot] == ["✓ Een: A\n\nTwee"]
    assert [button.data for button in anna.last.buttons[0]] == ["a:q2:0", "a:q2:1"]


async def test_what_somebody_typed_pushes_the_card_below_it(office: Office, telegram: StandIn) -> None:
    anna = telegram.person(5)
    await anna.starts()
    await office.interviews("5")
    async with office.open():
        await office.asks("5", "Een", ask="q1")
        await office.all_out()
        old = anna.last
        typed = await anna.types("bijna alles")
        await office.hears("5", typed.message_id)
        await office.asks("5", "Twee", ask="q2")
        await office.all_out()
    assert [message.text for message in anna.chat] == ["/start", "Een", "bijna alles", "Twee"]
    assert old.buttons == []
    assert (await office.card("5")).message_id == anna.last.message_id


async def test_somebody_who_asks_to_resume_always_gets_a_new_message(
    office: Office, telegram: StandIn
) -> None:
    anna = telegram.person(5)
    await anna.starts()
    await office.interviews("5")
    async with office.open():
        await office.asks("5", "Een")
        await office.all_out()
        await office.asks("5", "Een", fresh=True)
        await office.all_out()
    assert [message.text for message in anna.chat if message.by_bot] == ["Een", "Een"]


async def test_a_card_that_was_deleted_comes_back_as_a_new_message(office: Office, telegram: StandIn) -> None:
    anna = telegram.person(5)
    await anna.starts()
    await office.interviews("5")
    async with office.open():
        await office.asks("5", "Een")
        await office.all_out()
        anna.last.deleted = True
        await office.asks("5", "Twee", ask="q2")
        await office.all_out()
    assert anna.last.text == "Twee"
    assert (await office.card("5")).message_id == anna.last.message_id


async def test_a_card_that_already_looks_like_this_counts_as_shown(office: Office, telegram: StandIn) -> None:
    anna = telegram.person(5)
    await anna.starts()
    await office.interviews("5")
    async with office.open():
        await office.asks("5", "Een")
        await office.all_out()
        await office.asks("5", "Een")
        await office.all_out()
    assert (await office.card("5")).sent_version == 2
    assert await office.states("5") == ["sent", "sent"]


async def test_several_decisions_at_once_show_only_the_newest_card(office: Office, telegram: StandIn) -> None:
    anna = telegram.person(5)
    await anna.starts()
    await office.interviews("5")
    await office.asks("5", "Een", ask="q1")
    await office.asks("5", "Twee", ask="q2", echo=("✓ Een: A",))
    await office.asks("5", "Drie", ask="q3", echo=("✓ Twee: B",))
    async with office.open():
        await office.all_out()
    assert [message.text for message in anna.chat if message.by_bot] == ["✓ Een: A\n✓ Twee: B\n\nDrie"]


async def test_markup_that_telegram_cannot_read_goes_out_as_plain_text(
    office: Office, telegram: StandIn
) -> None:
    anna = telegram.person(5)
    await anna.starts()
    await office.interviews("5")
    async with office.open():
        await office.asks("5", "<b>Een &lt;3 & <i>twee</b>")
        await office.all_out()
    assert anna.last.text == "Een <3 & twee"
    assert anna.last.buttons
