"""From a prompt to its card: one function per kind of prompt, in one visible table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from bot.cards.view import Card, Choice, Press, plain, trimmed
from bot.cards.words import in_words, piped, topic_of
from bot.interview.estimate import Estimate, estimate
from bot.interview.path import Path
from bot.interview.plan import Plan, plan_of
from bot.interview.progress import Hint, Progress, Revision
from bot.interview.prompts import Prompt, earlier_option, may_skip, next_todo
from bot.interview.questions import Date, Level, Multiple, Number, Question
from bot.interview.questions.common import Option
from bot.interview.script import Script
from bot.interview.taking import more_fits
from bot.texts import Texts

LETTERS = "ABCDEFGHIJ"
#: In a list of answers each is cut so that the whole fits in one message.
LISTED = 1400


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a card is made of. `facts`: organisation, pillar, name, consultant, contact, purpose,
    recipients, retention_days, delete_date, deadline, telegram, files, demo.
    """

    script: Script
    progress: Progress
    prompt: Prompt
    path: Path
    texts: Texts
    facts: Mapping[str, Any]

    @property
    def language(self) -> str:
        """The interview's language."""
        return self.progress.language

    @property
    def plan(self) -> Plan:
        """The script made ready."""
        return plan_of(self.script)

    @property
    def question(self) -> Question:
        """The question that the prompt is about."""
        assert self.prompt.question is not None
        return self.prompt.question

    @property
    def topic(self) -> Markup:
        """What the prompt's question is called."""
        return topic_of(self.question, self.language)

    def estimate(self) -> Estimate:
        """What is done and left."""
        return estimate(self.plan, self.progress, self.path)

    @property
    def walked(self) -> bool:
        """Whether nothing is left to ask."""
        return next_todo(self.plan, self.progress, self.path) is None

    def say(self, name: str, /, **facts: Any) -> str:
        """A text of the program, in the interview's language."""
        return str(self.texts.say(name, self.language, **facts))

    def press(self, label: str, verb: str, arg: str | None = None, **facts: Any) -> Press:
        """A button: its argument is the open ask unless another is given."""
        return plain(self.say(f"button.{label}", **facts)), f"{verb}:{arg or self.progress.open}"

    def own(self, label: str, verb: str, **facts: Any) -> Press:
        """A button about the interview as a whole."""
        return self.press(label, verb, self.progress.interview, **facts)

    def words(self, question: Question, length: int = 120) -> Markup:
        """The answer to a question, in words."""
        return in_words(question, self.progress.answers.get(question.id), self.language, self.texts, length)

    def scripted(self, text: Mapping[str, str]) -> Markup:
        """A text of the script, with its piping filled in."""
        return piped(text[self.language], _Shown(self))


class _Shown(dict[str, Markup]):
    """Earlier answers and facts as HTML, looked up only when a text names them."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene

    def get(self, name: str, default: Any = None) -> Any:
        scene = self._scene
        if name in scene.facts:
            return trimmed(str(scene.facts[name]), 200)
        stop = scene.plan.stops.get(name)
        return scene.words(stop.question) if stop and scene.progress.answered(name) else default


def build(scene: Scene, hint: Hint | None = None) -> Card:
    """The card for the scene; `hint` is said on it."""
    card = BUILDERS[scene.prompt.kind](scene)
    if hint is not None:
        card = replace(card, hint=scene.say(hint.name, **hint.facts))
    if scene.progress.kept and scene.progress.open and scene.prompt.kind != "resume":
        card = _with_kept(scene, card)
    if scene.facts.get("demo") and not card.progress:
        card = replace(card, progress=scene.say("card.demo"))
    return card


def _with_kept(scene: Scene, card: Card) -> Card:
    """What was typed and has no place yet is shown, with the places it may have."""
    text = trimmed(" / ".join(text for _, text in scene.progress.kept), 200)
    files = scene.progress.offers_files
    asked = scene.say("card.kept_files" if files else "card.kept", text=text)
    presses = [scene.press("leave", "leave")]
    if card.expects == "text" and (not files or card.kind == "evidence"):
        presses.insert(0, scene.press("use", "use"))
    last = max((r for r in scene.progress.answers.values() if r.given), key=lambda r: r.seq, default=None)
    if last is not None and more_fits(scene.plan, scene.progress, last):
        presses.insert(0, scene.press("add", "add"))
    return replace(
        card, hint="\n".join(part for part in (card.hint, asked) if part), actions=(*presses, *card.actions)
    )


def _consent(scene: Scene) -> Card:
    left = scene.estimate()
    return Card(
        "consent",
        None,
        scene.say("card.consent.title"),
        scene.say("card.consent", questions=left.left, minutes=left.minutes, **scene.facts),
        actions=(scene.own("consent", "consent"), scene.own("decline", "decline")),
    )


def _begin(scene: Scene) -> Card:
    left = scene.estimate()
    last = LETTERS[max((len(q.options) for q in _levels(scene)), default=5) - 1]
    body = [scene.say("card.begin.body", descending=scene.progress.descending, last=last)]
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


def _question(scene: Scene) -> Card:
    question, kind = scene.question, scene.prompt.kind
    card = Card(
        kind, scene.progress.open, scene.scripted(question.text), _question_body(scene), **_where(scene)
    )
    card = replace(card, options=_options(scene), expects=None if question.tapped else "text")
    if kind == "question" and not scene.prompt.editing:
        card = replace(
            card, specials=tuple(scene.press(s, "a", f"{scene.progress.open}:{s}") for s in question.specials)
        )
    return replace(card, actions=_question_actions(scene), navigation=_navigation(scene))


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
        lines.append(scene.say("card.earlier", answer=piped(label, _Shown(scene))))
    if scene.progress.why and question.why:
        lines.append(scene.say("card.why", text=question.why[scene.language]))
    return "\n".join(lines)


def _earlier(scene: Scene) -> Option | None:
    """What was chosen in the round before, where it can be chosen again."""
    first = scene.prompt.kind == "question" and not scene.prompt.editing
    return earlier_option(scene.question, scene.progress) if first else None


_INTROS = frozenset({"question", "majority", "multiple", "text", "number", "date", "file"})


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


def _navigation(scene: Scene) -> tuple[Press, ...]:
    presses = [] if scene.prompt.editing else [scene.press("back", "back")]
    if scene.question.why and scene.prompt.kind in ("question", "majority"):
        presses.append(scene.press("why_hide" if scene.progress.why else "why", "why"))
    return (*presses, scene.own("pause", "pause"))


def _where(scene: Scene) -> dict[str, Any]:
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


def _typed(scene: Scene, title: str, body: str, actions: tuple[Press, ...]) -> Card:
    return Card(
        scene.prompt.kind,
        scene.progress.open,
        title,
        body,
        actions=actions,
        navigation=_navigation(scene),
        expects="text",
        **_where(scene),
    )


def _who(scene: Scene) -> Card:
    body = scene.say("card.who.body", consultant=scene.facts["consultant"])
    # Both mean that nobody is named here; the first says that the person will look for it.
    actions = (scene.press("who_later", "skip"), scene.press("who_skip", "skip"))
    return _typed(scene, scene.say("card.who.title"), body, actions)


def _reason(scene: Scene) -> Card:
    return _typed(scene, scene.say("card.reason.title"), scene.say("card.reason.body"), ())


def _department(scene: Scene) -> Card:
    kind = scene.prompt.kind
    actions = (scene.press("skip", "skip"),)
    return _typed(scene, scene.say(f"card.{kind}.title"), scene.say(f"card.{kind}.body"), actions)


def _evidence(scene: Scene) -> Card:
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


def _query(scene: Scene) -> Card:
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


def _change(scene: Scene) -> Card:
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


def _review(scene: Scene) -> Card:
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


def _resume(scene: Scene) -> Card:
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


def _done(scene: Scene) -> Card:
    return Card(
        "done",
        None,
        scene.say("card.done.title", pillar=scene.facts["pillar"]),
        scene.say("card.done.body", deadline=scene.facts.get("deadline")),
        actions=(scene.own("review_change", "review"),),
    )


def _declined(scene: Scene) -> Card:
    body = scene.say("card.declined.body", consultant=scene.facts["consultant"])
    return Card("declined", None, scene.say("card.declined.title"), body)


def _stopped(scene: Scene) -> Card:
    return Card("stopped", None, scene.say("card.stopped.title"), scene.say("card.stopped.body"))


BUILDERS: dict[str, Callable[[Scene], Card]] = {
    "consent": _consent,
    "begin": _begin,
    "department": _begin,
    "question": _question,
    "majority": _question,
    "who": _who,
    "reason": _reason,
    "best": _department,
    "weakest": _department,
    "evidence": _evidence,
    "query": _query,
    "change": _change,
    "review": _review,
    "resume": _resume,
    "done": _done,
    "declined": _declined,
    "stopped": _stopped,
}
