"""The small HTML of messages on a page: known tags only, always closed, nothing lost."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.markup import ALLOWED, plain, rich

PIECES = st.sampled_from(
    "<b>|</b>|<i>|</i>|<script>|</script>|<br/>|<!-- x|-->|<!x>|<?x>|&amp;|&lt;|<|<a href='https://x.nl'>|</a>|"
    "<a href='javascript:x'>|<b onclick='x'>|tekst |\"|'|\n|é".split("|")
)
SOUP = st.lists(PIECES | st.text(max_size=5)).map("".join)
TAG = re.compile(r"<(/?)([a-z]+)([^<>]*)>")


@given(SOUP)
def test_whatever_comes_only_known_tags_come_out_each_closed_in_turn(soup: str) -> None:
    still_open: list[str] = []
    html = str(rich(soup))
    for closing, tag, rest in TAG.findall(html):
        assert tag in ALLOWED | {"a"}
        assert rest == "" or (tag == "a" and rest.startswith(' href="https://'))
        if closing:
            assert still_open.pop() == tag
        else:
            still_open.append(tag)
    assert still_open == []
    assert "<" not in TAG.sub("", html)


@given(st.text())
def test_words_come_out_as_they_went_in(text: str) -> None:
    shown = unescape(str(rich(escape(text, quote=False))))
    assert shown == unescape(escape(text, quote=False))


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<b>A</b> & <i>B</i>", "<b>A</b> &amp; <i>B</i>"),
        ("<b><i>x</b>", "<b><i>x</i></b>"),
        ("x</b>", "x&lt;/b&gt;"),
        ("<u onclick='x'>y</u>", "<u>y</u>"),
    ],
)
def test_markup_is_mended_rather_than_refused(html: str, shown: str) -> None:
    assert rich(html) == shown


def test_words_alone_stand_on_one_line() -> None:
    assert plain("<b>Een</b>\n  &lt;twee&gt;") == "Een <twee>"
