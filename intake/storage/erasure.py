"""Erasing what was said by and about a person: each column that can hold it is named here, once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.domain.case import MailKind, MailState, Outcome
from intake.domain.erased import ERASED
from intake.storage import audit, blobs, persons, retention, storms
from intake.storage.parts import parts
from intake.storage.personal import personal_entries
from intake.storage.slack import erasing, files
from intake.storage.tables import audit as trail
from intake.storage.tables import (
    carried_again,
    case_senders,
    cases,
    contacts,
    decisions,
    evidence,
    identities,
    messages,
    outbox,
    page_calls,
    pages,
    questions,
    unreachable,
)
from intake.storage.tables import suggestions as opinions
from intake.storage.traces import entries_with

_TABLES = {"messages": messages, "outbox": outbox}
_UNKNOWN: Mapping[str, None] = {"lane": None, "dkim": None}  # of a mail: a domain may name a person
_RULE = "rule"  # its reasons are ours, and say nothing of a person
_AT_ONCE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """The last message, mail, case and entry of the trail at a moment, 0 where there is none."""

    message: int = 0
    mail: int = 0
    case: int = 0
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the store holds of a person: numbers of cases, messages, mails; erased ones are not among them.

    `contact` tells whether they are in a customer's list; `open_cases` are those that something would go from;
    `waiting` are messages that no stage has carried through, `sending` mails that are being handed over; `entries`
    those of the trail whose details name them; `newest` is what was there last.
    """

    contact: bool
    newest: Newest
    entries: tuple[int, ...] = ()

    cases: tuple[int, ...] = ()
    open_cases: tuple[int, ...] = ()
    messages: tuple[int, ...] = ()
    mails: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    sending: tuple[int, ...] = ()


def of_address(connection: Connection, address: str, after: Newest | None = None) -> Held:
    """Find the cases of a contact, the messages from them, and the mails to them; `address` is in lower case.

    It is a mail address, a handle of Slack's or a talk; what the others of these hold is theirs as well. Only what
    came later than `after` is looked through, so that nobody has to wait for what was read before.
    """
    after = after or Newest()
    names = persons.names_of(connection, address)
    is_theirs = sa.func.lower(cases.c.contact_address).in_(names)
    own = _numbers(connection, sa.select(cases.c.id).where(cases.c.id > after.case, is_theirs))
    sender = sa.func.lower(sa.func.trim(messages.c.mail_from, "<> "))
    theirs = sa.or_(sa.func.lower(messages.c.sender).in_(names), sender.in_(names))
    recipient = sa.func.lower(outbox.c.recipient).in_(names)
    wrote = _numbers(connection, sa.select(messages.c.id).where(messages.c.id > after.message, theirs))
    wrote += erasing.said_by(connection, names, after.message)
    got = _numbers(connection, sa.select(outbox.c.id).where(outbox.c.id > after.mail, recipient))
    here = sa.select(sa.literal(1)).where(sa.func.lower(contacts.c.address).in_(names))
    is_contact = connection.scalar(here) is not None
    found = _held(connection, own, (wrote, got), contact=is_contact, after=after)
    entries = {entry for name in names for entry in entries_with(connection, name, after.entry)}
    return replace(found, entries=tuple(sorted(entries)))


def of_case(connection: Connection, number: int, after: Newest | None = None) -> Held:
    """Find what belongs to a case; copies of its messages only among those later than `after`."""
    return _held(connection, [number], ([], []), contact=False, after=after)


def widened(connection: Connection, held: Held, more: tuple[Iterable[int], Iterable[int]], before: Held | None) -> Held:
    """Return what is held together with further messages and mails, and with what was found before."""
    known = before or Held(contact=False, newest=Newest())
    own = sorted({*known.cases, *held.cases})
    every = [*known.messages, *held.messages, *more[0]], [*known.mails, *held.mails, *more[1]]
    found = _held(connection, own, every, contact=held.contact, after=known.newest)
    return replace(found, entries=tuple(sorted({*known.entries, *held.entries})))


def contents(connection: Connection, table: str, after: int) -> Iterator[tuple[int, bytes]]:
    """Yield the bytes of every message or mail with a number above `after`, with that number; erased ones have none.

    Of a message whose bytes were let go it is what its row still says.
    """
    if table == "messages":
        yield from blobs.of_messages(connection, after)
        yield from retention.remembered(connection, after)
        return
    here = sa.and_(outbox.c.id > after, sa.func.length(outbox.c.raw) > 0)
    wanted = sa.select(outbox.c.id, outbox.c.raw).where(here).order_by(outbox.c.id)
    for row in connection.execute(wanted, execution_options={"yield_per": _AT_ONCE}):
        yield row.id, row.raw


def length(connection: Connection) -> int:
    """Return how many messages and mails there are to look at."""
    counts = (connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in _TABLES.values())
    return sum(count or 0 for count in counts)


def erase(connection: Connection, held: Held, at: datetime) -> tuple[int, ...]:
    """Erase all that is held; returns the numbers of the trail's entries whose details went with it, in order."""
    hashes = _hashes(connection, held.messages)
    for number in held.messages:
        _erase_message(connection, number, at)
    blobs.drop_unused(connection, hashes)
    for number in held.mails:
        _erase_mail(connection, number)
    for number in held.cases:
        _erase_case(connection, number)
    storms.forget(connection, held.cases, held.messages)
    entries = tuple(sorted({*held.entries, *personal_entries(connection, held.cases, held.messages)}))
    audit.erase(connection, entries)
    return entries


def drop_contact(connection: Connection, address: str) -> None:
    """Take a person out of their customer's contacts, and forget whether their address takes mail."""
    connection.execute(sa.delete(contacts).where(sa.func.lower(contacts.c.address) == address))
    connection.execute(sa.delete(unreachable).where(unreachable.c.address == address))


def _held(
    connection: Connection,
    own: list[int],
    known: tuple[list[int], list[int]],
    *,
    contact: bool,
    after: Newest | None = None,
) -> Held:
    wrote, got = known
    theirs = _unerased(connection, own, wrote, (after or Newest()).message)
    in_cases = _each(connection, messages.c.case_id, messages.c.id, theirs)
    mails = _written(connection, own, in_cases, got)
    return Held(
        cases=tuple(own),
        open_cases=tuple(_each(connection, cases.c.id, cases.c.id, {*own, *in_cases}, cases.c.closed_at.is_(None))),
        messages=tuple(theirs),
        mails=tuple(mails),
        waiting=tuple(_each(connection, messages.c.id, messages.c.id, theirs, messages.c.outcome == Outcome.ACCEPTED)),
        sending=tuple(_each(connection, outbox.c.id, outbox.c.id, mails, outbox.c.state == MailState.SENDING)),
        contact=contact,
        newest=_newest(connection),
    )


def _unerased(connection: Connection, own: list[int], wrote: list[int], after: int) -> list[int]:
    """Return the messages of cases and the ones named, with their later copies, as far as they are not erased."""
    kept = messages.c.erased_at.is_(None)
    first = {*wrote, *_each(connection, messages.c.id, messages.c.case_id, own)}
    copies = _each(connection, messages.c.id, messages.c.duplicate_of, first, messages.c.id > after)
    return _each(connection, messages.c.id, messages.c.id, {*first, *copies}, kept)


def _written(connection: Connection, own: list[int], in_cases: list[int], got: list[int]) -> list[int]:
    """Return the mails of cases and the ones named, and what quotes a customer to the engineers of other cases."""
    internal = outbox.c.kind.in_([MailKind.WARNING, MailKind.PAGE])
    found = {*got, *_each(connection, outbox.c.id, outbox.c.case_id, own)}
    found |= {*_each(connection, outbox.c.id, outbox.c.case_id, in_cases, internal)}
    return _each(connection, outbox.c.id, outbox.c.id, found, sa.func.length(outbox.c.raw) > 0)


def _newest(connection: Connection) -> Newest:
    every = {"message": messages, "mail": outbox, "case": cases, "entry": trail}
    last = {name: connection.scalar(sa.select(sa.func.max(table.c.id))) or 0 for name, table in every.items()}
    return Newest(**last)


def _each(
    connection: Connection, wanted: sa.Column[Any], by: sa.Column[Any], values: Iterable[int], *also: Any
) -> list[int]:
    """Return a column of the rows that have one of these values, once each and in order; there may be many."""
    found: set[int] = set()
    for some in parts(values):
        found.update(connection.scalars(sa.select(wanted).where(by.in_(some), wanted.is_not(None), *also)))
    return sorted(found)


def _hashes(connection: Connection, numbers: Iterable[int]) -> set[str]:
    """Return the hashes of messages' bytes, and of the files that hang on them."""
    found = files.hashes(connection, numbers)
    for some in parts(numbers):
        found.update(connection.scalars(sa.select(messages.c.raw_sha256).where(messages.c.id.in_(some))))
    return found


def _erase_message(connection: Connection, number: int, at: datetime) -> None:
    """Empty a message; its keys stay, hashes of the whole mail, so that a copy of it is still known as one."""
    reason = connection.scalar(sa.select(messages.c.reason).where(messages.c.id == number)) or ""
    values: dict[str, object] = {
        "mail_from": None,
        "rcpt_to": [],
        "peer": "",
        "message_id": None,
        "reason": reason.partition(":")[0],  # what follows it may quote the mail
        "sender": ERASED,
        "subject": ERASED,
        "words": "",
        "erased_at": at,
    }
    connection.execute(sa.update(messages).where(messages.c.id == number).values(values))
    erasing.erase_message(connection, number)
    found = connection.scalar(sa.select(opinions.c.body).where(opinions.c.message_id == number))
    if found is not None:
        body = {**found, "evidence": []}
        connection.execute(sa.update(opinions).where(opinions.c.message_id == number).values(body=body))
    opened = sa.select(messages.c.case_id).where(messages.c.id == number, messages.c.outcome == Outcome.OPENED)
    connection.execute(sa.update(cases).where(cases.c.id.in_(opened)).values(subject=ERASED))  # it was the message's
    connection.execute(sa.update(identities).where(identities.c.message_id == number).values(findings={}))
    passed_on = sa.and_(case_senders.c.case_id.in_(opened), case_senders.c.original_address != "")
    connection.execute(sa.update(case_senders).where(passed_on).values(original_address=ERASED, original_name=""))
    connection.execute(sa.update(carried_again).where(carried_again.c.message_id == number).values(reason=ERASED))
    said = sa.update(evidence).where(evidence.c.message_id == number)
    connection.execute(said.values(said_by=ERASED, words=ERASED))


def _erase_mail(connection: Connection, number: int) -> None:
    here = outbox.c.id == number
    connection.execute(sa.update(outbox).where(here).values(raw=b"", recipient=ERASED, answer="", **_UNKNOWN))
    unsent = outbox.c.state.in_([MailState.QUEUED, MailState.UNKNOWN])
    gone = {"state": MailState.PARKED, "answer": "erased before it was sent"}
    connection.execute(sa.update(outbox).where(here, unsent).values(gone))
    connection.execute(sa.update(page_calls).where(page_calls.c.mail_id == number).values(answer=""))
    connection.execute(sa.delete(unreachable).where(unreachable.c.mail_id == number))


def _erase_case(connection: Connection, number: int) -> None:
    who = {"contact_address": ERASED, "contact_name": "", "subject": ERASED}
    connection.execute(sa.update(cases).where(cases.c.id == number).values(who))
    words: dict[sa.Table, Mapping[str, Any]] = {
        decisions: {"reason": ERASED},
        evidence: {"said_by": ERASED, "words": ERASED},
        questions: {"reason": ERASED},
        pages: {"closed_why": ""},
    }
    for table, values in words.items():
        theirs = table.c.case_id == number
        if table is decisions:
            theirs = sa.and_(theirs, decisions.c.actor != _RULE)
        connection.execute(sa.update(table).where(theirs).values(values))
    of_page = sa.select(pages.c.id).where(pages.c.case_id == number)
    connection.execute(sa.update(page_calls).where(page_calls.c.page_id.in_(of_page)).values(answer=""))


def _numbers(connection: Connection, *wanted: sa.Select[Any]) -> list[int]:
    return [number for one in wanted for number in connection.scalars(one)]
