"""What the stages know: the desk they work for, and the transaction and moment of a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import Connection

from intake.domain.contract import Contract
from intake.parse.own import OwnAddresses
from intake.render.templates import Templates
from intake.thread.token import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One support desk.

    `address` is what customers write to and `name` what they see beside it; `domain` ends our Message-IDs;
    `model_wait` is how long an acknowledgement may wait for a suggestion where a contract needs one, and
    `most_mails` how many mails one address gets from us within `per`.
    """

    contracts: Mapping[str, Contract]
    templates: Templates
    signer: Signer
    own: OwnAddresses
    address: str
    name: str
    domain: str
    zone: tzinfo
    model_wait: timedelta = timedelta(seconds=5)
    most_mails: int = 20
    per: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a stage: the caller's transaction, the desk it is for, and the moment that counts as now."""

    connection: Connection
    desk: Desk
    now: datetime
