"""Storms as engineers see them, and what they do to them: take a case out, say that one is over."""

from dataclasses import dataclass, replace

from intake.domain.case import Case
from intake.domain.contract import Level
from intake.domain.errors import BadInput
from intake.domain.paging import Cause, Page
from intake.domain.reason import says_something
from intake.domain.storm import Storm, StormCase
from intake.review.engineer import Engineer, the_case
from intake.stages.calls.page import call_anew
from intake.stages.desk import Run
from intake.stages.storms import suggested
from intake.storage import cases, customers, pages, storms

_TOO_LARGE = 2**63  # for a column of numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A case of a storm as engineers see it.

    `customer` is None for a stranger's; `suggested` is the level that the storm suggests for it, None where its
    contract has none for storms.
    """

    case: Case
    customer: str | None
    inside: StormCase
    suggested: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StormFile:
    """A storm with its cases, those that were taken out included."""

    storm: Storm
    cases: tuple[Inside, ...]


def storm_files(run: Run, *, closed_too: bool = False) -> list[StormFile]:
    """Return the storms that go on, or all of them, the first first."""
    found = storms.every(run.connection) if closed_too else storms.going_on(run.connection)
    return [_file(run, storm) for storm in found]


def storm_file(run: Run, number: int) -> StormFile:
    """Return a storm; raises BadInput when there is none of that number."""
    return _file(run, _the_storm(run, number))


def storm_of(run: Run, number: int) -> StormFile | None:
    """Return the storm that a case is in, closed or not; None for a case by itself."""
    found = storms.of_case(run.connection, number)
    return None if found is None else _file(run, found)


def close_storm(engineer: Engineer, number: int, reason: str) -> Storm:
    """Say that a storm is over, or was none: nothing joins it any more. Its cases stay as they are.

    Raises BadInput for no reason, an unknown storm, and one that is closed.
    """
    run = engineer.run
    storm = _open_storm(run, number)
    if not says_something(reason):
        raise BadInput("reason: closing a storm needs one; write --reason and why")
    closed = replace(storm, closed_at=run.now, closed_by=engineer.name, closed_why=reason)
    storms.close(run.connection, closed)
    for one in storm.inside:
        engineer.note(the_case(run.connection, one.case_id), "storm.closed", {"storm": number, "reason": reason})
    return closed


def take_out(engineer: Engineer, number: int, case_id: int) -> Storm:
    """Take a case out of a storm, and call for it by itself where its call had been part of the storm's.

    It comes in no more by itself. Raises BadInput for an unknown or closed storm, and a case that is not in it.
    """
    run = engineer.run
    storm, case = _open_storm(run, number), the_case(run.connection, case_id)
    if not storms.remove(run.connection, number, case_id, run.now, engineer.name):
        raise BadInput(f"without: case {case_id} is not in storm {number}; `intake storm {number}` lists its cases")
    engineer.note(case, "storm.left", {"storm": number})
    for cause in _let_go(run, storm, case_id):
        about = cases.find(run.connection, cause.case_id or case_id)
        if about is not None and about.closed_at is None:
            call_anew(run, about, cause, f"left:{number}:{case_id}")
    return storms.find(run.connection, number) or storm


def _let_go(run: Run, storm: Storm, case_id: int) -> list[Cause]:
    """Return the causes that have to call anew, out of the open pages: the case's own, or the storm's on its page."""
    found: list[Cause] = []
    for one in storm.inside:
        for page in pages.of_case(run.connection, one.case_id):
            if page.is_open:
                found += _taken_from(run, page, storm, case_id)
    return found


def _taken_from(run: Run, page: Page, storm: Storm, case_id: int) -> list[Cause]:
    theirs = [one for one in page.causes if one.storm == storm.id and (case_id in (one.case_id, page.case_id))]
    kept = tuple(one for one in page.causes if one not in theirs)
    if theirs and kept:
        pages.update(run.connection, replace(page, causes=kept))
    return theirs if kept else []


def _the_storm(run: Run, number: int) -> Storm:
    storm = storms.find(run.connection, number) if 0 < number < _TOO_LARGE else None
    if storm is None:
        raise BadInput(f"storm: there is no storm {number}; `intake storms` lists them")
    return storm


def _open_storm(run: Run, number: int) -> Storm:
    storm = _the_storm(run, number)
    if storm.closed_at is not None:
        raise BadInput(f"storm {number} is closed already, by {storm.closed_by}")
    return storm


def _file(run: Run, storm: Storm) -> StormFile:
    found = cases.many(run.connection, [one.case_id for one in storm.cases])
    names = {customer.id: customer.name for customer in customers.every(run.connection)}
    inside = tuple(
        Inside(
            case=found[one.case_id],
            customer=None if one.customer_id is None else names.get(one.customer_id),
            inside=one,
            suggested=suggested(run, found[one.case_id], storm),
        )
        for one in storm.cases
    )
    return StormFile(storm=storm, cases=inside)
