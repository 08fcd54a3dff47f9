"""Proved: a visitor who has shown that an address is theirs; their case becomes their company's from its receipt on."""

from dataclasses import replace

from intake.domain.case import Case
from intake.domain.errors import BadInput
from intake.domain.identity import Degree
from intake.domain.window import Visitor
from intake.identify.visitor import identify_visitor
from intake.review.answers import CUSTOMER
from intake.review.assign import assign
from intake.review.engineer import Engineer
from intake.stages.desk import Run
from intake.stages.who import StoredDirectory
from intake.stages.window.transcript import case_of
from intake.storage import audit, cases
from intake.storage.window import visitors
from intake.storage.window.visitors import Known

BY_LINK = "they followed a link that was mailed to that address"
BY_SITE = "the vendor's site has signed who they are"


def has_proved(run: Run, number: int, address: str, why: str = BY_LINK) -> Visitor | None:
    """Let an address be a visitor's, as somebody has proved; return them, None where there is no such visitor.

    Twice equals once. A case of theirs that nobody has proved until now is their company's from then on, and the
    acknowledgement that they have not had follows.
    """
    visitor = visitors.find(run.connection, number)
    if visitor is None:
        return None
    if visitor.degree is Degree.PROVED:
        return visitor  # also where it was another address: a talk stays whose it is
    known = Known(name=visitor.name, address=address, degree=Degree.PROVED, why=why)
    visitors.is_now(run.connection, number, known)
    proved = replace(visitor, address=address, degree=Degree.PROVED, why=why)
    case = case_of(run.connection, proved)
    if case is not None and case.contact_address == visitor.talk.address:
        _give(run, case, proved)
    return proved


def _give(run: Run, case: Case, visitor: Visitor) -> None:
    """Put a case that is only the talk's own to whom its visitor is now known to be."""
    sender = identify_visitor(visitor, StoredDirectory(run.connection))
    engineer = Engineer(name=CUSTOMER, run=run)
    if sender.customer is not None and case.closed_at is None:
        try:
            assign(engineer, case.id, sender.address, visitor.why)
        except BadInput as error:
            _note(run, case, {"address": visitor.address, "by": visitor.why, "not_given": str(error)})
        return
    if case.customer_id is not None and (sender.customer is None or sender.customer.id != case.customer_id):
        # They had named another company's address: its contract is nothing of theirs.
        _note(run, case, {"address": visitor.address, "by": visitor.why, "not_given": "it is another company's"})
        return
    cases.update(run.connection, replace(case, contact_address=sender.address, contact_name=sender.name))
    _note(run, case, {"address": visitor.address, "by": visitor.why})


def _note(run: Run, case: Case, detail: dict[str, object]) -> None:
    entry = audit.Entry(at=run.now, actor=CUSTOMER, event="visitor.proved", case_id=case.id, detail=detail)
    audit.write(run.connection, entry)
