"""What a figure rests on, in chat: the same receipt as in the consultant's copy of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.consultant.asking import Ask, Press
from bot.desk import Plan
from bot.gathering import advice_of, assessment_facts
from bot.reports.blocks import Receipt
from bot.reports.documents import Material
from bot.reports.facts import Facts
from bot.reports.receipts import receipts_of
from bot.reports.report.source import source_of
from bot.reports.words import one_line
from storage.records import Assessment

#: The button that shows a receipt.
RECEIPT = "receipt"
#: What there is a receipt of besides pillars and items, in this order.
WHOLE = ("overall", "plan", "evidence", "respondents")
#: Characters of one entry, of all of them, and of what was asked for; buttons in a row.
ENTRY, ALL, ASKED, IN_A_ROW = 500, 3000, 40, 4


async def why(ask: Ask, assessment: Assessment, wanted: str) -> Plan:
    """`ITEM`, a pillar or one of `WHOLE`: what that rests on; else what can be asked for."""
    now = ask.desk.now()
    facts = await assessment_facts(ask.desk, assessment, now)
    advice = await advice_of(ask.desk, assessment, facts)
    material = Material(assessment.id, facts, (), ask.desk.texts, leaves=False, advice=advice)
    receipts = receipts_of(source_of(material, ask.language))
    names = _names(receipts)
    key = names.get(wanted.strip().casefold())
    if key is None:
        buttons = _choices(ask, assessment, receipts, [f"pillar:{pillar.id}" for pillar in facts.pillars])
        buttons += _choices(ask, assessment, receipts, list(WHOLE))
        unknown = one_line(wanted, ASKED)
        return ask.say("why.what", buttons, organisation=assessment.name, unknown=unknown)
    receipt = receipts[key]
    entries, more = _entries(receipt)
    buttons = _items(ask, assessment, facts, key)
    return ask.say("why.receipt", buttons, title=receipt.title, entries=entries, more=more)


def _names(receipts: Mapping[str, Receipt]) -> dict[str, str]:
    """What can be typed -> the key of its receipt; a pillar before an item of the same name."""
    typed = [(key.rpartition(":")[2].casefold(), key) for key in receipts if _asked(key)]
    return dict(reversed(typed))


def _asked(key: str) -> bool:
    return key in WHOLE or key.startswith(("pillar:", "item:"))


def _choices(
    ask: Ask, assessment: Assessment, receipts: Mapping[str, Receipt], keys: Sequence[str]
) -> list[list[Press]]:
    """A button for each receipt that there is."""
    return [
        [(one_line(receipts[key].title, 60), f"{RECEIPT}:{assessment.id}:{key.rpartition(':')[2]}")]
        for key in keys
        if key in receipts
    ]


def _items(ask: Ask, assessment: Assessment, facts: Facts, key: str) -> list[list[Press]]:
    """Below a pillar its items, so many in a row; below anything else the way back."""
    kind, _, name = key.partition(":")
    shown = [item.id for item in facts.pillar(name).items] if kind == "pillar" else []
    presses = [(id_, f"{RECEIPT}:{assessment.id}:{id_}") for id_ in shown]
    rows = [presses[first : first + IN_A_ROW] for first in range(0, len(presses), IN_A_ROW)]
    return [*rows, [(ask.label("why_other"), f"{RECEIPT}:{assessment.id}")]]


def _entries(receipt: Receipt) -> tuple[list[tuple[str, str]], int]:
    """As many as fit in a message, and how many do not."""
    shown: list[tuple[str, str]] = []
    room = ALL
    for name, text in receipt.entries:
        cut = one_line(text, ENTRY)
        room -= len(name) + len(cut)
        if room < 0:
            break
        shown.append((name, cut))
    return shown, len(receipt.entries) - len(shown)
