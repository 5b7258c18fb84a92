"""Cards about an interview as a whole: its beginning, where it stands, its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.scene import LETTERS, Scene
from bot.cards.view import Card
from bot.cards.words import topic_of
from bot.interview.progress import Revision
from bot.interview.questions import Question

#: In a list of answers each is cut so that the whole fits in one message.
LISTED = 1400


def consent(scene: Scene) -> Card:
    """What is asked and why, before anything else."""
    left = scene.estimate()
    text = "card.consent_reference" if scene.facts.get("reference") else "card.consent"
    return Card(
        "consent",
        None,
        scene.say("card.consent.title"),
        scene.say(text, questions=left.left, minutes=left.minutes, **scene.facts),
        actions=(scene.own("consent", "consent"), scene.own("decline", "decline")),
    )


def begin(scene: Scene) -> Card:
    """The first question is a press away; who must tell a department does so by typing it."""
    left = scene.estimate()
    lettered = _levels(scene)
    last = LETTERS[max(len(question.options) for question in lettered) - 1] if lettered else ""
    mostly = 2 * len(lettered) > sum(stop.numbered for stop in scene.path.stops)
    body = [scene.say("card.begin.body", descending=scene.progress.descending, last=last, mostly=mostly)]
    asks, again = scene.prompt.kind == "department", scene.progress.state == "opened"
    earlier = any(stop.id in scene.progress.earlier for stop in scene.path.stops)
    actions = [scene.own("begin", "begin")]
    if earlier and not scene.progress.recall:
        body.append(scene.say("card.begin.earlier"))
        actions = [scene.own("recall", "recall"), scene.own("begin_without", "begin")]
    if asks:
        body.append(scene.say("card.begin.department"))
    if again:
        body.insert(0, scene.say("card.begin.again", consultant=scene.facts["consultant"]))
    return Card(
        scene.prompt.kind,
        scene.progress.open,
        scene.say(
            "card.begin.title", pillar=scene.facts["pillar"], questions=left.left, minutes=left.minutes
        ),
        "\n\n".join(body),
        actions=tuple(actions),
        navigation=(scene.own("decline", "decline") if again else scene.own("pause", "pause"),),
        expects="text" if asks else None,
    )


def _levels(scene: Scene) -> list[Question]:
    return [stop.question for stop in scene.path.stops if stop.is_level]


def review(scene: Scene) -> Card:
    """The answers as a numbered list; a number changes that answer."""
    answered = [stop for stop in scene.path.stops if scene.progress.answered(stop.id)]
    lines, numbers = [], []
    for number, stop in enumerate(answered, 1):
        revision = scene.progress.answers[stop.id]
        evidence = scene.say("card.review.evidence") if _supported(scene, revision) else ""
        topic, answer = (
            topic_of(stop.question, scene.language),
            scene.words(stop.question, max(24, min(100, LISTED // len(answered)))),
        )
        # What has no topic is called by its own words, which end in a question mark.
        facts = {"topic": topic, "short": stop.question.topic is None, "answer": answer, "evidence": evidence}
        lines.append(scene.say("card.review.line", number=number, **facts))
        numbers.append((str(number), f"edit:{revision.ask}"))
    state, ready = _review_state(scene)
    sent = state == "_submitted"
    closing = scene.say(
        "card.review.ready" if ready else "card.review.not_ready", consultant=scene.facts["consultant"]
    )
    return Card(
        "review",
        None,
        scene.say(f"card.review.title{state}"),
        "\n\n".join(lines if sent else [*lines, closing]),
        numbers=tuple(numbers),
        actions=(scene.own("submit", "submit") if ready and not sent else scene.own("resume", "resume"),),
        navigation=() if sent else (scene.own("pause", "pause"),),
    )


def _supported(scene: Scene, revision: Revision) -> bool:
    """Whether to say that evidence was named: of a level that asks for none it would only confuse."""
    rule = scene.script.evidence
    high = rule is not None and isinstance(revision.value, int) and revision.value >= rule.from_
    return high and bool(revision.evidence)


def _review_state(scene: Scene) -> tuple[str, bool]:
    if scene.progress.state == "submitted":
        return "_submitted", True
    ready = scene.progress.begun and scene.walked
    return ("_ready" if ready else ""), ready


def resume(scene: Scene) -> Card:
    """Where somebody left."""
    left = scene.estimate()
    paused = scene.progress.focus == "pause"
    last = max((r for r in scene.progress.answers.values() if r.given), key=lambda r: r.seq, default=None)
    words = scene.words(scene.plan.stops[last.question].question, 90) if last else ""
    facts = {
        "pillar": scene.facts["pillar"],
        "done": left.done,
        "total": left.done + left.left,
        "minutes": left.minutes,
    }
    ready = scene.walked
    body = [scene.say("card.resume.body_ready", **facts) if ready else _filled(scene, facts, words)]
    if paused:
        body.append(scene.say("card.resume.body_pause"))
    title = (
        scene.say("card.resume.title_pause")
        if paused
        else scene.say("card.resume.title", name=scene.facts["name"])
    )
    onward = (
        scene.own("resume", "resume")
        if ready
        else scene.own("resume_question", "resume", number=left.done + 1)
    )
    more = (scene.own("review", "review"),) if last else ()
    return Card("resume", None, title, "\n\n".join(body), actions=(onward, *more, scene.own("stop", "stop")))


def _filled(scene: Scene, facts: Mapping[str, Any], words: str) -> str:
    return scene.say("card.resume.body", last=words, **facts)


def done(scene: Scene) -> Card:
    """Everything is handed in."""
    return Card(
        "done",
        None,
        scene.say("card.done.title", pillar=scene.facts["pillar"]),
        scene.say("card.done.body", deadline=scene.facts.get("deadline")),
        actions=(scene.own("review_change", "review"),),
    )


def declined(scene: Scene) -> Card:
    """Somebody would rather not."""
    body = scene.say("card.declined.body", consultant=scene.facts["consultant"])
    return Card("declined", None, scene.say("card.declined.title"), body)


def stopped(scene: Scene) -> Card:
    """Somebody wants silence."""
    return Card("stopped", None, scene.say("card.stopped.title"), scene.say("card.stopped.body"))
