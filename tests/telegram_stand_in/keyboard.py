"""Buttons under a message: what Telegram accepts, and what people see of it."""

from dataclasses import dataclass
from typing import Any

from tests.telegram_stand_in.errors import bad_request

_ACTIONS = frozenset(
    [
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
        "disabled",
    ]
)
_LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
_MOST_IN_A_ROW = 8
_MOST = 100
_MOST_BYTES = 64


@dataclass(frozen=True, slots=True)
class Button:
    """One button as people see it; `data` is what a tap sends (or its link, or an empty text)."""

    label: str
    data: str

    def __iter__(self) -> Any:
        return iter((self.label, self.data))


def checked_markup(markup: dict[str, Any] | None, *, editing: bool = False) -> dict[str, Any] | None:
    """The reply markup if Telegram would take it; an empty inline keyboard is none."""
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])
        return markup if any(markup["inline_keyboard"]) else None
    if editing or not {"keyboard", "remove_keyboard", "force_reply"} & set(markup):
        raise bad_request("object expected as reply markup" if not editing else "inline keyboard expected")
    _check_reply_keyboard(markup)
    return markup


def rows_of(markup: dict[str, Any] | None) -> list[list[Button]]:
    """The buttons, row by row."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [[_button(button) for button in row] for row in rows]


def _button(raw: Any) -> Button:
    if isinstance(raw, str):
        return Button(raw, "")
    return Button(raw["text"], raw.get("callback_data") or raw.get("url") or "")


def _check_inline(rows: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'can\'t parse reply keyboard markup JSON object: field "inline_keyboard" must be of type Array'
        )
    if sum(map(len, rows)) > _MOST or any(len(row) > _MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_inline_button(button)


def _check_inline_button(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("inline keyboard button text is empty")
    if unknown := set(button) - _ACTIONS - _LOOKS:
        raise bad_request(f"can't parse inline keyboard button: unknown field {min(unknown)}")
    if len(_ACTIONS & set(button)) != 1 and "disabled" not in button:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= _MOST_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    _check_link(button.get("url"))


def _check_link(url: str | None) -> None:
    if url is not None and not url.startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")


def _check_reply_keyboard(markup: dict[str, Any]) -> None:
    rows = markup.get("keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse reply keyboard markup JSON object")
    if any(not (raw if isinstance(raw, str) else raw.get("text")) for row in rows for raw in row):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
