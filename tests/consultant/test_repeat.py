"""A round that repeats an earlier one: offered, the same people, their own earlier answers, what changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.gathering import assessment_facts
from bot.ports import Tap
from bot.privacy.retention import retain
from bot.reports.data import data_of
from bot.reports.summary import summary
from storage import Assessment, Change, Interview, Job, Score
from tests.consultant.test_settings import hands_in
from tests.privacy.office import CARLA
from tests.reminders.silence import ADA, BEN, DAY, Round, silence

CEES = "400"
NAME = "Gemeente Zilvermeer"


@pytest.fixture
async def round_(tmp_path: Path) -> AsyncIterator[Round]:
    async with silence(tmp_path) as found:
        yield found


async def last_year(round_: Round) -> Assessment:
    """Ada handed in S and O, Ben began with B, somebody never came; then it was closed."""
    town = await round_.town(NAME)
    await round_.joins(ADA, town)
    await hands_in(round_, ADA)
    await round_.opens(ADA, town, "O")
    await round_.taps(ADA, "begin:")
    await hands_in(round_, ADA)
    await round_.joins(BEN, town, "B")
    await round_.opens(CEES, town, "M")
    await round_.does(CARLA, Tap(f"close:{town.id}:yes"))
    round_.clock[0] += 200 * DAY
    return town


async def this_year(round_: Round, typed: str = f"/new {NAME}") -> Assessment:
    await round_.types(CARLA, typed)
    known = await round_.desk.storage.assessments("main")
    return max(known, key=lambda one: one.created_at)


async def repeated(round_: Round) -> tuple[Assessment, Assessment]:
    """(last year's, this year's, a repeat of it)."""
    town = await last_year(round_)
    again = await this_year(round_)
    await round_.taps(CARLA, "repeat:")
    return town, again


async def now(round_: Round, assessment: Assessment) -> Assessment:
    found = await round_.desk.storage.assessment("main", assessment.id)
    assert found is not None
    return found


async def joins_again(round_: Round, chat: str, again: Assessment, pillar: str = "S") -> None:
    await round_.opens(chat, again, pillar)
    if any(one.startswith("consent:") for one in round_.buttons[chat]):
        await round_.taps(chat, "consent:")


# --- the offer


@pytest.mark.parametrize("typed", [f"/new {NAME}", "/new   gemeente  ZILVERMEER"])
async def test_a_new_round_of_a_name_that_had_one_is_offered_as_its_repeat_once(
    round_: Round, typed: str
) -> None:
    town = await last_year(round_)
    again = await this_year(round_, typed)
    assert "afgerond op 23 november 2026. Is de nieuwe ronde een herhaling daarvan?" in round_.said(CARLA)
    assert again.repeats is None, "until that is said"
    [button] = round_.buttons[CARLA]
    assert button == f"repeat:{again.id}:{town.id}"
    await round_.does(CARLA, Tap(button))
    assert (await now(round_, again)).repeats == town.id
    assert "al genoteerd" in str(await round_.does(CARLA, Tap(button)))
    [line] = await round_.desk.storage.audit("main", again.id, 9)
    assert (line.what, line.subject) == ("repeat", town.id)


async def test_a_round_that_is_made_step_by_step_is_offered_as_a_repeat_too(round_: Round) -> None:
    town = await last_year(round_)
    await round_.types(CARLA, "/new")
    await round_.types(CARLA, NAME)
    await round_.taps(CARLA, next(one for one in round_.buttons[CARLA] if one.endswith(":rest")))
    await round_.taps(CARLA, next(one for one in round_.buttons[CARLA] if one.endswith(":start")))
    assert "een herhaling daarvan?" in round_.said(CARLA)
    await round_.taps(CARLA, "repeat:")
    again = max(await round_.desk.storage.assessments("main"), key=lambda one: one.created_at)
    assert again.repeats == town.id


async def test_a_round_of_another_name_or_of_one_that_goes_on_is_offered_nothing(round_: Round) -> None:
    town = await round_.town(NAME)
    for typed in ("/new Gemeente Kobaltdorp", f"/new {NAME}"):
        await round_.types(CARLA, typed)
        assert "herhaling" not in round_.said(CARLA)
    await round_.changes(town, phase="adopted")
    await this_year(round_)
    assert "herhaling" in round_.said(CARLA), "what was adopted is over too"


async def test_a_round_repeats_only_one_that_is_over_and_ones_own(round_: Round) -> None:
    town = await last_year(round_)
    again = await this_year(round_)
    await round_.changes(town, state="open")
    for earlier in (town.id, again.id, "nothing", ""):
        toast = await round_.does(CARLA, Tap(f"repeat:{again.id}:{earlier}"))
        assert toast == "Die eerdere ronde is er niet meer, of is weer geopend."
    assert (await now(round_, again)).repeats is None


# --- the same people


async def test_who_took_part_is_listed_by_pillar_and_one_press_makes_all_their_links_once(
    round_: Round,
) -> None:
    _, again = await repeated(round_)
    said = round_.said(CARLA)
    listed = [line for line in said.splitlines() if line.startswith("•")]
    assert [line.partition(": ")[2] for line in listed] == ["Invited 200", "Invited 200", "Invited 300"]
    [button] = round_.buttons[CARLA]
    told = len(round_.heard(CARLA))
    await round_.does(CARLA, Tap(button))
    invites = await round_.desk.storage.invites("main", again.id)
    assert {(one.pillar, one.name, one.state) for one in invites} == {
        ("S", "Invited 200", "open"),
        ("O", "Invited 200", "open"),
        ("B", "Invited 300", "open"),
    }
    texts = round_.heard(CARLA)[told:]
    assert [text.count("start=") for text in texts] == [0, 2, 1], "one message for each person"
    assert "al een uitnodiging" in str(await round_.does(CARLA, Tap(button)))
    assert await round_.desk.storage.invites("main", again.id) == invites


async def test_nobody_is_invited_before_privacy_is_known_and_then_the_button_still_works(
    round_: Round,
) -> None:
    _, again = await repeated(round_)
    button = round_.buttons[CARLA][0]
    await round_.changes(again, privacy={**again.privacy, "telegram": "ask"})
    again = await now(round_, again)
    await round_.does(CARLA, Tap(button))
    assert await round_.desk.storage.invites("main", again.id) == []
    await round_.changes(again, privacy={**again.privacy, "telegram": "yes"})
    await round_.does(CARLA, Tap(button))
    assert len(await round_.desk.storage.invites("main", again.id)) == 3


async def test_who_was_forgotten_since_is_not_offered(round_: Round) -> None:
    town = await last_year(round_)
    for one in await round_.desk.storage.interviews("main", town.id):
        await round_.desk.storage.erase_interviews("main", [one.id], round_.clock[0])
    await this_year(round_)
    await round_.taps(CARLA, "repeat:")
    assert "geen namen meer bewaard" in round_.said(CARLA)


# --- the own earlier answers


async def test_who_says_yes_sees_the_own_earlier_answers_and_gives_one_again_by_a_button(
    round_: Round,
) -> None:
    _, again = await repeated(round_)
    await joins_again(round_, ADA, again)
    assert "Mag ik uw eerdere antwoorden erbij zetten?" in round_.said(ADA)
    await round_.taps(ADA, "recall:")
    said = round_.said(ADA)
    assert "Vorige keer:" in said
    [mine] = [one for one in await interviews_in(round_, again) if one.state == "active"]
    assert mine.share_earlier
    same = [one for one in round_.buttons[ADA] if one.startswith("a:") and one.endswith(":1")]
    assert len(same) == 2, "the letter, and the same as last time"
    assert "Vorige keer:</i> Enkele collega&#39;s hebben een eigen idee. Er is niets afgesproken." in said
    await round_.taps(ADA, same[0])
    walk = await round_.desk.storage.walk("main", mine.id)
    assert walk is not None
    assert [answer.value for answer in walk.answers] == [1]


async def interviews_in(round_: Round, assessment: Assessment) -> list[Interview]:
    return await round_.desk.storage.interviews("main", assessment.id)


async def test_who_says_no_sees_nothing_of_them_then_or_later(round_: Round) -> None:
    _, again = await repeated(round_)
    await joins_again(round_, ADA, again)
    await round_.taps(ADA, "begin:")
    assert "Vorige keer" not in round_.said(ADA)
    await round_.types(ADA, "/start")
    assert "Vorige keer" not in round_.said(ADA)


async def test_nobody_is_asked_who_did_not_hand_in_or_was_not_there(round_: Round) -> None:
    _, again = await repeated(round_)
    for chat, pillar in ((BEN, "B"), (CEES, "S")):
        await joins_again(round_, chat, again, pillar)
        assert "eerdere antwoorden" not in round_.said(chat)
        await round_.taps(chat, "begin:")
        assert "Vorige keer" not in round_.said(chat)


async def test_answers_that_were_erased_meanwhile_are_shown_to_nobody(round_: Round) -> None:
    town, again = await repeated(round_)
    await joins_again(round_, ADA, again)
    await round_.taps(ADA, "recall:")
    ids = [one.id for one in await round_.desk.storage.interviews("main", town.id)]
    await round_.desk.storage.erase_interviews("main", ids, round_.clock[0])
    await round_.taps(ADA, "why:")
    assert "Vorige keer" not in round_.said(ADA)


async def test_a_round_that_repeats_nothing_asks_nobody(round_: Round) -> None:
    await last_year(round_)
    again = await this_year(round_)
    await joins_again(round_, ADA, again)
    assert "eerdere antwoorden" not in round_.said(ADA)


# --- what changed


async def change_of(round_: Round, again: Assessment) -> tuple[str, dict[str, float | None]]:
    facts = await assessment_facts(round_.desk, await now(round_, again), round_.clock[0])
    told = {pillar["id"]: pillar["earlier_level"] for pillar in data_of(facts, again.id)["pillars"]}
    return "\n".join(summary(facts, "nl", round_.desk.texts)), told


async def test_the_summary_tells_for_each_pillar_what_it_was_and_what_it_is_now(round_: Round) -> None:
    _, again = await repeated(round_)
    await joins_again(round_, CEES, again)
    await round_.taps(CEES, "begin:")
    await hands_in(round_, CEES)
    text, told = await change_of(round_, again)
    assert "Vorige ronde: Ad hoc; nu: Ad hoc." in text
    assert "Vorige ronde: Ad hoc; nu: nog niet bekend." in text, "of O nobody handed in yet"
    assert told == {"S": 1, "O": 1, "B": None, "I": None, "M": None}


async def test_when_the_earlier_answers_are_gone_the_figures_that_were_kept_say_it(round_: Round) -> None:
    town, again = await repeated(round_)
    round_.clock[0] += 400 * DAY
    await retain(round_.desk, Job("main", "r", "retention", "retention", {}, round_.clock[0]))
    [kept] = await round_.desk.storage.scores("main", town.id)
    assert kept.body["pillars"]["S"]["level"] == 1
    facts = await assessment_facts(round_.desk, await now(round_, town), round_.clock[0])
    assert facts.people == 0
    _, told = await change_of(round_, again)
    assert told == {"S": 1, "O": 1, "B": None, "I": None, "M": None}


async def test_figures_of_another_model_are_compared_with_nothing(round_: Round) -> None:
    town, again = await repeated(round_)
    body = {"model": "another", "pillars": {"S": {"score": 3.0, "level": 3, "people": 1}}}
    await round_.desk.storage.save(Change(writes=(Score("main", "s1", town.id, round_.clock[0], body),)))
    assert set((await change_of(round_, again))[1].values()) == {None}


async def test_a_round_without_an_earlier_one_says_nothing_of_change(round_: Round) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    await hands_in(round_, ADA)
    await round_.passes(timedelta(minutes=1))
    assert "Vorige ronde" not in (await change_of(round_, town))[0]
