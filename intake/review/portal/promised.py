"""Promised: what a case's contract promises, as its letters say it, without what is done already."""

from dataclasses import replace

from intake.contract.promise import promise
from intake.contract.zones import zone
from intake.domain.case import Case, Standing
from intake.domain.contract import Contract
from intake.domain.kept import Held, State, held
from intake.domain.promise import Promise
from intake.domain.webpage import Block
from intake.render.letter import Letter
from intake.render.portal import How, promised
from intake.stages.desk import Run
from intake.stages.still_owed import with_owed
from intake.storage import customers, kept


def letter_of(run: Run, case: Case) -> Letter:
    """Return what may be said of a case, in its customer's words and zone, though nothing is sent."""
    customer = None if case.customer_id is None else customers.get(run.connection, case.customer_id)
    return Letter(
        case_number=case.id,
        received_at=case.opened_at,
        subject=case.subject,
        contact_name=None,
        customer_name=None if customer is None else customer.name,
        language=case.language,
        zone=zone(case.zone),
        claimed=case.claimed,
    )


def promise_of(run: Run, case: Case, how: How) -> tuple[Block, ...]:
    """Return what still is promised on an open case, none on a closed one or without a contract.

    A time that has passed is said to have; what was done is not promised any more.
    """
    contract = run.desk.contract_of(case)
    if contract is None or case.asked is None or case.closed_at is not None:
        return ()
    standing = held(case, kept.of_case(run.connection, case.id))
    answered = any(one.state is not State.PENDING for one in standing[:1])
    found = with_owed(case, contract, promise(contract, case.asked))
    about = _about(run, case, contract, _still(found, standing))
    return promised(about, run.desk.templates, replace(how, answered=answered))


def would_follow(run: Run, case: Case, contract: Contract, level: str) -> tuple[Block, ...]:
    """Return what would be promised on a case if its customer chose a level now, none where nothing is promised yet."""
    if case.asked is None:
        return ()
    found = promise(contract, replace(case.asked, claimed=level, level=None))
    standing = held(case, kept.of_case(run.connection, case.id))
    about = _about(run, case, contract, _still(found, standing))
    return promised(replace(about, claimed=level), run.desk.templates, How(would=True))


def _about(run: Run, case: Case, contract: Contract, found: Promise) -> Letter:
    return replace(
        letter_of(run, case),
        promise=found,
        contract=contract,
        received_at=found.received_at,
        decided_by=None if case.standing is Standing.RULE else "engineer",
        decided_at=run.now,
    )


def _still(found: Promise, standing: tuple[Held, ...]) -> Promise:
    """Return a promise without the undertakings beside the first that have been kept or missed."""
    done = {one.owed.promise for one in standing[1:] if one.state is not State.PENDING}
    return replace(found, others=tuple(other for other in found.others if other.promise not in done))
