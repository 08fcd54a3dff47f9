"""What the engineers' card of a case shows, gathered; how it reads is in `card`."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from intake.domain.case import Case
from intake.domain.contract import Channel, PromiseKind
from intake.domain.evidence import Point
from intake.domain.kept import Held
from intake.domain.maintenance import Planned
from intake.domain.suggestion import Suggestion
from intake.render.slack.pieces import Button


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the customer wrote in a message. `marked` are the places that facts were read from, `by` who wrote it.

    `edited` tells that these are not the words that it was sent with.
    """

    number: int
    text: str
    marked: tuple[tuple[int, int], ...]
    by: str
    at: datetime
    files: tuple[str, ...] = ()
    channel: Channel = Channel.SLACK
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The last word of a person on a case: whose, when, which, and why."""

    by: str
    at: datetime
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A level that somebody wants and that waits for the customer; `written` tells whether they were asked."""

    level: str
    by: str
    at: datetime
    written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stormy:
    """The storm that a case looks like: its number, how many other cases, what they share, the level it suggests."""

    number: int
    others: int
    words: tuple[str, ...]
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A case as engineers see it at `now`. `zone` is the desk's, for whoever's Slack shows no time of its own.

    `customer` is None for a stranger's case. `level` is the level's own name in the contract, "" without one.
    `identity` says who wrote and how sure that is, `worse` why the case got worse, `paged` why somebody is called; each
    is "" where there is nothing to say. `troubles` say what did not reach the customer, `owner` who has taken it.
    `look_by` is when somebody should look, None where no clock says so; `by_appointment` are the undertakings that fall
    due when the customer says. `link` leads to the customer's thread, "" where it is not known; `maintenance` is what
    the case was received during.
    """

    case: Case
    now: datetime
    zone: tzinfo
    customer: str | None
    telephone: str = ""
    level: str = ""
    words: tuple[Words, ...] = ()
    more_words: int = 0
    suggestion: Suggestion | None = None
    is_alarming: bool = False
    look_by: datetime | None = None
    standing: tuple[Held, ...] = ()
    by_appointment: frozenset[PromiseKind] = frozenset()
    decided: Decided | None = None
    wanted: Wanted | None = None
    evidence: tuple[Point, ...] = ()
    storm: Stormy | None = None
    worse: str = ""
    maintenance: tuple[Planned, ...] = ()
    identity: str = ""
    paged: str = ""
    owner: str = ""
    troubles: tuple[str, ...] = ()
    link: str = ""
    buttons: tuple[Button, ...] = ()
