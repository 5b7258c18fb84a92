"""A message that arrived without the program hearing of it: who presses its button sees what follows."""

from __future__ import annotations

from tests.e2e.conftest import Town
from tests.e2e.process import PATIENCE
from tests.kills.people import PatientPhone
from tests.kills.test_storage_down import town

__all__ = ["town"]


async def test_who_presses_a_card_that_nobody_knows_to_have_arrived_sees_the_next_one_below_it(
    town: Town,
) -> None:
    anna = PatientPhone(town.telegram, town.somebody())
    await anna.opens(await town.token("O"))
    for verb in ("consent:", "pause:"):
        await anna.taps(anna.data(verb))
    town.telegram.next_call("sendMessage", chat=anna.person.user_id).is_cut(taken=True)
    await anna.taps(anna.data("resume:"))
    unheard = anna.card
    await anna.taps(anna.data("begin:"))
    await anna.person.sees(lambda message: message.message_id > unheard.message_id, timeout=PATIENCE)
    assert anna.data("a:")
