"""What the stages know: the desk they work for, and the transaction and moment of a run."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import Connection

from intake.contract.versions import Contracts
from intake.domain.caps import Caps
from intake.domain.case import Case
from intake.domain.contract import Contract
from intake.domain.identity import FactsFor
from intake.domain.maintenance import Maintenance
from intake.domain.paging import Paging
from intake.domain.slack import SlackRules
from intake.domain.staff import ListedEngineer
from intake.domain.storm import StormRule
from intake.domain.window import WindowRules
from intake.identify.authenticates import Authenticates, Unchecked
from intake.parse.machines.own import OwnAddresses
from intake.render.templates import Templates
from intake.thread.token import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One support desk.

    `address` is what customers write to and `name` what they see beside it; `domain` ends our Message-IDs;
    `model_wait` is how long an acknowledgement may wait for a suggestion where a contract needs one, and
    `caps` how many mails our machine writes. `web` is where our pages are reached from
    outside, None without any: then no letter has links. A question of consent is asked once more after
    `remind_after`, and its links hold for `links_hold`. `engineers` are warned when `warn_at` of the counted time of a
    promise is over (fractions between 0 and 1, ascending) and it is not kept, and once more when it is due. `paging`
    says who is called to what cannot wait; words of a customer's open cases count together as evidence of an emergency
    when they are at most `gather_within` apart; by `storms` those of several customers look like one outage;
    `maintenance` is shown to engineers beside a case that falls in it. With `bounces` what cannot be delivered comes
    back to a signed address. `slack` and `window` are None for a desk that does not listen there. `files` is where
    attached files are reached from outside, None where they are named only.
    """

    contracts: Contracts
    templates: Templates
    signer: Signer
    own: OwnAddresses
    address: str
    name: str
    domain: str
    zone: tzinfo
    model_wait: timedelta = timedelta(seconds=5)
    caps: Caps = field(default_factory=Caps)
    web: str | None = None
    remind_after: timedelta = timedelta(hours=4)
    links_hold: timedelta = timedelta(days=14)
    paging: Paging = field(default_factory=Paging)
    gather_within: timedelta = timedelta(minutes=120)
    storms: StormRule = field(default_factory=StormRule)
    maintenance: tuple[Maintenance, ...] = ()
    engineers: tuple[ListedEngineer, ...] = ()
    warn_at: tuple[float, ...] = (0.5, 0.8)
    bounces: bool = True
    facts_for: FactsFor = FactsFor.KNOWN_ADDRESS
    authenticates: Authenticates = field(default_factory=Unchecked)
    slack: SlackRules | None = None
    window: WindowRules | None = None
    files: str | None = None

    # Which number the case gets that a message opens, 0 for the next free one: a replay gives each the one it had.
    case_number: Callable[[int], int] = lambda _message_id: 0

    def contract_of(self, case: Case) -> Contract | None:
        """Return the version of its contract that a case has kept; None without one, or when its file is gone."""
        return self.contracts.version(case.contract, case.contract_version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a stage: the caller's transaction, the desk it is for, and the moment that counts as now."""

    connection: Connection
    desk: Desk
    now: datetime
