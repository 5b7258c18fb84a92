"""`peiler review`, `close` and `reopen`: a file of judgements all or nothing, and pages for conversations."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.consultant.closing import turned
from bot.consultant.guides import write_guides
from bot.consultant.inviting import InviteError
from bot.consultant.verdicts import COLUMNS, record_verdicts, template
from storage import Job
from tests.authority.world import CONSULTANT, World
from tests.consultant.answering import answers_all
from tests.consultant.test_review import OWNER, assessment_of, interview_of, joins, judgements


@pytest.fixture
async def round_(world: World) -> World:
    """Ada handed in everything about strategy."""
    await joins(world, OWNER, "S")
    await answers_all(world, OWNER, level="3")
    return world


async def filled(world: World, **cells: dict[str, str]) -> bytes:
    """The template with cells filled in, by question."""
    rows = list(csv.DictReader(io.StringIO(await template(world.desk, world.rounds["first"].id))))
    for row in rows:
        row.update(cells.get(row["question"], {}))
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


async def refused(world: World, data: bytes) -> tuple[str, ...]:
    with pytest.raises(InviteError) as error:
        await record_verdicts(world.desk, data, "list.csv")
    assert await judgements(world) == []
    return error.value.problems


async def test_the_template_holds_every_answer_that_can_be_judged_and_nothing_of_the_owner(
    round_: World,
) -> None:
    rows = list(csv.DictReader(io.StringIO(await template(round_.desk, "Gemeente Zilvermeer"))))
    assert [row["question"] for row in rows] == [f"S{n}" for n in range(1, 8)]
    assert rows[0]["answer"].startswith("3: Eén doel")
    assert not any("Persoon" in str(row) or "Naam" in str(row) for row in rows)


async def test_what_is_filled_in_is_recorded_and_the_rest_is_left_alone(round_: World) -> None:
    data = await filled(
        round_,
        S1={"verdict": "accept"},
        S2={"verdict": "aanpassen", "score": "2,5", "reason": "Half."},
        S3={"evidence": "nee"},
    )
    assert await record_verdicts(round_.desk, data, "list.csv") == 3
    found = {one.question: one for one in await judgements(round_)}
    assert (found["S1"].score, found["S1"].evidence) == (None, None)
    assert (found["S2"].score, found["S2"].reason) == (2.5, "Half.")
    assert found["S3"].evidence is False
    again = await filled(round_)
    assert await record_verdicts(round_.desk, again, "list.csv") == 3
    assert max(one.number for one in await judgements(round_)) == 2


async def test_one_wrong_row_keeps_all_others_out_and_every_wrong_row_is_named(round_: World) -> None:
    data = await filled(
        round_,
        S1={"verdict": "accept"},
        S2={"score": "2.25", "reason": "x"},
        S3={"score": "2"},
        S4={"verdict": "maybe"},
        S5={"verdict": "accept", "score": "2", "reason": "x"},
        S6={"evidence": "soms"},
        S7={"verdict": "adjust"},
    )
    problems = await refused(round_, data)
    assert [problem.split(":")[0] for problem in problems] == [
        f"list.csv, row {n} (S{n - 1})" for n in range(3, 9)
    ]
    assert "no half point from 0 to 4" in problems[0]
    assert "needs a reason" in problems[1]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the file is empty"),
        (b"a,b\n1,2\n", "interview and question not found"),
        (b"[1]", "a list of objects"),
        (b"{", "not JSON"),
        (b"interview,question,verdict\nnobody,S1,accept\n", "no interview nobody was handed in"),
        (b"interview,question,verdict\nnobody,S1,\n", "no row has a verdict"),
        (b"x" * 2_000_001, "no list of judgements"),
    ],
)
async def test_a_file_that_is_no_list_of_judgements_is_told_what_is_wrong(
    round_: World, data: bytes, told: str
) -> None:
    assert told in " ".join(await refused(round_, data))


async def test_an_answer_that_changed_after_the_list_was_made_must_be_looked_at_again(round_: World) -> None:
    data = await filled(round_, S1={"verdict": "accept", "revision": "7"})
    assert "changed after this list was made" in (await refused(round_, data))[0]


async def test_a_question_twice_or_unknown_is_named(round_: World) -> None:
    id_ = (await interview_of(round_, OWNER)).id
    rows = [
        {"interview": id_, "question": "S1", "verdict": "accept"},
        {"interview": id_, "question": "S1", "evidence": True},
        {"interview": id_, "question": "Z9", "verdict": "accept"},
    ]
    problems = await refused(round_, json.dumps(rows).encode())
    assert "has a row already" in problems[0]
    assert "no such question" in problems[1]


async def test_json_says_the_same_as_a_spreadsheet(round_: World) -> None:
    id_ = (await interview_of(round_, OWNER)).id
    row: dict[str, Any] = {
        "interview": id_,
        "question": "S1",
        "score": 1.5,
        "reason": "Half.",
        "evidence": True,
    }
    assert await record_verdicts(round_.desk, json.dumps({"judgements": [row]}).encode(), "list.json") == 1
    [one] = await judgements(round_)
    assert (one.score, one.reason, one.evidence, one.by) == (1.5, "Half.", True, "operator")


async def test_in_an_adopted_round_nothing_is_judged_any_more(round_: World) -> None:
    data = await filled(round_, S1={"verdict": "accept"})
    for press in ("factcheck", "adopt"):
        await round_.taps(CONSULTANT, f"{press}:{round_.rounds['first'].id}")
    await round_.taps(CONSULTANT, f"adopt:{round_.rounds['first'].id}:yes")
    assert "adopted" in (await refused(round_, data))[0]


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    derandomize=True,
)
@given(st.binary(max_size=80) | st.text(max_size=80).map(lambda text: f"interview,question,{text}".encode()))
async def test_no_bytes_whatever_make_it_fail_otherwise_than_with_words(round_: World, data: bytes) -> None:
    with pytest.raises(InviteError):
        await record_verdicts(round_.desk, data, "list.csv")


async def test_each_owner_who_handed_in_gets_a_page_that_only_its_maker_can_read(
    round_: World, tmp_path: Path
) -> None:
    written = await write_guides(round_.desk, await assessment_of(round_), tmp_path / "out", ("nl", "en"))
    assert [path.name.split(".")[-2] for path in written] == ["nl", "en"]
    assert all(
        path.read_bytes().startswith(b"%PDF") and path.stat().st_mode & 0o777 == 0o600 for path in written
    )
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    trail = await round_.storage.audit("main", round_.rounds["first"].id, 20)
    assert ("guide", "operator") in {(line.what, line.who) for line in trail}


async def test_closing_by_command_says_what_became_of_it_and_opening_looks_at_silence_again(
    world: World,
) -> None:
    await joins(world, "12", "B")
    assert "is closed" in await turned(world.desk, await assessment_of(world), open_=False)
    with pytest.raises(InviteError, match="closed already"):
        await turned(world.desk, await assessment_of(world), open_=False)
    person = (await interview_of(world, "12")).person
    key = f"remind:{world.rounds['first'].id}:{person}"
    assert await world.storage.pending_job("main", key) is None
    assert "is open" in await turned(world.desk, await assessment_of(world), open_=True)
    assert isinstance(await world.storage.pending_job("main", key), Job)
