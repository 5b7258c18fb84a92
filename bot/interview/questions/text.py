"""An open question, answered in the person's own words."""

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from bot.interview.questions.common import Parsed, QuestionCommon, Rejected

#: A chat message holds 4096 characters; an answer is shown again with a line around it.
LONGEST = 4000


class FreeText(QuestionCommon):
    """The value is the reply itself, without blanks around it; limits are in characters."""

    tapped: ClassVar[bool] = False
    seconds: ClassVar[int] = 75

    type: Literal["text"]
    optional: bool = True
    at_least: int = Field(default=1, ge=1)
    at_most: int = Field(default=LONGEST, ge=1, le=LONGEST)

    @model_validator(mode="after")
    def _limits_can_be_met(self) -> "FreeText":
        if self.at_least > self.at_most:
            raise ValueError(f"at_least {self.at_least} is more than at_most {self.at_most}")
        return self

    def parse(self, text: str, language: str, descending: bool = False) -> Parsed:
        reply = text.strip()
        if not reply:
            return Rejected("hint.text_empty")
        if len(reply) < self.at_least:
            return Rejected("hint.text_short", (("at_least", self.at_least), ("length", len(reply))))
        if len(reply) > self.at_most:
            return Rejected("hint.text_long", (("at_most", self.at_most), ("length", len(reply))))
        return reply, None
