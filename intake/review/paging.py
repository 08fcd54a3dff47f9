"""Pages as engineers see and take them."""

from dataclasses import dataclass

from sqlalchemy import Connection

from intake.contract.attended import first_due, somebody_is_there_at
from intake.domain.case import Case
from intake.domain.errors import BadInput
from intake.domain.kept import held
from intake.domain.paging import Call, Cause, Page
from intake.review.engineer import Engineer, the_case
from intake.stages.calls.call import customer_name
from intake.stages.calls.page import end, open_page_of, page, take
from intake.stages.desk import Run
from intake.storage import cases, decisions, kept, pages


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFile:
    """A page with its calls, its case and the customer's name ("" for a stranger's)."""

    page: Page
    calls: tuple[Call, ...]
    case: Case
    customer: str


def open_pages(run: Run) -> list[PageFile]:
    """Return the pages that wait for somebody, the oldest first."""
    return [_file(run, found) for found in pages.every_open(run.connection)]


def pages_of(run: Run, number: int) -> list[PageFile]:
    """Return a case's pages, the first first; raises BadInput when there is no such case."""
    the_case(run.connection, number)
    return [_file(run, found) for found in pages.of_case(run.connection, number)]


def acknowledge(engineer: Engineer, number: int) -> Page:
    """Take a case's page and return it; one that was taken or has ended is returned as it is.

    A case that is part of another's emergency has the page of that one. Raises BadInput when there is no such case,
    or nobody was ever called to it.
    """
    run = engineer.run
    the_case(run.connection, number)
    taken = take(run, _paged_at(run, number), engineer.name)
    known = pages.of_case(run.connection, number)
    if taken is None and not known:
        raise BadInput(f"page: nobody was called to case {number}; `intake page` lists the open pages")
    return known[-1] if taken is None else taken


def _paged_at(run: Run, number: int) -> int:
    """Return the number of the case whose open page a case is called on: mostly its own."""
    if open_page_of(run, number) is not None:
        return number
    joined = (page for page in pages.every_open(run.connection) if number in [cause.case_id for cause in page.causes])
    return next((page.case_id for page in joined), number)


def acknowledge_call(run: Run, number: int, call_id: int) -> Page | None:
    """Take a page by the link in one of its calls, in the name that was called, and return it as it stands then.

    One that was taken or has ended is returned as it is. None when there is no such call of that case.
    """
    found = page_of_call(run.connection, number, call_id)
    if found is None:
        return None
    page, call = found
    if page.is_open:
        acknowledge(Engineer(name=call.name, run=run), number)
    return pages.find(run.connection, page.id)


def page_of_call(connection: Connection, number: int, call_id: int) -> tuple[Page, Call] | None:
    """Return a case's page with one of its calls, for a link to be shown; None when there is no such call of it."""
    call = pages.find_call(connection, call_id)
    page = None if call is None else pages.find(connection, call.page_id)
    if call is None or page is None or page.case_id != number:
        return None
    return page, call


def settle_page(engineer: Engineer, before: Case, stood: Case) -> None:
    """Do to a case's page what a verdict means for it: who decides has taken it, who declares an emergency calls.

    So does who promises something that falls due before anybody is there by the contract's hours.
    """
    run = engineer.run
    if stood.emergency and not before.emergency:
        nth = len(decisions.of_case(run.connection, stood.id))
        page(run, stood, Cause(key=f"declared:{stood.id}:{nth}", why=f"an emergency, declared by {engineer.name}"))
    elif before.emergency and not stood.emergency:
        end(run, stood.id, f"{engineer.name} has withdrawn the emergency")
    else:
        take(run, stood.id, engineer.name)
        if _falls_due_unseen(run, before, stood):
            nth = len(decisions.of_case(run.connection, stood.id))
            why = f"{engineer.name} has promised what falls due before anybody is there by the contract's hours"
            page(run, stood, Cause(key=f"promised:{stood.id}:{nth}", why=why))


def _falls_due_unseen(run: Run, before: Case, stood: Case) -> bool:
    """Tell whether something is due sooner than it was, and before the contract's hours open again."""
    contract, acts = run.desk.contract_of(stood), kept.of_case(run.connection, stood.id)
    due, was = (first_due(held(case, acts)) for case in (stood, before))
    if contract is None or stood.closed_at is not None or due is None or (was is not None and was <= due):
        return False
    return due < somebody_is_there_at(contract, run.now)


def is_paged(run: Run, number: int) -> bool:
    """Tell whether somebody is being called to a case."""
    return open_page_of(run, number) is not None


def _file(run: Run, found: Page) -> PageFile:
    case = cases.find(run.connection, found.case_id)
    if case is None:
        raise LookupError(f"there is no case {found.case_id}")
    calls = tuple(pages.calls(run.connection, found.id))
    return PageFile(page=found, calls=calls, case=case, customer=customer_name(run, case))
