"""The values that a contract file is made of: text, numbers, times, each told apart as TOML does."""

import re
from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict
from pydantic_core import PydanticCustomError

_WALL_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
_Dated = TypeVar("_Dated", date, datetime)
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)


def _wall_time(value: str) -> str:
    if not _WALL_TIME.fullmatch(value):
        raise PydanticCustomError("wall_time", "write a time of day such as 09:00 or 17:30, in quotes")
    return value


def _identifier(value: str) -> str:
    if not _IDENTIFIER.fullmatch(value):
        raise PydanticCustomError("identifier", "write letters, digits, - and _ only, without spaces")
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "it is empty; write something")
    return value


def _in_our_age(value: _Dated) -> _Dated:
    if not 1970 <= value.year <= 2999:
        raise PydanticCustomError("year", "write a year from 1970 to 2999")
    return value


def _without_offset(value: datetime) -> datetime:
    if value.tzinfo is not None or value.microsecond:
        raise PydanticCustomError(
            "wall_clock", "write the time by the calendar's clock such as 2026-12-24T12:00:00, without an offset"
        )
    return value


def _with_offset(value: datetime) -> datetime:
    if value.tzinfo is None or value.microsecond:
        raise PydanticCustomError("offset", "write a time with its offset such as 2026-03-06T20:40:00-05:00")
    return value


def _none_for_false(value: object) -> object:
    """TOML has no word for nothing: where nothing may come out, `false` says so."""
    return None if value is False else value


WallTime = Annotated[str, AfterValidator(_wall_time)]
Identifier = Annotated[str, AfterValidator(_identifier)]
Text = Annotated[str, AfterValidator(_not_blank)]
# TOML has types of its own: text is not taken for a number, nor a number for true or false.
Flag = Annotated[bool, Strict()]
Severity = Annotated[int, Strict(), Field(ge=1, le=4)]
Count = Annotated[int, Strict(), Field(ge=1, le=10_000)]
Day = Annotated[date, Strict(), AfterValidator(_in_our_age)]
WallClock = Annotated[datetime, Strict(), AfterValidator(_without_offset), AfterValidator(_in_our_age)]
Moment = Annotated[datetime, Strict(), AfterValidator(_with_offset), AfterValidator(_in_our_age)]
MomentOrNone = Annotated[Moment | None, BeforeValidator(_none_for_false)]
TextOrNone = Annotated[Text | None, BeforeValidator(_none_for_false)]


class Part(BaseModel):
    """A table of a contract file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
