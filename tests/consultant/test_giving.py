"""What only the consultant can say for a memo: asked once, skippable at every step, safe for two."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.consultant.copies import keep_given
from bot.consultant.giving import ORDER
from bot.conversation import Conversation
from bot.reports.choices import choices_of
from bot.reports.given import MEMO, Given, given_of
from scoring import Capacity
from storage import Assessment
from tests.authority.world import CONSULTANT, World, buttons, co_consultant_of

CO = "500"


async def assessment_of(world: World) -> Assessment:
    found = await world.storage.assessment("main", world.rounds["first"].id)
    assert found is not None
    return found


async def given(world: World) -> Given:
    return given_of((await assessment_of(world)).settings.get(MEMO, {}))


async def last(world: World, chat: str = CONSULTANT) -> str:
    return str((await world.rows(chat))[-1].payload["html"])


async def press(world: World, end: str, chat: str = CONSULTANT) -> str | None:
    """The button of the last message of which the data ends so."""
    row = (await world.rows(chat))[-1]
    return await world.taps(chat, next(data for data in buttons(row) if data.endswith(end)))


async def begins(world: World) -> None:
    await world.types(CONSULTANT, "/report")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, f"memo:{world.rounds['first'].id}:0:to"))


async def test_it_is_offered_with_the_first_report_and_never_again(world: World) -> None:
    first = await world.types(CONSULTANT, "/report")
    assert any("De memo van Gemeente Zilvermeer" in said for said in first)
    await world.works()
    again = await world.types(CONSULTANT, "/report")
    assert again
    assert not any("De memo van" in said for said in again)


async def test_who_does_not_want_to_be_asked_is_told_where_it_can_be_done_later(world: World) -> None:
    await world.types(CONSULTANT, "/report")
    await world.taps(CONSULTANT, f"memo:{world.rounds['first'].id}:no")
    assert "Later kan het ook" in await last(world)
    await world.taps(CONSULTANT, f"settings:{world.rounds['first'].id}")
    await world.taps(CONSULTANT, f"memo:{world.rounds['first'].id}")
    assert "Gegevens voor de memo" in await last(world)


async def test_all_questions_one_after_another_are_what_the_memo_and_the_plan_are_made_with(
    world: World,
) -> None:
    await begins(world)
    said = {
        "to": "College  van B en W",
        "sender": "De secretaris",
        "case": "Z-2026-1",
        "holder": "Wethouder dienstverlening",
        "publicity": "=later",
        "fact": "Vorig jaar kwamen 1.200 berichten te laat aan.",
        "example": "Een inwoner wachtte drie dagen.",
        "day_rate": "€ 850",
        "expenses": "12.000",
        "cover": "het budget Dienstverlening",
        "less": "De papieren nieuwsbrief.",
        "benefits": "",
        "quick": "=3",
        "structural": "2",
    }
    assert tuple(said) == ORDER
    for n, words in enumerate(said.values(), 1):
        assert f"{n} van {len(ORDER)}" in await last(world)
        if words.startswith("=") or not words:
            await press(world, words or ":>")
        else:
            await world.types(CONSULTANT, words)
    assert "Dat was de laatste vraag" in await last(world)
    found = await given(world)
    assert (found.to, found.publicity) == ("College van B en W", "Openbaar na besluit")
    assert (found.day_rate, found.expenses) == (Decimal(850), Decimal(12_000))
    assert found.benefits == ""
    assert choices_of((await assessment_of(world)).settings).capacity == Capacity(3, 2)


async def test_every_question_can_be_skipped_and_then_nothing_is_kept(world: World) -> None:
    await begins(world)
    for _ in ORDER:
        await press(world, ":>")
    assert "Dat was de laatste vraag" in await last(world)
    assert await given(world) == Given()
    assert choices_of((await assessment_of(world)).settings).capacity is None


async def test_what_was_asked_survives_a_restart_and_stopping_keeps_what_was_told(world: World) -> None:
    await begins(world)
    world.conversation = Conversation(world.desk)
    await world.types(CONSULTANT, "Het college")
    await press(world, f"memo:{world.rounds['first'].id}")
    assert "Aan: Het college" in await last(world)
    await world.types(CONSULTANT, "Dit is nergens voor")
    assert (await given(world)).model_dump(exclude_defaults=True) == {"to": "Het college"}


@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("to", "x" * 121, "120 tekens"),
        ("fact", "x" * 301, "300 tekens"),
        ("day_rate", "veel", "Dat begrijp ik niet als een bedrag"),
        ("day_rate", "99999999", "Dat begrijp ik niet als een bedrag"),
        ("quick", "-1", "Typ een getal"),
        ("quick", "honderd", "Typ een getal"),
    ],
)
async def test_what_cannot_be_used_is_asked_again_with_the_reason(
    world: World, field: str, words: str, said: str
) -> None:
    await world.taps(CONSULTANT, f"memo:{world.rounds['first'].id}:0:{field}:o")
    await world.types(CONSULTANT, words)
    assert said in await last(world)
    assert await given(world) == Given()


async def test_one_thing_is_changed_or_emptied_on_its_own(world: World) -> None:
    id_ = world.rounds["first"].id
    await world.taps(CONSULTANT, f"memo:{id_}:0:day_rate:o")
    await world.types(CONSULTANT, "900")
    assert "Kosten van een dag: € 900" in await last(world)
    await press(world, ":day_rate:o")
    assert "Nu: € 900" in await last(world)
    await press(world, ":day_rate:o:=")
    assert (await given(world)).day_rate is None
    assert MEMO not in (await assessment_of(world)).settings


async def test_of_two_consultants_neither_overwrites_what_the_other_told(world: World) -> None:
    await co_consultant_of(world, CONSULTANT, CO)
    id_ = world.rounds["first"].id
    for chat in (CONSULTANT, CO):
        await world.taps(chat, f"memo:{id_}:0:to:o")
    await world.types(CO, "De raad")
    await world.types(CONSULTANT, "Het college")
    assert "intussen veranderd" in await last(world)
    assert "Nu: De raad" in await last(world)
    assert (await given(world)).to == "De raad"
    # Another question is nobody else's business.
    await world.taps(CO, f"memo:{id_}:1:case:o")
    await world.taps(CONSULTANT, f"memo:{id_}:1:fact:o")
    await world.types(CO, "Z-1")
    await world.types(CONSULTANT, "Een feit.")
    assert (await given(world)).model_dump(exclude_defaults=True) == {
        "to": "De raad", "case": "Z-1", "fact": "Een feit.",
    }  # fmt: skip
    await world.taps(CONSULTANT, f"memo:{id_}:0:publicity:o:=public")
    assert "intussen veranderd" in await last(world)
    assert (await given(world)).publicity == ""


async def test_a_file_that_is_read_at_the_same_moment_takes_nothing_else_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = world.rounds["first"].id
    save, first = world.storage.save, True

    async def slowly(change: object) -> object:
        nonlocal first
        if first:
            first = False
            await world.taps(CONSULTANT, f"memo:{id_}:0:quick:o:=8")
        return await save(change)  # type: ignore[arg-type]

    monkeypatch.setattr(world.storage, "save", slowly)
    await keep_given(world.desk, id_, Given(to="De raad"))
    assert (await given(world)).to == "De raad"
    assert choices_of((await assessment_of(world)).settings).capacity == Capacity(8, 5)


async def test_questions_that_do_not_exist_show_what_there_is(world: World) -> None:
    id_ = world.rounds["first"].id
    for more in ("0:nonsense:r", "0:to:x", "0::", "0:to"):
        await world.taps(CONSULTANT, f"memo:{id_}:{more}")
        assert "Gegevens voor de memo" in await last(world)
    assert await world.taps(CONSULTANT, f"memo:{id_}:0:publicity:o:=zelf") is not None
    assert await given(world) == Given()
