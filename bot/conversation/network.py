"""Being in touch with other organisations, for who takes part: said, taken back, and proposals answered."""

from __future__ import annotations

from dataclasses import replace

from bot.authority import may
from bot.awaiting import awaits
from bot.cards import plain
from bot.consultant import bringing
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.network.pairs import MET, WAITS, YES, is_open, open_with
from bot.network.people import is_handed_in, somebody
from bot.network.proposing import ANSWER, Came, leaves, local, proposal, says_no, says_yes
from bot.network.wanting import id_of, read_link, wanting
from storage.port import IsStill
from storage.records import Assessment, Contact, Interview, Job, Record

#: The button that is about being in touch, and what is awaited after it.
NETWORK = "network"
Presses = list[list[tuple[str, str]]]


async def network(turn: Turn, rest: str) -> Plan:
    """`/network`: for a consultant who fits whom, else one's own part in it."""
    if may(await turn.role(), bringing.BRING):
        return await bringing.command(turn.ask, rest)
    mine = await turn.desk.storage.interviews_of(turn.desk.tenant, turn.person.id)
    rounds = {one.assessment: one for one in mine if is_handed_in(turn.desk, one)}
    found = [(one, await _round(turn, one)) for one in rounds.values()]
    able = [(interview, assessment) for interview, assessment in found if assessment is not None]
    if not able:
        return turn.say("network.later") if await turn.current() is not None else await turn.greet()
    if len(able) == 1:
        return await _shown(turn, *able[0])
    return turn.say("network.which", [[(a.name, f"{NETWORK}:{i.id}")] for i, a in able])


async def _round(turn: Turn, interview: Interview) -> Assessment | None:
    found = await turn.desk.storage.assessment(turn.desk.tenant, interview.assessment)
    return found if found is not None and found.state != "erased" else None


async def pressed(turn: Turn, rest: str) -> Plan:
    """`INTERVIEW[:yes|no|link|nolink]`: of a round in which this person handed in."""
    id_, _, what = rest.partition(":")
    walk = await turn.desk.storage.walk(turn.desk.tenant, id_)
    mine = walk is not None and walk.person.id == turn.person.id and is_handed_in(turn.desk, walk.interview)
    if walk is None or not mine or walk.assessment.state == "erased":
        return turn.refuse("toast.not_yours")
    if not what:
        return await _shown(turn, walk.interview, walk.assessment)
    if what not in WAYS:
        return turn.refuse("toast.not_yours")
    return await WAYS[what](turn, walk.interview, await _contact(turn, walk.assessment.id))


async def _contact(turn: Turn, assessment: str) -> Contact | None:
    return await turn.desk.storage.contact(turn.desk.tenant, id_of(turn.person.id, assessment))


async def _shown(turn: Turn, interview: Interview, assessment: Assessment) -> Plan:
    """What was said so far, what it means, and the proposal that waits."""
    one = await _contact(turn, assessment.id)
    runner = await turn.desk.storage.person(turn.desk.tenant, assessment.owner)
    plan = turn.say(
        "network.mine",
        _presses(turn, interview, one),
        wants=one is not None and one.wants,
        link=one.link if one is not None else None,
        met=sum(entry["said"] == MET for entry in one.agreed.values()) if one is not None else 0,
        consultant=(runner.name if runner else "") or turn.desk.texts.say("name.consultant", turn.language),
    )
    return replace(plan, writes=[*plan.writes, *(await _waiting(turn, one) if one is not None else [])])


def _presses(turn: Turn, interview: Interview, one: Contact | None) -> Presses:
    def press(what: str) -> list[tuple[str, str]]:
        label = plain(turn.desk.texts.say(f"button.network_{what}", turn.language))
        return [(label, f"{NETWORK}:{interview.id}:{what}")]

    if one is None or not one.wants:
        return [press("yes")]
    return [press("link"), *([press("nolink")] if one.link else []), press("no")]


async def _waiting(turn: Turn, one: Contact) -> list[Record]:
    """The proposal that still waits for this person's answer, asked again."""
    me, rows = await somebody(turn.desk, one), list[Record]()
    for id_ in open_with(one, turn.desk.now()) if me is not None else ():
        other = await somebody(turn.desk, await turn.desk.storage.contact(turn.desk.tenant, id_))
        if me is not None and other is not None and one.agreed[id_]["said"] != YES:
            key = f"{ANSWER}:again:{turn.incoming.bot_id}:{turn.incoming.update_id}:{id_}"
            rows.append(await proposal(turn.desk, me, other, key))
    return rows


# --- yes, no, and how to be reached


async def _yes(turn: Turn, interview: Interview, one: Contact | None) -> Plan:
    if one is not None and one.wants:
        return turn.refuse("toast.noted")
    new = wanting(turn.desk, turn.person.id, interview.assessment, turn.desk.now())
    plan = _asks_link(turn, interview)
    return replace(plan, writes=[new, *plan.writes], guards=_as_read(one))


def _as_read(one: Contact | None) -> tuple[IsStill, ...]:
    return (IsStill(one),) if one is not None else ()


def _asks_link(turn: Turn, interview: Interview) -> Plan:
    label = plain(turn.desk.texts.say("button.network_without", turn.language))
    plan = turn.say("network.link", [[(label, f"{NETWORK}:{interview.id}:nolink")]])
    return replace(
        plan, writes=[*plan.writes, awaits(turn.desk, turn.person, NETWORK, interview=interview.id)]
    )


async def _no(turn: Turn, interview: Interview, one: Contact | None) -> Plan:
    """Not any more: what waits comes to nothing."""
    if one is None or not one.wants:
        return turn.refuse("toast.noted")
    return _with(turn.say("network.not"), await leaves(turn.desk, one))


def _with(plan: Plan, came: Came) -> Plan:
    return replace(plan, writes=[*plan.writes, *came.writes], guards=(*plan.guards, *came.guards))


async def _link(turn: Turn, interview: Interview, one: Contact | None) -> Plan:
    if one is None or not one.wants:
        return turn.refuse("toast.not_yours")
    return _asks_link(turn, interview)


async def _nolink(turn: Turn, interview: Interview, one: Contact | None) -> Plan:
    if one is None or not one.wants:
        return turn.refuse("toast.not_yours")
    return _with(turn.say("network.kept", link=None), Came([replace(one, link=None)], _as_read(one)))


WAYS = {"yes": _yes, "no": _no, "link": _link, "nolink": _nolink}


async def heard(turn: Turn, job: Job, text: str) -> Plan | None:
    """A link, typed."""
    walk = await turn.desk.storage.walk(turn.desk.tenant, job.payload["interview"])
    one = await _contact(turn, walk.assessment.id) if walk is not None else None
    if one is None or not one.wants:
        return None
    link = read_link(text)
    if link is None:
        plan = turn.say("network.no_link")
        return replace(plan, writes=[*plan.writes, job])
    return _with(turn.say("network.kept", link=link), Came([replace(one, link=link)], _as_read(one)))


# --- a proposal


async def answered(turn: Turn, rest: str) -> Plan:
    """`OWN CONTACT:OTHER CONTACT:yes|no|later|never`: an answer to what was proposed to this person."""
    id_, _, more = rest.partition(":")
    other, _, what = more.partition(":")
    mine = await turn.desk.storage.contact(turn.desk.tenant, id_)
    entry = mine.agreed.get(other) if mine is not None and mine.person == turn.person.id else None
    if mine is None or entry is None or what not in ("yes", "no", "later", "never"):
        return turn.refuse("toast.not_yours")
    if entry["said"] not in WAITS:
        return turn.refuse("toast.noted")
    return await _answer(turn, mine, other, what)


async def _never(turn: Turn) -> Plan:
    """No proposals any more, whichever round they come from."""
    plan = turn.say("network.not")
    for one in await turn.desk.storage.contacts(turn.desk.tenant, person=turn.person.id):
        plan = _with(plan, await leaves(turn.desk, one)) if one.wants else plan
    return plan


async def _answer(turn: Turn, mine: Contact, other: str, what: str) -> Plan:
    entry = mine.agreed[other]
    if what == "never":
        return await _never(turn)
    if what == "no":
        return _with(turn.say("network.no"), await says_no(turn.desk, mine, other))
    me = await somebody(turn.desk, mine)
    them = await somebody(turn.desk, await turn.desk.storage.contact(turn.desk.tenant, other))
    open_ = is_open(entry, turn.desk.now()) and them is not None and mine.id in them.contact.agreed
    if me is None or them is None or not open_:
        return _with(turn.say("network.over"), await says_no(turn.desk, mine, other))
    if what == "later":
        return turn.say("network.take_time", until=local(turn.desk, entry["until"]))
    if entry["said"] == YES:
        return turn.refuse("toast.noted")
    came = await says_yes(turn.desk, me, them)
    waits = them.contact.agreed[mine.id]["said"] != YES
    return _with(turn.say("network.waits") if waits else Plan(), came)
