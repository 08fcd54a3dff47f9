"""Listing: a company's cases as a list shows them, open ones first."""

from intake.domain.case import Case
from intake.domain.contract import Contract
from intake.domain.portal import SignedIn
from intake.domain.portal_pages import PAGE_SIZE, Listed, Listing, Sought
from intake.render.portal import How, received, subject_of
from intake.review.portal.promised import letter_of, promise_of
from intake.stages.ask import standing_question
from intake.stages.chat.changed import DELETED_LATER
from intake.stages.desk import Run
from intake.storage.portal import cases
from intake.storage.portal.cases import Search


def listing(run: Run, who: SignedIn, sought: Sought) -> Listing:
    """Return a page of the company's cases."""
    wanted = Search(
        words=sought.words,
        begin=(max(sought.page, 1) - 1) * PAGE_SIZE,
        most=PAGE_SIZE,
        hidden=DELETED_LATER,
        ours=tuple(engineer.address for engineer in run.desk.engineers),
    )
    found = cases.search(run.connection, who.customer.id, wanted)
    return Listing(rows=tuple(_listed(run, case) for case in found.cases), sought=sought, found=found.many)


def level_of(contract: Contract | None, case: Case) -> str:
    """Return a case's level with the contract's name for it, "" where it carries none."""
    level = None if contract is None or case.level is None else contract.level(case.level)
    if contract is None or level is None:
        return ""
    return f"{level.id}, {contract.said(level.name, case.language)}"


def _listed(run: Run, case: Case) -> Listed:
    letter = letter_of(run, case)
    hidden = cases.is_hidden(run.connection, case.id, DELETED_LATER)
    first = promise_of(run, case, How(short=True))
    return Listed(
        number=case.id,
        subject="" if hidden else subject_of(letter),
        opened=received(letter, run.desk.templates),
        level=level_of(run.desk.contract_of(case), case),
        first=" ".join(block.text for block in first),
        closed=case.closed_at is not None,
        asks=standing_question(run.connection, case) is not None,
        emergency=case.emergency and case.closed_at is None,
        deleted=hidden,
    )
