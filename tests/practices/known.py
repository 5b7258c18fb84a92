"""References and practices as a consultant has them."""

from __future__ import annotations

from typing import Any

from bot.lists.reference_set import ReferenceEntry
from bot.references.sets import records_of
from storage import Change, Person
from tests.authority.world import CONSULTANT, World


def entry(id_: str = "delft", **other: Any) -> dict[str, Any]:
    """A reference as it stands in a set."""
    return {
        "id": id_,
        "name": f"Gemeente {id_}",
        "sector": "municipality",
        "government": True,
        "size": "middle",
        "country": "NL",
        "year": 2026,
        "kind": "self",
        "scores": {"S": {"score": 2.0, "coverage": 1.0}},
        "practices": [step()],
        **other,
    }


def nameless(id_: str, **other: Any) -> dict[str, Any]:
    """One that may not be named."""
    return {name: value for name, value in entry(id_, anonymous=True, **other).items() if name != "name"}


def step(**other: Any) -> dict[str, Any]:
    """A practice as it stands in a set."""
    return {
        "pillar": "S",
        "from_level": 1,
        "to_level": 2,
        "language": "nl",
        "done": "Eén doel vastgesteld.",
        "result": "Minder telefoontjes.",
        **other,
    }


async def consultant(world: World, chat: str = CONSULTANT) -> Person:
    """Who asks."""
    person = await world.storage.person_at("main", "telegram", chat)
    assert person is not None
    return person


async def knows(world: World, *entries: dict[str, Any], chat: str = CONSULTANT, demo: bool = False) -> None:
    """The consultant has these references."""
    owner = await consultant(world, chat)
    for one in entries:
        records = records_of(world.desk, owner, ReferenceEntry.model_validate(one), demo=demo)
        await world.storage.save(Change(writes=tuple(records)))
