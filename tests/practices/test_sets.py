"""A consultant gives references to another: each once, never whom to reach, every mistake named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from bot.demo.seed import seed
from bot.lists import reference_set
from bot.lists.reference_set import WrongSet, read_set
from bot.references.sets import ALL, DEMO, Given, as_text, given_set, take_set
from storage import Change, Contact, Person, Saved
from tests.authority.world import NINE, OTHER_CONSULTANT, World
from tests.practices.known import consultant, entry, knows, nameless, step

PILLARS = ("S", "O", "B", "I", "M")


def as_set(*entries: dict[str, Any], **other: Any) -> bytes:
    return json.dumps({"schema": 1, "references": entries, **other}).encode()


def wrong(data: bytes) -> str:
    with pytest.raises(WrongSet) as raised:
        read_set(data, "set.json", PILLARS)
    return "\n".join(raised.value.problems)


async def everything(world: World, owner: Person) -> list[Any]:
    found: list[Any] = list(await world.storage.references("main", owner.id, limit=ALL))
    for one in tuple(found):
        found += await world.storage.reference_scores("main", one.id)
        found += await world.storage.practices_of("main", one.id)
    return found


async def other_consultant(world: World) -> Person:
    await world.types(OTHER_CONSULTANT, "/start")
    return await consultant(world, OTHER_CONSULTANT)


async def test_a_set_given_to_another_consultant_and_taken_twice_is_there_once(world: World) -> None:
    row = {"row": "listening", "language": "en", "done": "Read along.", "effort": "1 day", "source": "a talk"}
    outside = entry("kiel", kind="outside", link="https://kiel.example/x", seen_on="2026-10-01", country="DE")
    await knows(world, entry("delft", practices=[step(), row]), outside)
    given_away = (await given_set(world.desk, await consultant(world))).content
    other = await other_consultant(world)
    taken = await take_set(world.desk, other, as_text(given_away).encode(), "set.json")
    assert (taken.new, taken.known) == (2, 0)
    before = await everything(world, other)
    assert (await given_set(world.desk, other)).content == given_away
    again = await take_set(world.desk, other, as_text(given_away).encode(), "set.json")
    assert (again.new, again.known) == (0, 2)
    assert await everything(world, other) == before


async def test_an_own_set_that_comes_back_changes_nothing_of_ones_own(world: World) -> None:
    me = await consultant(world)
    await knows(world, entry())
    [one] = await world.storage.references("main", me.id, limit=ALL)
    await world.storage.save(Change(writes=(replace(one, mark=None),)))
    before = await everything(world, me)
    content = (await given_set(world.desk, me)).content
    assert (await take_set(world.desk, me, as_text(content).encode(), "set.json")).known == 1
    assert await everything(world, me) == before


async def test_whom_to_reach_there_is_never_in_a_set(world: World) -> None:
    me = await consultant(world)
    await knows(world, entry())
    [one] = await world.storage.references("main", me.id, limit=ALL)
    reach = {"name": "Dora Dijk", "mail": "dora@delft.example"}
    touch = Contact(
        "main",
        "touch",
        None,
        one.id,
        None,
        wants=True,
        link="https://dora.example",
        themes={},
        agreed={},
        at=NINE,
    )
    await world.storage.save(Change(writes=(replace(one, contact=reach), touch)))
    text = as_text((await given_set(world.desk, me)).content)
    assert "dora" not in text.lower()
    assert "references[1].contact: has no place in a set" in wrong(as_set(entry(contact=reach)))


async def test_what_may_not_be_told_stays_where_it_is(world: World) -> None:
    me = await consultant(world)
    await knows(world, *(nameless(f"n{number}") for number in range(2)), entry("secret"), entry("open"))
    await knows(world, entry("made-up"), demo=True)
    secret = await world.storage.reference_marked("main", me.id, "set:secret")
    planned = await world.storage.reference_marked("main", me.id, "set:open")
    assert secret is not None
    assert planned is not None
    candidate = replace(planned, id="planned", stage="candidate", mark=None)
    hidden = replace(secret, sharing={"name": "nothing"})
    await world.storage.save(Change(writes=(candidate, hidden)))
    found = await given_set(world.desk, me)
    assert [one["id"] for one in found.content["references"]] == ["open"]
    assert found.held_back == 3
    await knows(world, nameless("n4"))
    found = await given_set(world.desk, me)
    assert sorted(one["id"] for one in found.content["references"]) == ["n0", "n1", "n4", "open"]
    assert "Gemeente" not in as_text({"all": [r for r in found.content["references"] if r["id"] != "open"]})


async def test_who_withdrew_is_not_brought_back_by_a_set(world: World) -> None:
    me = await consultant(world)
    await knows(world, entry())
    [one] = await world.storage.references("main", me.id, limit=ALL)
    await world.storage.save(Change(writes=(replace(one, withdrawn_at=NINE),)))
    taken = await take_set(world.desk, me, as_set(entry()), "set.json")
    assert (taken.new, taken.known) == (0, 1)
    assert await world.storage.references("main", me.id, limit=ALL) == []


async def test_a_set_that_cannot_be_saved_leaves_nothing_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def meanwhile(_: Change) -> Saved:
        return Saved.STALE

    me = await consultant(world)
    with monkeypatch.context() as patched:
        patched.setattr(type(world.storage), "save", lambda _self, change: meanwhile(change))
        with pytest.raises(WrongSet, match="nothing was taken, try again"):
            await take_set(world.desk, me, as_set(entry()), "set.json")
    assert await world.storage.references("main", me.id, limit=ALL) == []


# --- bad sets


def test_every_wrong_entry_of_a_set_is_named_with_its_place() -> None:
    told = wrong(
        as_set(
            entry("a", country="Nederland"),
            entry("b", name=""),
            nameless("c", link="https://c.example"),
            entry("d", kind="outside"),
            {name: value for name, value in entry("e").items() if name != "name"},
            entry("f", practices=[step(to_level=4)]),
            entry("g", practices=[step(row="listening", to_level=None)]),
            entry("h", practices=[{"language": "nl", "done": "iets"}]),
            entry("i", scores={"S": {"score": 5}}),
            entry("j", kind="outside", link="javascript:alert(1)", seen_on="2026-02-30"),
            entry("k", seen_on="2026-02-30"),
            entry("l", year="2026"),
        )
    )
    places = [line.split(":")[1].split(".")[0].strip() for line in told.splitlines()]
    assert [f"references[{n}]" for n in range(1, 13)] == list(dict.fromkeys(places))


def test_what_is_wrong_between_entries_is_named_too() -> None:
    told = wrong(as_set(entry("a", scores={"X": {"score": 1}}), entry("a", practices=[step(pillar="Y")])))
    assert "references[1].scores.X: 'X' is no pillar; they are S, O, B, I, M" in told
    assert "references[2].id: 'a' is that of references[1] already" in told
    assert "references[2].practices[1].pillar: 'Y' is no pillar" in told


def test_a_file_that_is_no_set_at_all_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "set.json, line 1: is no JSON" in wrong(b"nonsense")
    assert "not UTF-8 text, or too deep" in wrong(b"\xff\xfe\xff")
    assert "is no JSON" in wrong(b"[" * 200_000)
    assert "the file: " in wrong(b"[]")
    assert wrong(as_set(*(entry(f"x{n}", year=1) for n in range(250)))).endswith("and 50 more")
    monkeypatch.setattr(reference_set, "MOST_BYTES", 10)
    assert "no set of references" in wrong(as_set())


@given(
    st.binary(max_size=300)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from([*entry(), "references", "schema", "demo"]), inner, max_size=6)
        ),
        max_leaves=30,
    ).map(lambda content: json.dumps(content).encode())
)
def test_whatever_is_in_a_file_it_is_a_set_or_told_to_be_wrong(data: bytes) -> None:
    problems: tuple[str, ...] = ()
    try:
        read_set(data, "set.json", PILLARS)
    except WrongSet as error:
        problems = error.problems or ("wrong without a word",)
    assert "wrong without a word" not in problems


# --- the made-up set


async def test_the_made_up_organisations_are_for_trying_and_never_beside_real_ones(office: World) -> None:
    await seed(office.desk)
    [assessment] = await office.storage.assessments("main")
    known = await office.storage.references("main", assessment.owner, limit=ALL)
    assert len(known) == 8
    assert all(one.demo and (one.anonymous or "(verzonnen)" in str(one.name)) for one in known)
    assert (await office.storage.scores_beside("main", assessment.owner, "S", kind="self")).scores == ()
    assert await office.storage.practices("main", assessment.owner, limit=9) == []
    found = await office.storage.practices("main", assessment.owner, limit=99, demo=True)
    assert {one.language for one in found} == {"nl"}
    owner = await office.storage.person("main", assessment.owner)
    assert owner is not None
    assert await given_set(office.desk, owner) == Given({"schema": 1, "references": []}, 0)


async def test_the_made_up_set_is_refused_as_a_real_one(world: World) -> None:
    with pytest.raises(WrongSet, match="never stands beside real ones"):
        await take_set(world.desk, await consultant(world), DEMO.read_bytes(), DEMO.name)


# --- the command


def peiler(tmp_path: Path, *words: str, consultants: str = "900") -> tuple[int, str]:
    env = {"PEILER_DATABASE": f"sqlite:///{tmp_path}/p.sqlite", "PEILER_CONSULTANTS": consultants}
    done = CliRunner().invoke(app, ["references", *words], env=env)
    return done.exit_code, done.output


def test_the_command_takes_a_set_once_and_gives_it_again(tmp_path: Path) -> None:
    mine, copy = tmp_path / "set.json", tmp_path / "copy.json"
    mine.write_bytes(as_set(entry(), nameless("lonely")))
    assert peiler(tmp_path, "import", str(mine)) == (0, f"{mine}: 2 references taken, 0 known already\n")
    assert peiler(tmp_path, "import", str(mine)) == (0, f"{mine}: 0 references taken, 2 known already\n")
    code, told = peiler(tmp_path, "export", str(copy))
    assert code == 0
    assert f"{copy}: 1 references" in told
    assert "1 stay here" in told
    assert [one["id"] for one in json.loads(copy.read_text())["references"]] == ["delft"]
    assert peiler(tmp_path, "export", str(copy), "--consultant", "901", consultants="900,901")[0] == 0
    assert json.loads(copy.read_text())["references"] == []


def test_the_command_says_what_it_cannot_do_and_exits_with_one(tmp_path: Path) -> None:
    mine = tmp_path / "set.json"
    assert peiler(tmp_path, "import", str(mine))[0] == 1
    mine.write_bytes(as_set(entry(country="x"), entry(kind="y")))
    code, told = peiler(tmp_path, "import", str(mine))
    assert code == 1
    assert "references[1].country" in told
    assert "references[2].kind" in told
    assert peiler(tmp_path, "export", str(tmp_path / "no" / "where.json"))[0] == 1
    assert peiler(tmp_path, "import", str(mine), consultants="")[0] == 1
