"""What a button of a card carries: the case and the state that the card showed, signed; nobody is trusted by it."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from sqlalchemy import Connection

from intake.domain.case import Case, Standing
from intake.storage import decisions
from intake.thread.token import Signer

_TICKET = re.compile(r"(?P<case>\d{1,12})\.(?P<mark>[0-9a-f]{12})\.(?P<signature>[a-z2-7]{26})")
_VERDICTS = (Standing.CONFIRMED, Standing.OVERRIDDEN)
_NO_SIGNATURE = "a" * 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A case, and by its `mark` the state in which somebody saw it."""

    case_id: int
    mark: str


def ticket_of(connection: Connection, case: Case, would: str = "") -> Ticket:
    """Return what stands for a case as it is now: another one after each verdict, question or closing.

    The mark is over what a press decides about, and no more: a later message or an opinion that leaves all of it as it
    was makes no card old. `would` is what this very press would do, where that hangs on more than how the case stands.
    """
    state = (
        case.contract,
        case.contract_version,
        case.level,
        case.clock_level,
        case.emergency,
        case.provisional,
        str(case.standing),
        case.wanted_level,
        None if case.closed_at is None else case.closed_at.isoformat(),
        _last_verdict(connection, case.id),
        would,
    )
    return Ticket(case_id=case.id, mark=hashlib.sha256(repr(state).encode()).hexdigest()[:12])


def _last_verdict(connection: Connection, case_id: int) -> str:
    """Return when a person decided last, "" where nobody has: the contract's own rule decides nothing for them."""
    by_people = (one for one in decisions.of_case(connection, case_id) if one.action in _VERDICTS)
    return max((one.at.isoformat() for one in by_people), default="")


def written(signer: Signer, ticket: Ticket) -> str:
    """Return a ticket as a button's value."""
    told = f"{ticket.case_id}.{ticket.mark}"
    return f"{told}.{_signature(signer, told)}"


def read(signer: Signer, value: object) -> Ticket | None:
    """Return the ticket that a genuine value is; None for any other. Compared in constant time."""
    text = value if isinstance(value, str) else ""
    match = _TICKET.fullmatch(text)
    told, _, signature = text.rpartition(".")
    given = signature if match is not None else _NO_SIGNATURE
    genuine = hmac.compare_digest(given, _signature(signer, told))
    return Ticket(case_id=int(match["case"]), mark=match["mark"]) if match is not None and genuine else None


def _signature(signer: Signer, told: str) -> str:
    # "slack:card:" keeps these apart from links and signed addresses, which are made with the same key.
    digest = hmac.new(signer.key, f"slack:card:{told}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:26]
