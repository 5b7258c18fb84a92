"""Every button of a reminder, once, twice, too late, and by somebody else; and that stop is stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.ports import Tap
from storage import Assessment, Change, Outgoing
from tests.privacy.office import CARLA
from tests.reminders.silence import ADA, BEN, HOUR, Round
from tests.reminders.test_silence import at, moments


async def reminded(round_: Round) -> None:
    """Ada answered something, fell silent and was reminded: on Friday the 27th at ten."""
    await round_.joins(ADA, await round_.town())
    await round_.answers(ADA, "words")
    await round_.until(at(27, 9, minute=30))
    assert len(await round_.reminders()) == 1


def press(round_: Round, verb: str) -> str:
    return next(one for one in round_.buttons[ADA] if one.startswith(verb) or one.endswith(f":{verb}"))


async def test_in_an_hour_is_in_an_hour_and_the_word_is_kept(round_: Round) -> None:
    await reminded(round_)
    await round_.taps(ADA, press(round_, "hour"))
    assert "Ik schrijf u op vrijdag 27 november 2026 om 11:30" in round_.said(ADA)
    await round_.until(at(27, 13))
    assert await moments(round_) == ["27 09:00", "27 10:30"]
    await round_.until(at(16, 12, 12))
    assert len(await round_.reminders()) == 2, "the reminder that was planned has had its turn"


async def test_monday_is_the_first_opening_after_the_weekend(round_: Round) -> None:
    await reminded(round_)
    await round_.taps(ADA, press(round_, "monday"))
    assert "maandag 30 november 2026 om 9:00" in round_.said(ADA)
    await round_.until(at(1, 8, 12))
    assert await moments(round_) == ["27 09:00", "30 08:00"]


async def test_a_day_in_words_is_understood_confirmed_and_kept(round_: Round) -> None:
    await reminded(round_)
    await round_.taps(ADA, press(round_, "other"))
    assert "volgende week dinsdag" in round_.said(ADA)
    assert "woensdag 2 december 2026 om 14:00" in await round_.types(ADA, "volgende week woensdag 14:00")
    await round_.until(at(3, 8, 12))
    assert await moments(round_) == ["27 09:00", "02 13:00"]


async def test_words_with_two_meanings_are_asked_about_and_the_button_settles_it(round_: Round) -> None:
    await reminded(round_)
    await round_.taps(ADA, press(round_, "other"))
    assert await round_.types(ADA, "12.10") == "Wat bedoelt u?"
    assert [":".join(one.split(":")[:1]) for one in round_.buttons[ADA]] == ["snooze", "snooze"]
    await round_.taps(ADA, round_.buttons[ADA][0])
    assert "vrijdag 27 november 2026 om 12:10" in round_.said(ADA)


async def test_which_of_two_days_can_be_typed_as_well_and_after_a_press_words_are_for_the_interview(
    round_: Round,
) -> None:
    await reminded(round_)
    await round_.taps(ADA, press(round_, "other"))
    assert await round_.types(ADA, "12.10") == "Wat bedoelt u?"
    assert "kon ik niet plaatsen" in await round_.types(ADA, "de eerste")
    assert await round_.types(ADA, "12.10") == "Wat bedoelt u?"
    assert "maandag 30 november 2026 om 9:00" in await round_.types(ADA, "maandag")
    await round_.does(ADA, Tap(press_of(await round_.reminders(), "other")))
    assert await round_.types(ADA, "12.10") == "Wat bedoelt u?"
    await round_.taps(ADA, round_.buttons[ADA][0])
    await round_.types(ADA, "dinsdag")
    assert "Ik schrijf u op dinsdag" not in round_.said(ADA)


async def test_words_that_are_no_day_are_asked_for_again_and_a_holiday_is_moved_aloud(round_: Round) -> None:
    await reminded(round_)
    await round_.changes(await the_town(round_), deadline=at(10, 12, 1).replace(year=2027))
    await round_.taps(ADA, press(round_, "other"))
    assert "kon ik niet plaatsen" in await round_.types(ADA, "ooit")
    said = await round_.types(ADA, "25 december")
    assert said.startswith("vrijdag 25 december 2026 is een feestdag.")
    assert "Ik schrijf u op maandag 28 december 2026 om 9:00" in said


async def the_town(round_: Round) -> Assessment:
    [town] = await round_.desk.storage.assessments("main")
    return town


async def test_later_than_the_deadline_is_refused_with_the_deadline(round_: Round) -> None:
    await reminded(round_)
    await round_.taps(ADA, press(round_, "other"))
    assert "Dat is te laat" in await round_.types(ADA, "3 januari")
    assert "dinsdag 1 december" in await round_.types(ADA, "dinsdag")


async def test_who_says_to_be_away_until_a_day_is_left_alone_till_then_and_written_to_on_that_day(
    round_: Round,
) -> None:
    await reminded(round_)
    await round_.changes(await the_town(round_), deadline=at(20, 12, 1).replace(year=2027))
    await round_.taps(ADA, press(round_, "other"))
    said = await round_.types(ADA, "Ik ben weg tot 5 januari.")
    assert "van vrijdag 27 november 2026 tot en met maandag 4 januari 2027" in said
    assert "Daarna schrijf ik u op dinsdag 5 januari 2027 om 9:00" in said
    assert (await round_.person(ADA)).calendar == {"off": [["2026-11-27", "2027-01-04"]]}
    await round_.until(at(5, 12, 1).replace(year=2027))
    assert await moments(round_) == ["27 09:00", "05 08:00"]
    await round_.types(ADA, "/mydata")
    assert any("U bent weg van vrijdag 27 november 2026" in text for text in round_.heard(ADA))


async def test_who_is_away_till_after_the_deadline_is_not_written_to_and_the_consultant_hears_of_it(
    round_: Round,
) -> None:
    await reminded(round_)
    await round_.taps(ADA, press(round_, "other"))
    said = await round_.types(ADA, "vakantie t/m 5 januari")
    assert "De adviseur ziet dat het vóór die dag niet lukt" in said
    await round_.until(at(10, 9, 1).replace(year=2027))
    assert len(await round_.reminders()) == 1
    assert sum("reageert niet meer" in text for text in round_.heard(CARLA)) == 1


async def test_days_away_that_can_be_two_are_asked_about_and_the_button_settles_it_once(
    round_: Round,
) -> None:
    await reminded(round_)
    await round_.changes(await the_town(round_), deadline=at(20, 12, 2).replace(year=2027))
    await round_.types(ADA, "/language en")
    person = (await round_.person(ADA)).id
    [reminder] = await round_.desk.storage.reminders("main", (await the_town(round_)).id, person)
    round_.buttons[ADA] = [f"snooze:{reminder.id}:other"]
    await round_.taps(ADA, "snooze:")
    said = await round_.types(ADA, "I'm away until 12/1")
    assert said == "Which do you mean?"
    assert [one[-19:] for one in round_.buttons[ADA]] == ["off2026112720261130", "off2026112720270111"]
    button = round_.buttons[ADA][1]
    await round_.does(ADA, Tap(button))
    assert "I will write on Tuesday 12 January 2027" in round_.said(ADA)
    assert await round_.does(ADA, Tap(button)) == "✓ That is noted already."


@pytest.mark.parametrize(
    "when", ["off2026122020261201", "off2020010120200102", "off20261301", "off2026010120281231"]
)
async def test_days_away_that_cannot_be_are_asked_for_again(round_: Round, when: str) -> None:
    await reminded(round_)
    data = press(round_, "other").replace("other", when)
    await round_.does(ADA, Tap(data))
    assert "Wanneer zal ik u weer schrijven?" in round_.said(ADA)
    assert (await round_.person(ADA)).calendar == {}


async def test_being_away_without_a_day_is_asked_about(round_: Round) -> None:
    await reminded(round_)
    await round_.taps(ADA, press(round_, "other"))
    assert "kon ik niet plaatsen" in await round_.types(ADA, "ik ben weg tot straks")


async def test_words_long_after_or_in_between_belong_to_the_interview(round_: Round) -> None:
    await reminded(round_)
    await round_.taps(ADA, press(round_, "other"))
    await round_.taps(ADA, "resume:")
    await round_.types(ADA, "morgen")
    assert "Ik schrijf u" not in round_.said(ADA)
    await round_.does(ADA, Tap(press_of(await round_.reminders(), "other")))
    round_.clock[0] += 2 * HOUR
    await round_.types(ADA, "morgen")
    assert "Ik schrijf u" not in round_.said(ADA)


def press_of(rows: list[Outgoing], verb: str) -> str:
    """A reminder's row loses its words once it is sent; its id is in its key."""
    return f"snooze:{rows[0].dedupe_key.removeprefix('rem:')}:{verb}"


async def test_a_button_that_is_pressed_twice_does_what_it_does_once(round_: Round) -> None:
    await reminded(round_)
    data = press(round_, "hour")
    assert await round_.does(ADA, Tap(data)) is None
    round_.clock[0] += HOUR / 2
    assert await round_.does(ADA, Tap(data)) == "✓ Dat is al genoteerd."
    await round_.until(at(27, 13))
    assert await moments(round_) == ["27 09:00", "27 10:30"]


async def test_another_choice_takes_the_place_of_the_one_before(round_: Round) -> None:
    await reminded(round_)
    hour, monday = press(round_, "hour"), press(round_, "monday")
    await round_.does(ADA, Tap(hour))
    await round_.does(ADA, Tap(monday))
    await round_.until(at(1, 8, 12))
    assert await moments(round_) == ["27 09:00", "30 08:00"]


async def test_a_button_of_an_old_reminder_still_has_sense(round_: Round) -> None:
    await reminded(round_)
    old = press(round_, "monday")
    await round_.until(at(2, 12, 12))
    assert len(await round_.reminders()) == 2
    await round_.does(ADA, Tap(old))
    assert "maandag 7 december 2026 om 9:00" in round_.said(ADA)


async def test_after_the_last_reminder_later_is_answered_honestly(round_: Round) -> None:
    await reminded(round_)
    old = press(round_, "hour")
    await round_.until(at(17, 9, 12))
    assert len(await round_.reminders()) == 3
    await round_.does(ADA, Tap(old))
    assert "laatste herinnering" in round_.said(ADA)


async def test_when_the_answers_are_in_or_the_round_is_over_the_buttons_say_so(round_: Round) -> None:
    await reminded(round_)
    later, who = press(round_, "hour"), press(round_, "someone:")
    await round_.changes(await the_town(round_), state="closed")
    for data in (later, who):
        assert (
            await round_.does(ADA, Tap(data))
            == "Dit hoeft niet meer: de vragen zijn klaar, of de ronde is voorbij."
        )


async def test_nobody_can_press_the_buttons_of_somebody_elses_reminder(round_: Round) -> None:
    await reminded(round_)
    stolen = [one for one in round_.buttons[ADA] if not one.startswith("resume")]
    await round_.joins(BEN, await the_town(round_))
    for data in stolen:
        assert await round_.does(BEN, Tap(data)) == "Deze knop is niet voor u bedoeld."


# --- somebody else


async def test_a_function_that_knows_better_is_noted_and_the_consultant_can_invite_there(
    round_: Round,
) -> None:
    await reminded(round_)
    await round_.taps(ADA, press(round_, "someone:"))
    assert "Typ liefst een functie" in round_.said(ADA)
    assert "De adviseur beslist" in await round_.types(ADA, "  de  archivaris <b>")
    [note] = await round_.desk.storage.notes("main", (await the_town(round_)).id, "proposal")
    assert (note.text, note.pillar, note.state) == ("de archivaris <b>", "S", "waiting")
    assert "<b>de archivaris &lt;b&gt;</b>" in round_.said(CARLA)
    await round_.taps(CARLA, "propose:")
    await round_.taps(CARLA, "propose:")
    assert "Beste collega" in round_.said(CARLA)


# --- stop is stop


@pytest.mark.parametrize("how", ["button", "command", "stop", "Stop!", "geen berichten meer", "unsubscribe"])
async def test_whoever_says_stop_is_confirmed_once_and_never_written_to_again(
    round_: Round, how: str
) -> None:
    await reminded(round_)
    told, heard = len(round_.heard(CARLA)), len(round_.heard(ADA))
    if how == "button":
        await round_.taps(ADA, press(round_, "quiet:"))
    else:
        await round_.types(ADA, "/stop" if how == "command" else how)
    assert len(round_.heard(ADA)) == heard + 1
    assert "U krijgt geen berichten meer" in round_.said(ADA)
    assert "krijgt geen berichten meer" in round_.heard(CARLA)[told]
    await round_.until(at(23, 12, 12))
    assert len(round_.heard(ADA)) == heard + 1
    assert len(round_.heard(CARLA)) == told + 1


async def test_a_word_of_thanks_after_stopping_is_no_wish_for_messages(round_: Round) -> None:
    await reminded(round_)
    await round_.types(ADA, "stop")
    said = await round_.types(ADA, "Dank u wel.")
    assert "U bent gestopt" in said
    assert "Welkom terug" not in said
    assert (await round_.person(ADA)).stopped_at is not None
    await round_.until(at(23, 12, 12))
    assert len(await round_.reminders()) == 1
    assert "Welkom terug" in await round_.types(ADA, "/start")
    assert (await round_.person(ADA)).stopped_at is None


async def test_what_was_waiting_when_somebody_stopped_never_arrives(round_: Round) -> None:
    await reminded(round_)
    ada = await round_.person(ADA)
    waiting = [
        replace(round_.desk.reply(ada, "waits", f"key:{kind}", kind=kind), priority=priority)
        for kind, priority in (("reminder", 3), ("notice", 3), ("reply", 0), ("chart", 2))
    ]
    await round_.desk.storage.save(Change(writes=tuple(waiting)))
    heard = len(round_.heard(ADA))
    await round_.types(ADA, "stop")
    assert len(round_.heard(ADA)) == heard + 1
    assert "waits" not in round_.heard(ADA)[heard:]


async def test_what_is_decided_after_the_stop_is_held_back_when_it_leaves(round_: Round) -> None:
    await reminded(round_)
    await round_.types(ADA, "stop")
    heard, ada = len(round_.heard(ADA)), await round_.person(ADA)
    late = round_.desk.reply(ada, "from somewhere else", "key", kind="notice")
    await round_.desk.storage.save(Change(writes=(late,)))
    await round_.settles()
    assert len(round_.heard(ADA)) == heard


async def test_who_handed_in_and_says_stop_gets_silence_too_and_the_consultant_knows_once(
    round_: Round,
) -> None:
    await reminded(round_)
    [one] = await round_.desk.storage.interviews_of("main", (await round_.person(ADA)).id)
    await round_.desk.storage.save(Change(writes=(replace(one, state="submitted"),)))
    told = len(round_.heard(CARLA))
    assert "U krijgt geen berichten meer" in await round_.types(ADA, "stop")
    assert await round_.types(ADA, "/stop")
    assert "wil geen berichten meer" in round_.heard(CARLA)[told]
    assert len(round_.heard(CARLA)) == told + 1
    assert (await round_.person(ADA)).stopped_at is not None


async def test_who_writes_again_is_back_and_is_reminded_again(round_: Round) -> None:
    await reminded(round_)
    await round_.types(ADA, "stop")
    await round_.types(ADA, "/start")
    await round_.taps(ADA, "resume:")
    assert (await round_.person(ADA)).stopped_at is None
    await round_.until(at(3, 12, 12))
    assert len(await round_.reminders()) == 2


async def test_stop_within_a_sentence_is_an_answer_like_any_other(round_: Round) -> None:
    await round_.joins(ADA, await round_.town())
    await round_.types(ADA, "wij stoppen met Twitter, dus stop")
    assert (await round_.person(ADA)).stopped_at is None


# --- the consultant's buttons


async def told_of_silence(round_: Round) -> list[str]:
    await reminded(round_)
    await round_.until(at(18, 9, 12))
    return list(round_.buttons[CARLA])


async def test_more_time_moves_the_deadline_once_to_a_working_day(round_: Round) -> None:
    buttons = await told_of_silence(round_)
    [more] = [one for one in buttons if one.startswith("extend:")]
    await round_.does(CARLA, Tap(more))
    assert "is nu maandag 28 december 2026" in round_.said(CARLA)
    await round_.does(CARLA, Tap(more))
    assert "was al verzet" in round_.said(CARLA)
    deadline = (await the_town(round_)).deadline
    assert deadline == datetime(2026, 12, 28, 9, tzinfo=UTC)
    told = len(round_.heard(CARLA))
    await round_.until(at(23, 23, 12))
    assert len(round_.heard(CARLA)) == told, "who gave more time is left alone for that time"


async def test_a_week_later_on_a_holiday_is_the_next_working_day_at_the_same_time(round_: Round) -> None:
    await told_of_silence(round_)
    await round_.changes(
        await the_town(round_), deadline=at(18, 15, 12), settings={"quiet": [["2026-12-28", "2026-12-31"]]}
    )
    person = (await round_.person(ADA)).id
    mark = f"{int(at(18, 15, 12).timestamp()):x}"
    await round_.does(CARLA, Tap(f"extend:{(await the_town(round_)).id}:{person}:{mark}"))
    # The 25th is Christmas, then comes a weekend, four quiet days, New Year and a weekend.
    assert (await the_town(round_)).deadline == datetime(2027, 1, 4, 15, tzinfo=UTC)


@pytest.mark.parametrize("choice", ["call:", "without:"])
async def test_a_call_or_going_on_without_is_noted_once_and_the_matter_rests(
    round_: Round, choice: str
) -> None:
    buttons = await told_of_silence(round_)
    [data] = [one for one in buttons if one.startswith(choice)]
    await round_.does(CARLA, Tap(data))
    assert "Genoteerd" in round_.said(CARLA)
    assert await round_.does(CARLA, Tap(data)) == "✓ Dat is al genoteerd."
    told = len(round_.heard(CARLA))
    await round_.until(at(23, 12, 12))
    assert len(round_.heard(CARLA)) == told
    assert (await round_.timer(await the_town(round_))) is None


async def test_more_time_for_others_starts_nothing_for_who_the_round_goes_on_without(round_: Round) -> None:
    buttons = await told_of_silence(round_)
    for verb in ("without:", "extend:"):
        await round_.does(CARLA, Tap(next(one for one in buttons if one.startswith(verb))))
    assert await round_.timer(await the_town(round_)) is None


async def test_asking_somebody_else_from_the_notice_offers_a_link(round_: Round) -> None:
    buttons = await told_of_silence(round_)
    [data] = [one for one in buttons if one.startswith("reassign:")]
    assert len(data.encode()) <= 64
    assert all(len(one.encode()) <= 64 for one in buttons)
    await round_.does(CARLA, Tap(data))
    await round_.taps(CARLA, "reassign:")
    assert any("Beste" in text for text in round_.heard(CARLA)[-3:])


async def test_buttons_about_somebody_who_is_not_in_the_round_are_refused(round_: Round) -> None:
    await told_of_silence(round_)
    town = await the_town(round_)
    for verb in ("extend", "call", "without"):
        for whom in ("", "nobody", "carla"):
            assert (
                await round_.does(CARLA, Tap(f"{verb}:{town.id}:{whom}"))
                == "Deze knop is niet voor u bedoeld."
            )
