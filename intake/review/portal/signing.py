"""Signing in: a mailed link is used up once, a session ends by itself, and who it is of is asked every time."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection

from intake.domain.portal import SignedIn
from intake.domain.portal_pages import Link
from intake.stages.desk import Run
from intake.stages.window.links import digest, whose
from intake.storage.portal import links, sessions
from intake.storage.portal.links import MailedLink
from intake.thread.matching import matches

_IDLE = timedelta(hours=2)  # a session in which nobody was seen for so long is over
_SEEN_EVERY = timedelta(minutes=1)
_FORGOTTEN_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """How long a session lasts: at most, and while nobody is seen in it."""

    longest: timedelta
    idle: timedelta = _IDLE


def link_of(run: Run, token: str) -> Link | None:
    """Return what a mailed link stands for; None for one that was used, has expired or never was; writes nothing."""
    found = _standing(run, links.by_token(run.connection, digest(token)))
    return None if found is None else _link(run, found)


def follow(run: Run, token: str, rules: Sessions, number: str = "") -> Link | None:
    """Use a link up, and begin a session of its own where it signs in; None as for `link_of`.

    A visitor's is used up only by whoever types the number in that visitor's window.
    """
    found = _standing(run, links.by_token(run.connection, digest(token)))
    if found is None:
        return None
    link = _link(run, found)
    if link.visitor is not None and not matches(run.desk.signer, link.visitor, link.address, number):
        return replace(link, matches=False)
    if not links.use(run.connection, found.id, run.now):
        return None
    if link.visitor is not None:
        return link
    secret = secrets.token_urlsafe(32)
    sessions.forget(run.connection, run.now - _FORGOTTEN_AFTER)
    sessions.begin(run.connection, digest(secret), link.address, run.now, run.now + rules.longest)
    return link.begun(secret)


def signed_in(run: Run, secret: str, rules: Sessions) -> SignedIn | None:
    """Return who has signed in with a session's secret; None where it has ended, or they are no customer's any more."""
    found = sessions.find(run.connection, digest(secret))
    if found is None or found.ended_at is not None or run.now >= found.until or run.now - found.seen_at > rules.idle:
        return None
    known = whose(run.connection, run.desk, found.address)
    if known is None:
        return None
    customer, name = known
    return SignedIn(session=found.id, address=found.address, name=name, customer=customer, until=found.until)


def is_to_be_noted(connection: Connection, secret: str, run: Run) -> bool:
    """Tell whether it is long ago that somebody was noted to be there."""
    found = sessions.find(connection, digest(secret))
    return found is not None and run.now - found.seen_at >= _SEEN_EVERY


def note_seen(run: Run, who: SignedIn) -> None:
    """Note that somebody is there: their session goes on."""
    sessions.seen(run.connection, who.session, run.now)


def sign_out(run: Run, secret: str) -> None:
    """End a session."""
    if secret:
        sessions.end(run.connection, digest(secret), run.now)


def _standing(run: Run, link: MailedLink | None) -> MailedLink | None:
    if link is None or link.used_at is not None or run.now >= link.until:
        return None
    return link if whose(run.connection, run.desk, link.address) is not None else None


def _link(run: Run, found: MailedLink) -> Link:
    known = whose(run.connection, run.desk, found.address)
    language = "" if known is None else run.desk.templates.language(known[0].language)
    return Link(address=found.address, visitor=found.visitor_id, language=language)
