"""Authors read what is wrong with their actions together with everything else in the folder."""

from pathlib import Path

from bot.checking import check_folder
from tests.scripts.author import MODEL, SCRIPT

ACTIONS = """\
format: 1
version: "1"
languages: [nl, en]
functions: {clerk: {nl: griffier, en: clerk}}
from_anchor:
  usually: clerk
  text: {nl: "Zorg dat: {anchor}", en: "See to it: {anchor}"}
  without_anchor: {nl: "Breng {item} verder", en: "Bring {item} further"}
  measure: {nl: Het klopt, en: It is true}
finish: {usually: clerk, text: {nl: Maak het af, en: Finish it}, measure: {nl: Af, en: Done}}
actions:
  - {id: one, pillar: P, from: 0, to: 1, items: [P1], effort: S, kind: rule, usually: clerk,
     text: {nl: Begin, en: Begin}, measure: {nl: Begonnen, en: Begun}}
"""


def told(folder: Path, *, model: str = MODEL, actions: str | bytes = ACTIONS) -> list[str]:
    (folder / "model.yaml").write_text(model, encoding="utf-8")
    (folder / "small.yaml").write_text(SCRIPT, encoding="utf-8")
    (folder / "actions.yaml").write_bytes(actions if isinstance(actions, bytes) else actions.encode())
    return [str(problem).removeprefix(f"{folder}/") for problem in check_folder(folder)]


def test_actions_that_fit_their_model_are_without_mistakes(tmp_path: Path) -> None:
    assert told(tmp_path) == []


def test_every_mistake_in_the_actions_is_told_with_its_line(tmp_path: Path) -> None:
    wrong = (
        ACTIONS.replace("[P1]", "[P9]").replace("en: Begin}", "de: Beginne}").replace("en: Done", "en: ''")
    )
    assert told(tmp_path, actions=wrong) == [
        "actions.yaml:10: measure has no text in en; add one",
        "actions.yaml:12: P9 is no item of P; use one of: P1, P2, P3, P4",
        "actions.yaml:13: de is no language of this file; use one of: en, nl",
        "actions.yaml:13: text has no text in en; add one",
    ]


def test_mistakes_in_model_and_actions_are_told_together(tmp_path: Path) -> None:
    found = told(tmp_path, model=MODEL.replace("answers: levels", "answers: level"), actions="- one\n")
    assert {line.split(":")[0] for line in found} == {"actions.yaml", "model.yaml"}


def test_actions_that_are_no_text_are_told_so(tmp_path: Path) -> None:
    assert told(tmp_path, actions=b"\xff\xfe") == ["actions.yaml:1: the file is not UTF-8 text"]
