"""Which language to speak: the person's choice, for the interview at hand and from now on."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.stepping import take_step
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.texts import LANGUAGES
from bot.walking import load

BUTTONS = [[("Nederlands", "lang:nl"), ("English", "lang:en")]]


async def choose_language(turn: Turn, wanted: str) -> Plan:
    """Speak `wanted` from now on, or ask which; the open card comes again in the new language."""
    if wanted not in LANGUAGES:
        return turn.say("choose_language", BUTTONS)
    turn.person = replace(turn.person, language=wanted)
    interview = await turn.current()
    if interview is None or interview.state in ("stopped", "declined"):
        return turn.say("language_set")
    scenery = await load(turn.desk, interview.id)
    assert scenery is not None
    scenery.progress = replace(scenery.progress, language=wanted)
    return await take_step(turn, scenery, [], tapped=False, fresh=True)
