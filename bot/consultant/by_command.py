"""The consultant's commands: each acts on the only round there is, or asks which."""

from __future__ import annotations

from collections.abc import Callable

from bot.authority import may, role_of
from bot.consultant import closing, explaining, founding, nudging, people, repeating, reviewing
from bot.consultant.asking import LONGEST_NAME, Answer, Ask, data
from bot.consultant.assessments import make_assessment
from bot.consultant.ordering import order_report
from bot.consultant.people import what_next
from bot.consultant.status import show_status
from bot.desk import Plan
from bot.phases import frozen
from bot.tokens import new_mark
from storage.records import Assessment


async def new(ask: Ask, name: str) -> Plan:
    """A round: with a name at once, without one step by step."""
    name = " ".join(name.split())
    if not name:
        return await founding.begin(ask)
    if len(name) > LONGEST_NAME:
        return ask.say("consultant.new_how", most=LONGEST_NAME)
    assessment, records = make_assessment(ask.desk, name, ask.person)
    plan = what_next(ask, assessment)
    offered = await repeating.offer(ask, assessment)
    plan.writes = [*records, *await founding.given_up(ask), *plan.writes, *offered]
    return plan


async def assessments(ask: Ask, _: str) -> Plan:
    """All rounds, to choose from."""
    mine = await ask.all_mine()
    if not mine:
        return await _none(ask)
    return ask.say("consultant.which", [[(_called(ask, a), f"assessment:{a.id}")] for a in mine])


async def invite(ask: Ask, rest: str) -> Plan:
    """`PILLAR NAME`: a link for one person."""
    pillar, _, name = rest.partition(" ")
    pillar, name = pillar.replace(":", ""), name.strip()
    more = f"{new_mark()}:{pillar}:{name}" if pillar else ""
    return await _with_one(ask, "invite", lambda one, a: people.invite(one, a, pillar, name), more)


async def status(ask: Ask, _: str) -> Plan:
    """Who is how far."""
    return await _with_one(ask, "status", show_status, among=await _to_read(ask))


async def remind(ask: Ask, _: str) -> Plan:
    """When who is reminded."""
    return await _with_one(ask, "remind", nudging.show_plan)


async def report(ask: Ask, _: str) -> Plan:
    """The report, made by a job."""
    return await _with_one(ask, "report", lambda one, a: order_report(one, a, ""), among=await _to_read(ask))


async def why(ask: Ask, item: str) -> Plan:
    """What a figure rests on."""
    item = item.replace(":", "")
    among = await _to_read(ask)
    return await _with_one(
        ask, explaining.RECEIPT, lambda one, a: explaining.why(one, a, item), item, among=among
    )


async def _to_read(ask: Ask) -> list[Assessment]:
    """The open rounds; once all are closed or adopted, those: their figures are still wanted."""
    return await ask.mine() or await ask.all_mine()


async def review(ask: Ask, _: str) -> Plan:
    """The answers of who handed in."""
    return await _with_one(
        ask, "reviews", lambda one, a: reviewing.owners(one, a, ""), among=await ask.all_mine()
    )


async def close(ask: Ask, _: str) -> Plan:
    """Ask whether a round is to be closed."""
    return await _with_one(ask, "close", lambda one, a: closing.close(one, a, ""))


async def reopen(ask: Ask, _: str) -> Plan:
    """A closed round goes on."""
    closed = [one for one in await ask.all_mine() if one.state == "closed" and not frozen(one)]
    if not closed:
        return ask.say("close.none")
    return await _with_one(ask, "reopen", lambda one, a: closing.reopen(one, a, ""), among=closed)


async def _none(ask: Ask) -> Plan:
    """There is no round to do this with; who may begin one is told how."""
    begins = may(await role_of(ask.desk, ask.person), "/new")
    return ask.say("consultant.none_open" if await ask.all_mine() else "consultant.none", begins=begins)


async def _with_one(
    ask: Ask,
    verb: str,
    act: Callable[[Ask, Assessment], Answer],
    more: str = "",
    among: list[Assessment] | None = None,
) -> Plan:
    """Act on the only assessment, or ask which: a guess could send somebody's name to the wrong round."""
    mine = await ask.mine() if among is None else among
    if not mine:
        return await _none(ask)
    if len(mine) == 1:
        return await act(ask.of(mine[0]), mine[0])
    tail = f":{more}" if more else ""
    return ask.say("consultant.which", [[(_called(ask, a), data(f"{verb}:{a.id}{tail}"))] for a in mine])


def _called(ask: Ask, assessment: Assessment) -> str:
    """The name of a round to choose; a repeat has that of the one before, so what is over says since when."""
    since = assessment.adopted_at or assessment.closed_at
    if since is None or assessment.state == "open":
        return assessment.name
    over = ask.local(since)
    return ask.label("round_over", name=assessment.name, over=over, adopted=frozen(assessment))
