"""Telegram's HTML: a parser that accepts and refuses what Telegram's own does, byte for byte.

Follows `do_parse_html` and `decode_html_entity` in TDLib's MessageEntity.cpp; offsets in errors are UTF-8
bytes, offsets and lengths of entities are UTF-16 units.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_stand_in.errors import bad_request

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_SPACES = b" \t\r\n\0\v"
_TOKEN = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-"


def utf16_length(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int


@dataclass(slots=True)
class _Parser:
    source: bytes  # ends with NUL, as Telegram's does
    at: int = 0
    plain: list[str] = field(default_factory=list)
    length: int = 0
    nested: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def byte(self) -> int:
        return self.source[min(self.at, len(self.source) - 1)]

    def is_at(self, characters: bytes) -> bool:
        return self.byte() in characters

    def over(self) -> bool:
        return self.at >= len(self.source) - 1

    def skip_spaces(self) -> None:
        while not self.over() and self.is_at(_SPACES):
            self.at += 1

    def until(self, stops: bytes) -> str:
        start = self.at
        while not self.over() and not self.is_at(stops):
            self.at += 1
        return self.source[start : self.at].decode("utf-8", "surrogatepass")

    def emit(self, text: str) -> None:
        self.plain.append(text)
        self.length += utf16_length(text)

    def run(self) -> None:
        while not self.over():
            if self.is_at(b"<"):
                self.tag()
            elif not self.is_at(b"&") or not self.character_reference(self.emit):
                self.emit(self.character())
        if self.nested:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.nested[-1].tag}"')

    def character_reference(self, take: Callable[[str], None]) -> bool:
        """Takes `&lt;` or `&#39;`; anything else that begins with & stays literal text."""
        decoded = _decode(self.source, self.at)
        if decoded is None:
            return False
        character, self.at = decoded
        take(character)
        return True

    def tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.is_at(b"/"):
            self.end_tag(begin)
        else:
            self.start_tag(begin)

    def start_tag(self, begin: int) -> None:
        name = self.until(_SPACES + b">").lower()
        if self.over():
            raise _unparsable(f"Unclosed start tag at byte offset {begin}")
        if name not in _TYPES:
            raise _unparsable(f'Unsupported start tag "{name}" at byte offset {begin}')
        argument = self.attributes(name, begin)
        if name == "span" and argument != "spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.at += 1
        self.nested.append(_Open(name, argument, self.length))

    def attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self.skip_spaces()
            if self.is_at(b">"):
                return argument
            name = self.until(_SPACES + b"=>/\"'")
            if not name and not self.over():
                raise _unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            self.skip_spaces()
            value = ""
            if self.is_at(b"="):
                value = self.value()
            if self.over():
                raise _unparsable(f'Unclosed start tag "{tag}" at byte offset {begin}')
            argument = _argument(tag, name, value) or argument

    def value(self) -> str:
        self.at += 1
        self.skip_spaces()
        if not self.is_at(b"'\""):
            return self.name_token()
        quote, parts = bytes([self.byte()]), list[str]()
        self.at += 1
        while not self.over() and not self.is_at(quote):
            if not self.is_at(b"&") or not self.character_reference(parts.append):
                parts.append(self.character())
        self.at += 1
        return "".join(parts)

    def character(self) -> str:
        start = self.at
        self.at += 1
        while not self.over() and self.byte() & 0xC0 == 0x80:
            self.at += 1
        return self.source[start : self.at].decode("utf-8", "surrogatepass")

    def name_token(self) -> str:
        start = self.at
        while self.is_at(_TOKEN):
            self.at += 1
        if not self.is_at(_SPACES + b">"):
            raise _unparsable(f"Unexpected end of name token at byte offset {start}")
        return self.source[start : self.at].decode().lower()

    def end_tag(self, begin: int) -> None:
        if not self.nested:
            raise _unparsable(f"Unexpected end tag at byte offset {begin}")
        self.at += 1
        name = self.until(_SPACES + b">")
        self.skip_spaces()
        if not self.is_at(b">"):
            raise _unparsable(f"Unclosed end tag at byte offset {begin}")
        opened = self.nested.pop()
        if name and name != opened.tag:
            raise _unparsable(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{name}>"'
            )
        self.at += 1
        self.close(opened)

    def close(self, opened: _Open) -> None:
        if self.length == opened.offset:
            return
        entity: dict[str, Any] = {"type": _TYPES[opened.tag], "offset": opened.offset}
        entity["length"] = self.length - opened.offset
        if opened.tag == "a":
            if not opened.argument:
                return
            entity["url"] = opened.argument
        self.entities.append(entity)


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case ("span", "class"):
            return value.removeprefix("tg-") if value.startswith("tg-") else ""
        case ("code", "class"):
            return value.removeprefix("language-") if value.startswith("language-") else ""
        case _:
            return ""


def _decode(source: bytes, at: int) -> tuple[str, int] | None:
    end = at + 1
    if source[end] == ord("#"):
        hexadecimal = source[end + 1] == ord("x")
        start = end = end + (2 if hexadecimal else 1)
        digits = b"0123456789abcdefABCDEF" if hexadecimal else b"0123456789"
        while source[end] in digits:
            end += 1
        code = int(source[start:end] or b"0", 16 if hexadecimal else 10)
        if code == 0 or code >= 0x10FFFF or end - at >= 10:
            return None
        character = chr(code)
    else:
        while chr(source[end]).isascii() and chr(source[end]).isalpha():
            end += 1
        named = _NAMED.get(source[at + 1 : end])
        if named is None:
            return None
        character = named
    return character, end + (source[end] == ord(";"))


def _unparsable(what: str) -> Exception:
    return bad_request(f"can't parse entities: {what}")


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text as people see it, with its entities; refuses what Telegram's parser refuses."""
    parser = _Parser(text.encode("utf-8", "surrogatepass") + b"\0")
    parser.run()
    return "".join(parser.plain), sorted(
        parser.entities, key=lambda entity: (entity["offset"], -entity["length"])
    )
