"""The shape of a contract file: unknown keys are refused, every value has a type."""

from typing import Annotated, Literal

from pydantic import Field

from intake.contract.file.schema_examples import ExamplesPart
from intake.contract.file.values import Count, Day, Flag, Identifier, Part, Severity, Text, WallClock, WallTime
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

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
PROJECT_DEFAULT = "project default"
Evidence = Annotated[tuple[Fact, ...], Field(min_length=1)]


class TargetPart(Part):
    """`target = { kind = "within", at_most = 2, unit = "hours", words = "Within 2 hours" }`."""

    kind: TargetKind
    words: Text
    at_least: Count | None = None
    at_most: Count | None = None
    unit: Unit | None = None


class WindowPart(Part):
    """Open hours on some weekdays; a zone beside an end where it differs from the calendar's."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    opens: WallTime
    closes: WallTime
    opens_zone: str | None = None
    closes_zone: str | None = None
    next_day: Flag = False


class ClosurePart(Part):
    """`{ from = 2026-12-24T12:00:00, to = 2026-12-28T07:00:00, why = "stock-taking" }`, by the calendar's clock."""

    from_: Annotated[WallClock, Field(alias="from")]
    to: WallClock
    why: Text


class CalendarPart(Part):
    """`[[calendars]]`: either `always = true` or windows."""

    id: Identifier
    zone: str | None = None
    always: Flag = False
    windows: tuple[WindowPart, ...] = ()
    holidays: tuple[str | Day, ...] = ()
    closures: tuple[ClosurePart, ...] = ()
    words: str = ""
    clause: str | None = None
    assumed: Flag = False
    rulings: tuple[str, ...] = ()


class PlanPart(Part):
    """`[[plans]]`."""

    id: Identifier
    name: Text


class LevelPart(Part):
    """`[[levels]]`."""

    id: Identifier
    name: Text
    summary: Text
    clause: Text
    severities: tuple[Severity, ...] = ()
    kinds: tuple[Kind, ...] = ()
    only_by: Channel | None = None
    otherwise: str | None = None
    storm_customers: Count | None = None


class CommitmentPart(Part):
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


class ChannelPart(Part):
    """`[[channels]]`: who sets the level of what comes in on it."""

    channel: Channel
    order: tuple[LevelSource, ...] = ()
    default: str
    carries_level: Flag = True
    provisional: Provisional = Provisional.NEVER
    clauses: tuple[str, ...] = ()
    rulings: tuple[str, ...] = ()


class EmergencyPart(Part):
    """`[emergency]`: the facts that make one."""

    clause: Text
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    evidence_clauses: tuple[Text, ...] = ()
    unless: tuple[Fact, ...] = ()
    half: Evidence | None = None
    rulings: tuple[str, ...] = ()
    own_it: Evidence | None = None
    own_staff_counts: Flag = False
    provisional: Flag = True


class NoticePart(Part):
    """`[[notices]]`: what an acknowledgement adds, and when."""

    id: NoticeId
    when: Annotated[tuple[When, ...], Field(min_length=1)]
    clause: str | None = None
    levels: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    facts: dict[str, Text] = Field(default={})
    rulings: tuple[str, ...] = ()


class RulingPart(Part):
    """`[[rulings]]`: how an ambiguous clause is read."""

    id: Identifier
    clause: Text
    question: Text
    readings: Annotated[tuple[Text, ...], Field(min_length=2)]
    in_force: str | None = None
    why: str = ""
    by: Text = PROJECT_DEFAULT
    on: Day | None = None


class ForAPersonPart(Part):
    """`[[for_a_person]]`: said by the document, not acted on by the bot."""

    clause: Text
    title: Text
    rulings: tuple[str, ...] = ()


class ContractFile(Part):
    """A whole contract file."""

    id: Identifier
    title: Text
    vendor: Text
    source: Text
    zone: str
    effective_from: Day | None = None
    plans: tuple[PlanPart, ...] = ()
    ambiguous_plans: dict[str, Annotated[tuple[str, ...], Field(min_length=2)]] = Field(default={})
    levels: tuple[LevelPart, ...] = ()
    calendars: tuple[CalendarPart, ...]
    commitments: tuple[CommitmentPart, ...]
    channels: tuple[ChannelPart, ...] = ()
    emergency: EmergencyPart | None = None
    level_change: LevelChange = LevelChange.ENGINEER
    level_change_clause: Text | None = None
    level_change_assumed: Flag = False
    level_change_rulings: tuple[str, ...] = ()
    notices: tuple[NoticePart, ...] = ()
    rulings: tuple[RulingPart, ...] = ()
    general_rulings: tuple[str, ...] = ()
    for_a_person: tuple[ForAPersonPart, ...] = ()
    telephones: tuple[Text, ...] = ()
    telephone_levels: tuple[str, ...] = ()
    telephone_wanted: Flag = False
    website: Text | None = None
    translations: dict[str, dict[str, Text]] = Field(default={})
    examples: ExamplesPart = ExamplesPart()
