"""The shape of a contract file: unknown keys are refused, every value has a type."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from intake.domain.contract import (
    Channel,
    Fact,
    Force,
    LevelChange,
    LevelSource,
    NoticeId,
    PromiseKind,
    Provisional,
    TargetKind,
    Unit,
    When,
)
from intake.domain.suggestion import Kind

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WallTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Severity = Annotated[int, Field(ge=1, le=4)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TargetPart(_Part):
    """`target = { kind = "within", at_most = 2, unit = "hours", words = "Within 2 hours" }`."""

    kind: TargetKind
    words: str
    at_least: Annotated[int, Field(ge=1)] | None = None
    at_most: Annotated[int, Field(ge=1)] | None = None
    unit: Unit | None = None


class WindowPart(_Part):
    """Open hours on some weekdays; a zone beside an end where it differs from the calendar's."""

    days: tuple[Weekday, ...]
    opens: WallTime
    closes: WallTime
    opens_zone: str | None = None
    closes_zone: str | None = None
    next_day: bool = False


class CalendarPart(_Part):
    """`[[calendars]]`: either `always = true` or windows."""

    id: Identifier
    zone: str | None = None
    always: bool = False
    windows: tuple[WindowPart, ...] = ()
    holidays: tuple[str | date, ...] = ()
    words: str = ""
    clause: str | None = None
    assumed: bool = False
    rulings: tuple[str, ...] = ()


class PlanPart(_Part):
    """`[[plans]]`."""

    id: Identifier
    name: str


class LevelPart(_Part):
    """`[[levels]]`."""

    id: Identifier
    name: str
    summary: str
    clause: str
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
    clause: str
    level: str | None = None
    plan: str | None = None
    emergency: bool = False
    kinds: tuple[Kind, ...] = ()
    rulings: tuple[str, ...] = ()


class ChannelPart(_Part):
    """`[[channels]]`: who sets the level of what comes in on it."""

    channel: Channel
    order: tuple[LevelSource, ...] = ()
    default: str
    carries_level: bool = True
    provisional: Provisional = Provisional.NEVER
    clauses: tuple[str, ...] = ()
    rulings: tuple[str, ...] = ()


class EmergencyPart(_Part):
    """`[emergency]`: the facts that make one."""

    clause: str
    evidence: tuple[tuple[Fact, ...], ...]
    unless: tuple[Fact, ...] = ()
    half: tuple[Fact, ...] | None = None
    own_it: tuple[Fact, ...] | None = None
    provisional: bool = True


class NoticePart(_Part):
    """`[[notices]]`: what an acknowledgement adds, and when."""

    id: NoticeId
    when: tuple[When, ...]
    clause: str | None = None
    levels: tuple[str, ...] = ()
    facts: dict[str, str] = {}


class RulingPart(_Part):
    """`[[rulings]]`: how an ambiguous clause is read."""

    id: Identifier
    clause: str
    question: str
    readings: tuple[str, ...]
    in_force: str | None = None
    why: str = ""
    by: str = "project default"


class ForAPersonPart(_Part):
    """`[[for_a_person]]`: said by the document, not acted on by the bot."""

    clause: str
    title: str


class ContractFile(_Part):
    """A whole contract file."""

    id: Identifier
    title: str
    vendor: str
    source: str
    zone: str
    plans: tuple[PlanPart, ...] = ()
    ambiguous_plans: dict[str, tuple[str, ...]] = {}
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
    telephones: tuple[str, ...] = ()
    telephone_levels: tuple[str, ...] = ()
    telephone_wanted: bool = False
    website: str | None = None
