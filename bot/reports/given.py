"""What only client and consultant can say in a memo: to whom it goes, why now, and what a day costs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

#: Where it is kept in the settings of an assessment.
MEMO = "memo"

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Euros = Annotated[Decimal, Field(ge=0, le=10_000_000, allow_inf_nan=False)]


class WrongMemo(Exception):
    """What was given cannot be used; the text names the first field and what is wrong with it."""


class Given(BaseModel):
    """Everything may be left out. `fact` and `example` are typed for this memo, never taken from an answer;
    `day_rate` in euros a person-day, `expenses` in euros besides; `cover` is where the money comes from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: Line = ""
    sender: Line = ""
    case: Line = ""
    holder: Line = ""
    publicity: Line = ""
    fact: Sentence = ""
    example: Sentence = ""
    day_rate: Euros | None = None
    expenses: Euros | None = None
    cover: Sentence = ""
    benefits: Sentence = ""
    less: Sentence = ""


NOTHING_GIVEN = Given()


def given_of(found: Mapping[str, Any]) -> Given:
    """From a file or the settings of an assessment. Raises WrongMemo, which quotes no value."""
    try:
        return Given.model_validate(dict(found))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        known = ", ".join(Given.model_fields)
        raise WrongMemo(f"{place}: {first['msg']} (there are: {known})") from None
