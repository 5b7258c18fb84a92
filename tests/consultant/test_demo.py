"""Who only tries the program finds a round that is well under way."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.demo.seed import seed
from bot.initiatives import laid, questions_of, script_of
from bot.interview.engine import current
from bot.walking import load
from tests.authority.world import World


async def test_who_tries_it_finds_four_owners_who_have_answered_and_one_who_waits(office: World) -> None:
    await seed(office.desk)
    [assessment] = await office.storage.assessments("main")
    interviews = await office.desk.in_round(assessment)
    assert Counter(one.state for one in interviews) == {"submitted": 4, "active": 1}
    assert assessment.demo


async def test_who_tries_it_finds_another_organisation_at_its_first_question(office: World) -> None:
    await seed(office.desk)
    fatima = await office.storage.person_at("main", "web", "reference")
    assert fatima is not None
    [interview] = await office.storage.interviews_of("main", fatima.id)
    assert (interview.pillar, interview.role, interview.state) == ("best_practice", "reference", "active")
    scenery = await load(office.desk, interview.id)
    assert scenery is not None
    assert current(scenery.script, scenery.progress).about == "org_name"


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_who_tries_it_finds_something_to_see_in_every_read_out(office: World, language: str) -> None:
    office.desk.settings = office.desk.settings.model_copy(update={"language": language})
    await seed(office.desk)
    [assessment] = await office.storage.assessments("main")
    found = (await laid(office.desk, assessment, language)).matrix
    assert found.empty_objectives == ("energizing",)
    assert len(found.no_owner) == len(found.old_pilots) == len(found.overlaps) == 1
    assert set(found.reuse) == {"skill", "content", "tool", "contract"}
    script = script_of(office.desk, assessment)
    for one in await office.storage.initiatives("main", assessment.id):
        assert one.body.keys() <= questions_of(script).keys()
