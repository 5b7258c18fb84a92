"""What of somebody can be erased although something else must stay, and what to tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from bot.desk import Desk
from bot.privacy.forgetting import Hindrance, is_held
from bot.privacy.mydata import MYDATA
from storage.records import Outgoing, Person, Record


@dataclass(frozen=True, slots=True)
class Part:
    """Ids of the interviews that may go, and of their assessments; `words`: there are some outside of any."""

    interviews: tuple[str, ...] = ()
    assessments: tuple[str, ...] = ()
    words: bool = False

    def __bool__(self) -> bool:
        return bool(self.interviews or self.words)


@dataclass(frozen=True, slots=True)
class Left:
    """What a person is told, in names of organisations: what goes, and what stays and why."""

    goes: Sequence[str]
    held: Sequence[str]
    contacts: Sequence[str]
    runs: Sequence[str]


async def part_of(desk: Desk, person: str) -> Part:
    """What nothing stands in the way of."""
    known = await desk.storage.facts_of(desk.tenant, person)
    held = {assessment.id for assessment in known.assessments if is_held(assessment)}
    going = [i for i in known.interviews if i.erased_at is None and i.assessment not in held]
    words = any(kept.interview is None and kept.state != "erased" for kept in known.kept)
    return Part(tuple(i.id for i in going), tuple(sorted({i.assessment for i in going})), words)


async def left_of(desk: Desk, person: str, part: Part, in_the_way: Hindrance) -> Left:
    """The same in names."""
    known = (await desk.storage.facts_of(desk.tenant, person)).assessments
    contacts = dict.fromkeys(str(a.privacy.get("contact") or "") for a in in_the_way.held)
    return Left(
        goes=tuple(a.name for a in known if a.id in part.assessments),
        held=tuple(a.name for a in in_the_way.held),
        contacts=tuple(filter(None, contacts)),
        runs=tuple(a.name for a in in_the_way.runs),
    )


def stays(desk: Desk, left: Left, language: str) -> Markup:
    """What stays, why, and what can be done about it."""
    return desk.texts.say("forget.stays", language, left=left)


async def loose_words(desk: Desk, person: Person, until: datetime) -> list[Record]:
    """What this person said outside of any interview, blanked: kept texts, and updates put aside."""
    kept = (await desk.storage.facts_of(desk.tenant, person.id)).kept
    dead = await desk.storage.dead_letters(desk.tenant)
    return [
        *(
            replace(one, text="", source=None, state="erased")
            for one in kept
            if one.interview is None and one.at <= until and one.state != "erased"
        ),
        *(
            replace(one, body=None, error=None)
            for one in dead
            if one.lane == person.address and one.received_at <= until
        ),
    ]


def files_of(rows: Sequence[Outgoing]) -> list[str]:
    """Copies of the own data that were sent: they hold what is erased now."""
    return [row.file_ref for row in rows if row.kind == MYDATA and row.file_ref]


async def shown_of(
    desk: Desk, part: Part, rows: Sequence[Outgoing], since: datetime
) -> list[tuple[str, int]]:
    """(bot, message) of what was shown of these interviews since then."""
    cards = {id_: await desk.storage.card(desk.tenant, id_) for id_ in {r.card_id for r in rows if r.card_id}}
    of_card = {id_: card.interview for id_, card in cards.items() if card is not None}
    found = {
        (row.bot_id, row.message_id): None
        for row in rows
        if row.message_id and row.sent_at and row.sent_at >= since
        if row.about in part.interviews or of_card.get(row.card_id or "") in part.interviews
    }
    return list(found)
