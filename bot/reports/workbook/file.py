"""Sheets written as an Excel file: the same data gives the same file once it is unpacked."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.reports.workbook.sheet import Cell, Column, Form, Picture, Sheet

#: Characters that a cell can hold.
LONGEST = 32_767
#: The first characters of what spreadsheets compute; such a text is marked as one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
FORMATS: Mapping[Form, Mapping[str, Any]] = {
    "text": {"valign": "top"},
    "whole": {"num_format": "0", "valign": "top", "align": "center"},
    "number": {"num_format": "0.00", "valign": "top", "align": "center"},
    "share": {"num_format": "0%", "valign": "top", "align": "center"},
    "euros": {"num_format": "#,##0.00", "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"},
    "yes": {"valign": "top"},
}
BLUE, PALE, YELLOW, RULE = "#154273", "#E8EEF5", "#FFF6D6", "#BFC7D1"
SERIES = (BLUE, "#8FCAE7", "#E17000", "#94710A", "#42145F")
#: Height of a line in points, and lines of the heads.
LINE, HEAD_LINES = 15, 3
#: Where the values above a table stand.
BESIDE = 2
_EPOCH = date(1899, 12, 30).toordinal()
#: Width and height of a chart, and rows of the sheet that it takes.
CHART, CHART_ROWS = (720, 320), 17


def write(sheets: Sequence[Sheet], out: Path, *, title: str, made: datetime) -> None:
    """One file with all sheets; `made` is when, so that no clock is looked at."""
    # Imported here: a tenth of a second, for a file that few ask for.
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    book = xlsxwriter.Workbook(str(out), options)
    book.set_properties({"title": title, "created": made.replace(tzinfo=None)})
    formats = _Formats(book)
    with _nothing_collected():
        for sheet in sheets:
            _Writer(book, formats, sheet).write()
        book.close()


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Of the hundreds of thousands of cells none is garbage: looking for it takes a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Formats:
    """Every format that cells have, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[Any, ...], Any] = {}

    def of(self, form: Form, *, fill: bool = False, wrap: bool = False, as_text: bool = False) -> Any:
        key = (form, fill, wrap, as_text)
        if key not in self._made:
            how = {
                **FORMATS[form],
                **({"bg_color": YELLOW, "border": 1, "border_color": RULE} if fill else {}),
            }
            self._made[key] = self._book.add_format({**how, "text_wrap": wrap, "quote_prefix": as_text})
        return self._made[key]

    def named(self, **how: Any) -> Any:
        key = tuple(sorted(how.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(how)
        return self._made[key]

    @property
    def head(self) -> Any:
        return self.named(bold=True, font_color="#FFFFFF", bg_color=BLUE, text_wrap=True, valign="top")

    @property
    def head_to_fill(self) -> Any:
        return self.named(
            bold=True, font_color="#000000", bg_color="#FFD966", text_wrap=True, valign="top", border=1
        )


class _Writer:
    """One sheet on its way into the file."""

    def __init__(self, book: Any, formats: _Formats, sheet: Sheet) -> None:
        self._book, self._formats, self._of = book, formats, sheet
        self._sheet = book.add_worksheet(sheet.name)
        self._head = sheet.head
        self._last = self._head + len(sheet.rows)

    def write(self) -> None:
        """Title, table, what is filled in, charts."""
        self._above()
        self._table()
        self._paper()
        for place, column in enumerate(self._of.columns):
            if column.fill:
                self._to_fill_in(place, column)
        for number, picture in enumerate(self._of.pictures):
            self._picture(picture, self._last + 2 + number * CHART_ROWS)

    def _above(self) -> None:
        self._text(0, 0, self._of.title, self._formats.named(bold=True, font_size=14))
        bold, left = self._formats.named(bold=True), self._formats.named(align="left")
        for row, (what, value) in enumerate(self._of.above, 1):
            self._text(row, 0, what, bold if value else left)
            self._text(row, BESIDE, value, left)

    def _table(self) -> None:
        columns = self._of.columns
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width)
            form = self._formats.head_to_fill if column.fill else self._formats.head
            self._text(self._head, place, column.head, form)
        self._sheet.set_row(self._head, LINE * HEAD_LINES)
        writers = [self._cell(column) for column in columns]
        for row, cells in enumerate(self._of.rows, self._head + 1):
            for place, (write, cell) in enumerate(zip(writers, cells, strict=True)):
                write(row, place, cell)
            if self._of.wrapped:
                self._sheet.set_row(row, LINE * _lines(columns, cells))
        self._sheet.freeze_panes(self._head + 1, self._of.kept)
        self._sheet.autofilter(self._head, 0, max(self._last, self._head + 1), len(columns) - 1)

    def _cell(self, column: Column) -> Callable[[int, int, Cell], None]:
        """What writes a cell of this column."""
        sheet, form = self._sheet, self._formats.of(column.form, fill=column.fill, wrap=self._of.wrapped)
        as_text = self._formats.of(column.form, fill=column.fill, wrap=self._of.wrapped, as_text=True)

        def write(row: int, place: int, cell: Cell) -> None:
            if cell is None or cell == "":
                if column.fill:
                    sheet.write_blank(row, place, None, form)
            elif isinstance(cell, str):
                sheet.write_string(row, place, fitting(cell), as_text if cell.startswith(FORMULA) else form)
            else:
                sheet.write_number(row, place, _serial(cell) if isinstance(cell, date) else cell, form)

        return write

    def _text(self, row: int, place: int, text: str, form: Any) -> None:
        self._sheet.write_string(row, place, fitting(text), form)

    def _paper(self) -> None:
        """Wide pages, with the heads on each."""
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(self._head)

    def _to_fill_in(self, place: int, column: Column) -> None:
        """What a program may say of a cell before the file comes back; it is read with care all the same."""
        if self._last == self._head:
            return
        rule: dict[str, Any] | None = None
        if column.choices:
            rule = {
                "validate": "list",
                "source": column.choices if isinstance(column.choices, str) else list(column.choices),
                "error_type": "warning",
            }
        elif column.form == "day":
            rule = {"validate": "date", "criteria": ">=", "value": datetime(2000, 1, 1)}  # noqa: DTZ001
            rule["error_type"] = "warning"
        elif column.form == "euros":
            rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"}
        if rule is not None:
            self._sheet.data_validation(self._head + 1, place, self._last, place, rule)

    def _picture(self, picture: Picture, row: int) -> None:
        if self._last == self._head:
            return
        chart = self._book.add_chart({"type": "bar" if picture.bars else "column"})
        first, last, name = self._head + 1, self._last, self._of.name
        for number, place in enumerate(picture.series):
            chart.add_series(
                {
                    "name": [name, self._head, place],
                    "categories": [name, first, picture.names, last, picture.names],
                    "values": [name, first, place, last, place],
                    "fill": {"color": SERIES[number % len(SERIES)]},
                    "border": {"color": "#333333"},
                    "points": _points(picture, last - first + 1) if number == 0 else None,
                }
            )
        chart.set_title({"name": picture.title, "name_font": {"size": 12}})
        scale = {"min": 0, "max": picture.top, "major_unit": 1, "major_gridlines": {"visible": True}}
        chart.set_x_axis(scale if picture.bars else {})
        chart.set_y_axis({"reverse": True} if picture.bars else scale)
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": CHART[0], "height": CHART[1]})
        self._sheet.insert_chart(row, 0, chart, {"description": picture.alt, "object_position": 2})


def _lines(columns: Sequence[Column], cells: Sequence[Cell]) -> int:
    """About how many lines the longest text of a row takes: not every program finds that out by itself."""
    pairs = zip(columns, cells, strict=True)
    return max(
        (1 + int(len(cell) / column.width) for column, cell in pairs if isinstance(cell, str)), default=1
    )


def _serial(day: date) -> float:
    """A day or moment as spreadsheets count: days since the end of 1899, by the clock on the wall."""
    seconds = day.hour * 3600 + day.minute * 60 + day.second if isinstance(day, datetime) else 0
    return day.toordinal() - _EPOCH + seconds / 86_400


def _points(picture: Picture, count: int) -> list[dict[str, Any] | None] | None:
    """What is not sure is hatched, so that it shows without colour too."""
    if not picture.hatched:
        return None
    hatch = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": BLUE, "bg_color": "#FFFFFF"}}
    return [hatch if place in picture.hatched else None for place in range(count)]


def fitting(text: str) -> str:
    """What a cell can hold of a text: no characters that files of this kind cannot have."""
    kept = text if text.isprintable() else "".join(c for c in text if c in "\t\n\r" or _can_be_written(c))
    return kept if len(kept) <= LONGEST else f"{kept[: LONGEST - 1]}…"


def _can_be_written(character: str) -> bool:
    code = ord(character)
    return code >= 0x20 and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF)
