"""Erase a person's data; what was promised, decided and counted stays, and the chains stay whole."""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from intake.domain.caps import mailbox_of
from intake.domain.errors import BadInput
from intake.domain.reason import says_something
from intake.domain.slack import Person
from intake.domain.window import Talk
from intake.identify.sender import normal
from intake.parse.message import parse_mail
from intake.queue import jobs
from intake.storage import audit, caps, cases, erasure, persons, traces

Step = Callable[[], None]

# Marks of bytes that may hold an address without showing it.
_ENCODED = (b"base64", b"quoted-printable", b"=?", b"utf-16", b"utf-7", b"iso-2022")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose data goes: a contact's, by mail address or handle in Slack, or all that belongs to one case.

    `key` makes the address's hash.
    """

    address: str | None = None
    case: int | None = None
    key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who erases, why and when; `even_open` also while a case of theirs is open."""

    by: str
    reason: str
    at: datetime
    even_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased; `entries` is of how many entries of the trail the details went."""

    held: erasure.Held
    entries: int


def held(connection: Connection, wanted: Wanted, step: Step, before: erasure.Held | None = None) -> erasure.Held:
    """Find all that is held of a person, whoever wrote it; raises BadInput for a case that is not there.

    Each message and mail is read for their address: one that names them in its headers or quotes them holds
    their data as well. `step` is called for each that is looked at; what was found `before` is not read again.
    """
    newest = erasure.Newest() if before is None else before.newest
    if wanted.case is not None:
        if not 0 < wanted.case < 2**63 or cases.find(connection, wanted.case) is None:
            raise BadInput(f"--case: there is no case {wanted.case}; `intake cases` lists them")
        found = erasure.of_case(connection, wanted.case, newest)
        return erasure.widened(connection, found, ((), ()), before)
    address = _address(wanted)
    found = erasure.of_address(connection, address, newest)
    marks = persons.marks_of(persons.names_of(connection, address))
    messages = list(_naming(connection, "messages", newest.message, (marks, step)))
    mails = list(_naming(connection, "outbox", newest.mail, (marks, step)))
    return erasure.widened(connection, found, (messages, mails), before)


def is_nothing(found: erasure.Held, wanted: Wanted) -> bool:
    """Tell whether nothing of theirs is kept that could be erased."""
    cases = found.cases if wanted.case is None else ()
    return not (found.messages or found.mails or found.contact or cases)


def refuse(found: erasure.Held, wanted: Wanted, order: Order) -> None:
    """Raise BadInput where the data cannot go now, or the words on record would bring it back."""
    if found.waiting:
        raise BadInput(f"message {found.waiting[0]}: it is still being carried through; try again in a minute")
    if found.sending:
        raise BadInput(f"mail {found.sending[0]}: it is being handed over; try again in a minute")
    if found.open_cases and not order.even_open:
        said = ", ".join(str(number) for number in found.open_cases[:10])
        raise BadInput(f"case {said}: still open; close it first, or write --even-open and answer them no more")
    if not says_something(order.reason):
        raise BadInput("--reason: an erasure needs one; it stays on the trail")
    if "@" in order.reason or (wanted.address is not None and _address(wanted) in order.by.lower()):
        # An address in it would be erased with its owner, and with it the list of the entries erased here.
        raise BadInput("--reason: it names an address, and stays on the trail; write it without")


def erase(connection: Connection, wanted: Wanted, order: Order, before: erasure.Held | None = None) -> Erased:
    """Erase what is held of a person, in the caller's transaction, and put on the trail that it was done.

    `before` is what `held` found a moment ago, so that the store is not read through while others wait. Raises
    BadInput as `held` and `refuse` do. The trail keeps a keyed hash of the address: with the desk's secret it
    can be shown later that an address was erased, without it nobody can find the address.
    """
    found = held(connection, wanted, lambda: None, before)
    refuse(found, wanted, order)
    entries = erasure.erase(connection, found, order.at)
    jobs.forget(connection, found.messages)
    for name in () if wanted.address is None else persons.names_of(connection, _address(wanted)):
        erasure.drop_contact(connection, name)
        caps.forget(connection, mailbox_of(name))
    if wanted.address is not None:
        persons.forget(connection, persons.names_of(connection, _address(wanted)))
    _note(connection, wanted, order, found, entries)
    return Erased(held=found, entries=len(entries))


def left(connection: Connection, wanted: Wanted) -> tuple[str, ...]:
    """Return where an erased address still stands, in records that cannot be erased; it reads the whole store."""
    return () if wanted.address is None else tuple(traces.left(connection, _address(wanted)))


def person_hash(key: bytes, address: str) -> str:
    """Return the keyed hash of an address, as `person.erased` carries it (HMAC-SHA256, 32 hex digits)."""
    return hmac.new(key, f"erased:{normal(address)}".encode(), hashlib.sha256).hexdigest()[:32]


def _note(connection: Connection, wanted: Wanted, order: Order, found: erasure.Held, entries: tuple[int, ...]) -> None:
    detail = {
        "person": None if wanted.address is None else person_hash(wanted.key, wanted.address),
        "reason": order.reason,
        "cases": list(found.cases),
        "messages": list(found.messages),
        "mails": list(found.mails),
        "entries": sorted(entries),
    }
    entry = audit.Entry(at=order.at, actor=order.by, event="person.erased", case_id=wanted.case, detail=detail)
    audit.write(connection, entry)


def _naming(connection: Connection, table: str, after: int, sought: tuple[tuple[str, ...], Step]) -> Iterator[int]:
    marks, step = sought
    for number, raw in erasure.contents(connection, table, after):
        step()
        if any(_names(raw, mark) for mark in marks):
            yield number


def _names(raw: bytes, address: str) -> bool:
    """Tell whether a mail holds an address, as it is or encoded."""
    lowered = raw.lower()
    if address.encode() in lowered:
        return True
    if not any(mark in lowered for mark in _ENCODED):
        return False
    parsed = parse_mail(raw)
    people = (parsed.sender, *parsed.to, *parsed.cc, *parsed.reply_to)
    told = [parsed.subject, parsed.text, *(f"{person.name} {person.address}" for person in people)]
    return any(address in text.lower() for text in told) or any(
        address.encode() in attachment.content.lower() for attachment in parsed.attachments
    )


def _address(wanted: Wanted) -> str:
    address = normal(wanted.address or "")
    if Person.read(address) is not None or Talk.read(address) is not None:
        return address
    if "@" not in address.strip("@"):
        raise BadInput(f"--contact: {wanted.address!r} is no mail address; write one such as ann@example.com")
    return address
