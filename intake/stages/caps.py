"""Caps: two machines that answer each other must fall silent, and no storm silences what a contract promises."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from intake.domain.caps import DAY, HOUR, Cap, mailbox_of, organisation_of
from intake.domain.case import Case
from intake.stages.desk import Desk, Run
from intake.storage import audit, caps, cases
from intake.storage.caps import Correspondent, Scope

_SPANS = ((HOUR, "an hour"), (DAY, "a day"))
_TO = {
    Scope.MAILBOX: "this address",
    Scope.DOMAIN: "strangers of this domain",
    Scope.CUSTOMER: "this customer",
    Scope.STRANGERS: "strangers",
}


def too_many(run: Run, case: Case) -> str | None:
    """Return why a case's contact gets no more mails written by a machine for now, or None.

    The engineers are told of a cap once while it holds, by the first case that it silences: it stands at the top of
    their queue.
    """
    to = correspondent(case)
    for scope, cap in _caps_of(run.desk, to):
        for span, words in _SPANS:
            most = cap.hour if span is HOUR else cap.day
            if caps.written(run.connection, scope, to, (run.now - span, most)):
                reason = f"{most} mails to {_TO[scope]} already within {words}"
                _tell_engineers(run, case, f"{scope} {words}", (span, reason))
                return reason
    return None


def count(run: Run, case: Case) -> None:
    """Count a mail that a machine of ours has written to a case's contact."""
    caps.count(run.connection, correspondent(case), run.now)


def correspondent(case: Case) -> Correspondent:
    """Return a case's contact as caps count it."""
    address = case.contact_address
    return Correspondent(mailbox=mailbox_of(address), domain=organisation_of(address), customer_id=case.customer_id)


def _caps_of(desk: Desk, to: Correspondent) -> Iterator[tuple[Scope, Cap]]:
    yield Scope.MAILBOX, desk.caps.mailbox
    if to.customer_id is not None:
        yield Scope.CUSTOMER, desk.caps.customer
        return
    yield Scope.DOMAIN, desk.caps.domain
    yield Scope.STRANGERS, desk.caps.strangers


def _tell_engineers(run: Run, case: Case, cap: str, found: tuple[timedelta, str]) -> None:
    span, reason = found
    if not caps.tell_once(run.connection, cap, correspondent(case), (run.now - span, run.now)):
        return
    stands = cases.find(run.connection, case.id)
    if stands is not None and (stands.attention_at is None or stands.attention_at > run.now):
        cases.update(run.connection, replace(stands, attention_at=run.now))
    entry = audit.Entry(at=run.now, actor="bot", event="cap.reached", case_id=case.id, detail={"reason": reason})
    audit.write(run.connection, entry)
