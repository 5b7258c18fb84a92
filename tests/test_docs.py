"""The documentation tells what is there: settings, commands, question types, formulas; links lead on."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest
from ruamel.yaml import YAML
from typer.main import get_command

from bot.app.metrics import Prometheus
from bot.app.serve import CONSULTANT_COMMANDS, OWNER_COMMANDS
from bot.cli import app
from bot.config import PREFIX, Settings
from bot.consultant.commands import COMMANDS
from bot.conversation.commands import EVERYBODY
from bot.interview.questions import Question
from scoring import DimensionCard, parse_model, read_submission, score
from scoring.business_case import Figure, Inputs, business_case

ROOT = Path(__file__).parent.parent
PAGES = [
    "README.md",
    "README.nl.md",
    "CHANGELOG.md",
    *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]


@cache
def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def first_cells(name: str, pattern: str) -> set[str]:
    """What stands first in the rows of a page's tables, as far as it is of this form."""
    return set(re.findall(rf"^\| `({pattern})", page(name), re.MULTILINE))


def test_the_readme_names_every_setting_and_no_other() -> None:
    assert first_cells("README.md", rf"{PREFIX}\w+") == {
        f"{PREFIX}{name.upper()}" for name in Settings.model_fields
    }


def test_the_page_on_how_it_is_built_names_every_part_of_the_bot() -> None:
    bot = ROOT / "bot"
    parts = [f"`bot/{one.parent.name}/" for one in bot.glob("*/__init__.py")]
    parts += [f"`bot/{one.name}`" for one in bot.glob("*.py") if not one.name.startswith("_")]
    assert [part for part in parts if part not in page("docs/architecture.md")] == []


def test_the_readme_tells_the_default_of_every_setting() -> None:
    for name, field in Settings.model_fields.items():
        row = re.search(rf"^\| `{PREFIX}{name.upper()}` \| (.*?) ?\|", page("README.md"), re.MULTILINE)
        assert row, name
        default = field.default
        assert row[1].strip("`") == ("" if default in (None, (), "") else f"{default}"), name


def test_the_readme_names_every_command_of_the_machine_with_its_options() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert first_cells("README.md", r"peiler \w+") == {f"peiler {name}" for name in commands}
    for name, command in commands.items():
        row = next(line for line in page("README.md").splitlines() if line.startswith(f"| `peiler {name}"))
        options = [option.opts[0] for option in command.params if option.opts[0].startswith("--")]
        either = {"--open": "--no-open"}
        assert [o for o in options if either.get(o, o) not in row and o != "--help"] == [], name


def test_the_readme_names_every_command_of_the_chat_and_no_other() -> None:
    assert first_cells("README.md", r"/\w+") == {f"/{name}" for name in {*EVERYBODY, *COMMANDS}}


def test_every_command_in_a_menu_is_one_that_does_something() -> None:
    assert {*OWNER_COMMANDS, *CONSULTANT_COMMANDS} <= {*EVERYBODY, *COMMANDS}


def test_operators_read_of_every_sign_and_metric_and_of_no_other() -> None:
    signs = set(re.findall(r'^            "(\w+)": (?:await|\{)', page("bot/app/health.py"), re.MULTILINE))
    metrics = {
        metric.name + ("_total" if metric.type == "counter" else "")
        for metric in Prometheus().registry.collect()
        if metric.name.startswith("peiler_")
    }
    assert {"polls", "outbox"} <= signs
    assert first_cells("docs/operating.md", r"(?:polls|outbox|database|disk|clock|webhook)(?=`)") == signs
    assert first_cells("docs/operating.md", r"peiler_\w+") == metrics


@pytest.mark.parametrize("name", PAGES)
def test_every_setting_and_command_that_a_page_names_exists(name: str) -> None:
    settings = {f"{PREFIX}{field.upper()}" for field in Settings.model_fields}
    of_tests = {f"{PREFIX}{word}" for word in ("SEED", "KILLS")}
    named = set(re.findall(rf"\b{PREFIX}[A-Z][A-Z_]*[A-Z]\b", page(name)))
    assert named - of_tests <= settings
    commands = get_command(app).commands  # type: ignore[attr-defined]
    run = re.findall(r"(?:^|`|bin/)peiler(?:-admin)? ([a-z]+)", page(name), re.MULTILINE)
    assert set(run) <= set(commands)


@cache
def dutch() -> dict[str, str]:
    """All Dutch texts by their name."""
    texts: dict[str, str] = {}
    for path in (ROOT / "bot" / "texts" / "nl").iterdir():
        if path.suffix == ".yaml":
            texts |= YAML(typ="safe").load(path.read_text("utf-8"))
    return texts


def says(template: str, words: str, whole: bool) -> bool:
    """Whether a text can say these words; what it fills in can be anything, in the guide often `…`."""
    plain = re.sub(r"<[^>]+>", "", template)
    pieces = re.split(r"\{\{.*?\}\}|\{%.*?%\}", plain, flags=re.DOTALL)
    if not whole:
        return any(words in piece for piece in pieces)
    return any(pieces) and re.fullmatch(".*".join(map(re.escape, pieces)), words) is not None


def guide() -> str:
    """The consultant's guide without its line breaks."""
    return " ".join(page("docs/handleiding.md").split())


def test_every_button_that_the_guide_names_is_one_that_can_be_pressed() -> None:
    labels = [text for name, text in dutch().items() if name.startswith("button.")]
    named = set(re.findall(r"\[([^]]+)\](?!\()", guide())) - {"haken"}
    assert len(named) > 30
    assert [name for name in named if not any(says(label, name, whole=True) for label in labels)] == []


def test_every_sentence_that_the_guide_quotes_is_said_by_the_bot() -> None:
    quoted = re.findall("“([^”]+)”", guide())
    assert quoted
    assert [words for words in quoted if not any(says(t, words, whole=False) for t in dutch().values())] == []


def test_the_guide_names_every_command_and_no_other() -> None:
    of_botfather = {"newbot", "revoke"}
    named = set(re.findall(r"`/(\w+)", guide()))
    assert named == {*EVERYBODY, *COMMANDS} | of_botfather


#: What is the same in every language: sections, rows with their defaults, lines to copy, links, options.
COMMON = {
    "sections": r"^#+ ",
    "rows": r"^\| `[^|]*\|(?: `[^`|]*` \|)?",
    "lines": r"^ {4,}([^\s#][^#\n]*?)(?: +#.*)?$",
    "links": r"\]\(([^)]+)\)",
    "options": r"--\w[\w-]*",
}


@pytest.mark.parametrize("what", COMMON)
def test_both_readmes_tell_the_same(what: str) -> None:
    english, dutch = (
        re.findall(COMMON[what], page(f"README{language}.md"), re.MULTILINE) for language in ("", ".nl")
    )
    assert english
    other = {"README.md": "README.nl.md"}
    assert [other.get(one, one) for one in dutch] == english


def test_every_test_that_a_page_gives_as_proof_is_there() -> None:
    for name in ("docs/reliability.md", "docs/privacy.md"):
        proofs = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page(name))
        assert proofs, name
        gone = [f"{path}::{test}" for path, test in proofs if f"def {test}(" not in page(path)]
        assert gone == []


def test_every_type_of_question_is_explained_to_authors() -> None:
    union = get_args(Question)[0]
    types = {get_args(question.model_fields["type"].annotation)[0] for question in get_args(union)}
    assert len(types) == 8
    assert [name for name in types if f"`{name}`" not in page("docs/scripts.md")] == []


def test_every_make_target_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^(\w+):", page("Makefile"), re.MULTILINE))
    named = {target for name in PAGES for target in re.findall(r"(?:`| {4})make (\w+)", page(name))}
    assert {"try", "test"} <= named <= targets


@pytest.mark.parametrize("name", PAGES)
def test_no_link_of_a_page_leads_nowhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", page(name)):
        link = urlsplit("".join(target))
        if link.scheme:
            continue
        path = (ROOT / name).parent / link.path if link.path else ROOT / name
        assert path.exists(), link.geturl()
        if link.fragment:
            assert link.fragment in headings(path), link.geturl()


def headings(path: Path) -> set[str]:
    """The anchors of a page, as a forge makes them."""
    titles = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


def test_every_path_that_the_architecture_names_is_there() -> None:
    named = re.findall(
        r"`((?:bot|scoring|storage|tests|benchmarks|interview_scripts)/[\w./]*)`",
        page("docs/architecture.md"),
    )
    assert named
    assert [path for path in named if "000N" not in path and not (ROOT / path).exists()] == []


@cache
def example() -> DimensionCard:
    """The pillar that docs/method.md scores by hand."""
    found = re.search(r"```json\n(.*?)```", page("docs/method.md"), re.DOTALL)
    assert found
    model = parse_model(page("interview_scripts/social_media/model.yaml"))
    submission = read_submission(found[1], model)
    return score(model, submission.answers, submission.reviews).dimensions[0]


def test_an_auditor_who_follows_the_method_page_gets_what_the_program_gets() -> None:
    card = example()
    text = page("docs/method.md")
    assert (card.level, card.coverage, card.confidence_label) == (2, 1.0, "medium")
    for figure in (card.score, card.confirmed):
        assert figure is not None
        assert f"= {figure:.4f}`" in text
    assert f"= {card.confidence:.2f}`" in text
    assert "shown as 1.8" in text
    assert f"{card.score:.1f}" == "1.8"


def test_the_method_page_lists_the_gates_and_key_questions_of_the_model() -> None:
    model = parse_model(page("interview_scripts/social_media/model.yaml"))
    items = [item for pillar in model.dimensions for item in pillar.items]
    keys = " ".join(item.id for item in items if item.weight == 1.5)
    gates = " ".join(item.id for item in items if item.gate)
    assert f"1.5 key ({keys})" in page("docs/method.md")
    assert f"Gate questions: {gates}." in page("docs/method.md")


def test_the_business_cases_of_the_method_page_come_out_to_the_cent() -> None:
    text = " ".join(page("docs/method.md").split())
    for contacts, extra, shown in (
        (120_000, 4_000, "benefit {benefit:,.2f}, cost {cost:,.2f}, payback {payback:.1f} months"),
        (
            40_000,
            1_500,
            "benefit {benefit:,.2f}, cost {cost:,.2f}: no payback, break-even at {break_even:.4f}",
        ),
    ):
        case = business_case(
            Inputs(
                contacts=Figure(Decimal(contacts)),
                mid=Figure(Decimal("0.10")),
                old_cost=Figure(Decimal("5.00")),
                new_cost=Figure(Decimal("1.50")),
                extra=Figure(Decimal(extra)),
                fte=Figure(Decimal("0.2")),
                fte_cost=Figure(Decimal(70_000)),
                licences=Figure(Decimal(4_000)),
                one_off=Figure(Decimal(6_000)),
            )
        )
        year = case.outcomes["mid"]
        facts = {
            "benefit": year.benefit,
            "cost": year.cost,
            "payback": year.payback,
            "break_even": case.break_even,
        }
        assert shown.format(**facts) in text
