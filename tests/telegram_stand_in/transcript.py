"""A private chat as a readable text, for people and for golden transcripts."""

from tests.telegram_stand_in.keyboard import Button
from tests.telegram_stand_in.world import Change, Json, Message, World


def transcript_of(world: World, user: Json, *, data: bool = False) -> str:
    """Who said what, in the order in which it became visible.

    `> text` is the person, `< text` the bot, `~ text` an edit, `* label` a tap, `! text` a toast, `[label]` a
    button; with `data`, buttons and taps show what they send: `[label|data]`.
    """
    mine = [change for change in world.changes if change.chat_id == user["id"]]
    return "\n".join(line for change in mine for line in _lines(change, data=data)) + "\n"


def _lines(change: Change, *, data: bool) -> list[str]:
    match change.what:
        case "tapped" if change.tap:
            return [f"* {change.tap.label}" + (f"|{change.tap.data}" if data else "")]
        case "answered":
            return _toast(change)
        case "deleted":
            return [f"x message {change.message.message_id} deleted"] if change.message else []
        case _:
            return _words(change, data=data)


def _toast(change: Change) -> list[str]:
    answer = change.tap.answer if change.tap else None
    return [f"! {answer.text}"] if answer and answer.text else []


def _words(change: Change, *, data: bool) -> list[str]:
    message = change.message
    assert message is not None
    mark = {"sent": "<", "edited": "~", "typed": ">", "revised": ">~"}[change.what]
    lines = [f"{mark} {line}".rstrip() for line in _content(message).split("\n")]
    return lines + ["  " + " ".join(_button(button, data=data) for button in row) for row in message.buttons]


def _content(message: Message) -> str:
    kinds = [kind for kind in ("document", "photo", "sticker", "voice") if kind in message.extra]
    if not kinds:
        return message.text
    name = f" {message.file.name}" if message.file else ""
    return f"({kinds[0]}{name}) {message.text}".rstrip()


def _button(button: Button, *, data: bool) -> str:
    return f"[{button.label}|{button.data}]" if data else f"[{button.label}]"
