"""Cases in lists as engineers read them in Slack: the queue, their own, what a search finds, and how much there is."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from intake.domain.case import Outcome, Standing
from intake.domain.kept import State
from intake.render.slack.case_words import level_said
from intake.render.slack.home import Counts, Row
from intake.render.slack.pieces import Button, moment
from intake.review.queue import Row as Queued
from intake.review.queue import not_reached, queue
from intake.review.slack import press_names as names
from intake.review.slack.ticket import ticket_of, written
from intake.review.storms import storm_files
from intake.review.taken import owners
from intake.stages.desk import Run
from intake.storage import messages


def open_rows(run: Run) -> list[Queued]:
    """Return the open cases, those first that somebody should look at first."""
    return queue(run.connection, run.now, closed_too=False)


def rows_of(run: Run, found: Iterable[Queued], *, buttons: bool = False) -> tuple[Row, ...]:
    """Return cases as lists show them."""
    listed = list(found)
    taken = owners(run.connection, [row.case.id for row in listed])
    return tuple(_row(run, row, taken.get(row.case.id, ""), buttons=buttons) for row in listed)


def counts(run: Run, found: Iterable[Queued]) -> Counts:
    """Return how many open cases there are, and what is stuck."""
    listed = list(found)
    late = [row for row in listed if any(one.overdue(run.now) for one in row.standing)]
    undecided = [row for row in listed if row.case.standing is Standing.RULE]
    return Counts(
        open=len(listed),
        undecided=len(undecided),
        overdue=len(late),
        parked=messages.ledger(run.connection).get(Outcome.PARKED, 0),
        undelivered=tuple(sorted(not_reached(run.connection))),
        storms=tuple(_storms(run)),
    )


def search(run: Run, words: str) -> list[Queued]:
    """Return the cases, closed ones included, that have all of these words in what a list shows of them."""
    wanted = words.casefold().split()
    found = queue(run.connection, run.now) if wanted else []
    return [row for row in found if all(word in _told(run.connection, row) for word in wanted)]


def _told(connection: Connection, row: Queued) -> str:
    case = row.case
    known = (str(case.id), row.customer or "", case.subject, case.contact_name, case.contact_address)
    return " ".join((*known, messages.first_words(connection, case.id))).casefold()


def _row(run: Run, row: Queued, owner: str, *, buttons: bool) -> Row:
    case = row.case
    ticket = written(run.desk.signer, ticket_of(run.connection, case)) if buttons else ""
    return Row(
        number=case.id,
        customer=row.customer or "unknown sender",
        subject=case.subject,
        stands="closed" if case.closed_at is not None else level_said(case),
        look_by=None if case.closed_at is not None else row.look_by,
        due=_due(run, row),
        marks=tuple(_marks(run, row)),
        owner=owner,
        open=Button(action=names.OPEN_CASE, label="Open", value=ticket) if buttons else None,
    )


def _due(run: Run, row: Queued) -> str:
    first = row.first
    if first is None or row.case.closed_at is not None:
        return ""
    if first.act is not None:
        return "given late" if first.state is State.LATE and not first.owed.at_once else "given"
    due_at = first.owed.deadline.due_at
    if due_at is not None and first.owed.at_once:
        return f"at once, since {moment(due_at, run.desk.zone)}"
    return "" if due_at is None else f"due {moment(due_at, run.desk.zone)}"


def _marks(run: Run, row: Queued) -> Iterator[str]:
    case = row.case
    if case.closed_at is not None:
        return
    if row.alarmed:
        yield "ALARM"
    if case.emergency:
        yield "emergency"
    if any(one.overdue(run.now) for one in row.standing):
        yield "OVERDUE"
    if row.worse:
        yield "got worse"
    if row.storm is not None:
        yield f"storm {row.storm.id}"
    if case.standing is Standing.RULE:
        yield "undecided"
    if row.wrote_since:
        yield "wrote again"


def _storms(run: Run) -> Iterator[str]:
    for found in storm_files(run):
        storm = found.storm
        about = f": {', '.join(storm.words)}" if storm.words else ""
        yield f"Storm {storm.id}: {len(storm.inside)} cases of {storm.customers} customers{about}"
