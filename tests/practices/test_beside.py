"""A round stands beside others: no figure of too few, self and outside apart, made-up ones never beside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.demo.seed import seed
from bot.gathering import assessment_facts
from bot.reports.beside import Beside
from bot.reports.data import data_of
from bot.reports.summary import summary
from storage import Change
from tests.authority.world import CONSULTANT, World
from tests.consultant.answering import answers_all
from tests.practices.known import entry, knows, nameless


async def answered(world: World) -> None:
    """The owner of S handed in, everything at level 2."""
    await world.types(CONSULTANT, "/invite S Ada")
    await world.types("200", f"/start {await world.token(CONSULTANT)}")
    await world.taps("200", await world.button("200", "consent:"))
    await answers_all(world, "200", level="2")


def placed(id_: str, score: float, coverage: float = 1.0, **other: Any) -> dict[str, Any]:
    return entry(id_, scores={"S": {"score": score, "coverage": coverage}}, practices=[], **other)


async def told(world: World, language: str = "nl") -> tuple[tuple[Beside, ...], str]:
    """(what stands beside pillar S, what the report says)."""
    [assessment] = await world.storage.assessments("main")
    facts = await assessment_facts(world.desk, assessment, world.now)
    assert all(not one.beside for one in facts.pillars if one.card.score is None)
    text = "\n".join(summary(facts, language))
    return facts.pillar("S").beside, text


async def test_without_others_nothing_is_said_of_them(world: World) -> None:
    await answered(world)
    beside, text = await told(world)
    assert beside == ()
    assert "Naast anderen" not in text


async def test_below_five_there_is_no_figure_and_only_who_may_be_named_is_named(world: World) -> None:
    await answered(world)
    hidden = nameless("hidden", scores={"S": {"score": 4.0}}, sector="province", year=2020)
    await knows(world, placed("delft", 1.0), placed("kiel", 3.0), hidden, placed("thin", 4.0, 0.7))
    [one], text = await told(world)
    assert (one.figures.n, one.figures.median, one.unnamed) == (3, None, 1)
    assert one.named == ("Gemeente delft", "Gemeente kiel")
    assert (
        "3, te weinig om te vergelijken. Het gaat onder meer om Gemeente delft en Gemeente kiel. 2026" in text
    )
    assert "provincie" not in text
    assert "too few to compare with. Among them are Gemeente delft and" in (await told(world, "en"))[1]


async def test_with_five_there_are_median_and_range_with_their_years_sectors_and_kinds(world: World) -> None:
    await answered(world)
    await knows(world, *(placed(f"x{n}", n / 2, year=2022 + n) for n in range(4)))
    await knows(world, placed("firm", 4.0, sector="business", government=False, year=2026))
    [one], text = await told(world)
    assert one.figures.range == (0.0, 4.0)
    assert "van 0,0 tot 4,0. 5 organisaties, 2022–2026: bedrijf, gemeente (overheid en geen overheid)" in text
    assert one.figures.percentile is None
    assert not one.named


async def test_with_five_of_the_own_sector_only_those_stand_beside_it_and_else_all(world: World) -> None:
    await answered(world)
    [assessment] = await world.storage.assessments("main")
    settings = {**assessment.settings, "sector": "municipality"}
    await world.storage.save(Change(writes=(replace(assessment, settings=settings),)))
    await knows(world, *(placed(f"x{n}", 1.0) for n in range(4)))
    await knows(world, *(placed(f"p{n}", 3.0, sector="province") for n in range(4)))
    [one], _ = await told(world)
    assert (one.figures.n, one.sectors) == (8, ("municipality", "province"))
    await knows(world, placed("x4", 1.0))
    [one], text = await told(world)
    assert (one.figures.n, one.sectors) == (5, ("municipality",))
    assert "5 organisaties" in text


async def test_with_twenty_there_are_quartiles_and_the_share_that_scores_lower(world: World) -> None:
    await answered(world)
    await knows(world, *(placed(f"x{n}", n % 5) for n in range(20)))
    [one], text = await told(world)
    assert one.figures.quartiles == (1.0, 2.0, 3.0)
    assert "middelste 2,0, de middelste helft van 1,0 tot 3,0; 50% scoort lager. 20 organisaties" in text
    [assessment] = await world.storage.assessments("main")
    data = data_of(await assessment_facts(world.desk, assessment, world.now), assessment.id)
    [written] = data["pillars"][0]["beside"]
    assert written["figures"]["n"] == 20


async def test_who_sees_itself_and_who_was_seen_from_outside_are_never_in_one_figure(world: World) -> None:
    await answered(world)
    outside: dict[str, Any] = {"kind": "outside", "link": "https://x.example", "seen_on": "2026-10-01"}
    await knows(world, *(placed(f"s{n}", 1.0) for n in range(5)))
    await knows(world, *(placed(f"o{n}", 3.0, **outside) for n in range(5)))
    (own, seen), text = await told(world)
    assert (own.view, own.figures.n, own.figures.median) == ("self", 5, 1.0)
    assert (seen.view, seen.figures.n, seen.figures.median) == ("outside", 5, 3.0)
    assert "Naast anderen (van buiten gezien): middelste 3,0" in text


async def test_the_organisation_itself_and_made_up_ones_do_not_count_beside_it(world: World) -> None:
    await answered(world)
    await knows(world, placed("own", 4.0, name="gemeente  ZILVERMEER"), placed("delft", 1.0))
    await knows(world, *(placed(f"demo{n}", 3.0) for n in range(6)), demo=True)
    [one], _ = await told(world)
    assert one.named == ("Gemeente delft",)


async def test_the_demo_stands_beside_made_up_organisations_alone(office: World) -> None:
    await seed(office.desk)
    [assessment] = await office.storage.assessments("main")
    facts = await assessment_facts(office.desk, assessment, office.now)
    known = [pillar for pillar in facts.pillars if pillar.card.score is not None]
    assert {one.figures.n for pillar in known for one in pillar.beside if one.view == "self"} == {7}
    assert "DEMO" in summary(facts, "nl")[0]
