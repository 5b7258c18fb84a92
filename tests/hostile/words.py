"""Texts that some program, somewhere, has taken for an instruction."""

from __future__ import annotations

TAG = "hostile-tag"
HOSTILE: dict[str, str] = {
    "markup": f"</b></i></code><{TAG} onclick=alert(1)><a href='https://x.example'>x</a><script>alert(1)</script>",
    "entities": "&lt;b&gt; &amp;amp; &#60;script&#62; &quot;&apos; & < > &",
    "braces": "{ { } } {0} {name} ${x} #{x} {A | niets} {}",
    "jinja": "{{ 7 * 7 }} {% raw %} {# weg #} {{ config.__class__ }}",
    "typst": '#panic("x") #import "/etc/passwd": * $ x^2 $ = Kop *vet* _x_ `y` \\ @ref <label> // weg',
    "formula": "=CMD()|'/C calc'!A0",
    "formulas": '+1-1*@SUM(A1)\t-2+3\r\n=HYPERLINK("http://x.example")',
    "directions": "\u202eomgekeerd\u202c \u2066links\u2069 \u200f\u200erechts\ufeff \u061c",
    "astral": "𝕏" * 4096,
    "nothing": "a\0b\0\0c \x01\x08\x0b\x1b[31m\x7f\x85",
    "surrogates": "\ud800 half \udfff\udc00 en \ud83d",
    "huge": "9" * 4000,
    "lines": "\n\n\r\n\u2028\u2029regel\n" * 50,
    "combining": "e" + "\u0301" * 500,
    "sql": "'; DROP TABLE answer; -- %s ? :tenant \\' \" !%_",
    "markdown": "**vet** [x](javascript:alert(1)) ![x](x) | a | b | ``` --- # kop",
    "paths": "../../../../etc/passwd C:\\con file://passwd",
}
