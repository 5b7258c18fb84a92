"""Every document about an assessment that is written to a folder, in one table."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any

from bot.house import PLAIN, House
from bot.reports.advice import NO_ADVICE, Advice
from bot.reports.answer_table import answer_table
from bot.reports.charts import chart
from bot.reports.codebook import codebook
from bot.reports.data import data_of
from bot.reports.discretion import leaving
from bot.reports.facts import Facts
from bot.reports.memo import Memo, memo
from bot.reports.memo_page import memo_page
from bot.reports.renderer import Draw
from bot.reports.rendering.html import to_html
from bot.reports.rendering.pdf import to_pdf
from bot.reports.report.department import department_plan, departments_of
from bot.reports.report.document import report_of
from bot.reports.report.security import security_annex
from bot.reports.summary import summary
from bot.texts import Texts

#: Characters of a department in the name of a file.
NAME = 40
#: Our own markup; what people typed is escaped at this point.
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Material:
    """What documents are made of; `answers` as in the export. In a copy that `leaves` the consultant there
    are none, and the facts hold only what may leave. `template`: a Word document to fill in, if not ours;
    `house`: what pages look like.
    """

    assessment: str
    facts: Facts
    answers: Sequence[Mapping[str, Any]]
    texts: Texts
    leaves: bool
    advice: Advice = NO_ADVICE
    template: bytes | None = None
    house: House = PLAIN

    def memo(self, language: str) -> Memo:
        """The memo for the board: the same in every copy, because it is made to leave."""
        said = self.advice
        return memo(
            self.facts,
            said.plan,
            language,
            given=said.given,
            steps=said.steps,
            edits=said.edits,
            running=said.running,
            texts=self.texts,
        )


@dataclass(frozen=True, slots=True)
class Document:
    """`name`: the file's, with {lang} where each language has its own; `leaves`: may be given to others;
    `chat`: with which setting of documents in chat it is sent there.
    """

    name: str
    make: Callable[[Material, str, Path], object]
    leaves: bool = True
    chat: frozenset[str] = frozenset({"all"})

    def made(self, material: Material, language: str) -> Draw:
        """What writes it somewhere."""
        return partial(self.make, material, language)

    def names(self, languages: Sequence[str]) -> dict[str, str]:
        """File name -> language."""
        return {self.name.format(lang=language): language for language in languages}


def _summary(material: Material, language: str, out: Path) -> None:
    said = "\n\n".join(summary(material.facts, language, material.texts, leaves=material.leaves))
    out.write_text(html.unescape(_TAG.sub("", said)) + "\n", encoding="utf-8")


def _memo_pdf(material: Material, language: str, out: Path) -> None:
    memo_page(material.memo(language), out, material.house, material.texts)


def _memo_docx(material: Material, language: str, out: Path) -> None:
    # Not at the top: what reads and writes Word is a fifth of the time to start.
    from bot.reports.memo_word import memo_word

    memo_word(material.memo(language), out, material.template, material.house, material.texts)


def _report_pdf(material: Material, language: str, out: Path) -> None:
    to_pdf(report_of(material, language), out, material.house, material.texts)


def _report_html(material: Material, language: str, out: Path) -> None:
    to_html(report_of(material, language), out, material.house, material.texts)


def _report_docx(material: Material, language: str, out: Path) -> None:
    # Not at the top, as for the memo.
    from bot.reports.rendering.word import to_word

    to_word(report_of(material, language), out, material.house, material.texts)


def _security(material: Material, language: str, out: Path) -> None:
    to_pdf(security_annex(material, language), out, material.house, material.texts)


def _department(name: str, material: Material, language: str, out: Path) -> None:
    made = department_plan(material, name, language)
    to_pdf(made, out, material.house, material.texts)


def _radar(material: Material, language: str, out: Path) -> None:
    chart(material.facts, language, out, material.texts)


def _data(material: Material, _: str, out: Path) -> None:
    # Not at the top: conclusions are made of what this page describes.
    from bot.reports.data_advice import advice_data

    copy = {"copy": "distribution" if material.leaves else "full"}
    facts = leaving(material.facts) if material.leaves else material.facts
    data = copy | data_of(facts, material.assessment) | advice_data(material)
    out.write_text(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n", encoding="utf-8")


def _answers(material: Material, _: str, out: Path) -> None:
    basis = material.advice.basis
    codes = codebook(basis.scripts if basis else ())
    out.write_text(answer_table(material.answers, codes), encoding="utf-8", newline="")


def _workbook(material: Material, language: str, out: Path) -> None:
    # Not at the top: a workbook is made of what this page describes.
    from bot.reports.workbook.making import workbook

    workbook(material, language, out)


#: Sent in chat unless nothing is; and what is there as a message and a picture already.
IN_CHAT, AS_MESSAGE = frozenset({"memo", "all"}), frozenset[str]()
DOCUMENTS = (
    Document("memo.{lang}.pdf", _memo_pdf, chat=IN_CHAT),
    Document("memo.{lang}.docx", _memo_docx, chat=IN_CHAT),
    Document("report.{lang}.pdf", _report_pdf),
    Document("report.{lang}.html", _report_html),
    Document("report.{lang}.docx", _report_docx),
    Document("summary.{lang}.txt", _summary, chat=AS_MESSAGE),
    Document("radar.{lang}.png", _radar, chat=AS_MESSAGE),
    Document("data.json", _data),
    Document("answers.csv", _answers, leaves=False),
    Document("workbook.{lang}.xlsx", _workbook, leaves=False),
    Document("confidential.{lang}.pdf", _security, leaves=False),
)


def documents_of(material: Material) -> tuple[Document, ...]:
    """Everything that is made of it: also a page for each department that was named."""
    return (*DOCUMENTS, *_department_pages(departments_of(material)))


def _department_pages(names: Sequence[str]) -> Iterator[Document]:
    taken: set[str] = set()
    for name in names:
        file = _file_name(name, taken)
        taken.add(file)
        yield Document(f"department.{file}.{{lang}}.pdf", partial(_department, name))


def _file_name(name: str, taken: Set[str]) -> str:
    """In letters, digits and hyphens that every disk takes, and no other's."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    file = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:NAME] or "department"
    numbered = (f"{file}-{n}" for n in count(2))
    return next(one for one in chain([file], numbered) if one not in taken)


def sent_in_chat(
    setting: str, *, whole: bool = False, among: Sequence[Document] = DOCUMENTS
) -> tuple[Document, ...]:
    """The documents that go along with the summary; `whole`: also those that may not leave."""
    return tuple(one for one in among if setting in one.chat and (whole or one.leaves))
