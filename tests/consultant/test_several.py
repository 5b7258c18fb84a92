"""One person for several pillars, several owners for one pillar: nobody is asked or told the same twice."""

from __future__ import annotations

from bot.consultant.listing import invite_list
from storage import Interview
from tests.authority.world import CONSULTANT, World, begins
from tests.consultant.sheets import csv_of

ADA = "200"


async def opens(world: World, words: str, chat: str = ADA) -> None:
    """Somebody opens a link that was made for these words."""
    await world.types(CONSULTANT, f"/invite {words}")
    await world.types(chat, f"/start {await world.token(CONSULTANT)}")


async def interviews(world: World) -> dict[str, Interview]:
    """Every interview by its pillar."""
    return {i.pillar: i for i in await world.storage.interviews("main", world.rounds["first"].id)}


async def newest(world: World, chat: str = ADA) -> str:
    """What was said last to somebody."""
    row = (await world.rows(chat))[-1]
    return str(row.payload["html"])


async def test_an_invite_without_a_department_asks_it_once_after_taking_part(world: World) -> None:
    await opens(world, "S Ada")
    assert "Op welke afdeling" not in await newest(world)
    await world.taps(ADA, await world.button(ADA, "consent:"))
    assert "Op welke afdeling werkt u?" in await newest(world)
    await world.types(ADA, "Communicatie")
    assert (await interviews(world))["S"].department == "Communicatie"
    assert "Uw afdeling: Communicatie" in await world.reads(ADA)
    assert "Op welke afdeling" not in await newest(world)
    await world.taps(ADA, await world.button(ADA, "begin:"))
    assert await world.button(ADA, "a:")


async def test_an_invite_that_names_the_department_asks_nothing(world: World) -> None:
    await opens(world, "S Ada, adviseur, Bestuur")
    await world.taps(ADA, await world.button(ADA, "consent:"))
    assert "Op welke afdeling" not in await newest(world)
    assert (await interviews(world))["S"].department == "Bestuur"


async def test_the_second_link_of_a_person_explains_and_asks_nothing_again(world: World) -> None:
    await opens(world, "S Ada")
    await world.taps(ADA, await world.button(ADA, "consent:"))
    await world.types(ADA, "Communicatie")
    await world.taps(ADA, await world.button(ADA, "begin:"))
    await opens(world, "O Ada")
    second = await newest(world)
    assert "Voordat u begint" not in second
    assert "U doet al mee met een ander onderwerp" in second
    assert "Op welke afdeling" not in second
    [invite] = [i for i in await world.storage.invites("main", world.rounds["first"].id) if i.pillar == "O"]
    assert invite.state == "open", "opening a link uses nothing up"
    await world.taps(ADA, await world.button(ADA, "begin:"))
    [invite] = [i for i in await world.storage.invites("main", world.rounds["first"].id) if i.pillar == "O"]
    assert invite.state == "bound"
    assert (await interviews(world))["O"].department == "Communicatie"
    assert len({i.progress["descending"] for i in (await interviews(world)).values()}) == 1
    assert "Organisatie en processen" in await newest(world)
    assert "doet mee" in await newest(world, CONSULTANT)


async def test_who_opened_both_links_first_tells_the_department_once_for_both(world: World) -> None:
    await opens(world, "S Ada")
    await opens(world, "O Ada")
    found = await interviews(world)
    for pillar in ("S", "O"):
        await world.taps(ADA, f"consent:{found[pillar].id}")
    assert "Op welke afdeling" in await newest(world)
    await world.types(ADA, "Communicatie")
    assert {i.department for i in (await interviews(world)).values()} == {"Communicatie"}
    await world.taps(ADA, f"resume:{found['S'].id}")
    assert "Op welke afdeling" not in await newest(world)


async def test_who_would_rather_not_tell_a_department_is_not_asked_for_the_next_pillar(world: World) -> None:
    await opens(world, "S Ada")
    await begins(world, ADA)
    await opens(world, "O Ada")
    await world.taps(ADA, await world.button(ADA, "begin:"))
    assert {i.department for i in (await interviews(world)).values()} == {""}
    assert "Op welke afdeling" not in await newest(world)


async def test_who_stopped_or_declined_reads_the_explanation_again(world: World) -> None:
    await opens(world, "S Ada")
    await world.taps(ADA, await world.button(ADA, "decline:"))
    await opens(world, "O Ada")
    assert "Voordat u begint" in await newest(world)


async def test_a_person_for_two_pillars_is_asked_about_pressure_once(world: World) -> None:
    await opens(world, "S Ada")
    await opens(world, "O Ada")
    walks = {p: await world.storage.walk("main", i.id) for p, i in (await interviews(world)).items()}
    script = await world.desk.script(world.rounds["first"].script_hash)
    asked = {s.id for s in script.sections if any(q.id == "pressure" for q in s.questions)}
    assert asked == {"S"}, "the question stands in one pillar, so that nobody has it twice"
    assert set(walks) == {"S", "O"}


async def test_two_owners_of_one_pillar_are_two_people_with_their_own_links(world: World) -> None:
    await opens(world, "S Ada")
    await opens(world, "S Ben", "300")
    for chat in (ADA, "300"):
        await begins(world, chat)
    found = await world.storage.interviews("main", world.rounds["first"].id)
    assert len({i.person for i in found}) == len({i.invite for i in found}) == 2
    await world.types(CONSULTANT, "/status")
    status = await newest(world, CONSULTANT)
    assert "Ada" in status
    assert "Ben" in status


async def test_in_another_round_everything_is_explained_and_asked_again(world: World) -> None:
    await opens(world, "S Ada")
    await begins(world, ADA)
    await world.types(CONSULTANT, "/new Gemeente Kobaltdorp")
    other = next(a for a in await world.storage.assessments("main") if "Kobalt" in a.name)
    made = await invite_list(world.desk, None, other.id, b"naam;pijler\nAda;S\n", "", "owner", None)
    await world.types(ADA, f"/start {made.made[0].token}")
    assert "Voordat u begint" in await newest(world)
    await world.taps(ADA, await world.button(ADA, "consent:"))
    assert "Op welke afdeling" in await newest(world)


async def test_the_language_of_an_invite_is_the_language_of_its_interview(world: World) -> None:
    data = csv_of((("name", "pillar", "language"), ("Ada", "S", "English"))).encode()
    made = await invite_list(world.desk, None, world.rounds["first"].id, data, "", "owner", None)
    await world.types(ADA, f"/start {made.made[0].token}")
    assert "Before you begin" in await newest(world)
