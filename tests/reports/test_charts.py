"""The pictures: what they hold, and that nobody's words are read as markup."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.reports.charts import chart, pillar_chart
from bot.reports.facts import facts_of_one
from tests.reports.rounds import NOW, Round, assessment, whole_round

MARKUP = st.text(st.sampled_from("#$*_`[]{}()<>@\\\"'/=-+~\n\x00aé😀"), max_size=60)


def size(png: Path) -> tuple[int, int]:
    head = png.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", head[16:24])
    return width, height


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_same_facts_give_the_same_picture_to_the_byte(language: str, tmp_path: Path) -> None:
    facts = whole_round().facts()
    once = chart(facts, language, tmp_path / "new" / "once.png").read_bytes()
    assert once == chart(facts, language, tmp_path / "twice.png").read_bytes()


def test_pictures_are_as_wide_as_a_phone_shows_sharply(tmp_path: Path) -> None:
    made = whole_round()
    one = facts_of_one(made.model, made.script, made.organisation, made.interviews[0], made.answers, NOW)
    assert size(chart(made.facts(), "nl", tmp_path / "pillars.png"))[0] == 1080
    assert size(pillar_chart(one, "S", "nl", tmp_path / "own.png"))[0] == 1080


def test_a_demo_and_a_real_round_do_not_look_alike(tmp_path: Path) -> None:
    real = chart(whole_round().facts(), "nl", tmp_path / "real.png")
    demo = chart(whole_round(assessment(demo=True)).facts(), "nl", tmp_path / "demo.png")
    assert size(demo)[1] > size(real)[1]


@pytest.mark.parametrize(
    "made", [Round(), Round().person("S", "4444"), Round().person("S", "xxxx"), Round().person("S", "0-? ")]
)
def test_there_is_a_picture_however_little_is_known(made: Round, tmp_path: Path) -> None:
    facts = made.facts()
    assert size(chart(facts, "nl", tmp_path / "pillars.png"))[1] > 400
    assert size(pillar_chart(facts, "S", "en", tmp_path / "own.png"))[1] > 200


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(MARKUP | st.text(max_size=300))
def test_no_name_is_ever_read_as_markup(tmp_path: Path, name: str) -> None:
    assert chart(Round(assessment(name)).facts(), "nl", tmp_path / "named.png").exists()


def test_a_name_that_reads_files_is_shown_and_nothing_else(tmp_path: Path) -> None:
    plain = Round(assessment("#read(x)")).facts()
    assert size(chart(plain, "nl", tmp_path / "a.png")) == size(
        chart(Round(assessment("zread(x)")).facts(), "nl", tmp_path / "b.png")
    )
