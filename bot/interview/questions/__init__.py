"""The types of question: one module each, listed here and nowhere else."""

from typing import Annotated

from pydantic import Field

from bot.interview.questions.common import Choice, Option, Rejected, Text, Value
from bot.interview.questions.date import Date
from bot.interview.questions.file import File
from bot.interview.questions.level import Level
from bot.interview.questions.multiple import Multiple
from bot.interview.questions.number import Number
from bot.interview.questions.single import Single
from bot.interview.questions.text import FreeText
from bot.interview.questions.yes_no import YesNo

Question = Annotated[
    Level | Single | Multiple | Number | Date | YesNo | FreeText | File, Field(discriminator="type")
]

__all__ = [
    "Choice",
    "Date",
    "File",
    "FreeText",
    "Level",
    "Multiple",
    "Number",
    "Option",
    "Question",
    "Rejected",
    "Single",
    "Text",
    "Value",
    "YesNo",
]
