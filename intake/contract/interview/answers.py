"""What somebody has answered about a contract: all that a first contract file is written from."""

from dataclasses import dataclass

from intake.contract.interview.said_hours import SaidWindow
from intake.domain.contract import Channel, Fact, Force, LevelChange, LevelSource, Provisional
from intake.domain.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAnswer:
    """A plan by its id and the name that customers know."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelAnswer:
    """A level; `severities` are the suggestions that mean it."""

    id: str
    name: str
    summary: str
    clause: str
    severities: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAnswer:
    """Hours; without `windows` they have no end. `holidays` are country codes and ISO dates."""

    id: str
    words: str
    windows: tuple[SaidWindow, ...] = ()
    holidays: tuple[str, ...] = ()
    clause: str | None = None
    assumed: bool = False
    rulings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAnswer:
    """How soon somebody answers at a level, to a plan, or in an emergency."""

    target: Target
    force: Force
    calendar: str
    clause: str
    level: str | None = None
    plan: str | None = None
    emergency: bool = False
    rulings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAnswer:
    """Who sets the level of what comes in on a channel."""

    channel: Channel
    clause: str
    order: tuple[LevelSource, ...] = ()
    carries_level: bool = True
    provisional: Provisional = Provisional.NEVER
    rulings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyAnswer:
    """What makes an emergency: any of the ways in `evidence`, none of `unless`; `half` makes us ask for the rest."""

    clause: str
    evidence: tuple[tuple[Fact, ...], ...]
    unless: tuple[Fact, ...] = ()
    half: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAnswer:
    """Who may change a level afterwards."""

    who: LevelChange
    clause: str
    rulings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All answers; `default_level` is None in a contract without levels.

    `phone_only` is the level that counts by telephone only, `otherwise` whose clock runs for it elsewhere; both
    are None where every level counts on every channel. `signer` is who signs the rulings, None for nobody yet.
    """

    vendor: str
    id: str
    title: str
    source: str
    zone: str
    plans: tuple[PlanAnswer, ...]
    levels: tuple[LevelAnswer, ...]
    calendars: tuple[CalendarAnswer, ...]
    rows: tuple[RowAnswer, ...]
    channels: tuple[ChannelAnswer, ...]
    default_level: str | None
    phone_only: str | None
    otherwise: str | None
    change: ChangeAnswer | None
    emergency: EmergencyAnswer | None
    telephones: tuple[str, ...]
    telephone_levels: tuple[str, ...]
    website: str | None
    signer: str | None

    def rulings(self) -> frozenset[str]:
        """Return the ids of the rulings that something rests on."""
        parts: list[CalendarAnswer | RowAnswer | ChannelAnswer | ChangeAnswer] = [*self.calendars, *self.rows]
        parts += [*self.channels, *([self.change] if self.change else [])]
        return frozenset(name for part in parts for name in part.rulings)
