"""Mailed links: whoever follows one reads the mailbox it went to, and may sign in to the portal or is a known visitor.

The door only keeps that one is wanted, whoever asks, so that nobody learns by it whom we know. A loop then writes the
letter, to people of our customers alone, and hands it over; the token is in that letter and nowhere else.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.domain.case import MailKind, Outgoing
from intake.domain.customer import Customer
from intake.domain.message import Address
from intake.identify.conclude import domain_of
from intake.identify.sender import normal
from intake.render.mail import MailHeaders, can_be_written_to, mail
from intake.render.portal import LinkWords, link_letter
from intake.stages.deliver import PAUSES, HandOver, Result
from intake.stages.desk import Desk, Run
from intake.stages.unreachable import why_unreachable
from intake.stages.who import StoredDirectory
from intake.storage.portal import links
from intake.storage.portal.links import MailedLink

PATH = "/portal/in"  # below the desk's web address; a link's token follows
MOST_AN_HOUR = 5  # to one address, of each kind
_ONE_EACH = timedelta(minutes=15)
_LEASE = timedelta(minutes=2)  # after which a letter that nobody has settled is handed over again
_FORGOTTEN_AFTER = timedelta(days=1)


def wanted(
    connection: Connection, address: str, now: datetime, visitor_id: int | None = None, language: str = ""
) -> None:
    """Keep that a link is wanted for an address: to sign in, or to prove a visitor of the window.

    The same is done for every address, known or not; what is past its limit is dropped, but for one each quarter of an
    hour: whoever asks again and again in somebody's name shall not keep them out.
    """
    address, kind = normal(address), visitor_id is not None
    in_the_hour = links.wanted_since(connection, address, now - timedelta(hours=1), proves=kind)
    if in_the_hour >= MOST_AN_HOUR and links.wanted_since(connection, address, now - _ONE_EACH, proves=kind):
        return
    nobodys = digest(secrets.token_urlsafe(32))
    links.want(connection, address, now, visitor_id=visitor_id, of=(nobodys, language[:8]))


def digest(token: str) -> str:
    """Return what the store keeps of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def whose(connection: Connection, desk: Desk, address: str) -> tuple[Customer, str] | None:
    """Return whose people an address is one of, with the contact's name; None for nobody's, and for the desk's own.

    An engineer of ours whose address is in a customer's domain is none of their people.
    """
    ours = {engineer.address for engineer in desk.engineers} | desk.own.addresses
    if not can_be_written_to(address) or address in ours:
        return None
    directory = StoredDirectory(connection)
    contact = directory.by_contact(address)
    owner = directory.by_domain(domain_of(address)) if contact is None else None
    return contact if contact is not None else None if owner is None else (owner, "")


def prepared(run: Run, number: int, holds: timedelta) -> Outgoing | None:
    """Return a link's letter to be handed over now, written if it was not; None where nobody is to get one."""
    link = links.find(run.connection, number)
    if link is None or link.next_at is None or link.next_at > run.now:
        return None
    known = whose(run.connection, run.desk, link.address)
    ended = bool(link.letter) and run.now >= link.until
    if known is None or ended or run.desk.web is None or why_unreachable(run.connection, link.address) is not None:
        links.done(run.connection, number)
        return None
    raw = link.letter or _written(run, link, known, holds)
    links.begin(run.connection, number, run.now + _LEASE)
    return Outgoing(
        id=number,
        case_id=0,
        kind=MailKind.RECEIPT,
        key=f"link:{number}",
        recipient=link.address,
        mail_from="",  # RFC 3834 section 3.3: what a machine writes comes back to nobody
        message_id="",
        raw=raw,
    )


def settled(run: Run, number: int, result: Result) -> None:
    """Write down how a hand-over ended: a letter that may have gone is handed over again, the same one."""
    link = links.find(run.connection, number)
    if link is None:
        return
    again = result.hand_over in (HandOver.NOT_NOW, HandOver.UNKNOWN)
    pause = PAUSES[min(link.attempts, len(PAUSES) - 1)]
    if again and run.now + pause < link.until:
        links.later(run.connection, number, run.now + pause)
    else:
        links.done(run.connection, number)


def forget(connection: Connection, now: datetime) -> int:
    """Forget links of yesterday; return how many."""
    return links.forget(connection, now - _FORGOTTEN_AFTER)


def _written(run: Run, link: MailedLink, known: tuple[Customer, str], holds: timedelta) -> bytes:
    """Write a link's letter with a token of its own, and keep both."""
    desk, token = run.desk, secrets.token_urlsafe(32)
    customer, name = known
    contract = desk.contracts.in_force(customer.contract, run.now)
    words = LinkWords(
        address=f"{(desk.web or '').rstrip('/')}{PATH}/{token}",
        minutes=int(holds.total_seconds() // 60),
        name=name,
        vendor=desk.name if contract is None else contract.vendor,
        proves=link.visitor_id is not None,
        language=customer.language or link.language,
    )
    raw = mail(link_letter(words, desk.templates), _headers(run, link))
    links.write(run.connection, link.id, raw, digest=digest(token), until=run.now + holds)
    return raw


def _headers(run: Run, link: MailedLink) -> MailHeaders:
    desk = run.desk
    return MailHeaders(
        sender=Address(name=desk.name, address=desk.address),
        to=link.address,
        # None of the outbox's: an answer to it belongs to no case.
        message_id=f"<link.{link.id}.{secrets.token_hex(8)}@{desk.domain}>",
        date=run.now.astimezone(desk.zone),
        in_reply_to=None,
        references=(),
        reply_to=desk.address,
        loop_mark=desk.own.loop_mark,
        auto_submitted="auto-generated",
    )
