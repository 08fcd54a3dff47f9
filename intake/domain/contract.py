"""What a support contract says, as data: levels, plans, hours, commitments, channel rules, notices, rulings."""

from dataclasses import dataclass, field
from datetime import date, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

from intake.domain.calendar import Calendar
from intake.domain.target import Target

if TYPE_CHECKING:
    from intake.domain.example import Example


class Channel(StrEnum):
    """How a message reached us."""

    EMAIL = "email"
    SLACK = "slack"
    WEB_CHAT = "web_chat"
    PORTAL = "portal"
    PHONE = "phone"


class PromiseKind(StrEnum):
    """What is promised by a time."""

    INITIAL_RESPONSE = "initial_response"
    BEGIN_WORK = "begin_work"
    RESOLUTION = "resolution"
    APPOINTMENT = "appointment"


class Force(StrEnum):
    """How binding a commitment is: 'we will', 'we aim to', 'expected', 'typically', 'our goal is'."""

    COMMITMENT = "commitment"
    TARGET = "target"
    EXPECTED = "expected"
    TYPICAL = "typical"
    GOAL = "goal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan that a customer buys."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A severity level of a contract, in the contract's own numbering.

    `severities` (1-4, by the rubric) and `kinds` say which suggestions mean this level; `only_by` is
    the one channel a claim of it counts on, elsewhere `otherwise`'s clock runs. `storm_customers` is how many customers
    of a storm suggest it, None where no storm does.
    """

    id: str
    name: str
    summary: str
    clause: str
    severities: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()
    only_by: Channel | None = None
    otherwise: str | None = None
    storm_customers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One cell of a contract's table.

    `level` and `plan` are None where the commitment does not depend on them; `emergency` marks the row
    that holds in an emergency, `kinds` the row of requests that carry no level.
    """

    promise: PromiseKind
    target: Target
    force: Force
    calendar: str
    clause: str
    level: str | None = None
    plan: str | None = None
    emergency: bool = False
    kinds: frozenset[str] = frozenset()
    rulings: tuple[str, ...] = ()


class LevelSource(StrEnum):
    """Whose word can set a level."""

    CLAIM = "claim"
    SUGGESTION = "suggestion"


class Provisional(StrEnum):
    """When a level set by a channel's rule waits for an engineer."""

    NEVER = "never"
    UNLESS_CLAIMED = "unless_claimed"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule:
    """Who sets the level of what comes in on a channel.

    `order` lists the sources asked in turn, `default` is the level whose clock runs when none of them
    answers; with `carries_level` false that clock runs without the case having a level.
    """

    channel: Channel
    order: tuple[LevelSource, ...]
    default: str
    carries_level: bool = True
    provisional: Provisional = Provisional.NEVER
    clauses: tuple[str, ...] = ()
    rulings: tuple[str, ...] = ()


class Fact(StrEnum):
    """A fact that a message may state, as an emergency's evidence needs it."""

    ALL_USERS = "all_users"
    ONE_LOCATION = "one_location"
    TWO_LOCATIONS = "two_locations"
    CONNECTIVITY = "connectivity"
    PLANNED_EVENT = "planned_event"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """What has to be stated for a contract's emergency: any one of `evidence`, all its facts, none of `unless`.

    `evidence_clauses` are where each of `evidence` stands, or empty where `clause` has them all. `half` is the part
    that makes us ask for the rest; `own_it` marks a failure that the customer's own IT looks at first. With
    `own_staff_counts` our own staff may be a second location.
    """

    clause: str
    evidence: tuple[frozenset[Fact], ...]
    evidence_clauses: tuple[str, ...] = ()
    unless: frozenset[Fact] = frozenset()
    half: frozenset[Fact] | None = None
    own_it: frozenset[Fact] | None = None
    own_staff_counts: bool = False
    provisional: bool = True
    rulings: tuple[str, ...] = ()


class NoticeId(StrEnum):
    """The notices an acknowledgement can carry; their words are templates."""

    EMAIL_CARRIES_NO_LEVEL = "email_carries_no_level"
    PROVISIONAL_LEVEL = "provisional_level"
    REPORT_BY_PHONE = "report_by_phone"
    SECOND_LOCATION_NEEDED = "second_location_needed"
    OWN_IT_FIRST = "own_it_first"
    REPORT_WHEN_RESOLVED = "report_when_resolved"
    STAFF_AVAILABLE = "staff_available"
    CHARGES = "charges"
    EMERGENCY_RATES = "emergency_rates"
    CLOSED_NOW = "closed_now"


class When(StrEnum):
    """The situations in which a contract wants a notice."""

    ALWAYS = "always"
    CHANNEL_SETS_NO_LEVEL = "channel_sets_no_level"
    PROVISIONAL = "provisional"
    LEVEL_BY_PHONE_ONLY = "level_by_phone_only"
    CLOCK_LEVEL = "clock_level"
    EMERGENCY = "emergency"
    EMERGENCY_HALF_SHOWN = "emergency_half_shown"
    OWN_IT = "own_it"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice, the clause it rests on, and the situations that call for it; `levels` go with `clock_level`.

    Without `plans` it holds under every plan. Of `facts`, one named `x_clause` is where the fact `x` stands.
    """

    id: NoticeId
    when: frozenset[When]
    clause: str | None = None
    levels: frozenset[str] = frozenset()
    plans: frozenset[str] = frozenset()
    facts: tuple[tuple[str, str], ...] = ()
    rulings: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """Return the facts that are no clauses of others."""
        return tuple((name, value) for name, value in self.facts if not name.endswith("_clause"))

    def clause_of(self, figure: str) -> str | None:
        """Return the clause that a figure has of its own, or None where it stands under the notice's."""
        return dict(self.facts).get(f"{figure}_clause")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """How an ambiguous clause is read here, and who says so; `in_force` is None while it is open.

    `on` is the day on which an operator signed it with the name in `by`, None for the project's default.
    """

    id: str
    clause: str
    question: str
    readings: tuple[str, ...]
    in_force: str | None
    why: str
    by: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForAPerson:
    """Something the document says that the bot does not act on, listed so that nobody overlooks it."""

    clause: str
    title: str
    rulings: tuple[str, ...] = ()


class LevelChange(StrEnum):
    """Who has to agree before an engineer's change of level takes effect."""

    ENGINEER = "engineer"
    PROVIDER = "provider"
    CUSTOMER_CONSENT = "customer_consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One vendor's support contract.

    `effective_from` is the day, in `zone`, from which this version holds for what is received; None holds from
    the beginning. `digest` is the SHA-256 of the file it was read from, in hex. `translations` are, by
    language, pairs of a text of the contract and its translation; `examples` are promises worked by hand.
    `level_change_assumed` says that who may change a level is our reading of `level_change_clause`. Every promise
    rests on the `general_rulings`, ids of `rulings`.
    """

    id: str
    title: str
    vendor: str
    source: str
    zone: tzinfo
    calendars: tuple[Calendar, ...]
    commitments: tuple[Commitment, ...]
    plans: tuple[Plan, ...] = ()
    ambiguous_plans: tuple[tuple[str, tuple[str, ...]], ...] = ()
    levels: tuple[Level, ...] = ()
    channels: tuple[ChannelRule, ...] = ()
    emergency: Emergency | None = None
    level_change: LevelChange = LevelChange.ENGINEER
    level_change_clause: str | None = None
    level_change_assumed: bool = False
    level_change_rulings: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    general_rulings: tuple[str, ...] = ()
    for_a_person: tuple[ForAPerson, ...] = ()
    telephones: tuple[str, ...] = ()
    telephone_levels: frozenset[str] = frozenset()
    telephone_wanted: bool = False
    website: str | None = None
    effective_from: date | None = None
    digest: str = field(default="", compare=False)
    translations: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    examples: "tuple[Example, ...]" = ()

    @property
    def version(self) -> str:
        """Return which version of the contract this is: the ISO date that it holds from, or "first"."""
        return "first" if self.effective_from is None else self.effective_from.isoformat()

    def level(self, level_id: str) -> Level | None:
        """Return the level of that id, or None."""
        return next((level for level in self.levels if level.id == level_id), None)

    def storm_level(self, customers: int) -> Level | None:
        """Return the level that a storm of so many customers suggests, the one that needs most of them; or None."""
        wanted = [(level.storm_customers, level) for level in self.levels if level.storm_customers is not None]
        enough = [(figure, level) for figure, level in wanted if figure <= customers]
        return max(enough, key=lambda one: one[0], default=(0, None))[1]

    def calendar(self, calendar_id: str) -> Calendar:
        """Return the calendar of that id; loading has made sure that it is there."""
        return next(calendar for calendar in self.calendars if calendar.id == calendar_id)

    def said(self, text: str, language: str) -> str:
        """Return a text of the contract in a language ("de"), or the text itself where it has no translation."""
        return dict(dict(self.translations).get(language, ())).get(text, text)

    def channel_rule(self, channel: Channel) -> ChannelRule | None:
        """Return the rule for a channel, or None in a contract without levels."""
        return next((rule for rule in self.channels if rule.channel == channel), None)
