"""Word templates: which are taken, and the only things that may stand in their fields.

A template is somebody's file. In it stand names of fields, loops over lists and conditions, nothing that
computes, calls or reaches further; all else is refused before anything is made of it.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, NoReturn

from jinja2 import StrictUndefined, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

#: Bytes of a template; of all that is packed in it; of one part that is read as text; files in it.
SIZE, UNPACKED, PART, FILES = 10 * 1024**2, 40 * 1024**2, 2 * 1024**2, 1000
#: Loops within loops.
DEPTH = 3
#: What may stand in fields.
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
)
#: Parts that run, reach out or change what is shown when the document is opened.
ACTIVE = re.compile(r"vbaProject|vbaData|/activeX/|/embeddings/|/attachedToolbars", re.IGNORECASE)
FIELDS = re.compile(rb"\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|MACROBUTTON)\b")
EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")


class WrongTemplate(Exception):
    """The template is not used; the text says what to change in it."""


class Missing(StrictUndefined):
    """A field that there is not, told by its name."""

    def _fail_with_undefined_error(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise WrongTemplate(f"there is no field {self._undefined_name}")

    __str__ = __iter__ = __len__ = __bool__ = __eq__ = __ne__ = __hash__ = _fail_with_undefined_error


class Fields(ImmutableSandboxedEnvironment):
    """Jinja without anything but fields, loops and conditions; what was typed is escaped."""

    def __init__(self, known: frozenset[str]) -> None:
        super().__init__(autoescape=True, undefined=Missing)
        self.globals.clear()
        self._known = known
        #: What was named so far, in every part of the document.
        self.named: set[str] = set()

    def compile(self, source: str | nodes.Template, *args: Any, **more: Any) -> Any:
        """As Jinja does, once everything that stands there is allowed."""
        self._check(self.parse(source) if isinstance(source, str) else source)
        return super().compile(source, *args, **more)

    def _check(self, tree: nodes.Template) -> None:
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, ALLOWED) or _private(node):
                found = type(node).__name__.lower()
                raise WrongTemplate(f"fields name something, loop over it or ask for it and no more: {found}")
        if _depth(tree) > DEPTH:
            raise WrongTemplate(f"at most {DEPTH} loops within each other")
        named = meta.find_undeclared_variables(tree)
        self.named |= named
        if unknown := sorted(named - self._known):
            known = ", ".join(sorted(self._known))
            raise WrongTemplate(f"there is no field {', '.join(unknown)} (there are: {known})")


def _private(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Getattr) and node.attr.startswith("_")


def _depth(node: nodes.Node) -> int:
    """How many loops stand within each other."""
    within = max((_depth(child) for child in node.iter_child_nodes()), default=0)
    return within + isinstance(node, nodes.For)


def check_file(data: bytes) -> None:
    """That a file is a Word document without macros, and not too large. Raises WrongTemplate."""
    if len(data) > SIZE:
        raise WrongTemplate(f"it is larger than {SIZE // 1024**2} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_parts(packed)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        raise WrongTemplate("it is not a Word document (.docx)") from None


def _check_parts(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if not {"word/document.xml", "[Content_Types].xml"} <= names:
        raise WrongTemplate("it is not a Word document (.docx)")
    if len(parts) > FILES or sum(part.file_size for part in parts) > UNPACKED:
        raise WrongTemplate("there is too much in it")
    if active := sorted(name for name in names if ACTIVE.search(f"/{name}")):
        raise WrongTemplate(f"macros and embedded files are not taken: {active[0]}")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _check_part(part, packed)


def _check_part(part: zipfile.ZipInfo, packed: zipfile.ZipFile) -> None:
    if part.file_size > PART:
        raise WrongTemplate(f"{part.filename} is too large")
    text = packed.read(part)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise WrongTemplate(f"{part.filename} declares entities")
    if b"macroEnabled" in text or FIELDS.search(text):
        raise WrongTemplate(f"{part.filename} holds code")
    if any(not LINK.search(found) for found in EXTERNAL.findall(text)):
        raise WrongTemplate(f"{part.filename} takes something from elsewhere")


def told(error: TemplateError) -> WrongTemplate:
    """What is wrong with the way a field is written."""
    return WrongTemplate(f"a field cannot be read: {error.message or type(error).__name__}")
