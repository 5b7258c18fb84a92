"""A date, as exact as the question wants it."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, ClassVar, Literal

from pydantic import model_validator

from bot.interview.questions.common import Parsed, QuestionCommon, Rejected
from bot.interview.questions.typed_choice import plain

_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december",
    "january february march april may june july august september october november december",
)
#: Full names and their first three letters, in both languages.
_MONTH = {
    name: number
    for names in _MONTHS
    for number, full in enumerate(names.split(), start=1)
    for name in (full, full[:3])
} | {"mrt": 3, "sept": 9}
_NAME = "(?P<month>" + "|".join(sorted(_MONTH, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|e|ste|de)?"
_YEAR = r"'?(?P<year>\d{4}|\d{2})"
_WEEKDAY = re.compile(
    r"^(?:ma|di|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)[.,]?\s+"
)
_FORMS = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(rf"{_DAY}\s*[-/. ]\s*(?P<month>\d{{1,2}})\s*[-/. ]\s*{_YEAR}"),
    re.compile(rf"(?:de\s+|the\s+)?{_DAY}[\s-]+(?:of\s+)?{_NAME}[\s,-]+{_YEAR}"),
    re.compile(rf"{_NAME}\s+(?:the\s+)?{_DAY}[\s,]+{_YEAR}"),
)
_MONTH_ONLY = re.compile(rf"{_NAME}\s+{_YEAR}")
#: A month where that is exact enough: by its name or its number.
_MONTHS_ALONE = (
    _MONTH_ONLY,
    re.compile(r"(?P<month>\d{1,2})\s*[-/. ]\s*(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})"),
)
_BARE_YEAR = re.compile(r"[1-9]\d{3}")
#: Words before the beginning or the end of something.
_FROM = re.compile(r"^(?:sinds|vanaf|in|since|from)\s+")
_EXAMPLE = dt.date(2026, 11, 23)


class Date(QuestionCommon):
    """A day between `earliest` and `latest`; the value is ISO 8601 ("2026-11-23").

    `exact` is how exact it must be: a month or a year may do, and is kept as such ("2026-11", "2026").
    """

    tapped: ClassVar[bool] = False
    seconds: ClassVar[int] = 30

    type: Literal["date"]
    earliest: dt.date | None = None
    latest: dt.date | None = None
    exact: Literal["day", "month", "year"] = "day"

    @model_validator(mode="after")
    def _limits_can_be_met(self) -> "Date":
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"earliest {self.earliest} is after latest {self.latest}")
        return self

    def parse(self, text: str, language: str, descending: bool = False) -> Parsed:
        said = _FROM.sub("", plain(text))
        value = self._read(_WEEKDAY.sub("", said))
        if value is not None:
            return self._outside(value) or (value, None)
        month = _month(said, (_MONTH_ONLY,))
        if month is not None:
            return Rejected("hint.date_day", (("example", days_of(month)[0]),))
        example = self.latest or self.earliest or _EXAMPLE
        return Rejected("hint.date", (("example", example),))

    def _read(self, said: str) -> str | None:
        day = _read(said)
        if day is not None:
            return day.isoformat()
        month = None if self.exact == "day" else _month(said, _MONTHS_ALONE)
        return month or (_bare_year(said) if self.exact == "year" else None)

    def _outside(self, value: str) -> Rejected | None:
        first, last = days_of(value)
        early = self.earliest is not None and last < self.earliest
        late = self.latest is not None and first > self.latest
        if not early and not late:
            return None
        facts: tuple[tuple[str, Any], ...] = (("earliest", self.earliest), ("latest", self.latest))
        if self.latest is None:
            return Rejected("hint.date_earliest", facts)
        return Rejected("hint.date_latest" if self.earliest is None else "hint.date_range", facts)


def days_of(value: str) -> tuple[dt.date, dt.date]:
    """The first and the last day that a value stands for: one day, a month or a year."""
    year, month, day = (*(int(part) for part in value.split("-")), 0, 0)[:3]
    last = month or 12
    return (
        dt.date(year, month or 1, day or 1),
        dt.date(year, last, day or calendar.monthrange(year, last)[1]),
    )


def _month(said: str, forms: Iterable[re.Pattern[str]]) -> str | None:
    match = next(filter(None, (form.fullmatch(said) for form in forms)), None)
    if match is None:
        return None
    named = match["month"]
    first = _day(_year(match["year"]), _MONTH[named] if named in _MONTH else int(named), 1)
    return first.isoformat()[:7] if first else None


def _bare_year(said: str) -> str | None:
    return said if _BARE_YEAR.fullmatch(said) else None


def _read(said: str) -> dt.date | None:
    match = next(filter(None, (form.fullmatch(said) for form in _FORMS)), None)
    if match is None:
        return None
    named = match["month"]
    month, day = _MONTH[named] if named in _MONTH else int(named), int(match["day"])
    if month > 12 >= day:
        month, day = day, month  # 11/23/2026 can only be the American order
    return _day(_year(match["year"]), month, day)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _year(said: str) -> int:
    """Two digits are of this century up to 69."""
    year = int(said)
    if len(said) == 4:
        return year
    return year + (2000 if year < 70 else 1900)
