"""The shape of a contract file: unknown keys are refused, every value has a type."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict
from pydantic_core import PydanticCustomError

from intake.domain.contract import (
    Channel,
    Fact,
    Force,
    LevelChange,
    LevelSource,
    NoticeId,
    PromiseKind,
    Provisional,
    When,
)
from intake.domain.suggestion import Kind
from intake.domain.target import TargetKind, Unit

_WALL_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
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


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WallTime = Annotated[str, AfterValidator(_wall_time)]
Identifier = Annotated[str, AfterValidator(_identifier)]
Text = Annotated[str, AfterValidator(_not_blank)]
# TOML has types of its own: text is not taken for a number, nor a number for true or false.
Flag = Annotated[bool, Strict()]
Severity = Annotated[int, Strict(), Field(ge=1, le=4)]
Count = Annotated[int, Strict(), Field(ge=1, le=10_000)]
Day = Annotated[date, Strict()]
Evidence = Annotated[tuple[Fact, ...], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TargetPart(_Part):
    """`target = { kind = "within", at_most = 2, unit = "hours", words = "Within 2 hours" }`."""

    kind: TargetKind
    words: Text
    at_least: Count | None = None
    at_most: Count | None = None
    unit: Unit | None = None


class WindowPart(_Part):
    """Open hours on some weekdays; a zone beside an end where it differs from the calendar's."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    opens: WallTime
    closes: WallTime
    opens_zone: str | None = None
    closes_zone: str | None = None
    next_day: Flag = False


class CalendarPart(_Part):
    """`[[calendars]]`: either `always = true` or windows."""

    id: Identifier
    zone: str | None = None
    always: Flag = False
    windows: tuple[WindowPart, ...] = ()
    holidays: tuple[str | Day, ...] = ()
    words: str = ""
    clause: str | None = None
    assumed: Flag = False
    rulings: tuple[str, ...] = ()


class PlanPart(_Part):
    """`[[plans]]`."""

    id: Identifier
    name: Text


class LevelPart(_Part):
    """`[[levels]]`."""

    id: Identifier
    name: Text
    summary: Text
    clause: Text
    severities: tuple[Severity, ...] = ()
    kinds: tuple[Kind, ...] = ()
    only_by: Channel | None = None
    otherwise: str | None = None


class CommitmentPart(_Part):
    """`[[commitments]]`: one cell of the contract's table."""

    promise: PromiseKind
    target: TargetPart
    force: Force
    calendar: str
    clause: Text
    level: str | None = None
    plan: str | None = None
    emergency: Flag = False
    kinds: tuple[Kind, ...] = ()
    rulings: tuple[str, ...] = ()


class ChannelPart(_Part):
    """`[[channels]]`: who sets the level of what comes in on it."""

    channel: Channel
    order: tuple[LevelSource, ...] = ()
    default: str
    carries_level: Flag = True
    provisional: Provisional = Provisional.NEVER
    clauses: tuple[str, ...] = ()
    rulings: tuple[str, ...] = ()


class EmergencyPart(_Part):
    """`[emergency]`: the facts that make one."""

    clause: Text
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    unless: tuple[Fact, ...] = ()
    half: Evidence | None = None
    rulings: tuple[str, ...] = ()
    own_it: Evidence | None = None
    provisional: Flag = True


class NoticePart(_Part):
    """`[[notices]]`: what an acknowledgement adds, and when."""

    id: NoticeId
    when: Annotated[tuple[When, ...], Field(min_length=1)]
    clause: str | None = None
    levels: tuple[str, ...] = ()
    facts: dict[str, str] = {}


class RulingPart(_Part):
    """`[[rulings]]`: how an ambiguous clause is read."""

    id: Identifier
    clause: Text
    question: Text
    readings: Annotated[tuple[Text, ...], Field(min_length=1)]
    in_force: str | None = None
    why: str = ""
    by: str = "project default"


class ForAPersonPart(_Part):
    """`[[for_a_person]]`: said by the document, not acted on by the bot."""

    clause: Text
    title: Text


class ContractFile(_Part):
    """A whole contract file."""

    id: Identifier
    title: Text
    vendor: Text
    source: Text
    zone: str
    plans: tuple[PlanPart, ...] = ()
    ambiguous_plans: dict[str, Annotated[tuple[str, ...], Field(min_length=2)]] = {}
    levels: tuple[LevelPart, ...] = ()
    calendars: tuple[CalendarPart, ...]
    commitments: tuple[CommitmentPart, ...]
    channels: tuple[ChannelPart, ...] = ()
    emergency: EmergencyPart | None = None
    level_change: LevelChange = LevelChange.ENGINEER
    level_change_clause: str | None = None
    notices: tuple[NoticePart, ...] = ()
    rulings: tuple[RulingPart, ...] = ()
    for_a_person: tuple[ForAPersonPart, ...] = ()
    telephones: tuple[Text, ...] = ()
    telephone_levels: tuple[str, ...] = ()
    telephone_wanted: Flag = False
    website: str | None = None
