"""The people of a network as who runs it knows them: who they are, where, and what they know about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.desk import Desk
from bot.gathering import assessment_facts
from bot.invites import TELLING
from bot.references.discretion import may_be_told
from bot.references.told import told_in
from bot.walking import load
from storage.records import Assessment, Contact, Interview, Person, Reference


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody who wants to be in touch and can be; `interviews`: what this person handed in there."""

    contact: Contact
    person: Person
    assessment: Assessment
    interviews: tuple[Interview, ...]

    @property
    def elsewhere(self) -> bool:
        """Whether it is somebody of another organisation than the round is about."""
        return all(one.pillar in TELLING for one in self.interviews)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody with what matters to who fits whom: levels by pillar (0..4), and kinds of initiative."""

    who: Somebody
    organisation: str
    levels: Mapping[str, float]
    rows: frozenset[str]


async def somebody(desk: Desk, contact: Contact | None) -> Somebody | None:
    """Who is behind a contact; None for whoever does not want it (any more), stopped, or took no part."""
    if contact is None or not contact.wants or contact.person is None or contact.assessment is None:
        return None
    person = await desk.storage.person(desk.tenant, contact.person)
    assessment = await desk.storage.assessment(desk.tenant, contact.assessment)
    if person is None or assessment is None or person.stopped_at is not None:
        return None
    handed_in = await handed_in_there(desk, person, assessment)
    return Somebody(contact, person, assessment, handed_in) if handed_in else None


async def handed_in_there(desk: Desk, person: Person, assessment: Assessment) -> tuple[Interview, ...]:
    """What somebody handed in in a round, or in answer to an invitation from it."""
    mine = await desk.storage.interviews_of(desk.tenant, person.id)
    return tuple(one for one in mine if one.assessment == assessment.id and is_handed_in(desk, one))


def is_handed_in(desk: Desk, interview: Interview) -> bool:
    """Whether who told this took part in their own name: what is told of initiatives is beside that."""
    counts = interview.pillar in TELLING or not desk.is_beside(interview.pillar)
    return counts and interview.state == "submitted" and interview.erased_at is None


async def organisation_of(desk: Desk, who: Somebody) -> str:
    """What the organisation is called: to be told only to whoever agreed, and to who runs the network."""
    if not who.elsewhere:
        return who.assessment.name
    scenery = await load(desk, who.interviews[0].id)
    told = told_in(scenery.script, scenery.progress) if scenery is not None else {}
    return str(told.get("org_name") or "")


async def kind_of(desk: Desk, who: Somebody) -> Reference | None:
    """The reference whose sector and size may be told, because enough others are alike."""
    id_ = who.contact.reference
    one = await desk.storage.reference(desk.tenant, id_) if id_ and who.elsewhere else None
    # Named elsewhere or not: here nobody may know which one it is.
    told = one is not None and await may_be_told(desk, replace(one, anonymous=True))
    return one if told else None


async def network_of(desk: Desk, owner: Person) -> list[Known]:
    """Everybody in the network of this consultant, and of nobody else; who said so first comes first."""
    found: list[Known] = []
    for assessment in await desk.storage.assessments(desk.tenant, owner.id):
        contacts = await desk.storage.contacts(desk.tenant, assessment=assessment.id)
        those = [await somebody(desk, one) for one in contacts if assessment.state != "erased"]
        people = [one for one in those if one is not None]
        levels = await _levels(desk, assessment) if any(not one.elsewhere for one in people) else {}
        found += [await _known(desk, one, levels) for one in people]
    return sorted(found, key=lambda one: (one.who.contact.at, one.who.assessment.created_at))


async def _levels(desk: Desk, assessment: Assessment) -> dict[str, float]:
    """Where the organisation of the round stands now."""
    facts = await assessment_facts(desk, assessment, desk.now())
    return {one.id: one.card.level for one in facts.pillars if one.card.level is not None}


async def _known(desk: Desk, who: Somebody, levels: Mapping[str, float]) -> Known:
    organisation = await organisation_of(desk, who)
    if who.elsewhere:
        themes = who.contact.themes
        return Known(who, organisation, themes.get("pillars") or {}, frozenset(themes.get("rows") or ()))
    # Of the own round somebody is asked about what is theirs.
    own = {one.pillar for one in who.interviews}
    told = await desk.storage.initiatives(desk.tenant, who.assessment.id)
    rows = {one.body.get("objective") for one in told if one.by == who.person.id and one.state in _RUNS}
    mine = {pillar: level for pillar, level in levels.items() if pillar in own}
    return Known(who, organisation, mine, frozenset(filter(None, rows)))


#: States of an initiative that counts.
_RUNS = frozenset({"open", "confirmed"})
