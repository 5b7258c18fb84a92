"""Cards of a question of the script: asked, asked about the majority, or changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.cards.scene import LETTERS, Scene
from bot.cards.view import Card, Choice, Press
from bot.cards.words import topic_of
from bot.interview.prompts import earlier_option, may_skip
from bot.interview.questions import Date, Level, Multiple, Number, Question
from bot.interview.questions.common import Option

_INTROS = frozenset({"question", "majority", "multiple", "text", "number", "date", "file"})


def question(scene: Scene) -> Card:
    """A question of the script, to answer or to change."""
    question, kind = scene.question, scene.prompt.kind
    card = Card(
        kind, scene.progress.open, scene.scripted(question.text), _question_body(scene), **where(scene)
    )
    card = replace(card, options=_options(scene), expects=None if question.tapped else "text")
    if kind == "question" and not scene.prompt.editing:
        card = replace(
            card, specials=tuple(scene.press(s, "a", f"{scene.progress.open}:{s}") for s in question.specials)
        )
    return replace(card, actions=_question_actions(scene), navigation=navigation(scene))


def _question_body(scene: Scene) -> str:
    question = scene.question
    intro = (
        "majority"
        if scene.prompt.kind == "majority"
        else {"level": "question"}.get(question.type, question.type)
    )
    lines: list[str] = [scene.scripted(question.intro)] if question.intro else []
    if intro in _INTROS and not (lines and intro == "question"):
        lines.append(scene.say(f"card.{intro}.intro", **_intro_facts(question, scene.language)))
    if scene.prompt.editing:
        lines.append(scene.say("card.now", answer=scene.words(question)))
    if (earlier := _earlier(scene)) is not None:
        label = earlier.label[scene.language].replace("**", "")
        lines.append(scene.say("card.earlier", answer=scene.scripted({scene.language: label})))
    if scene.progress.why and question.why:
        lines.append(scene.say("card.why", text=question.why[scene.language]))
    return "\n".join(lines)


def _earlier(scene: Scene) -> Option | None:
    """What was chosen in the round before, where it can be chosen again."""
    first = scene.prompt.kind == "question" and not scene.prompt.editing
    return earlier_option(scene.question, scene.progress) if first else None


def _intro_facts(question: Question, language: str) -> dict[str, str]:
    if isinstance(question, Number):
        return {"unit": question.unit[language] if question.unit else ""}
    return {"exact": question.exact} if isinstance(question, Date) else {}


def _options(scene: Scene) -> tuple[Choice, ...]:
    question = scene.question
    options = question.options
    if isinstance(question, Level):
        shown = options[::-1] if scene.progress.descending else options
        return tuple(
            Choice(LETTERS[i], scene.scripted(option.label), f"a:{scene.progress.open}:{option.id}")
            for i, option in enumerate(shown)
        )
    revision = scene.progress.answers.get(question.id)
    chosen = revision.value if revision and isinstance(revision.value, tuple) else ()
    tail = f":{revision.number if revision else 0}" if isinstance(question, Multiple) else ""
    return tuple(
        Choice(
            "",
            scene.scripted(option.label),
            f"a:{scene.progress.open}:{option.id}{tail}",
            option.id in chosen,
        )
        for option in options
    )


def _question_actions(scene: Scene) -> tuple[Press, ...]:
    question, editing = scene.question, scene.prompt.editing
    actions: list[Press] = []
    if (earlier := _earlier(scene)) is not None:
        actions.append(scene.press("same", "a", f"{scene.progress.open}:{earlier.id}"))
    if isinstance(question, Multiple):
        actions.append(scene.press("multiple_done", "confirm"))
    if editing:
        revision = scene.progress.answered(question.id)
        if scene.plan.stops[question.id].evidence and revision and revision.scored:
            actions.append(scene.press("evidence_add", "evidence", revision.ask))
        actions.append(scene.press("keep", "keep"))
    elif scene.prompt.kind == "question" and may_skip(question, scene.progress):
        actions.append(scene.press("skip", "skip"))
    return tuple(actions)


def navigation(scene: Scene) -> tuple[Press, ...]:
    """Back, why, pause."""
    presses = [] if scene.prompt.editing else [scene.press("back", "back")]
    if scene.question.why and scene.prompt.kind in ("question", "majority"):
        presses.append(scene.press("why_hide" if scene.progress.why else "why", "why"))
    return (*presses, scene.own("pause", "pause"))


def where(scene: Scene) -> dict[str, Any]:
    """The progress line, and the share that is done."""
    left = scene.estimate()
    total = left.done + left.left
    share = left.done / total if total else 0.0
    stop = scene.plan.stops[scene.question.id]
    pillar = scene.facts["pillar"]
    if stop.numbered and scene.prompt.kind == "question" and not scene.prompt.editing:
        line = scene.say(
            "card.progress", pillar=pillar, number=left.done + 1, total=total, minutes=left.minutes
        )
    else:
        home = scene.plan.stops[stop.home].question
        topic = topic_of(home, scene.language)
        line = scene.say("card.progress_part", pillar=pillar, topic=topic, minutes=left.minutes)
    return {"progress": line, "share": share}
