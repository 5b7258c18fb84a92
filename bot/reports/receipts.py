"""What the figures of a report rest on: items, the words that were chosen, evidence, who answered by
what they do, and the formula with its figures. For consultants alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bot.reports.blocks import Receipt
from bot.reports.facts import PillarFacts
from bot.reports.items import ItemFacts
from bot.reports.receipts_of_plan import receipts_of_plan, receipts_of_running
from bot.reports.report.source import Source
from bot.reports.submitted import value_of
from scoring import DimensionCard, ItemCard
from scoring.compare import at_least
from storage.records import Answer

Entry = tuple[str, str]
#: Shares of the confidence that a figure of the model gives.
_PARTS = ("coverage", "evidence", "agreement")


def receipts_of(source: Source) -> Mapping[str, Receipt]:
    """Every receipt that a sentence of the report can name, by its key."""
    found: dict[str, Receipt] = {
        "overall": of_overall(source),
        "respondents": of_respondents(source),
        "evidence": of_evidence(source),
    }
    for pillar in source.facts.pillars:
        found[f"pillar:{pillar.id}"] = of_pillar(source, pillar)
        found |= {f"item:{item.id}": of_item(source, pillar, item) for item in pillar.items}
        if pillar.beside:
            found[f"beside:{pillar.id}"] = _of_others(source, pillar)
    return found | receipts_of_plan(source) | receipts_of_running(source)


def _versions(source: Source) -> str:
    return source.say(
        "receipt.versions", script=source.facts.script_version, model=source.facts.scorecard.model_version
    )


# --- an item


def of_item(source: Source, pillar: PillarFacts, item: ItemFacts) -> Receipt:
    """Question, what each respondent chose in words, evidence, review, and how that made the value."""
    voices = list(_chosen(source, item))
    shown = source.evidence_of(item.id)
    entries: list[tuple[str, str | None]] = [
        ("question", source.questions.get(item.id)),
        ("outcome", _outcome(source, item)),
        *(("chosen", text) for text in voices),
        ("evidence", "; ".join(shown) if shown else source.say("receipt.no_evidence")),
        *(("review", text) for text in _reviews(source, item)),
        ("respondents", str(len(voices)) if voices else None),
        ("formula", _item_formula(source, item.card)),
        ("confirmed", _confirmed(source, item.card)),
        ("weighs", source.say("receipt.weight", weight=item.card.weight, gate=item.card.gate)),
        ("version", _versions(source)),
    ]
    title = source.say("receipt.item_title", id=item.id, topic=source.topic(item), pillar=source.name(pillar))
    return source.receipt(title, entries)


def _chosen(source: Source, item: ItemFacts) -> Iterator[str]:
    """Who (by what they do) chose which words."""
    people = {one.interview: one for one in source.basis.respondents} if source.basis else {}
    for answer in source.answers_to(item.id):
        value = value_of(answer)
        if value is not None and answer.interview in people:
            one = people[answer.interview]
            who = source.role_of(one)
            parts = [who, source.typed(one.function, 60), source.typed(one.department, 60)]
            named = ", ".join(part for part in parts if part)
            yield f"{named}: {_words_of(source, item, value, answer)}"


def _words_of(source: Source, item: ItemFacts, value: float | str, answer: Answer) -> str:
    """The words that belong to an answer; with a special what was typed beside it."""
    number = _number(source, item, value)
    if number is not None:
        anchor = source.text(item.anchor(number))
        return f"{source.words.level(source.facts, number)} – {anchor}" if anchor else str(value)
    typed = source.typed(answer.reason or answer.text or "")
    special = source.say(f"picture.item.{value}") if value in _SPECIALS else str(value)
    return f"{special} ({typed})" if typed else special


_SPECIALS = ("dont_know", "not_applicable", "skipped")


def _number(source: Source, item: ItemFacts, value: float | str) -> float | None:
    if source.basis is None:
        return None
    return source.basis.model.items[item.id].answers.number_of(value)


def _reviews(source: Source, item: ItemFacts) -> Iterator[str]:
    """What a consultant made of the answers, with the reason."""
    for answer in source.answers_to(item.id):
        one = source.basis.judged.of(answer.interview, item.id) if source.basis else None
        if one is not None:
            level = None if one.score is None else source.half(source.facts, one.score)
            yield source.say(
                "receipt.judged",
                level=level,
                evidence=one.evidence,
                reason=source.typed(one.reason or "").rstrip("."),
            )


def _outcome(source: Source, item: ItemFacts) -> str:
    words = source.value_words(item)
    value = item.card.value
    return words if value is None else f"{words} ({source.number(value)})"


def _item_formula(source: Source, card: ItemCard) -> str | None:
    """The weighted mean of what was chosen, as judged; None where there is no value."""
    if card.value is None:
        return None
    if len(card.voices) < 2:
        return source.say("receipt.alone", value=source.number(card.value))
    return _mean(source, [(voice.weight, voice.value) for voice in card.voices], card.value)


def _mean(source: Source, pairs: Iterable[tuple[float, float]], result: float) -> str:
    """Two decimals, so that the sum can be done again."""
    pairs = list(pairs)
    above = " + ".join(f"{source.number(weight)} × {source.number(value, 2)}" for weight, value in pairs)
    return f"({above}) / {source.number(sum(weight for weight, _ in pairs))} = {source.number(result, 2)}"


def _confirmed(source: Source, card: ItemCard) -> str | None:
    if card.confirmed is None or source.basis is None:
        return None
    cap = source.basis.model.settings.evidence.cap
    return source.say(
        "receipt.confirmed_words",
        shown=card.evidence,
        value=source.number(card.confirmed),
        cap=source.number(cap),
    )


# --- a pillar


def of_pillar(source: Source, pillar: PillarFacts) -> Receipt:
    """Its items, who answered, and every formula with its figures."""
    card = pillar.card
    entries: list[tuple[str, str | None]] = [
        ("items", "; ".join(_item_lines(source, pillar))),
        ("respondents", _people(source, pillar)),
        ("score", _score(source, pillar)),
        ("confirmed", _score(source, pillar, confirmed=True)),
        *(("level", text) for text in _levels(source, pillar)),
        ("coverage", _coverage(source, card)),
        ("interval", _interval(source, pillar)),
        ("confidence", _confidence(source, card)),
        ("aim", _aim(source, pillar)),
        ("version", _versions(source)),
    ]
    return source.receipt(source.say("receipt.pillar_title", name=source.name(pillar)), entries)


def _item_lines(source: Source, pillar: PillarFacts) -> Iterator[str]:
    for item in pillar.items:
        value = source.number(item.card.value) if item.card.value is not None else source.value_words(item)
        yield f"{item.id} {source.topic(item)}: {value}"


def _people(source: Source, pillar: PillarFacts) -> str:
    if source.basis is None:
        return str(pillar.people)
    found = Counter(source.role_of(one) for one in source.basis.respondents if one.pillar == pillar.id)
    return ", ".join(f"{count} × {role}" for role, count in found.items()) or "0"


def _score(source: Source, pillar: PillarFacts, *, confirmed: bool = False) -> str | None:
    card = pillar.card
    result = card.confirmed if confirmed else card.score
    if result is None:
        return None
    picked = [
        (item.weight, item.confirmed if confirmed else item.value)
        for item in card.all_items()
        if item.value is not None
    ]
    return _mean(source, [(weight, value) for weight, value in picked if value is not None], result)


def _levels(source: Source, pillar: PillarFacts) -> Iterator[str]:
    """For each level up to the next what share of the weight has it, and what is needed; then what stops."""
    card = pillar.card
    rule = next((one.level for one in source.dimensions if one.id == pillar.id), None)
    valued = [(item.weight, item.value) for item in card.all_items() if item.value is not None]
    if card.level is None or rule is None or rule.rule != "shares" or not valued:
        return
    whole, given = sum(weight for weight, _ in valued), rule.parameters
    for level in range(1, min(card.level + 1, source.facts.top) + 1):
        share = sum(weight for weight, value in valued if at_least(value, level)) / whole
        yield source.say(
            "receipt.share",
            level=source.words.level(pillar, level),
            share=share,
            reach=given["reach"],
            lower=given["lower"],
        )
    limit = card.level + 1 - given["gate_slack"]
    stops = [
        i.id for i in card.all_items() if i.gate and i.value is not None and not at_least(i.value, limit)
    ]
    if stops and card.level < source.facts.top:
        yield source.say("receipt.gate", items=stops, level=source.words.level(pillar, card.level + 1))


def _coverage(source: Source, card: DimensionCard) -> str | None:
    if card.coverage is None:
        return None
    applying = [item for item in card.all_items() if item.applies]
    answered = sum(item.weight for item in applying if item.value is not None)
    whole = sum(item.weight for item in applying)
    return f"{source.number(answered)} / {source.number(whole)} = {source.percent(card.coverage)}"


def _interval(source: Source, pillar: PillarFacts) -> str | None:
    found = pillar.card.interval
    if found is None:
        return None
    low, high = (source.words.level(pillar, level) for level in found)
    return source.say("receipt.interval_words", low=low, high=high)


def _confidence(source: Source, card: DimensionCard) -> str | None:
    if card.confidence is None or source.basis is None:
        return None
    s = source.basis.model.settings
    valued = [item for item in card.all_items() if item.value is not None]
    high = [item for item in valued if item.value is not None and at_least(item.value, s.evidence.expected)]
    shown = sum(item.evidence for item in high) / len(high) if high else 1.0
    agreement = s.confidence.alone if card.agreement is None else card.agreement
    figures = zip(_PARTS, (card.coverage or 0.0, shown, agreement), strict=True)
    told = " + ".join(
        f"{source.number(getattr(s.confidence, name), 2)} × {source.number(value, 2)}"
        for name, value in figures
    )
    return f"{told} = {source.number(card.confidence, 2)}"


def _aim(source: Source, pillar: PillarFacts) -> str | None:
    card = pillar.card
    if card.ambition is None:
        return None
    target = None if card.target is None else source.half(pillar, card.target)
    return source.say("receipt.aim_words", ambition=source.half(pillar, card.ambition), target=target)


# --- the whole, the people, others


def of_overall(source: Source) -> Receipt:
    """The lowest level, the mean and the balance, from the pillars."""
    facts, overall = source.facts, source.facts.scorecard.overall
    scores = [pillar.card.score for pillar in facts.known if pillar.card.score is not None]
    mean = None
    if overall.score is not None and scores:
        above = " + ".join(source.number(score, 2) for score in scores)
        mean = f"({above}) / {len(scores)} = {source.number(overall.score, 2)}"
    balance = None
    if overall.balance is not None and source.basis is not None:
        spread = source.basis.model.settings.balance.spread
        deviation = source.number((1 - overall.balance) * spread, 2)
        balance = f"1 − {deviation} / {source.number(spread, 2)} = {source.number(overall.balance, 2)}"
    lines = [
        f"{source.name(pillar)}: {source.standing_of(pillar)} ({source.number(pillar.card.score)})"
        for pillar in facts.pillars
    ]
    entries: list[tuple[str, str | None]] = [
        ("pillars", "; ".join(lines)),
        ("lowest", source.words.level(facts, overall.level) if overall.level is not None else None),
        ("mean", mean),
        ("balance", balance),
        ("range", None if overall.range is None else source.number(overall.range)),
        ("respondents", str(facts.people)),
        ("version", _versions(source)),
    ]
    return source.receipt(source.say("receipt.overall_title"), entries)


def of_respondents(source: Source) -> Receipt:
    """How many handed in by pillar and by what they are for it, and how many are expected."""
    entries = [("people", f"{source.name(p)}: {_people(source, p)}") for p in source.facts.pillars]
    entries.append(("waiting", str(source.facts.waiting)))
    return source.receipt(source.say("receipt.respondents_title"), entries)


def of_evidence(source: Source) -> Receipt:
    """Which high answers have a reference, and which have none."""
    facts = source.facts
    claims = [item for item in source.items.values() if item.claims and item.id not in facts.security]
    with_, without = ([i.id for i in claims if i.card.evidence is is_] for is_ in (True, False))
    shown, all_ = facts.evidence
    counted = source.say("long.evidence.counts", shown=shown, claims=all_, security=bool(facts.security))
    entries = [("outcome", counted), ("shown", source.listed(with_)), ("not_shown", source.listed(without))]
    return source.receipt(source.say("receipt.evidence_title"), entries)


def _of_others(source: Source, pillar: PillarFacts) -> Receipt:
    entries: list[tuple[str, str | None]] = []
    for one in pillar.beside:
        figures = one.figures
        years = "–".join(dict.fromkeys(map(str, one.years))) if one.years else ""
        told = [source.say(f"beside.view.{one.view}"), f"n = {figures.n}", years]
        told += [source.say(f"sector.{sector}") for sector in one.sectors]
        told += (
            [source.say("receipt.median", median=source.number(figures.median))]
            if figures.median is not None
            else []
        )
        entries.append(("others", ", ".join(part for part in told if part)))
    return source.receipt(source.say("receipt.others_title", name=source.name(pillar)), entries)
