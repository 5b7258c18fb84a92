"""An author at work: a small script that is right, and what `peiler check` says after a change to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.checking import Problem, check_folder

MODEL = """\
id: small
version: "1"
answer_sets:
  levels: {"0": 0, "1": 1, "2": 2}
  yes_no: {"no": 0, "yes": 1}
  percent: {min: 0, max: 100}
dimensions:
  - id: P
    items:
      - {id: P1, answers: levels}
      - {id: P2, answers: levels}
      - {id: P3, answers: yes_no}
      - {id: P4, answers: percent}
"""

SCRIPT = """\
format: 1
id: small
version: "1.0"
languages: [nl, en]
title: {nl: Klein, en: Small}
facts: [pillar, organisation]
follow_ups: {at_most: 2, reserved: 1}
evidence: {from: 2, prompt: {nl: Waaruit blijkt dat?, en: What shows it?}}
choices:
  where:
    - {id: desk, label: {nl: Aan de balie, en: At the desk}}
    - {id: phone, label: {nl: Per telefoon, en: By phone}}
sections:
  - id: P
    title: {nl: Deel een, en: Part one}
    when: 'pillar == "P"'
    questions:
      - id: P1
        type: level
        topic: {nl: Visie, en: Vision}
        text: {nl: Is er een visie?, en: Is there a vision?}
        why: {nl: Omdat het helpt., en: Because it helps.}
        anchors:
          nl: [Er is **niets**, Er is **iets**, Er is **alles**]
          en: [There is **nothing**, There is **something**, There is **everything**]
      - id: P1_used
        type: text
        follow_up: P1
        when: 'P1 == 2'
        text: {nl: 'Waar gebruikt {organisation | uw organisatie} die?', en: Where is it used?}
      - id: P2
        type: level
        topic: {nl: Plan, en: Plan}
        text: {nl: Is er een plan?, en: Is there a plan?}
        anchors:
          nl: [Nee, Half, Heel]
          en: [None, Half, Whole]
      - id: P3
        type: yes_no
        text: {nl: Is het af?, en: Is it finished?}
      - id: P4
        type: number
        text: {nl: Hoeveel is af?, en: How much is finished?}
        unit: {nl: procent, en: per cent}
        min: 0
        max: 100
      - id: P_where
        type: single
        choices: where
        specials: [dont_know]
        text: {nl: Waar begint het?, en: Where does it start?}
      - id: P_channels
        type: multiple
        choices:
          - {id: mail, label: {nl: Post, en: Mail}}
          - {id: chat, label: {nl: Chat, en: Chat}}
          - {id: visit, label: {nl: Bezoek, en: Visit}}
        text: {nl: Welke wegen?, en: Which ways?}
      - id: P_since
        type: date
        earliest: 2010-01-01
        latest: 2030-12-31
        text: {nl: Sinds wanneer?, en: Since when?}
      - id: P_open
        type: text
        order: 'low_streak(2) ? 0 : 800'
        text: {nl: 'Wat helpt bij {P1 | dit}?', en: What helps?}
      - id: P_quote
        type: yes_no
        part_of: P_open
        when: 'answered("P_open")'
        text: {nl: Mag dat in het rapport?, en: May that be in the report?}
cross_checks:
  - id: X1
    when: 'P1 == 2 && P2 == 0'
    question: {nl: Hoe past dat?, en: How does that fit?}
    finding: {nl: Visie zonder plan., en: A vision without a plan.}
"""


@dataclass(frozen=True)
class Author:
    """Somebody who writes a script in a folder of their own."""

    folder: Path

    def checks(self, script: str = SCRIPT, model: str = MODEL) -> list[Problem]:
        """What the checker finds."""
        (self.folder / "model.yaml").write_text(model, encoding="utf-8")
        (self.folder / "script.yaml").write_text(script, encoding="utf-8")
        return check_folder(self.folder)

    def changes(self, old: str, new: str) -> list[Problem]:
        """What the checker finds after one change to the script."""
        assert SCRIPT.count(old) == 1, f"{old!r} stands {SCRIPT.count(old)} times in the script"
        return self.checks(SCRIPT.replace(old, new))

    def is_told(self, old: str, new: str, says: str, at: str | None = None) -> None:
        """One change gives one problem, at the line that now holds `at` (or the new text), that says this."""
        problems = self.changes(old, new)
        lines = SCRIPT.replace(old, new).splitlines()
        sought = at or new.strip().splitlines()[-1].strip()
        possible = [number for number, text in enumerate(lines, 1) if sought in text]
        found = [(problem.file, problem.line, problem.message) for problem in problems]
        assert len(found) == 1, found
        assert found[0][0] == str(self.folder / "script.yaml"), found
        assert found[0][1] in possible, (found, possible)
        assert says in found[0][2], found
