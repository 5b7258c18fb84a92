"""What became of a call to Telegram that failed, in Telegram's words and in those of the delivery layer."""

from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    TelegramError,
)

from bot.ports import Fate, NotDelivered


class Outcome(StrEnum):
    """The ways in which a call can fail, by what to do next."""

    NOT_SENT = "not_sent"  # nothing left this machine: repeat
    UNKNOWN = "unknown"  # it may have arrived: decide by the kind of message
    WAIT = "wait"  # refused for now: repeat the same after the named pause
    UNCHANGED = "unchanged"  # the message already looks like this: success
    GONE = "gone"  # there is no message to edit any more: send a new one
    TOO_LATE = "too_late"  # the tap is too old to be answered: ignore
    UNREACHABLE = "unreachable"  # this chat cannot be written to until it shows a sign of life
    MOVED = "moved"  # the group lives on under another id
    UNPARSABLE = "unparsable"  # our markup is wrong: send it once as plain text, and tell the operator
    TOO_LONG = "too_long"  # text, caption or keyboard: split, or send as a file
    LOST_FILE = "lost_file"  # Telegram does not know this file any more: upload it again
    BAD_PICTURE = "bad_picture"  # too large or too narrow for a photo: send it as a document
    REFUSED = "refused"  # anything else: never repeat as it is
    TOKEN_REFUSED = "token_refused"  # nosec B105 # the bot's own token: end the program


class NotSent(TelegramError):
    """No connection was made, so Telegram cannot have seen the call."""


class TokenRefused(TelegramError):
    """Telegram does not accept the bot's token (401); unlike PTB's InvalidToken its text never holds it."""


class TooFast(TelegramError):
    """A 429 with its pause; PTB's own RetryAfter warns about its type whenever it is made."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too Many Requests: retry after {seconds:g}")
        self.seconds = seconds


# Beginnings of Telegram's texts after "Bad Request: ", in lower case; found in its server, not in its manual.
_BY_TEXT: tuple[tuple[str, Outcome], ...] = (
    ("message is not modified", Outcome.UNCHANGED),
    ("message to edit not found", Outcome.GONE),
    ("message to delete not found", Outcome.GONE),
    ("message can't be edited", Outcome.GONE),
    ("message_id_invalid", Outcome.GONE),
    ("there is no text in the message to edit", Outcome.GONE),
    ("query is too old", Outcome.TOO_LATE),
    ("query_id_invalid", Outcome.TOO_LATE),
    ("chat not found", Outcome.UNREACHABLE),
    ("user not found", Outcome.UNREACHABLE),
    ("peer_id_invalid", Outcome.UNREACHABLE),
    ("input_user_deactivated", Outcome.UNREACHABLE),
    ("not enough rights", Outcome.UNREACHABLE),
    ("have no rights to send", Outcome.UNREACHABLE),
    ("can't parse entities", Outcome.UNPARSABLE),
    ("message is too long", Outcome.TOO_LONG),
    ("message_too_long", Outcome.TOO_LONG),
    ("message caption is too long", Outcome.TOO_LONG),
    ("caption is too long", Outcome.TOO_LONG),
    ("media_caption_too_long", Outcome.TOO_LONG),
    ("reply markup is too long", Outcome.TOO_LONG),
    ("wrong file_id", Outcome.LOST_FILE),
    ("wrong file identifier", Outcome.LOST_FILE),
    ("wrong remote file identifier", Outcome.LOST_FILE),
    ("request entity too large", Outcome.TOO_LONG),
    ("photo_invalid_dimensions", Outcome.BAD_PICTURE),
    ("image_process_failed", Outcome.BAD_PICTURE),
    ("photo_save_file_invalid", Outcome.BAD_PICTURE),
)


_BY_TYPE: dict[type[Exception], Outcome] = {
    NotSent: Outcome.NOT_SENT,
    TooFast: Outcome.WAIT,
    ChatMigrated: Outcome.MOVED,
    TokenRefused: Outcome.TOKEN_REFUSED,
    Forbidden: Outcome.UNREACHABLE,
    Conflict: Outcome.REFUSED,
    EndPointNotFound: Outcome.REFUSED,
}

# A revoked token refuses no message for good: what waits stays waiting while the program ends.
_FATES: dict[Outcome, Fate] = {
    Outcome.NOT_SENT: Fate.NOT_SENT,
    Outcome.TOKEN_REFUSED: Fate.NOT_SENT,
    Outcome.UNKNOWN: Fate.UNKNOWN,
    Outcome.WAIT: Fate.WAIT,
    Outcome.GONE: Fate.GONE,
    Outcome.UNREACHABLE: Fate.UNREACHABLE,
    Outcome.UNPARSABLE: Fate.MARKUP,
}


def outcome_of(error: Exception) -> Outcome:
    """How the call failed; what is not recognised as certain may have arrived."""
    if isinstance(error, BadRequest):
        text = str(error).removeprefix("Bad Request: ").lower()
        return next((outcome for start, outcome in _BY_TEXT if text.startswith(start)), Outcome.REFUSED)
    return _BY_TYPE.get(type(error), Outcome.UNKNOWN)


def is_unchanged(error: Exception) -> bool:
    """Whether an edit failed only because the message already looks so: that is success."""
    return outcome_of(error) is Outcome.UNCHANGED


def fate_of(error: Exception) -> Fate:
    """The same in the words of the delivery layer."""
    return _FATES.get(outcome_of(error), Fate.REFUSED)


def not_delivered(error: Exception) -> NotDelivered:
    """The error as a channel reports it; for a group that moved, with its new id."""
    return NotDelivered(
        fate_of(error),
        str(error),
        retry_after=error.seconds if isinstance(error, TooFast) else 0.0,
        moved_to=str(error.new_chat_id) if isinstance(error, ChatMigrated) else None,
    )
