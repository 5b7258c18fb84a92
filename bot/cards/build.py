"""From a prompt to its card: one function per kind of prompt, in one visible table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.cards import asides, questions, whole
from bot.cards.scene import Scene
from bot.cards.view import Card, trimmed
from bot.interview.progress import Hint
from bot.interview.taking import more_fits


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


#: kind of prompt -> what draws its card.
BUILDERS: dict[str, Callable[[Scene], Card]] = {
    "consent": whole.consent,
    "begin": whole.begin,
    "department": whole.begin,
    "question": questions.question,
    "majority": questions.question,
    "who": asides.who,
    "reason": asides.reason,
    "best": asides.best_or_weakest,
    "weakest": asides.best_or_weakest,
    "evidence": asides.evidence,
    "query": asides.query,
    "change": asides.change,
    "review": whole.review,
    "resume": whole.resume,
    "done": whole.done,
    "declined": whole.declined,
    "stopped": whole.stopped,
}
