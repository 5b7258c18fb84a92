"""What is set of a round by buttons and words: once for each button, told of in the audit trail, and kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.consultant.quiet_weeks import from_data
from bot.ports import Tap
from storage import Assessment, Change, Member
from tests.privacy.office import CARLA
from tests.reminders.silence import ADA, BEN, DAY, Round, silence

#: A co-consultant.
DAAN = "800"


@pytest.fixture
async def round_(tmp_path: Path) -> AsyncIterator[Round]:
    async with silence(tmp_path) as found:
        yield found


async def the_town(round_: Round) -> Assessment:
    [town] = await round_.desk.storage.assessments("main")
    return town


async def opens_settings(round_: Round, chat: str = CARLA) -> str:
    """By the menu of the round."""
    round_.buttons[chat] = [f"assessment:{(await the_town(round_)).id}"]
    await round_.taps(chat, "assessment:")
    await round_.taps(chat, "settings:")
    return round_.said(chat)


async def presses(round_: Round, choice: str, chat: str = CARLA) -> str | None:
    """Presses what sets this."""
    found = [one for one in round_.buttons[chat] if one.split(":", 3)[-1] == choice]
    assert found, f"no {choice} among {round_.buttons[chat]}"
    return await round_.does(chat, Tap(found[0]))


async def trail(round_: Round) -> list[str]:
    """What was done, oldest first."""
    lines = await round_.desk.storage.audit("main", (await the_town(round_)).id, 99)
    return [line.what for line in reversed(lines)]


async def co_consultant(round_: Round, town: Assessment) -> None:
    await round_.types(DAAN, "/start")
    part = Member("main", town.id, (await round_.person(DAAN)).id, "consultant", round_.clock[0])
    await round_.desk.storage.save(Change(writes=(part,)))


# --- the page


async def test_the_page_tells_everything_that_can_be_set_as_it_is_now(round_: Round) -> None:
    await round_.town(client="A. de Wit", goals=["Iedereen bereiken", "Minder bellen"])
    said = await opens_settings(round_)
    assert "tot en met: maandag 21 december 2026" in said
    assert "Uitnodigingen namens: A. de Wit" in said
    assert "Eigen doelen: Iedereen bereiken · Minder bellen" in said
    assert "Stille weken: –" in said
    assert "meteen na versturen" in said
    assert "Woo-bewaring: uit" in said
    assert max(len(one.encode()) for one in round_.buttons[CARLA]) <= 64


@pytest.mark.parametrize(
    ("field", "words", "kept"),
    [
        ("client", "B. Jansen, directeur", ("settings", "client", "B. Jansen, directeur")),
        ("phone", "030 123", ("settings", "phone", "030 123")),
        ("goals", "Leren\n- Minder bellen", ("settings", "goals", ["Leren", "Minder bellen"])),
        ("purpose", "Wij willen leren.", ("privacy", "purpose", "Wij willen leren.")),
        ("recipients", "De raad.", ("privacy", "recipients", "De raad.")),
    ],
)
async def test_what_is_typed_is_kept_shown_and_can_be_taken_away_again(
    round_: Round, field: str, words: str, kept: tuple[str, str, object]
) -> None:
    await round_.town()
    await opens_settings(round_)
    await presses(round_, field)
    assert "✓ Genoteerd" in await round_.types(CARLA, words)
    place, name, value = kept
    assert getattr(await the_town(round_), place)[name] == value
    await presses(round_, field)
    assert "Nu: " in round_.said(CARLA)
    await presses(round_, f"{field}:=")
    assert name not in getattr(await the_town(round_), place)
    assert await trail(round_) == [f"set_{field}"] * 2


async def test_the_kind_of_organisation_is_pressed_told_by_its_name_and_can_be_taken_away(
    round_: Round,
) -> None:
    await round_.town()
    await opens_settings(round_)
    await presses(round_, "sector")
    assert "Kies met een knop" in await round_.types(CARLA, "iets met water")
    await presses(round_, "sector:=water_board")
    assert (await the_town(round_)).settings["sector"] == "water_board"
    assert "Soort organisatie: waterschap" in round_.said(CARLA)
    await presses(round_, "sector")
    await presses(round_, "sector:=")
    assert "sector" not in (await the_town(round_)).settings
    assert await trail(round_) == ["set_sector"] * 2


async def test_words_that_do_not_fit_are_asked_for_again_and_the_next_ones_are_taken(round_: Round) -> None:
    await round_.town()
    await opens_settings(round_)
    await presses(round_, "phone")
    assert "hoogstens 40 tekens" in await round_.types(CARLA, "x" * 41)
    await round_.types(CARLA, "030 123 45 67")
    assert (await the_town(round_)).settings["phone"] == "030 123 45 67"
    assert "Genoteerd" not in await round_.types(CARLA, "en nu iets heel anders"), "once is once"


async def test_after_going_back_typed_words_are_no_setting(round_: Round) -> None:
    await round_.town()
    await opens_settings(round_)
    await presses(round_, "client")
    await round_.taps(CARLA, "settings:")
    await round_.types(CARLA, "hallo")
    assert (await the_town(round_)).settings == {}


async def test_a_button_of_an_older_drawing_changes_nothing_and_shows_how_it_stands(round_: Round) -> None:
    await round_.town()
    await opens_settings(round_)
    old = next(one for one in round_.buttons[CARLA] if one.endswith("hold:on"))
    await round_.does(CARLA, Tap(old))
    await presses(round_, "hold:off")
    assert "intussen" in str(await round_.does(CARLA, Tap(old)))
    assert (await the_town(round_)).settings["hold_own"] is False
    assert await trail(round_) == ["set_hold_on", "set_hold_off"]


async def test_what_no_button_offers_sets_nothing(round_: Round) -> None:
    town = await round_.town()
    await opens_settings(round_)
    refused = (
        *("0:name:=X", "0:hold:perhaps", "0:client:=X", "0:deadline:=2020-01-01", "0:deadline:=", ""),
        *("0:quiet:+20261224-20261201", "0:quiet:-20261224-20261231", "0:quiet:+2026122420261231"),
    )
    for more in refused:
        await round_.does(CARLA, Tap(f"set:{town.id}:{more}"))
    await round_.does(CARLA, Tap(f"auditors:{town.id}:0:everybody"))
    assert await the_town(round_) == town
    assert await trail(round_) == []


# --- the deadline


async def test_a_deadline_in_words_is_understood_and_every_reminder_is_thought_over_again(
    round_: Round,
) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    # The last reminder before the old deadline would go out on the 17th.
    await opens_settings(round_)
    await presses(round_, "deadline")
    said = await round_.types(CARLA, "27 november")
    assert "tot en met: vrijdag 27 november 2026" in said
    assert (await the_town(round_)).deadline == datetime(2026, 11, 27, 22, 59, tzinfo=UTC)
    timer = await round_.timer(town)
    assert timer is not None
    assert timer.due_at == datetime(2026, 11, 25, 8, tzinfo=UTC)


async def test_more_time_keeps_the_later_that_somebody_asked_for(round_: Round) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    known = await round_.timer(town)
    assert known is not None
    until = datetime(2026, 12, 2, 8, tzinfo=UTC)
    payload = {
        **known.payload,
        "why": "snooze",
        "pressed": round_.clock[0].isoformat(),
        "until": until.isoformat(),
    }
    await round_.desk.storage.save(Change(writes=(replace(known, payload=payload, due_at=until),)))
    await opens_settings(round_)
    await presses(round_, "deadline")
    await presses(round_, "deadline:=2027-01-04")
    later = await round_.timer(town)
    assert later is not None
    assert later.due_at == until
    assert "maandag 4 januari 2027" in round_.said(CARLA)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("gisteren", "begrijp ik niet als datum"),
        ("1 november 2026", "is al voorbij"),
        ("25 december", "is een feestdag"),
        ("5 december", "is geen werkdag"),
    ],
)
async def test_a_deadline_that_is_past_or_no_working_day_is_asked_about(
    round_: Round, words: str, asked: str
) -> None:
    town = await round_.town()
    await opens_settings(round_)
    await presses(round_, "deadline")
    assert asked in await round_.types(CARLA, words)
    assert (await the_town(round_)).deadline == town.deadline
    if "werkdag" in asked:
        await presses(round_, "deadline:=2026-12-05")
        assert "zaterdag 5 december 2026" in round_.said(CARLA)


# --- quiet weeks


async def test_quiet_weeks_are_told_in_words_listed_and_taken_away_one_by_one(round_: Round) -> None:
    await round_.town()
    await opens_settings(round_)
    await presses(round_, "quiet")
    said = await round_.types(CARLA, "24-12 tot 3-1, week 8 en kerst")
    assert "“24-12 tot 3-1”: 24 december 2026 t/m 3 januari 2027" in said
    assert "“kerst”: dat begrijp ik niet" in said
    assert (await the_town(round_)).settings["quiet"] == [
        ["2026-12-24", "2027-01-03"],
        ["2027-02-22", "2027-02-28"],
    ]
    await round_.types(CARLA, "4 januari")
    assert (await the_town(round_)).settings["quiet"][0] == ["2026-12-24", "2027-01-04"]
    await presses(round_, "quiet:-20261224-20270104")
    assert "Weg" not in round_.said(CARLA)
    assert (await the_town(round_)).settings["quiet"] == [["2027-02-22", "2027-02-28"]]
    await presses(round_, "quiet:-20270222-20270228")
    assert "quiet" not in (await the_town(round_)).settings
    assert await trail(round_) == ["set_quiet"] * 4


async def test_quiet_days_with_two_meanings_are_asked_about_and_a_button_settles_it(round_: Round) -> None:
    await round_.town()
    await round_.types(CARLA, "/language en")
    await opens_settings(round_)
    await presses(round_, "quiet")
    assert "can mean several things" in await round_.types(CARLA, "12/1")
    assert "quiet" not in (await the_town(round_)).settings
    await presses(round_, "quiet:+20270112-20270112")
    assert (await the_town(round_)).settings["quiet"] == [["2027-01-12", "2027-01-12"]]


async def test_nobody_is_reminded_in_a_quiet_week_and_at_once_when_it_is_taken_away(round_: Round) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    await opens_settings(round_)
    await presses(round_, "quiet")
    await round_.types(CARLA, "week 48 en week 49")
    await round_.until(datetime(2026, 12, 1, 12, tzinfo=UTC))
    assert await round_.reminders() == []
    await presses(round_, "quiet:-20261123-20261206")
    await round_.until(datetime(2026, 12, 1, 13, tzinfo=UTC))
    assert len(await round_.reminders()) == 1


@pytest.mark.parametrize("text", ["", "20261224", "20261301-20261302", "2026122a-20261231"])
def test_what_no_button_wrote_is_no_range(text: str) -> None:
    assert from_data(text) is None


# --- the hold on erasure


async def test_a_hold_is_asked_about_stops_erasure_says_so_and_can_be_lifted(round_: Round) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    await opens_settings(round_)
    await presses(round_, "woo")
    assert "wordt van deze ronde niets gewist" in round_.said(CARLA)
    assert "woo_hold" not in (await the_town(round_)).settings, "nothing before the yes"
    await presses(round_, "woo:on")
    assert "Woo-bewaring: <b>aan</b>" in round_.said(CARLA)
    assert "voorlopig worden bewaard" in await round_.types(ADA, "/forget")
    await opens_settings(round_)
    await presses(round_, "woo")
    await presses(round_, "woo:off")
    assert "Woo-bewaring: uit" in round_.said(CARLA)
    assert "Dit wissen wij" in await round_.types(ADA, "/forget")
    assert [what for what in await trail(round_) if "woo" in what] == ["set_woo_on", "set_woo_off"]


async def test_a_round_that_is_closed_can_be_held_and_nothing_else_of_it_set(round_: Round) -> None:
    town = await round_.town()
    await opens_settings(round_)
    await presses(round_, "goals")
    await round_.changes(town, state="closed")
    assert "is gesloten" in await round_.types(CARLA, "Leren")
    await opens_settings(round_)
    assert [one.split(":")[3] for one in round_.buttons[CARLA] if one.startswith("set:")] == ["woo"]
    await round_.does(CARLA, Tap(f"set:{town.id}:0:hold:on"))
    assert (await the_town(round_)).settings == {}
    await opens_settings(round_)
    await presses(round_, "woo")
    await presses(round_, "woo:on")
    assert (await the_town(round_)).settings["woo_hold"] is True


# --- who sees the audit trail


async def test_the_audit_trail_can_be_for_who_began_the_round_alone_and_only_they_decide(
    round_: Round,
) -> None:
    town = await round_.town()
    await co_consultant(round_, town)
    await opens_settings(round_, DAAN)
    assert not any(one.startswith("auditors:") for one in round_.buttons[DAAN])
    assert "niet voor u bedoeld" in str(await round_.does(DAAN, Tap(f"auditors:{town.id}:0:own")))
    await round_.does(DAAN, Tap(f"audit:{town.id}"))
    assert "Logboek" in round_.said(DAAN)
    await opens_settings(round_)
    await round_.taps(CARLA, "auditors:")
    assert "niet voor u bedoeld" in str(await round_.does(DAAN, Tap(f"audit:{town.id}")))
    round_.buttons[DAAN] = [f"assessment:{town.id}"]
    await round_.taps(DAAN, "assessment:")
    assert not any(one.startswith("audit:") for one in round_.buttons[DAAN])
    await round_.does(CARLA, Tap(f"audit:{town.id}"))
    assert "wie het logboek ziet gewijzigd" in round_.said(CARLA)
    await opens_settings(round_)
    await round_.taps(CARLA, "auditors:")
    assert "audit_to" not in (await the_town(round_)).settings


# --- own results held back


async def hands_in(round_: Round, chat: str) -> None:
    """Answers everything that way and hands in."""
    for _ in range(80):
        offered = round_.buttons[chat]
        levels = [one for one in offered if one.startswith("a:") and one.endswith(":1")]
        ways = [
            one for start in ("submit:", "begin:", "skip:", "a:") for one in offered if one.startswith(start)
        ]
        press = [*levels, *ways][0]
        await round_.does(chat, Tap(press))
        if press.startswith("submit:"):
            return
    raise AssertionError("still being asked")


def pictures(round_: Round, chat: str) -> int:
    return sum("Uw eigen beeld van" in text for text in round_.heard(chat))


async def test_own_results_wait_until_everybody_is_done_and_then_come_to_all(round_: Round) -> None:
    town = await round_.town(hold_own=True)
    await round_.joins(ADA, town)
    await round_.joins(BEN, town, "O")
    await hands_in(round_, ADA)
    await round_.passes(timedelta(hours=5), steps=5)
    assert pictures(round_, ADA) == 0
    assert sum("Uw eigen beeld krijgt u zodra iedereen klaar is" in t for t in round_.heard(ADA)) == 1
    await hands_in(round_, BEN)
    assert (pictures(round_, ADA), pictures(round_, BEN)) == (1, 1)
    assert not any("zodra iedereen klaar is" in text for text in round_.heard(BEN))
    await round_.passes(2 * DAY)
    assert (pictures(round_, ADA), pictures(round_, BEN)) == (1, 1)


@pytest.mark.parametrize("way", ["closed", "switched off", "without", "stopped"])
async def test_own_results_come_when_the_round_is_closed_or_nobody_is_waited_for(
    round_: Round, way: str
) -> None:
    town = await round_.town(hold_own=True)
    await round_.joins(ADA, town)
    await round_.joins(BEN, town, "O")
    await hands_in(round_, ADA)
    assert pictures(round_, ADA) == 0
    if way == "closed":
        await round_.does(CARLA, Tap(f"close:{town.id}:yes"))
        assert pictures(round_, ADA) == 1, "at once"
    elif way == "switched off":
        await opens_settings(round_)
        await presses(round_, "hold:off")
        assert pictures(round_, ADA) == 1, "at once"
    elif way == "without":
        await round_.does(CARLA, Tap(f"without:{town.id}:{(await round_.person(BEN)).id}"))
    else:
        await round_.types(BEN, "/stop")
    await round_.passes(timedelta(hours=2), steps=2)
    assert pictures(round_, ADA) == 1


async def test_who_was_invited_and_can_still_begin_is_waited_for_until_the_deadline(round_: Round) -> None:
    town = await round_.town(hold_own=True)
    await round_.joins(ADA, town)
    await round_.opens(BEN, town, "O", expires_at=datetime(2027, 3, 1, tzinfo=UTC))
    await hands_in(round_, ADA)
    await round_.passes(DAY)
    assert pictures(round_, ADA) == 0
    await round_.passes(28 * DAY)
    assert pictures(round_, ADA) == 1
