"""When things are wrong: a kind sentence about what is expected, and nothing that was typed is dropped."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.e2e.conftest import Town
from tests.e2e.phone import Phone
from tests.e2e.process import Peiler

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def exported_of(town: Town, phone: Phone) -> tuple[list[dict[str, Any]], list[str]]:
    """(answers, texts kept) of the person's interview."""
    interview = next(b.data for b in phone.buttons if b.data.startswith("pause:")).split(":")[1]
    exported = await town.peiler.export()
    answers = [answer for answer in exported["answers"] if answer["interview"] == interview]
    return answers, [message["text"] for message in exported["messages"] if message["interview"] == interview]


async def test_a_stranger_is_told_the_own_number_and_nothing_else(town: Town) -> None:
    phone = town.phone("Vreemdeling")
    said = await phone.opens()
    assert str(phone.person.user_id) in said.text
    assert "Gemeente X" not in said.text
    assert not said.buttons


async def test_a_link_that_nobody_made_says_kindly_that_it_does_not_work(town: Town) -> None:
    said = await town.phone().opens("A" * 32)
    assert "werkt niet" in said.text
    assert "Gemeente X" not in said.text


async def test_a_link_is_for_one_person_and_the_second_learns_nothing(town: Town) -> None:
    token = await town.token()
    first = town.phone()
    await first.opens(token)
    await first.taps(first.data("consent:"))
    second = await town.phone("Bram").opens(token)
    unknown = await town.phone("Cees").opens("B" * 32)
    assert second.text == unknown.text


async def test_of_two_who_opened_the_link_the_first_to_take_part_has_it(town: Town) -> None:
    token = await town.token()
    first, second = town.phone(), town.phone("Bram")
    await first.opens(token)
    await second.opens(token)
    await first.taps(first.data("consent:"))
    toasts = await second.taps(second.data("consent:"))
    assert toasts[0]
    assert "werkt niet" in toasts[0]
    assert first.data("begin:")


async def test_the_same_person_goes_on_by_the_same_link(town: Town) -> None:
    token = await town.token()
    phone = town.phone()
    await phone.opens(token)
    await phone.taps(phone.data("consent:"))
    await phone.taps(phone.data("begin:"))
    await phone.taps(phone.data("a:"))
    again = await phone.opens(token)
    assert again.text.startswith("Welkom terug, Anna")


async def test_who_says_not_now_can_still_change_their_mind(town: Town) -> None:
    token = await town.token()
    phone = town.phone()
    await phone.opens(token)
    await phone.taps(phone.data("decline:"))
    assert "geen gevolgen" in phone.person.last.text
    await phone.opens(token)
    await phone.taps(phone.data("consent:"))
    assert phone.data("begin:")


async def test_an_unknown_command_is_answered_with_what_is_possible(town: Town) -> None:
    phone = await town.owner()
    said = await phone.types("/koffie")
    assert "/koffie" in said.text
    assert "/help" in said.text


async def test_a_consultants_command_by_anybody_else_is_an_unknown_command(town: Town) -> None:
    phone = await town.owner()
    for command in ("/report", "/new Gemeente Y", "/status", "/invite S Ada"):
        assert "ken ik niet" in (await phone.types(command)).text


async def test_words_where_a_button_is_due_are_kept_and_an_example_is_given(town: Town) -> None:
    phone = await town.owner()
    said = await phone.types("dat hangt ervan af, denk ik")
    assert "A tot en met E" in said.text
    assert "dat hangt ervan af, denk ik" in said.text
    answers, kept = await exported_of(town, phone)
    assert not answers
    assert kept == ["dat hangt ervan af, denk ik"]


async def test_after_three_tries_leaving_the_question_is_offered(town: Town) -> None:
    phone = await town.owner()
    for text in ("hm", "tja"):
        await phone.types(text)
        assert not any(button.data.startswith("skip:") for button in phone.buttons)
    await phone.types("geen idee eigenlijk")
    toasts = await phone.taps(phone.data("skip:"))
    assert toasts == [""]
    answers, _ = await exported_of(town, phone)
    assert [answer["value"] for answer in answers] == ["skipped"]


@pytest.mark.parametrize(
    ("thing", "word"), [("sticker", "sticker"), ("voice", "spraakbericht"), ("document", "estand")]
)
async def test_what_is_no_answer_is_answered_with_what_is_expected(town: Town, thing: str, word: str) -> None:
    phone = await town.owner()
    await getattr(phone.person, f"sends_{thing}")()
    said = await phone.person.sees(word, timeout=30)
    assert said.buttons


async def test_what_is_typed_under_a_file_is_kept(town: Town) -> None:
    phone = await town.owner()
    await phone.person.sends_document(caption="Zie bladzijde 4")
    await phone.person.sees("Zie bladzijde 4", timeout=30)
    _, kept = await exported_of(town, phone)
    assert kept == ["Zie bladzijde 4"]


async def test_ten_messages_at_once_are_all_kept(town: Town) -> None:
    phone = await town.owner()
    texts = [f"Bericht {number} van tien" for number in range(10)]
    town.telegram.updates.hold()
    for text in texts:
        await phone.person.types(text)
    await town.telegram.updates.release()
    await phone.person.sees(lambda message: bool(message.buttons), timeout=30)
    await town.telegram.all_confirmed(30)
    answers, kept = await exported_of(town, phone)
    assert not answers
    assert sorted(kept) == sorted(texts)


async def test_a_forged_button_and_somebody_elses_button_do_nothing(town: Town) -> None:
    anna, bram = await town.owner(), await town.owner(name="Bram")
    _, ask, _ = anna.data("a:").split(":")
    forged = [
        anna.data("a:"),
        f"a:{ask}:9",
        f"a:{ask}:",
        "a:",
        "back:nope",
        "submit:",
        "report:x",
        "☃",
        "resume:" + "x" * 50,
    ]
    forged += [anna.data("pause:"), anna.data("back:")]
    for data in forged:
        toasts = await bram.taps(data, forged=True)
        assert toasts[0], data
        assert not toasts[0].startswith("✓"), data
    for data in (f"a:{ask}:9", f"a:{ask}:yes", f"a:{ask}:skipped", f"confirm:{ask}", f"later:{ask}"):
        toasts = await anna.taps(data, forged=True)
        assert toasts[0], data
    assert await exported_of(town, anna) == ([], [])


async def test_a_tap_on_an_old_card_offers_to_change_that_answer(town: Town) -> None:
    phone = await town.owner()
    _, ask, _ = phone.data("a:").split(":")
    await phone.taps(f"a:{ask}:2")
    toasts = await phone.taps(f"a:{ask}:1", forged=True)
    assert toasts[0]
    assert "bevestig" in toasts[0]
    assert "Wilt u uw antwoord over Visie en doel wijzigen?" in phone.card.text
    await phone.taps(phone.data("confirm:"))
    answers, _ = await exported_of(town, phone)
    assert [(answer["revision"], answer["option"]) for answer in answers] == [(1, "2"), (2, "1")]


async def test_the_same_tap_again_is_told_that_it_is_noted(town: Town) -> None:
    phone = await town.owner()
    data = phone.data("a:")
    await phone.taps(data)
    assert await phone.taps(data, forged=True) == ["✓ Dit antwoord is al genoteerd."]
    answers, _ = await exported_of(town, phone)
    assert len(answers) == 1


async def test_going_back_twice_with_one_press_takes_back_one_answer(town: Town) -> None:
    phone = await town.owner()
    for _ in range(2):
        _, ask, _ = phone.data("a:").split(":")
        await phone.taps(f"a:{ask}:2")
        while not any(button.data.startswith("a:") for button in phone.buttons):
            await phone.taps(phone.data("skip:"))
    before = len([a for a in (await exported_of(town, phone))[0] if a["value"] is None])
    toasts = await phone.taps(phone.data("back:"), times=3)
    assert toasts.count("") == 1
    answers, _ = await exported_of(town, phone)
    assert len([a for a in answers if a["value"] is None]) == before + 1
    assert all(a["option"] is None for a in answers if a["value"] is None)


async def test_an_edited_message_revises_the_answer_that_it_gave(town: Town) -> None:
    phone = await town.owner()
    _, ask, _ = phone.data("a:").split(":")
    await phone.taps(f"a:{ask}:dont_know")
    message = await phone.person.types("de archivaris")
    await phone.person.sees("de archivaris", timeout=30)
    await phone.person.edits(message, "de informatiebeheerder")
    await phone.person.sees("verbetering is bewaard", timeout=30)
    answers, _ = await exported_of(town, phone)
    assert [answer["text"] for answer in answers] == [None, "de archivaris", "de informatiebeheerder"]


async def test_in_a_group_the_bot_only_asks_for_a_private_word(town: Town) -> None:
    phone = await town.owner()
    group = town.telegram.group(-500)
    await phone.person.types("/report@peiler_bot", group=group)
    await town.telegram.all_confirmed(30)
    said = [message.text for message in group.chat if message.by_bot]
    assert len(said) <= 1
    assert all("privébericht" in text for text in said)
    assert await exported_of(town, phone) == ([], [])


async def test_a_consultant_can_invite_without_a_pillar_by_a_button(town: Town) -> None:
    carla = town.consultant
    await town.token()
    await carla.person.types("/invite")
    # Notices of others who take part may come in between, with a button of their own.
    asked = await carla.person.sees("Voor welke pijler", timeout=30)
    await carla.taps(next(b.data for row in asked.buttons for b in row if b.data.endswith(":S")), on=asked)
    await carla.person.sees("https://t.me/peiler_bot?start=", timeout=30)


async def test_a_pillar_that_does_not_exist_is_answered_with_those_that_do(town: Town) -> None:
    await town.token()
    await town.consultant.person.types("/invite Z Ada")
    await town.consultant.person.sees(lambda said: "Z" in said.text and len(said.buttons) == 5, timeout=30)


async def test_two_taps_faster_than_the_guard_answer_one_question(
    tmp_path_factory: pytest.TempPathFactory, town: Town
) -> None:
    from tests.telegram_stand_in import StandIn

    async with StandIn() as telegram:
        peiler = Peiler(tmp_path_factory.mktemp("guarded"), telegram, TAP_GUARD_MS="600000")
        await peiler.start()
        try:
            phone = Phone(telegram, telegram.person(77))
            await phone.opens((await peiler.invites("S"))[0])
            await phone.taps(phone.data("consent:"))
            await phone.taps(phone.data("begin:"))
            toasts = await phone.taps(phone.data("a:"))
            assert toasts[0]
            assert "snel" in toasts[0]
            # What is typed is read, and cannot be meant for another question.
            await phone.types("b")
            assert len((await peiler.export())["answers"]) == 1
        finally:
            await peiler.stop()


async def test_everything_at_once_by_many_people_keeps_everybody_apart(town: Town) -> None:
    phones = [await town.owner("O", name=f"Nr{number}") for number in range(3)]
    await asyncio.gather(*(phone.taps(phone.data("a:")) for phone in phones))
    for phone in phones:
        answers, _ = await exported_of(town, phone)
        assert len(answers) == 1
