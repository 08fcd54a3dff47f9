"""What engineers look at: the queue by attention clock, and one case with all that is known of it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from intake.domain.case import Accepted, Case, Outgoing
from intake.domain.contract import Contract
from intake.domain.customer import Customer
from intake.domain.message import ParsedMessage
from intake.domain.suggestion import Suggestion
from intake.review.engineer import the_case
from intake.stages.desk import Desk
from intake.stages.understand import read_mail
from intake.storage import audit, cases, customers, decisions, messages, outbox, suggestions


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case in the queue, with its customer's name and the opinion of its first message."""

    case: Case
    customer: str | None
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMessage:
    """A message of a case as accepted and as read, with the opinion of it."""

    accepted: Accepted
    parsed: ParsedMessage
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """All that is known of a case. `consent` is the customer's last answer to a change of level, if there was one."""

    case: Case
    customer: Customer | None
    contract: Contract | None
    messages: tuple[CaseMessage, ...]
    mails: tuple[Outgoing, ...]
    trail: tuple[audit.Entry, ...]
    consent: decisions.Consent | None = None


def queue(connection: Connection) -> list[Row]:
    """Return the cases, the most pressing first."""
    names = {customer.id: customer.name for customer in customers.every(connection)}
    return [
        Row(
            case=case,
            customer=None if case.customer_id is None else names.get(case.customer_id),
            suggestion=_opinion(connection, case),
        )
        for case in cases.by_attention(connection)
    ]


def _opinion(connection: Connection, case: Case) -> Suggestion | None:
    found = suggestions.of_case(connection, case.id)
    return None if found is None else found[1]


def case_file(connection: Connection, number: int, desk: Desk) -> CaseFile:
    """Gather a case; raises BadInput when there is none of that number."""
    case = the_case(connection, number)
    return CaseFile(
        case=case,
        customer=None if case.customer_id is None else customers.get(connection, case.customer_id),
        contract=None if case.contract is None else desk.contracts.get(case.contract),
        messages=tuple(
            CaseMessage(
                accepted=accepted,
                parsed=read_mail(accepted, desk),
                suggestion=suggestions.of_message(connection, accepted.id),
            )
            for accepted in messages.of_case(connection, case.id)
        ),
        mails=tuple(outbox.of_case(connection, case.id)),
        trail=tuple(audit.of_case(connection, case.id)),
        consent=decisions.last_consent(connection, case.id),
    )
