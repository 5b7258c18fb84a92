"""Any record that can be saved comes back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import Answer, Change, Interview, Lane, Outgoing, Record, Saved, open_sqlite
from storage.rows import from_row, to_row
from storage.sqlite.changes import WRITERS
from tests.storage.example import ADA, CARD, FIRM, INTERVIEW, NINE, ROW, TOWN, answer, message

text = st.text(st.characters(exclude_categories=["Cs"]))
number = st.integers(-(2**63), 2**63 - 1)
zone = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-9))])
moment = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=zone)  # noqa: DTZ001
json = st.recursive(
    st.none() | st.booleans() | number | st.floats(allow_nan=False, allow_infinity=False) | text,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(text, inner, max_size=2),
    max_leaves=3,
)
json_object = st.dictionaries(text, json, max_size=2)
few = settings(max_examples=25, deadline=None)


@pytest.mark.parametrize("record_type", get_args(Record), ids=lambda record_type: record_type.__name__)
@few
@given(data=st.data())
def test_a_row_of_any_record_reads_back_as_that_record(record_type: type, data: st.DataObject) -> None:
    record = data.draw(st.builds(record_type, **_fields(record_type)))
    assert from_row(record_type, to_row(record)) == record


def _fields(record_type: type) -> dict[str, st.SearchStrategy[Any]]:
    """A value of the right kind for each field that has one of the unusual types."""
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "Json": json_object,
        "Any": json,
        "tuple[Json, ...]": st.lists(json_object, max_size=2).map(tuple),
        "tuple[str, ...]": st.lists(text).map(tuple),
        "datetime": moment,
        "datetime | None": st.none() | moment,
        "float": st.floats(allow_nan=False, allow_infinity=False),
        "float | None": st.none() | st.floats(allow_nan=False, allow_infinity=False),
    }
    hints: dict[str, str] = record_type.__annotations__
    return {name: kinds[hint] for name, hint in hints.items() if hint in kinds}


@few
@given(value=json, said=text, evidence=st.lists(json_object), progress=json_object, payload=json_object)
async def test_whatever_people_type_is_there_after_a_save(
    value: Any, said: str, evidence: list[Any], progress: Any, payload: Any
) -> None:
    async with open_sqlite(":memory:") as storage:
        interview = replace(INTERVIEW, progress=progress)
        spoken = answer(value=value, text=said, evidence=tuple(evidence))
        row = message("m", payload=payload, echo=(said,))
        assert await storage.save(Change(writes=(ADA, TOWN, interview, spoken, row))) is Saved.DONE
        walk = await storage.walk(FIRM, "walk")
        assert walk is not None
        assert (walk.interview, walk.answers) == (interview, (spoken,))
        assert await storage.messages(FIRM, row.bot_id, row.chat_id, 1) == [row]


def test_a_frozen_mapping_is_stored_like_any_other() -> None:
    frozen = MappingProxyType({"a": [MappingProxyType({"b": 1})]})
    assert to_row(answer(value=frozen))["value"] == '{"a":[{"b":1}]}'


@few
@given(moments=st.lists(moment, min_size=2))
def test_times_sort_as_text_just_as_they_sort_as_time(moments: list[datetime]) -> None:
    by_text = sorted(moments, key=lambda one: str(to_row(replace(ADA, created_at=one))["created_at"]))
    assert by_text == sorted(moments)


def test_every_record_type_has_a_statement_of_its_own() -> None:
    assert set(WRITERS) == set(get_args(Record))
    assert {Answer, Interview, Lane, Outgoing} < set(WRITERS)
    assert to_row(CARD).keys() >= {"tenant", "wanted_version"}
    assert to_row(ROW)["created_at"] == to_row(ADA)["created_at"] == NINE.isoformat().replace("+00:00", "Z")
