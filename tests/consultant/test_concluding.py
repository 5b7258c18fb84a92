"""A consultant goes through findings and adds conclusions: each button works once, until adoption."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.consultant import concluding
from bot.consultant.concluding import LONGEST, MOST
from bot.conversation import Conversation
from bot.gathering import advice_of, assessment_facts
from bot.reports.advice import Advice
from storage import Amendment, Assessment, Change
from tests.authority.world import CONSULTANT, World, begins, buttons, co_consultant_of
from tests.consultant.answering import answers_all

CO = "500"


@pytest.fixture
async def round_(world: World) -> World:
    """Ada handed in everything about strategy, and another consultant helps."""
    await world.types(CONSULTANT, "/invite S Ada")
    await world.types("11", f"/start {await world.token(CONSULTANT)}")
    await begins(world, "11")
    await answers_all(world, "11", level="1")
    await co_consultant_of(world, CONSULTANT, CO)
    await world.taps(CONSULTANT, f"findings:{world.rounds['first'].id}")
    return world


async def assessment_of(world: World) -> Assessment:
    found = await world.storage.assessment("main", world.rounds["first"].id)
    assert found is not None
    return found


async def advice(world: World) -> Advice:
    one = await assessment_of(world)
    return await advice_of(world.desk, one, await assessment_facts(world.desk, one, world.now))


async def made(world: World) -> list[Amendment]:
    return await world.storage.amendments("main", world.rounds["first"].id)


async def last(world: World, chat: str = CONSULTANT) -> str:
    return str((await world.rows(chat))[-1].payload["html"])


async def offered(world: World, chat: str = CONSULTANT) -> list[str]:
    return buttons((await world.rows(chat))[-1])


async def press(world: World, start: str, end: str = "", chat: str = CONSULTANT) -> str | None:
    """The first button of the last message that begins and ends so."""
    data = next(one for one in await offered(world, chat) if one.startswith(start) and one.endswith(end))
    return await world.taps(chat, data)


async def test_every_finding_can_be_kept_said_differently_or_left_out_one_after_another(
    round_: World,
) -> None:
    assert "0 van" in await last(round_)
    await press(round_, "finding:")
    assert "Bevinding 1 van" in await last(round_)
    await press(round_, "finding:", ":keep")
    assert "blijft." in await last(round_)
    assert "Bevinding 2 van" in await last(round_)
    await press(round_, "finding:", ":reword")
    await round_.types(CONSULTANT, "  In mijn woorden <b>niet</b> vet. ")
    assert "staat er in uw woorden" in await last(round_)
    await press(round_, "finding:", ":drop")
    verdicts = (await advice(round_)).verdicts
    assert sorted(one.verdict for one in verdicts.values()) == ["dropped", "kept", "reworded"]
    assert {one.words for one in verdicts.values()} == {"", "In mijn woorden <b>niet</b> vet."}
    lines = [line.what for line in await round_.storage.audit("main", (await assessment_of(round_)).id, 99)]
    assert lines.count("finding") == 3


async def test_the_last_finding_leads_back_to_all_and_what_was_made_of_each_is_there(round_: World) -> None:
    await press(round_, "finding:")
    while any(data.endswith(":drop") for data in await offered(round_)):
        await press(round_, "finding:", ":drop")
    said = await last(round_)
    assert "✗" in said
    [done, all_] = [int(word) for word in said.split("</b>")[1].split("\n")[0].split() if word.isdecimal()]
    assert done == all_ == len(await made(round_))


async def test_of_two_consultants_the_second_is_told_and_changes_nothing(round_: World) -> None:
    first = next(data for data in await offered(round_) if data.startswith("finding:"))
    for chat in (CONSULTANT, CO):
        await round_.taps(chat, first)
    await press(round_, "finding:", ":drop")
    await press(round_, "finding:", ":keep", chat=CO)
    assert "Iemand anders was net eerder" in await last(round_, CO)
    assert "staat niet in het rapport" in await last(round_, CO)
    [one] = await made(round_)
    assert (one.body, one.number) == ({"verdict": "dropped"}, 1)
    # Now that it is seen as it is, it can be changed.
    await press(round_, "finding:", ":keep", chat=CO)
    assert [one.body["verdict"] for one in await made(round_)] == ["dropped", "kept"]


async def test_words_for_a_finding_that_somebody_dropped_meanwhile_are_not_taken(round_: World) -> None:
    first = next(data for data in await offered(round_) if data.startswith("finding:"))
    for chat in (CONSULTANT, CO):
        await round_.taps(chat, first)
    await press(round_, "finding:", ":reword")
    await press(round_, "finding:", ":drop", chat=CO)
    await round_.types(CONSULTANT, "Toch anders.")
    assert "Iemand anders was net eerder" in await last(round_)
    assert len(await made(round_)) == 1


async def test_a_save_of_somebody_else_at_the_same_moment_wins_and_the_step_is_taken_again(
    round_: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await press(round_, "finding:")
    save, first = round_.storage.save, True

    async def slowly(change: Change) -> object:
        nonlocal first
        mine = [one for one in change.writes if isinstance(one, Amendment)]
        if mine and first:
            first = False
            await save(Change(writes=(replace(mine[0], body={"verdict": "dropped"}, by="somebody"),)))
        return await save(change)

    monkeypatch.setattr(round_.storage, "save", slowly)
    await press(round_, "finding:", ":keep")
    assert "Iemand anders was net eerder" in await last(round_)
    assert [one.by for one in await made(round_)] == ["somebody"]


async def test_an_own_conclusion_is_added_changed_and_taken_away_also_after_a_restart(round_: World) -> None:
    await press(round_, "conclude:")
    assert "Waar gaat die over?" in await last(round_)
    await press(round_, "conclude:", ":S")
    round_.conversation = Conversation(round_.desk)
    await round_.types(CONSULTANT, "De basis ligt er.")
    assert "Uw conclusie staat erbij" in await last(round_)
    [one] = (await advice(round_)).conclusions
    assert (one.text, one.pillar) == ("De basis ligt er.", "S")
    await press(round_, "conclusion:")
    await press(round_, "conclusion:", ":change")
    await round_.types(CONSULTANT, "x" * (LONGEST + 1))
    assert f"{LONGEST + 1} tekens" in await last(round_)
    await round_.types(CONSULTANT, "De basis ligt er nu echt.")
    [again] = (await advice(round_)).conclusions
    assert (again.id, again.text, again.pillar) == (one.id, "De basis ligt er nu echt.", "S")
    await press(round_, "conclusion:")
    stale = next(data for data in await offered(round_) if data.endswith(":drop"))
    await press(round_, "conclusion:", ":drop")
    assert (await advice(round_)).conclusions == ()
    await round_.taps(CONSULTANT, stale)
    assert "is er niet meer" in await last(round_)


async def test_a_conclusion_about_the_whole_and_no_more_of_them_than_somebody_reads(round_: World) -> None:
    one = await assessment_of(round_)
    for n in range(MOST):
        await round_.taps(CONSULTANT, f"conclude:{one.id}:-")
        await round_.types(CONSULTANT, f"{n} " + "w" * (LONGEST - 2))
    assert [found.pillar for found in (await advice(round_)).conclusions] == [""] * MOST
    assert len(await last(round_)) < 4096
    await round_.taps(CONSULTANT, f"conclude:{one.id}")
    assert "Haal er eerst een weg" in await last(round_)


async def test_after_adoption_findings_and_conclusions_are_as_they_will_stay(round_: World) -> None:
    await press(round_, "finding:")
    keep = next(data for data in await offered(round_) if data.endswith(":keep"))
    await press(round_, "finding:", ":reword")
    one = await assessment_of(round_)
    for verb in ("factcheck", "adopt"):
        await round_.taps(CO, f"{verb}:{one.id}{':yes' if verb == 'adopt' else ''}")
    assert (await assessment_of(round_)).phase == "adopted"
    await round_.types(CONSULTANT, "Te laat.")
    assert "is vastgesteld" in await last(round_)
    for data in (keep, f"conclude:{one.id}", f"conclude:{one.id}:S"):
        assert "vastgesteld" in str(await round_.taps(CONSULTANT, data))
    await round_.taps(CONSULTANT, keep.rpartition(":")[0].rpartition(":")[0])
    assert "verandert niet meer" in await last(round_)
    assert not any(data.endswith((":keep", ":drop")) for data in await offered(round_))
    assert await made(round_) == []


async def test_answers_from_which_nothing_follows_are_not_called_too_few(
    round_: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concluding, "findings_of", lambda *_: [])
    await round_.taps(CONSULTANT, f"findings:{round_.rounds['first'].id}")
    assert "volgt geen bevinding" in await last(round_)


async def test_a_button_of_a_finding_that_is_no_more_says_so(round_: World) -> None:
    one = await assessment_of(round_)
    await round_.taps(CONSULTANT, f"finding:{one.id}:abcdefghij:0:keep")
    assert "is er niet meer" in await last(round_)
    assert await made(round_) == []


async def test_before_anybody_handed_in_there_is_nothing_to_go_through(world: World) -> None:
    await world.taps(CONSULTANT, f"findings:{world.rounds['first'].id}")
    assert "nog geen bevindingen" in await last(world)


async def test_no_button_is_longer_than_chats_take(round_: World) -> None:
    await press(round_, "finding:")
    for row in await round_.rows(CONSULTANT):
        assert all(len(data.encode()) <= 64 for data in buttons(row))
