"""The plan in chat: waves, one action at a time, what if, and what the board decided; two never overwrite."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.consultant import decided
from bot.consultant.inviting import InviteError
from bot.gathering import advice_of, assessment_facts
from bot.reports.advice import Advice
from storage import Amendment, Assessment, Change, Initiative, Saved
from tests.authority.world import CONSULTANT, World, begins, buttons, copied, opened, said
from tests.consultant.answering import answers_all
from tests.e2e.process import Peiler
from tests.telegram_stand_in import StandIn

OWNER, CO = "200", "500"
LABELS = 64


async def make(path: Path) -> None:
    async with opened(path) as world:
        await world.types(CONSULTANT, "/new Gemeente Zilvermeer")
        for number, pillar in enumerate("SM"):
            await world.types(CONSULTANT, f"/invite {pillar}")
            chat = str(int(OWNER) + number)
            await world.types(chat, f"/start {await world.token(CONSULTANT)}")
            await begins(world, chat)
            await answers_all(world, chat, level="1")
        await world.works()


@pytest.fixture(scope="session")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round in which the owners of two pillars answered, made once."""
    path = tmp_path_factory.mktemp("plan") / "peiler.sqlite"
    asyncio.run(make(path))
    return path


@pytest.fixture
async def world(answered: Path, tmp_path: Path) -> AsyncIterator[World]:
    async with opened(copied(answered, tmp_path / "own")) as found:
        yield found


async def round_of(world: World) -> Assessment:
    [one] = await world.storage.assessments("main")
    return one


async def last(world: World, chat: str = CONSULTANT) -> str:
    return said((await world.rows(chat))[-1])


async def opens(world: World, *starts: str, chat: str = CONSULTANT) -> str:
    """From the menu down, pressing the newest button that begins so; what is read then."""
    await world.types(chat, "/assessments")
    await world.taps(chat, f"plan:{(await round_of(world)).id}")
    for start in starts:
        await world.taps(chat, await world.button(chat, start))
    return await last(world, chat)


async def first_action(world: World, chat: str = CONSULTANT) -> str:
    return await opens(world, f"plan:{(await round_of(world)).id}:quick", "action:", chat=chat)


async def press(world: World, what: str, chat: str = CONSULTANT) -> str | None:
    """The button of the newest card that does this."""
    row = (await world.rows(chat))[-1]
    return await world.taps(chat, next(data for data in buttons(row) if f":{what}:" in f"{data}:"))


async def amendments(world: World) -> list[Amendment]:
    return await world.storage.amendments("main", (await round_of(world)).id)


async def advice(world: World) -> Advice:
    round_ = await round_of(world)
    return await advice_of(world.desk, round_, await assessment_facts(world.desk, round_, world.now))


@pytest.fixture
def first(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Somebody else's press that is saved between the reading and the saving of the next one."""
    save = world.desk.storage.save

    def comes_first(chat: str, words: str) -> None:
        async def after_it(change: Change) -> Saved:
            monkeypatch.setattr(world.desk.storage, "save", save)
            await world.types(chat, words)
            return await save(change)

        monkeypatch.setattr(world.desk.storage, "save", after_it)

    return comes_first


# --- the plan


async def test_the_plan_is_in_the_menu_and_shows_pillars_waves_and_what_does_not_fit(world: World) -> None:
    await world.types(CONSULTANT, "/assessments")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "assessment:"))
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "plan:"))
    text = await last(world)
    assert "Het plan" in text
    assert "Strategie &amp; Bedrijfsvoering: Ad hoc → Afdeling" in text
    assert "nog niet bekend; maak eerst de vragen af" in text
    assert "Snelle winst, in drie maanden: " in text
    assert all(len(data.encode()) <= LABELS for data in buttons((await world.rows(CONSULTANT))[-1]))


async def test_a_wave_is_a_list_with_a_button_for_each_action(world: World) -> None:
    text = await opens(world, f"plan:{(await round_of(world)).id}:quick")
    assert "1. " in text
    numbers = [data for data in buttons((await world.rows(CONSULTANT))[-1]) if data.startswith("action:")]
    assert len(numbers) == len(set(numbers)) > 0


async def test_an_action_says_why_it_is_there_who_usually_does_it_and_when_it_worked(world: World) -> None:
    text = await first_action(world)
    for words in ("Waarom", "nu “", "straks “", "Gelukt als:", "(meestal)", "nog niet bekend"):
        assert words in text, words
    assert all(len(data.encode()) <= LABELS for data in buttons((await world.rows(CONSULTANT))[-1]))


async def test_every_field_of_an_action_is_asked_kept_and_shown(world: World) -> None:
    await first_action(world)
    for what, words, shown in (
        ("owner", "directeur", "Wie:</b> directeur"),
        ("until", "1 maart 2027", "Klaar:</b> 1 maart 2027"),
        ("own_role", "beslist & betaalt", "Eigen rol:</b> beslist &amp; betaalt"),
        ("less", "een nieuwsbrief", "Wat er minder gaat:</b> een nieuwsbrief"),
        ("cost", "€ 2.500", "Kosten naast de dagen:</b> € 2.500"),
        ("cover", "reserve", "Dekking:</b> reserve"),
    ):
        await press(world, what)
        [text] = await world.types(CONSULTANT, words)
        assert shown in text
    [edit] = (await advice(world)).edits.values()
    assert (edit.owner, edit.until, edit.cost) == ("directeur", dt.date(2027, 3, 1), Decimal(2500))
    assert [one.number for one in await amendments(world)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("words", "day"),
    [("volgende week vrijdag", dt.date(2026, 12, 4)), ("maart 2027", dt.date(2027, 3, 31))],
)
async def test_a_date_may_be_told_in_words(world: World, words: str, day: dt.date) -> None:
    await first_action(world)
    await press(world, "until")
    await world.types(CONSULTANT, words)
    [edit] = (await advice(world)).edits.values()
    assert edit.until == day


@pytest.mark.parametrize(
    ("what", "words", "told"),
    [
        ("until", "ooit", "Die datum begrijp ik niet"),
        ("until", "1 maart 2020", "of ze is al voorbij"),
        ("cost", "veel", "Dat bedrag begrijp ik niet"),
        ("cost", "9" * 30, "Dat bedrag begrijp ik niet"),
        ("owner", "x" * 81, "hooguit 80 tekens"),
    ],
)
async def test_what_cannot_be_read_is_asked_again_and_nothing_is_kept(
    world: World, what: str, words: str, told: str
) -> None:
    await first_action(world)
    await press(world, what)
    [text] = await world.types(CONSULTANT, words)
    assert told in text
    assert await amendments(world) == []
    await world.types(CONSULTANT, "5 maart 2027" if what == "until" else "12")
    assert len(await amendments(world)) == 1


async def test_a_field_can_be_emptied_again_by_a_button(world: World) -> None:
    await first_action(world)
    await press(world, "owner")
    await world.types(CONSULTANT, "directeur")
    await press(world, "owner")
    await world.taps(
        CONSULTANT, next(d for d in buttons((await world.rows(CONSULTANT))[-1]) if d[-2:] == ":-")
    )
    assert "(meestal)" in await last(world)
    assert (await advice(world)).edits == {}


async def test_an_action_builds_on_what_already_runs(world: World) -> None:
    round_ = await round_of(world)
    person = await world.storage.person_at("main", "telegram", CONSULTANT)
    assert person is not None
    for number in range(9):
        one = Initiative(
            "main", f"initiatie{number}", round_.id, None, "list", {"name": f"Webcare {number}"}, "open",
            person.id, world.now, f"mark{number}",
        )  # fmt: skip
        await world.storage.save(Change(writes=(one,)))
    await first_action(world)
    await press(world, "builds")
    assert "Webcare 0" in await last(world)
    await world.taps(
        CONSULTANT, next(d for d in buttons((await world.rows(CONSULTANT))[-1]) if d[-2:] == ":8")
    )
    await press(world, "=initiatie8")
    assert "Bouwt voort op:</b> Webcare 8" in await last(world)
    await press(world, "builds")
    await press(world, "=")
    assert (await advice(world)).edits == {}
    await press(world, "builds")
    at = next(data for data in buttons((await world.rows(CONSULTANT))[-1]) if data.endswith("=initiatie0"))
    assert (
        await world.taps(CONSULTANT, at.replace("initiatie0", "elsewhere1"))
        == "Deze knop is niet voor u bedoeld."
    )


async def test_an_action_that_nobody_wants_leaves_the_plan_and_comes_back(world: World) -> None:
    before = (await advice(world)).plan
    assert before is not None
    await first_action(world)
    await press(world, "drop")
    text = await last(world)
    assert "1 actie blijft weg omdat u dat koos" in text
    assert "− " in text
    after = (await advice(world)).plan
    assert after is not None
    [gone] = after.dropped
    assert gone.id == before.waves[1].actions[0].id
    await world.taps(CONSULTANT, await world.button(CONSULTANT, f"plan:{(await round_of(world)).id}:dropped"))
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "action:"))
    assert "Doen wij niet" in await last(world)
    await press(world, "back")
    assert (await advice(world)).plan == before


# --- two at once


async def test_a_button_that_was_drawn_before_somebody_else_spoke_shows_the_newest(world: World) -> None:
    await first_action(world)
    old = next(d for d in buttons((await world.rows(CONSULTANT))[-1]) if ":cover:" in d)
    await press(world, "owner")
    await world.types(CONSULTANT, "directeur")
    assert await world.taps(CONSULTANT, old) == "Een ander was u voor. Dit is de nieuwste stand."
    assert "directeur" in await last(world)
    assert len(await amendments(world)) == 1


async def test_of_two_consultants_who_type_at_once_the_second_is_told_and_shown_the_newest(
    world: World, first: Callable[[str, str], None]
) -> None:
    await world.taps(CONSULTANT, f"team:{(await round_of(world)).id}")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "coinvite:"))
    await world.types(CO, f"/start {await world.token(CONSULTANT)}")
    await world.taps(CO, await world.button(CO, "join:"))
    for chat in (CONSULTANT, CO):
        await first_action(world, chat)
        await press(world, "owner", chat)
    first(CO, "gemeentesecretaris")
    [text] = await world.types(CONSULTANT, "directeur")
    assert "Een ander was u voor" in text
    assert "Uw woorden zijn niet bewaard: “directeur”" in text
    assert "gemeentesecretaris" in text
    [one] = await amendments(world)
    assert one.body["owner"] == "gemeentesecretaris"


# --- what if


async def test_another_target_is_weighed_before_it_is_kept_with_a_reason(world: World) -> None:
    before = (await advice(world)).plan
    await opens(world, "whatif:", "whatif:")
    await press(world, "t:S:1")
    text = await last(world)
    assert "Dit zou veranderen" in text
    assert "geen stap in dit plan" in text
    assert (await advice(world)).plan == before, "nothing is kept yet"
    await press(world, "keep")
    assert "waarom?" in await last(world)
    await world.types(CONSULTANT, "Eerst de mensen.")
    assert "doel gekozen: Eerst de mensen." in await last(world)
    found = await advice(world)
    assert found.choices.ambition == {"S": 1.0}
    facts = await assessment_facts(world.desk, await round_of(world), world.now)
    assert facts.pillar("S").card.ambition == 1
    await opens(world, "whatif:", "whatif:")
    await press(world, "t:S:-")
    await press(world, "keep")
    assert (await advice(world)).plan == before


async def test_less_room_is_weighed_and_the_plan_then_says_what_would_help(world: World) -> None:
    await opens(world, "whatif:")
    await press(world, "s")
    await press(world, "s:0")
    assert "dan niet." in await last(world)
    await press(world, "keep")
    text = await last(world)
    assert "Niet alles past." in text
    assert "een lager doel, of acties weglaten" in text
    plan = (await advice(world)).plan
    assert plan is not None
    assert plan.capacity.structural == 0
    assert plan.room_needed is not None
    await opens(world, "whatif:")
    await press(world, "s")
    await press(world, f"s:{plan.room_needed.structural}")
    assert "Het plan blijft hetzelfde" not in await last(world)


async def test_a_choice_that_was_offered_before_something_was_set_is_not_kept(world: World) -> None:
    await opens(world, "whatif:")
    await press(world, "q")
    old = [data for data in buttons((await world.rows(CONSULTANT))[-1]) if ":q:" in data]
    await world.taps(CONSULTANT, old[0])
    await press(world, "keep")
    toast = await world.taps(CONSULTANT, f"{old[1]}:keep")
    assert toast == "Er is intussen iets ingesteld. Hier is de nieuwste stand."


async def test_a_reason_that_comes_after_something_was_set_is_not_kept_and_that_is_told(world: World) -> None:
    await opens(world, "whatif:", "whatif:")
    await press(world, "t:S:1")
    await press(world, "keep")
    before = await round_of(world)
    await world.storage.save(Change(writes=(replace(before, settings={**before.settings, "rev": 7}),)))
    [text] = await world.types(CONSULTANT, "Eerst de mensen.")
    assert "Een ander was u voor" in text
    assert "“Eerst de mensen.”" in text
    assert (await advice(world)).choices.ambition is None


async def test_who_reads_english_reads_the_whole_plan_in_english(world: World) -> None:
    await world.types(CONSULTANT, "/language")
    await world.taps(CONSULTANT, "lang:en")
    assert "Strategy" in await opens(world)
    for start, words in (("quick", "Quick wins, in three months"), ("now", "Now, within 30 days")):
        assert words in await opens(world, f"plan:{(await round_of(world)).id}:{start}", "action:")
    assert "What if?" in await opens(world, "whatif:")
    assert "What lifts" in await opens(world, "lift:")
    assert "Nothing recorded yet" in await opens(world, "decision:")


async def test_finishing_an_interview_is_no_step_of_levels(world: World) -> None:
    text = await opens(world, f"plan:{(await round_of(world)).id}:now", "action:")
    assert "nog te weinig bekend" in text
    assert "→" not in text


async def test_what_would_lift_a_pillar_one_level_is_told_in_items(world: World) -> None:
    text = await opens(world, "lift:")
    assert "Wat tilt Strategie &amp; Bedrijfsvoering van Ad hoc naar Afdeling?" in text
    assert "• " in text


# --- the board


async def test_the_decision_is_recorded_with_amount_and_day_and_stands_with_the_plan(world: World) -> None:
    await opens(world, "decision:")
    assert "Nog niets vastgelegd" in await last(world)
    await press(world, "what")
    await world.types(CONSULTANT, "Akkoord met de eerste 90 dagen.")
    assert "Datum: 23 november 2026" in await last(world)
    await press(world, "amount")
    await world.types(CONSULTANT, "25.000")
    await press(world, "on")
    await world.types(CONSULTANT, "morgen")
    assert "of ze moet nog komen" in await last(world)
    await world.types(CONSULTANT, "20-11-2026")
    text = await last(world)
    for words in ("Akkoord met de eerste 90 dagen.", "€ 25.000", "20 november 2026", "Na zes en na twaalf"):
        assert words in text
    decision = (await advice(world)).decision
    assert decision is not None
    assert (decision.amount, decision.on) == (Decimal(25_000), dt.date(2026, 11, 20))
    assert "Besluit van 20 november 2026" in await opens(world)
    await opens(world, "decision:")
    await press(world, "amount")
    await press(world, "-")
    assert "Bedrag: niet genoemd" in await last(world)
    trail = await world.storage.audit("main", (await round_of(world)).id, 9)
    assert [line.what for line in trail].count("decision") == 4


async def test_an_old_button_or_late_words_about_the_decision_change_nothing(world: World) -> None:
    await opens(world, "decision:")
    old = await world.button(CONSULTANT, "decision:")
    await press(world, "what")
    await world.types(CONSULTANT, "Ja.")
    assert await world.taps(CONSULTANT, f"decision:{(await round_of(world)).id}:what:0") == (
        "Een ander was u voor. Dit is de nieuwste stand."
    )
    assert old
    assert len([one for one in await amendments(world) if one.kind == "decision"]) == 1


async def test_the_operator_records_a_decision_and_reads_what_was_done_since(world: World) -> None:
    name = (await round_of(world)).name
    assert "Nog niets vastgelegd." in await decided.told(world.desk, name)
    await decided.record(world.desk, name, "Akkoord.", Decimal(100), dt.date(2026, 11, 20))
    await decided.record(world.desk, name, "Akkoord, zonder tool.", None, None)
    text = await decided.told(world.desk, name)
    assert "Akkoord, zonder tool." in text
    assert "€ 100" in text
    assert "20 november 2026" in text
    assert "nog niets over gezegd" in text
    [job] = await world.storage.pending_jobs("main", "lookback:")
    assert job.payload["on"] == "2026-11-20"


@pytest.mark.parametrize(
    ("what", "on"),
    [(" ", None), ("x" * 401, None), ("Ja.", dt.date(2030, 1, 1)), ("Ja.", dt.date(1999, 1, 1))],
)
async def test_a_decision_that_cannot_be_is_refused_and_nothing_is_kept(
    world: World, what: str, on: dt.date | None
) -> None:
    with pytest.raises(InviteError):
        await decided.record(world.desk, (await round_of(world)).id, what, None, on)
    assert await amendments(world) == []


async def test_nothing_is_decided_about_a_round_that_was_erased(world: World) -> None:
    round_ = await round_of(world)
    await world.storage.save(Change(writes=(replace(round_, state="erased"),)))
    with pytest.raises(InviteError, match="erased"):
        await decided.record(world.desk, round_.id, "Ja.", None, None)
    assert await world.taps(CONSULTANT, f"decision:{round_.id}:what:0") == "Deze knop is niet voor u bedoeld."


async def test_the_command_records_a_decision_with_the_real_program(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram)
        await peiler.invites("S")
        name = "Gemeente X"
        given = ("--what", "Ja.", "--amount", "2500", "--on", dt.datetime.now(tz=dt.UTC).date().isoformat())
        told = await peiler.run("decision", name, *given)
        assert told.code == 0, told.err
        assert "€ 2.500" in told.out
        assert (await peiler.run("decision", name)).out == told.out
        for wrong in (
            ("--on", "2026-01-02"),
            ("--what", "x", "--amount", "veel"),
            ("--what", "x", "--on", "ooit"),
        ):
            assert (await peiler.run("decision", name, *wrong)).code == 2
        assert (await peiler.run("decision", "elders")).code == 1
