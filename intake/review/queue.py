"""What engineers look at: the queue by attention clock, and one case with all that is known of it."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from intake.domain.case import Accepted, Case, Outgoing
from intake.domain.contract import Contract
from intake.domain.customer import Customer
from intake.domain.evidence import Point
from intake.domain.identity import CaseSender, Sighted
from intake.domain.kept import Held, held
from intake.domain.message import ParsedMessage
from intake.domain.question import Question
from intake.domain.suggestion import Suggestion
from intake.domain.unreachable import Unreachable
from intake.identify.sender import normal
from intake.review.engineer import the_case
from intake.review.evidence import points_of
from intake.review.paging import PageFile, pages_of
from intake.stages.desk import Run
from intake.stages.identified import untold
from intake.stages.ingest import ENGINEERS_ANSWER
from intake.stages.remembered import read_kept
from intake.storage import (
    audit,
    cases,
    customers,
    decisions,
    identities,
    kept,
    links,
    messages,
    outbox,
    suggestions,
    unreachable,
)
from intake.thread.token import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case in the queue, with its customer's name, the opinion of its first message, and what is owed on it.

    `heard_at` is when the customer last wrote; `sender` says whether it looks forged, or waits for somebody to say
    whom it is for.
    """

    case: Case
    customer: str | None
    suggestion: Suggestion | None
    standing: tuple[Held, ...] = ()
    heard_at: datetime | None = None
    sender: CaseSender = field(default_factory=CaseSender)

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
    """A message of a case as accepted and as read, with the opinion of it, and what was found of its sender."""

    accepted: Accepted
    parsed: ParsedMessage
    suggestion: Suggestion | None
    sighted: Sighted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """All that is known of a case.

    `consent` is the customer's last answer to a change of level, `question` what they were asked last; each is
    None where there was none. `standing` is what is owed on it beside what was done; to `answer_address` an
    engineer's mail is an answer. `evidence` is an emergency's checklist, `pages` are the calls for somebody.
    `unreachable` is None as long as nothing says that the contact takes no mail, `untold` as long as nothing keeps
    the contact from being told what the contract promises.
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
    sender: CaseSender = field(default_factory=CaseSender)
    unreachable: Unreachable | None = None
    untold: str | None = None


def queue(connection: Connection, *, closed_too: bool = True) -> list[Row]:
    """Return the cases, the most pressing first; what belongs to them is asked for together."""
    names = {customer.id: customer.name for customer in customers.every(connection)}
    listed = cases.by_attention(connection, closed_too=closed_too)
    numbers = [case.id for case in listed]
    opinions, acts = suggestions.of_cases(connection, numbers), kept.of_cases(connection, numbers)
    heard = messages.last_heard(connection, numbers, ENGINEERS_ANSWER)
    senders = identities.noted(connection)
    return [
        Row(
            case=case,
            customer=None if case.customer_id is None else names.get(case.customer_id),
            suggestion=opinions.get(case.id),
            standing=held(case, acts.get(case.id, ())),
            heard_at=heard.get(case.id),
            sender=senders.get(case.id, CaseSender()),
        )
        for case in listed
    ]


def not_reached(connection: Connection) -> set[int]:
    """Return the open cases whose customer has not had a letter of ours, or takes no mail at all."""
    return unreachable.open_cases(connection) | outbox.cases_undelivered(connection)


def case_file(run: Run, number: int) -> CaseFile:
    """Gather a case; raises BadInput when there is none of that number."""
    connection, desk = run.connection, run.desk
    case = the_case(connection, number)
    found = messages.of_case(connection, case.id)
    sighted = identities.of_messages(connection, [accepted.id for accepted in found])
    return CaseFile(
        case=case,
        customer=None if case.customer_id is None else customers.get(connection, case.customer_id),
        contract=desk.contract_of(case),
        messages=tuple(
            CaseMessage(
                accepted=accepted,
                parsed=read_kept(connection, accepted, desk),
                suggestion=suggestions.of_message(connection, accepted.id),
                sighted=sighted.get(accepted.id),
            )
            for accepted in found
        ),
        mails=tuple(outbox.of_case(connection, case.id)),
        trail=tuple(audit.of_case(connection, case.id)),
        consent=decisions.last_consent(connection, case.id),
        question=links.last(connection, case.id),
        standing=held(case, kept.of_case(connection, case.id)),
        answer_address=desk.signer.address(desk.address, Purpose.ENGINEER, case.id, run.now),
        evidence=points_of(run, case, desk.contract_of(case)),
        pages=tuple(pages_of(run, case.id)),
        sender=identities.of_case(connection, case.id),
        unreachable=unreachable.find(connection, normal(case.contact_address)) if case.contact_address else None,
        untold=untold(run, case),
    )
