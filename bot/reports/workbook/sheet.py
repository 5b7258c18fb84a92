"""What a workbook is made of before it is a file: sheets of named columns, cells as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

#: Text is never read as a formula; numbers are unrounded; None is an empty cell.
Cell = str | int | float | Decimal | bool | date | datetime | None
Form = Literal["text", "whole", "number", "share", "euros", "day", "moment", "yes"]


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters. What is to be filled in (`fill`) is marked; `choices`: what can be chosen, or
    the cells where that stands.
    """

    head: str
    width: float = 14
    form: Form = "text"
    fill: bool = False
    choices: tuple[str, ...] | str = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of columns of its own sheet, by their places: `names` along the axis, a series for each of
    `series`. `top`: the highest value of the scale; `hatched`: rows whose first bar is not sure.
    """

    title: str
    alt: str
    names: int
    series: tuple[int, ...]
    top: float
    bars: bool = True
    hatched: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`above` are lines over the table, below the title: (what, value), or a remark without a value."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    above: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()
    #: Columns that stay in sight when the sheet is moved to the side; whether long texts get several lines.
    kept: int = 1
    wrapped: bool = False

    @property
    def head(self) -> int:
        """The row of the heads, from 0: a title, what stands above, an empty row."""
        return len(self.above) + 2

    def cells_of(self, place: int) -> str:
        """The cells of a column below its head, as a spreadsheet names them; of the first 26 columns."""
        letter, first = chr(ord("A") + place), self.head + 2
        return f"='{self.name}'!${letter}${first}:${letter}${first + len(self.rows) - 1}"
