"""What other programs get to read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from storage import Facts, Interview, Storage
from tests.storage.example import (
    ADA,
    AMENDMENT,
    CONTACT,
    DAY,
    FILE,
    FIRM,
    INITIATIVE,
    INTERVIEW,
    JUDGEMENT,
    KEPT,
    NINE,
    NOTE,
    PRACTICE,
    REFERENCE,
    REFERENCE_SCORE,
    REMINDER,
    TOWN,
    answer,
    begun,
    saved,
)


def nothing_sleeps(_facts: Facts, _interview: Interview) -> set[str]:
    """No branch is closed."""
    return set()


async def test_an_export_holds_every_revision_with_its_script_version(storage: Storage) -> None:
    await begun(storage)
    evidence = ({"kind": "example", "text": "the tram strike"},)
    await saved(
        storage, answer(), answer(revision=2, value=None, option=None, evidence=evidence, reason="unsure")
    )
    export = await storage.export(FIRM, "town", at=NINE, dormant=nothing_sleeps)
    assert {name: export[name] for name in ("schema", "exported_at")} == {
        "schema": 1,
        "exported_at": "2026-11-23T09:00:00.123456Z",
    }
    assert export["answers"][0] == {
        "assessment": "town",
        "interview": "walk",
        "pillar": "S",
        "question": "S1",
        "revision": 1,
        "ask": "ask1",
        "option": "3",
        "value": 3,
        "text": None,
        "best": None,
        "weakest": None,
        "reason": None,
        "evidence": [],
        "author": "ada",
        "at": "2026-11-23T09:00:00.123456Z",
        "script_version": "7",
        "dormant": False,
    }
    second = export["answers"][1]
    assert (second["revision"], second["value"], second["reason"]) == (2, None, "unsure")
    assert second["evidence"] == list(evidence)
    json.dumps(export, allow_nan=False)


async def test_the_pressure_question_belongs_to_no_pillar(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, answer("pressure"))
    export = await storage.export(FIRM, at=NINE, dormant=nothing_sleeps)
    assert export["answers"][0]["pillar"] is None


async def test_best_and_weakest_department_stand_behind_the_text(storage: Storage) -> None:
    await begun(storage)
    await saved(
        storage,
        answer("S1", seq=1, text="it varies", best="Parks", weakest="Taxes"),
        answer("S2", seq=2, best="Parks"),
        answer("S3", seq=3, text="plain "),
    )
    answers = (await storage.export(FIRM, at=NINE, dormant=nothing_sleeps))["answers"]
    assert [said["text"] for said in answers] == ["it varies ↑ Parks ↓ Taxes", "↑ Parks", "plain "]
    assert (answers[0]["best"], answers[0]["weakest"]) == ("Parks", "Taxes")


async def test_answers_in_a_closed_branch_are_marked_dormant(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, answer("S1", seq=1), answer("S2", seq=2), answer("S2", revision=2, value=0, seq=3))

    def closed(facts: Facts, interview: Interview) -> set[str]:
        current = {said.question: said.value for said in facts.current(interview.id)}
        assert facts.scripts[interview.script_hash].body == "id: x"
        return {"S1"} if current == {"S1": 3, "S2": 0} else set()

    answers = (await storage.export(FIRM, at=NINE, dormant=closed))["answers"]
    assert [(said["question"], said["dormant"]) for said in answers] == [
        ("S1", True),
        ("S2", False),
        ("S2", False),
    ]


async def test_an_interview_that_was_opened_and_never_begun_is_left_out(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, replace(INTERVIEW, id="peek", state="opened"), answer(interview="peek"), answer())
    await saved(storage, replace(KEPT, interview="peek"))
    export = await storage.export(FIRM, "town", at=NINE, dormant=nothing_sleeps)
    assert [one["id"] for one in export["interviews"]] == ["walk"]
    assert [one["interview"] for one in export["answers"]] == ["walk"]
    assert export["messages"] == []


async def test_messages_are_the_texts_that_are_no_answer(storage: Storage) -> None:
    await begun(storage)
    await saved(
        storage,
        KEPT,
        replace(KEPT, id="k2", state="used", text="an answer by now"),
        replace(KEPT, id="k3", state="dismissed", text="never mind", at=NINE + DAY),
        replace(KEPT, id="k4", interview=None, text="hello?", at=NINE + 2 * DAY),
    )
    messages = (await storage.export(FIRM, "town", at=NINE, dormant=nothing_sleeps))["messages"]
    assert [(one["interview"], one["text"]) for one in messages] == [
        ("walk", "by the way"),
        ("walk", "never mind"),
        (None, "hello?"),
    ]


async def test_all_assessments_can_be_exported_in_one_object(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, replace(TOWN, id="b", deadline=NINE, created_at=NINE + DAY, script_hash="lost"))
    await saved(storage, replace(INTERVIEW, id="second", assessment="b", created_at=NINE + DAY))
    everything = await storage.export(FIRM, at=NINE, dormant=nothing_sleeps)
    assert [(one["id"], one["script_version"]) for one in everything["assessments"]] == [
        ("town", "7"),
        ("b", None),
    ]
    assert [
        (one["id"], one["assessment"], one["pillar"], one["state"]) for one in everything["interviews"]
    ] == [
        ("walk", "town", "S", "active"),
        ("second", "b", "S", "active"),
    ]
    one = await storage.export(FIRM, "b", at=NINE, dormant=nothing_sleeps)
    assert [interview["id"] for interview in one["interviews"]] == ["second"]
    none = await storage.export(FIRM, "nowhere", at=NINE, dormant=nothing_sleeps)
    assert (none["assessments"], none["interviews"]) == ([], [])


async def test_times_in_an_export_are_utc_whatever_zone_they_came_from(storage: Storage) -> None:
    await begun(storage)
    amsterdam = NINE.replace(microsecond=0).astimezone(ZoneInfo("Europe/Amsterdam"))
    await saved(
        storage, answer(at=amsterdam), replace(ADA, id="x", address="x", created_at=NINE - timedelta(1))
    )
    export = await storage.export(FIRM, at=amsterdam, dormant=nothing_sleeps)
    assert export["answers"][0]["at"] == export["exported_at"] == "2026-11-23T09:00:00Z"


AT = "2026-11-23T09:00:00.123456Z"


async def test_an_export_holds_what_was_judged_noted_sent_and_reminded(storage: Storage) -> None:
    await begun(storage)
    piece = {"kind": "file", "file": "file1", "text": "the strike", "source": "1001:30"}
    plain = {"kind": "text", "text": "see there", "file": None, "source": None}
    town = replace(TOWN, phase="adopted", phase_since=NINE, adopted_at=NINE, adopted_by="cora", repeats="old")
    await saved(storage, FILE, REMINDER, JUDGEMENT, AMENDMENT, NOTE, answer(evidence=(piece, plain)))
    await saved(storage, replace(town, closed_at=NINE), replace(INTERVIEW, department="Parks"))
    export = await storage.export(FIRM, "town", at=NINE, dormant=nothing_sleeps)
    assert export["answers"][0]["evidence"] == [
        {"kind": "file", "file": "file1", "text": "the strike"},
        {"kind": "text", "text": "see there"},
    ]
    assert export["files"] == [
        {
            "id": "file1",
            "interview": "walk",
            "question": "S1",
            "person": "ada",
            "name": "tram.pdf",
            "mime": "application/pdf",
            "size": 100,
            "state": "kept",
            "at": AT,
        }
    ]
    assert export["judgements"] == [
        {
            "assessment": "town",
            "interview": "walk",
            "question": "S1",
            "revision": 1,
            "number": 1,
            "score": 2.5,
            "reason": "half of it is there",
            "evidence": True,
            "by": "cora",
            "at": AT,
        }
    ]
    assert export["amendments"] == [
        {
            "assessment": "town",
            "kind": "action",
            "subject": "S01_sponsor",
            "number": 1,
            "body": {"owner": "alderman"},
            "by": "cora",
            "at": AT,
        }
    ]
    assert export["notes"] == [
        {
            "id": "note1",
            "assessment": "town",
            "interview": "walk",
            "person": "ada",
            "pillar": "S",
            "question": "S1",
            "kind": "query",
            "text": "Since when?",
            "reply": None,
            "state": "waiting",
            "by": "cora",
            "at": AT,
            "done_at": None,
        }
    ]
    assert export["reminders"] == [
        {
            "id": "timer1",
            "assessment": "town",
            "interview": "walk",
            "person": "ada",
            "kind": "half_way",
            "number": 1,
            "at": AT,
        }
    ]
    [shown] = export["assessments"]
    assert {name: shown[name] for name in ("phase", "phase_since", "closed_at", "adopted_at")} == {
        "phase": "adopted",
        "phase_since": AT,
        "closed_at": AT,
        "adopted_at": AT,
    }
    assert (shown["adopted_by"], shown["repeats"]) == ("cora", "old")
    assert export["interviews"][0]["department"] == "Parks"
    assert export["interviews"][0]["share_earlier"] is False
    json.dumps(export, allow_nan=False)


async def test_an_export_names_no_chat_and_no_place_on_disk(storage: Storage) -> None:
    await begun(storage)
    await saved(
        storage, FILE, answer(evidence=({"kind": "file", "file": "file1", "source": "telegram:1001"},))
    )
    text = json.dumps(await storage.export(FIRM, at=NINE, dormant=nothing_sleeps))
    assert "1001" not in text
    assert "ab/tram" not in text


async def beside_others(storage: Storage) -> None:
    """Cora knows Delft, and Rita knows it too."""
    await begun(storage)
    await saved(storage, INITIATIVE, REFERENCE, REFERENCE_SCORE, PRACTICE, CONTACT)
    ritas = replace(REFERENCE, id="ritas", owner="rita", name="Rita's", at=NINE + DAY)
    await saved(storage, ritas, replace(PRACTICE, id="gone", withdrawn=True))


DELFT = {
    "id": "delft",
    "owner": "cora",
    "name": "Delft",
    "anonymous": False,
    "sector": "municipality",
    "government": True,
    "size": "middle",
    "country": "NL",
    "year": 2026,
    "kind": "self",
    "stage": "spoken",
    "demo": False,
    "sharing": {"practices": True},
    "link": "https://delft.example",
    "seen_on": "2026-11-01",
    "interview": None,
    "withdrawn_at": None,
    "at": AT,
    "scores": {"S": {"score": 2.5, "coverage": 0.9}},
}
TOUCH = {
    "id": "touch",
    "person": "ada",
    "reference": "delft",
    "assessment": "town",
    "wants": True,
    "themes": {"S": True},
    "agreed": {},
    "at": AT,
}


async def test_an_export_of_a_round_has_its_owners_references_without_whom_to_reach(storage: Storage) -> None:
    await beside_others(storage)
    export = await storage.export(FIRM, "town", at=NINE, dormant=nothing_sleeps)
    assert export["initiatives"] == [
        {
            "id": "idea",
            "assessment": "town",
            "interview": None,
            "source": "list",
            "state": "open",
            "body": {"name": "tram alerts"},
            "by": "cora",
            "at": AT,
        }
    ]
    assert export["references"] == [DELFT]
    assert export["practices"] == [
        {
            "id": "alerts",
            "reference": "delft",
            "pillar": "S",
            "from_level": 1,
            "to_level": 2,
            "row": "listening",
            "sector": "municipality",
            "language": "nl",
            "done": "read what people say of the tram",
            "effort": "two days a week",
            "result": "fewer calls",
            "evidence": "the call list",
            "source": "the interview",
            "withdrawn": False,
            "at": AT,
        }
    ]
    assert export["contacts"] == [TOUCH]
    assert "dora@delft.example" not in json.dumps(export, allow_nan=False)


async def test_the_export_of_everything_tells_whom_to_reach(storage: Storage) -> None:
    await beside_others(storage)
    export = await storage.export(FIRM, at=NINE, dormant=nothing_sleeps)
    assert [one["name"] for one in export["references"]] == ["Delft", "Rita's"]
    assert export["references"][0] == DELFT | {"contact": REFERENCE.contact}
    assert export["contacts"] == [TOUCH | {"link": "https://ada.example"}]
    assert [one["id"] for one in export["practices"]] == ["alerts"]


async def test_who_is_anonymous_is_named_only_where_it_is_told_whom_to_reach(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, replace(REFERENCE, anonymous=True), PRACTICE)
    left = await storage.export(FIRM, "town", at=NINE, dormant=nothing_sleeps)
    [hidden], [practice] = left["references"], left["practices"]
    assert (practice["done"], practice["source"]) == (PRACTICE.done, None)
    assert (hidden["name"], hidden["link"], hidden["sector"]) == (None, None, "municipality")
    kept = await storage.export(FIRM, at=NINE, dormant=nothing_sleeps)
    [known], [practice] = kept["references"], kept["practices"]
    assert practice["source"] == PRACTICE.source
    assert (known["name"], known["link"]) == ("Delft", "https://delft.example")


async def test_an_export_of_no_round_has_no_references(storage: Storage) -> None:
    await beside_others(storage)
    export = await storage.export(FIRM, "nowhere", at=NINE, dormant=nothing_sleeps)
    assert (export["references"], export["practices"], export["initiatives"]) == ([], [], [])
