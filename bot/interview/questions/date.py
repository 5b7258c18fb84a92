"""A date."""

import datetime as dt
import re
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
_EXAMPLE = dt.date(2026, 11, 23)


class Date(QuestionCommon):
    """A day between `earliest` and `latest`; the value is ISO 8601 ("2026-11-23")."""

    tapped: ClassVar[bool] = False
    seconds: ClassVar[int] = 30

    type: Literal["date"]
    earliest: dt.date | None = None
    latest: dt.date | None = None

    @model_validator(mode="after")
    def _limits_can_be_met(self) -> "Date":
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"earliest {self.earliest} is after latest {self.latest}")
        return self

    def parse(self, text: str, language: str, descending: bool = False) -> Parsed:
        said = _WEEKDAY.sub("", plain(text))
        day = _read(said)
        if day is not None:
            return self._outside(day) or (day.isoformat(), None)
        month = _MONTH_ONLY.fullmatch(said)
        first = _day(_year(month["year"]), _MONTH[month["month"]], 1) if month else None
        if first is not None:
            return Rejected("hint.date_day", (("example", first),))
        example = self.latest or self.earliest or _EXAMPLE
        return Rejected("hint.date", (("example", example),))

    def _outside(self, day: dt.date) -> Rejected | None:
        early = self.earliest is not None and day < self.earliest
        late = self.latest is not None and day > self.latest
        if not early and not late:
            return None
        facts: tuple[tuple[str, Any], ...] = (("earliest", self.earliest), ("latest", self.latest))
        if self.latest is None:
            return Rejected("hint.date_earliest", facts)
        return Rejected("hint.date_latest" if self.earliest is None else "hint.date_range", facts)


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
