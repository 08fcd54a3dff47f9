"""What engineers look at: the queue by attention clock, and one case with all that is known of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy import Connection

from intake.domain.case import Accepted, Case, Outgoing, Standing
from intake.domain.contract import Contract, Force
from intake.domain.course import Development
from intake.domain.customer import Customer
from intake.domain.evidence import Point
from intake.domain.identity import CaseSender, Sighted
from intake.domain.kept import Held, held
from intake.domain.maintenance import Planned, falls_in
from intake.domain.message import ParsedMessage
from intake.domain.question import Question
from intake.domain.storm import Storm
from intake.domain.suggestion import Suggestion
from intake.domain.unreachable import Unreachable
from intake.identify.sender import normal
from intake.review.engineer import the_case
from intake.review.evidence import points_of, why_none
from intake.review.paging import PageFile, pages_of
from intake.review.storms import StormFile, storm_of
from intake.review.worsened import worsened
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
    storms,
    suggestions,
    unreachable,
)
from intake.storage.parked import is_vouched_for
from intake.storage.past_decisions import is_of_a_cap
from intake.thread.token import Purpose

# A stranger is promised nothing, so nothing says by when their alarm is looked at; it waits for no queue to be empty.
_A_STRANGERS_ALARM = timedelta(hours=1)


class _Presses(IntEnum):
    """What comes before what in the queue; within each the attention clock says."""

    AT_ONCE = 0
    OVERDUE = 1
    BY_THE_CLOCK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case in the queue, with its customer's name, the opinion of its first message, and what is owed on it.

    `heard_at` is when the customer last wrote; `sender` says whether it looks forged, or waits for somebody to say
    whom it is for. `silenced` says that a cap kept a letter back and nothing was written to them since; `worse` why the
    case got worse by a message that nobody has looked at yet; `storm` is the one that it is in and nobody has closed.
    """

    case: Case
    customer: str | None
    suggestion: Suggestion | None
    standing: tuple[Held, ...] = ()
    heard_at: datetime | None = None
    sender: CaseSender = field(default_factory=CaseSender)
    silenced: bool = False
    worse: str = ""
    storm: Storm | None = None

    @property
    def alarmed(self) -> bool:
        """Tell whether its opinion is an alarm that nobody has looked at: no decision, no answer."""
        return is_alarming(self.case, self.suggestion, self.first)

    @property
    def look_by(self) -> datetime | None:
        """Return when somebody should look: by the attention clock; at a stranger's alarm within the hour."""
        return look_by(self.case, alarmed=self.alarmed)

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
    """A message of a case as accepted and as read, with the opinion of it, and what was found of its sender.

    `development` is what a later message means for the case, None for the first one.
    """

    accepted: Accepted
    parsed: ParsedMessage
    suggestion: Suggestion | None
    sighted: Sighted | None = None
    development: Development | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """All that is known of a case.

    `consent` is the customer's last answer to a change of level, `question` what they were asked last; each is
    None where there was none. `standing` is what is owed on it beside what was done; to `answer_address` an
    engineer's mail is an answer. `evidence` is an emergency's checklist, `no_emergency` why the case is none though all
    of it holds ("" where nothing asks for that), `pages` are the calls for somebody.
    `unreachable` is None as long as nothing says that the contact takes no mail, `untold` as long as nothing keeps
    the contact from being told what the contract promises. `storm` is the one that it is in, None for a case by itself;
    `worse` why it got worse by a message that nobody has looked at yet; `maintenance` is what it was received during.
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
    no_emergency: str = ""
    pages: tuple[PageFile, ...] = ()
    sender: CaseSender = field(default_factory=CaseSender)
    unreachable: Unreachable | None = None
    untold: str | None = None
    storm: StormFile | None = None
    worse: str = ""
    maintenance: tuple[Planned, ...] = ()


def is_alarming(case: Case, suggestion: Suggestion | None, first: Held | None) -> bool:
    """Tell whether an opinion is an alarm that nobody has looked at; `first` is the first answer, owed or given."""
    rang = suggestion is not None and suggestion.alert
    untouched = case.standing is Standing.RULE and (first is None or first.act is None)
    return rang and untouched and case.closed_at is None


def look_by(case: Case, *, alarmed: bool) -> datetime | None:
    """Return when somebody should look at a case, wherever that is shown; None where no clock says so.

    Under a contract an alarm is in the attention clock already. A stranger's case has none, and its alarm brings it up.
    """
    if case.attention_at is None and alarmed:
        return case.opened_at + _A_STRANGERS_ALARM
    return case.attention_at


def queue(connection: Connection, now: datetime, *, closed_too: bool = True) -> list[Row]:
    """Return the cases, those first that somebody should look at first; what belongs to them is asked for together.

    What is to be answered at once and emergencies come first, then what is overdue at `now`, then the rest, each by the
    attention clock. An alarm is an opinion: it is shown, and overtakes no promise that is nearer.
    """
    names = {customer.id: customer.name for customer in customers.every(connection)}
    listed = cases.by_attention(connection, closed_too=closed_too)
    numbers = [case.id for case in listed]
    opinions, acts = suggestions.of_cases(connection, numbers), kept.of_cases(connection, numbers)
    heard = messages.last_heard(connection, numbers, ENGINEERS_ANSWER)
    senders, silent = identities.noted(connection), _silenced(connection, listed)
    stormy = {one.case_id: storm for storm in storms.going_on(connection) for one in storm.inside}
    worse = worsened(connection, [case.id for case in listed if case.closed_at is None])
    rows = [
        Row(
            case=case,
            customer=None if case.customer_id is None else names.get(case.customer_id),
            suggestion=opinions.get(case.id),
            standing=held(case, acts.get(case.id, ())),
            heard_at=heard.get(case.id),
            sender=senders.get(case.id, CaseSender()),
            silenced=case.id in silent,
            worse=worse.get(case.id, ""),
            storm=stormy.get(case.id),
        )
        for case in listed
    ]
    return _together(sorted(rows, key=lambda row: _most_pressing(row, now)))


def _together(rows: Sequence[Row]) -> list[Row]:
    """Return rows in their order, those of a storm together where its most pressing one stands."""
    first: dict[int, int] = {}
    for place, row in enumerate(rows):
        if row.storm is not None:
            first.setdefault(row.storm.id, place)
    places = enumerate(rows)
    ordered = sorted(places, key=lambda one: (one[0] if one[1].storm is None else first[one[1].storm.id], one[0]))
    return [row for _, row in ordered]


def _most_pressing(row: Row, now: datetime) -> tuple[_Presses, bool, datetime, int]:
    return _presses(row, now), row.look_by is None, row.look_by or row.case.opened_at, row.case.id


def _presses(row: Row, now: datetime) -> _Presses:
    if row.case.closed_at is not None or row.first is None:
        return _Presses.BY_THE_CLOCK
    if row.first.act is None and (row.case.emergency or row.first.owed.at_once):
        return _Presses.AT_ONCE
    return _Presses.OVERDUE if any(_is_missed(row, one, now) for one in row.standing) else _Presses.BY_THE_CLOCK


def _is_missed(row: Row, one: Held, now: datetime) -> bool:
    """Tell whether an undertaking is overdue that presses: a goal that is missed stays missed for weeks."""
    return one.overdue(now) and (one is row.first or one.owed.force == Force.COMMITMENT)


def _silenced(connection: Connection, listed: Iterable[Case]) -> set[int]:
    """Return the open cases whose last letter was kept back by a cap, and whose contact was written nothing since."""
    still_open = [case.id for case in listed if case.closed_at is None]
    withheld = audit.last_of_cases(connection, "acknowledgement.withheld", still_open)
    by_a_cap = {n: entry.at for n, entry in withheld.items() if is_of_a_cap(str(entry.detail.get("reason", "")))}
    return outbox.cases_silenced(connection, by_a_cap)


def not_reached(connection: Connection) -> set[int]:
    """Return the open cases whose customer has not had a letter of ours, or takes no mail at all."""
    return unreachable.open_cases(connection) | outbox.cases_undelivered(connection)


def case_file(run: Run, number: int) -> CaseFile:
    """Gather a case; raises BadInput when there is none of that number."""
    connection, desk = run.connection, run.desk
    case = the_case(connection, number)
    customer = None if case.customer_id is None else customers.get(connection, case.customer_id)
    found = messages.of_case(connection, case.id)
    points = points_of(run, case, desk.contract_of(case))
    return CaseFile(
        case=case,
        customer=customer,
        contract=desk.contract_of(case),
        messages=tuple(_messages(run, case.id, found)),
        mails=tuple(outbox.of_case(connection, case.id)),
        trail=_trail(connection, case.id, [accepted.id for accepted in found]),
        consent=decisions.last_consent(connection, case.id),
        question=links.last(connection, case.id),
        standing=held(case, kept.of_case(connection, case.id)),
        answer_address=desk.signer.address(desk.address, Purpose.ENGINEER, case.id, run.now),
        evidence=points,
        no_emergency=why_none(run, case, desk.contract_of(case), points),
        pages=tuple(pages_of(run, case.id)),
        sender=identities.of_case(connection, case.id),
        unreachable=unreachable.find(connection, normal(case.contact_address)) if case.contact_address else None,
        untold=untold(run, case),
        storm=storm_of(run, case.id),
        worse=worsened(connection, [case.id]).get(case.id, "") if case.closed_at is None else "",
        maintenance=falls_in(desk.maintenance, case, None if customer is None else customer.name),
    )


def _messages(run: Run, case_id: int, found: Sequence[Accepted]) -> Iterator[CaseMessage]:
    """Yield the messages of a case, each with what was made of it."""
    connection = run.connection
    developments = suggestions.developments(connection, [case_id]).get(case_id, ())
    developed = {one.message_id: one.development for one in developments}
    sighted = identities.of_messages(connection, [accepted.id for accepted in found])
    for accepted in found:
        yield CaseMessage(
            accepted=accepted,
            parsed=read_kept(connection, accepted, run.desk),
            suggestion=suggestions.of_message(connection, accepted.id),
            sighted=sighted.get(accepted.id),
            development=developed.get(accepted.id),
        )


def _trail(connection: Connection, case_id: int, numbers: Sequence[int]) -> tuple[audit.Entry, ...]:
    """Return a case's trail, with what happened to a message of it that was set aside before it had a case."""
    trail = audit.of_case(connection, case_id)
    again = [number for number in numbers if is_vouched_for(connection, number)]
    if again:
        trail = sorted([*audit.of_messages(connection, again), *trail], key=lambda entry: entry.at)
    return tuple(trail)
