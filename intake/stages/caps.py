"""Caps: two machines that answer each other must fall silent, and no storm silences what a contract promises."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from intake.domain.caps import DAY, HOUR, Account, Cap, mailbox_of, organisation_of
from intake.domain.case import Case
from intake.domain.identity import Degree
from intake.domain.window import Talk
from intake.identify.authenticates import Unchecked
from intake.stages.desk import Desk, Run
from intake.storage import audit, caps, cases, identities
from intake.storage.caps import Correspondent, Scope

_SPANS = ((HOUR, "an hour"), (DAY, "a day"))
_TO = {
    Scope.MAILBOX: "this address",
    Scope.DOMAIN: "strangers of this domain",
    Scope.CUSTOMER: "this customer",
    Scope.STRANGERS: "strangers",
}


def too_many(run: Run, case: Case, account: Account | None = None) -> str | None:
    """Return why a case's contact gets no more mails written by a machine for now, or None.

    `account` is that of whose message sets the mail going; None where no message does: then it is the case's own. The
    engineers are told of a cap once while it holds, by the first case that it silences: it stands at the top of their
    queue.
    """
    if Talk.read(case.contact_address) is not None:
        return None  # what is laid before a visitor in their own window floods nobody
    to = _correspondent(run, case, account)
    for scope, counted, cap in _caps_of(run.desk, to):
        for span, words in _SPANS:
            most = cap.hour if span is HOUR else cap.day
            if caps.written(run.connection, scope, counted, (run.now - span, most)):
                reason = f"{most} mails to {_TO[scope]} already within {words}"
                _tell_engineers(run, case, to, (f"{scope} {words}", span, reason))
                return reason
    return None


def count(run: Run, case: Case, account: Account | None = None) -> None:
    """Count a mail that a machine of ours has written to a case's contact, on the account that `too_many` has."""
    caps.count(run.connection, _correspondent(run, case, account), run.now)


def account_of(degree: Degree | None) -> Account:
    """Return on whose account a mail is that somebody of this degree set going; None: nobody looked."""
    return Account.PROVED if degree is Degree.PROVED else Account.UNPROVED


def _correspondent(run: Run, case: Case, account: Account | None) -> Correspondent:
    address = case.contact_address
    return Correspondent(
        mailbox=mailbox_of(address),
        domain=organisation_of(address),
        customer_id=case.customer_id,
        account=account or account_of(identities.of_case(run.connection, case.id).degree),
    )


def _caps_of(desk: Desk, to: Correspondent) -> Iterator[tuple[Scope, Correspondent, Cap]]:
    """Yield the caps that hold, each with whose mails count for it."""
    yield Scope.MAILBOX, replace(to, account=None), desk.caps.mailbox
    if to.account is Account.UNPROVED and not isinstance(desk.authenticates, Unchecked):
        yield Scope.MAILBOX, to, desk.caps.mailbox.half  # the rest is left to who is proved
    if to.customer_id is not None:
        yield Scope.CUSTOMER, to, desk.caps.customer
        return
    yield Scope.DOMAIN, to, desk.caps.domain
    yield Scope.STRANGERS, to, desk.caps.strangers


def _tell_engineers(run: Run, case: Case, to: Correspondent, found: tuple[str, timedelta, str]) -> None:
    cap, span, reason = found
    if not caps.tell_once(run.connection, cap, to, (run.now - span, run.now)):
        return
    stands = cases.find(run.connection, case.id)
    if stands is not None and (stands.attention_at is None or stands.attention_at > run.now):
        cases.update(run.connection, replace(stands, attention_at=run.now))
    entry = audit.Entry(at=run.now, actor="bot", event="cap.reached", case_id=case.id, detail={"reason": reason})
    audit.write(run.connection, entry)
