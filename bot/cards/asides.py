"""Cards of what is asked beside a question: who knows, why, what shows it, whether a change is meant."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.questions import navigation, where
from bot.cards.scene import Scene
from bot.cards.view import Card, Press
from bot.cards.words import in_words


def who(scene: Scene) -> Card:
    """Who would know."""
    body = scene.say("card.who.body", consultant=scene.facts["consultant"])
    # Both mean that nobody is named here; the first says that the person will look for it.
    actions = (scene.press("who_later", "skip"), scene.press("who_skip", "skip"))
    return _typed(scene, scene.say("card.who.title"), body, actions)


def reason(scene: Scene) -> Card:
    """Why a question does not apply."""
    return _typed(scene, scene.say("card.reason.title"), scene.say("card.reason.body"), ())


def best_or_weakest(scene: Scene) -> Card:
    """Which department is the best or the weakest one."""
    kind = scene.prompt.kind
    actions = (scene.press("skip", "skip"),)
    return _typed(scene, scene.say(f"card.{kind}.title"), scene.say(f"card.{kind}.body"), actions)


def evidence(scene: Scene) -> Card:
    """What shows a level."""
    question, prompt = scene.question, scene.prompt
    ask_for = scene.plan.stops[question.id].evidence or {scene.language: ""}
    later = prompt.last_call or prompt.editing
    title = "card.evidence.title_later" if later else "card.evidence.title"
    body = scene.say(
        "card.evidence.body",
        answer=scene.words(question),
        prompt=ask_for[scene.language],
        files=scene.facts.get("files", False),
    )
    if prompt.editing:
        actions = [scene.press("keep", "keep")]
    elif prompt.last_call:
        actions = [scene.press("evidence_skip", "skip"), scene.press("evidence_skip_all", "skipall")]
    else:
        actions = [scene.press("evidence_later", "later"), scene.press("evidence_skip", "skip")]
    return _typed(scene, scene.say(title, topic=scene.topic), body, tuple(actions))


def query(scene: Scene) -> Card:
    """What the consultant asks, in the consultant's own words."""
    query = scene.prompt.query
    assert query is not None
    return Card(
        "query",
        scene.progress.open,
        scene.say("card.query.title", consultant=scene.facts["consultant"]),
        scene.say("card.query.body", text=query.text),
        actions=(scene.press("query_skip", "skip"),),
        navigation=(scene.own("pause", "pause"),),
        expects="text",
    )


def change(scene: Scene) -> Card:
    """Whether a change is meant that opens or closes questions."""
    pending, question = scene.progress.pending, scene.question
    assert pending is not None
    old = scene.progress.answers.get(question.id)
    trial = replace(old, value=pending.value, option=pending.option, text=None, reason=None) if old else None
    new = in_words(question, trial, scene.language, scene.texts, 120)
    body = scene.say(
        "card.change.body", old=scene.words(question), new=new, hides=pending.hides, adds=pending.adds
    )
    return Card(
        "change",
        scene.progress.open,
        scene.say("card.change.title", topic=scene.topic),
        body,
        actions=(scene.press("change_yes", "confirm"), scene.press("change_no", "keep")),
    )


def _typed(scene: Scene, title: str, body: str, actions: tuple[Press, ...]) -> Card:
    return Card(
        scene.prompt.kind,
        scene.progress.open,
        title,
        body,
        actions=actions,
        navigation=navigation(scene),
        expects="text",
        **where(scene),
    )
