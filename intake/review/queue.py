"""What engineers look at: the queue by attention clock, and one case with all that is known of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from intake.domain.case import Accepted, Case, Outgoing
from intake.domain.contract import Contract
from intake.domain.customer import Customer
from intake.domain.evidence import Point
from intake.domain.kept import Held, held
from intake.domain.message import ParsedMessage
from intake.domain.question import Question
from intake.domain.suggestion import Suggestion
from intake.review.engineer import the_case
from intake.review.evidence import points_of
from intake.review.paging import PageFile, pages_of
from intake.stages.desk import Desk, Run
from intake.stages.ingest import ENGINEERS_ANSWER
from intake.stages.understand import read_mail
from intake.storage import audit, cases, customers, decisions, kept, links, messages, outbox, suggestions
from intake.thread.token import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case in the queue, with its customer's name, the opinion of its first message, and what is owed on it.

    `heard_at` is when the customer last wrote.
    """

    case: Case
    customer: str | None
    suggestion: Suggestion | None
    standing: tuple[Held, ...] = ()
    heard_at: datetime | None = None

    @property
    def first(self) -> Held | None:
        """Return the first answer, owed or given; None where nothing is known of it."""
        return next(iter(self.standing), None)

    @property
    def wrote_since(self) -> bool:
        """Tell whether the customer has written since the first answer that counts."""
        act = None if self.first is None else self.first.act
        return act is not None and self.heard_at is not None and self.heard_at > act.at


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMessage:
    """A message of a case as accepted and as read, with the opinion of it."""

    accepted: Accepted
    parsed: ParsedMessage
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """All that is known of a case.

    `consent` is the customer's last answer to a change of level, `question` what they were asked last; each is
    None where there was none. `standing` is what is owed on it beside what was done; to `answer_address` an
    engineer's mail is an answer. `evidence` is an emergency's checklist, `pages` are the calls for somebody.
    """

    case: Case
    customer: Customer | None
    contract: Contract | None
    messages: tuple[CaseMessage, ...]
    mails: tuple[Outgoing, ...]
    trail: tuple[audit.Entry, ...]
    consent: decisions.Consent | None = None
    question: Question | None = None
    standing: tuple[Held, ...] = ()
    answer_address: str = ""
    evidence: tuple[Point, ...] = ()
    pages: tuple[PageFile, ...] = ()


def queue(connection: Connection, *, closed_too: bool = True) -> list[Row]:
    """Return the cases, the most pressing first; all that are closed are many, and take their time."""
    names = {customer.id: customer.name for customer in customers.every(connection)}
    return [
        Row(
            case=case,
            customer=None if case.customer_id is None else names.get(case.customer_id),
            suggestion=_opinion(connection, case),
            standing=held(case, kept.of_case(connection, case.id)),
            heard_at=messages.last_heard(connection, case.id, ENGINEERS_ANSWER),
        )
        for case in cases.by_attention(connection, closed_too=closed_too)
    ]


def _opinion(connection: Connection, case: Case) -> Suggestion | None:
    found = suggestions.of_case(connection, case.id)
    return None if found is None else found[1]


def case_file(connection: Connection, number: int, desk: Desk) -> CaseFile:
    """Gather a case; raises BadInput when there is none of that number."""
    case = the_case(connection, number)
    run = Run(connection=connection, desk=desk, now=case.opened_at)  # nothing here asks for the time
    return CaseFile(
        case=case,
        customer=None if case.customer_id is None else customers.get(connection, case.customer_id),
        contract=desk.contract_of(case),
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
        question=links.last(connection, case.id),
        standing=held(case, kept.of_case(connection, case.id)),
        answer_address=desk.signer.address(desk.address, Purpose.ENGINEER, case.id),
        evidence=points_of(run, case, desk.contract_of(case)),
        pages=tuple(pages_of(run, case.id)),
    )
