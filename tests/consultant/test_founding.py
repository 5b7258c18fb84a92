"""A round begun step by step: all is asked, little must be told, nothing told is lost or made twice."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from bot.consultant.founding_steps import STEPS
from bot.jobs import Jobs
from storage import Assessment
from tests.authority.world import CONSULTANT, World, begins, buttons, opened, said

TOLD = {
    "organisation": "Gemeente Zilvermeer",
    "client": "A. de Wit, gemeentesecretaris",
    "phone": "030 123 45 67",
    "deadline": "3 december",
    "language": "=en",
    "sector": "=water_board",
    "goals": "Iedereen bereiken\n- Minder bellen\n\n",
    "contact": "fg@zilvermeer.example",
    "basis": "=legal_obligation",
    "purpose": "Wij willen leren.",
    "recipients": "De raad krijgt het rapport.",
    "retention": "60 dagen",
    "team": "=yes",
}


async def card(world: World) -> str:
    """The newest message to the consultant that has buttons of the dialog."""
    rows = [row for row in await world.rows(CONSULTANT) if any(b.startswith("found:") for b in buttons(row))]
    return said(rows[-1])


async def presses(world: World, choice: str) -> str | None:
    """Presses a button of the newest card."""
    start = (await world.button(CONSULTANT, "found:")).split(":")
    return await world.taps(CONSULTANT, ":".join([*start[:3], choice]))


async def tells(world: World, words: str) -> None:
    """A button (`=value`) or typed words."""
    if words.startswith("="):
        assert await presses(world, words) is None
    else:
        await world.types(CONSULTANT, words)


async def made(world: World) -> list[Assessment]:
    """Every assessment."""
    return await world.storage.assessments("main")


async def test_what_is_told_step_by_step_is_what_the_round_becomes(office: World) -> None:
    await office.types(CONSULTANT, "/new")
    for words in TOLD.values():
        await tells(office, words)
    assert "Klopt dit?" in await card(office)
    assert await made(office) == [], "nothing is made before the yes"
    assert await presses(office, "start") is None
    [one] = await made(office)
    assert (one.name, one.language, one.state) == ("Gemeente Zilvermeer", "en", "open")
    assert one.settings == {
        "client": "A. de Wit, gemeentesecretaris",
        "sector": "water_board",
        "phone": "030 123 45 67",
        "goals": ["Iedereen bereiken", "Minder bellen"],
    }
    assert {name: one.privacy[name] for name in ("contact", "basis", "purpose", "retention_days")} == {
        "contact": "fg@zilvermeer.example",
        "basis": "legal_obligation",
        "purpose": "Wij willen leren.",
        "retention_days": 60,
    }
    assert one.deadline is not None
    assert one.deadline.isoformat() == "2026-12-03T22:59:00+00:00"
    read = await office.reads(CONSULTANT)
    assert "Gemeente Zilvermeer</b> staat klaar" in read
    assert f"coinvite:{one.id}" in read
    office.now += timedelta(days=30)
    await Jobs(office.desk).once()
    assert await office.storage.pending_jobs("main", "dialog:") == []


async def test_skipping_everything_but_the_name_makes_the_round_that_new_with_a_name_makes(
    office: World,
) -> None:
    await office.types(CONSULTANT, "/new")
    await office.types(CONSULTANT, "Gemeente Zilvermeer")
    while "Klopt dit?" not in await card(office):
        assert await presses(office, "skip") is None
    await presses(office, "start")
    [stepwise] = await made(office)
    await office.types(CONSULTANT, "/new Gemeente Zilvermeer")
    [at_once] = [one for one in await made(office) if one.id != stepwise.id]
    assert stepwise.privacy == {name: told for name, told in at_once.privacy.items() if told}
    assert (stepwise.language, stepwise.settings) == (at_once.language, {})
    assert stepwise.deadline is not None
    assert at_once.deadline is not None
    assert timedelta(0) <= stepwise.deadline - at_once.deadline < timedelta(days=1)


async def test_the_rest_as_proposed_is_one_press_and_any_part_can_still_be_changed(office: World) -> None:
    await office.types(CONSULTANT, "/new")
    await office.types(CONSULTANT, "Gemeente Zilvermeer")
    await presses(office, "rest")
    await presses(office, "edit:client")
    await office.types(CONSULTANT, "B. Jansen, wethouder")
    assert "B. Jansen, wethouder" in await card(office)
    assert "Klopt dit?" in await card(office)
    await presses(office, "start")
    assert [one.settings["client"] for one in await made(office)] == ["B. Jansen, wethouder"]


async def test_a_restart_in_the_middle_forgets_nothing(office: World) -> None:
    await office.types(CONSULTANT, "/new")
    await office.types(CONSULTANT, "Gemeente Zilvermeer")
    async with opened(office.path) as later:
        await later.types(CONSULTANT, "A. de Wit")
        assert "Op welk nummer" in await card(later)
        [again] = await later.types(CONSULTANT, "/new")
        assert "We gaan verder" in again
        assert "Op welk nummer" in again


async def test_every_card_works_once_and_back_goes_back(office: World) -> None:
    await office.types(CONSULTANT, "/new")
    await office.types(CONSULTANT, "Gemeente Zilvermeer")
    old = await office.button(CONSULTANT, "found:")
    await presses(office, "skip")
    assert await office.taps(CONSULTANT, old) == "Deze vraag is al beantwoord. Kijk bij de nieuwste."
    await presses(office, "back")
    await office.types(CONSULTANT, "C. Bakker")
    await presses(office, "back")
    assert "Nu: C. Bakker" in await card(office)


async def test_what_was_told_stays_when_it_is_left_so_and_goes_when_it_is_skipped_after_all(
    office: World,
) -> None:
    await office.types(CONSULTANT, "/new")
    await office.types(CONSULTANT, "Gemeente Zilvermeer")
    assert "Laat het zo" not in await card(office)
    await office.types(CONSULTANT, "C. Bakker")
    await presses(office, "back")
    await presses(office, "keep")
    await presses(office, "back")
    assert "Nu: C. Bakker" in await card(office)
    await presses(office, "skip")
    await presses(office, "back")
    assert "C. Bakker" not in await card(office)


async def test_who_starts_twice_makes_one_round(office: World) -> None:
    await office.types(CONSULTANT, "/new")
    await office.types(CONSULTANT, "Gemeente Zilvermeer")
    await presses(office, "rest")
    start = await office.button(CONSULTANT, "found:")
    assert start.endswith(":start")
    assert await office.taps(CONSULTANT, start) is None
    assert "wordt niet meer voorbereid" in str(await office.taps(CONSULTANT, start))
    assert len(await made(office)) == 1


async def test_never_mind_makes_nothing_and_keeps_nothing(office: World) -> None:
    await office.types(CONSULTANT, "/new")
    await office.types(CONSULTANT, "Gemeente Geheim")
    await presses(office, "cancel")
    assert await made(office) == []
    assert "Geheim" not in str(office.dump()["job"])
    assert "voor niemand" not in await office.types(CONSULTANT, "A. de Wit")


async def test_what_nobody_goes_on_with_is_forgotten_after_a_week(office: World) -> None:
    await office.types(CONSULTANT, "/new")
    await office.types(CONSULTANT, "Gemeente Geheim")
    office.now += timedelta(days=7, minutes=1)
    await Jobs(office.desk).once()
    assert "Geheim" not in str(office.dump()["job"])
    [afresh] = await office.types(CONSULTANT, "/new")
    assert "Stap 1" in afresh


async def test_new_with_a_name_ends_what_was_being_prepared(office: World) -> None:
    await office.types(CONSULTANT, "/new")
    await office.types(CONSULTANT, "/new Gemeente Zilvermeer")
    await office.types(CONSULTANT, "zomaar iets")
    assert [one.name for one in await made(office)] == ["Gemeente Zilvermeer"]
    assert await office.storage.pending_jobs("main", "dialog:") == []


async def test_words_go_to_the_interview_when_that_was_talked_in_last(world: World) -> None:
    await world.types(CONSULTANT, "/new")
    world.now += timedelta(minutes=1)
    await world.types(CONSULTANT, "/invite S Ikzelf")
    await world.types(CONSULTANT, f"/start {await world.token(CONSULTANT)}")
    await begins(world, CONSULTANT)
    world.now += timedelta(minutes=1)
    await world.taps(CONSULTANT, (await world.button(CONSULTANT, "a:"))[:-1] + "3")
    await world.types(CONSULTANT, "Communicatieplan 2026")
    [answer, *_] = await world.storage.answers("main", world.rounds["first"].id)
    assert answer.evidence
    world.now += timedelta(minutes=1)
    await world.types(CONSULTANT, "/new")
    assert "Stap 1" in await card(world)
    await presses(world, "cancel")


# --- dates that need a word


async def at_the_deadline(office: World) -> None:
    """Up to the question about the last day."""
    await office.types(CONSULTANT, "/new")
    await office.types(CONSULTANT, "Gemeente Zilvermeer")
    await presses(office, "skip")
    await presses(office, "skip")


@pytest.mark.parametrize(
    ("words", "understood", "offered"),
    [
        ("gisteren misschien", "begrijp ik niet als datum", 3),
        ("1 november 2026", "Zondag 1 november 2026 is al voorbij", 3),
        ("1 november 2040", "begrijp ik niet", 3),
        ("5 december", "Zaterdag 5 december 2026 is geen werkdag", 2),
        ("25 december", "Vrijdag 25 december 2026 is een feestdag", 2),
        ("volgende dinsdag", "kan meer dan één dag zijn", 2),
        ("2 november", "als dinsdag 2 november 2027. Dat is meer dan een half jaar vooruit", 1),
    ],
)
async def test_a_day_that_cannot_be_or_may_not_be_meant_is_asked_about(
    office: World, words: str, understood: str, offered: int
) -> None:
    await at_the_deadline(office)
    await office.types(CONSULTANT, words)
    shown = await card(office)
    assert understood in shown
    assert "Tot en met wanneer" in shown
    assert shown.count(":deadline:=") == offered


async def test_a_day_off_is_taken_when_it_is_meant_or_the_working_day_after_it(office: World) -> None:
    await at_the_deadline(office)
    await office.types(CONSULTANT, "25 december")
    assert "=2026-12-28" in await card(office)
    await presses(office, "=2026-12-25")
    await presses(office, "rest")
    assert "vrijdag 25 december 2026" in await card(office)
    await presses(office, "start")
    assert len(await made(office)) == 1


async def test_a_deadline_that_passed_while_nobody_went_on_is_asked_again(office: World) -> None:
    await at_the_deadline(office)
    await office.types(CONSULTANT, "morgen")
    await presses(office, "rest")
    office.now += timedelta(days=3)
    await presses(office, "start")
    assert "is al voorbij" in await card(office)
    assert await made(office) == []


@pytest.mark.parametrize(
    ("step", "words", "hint"),
    [
        ("organisation", "x" * 121, "hoogstens 120"),
        ("language", "Frans", "Kies met een knop"),
        ("goals", "\n".join("doel" for _ in range(11)), "hoogstens 10 doelen"),
        ("goals", "-", "hoogstens 10 doelen"),
        ("retention", "0", "van 1 tot en met 365"),
        ("retention", "lang", "van 1 tot en met 365"),
        ("check", "ja", "Kies met een knop"),
    ],
)
async def test_words_that_do_not_fit_are_explained_and_asked_again(
    office: World, step: str, words: str, hint: str
) -> None:
    await office.types(CONSULTANT, "/new")
    if step != "organisation":
        await office.types(CONSULTANT, "Gemeente Zilvermeer")
        await presses(office, "rest")
        await presses(office, f"edit:{step}") if step != "check" else None
    before = (await office.button(CONSULTANT, "found:")).split(":")[2]
    await office.types(CONSULTANT, words)
    assert hint in await card(office)
    assert (await office.button(CONSULTANT, "found:")).split(":")[2] == before == step


async def test_where_telegram_is_not_decided_it_is_asked_and_no_means_nobody_is_invited(
    office: World,
) -> None:
    async with opened(office.path, telegram_for_owners="ask", privacy_contact="") as world:
        await world.types(CONSULTANT, "/new")
        await world.types(CONSULTANT, "Gemeente Zilvermeer")
        await presses(world, "rest")
        await presses(world, "edit:telegram")
        await presses(world, "=no")
        await presses(world, "start")
        assert "geen Telegram voor pijlereigenaren" in await world.reads(CONSULTANT)
        await world.types(CONSULTANT, "/new")
        await world.types(CONSULTANT, "Gemeente Kobaltdorp")
        await presses(world, "rest")
        await presses(world, "start")
        assert "Bij wie kunnen mensen terecht" in (await world.reads(CONSULTANT)).split("Klopt dit?")[-1]


async def test_nobody_but_a_consultant_goes_on_with_a_dialog(office: World) -> None:
    await office.types(CONSULTANT, "/new")
    press = await office.button(CONSULTANT, "found:")
    for chat in ("100", "901"):
        assert await office.taps(chat, press) is not None
    office.desk.consultants["telegram"] = frozenset({"901"})
    assert await office.taps(CONSULTANT, press) == "Deze knop is niet voor u bedoeld."
    await office.types(CONSULTANT, "Gemeente Zilvermeer")
    assert "Namens wie" not in await office.reads(CONSULTANT)


async def test_whatever_is_pressed_or_typed_in_whatever_order_a_round_can_still_be_made(
    office: World,
) -> None:
    draw = random.Random(4)
    names = [step.name for step in STEPS]
    words = ["x", "3 december", "12", "5 december", "", "a:b:c", "=nl", "ja", *TOLD.values()]
    choices = ["skip", "back", "rest", "start", "=2026-12-04", "=yes", "=9999-99-99", "edit:", "☃"]
    choices += [f"edit:{name}" for name in names]
    await office.types(CONSULTANT, "/new")
    for _ in range(150):
        if draw.random() < 0.3:
            await office.types(CONSULTANT, draw.choice(words) or "x")
        elif await office.storage.pending_jobs("main", "dialog:"):
            await presses(office, draw.choice(choices))
        else:
            await office.types(CONSULTANT, "/new")
    before = len(await made(office))
    await office.types(CONSULTANT, "/new")
    if "Stap 1 " in await card(office):
        await office.types(CONSULTANT, "Gemeente Zilvermeer")
    await presses(office, "rest")
    await presses(office, "start")
    if "al voorbij" not in await card(office):
        assert len(await made(office)) == before + 1
    assert all(len(data.encode()) <= 64 for row in await office.rows(CONSULTANT) for data in buttons(row))
