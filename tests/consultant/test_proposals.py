"""Functions that owners name: the consultant decides, and only then a name is asked."""

from __future__ import annotations

from storage import Change, Invite, Note
from tests.authority.world import CONSULTANT, World, begins, buttons, said

ADA, CAS = "200", "300"


async def invites(world: World) -> list[Invite]:
    """Every invite of the round, but for the first owner's."""
    found = await world.storage.invites("main", world.rounds["first"].id)
    return [invite for invite in found if invite.name != "Ada"]


async def presses(world: World, start: str, chat: str = CONSULTANT) -> str | None:
    """The first button of the newest message that has one beginning so."""
    for row in reversed(await world.rows(chat)):
        for data in buttons(row):
            if data.startswith(start):
                return await world.taps(chat, data)
    raise AssertionError(f"no button {start}")


async def names_somebody(world: World, *, submits: bool = True) -> None:
    """An owner who does not know S1, says who would, and hands in."""
    await world.types(CONSULTANT, "/invite S Ada")
    await world.types(ADA, f"/start {await world.token(CONSULTANT)}")
    await begins(world, ADA)
    press = (await world.button(ADA, "a:")).rpartition(":")[0]
    await world.taps(ADA, f"{press}:dont_know")
    await world.types(ADA, "de <archivaris>")
    if submits:
        await hands_in(world, ADA)


async def hands_in(world: World, chat: str) -> None:
    """The plainest way to the end."""
    for _ in range(80):
        row = (await world.rows(chat))[-1]
        found = buttons(row)
        for start in ("submit:", "a:", "skip:", "confirm:"):
            press = next((data for data in found if data.startswith(start)), None)
            if press is not None:
                break
        assert press is not None, said(row)
        if press.startswith("a:") and press.split(":")[-1] in "01234":
            press = press.rpartition(":")[0] + ":2"
        await world.taps(chat, press)
        if press.startswith("submit:"):
            return
    raise AssertionError("never ready")


async def listed(world: World) -> str:
    """The list as the consultant sees it."""
    await world.taps(CONSULTANT, f"proposals:{world.rounds['first'].id}")
    return said((await world.rows(CONSULTANT))[-1])


async def test_who_is_named_shows_only_after_the_owner_handed_in(world: World) -> None:
    await names_somebody(world, submits=False)
    assert "archivaris" not in await listed(world)
    await hands_in(world, ADA)
    notice = next(row for row in reversed(await world.rows(CONSULTANT)) if row.kind == "notice")
    assert f"proposals:{world.rounds['first'].id}" in buttons(notice)
    shown = await listed(world)
    assert "de &lt;archivaris&gt;" in shown
    assert "Persoon 200" in shown


async def test_an_invite_for_one_question_leads_to_an_interview_of_that_question(world: World) -> None:
    await names_somebody(world)
    await listed(world)
    await presses(world, "propose:")
    assert "Hoe heet deze persoon (de &lt;archivaris&gt;)?" in said((await world.rows(CONSULTANT))[-1])
    assert await invites(world) == [], "nothing is made before there is a name, or none is wanted"
    await world.types(CONSULTANT, "Cas  Bos")
    [invite] = await invites(world)
    assert (invite.name, invite.function, invite.question, invite.role) == (
        "Cas Bos",
        "de <archivaris>",
        "S1",
        "colleague",
    )
    assert "het antwoord op één vraag" in said((await world.rows(CONSULTANT))[-1])
    await world.types(CAS, f"/start {await world.token(CONSULTANT)}")
    await begins(world, CAS)
    await hands_in(world, CAS)
    answers = await world.storage.answers("main", world.rounds["first"].id)
    cas = await world.storage.person_at("main", "telegram", CAS)
    assert cas is not None
    mine = {answer.question for answer in answers if answer.author == cas.id}
    assert {question.partition("_")[0] for question in mine} == {"S1"}
    jobs = world.dump()["job"]
    assert sum("own_picture" in str(row) for row in jobs) == 1, "one answer makes no picture of a pillar"


async def test_an_invite_for_the_pillar_needs_no_name(world: World) -> None:
    await names_somebody(world)
    await listed(world)
    press = next(
        data
        for row in reversed(await world.rows(CONSULTANT))
        for data in buttons(row)
        if data.startswith("propose:") and data.endswith(":pillar")
    )
    await world.taps(CONSULTANT, press)
    await presses(world, "propose:")
    [invite] = await invites(world)
    assert (invite.name, invite.question, invite.pillar, invite.role) == (None, None, "S", "owner")
    assert await world.taps(CONSULTANT, press) == "Hierover is al beslist."
    await world.types(CONSULTANT, "Cas Bos")
    assert len(await invites(world)) == 1, "a name that comes too late invites nobody"


async def test_no_is_no_and_the_proposal_is_gone(world: World) -> None:
    await names_somebody(world)
    await listed(world)
    no = next(
        data
        for row in reversed(await world.rows(CONSULTANT))
        for data in buttons(row)
        if data.endswith(":no")
    )
    await world.taps(CONSULTANT, no)
    assert "archivaris" not in said((await world.rows(CONSULTANT))[-1])
    assert "archivaris" not in await listed(world)
    assert await world.taps(CONSULTANT, no) == "Hierover is al beslist."
    assert await invites(world) == []


async def test_what_was_said_on_a_reminder_waits_beside_it_and_many_are_shown_in_parts(world: World) -> None:
    first = world.rounds["first"]
    people = await world.storage.person("main", first.owner)
    assert people is not None
    notes = [
        Note("main", f"note{n:06d}", first.id, None, None, "O", None, "proposal", f"functie {n}", "waiting",
             people.id, world.now)
        for n in range(8)
    ]  # fmt: skip
    await world.storage.save(Change(writes=tuple(notes)))
    shown = await listed(world)
    assert "functie 5" in shown
    assert "functie 6" not in shown
    await presses(world, "proposals:")
    assert "functie 7" in said((await world.rows(CONSULTANT))[-1])
    assert all(len(data.encode()) <= 64 for row in await world.rows(CONSULTANT) for data in buttons(row))


async def test_a_name_that_is_too_long_is_asked_again_and_a_name_after_the_round_is_refused(
    world: World,
) -> None:
    await names_somebody(world)
    await listed(world)
    await presses(world, "propose:")
    await world.types(CONSULTANT, "x" * 121)
    assert await invites(world) == []
    await world.types(CONSULTANT, "Cas")
    assert [invite.name for invite in await invites(world)] == ["Cas"]


async def test_who_left_the_round_invites_nobody_by_a_name_typed_afterwards(world: World) -> None:
    await names_somebody(world)
    await listed(world)
    await presses(world, "propose:")
    world.desk.consultants["telegram"] = frozenset({"901"})
    await world.types(CONSULTANT, "Cas")
    assert await invites(world) == []
