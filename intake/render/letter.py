"""What is to be written to a customer, and the text once written."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from intake.domain.contract import Contract, Fact
from intake.domain.promise import Promise


class Medium(StrEnum):
    """How words reach a customer: as a mail, or where they chat with us, shorter and without a subject."""

    MAIL = "mail"
    CHAT = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything a letter is made from.

    `subject` is the customer's own, as written; `zone` is the customer's. `promise` and `contract` are None
    for an unknown sender. `claimed` is the level the customer named. `previous` is the promise that held
    before a decision, or before what the customer `pressed` and did not write; `decided_by` is who decided (an
    engineer's name, not printed) and None while the level is the channel rule's; with `decided_at` a deadline that has
    passed by then is said to have. `stated` are the facts that the customer has stated: nobody is told to tell us
    again. `threaded` says that a chat has threads, so that a reply has to stand in the case's own. `answered` says that
    the first answer which `promise` wants has been given, so that it is not promised again; `chooses` that the customer
    may choose the level by buttons below what is said.
    """

    case_number: int
    received_at: datetime
    subject: str
    contact_name: str | None
    customer_name: str | None
    language: str
    zone: tzinfo
    promise: Promise | None = None
    contract: Contract | None = None
    claimed: str | None = None
    previous: Promise | None = None
    pressed: bool = False
    decided_by: str | None = None
    decided_at: datetime | None = None
    stated: frozenset[Fact] = frozenset()
    medium: Medium = Medium.MAIL
    threaded: bool = False
    answered: bool = False
    chooses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLinks:
    """The one-time addresses behind yes and no; None where the desk has no web address: a reply does it too."""

    agree: str | None
    refuse: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A letter's subject, one line, and its text twice, saying the same.

    `body` is plain: lines of at most 72 columns (a person's own words keep their lines), each ended by a
    line feed. `html` is a whole page made from it. What is said in a chat has neither subject nor page, and its lines
    are as long as its paragraphs; `marked` is its text with each instant between marks (see `render.instants`).
    """

    subject: str
    body: str
    html: str
    marked: str = ""
