"""What already runs: told after handing in, passed on, judged with a reason, reckoned with, and drawn."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.jobs import Jobs
from bot.lists.initiatives import mark_of
from bot.ports import NotFetched, SentThing
from storage import Change, Initiative, Saved
from tests.authority.world import BOT, CONSULTANT, MINUTE, World, begins, buttons, opened, said
from tests.consultant.sheets import csv_of

OWNER, COLLEAGUE = "200", "300"


class Wire:
    """What the consultant sent."""

    def __init__(self) -> None:
        self.body: bytes | None = b""

    async def fetch(self, _: str) -> AsyncGenerator[bytes, None]:
        """All at once; gone: it never comes."""
        if self.body is None:
            raise NotFetched("gone", again=False)
        yield self.body


@pytest.fixture
async def wire() -> Wire:
    """Nothing was sent yet."""
    return Wire()


@pytest.fixture
async def world(tmp_path: Path, wire: Wire) -> AsyncIterator[World]:
    """A round where files are taken, whose owner of I handed in and reads the own picture."""
    async with opened(tmp_path / "peiler.sqlite", files_in_telegram="yes") as found:
        found.desk.fetchers[BOT] = wire
        await found.types(CONSULTANT, "/new Gemeente Zilvermeer")
        [found.rounds["first"]] = await found.storage.assessments("main")
        await found.types(CONSULTANT, "/invite I Ida")
        await found.types(OWNER, f"/start {await found.token(CONSULTANT)}")
        await begins(found, OWNER)
        await hands_in(found, OWNER, "2")
        # Words go to the interview that was talked in last.
        found.now += MINUTE
        yield found


async def hands_in(world: World, chat: str, level: str) -> None:
    """Answers everything with one level, sends it in, and reads what comes of it."""
    for _ in range(80):
        offered = buttons((await world.rows(chat))[-1])
        if any(data.startswith("submit:") for data in offered):
            break
        wanted = [data for data in offered if data.startswith("a:") and data.endswith(f":{level}")]
        await world.taps(chat, (wanted or [data for data in offered if data.startswith(("skip:", "a:"))])[0])
    await world.taps(chat, await world.button(chat, "submit:"))
    await works(world)


async def works(world: World) -> None:
    """All jobs, also those that wait for others."""
    jobs = Jobs(world.desk)
    for _ in range(3):
        await jobs.once()
        await jobs.fetches.once()


async def tells(world: World, chat: str, name: str = "Webcare") -> None:
    """The four questions, and sends them in."""
    await world.taps(chat, await world.button(chat, "begin:"))
    await world.types(chat, name)
    await world.types(chat, "WhatsApp")
    await chooses(world, chat, "supporting")
    await world.types(chat, "teamleider KCC")
    await chooses(world, chat, "later")
    await world.taps(chat, await world.button(chat, "submit:"))


async def chooses(world: World, chat: str, option: str) -> None:
    row = (await world.rows(chat))[-1]
    await world.taps(chat, next(data for data in buttons(row) if data.endswith(f":{option}")))


async def last(world: World, chat: str = CONSULTANT) -> str:
    return said((await world.rows(chat))[-1])


async def kept(world: World) -> list[Initiative]:
    return await world.storage.initiatives("main", world.rounds["first"].id)


async def told(world: World) -> Initiative:
    """One initiative, told by the owner."""
    await world.taps(OWNER, await world.button(OWNER, "tell:"))
    await tells(world, OWNER)
    [one] = await kept(world)
    return one


def press(world: World, one: Initiative, more: str = "") -> str:
    return f"initiative:{one.assessment}:{one.id}{more}"


@pytest.fixture
def first(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Somebody else's press that is saved between the reading and the saving of the next one."""
    save = world.desk.storage.save

    def comes_first(chat: str, data: str) -> None:
        async def after_it(change: Change) -> Saved:
            monkeypatch.setattr(world.desk.storage, "save", save)
            await world.taps(chat, data)
            return await save(change)

        monkeypatch.setattr(world.desk.storage, "save", after_it)

    return comes_first


# --- telling


async def test_four_answers_make_an_initiative_and_the_consultant_is_told(world: World) -> None:
    one = await told(world)
    assert dict(one.body) == {
        "name": "Webcare",
        "channel": "WhatsApp",
        "objective": "supporting",
        "owner": "teamleider KCC",
    }
    assert (one.state, one.source) == ("open", "interview")
    assert "vertelde over een initiatief (Gemeente Zilvermeer)" in await world.reads(CONSULTANT)
    assert "doet mee: wat er al loopt" not in await world.reads(CONSULTANT)


async def test_who_says_that_nothing_runs_is_not_asked_what_it_is(world: World) -> None:
    await world.types(CONSULTANT, "/invite S Sam")
    await world.types(COLLEAGUE, f"/start {await world.token(CONSULTANT)}")
    await begins(world, COLLEAGUE)
    await hands_in(world, COLLEAGUE, "0")
    assert "Uw eigen beeld" in await world.reads(COLLEAGUE)
    assert "tell:" not in await world.reads(COLLEAGUE)


async def test_pressing_twice_begins_once_and_goes_on_where_it_was(world: World) -> None:
    data = await world.button(OWNER, "tell:")
    await world.taps(OWNER, data)
    await world.taps(OWNER, await world.button(OWNER, "begin:"))
    await world.types(OWNER, "Webcare")
    await world.taps(OWNER, data)
    person = await world.storage.person_at("main", "telegram", OWNER)
    assert person is not None
    mine = await world.storage.interviews_of("main", person.id)
    assert [one.pillar for one in mine].count("initiative") == 1
    assert "Webcare" in await last(world, OWNER)


async def test_it_counts_in_no_status_report_or_reminder_of_the_round(world: World) -> None:
    await told(world)
    assert "1 van 1 verstuurd" in (await world.types(CONSULTANT, "/status"))[0]
    await world.types(CONSULTANT, "/report")
    await works(world)
    assert "antwoorden van 1 persoon" in await world.reads(CONSULTANT)
    assert not await world.storage.pending_jobs("main", "remind:")


async def test_a_colleague_tells_by_a_link_that_the_owner_passes_on(world: World) -> None:
    data = await world.button(OWNER, "handover:")
    assert await world.taps(OWNER, data) is None
    assert await world.taps(OWNER, data) is not None, "a button makes one link"
    await world.types(COLLEAGUE, f"/start {await world.token(OWNER)}")
    await world.taps(COLLEAGUE, await world.button(COLLEAGUE, "consent:"))
    await tells(world, COLLEAGUE, "Buurtapp")
    [one] = await kept(world)
    assert one.body["name"] == "Buurtapp"
    assert "Buurtapp" not in await world.reads(OWNER)
    assert set(one.body) == {"name", "channel", "objective", "owner"}, "four questions, and no more"
    assert "Buurtapp" in "".join(await world.types(COLLEAGUE, "/initiatives"))
    await world.taps(COLLEAGUE, f"mine:{one.id}")
    await world.taps(COLLEAGUE, await world.button(COLLEAGUE, "edit:"))
    await chooses(world, COLLEAGUE, "now")
    await world.taps(COLLEAGUE, await world.button(COLLEAGUE, "confirm:"))
    await world.types(COLLEAGUE, "Communicatie")
    assert "Hoever is het?" in await last(world, COLLEAGUE), "the rest at leisure"
    assert await kept(world) == [one], "and it stays as it was until that is handed in"


@pytest.mark.parametrize("number", ["0", "6", "x", "99999"])
async def test_no_more_links_are_made_than_a_person_may_pass_on(world: World, number: str) -> None:
    data = (await world.button(OWNER, "handover:")).rpartition(":")[0]
    assert "Zo veel links" in str(await world.taps(OWNER, f"{data}:{number}"))


async def test_own_goals_of_the_round_are_the_ones_that_are_asked_about(world: World) -> None:
    [round_] = await world.storage.assessments("main")
    goals = [goal.id for goal in world.desk.beside(round_, "initiative").script.choices["goals"]]
    assert goals[0] == "service"
    await world.taps(CONSULTANT, f"set:{round_.id}:0:goals")
    await world.types(CONSULTANT, "Snelle dienst\nMeer vertrouwen")
    [round_] = await world.storage.assessments("main")
    await world.taps(OWNER, await world.button(OWNER, "tell:"))
    mine = world.desk.beside(round_, "initiative")
    assert [goal.label["nl"] for goal in mine.script.choices["goals"]] == ["Snelle dienst", "Meer vertrouwen"]
    assert await world.storage.script("main", mine.hash) is not None


async def test_what_is_changed_after_handing_in_changes_the_initiative(world: World) -> None:
    one = await told(world)
    await world.types(OWNER, "/initiatives")
    await world.taps(OWNER, await world.button(OWNER, "mine:"))
    await world.taps(OWNER, await world.button(OWNER, "review:"))
    await world.taps(OWNER, buttons((await world.rows(OWNER))[-1])[0])
    await world.types(OWNER, "Webcare en chat")
    [changed] = await kept(world)
    assert (changed.id, changed.body["name"]) == (one.id, "Webcare en chat")


async def test_an_owner_withdraws_an_initiative_and_puts_it_back(world: World) -> None:
    one = await told(world)
    await world.taps(OWNER, f"mine:{one.id}:drop")
    assert (await kept(world))[0].state == "withdrawn"
    assert "Weer meenemen" not in "".join(
        [await world.taps(CONSULTANT, press(world, one)) or "", await last(world)]
    )
    await world.taps(OWNER, f"mine:{one.id}:back")
    assert (await kept(world))[0].state == "open"
    assert await world.taps(OWNER, f"mine:{one.id}:back") is not None


# --- judged and changed


async def test_what_is_left_out_has_a_reason_that_its_owner_reads(world: World) -> None:
    one = await told(world)
    await world.taps(CONSULTANT, press(world, one, ":no"))
    await world.types(CONSULTANT, "Dit is gestopt in maart.")
    [out] = await kept(world)
    assert (out.state, out.body["reason"]) == ("withdrawn", "Dit is gestopt in maart.")
    assert "De reden: Dit is gestopt in maart." in await last(world, OWNER)
    assert "telt niet mee" in "".join(await world.types(CONSULTANT, "/initiatives"))
    await world.taps(OWNER, f"mine:{one.id}:back")
    assert (await kept(world))[0].state == "withdrawn"
    await world.taps(CONSULTANT, press(world, one, ":back"))
    [back] = await kept(world)
    assert (back.state, "reason" in back.body) == ("open", False)


async def test_a_consultants_change_stays_until_the_owner_tells_otherwise(world: World) -> None:
    one = await told(world)
    await world.taps(CONSULTANT, press(world, one, ":value:5:pilot"))
    await world.taps(CONSULTANT, press(world, one, ":field:0"))
    await world.types(CONSULTANT, "Webcare KCC")
    await world.taps(OWNER, f"mine:{one.id}")
    await world.taps(OWNER, await world.button(OWNER, "review:"))
    numbers = buttons((await world.rows(OWNER))[-1])
    await world.taps(OWNER, numbers[1])
    await world.types(OWNER, "Signal")
    [now] = await kept(world)
    assert (now.body["status"], now.body["name"], now.body["channel"]) == ("pilot", "Webcare KCC", "Signal")
    await world.taps(OWNER, await world.button(OWNER, "review:"))
    await world.taps(OWNER, buttons((await world.rows(OWNER))[-1])[0])
    await world.types(OWNER, "Webcare op Signal")
    assert (await kept(world))[0].body["name"] == "Webcare op Signal"


async def test_of_two_who_change_an_initiative_at_once_neither_undoes_the_other(
    world: World, first: Callable[[str, str], None]
) -> None:
    one = await told(world)
    first(CONSULTANT, press(world, one, ":value:5:pilot"))
    await world.taps(CONSULTANT, press(world, one, ":value:9:service"))
    [both] = await kept(world)
    assert (both.body["status"], both.body["other_goals"]) == ("pilot", ["service"])
    await world.taps(CONSULTANT, press(world, one, ":field:11"))
    first(OWNER, f"mine:{one.id}:drop")
    await world.types(CONSULTANT, "1.250")
    [now] = await kept(world)
    assert (now.state, now.body["euros"], now.body["status"]) == ("withdrawn", 1250, "pilot")


async def test_an_owner_who_hands_in_again_does_not_undo_what_a_consultant_changes_just_then(
    world: World, first: Callable[[str, str], None]
) -> None:
    one = await told(world)
    await world.taps(OWNER, f"mine:{one.id}")
    await world.taps(OWNER, await world.button(OWNER, "review:"))
    await world.taps(OWNER, buttons((await world.rows(OWNER))[-1])[1])
    first(CONSULTANT, press(world, one, ":value:5:pilot"))
    await world.types(OWNER, "Signal")
    [now] = await kept(world)
    assert (now.body["status"], now.body["channel"]) == ("pilot", "Signal")


async def test_after_the_round_an_owner_reads_what_was_told_and_changes_nothing(world: World) -> None:
    one = await told(world)
    [round_] = await world.storage.assessments("main")
    await world.storage.save(Change(writes=(replace(round_, state="closed"),)))
    await world.types(OWNER, "/initiatives")
    assert "gesloten" in await last(world, OWNER)
    assert buttons((await world.rows(OWNER))[-1]) == [f"mine:{one.id}"]
    await world.taps(OWNER, f"mine:{one.id}")
    assert "Webcare" in await last(world, OWNER)
    assert buttons((await world.rows(OWNER))[-1]) == []
    for what in ("drop", "back", "nonsense"):
        assert "gesloten" in str(await world.taps(OWNER, f"mine:{one.id}:{what}"))
    assert await kept(world) == [one]


async def test_fields_are_changed_by_buttons_and_words_and_emptied(world: World) -> None:
    one = await told(world)
    for more in (":value:9:service", ":value:9:policy", ":value:9:service"):
        await world.taps(CONSULTANT, press(world, one, more))
    assert (await kept(world))[0].body["other_goals"] == ["policy"]
    await world.taps(CONSULTANT, press(world, one, ":value:9:"))
    assert "other_goals" not in (await kept(world))[0].body
    await world.taps(CONSULTANT, press(world, one, ":field:11"))
    await world.types(CONSULTANT, "geen idee")
    assert "euros" not in (await kept(world))[0].body
    await world.types(CONSULTANT, "1.250,50")
    assert (await kept(world))[0].body["euros"] == 1250.5
    for more in (":field:99", ":field:x", ":value:5:nothing", ":nonsense"):
        assert await world.taps(CONSULTANT, press(world, one, more)) == "Deze knop is niet voor u bedoeld."


async def test_a_proposed_figure_is_an_assumption_until_the_consultant_confirms_it(world: World) -> None:
    one = await told(world)
    assert (
        await world.taps(CONSULTANT, press(world, one, ":sum"))
        == "Er zijn nog geen cijfers om mee te rekenen."
    )
    place = list_of_fields(world).index("contacts")
    await world.taps(CONSULTANT, press(world, one, f":field:{place}"))
    await world.types(CONSULTANT, "40.000")
    await world.taps(CONSULTANT, press(world, one, ":sum"))
    assert "Richtbedrag telefoontje: 4,72 euro (2008)" in await last(world)
    assert "proposed" not in (await kept(world))[0].body, "nothing is filled in silently"
    await world.taps(CONSULTANT, press(world, one, ":take:phone"))
    assert "Aanname" in await last(world)
    assert "2008" in await last(world)
    await world.taps(CONSULTANT, press(world, one, ":sure:old_cost"))
    assert "Aanname" not in await last(world)
    await world.taps(CONSULTANT, press(world, one, ":less:old_cost"))
    assert "proposed" not in (await kept(world))[0].body
    for more in (":take:nothing", ":sure:old_cost", ":less:old_cost"):
        assert await world.taps(CONSULTANT, press(world, one, more)) is not None


def list_of_fields(world: World) -> list[str]:
    script = world.desk.library.script("initiative").script
    found = [question.id for section in script.sections for question in section.questions]
    return [name for name in found if name != "more"]


async def test_the_matrix_comes_as_a_picture_and_as_text(world: World) -> None:
    one = await told(world)
    await world.taps(CONSULTANT, f"matrix:{one.assessment}")
    await works(world)
    rows = (await world.rows(CONSULTANT))[-2:]
    assert sorted(row.method for row in rows) == ["message", "photo"]
    assert "geen ladder" in await world.reads(CONSULTANT)


# --- a list


async def sends(world: World, wire: Wire, body: bytes | None) -> None:
    wire.body = body
    await world.taps(CONSULTANT, f"rows:{world.rounds['first'].id}")
    await world.does(CONSULTANT, SentThing("document", ref="file", size=len(body or b"")))
    await works(world)


LIST = csv_of(
    (("Naam", "Soort", "Kosten"), ("Buurtapp", "luisteren", "ca. 5k"), ("Iets", "verkopen", ""))
).encode()


async def test_a_list_in_chat_waits_for_one_yes_and_is_taken_once(world: World, wire: Wire) -> None:
    await sends(world, wire, LIST)
    shown = await last(world)
    assert "Buurtapp" in shown
    assert "Rij 3" in shown
    assert "verkopen" in shown
    assert await kept(world) == []
    data = await world.button(CONSULTANT, "rowed:")
    assert await world.taps(CONSULTANT, data) is None
    assert await world.taps(CONSULTANT, data) is not None
    [one] = await kept(world)
    assert (one.source, one.mark) == ("list", mark_of(one.body))
    await sends(world, wire, LIST)
    assert "Er is niets overgenomen" in await last(world)
    assert len(await kept(world)) == 1


async def test_a_list_that_is_not_wanted_after_all_leaves_nothing(world: World, wire: Wire) -> None:
    await sends(world, wire, LIST)
    data = (await world.button(CONSULTANT, "rowed:")).replace(":yes", ":no")
    await world.taps(CONSULTANT, data)
    assert await kept(world) == []
    assert await world.taps(CONSULTANT, data.replace(":no", ":yes")) is not None


async def test_many_refused_rows_come_as_a_file_with_every_one(world: World, wire: Wire) -> None:
    rows = [("Naam", "Soort"), ("Goed", "praten"), *((f"Fout {n}", "?!") for n in range(40))]
    await sends(world, wire, csv_of(rows).encode())
    file = next(row for row in (await world.rows(CONSULTANT)) if row.method == "document")
    assert len(str(file.payload["file"]).splitlines()) == 40
    assert "En nog 20." in await world.reads(CONSULTANT)


@pytest.mark.parametrize("body", [None, b"", b"\x00\x01", b"PK\x03\x04nothing"])
async def test_a_file_that_cannot_be_read_says_so_and_leaves_nothing(
    world: World, wire: Wire, body: bytes | None
) -> None:
    await sends(world, wire, body)
    assert await kept(world) == []
    assert (await last(world)).strip()


# --- erasure


async def test_who_is_erased_leaves_no_initiative_behind_and_owns_it_till_then(world: World) -> None:
    one = await told(world)
    person = await world.storage.person("main", one.by)
    assert person is not None
    facts = await world.storage.facts_of("main", person.id)
    assert [kept_.id for kept_ in facts.initiatives] == [one.id]
    await world.storage.erase_person("main", person.id, world.now, lambda _: [])
    [gone] = await kept(world)
    assert (gone.state, dict(gone.body)) == ("erased", {})
