"""The cases of one company, and of no other: every question here names the customer."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.domain.case import Case, Outcome
from intake.domain.contract import Channel
from intake.domain.window import PREFIX
from intake.storage import cases as stored
from intake.storage.tables import audit, cases, messages

_LARGEST = 2**62  # for a column of numbers
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of cases, open ones first, then the newest; `many` is how many there are on all pages."""

    cases: tuple[Case, ...]
    many: int


def one(connection: Connection, customer_id: int, number: int) -> Case | None:
    """Return a case of a customer's; None for another's as for none: one question, whichever it is."""
    wanted = sa.select(cases.c.id).where(cases.c.id == min(number, _LARGEST), _of(customer_id))
    found = connection.scalar(wanted)
    return None if found is None else stored.find(connection, found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: all of `words`, or a number; from `begin` on, `most` cases.

    Looked in are a case's name and what opened it, but not what `ours` have written who pass a customer's mail on. Nor
    what was said in Slack: its writer may have taken it back, which a `hidden` entry of the trail says; then the case's
    name is not looked in either.
    """

    words: str
    begin: int
    most: int
    hidden: str
    ours: tuple[str, ...] = ()


def search(connection: Connection, customer_id: int, wanted: Search) -> Found:
    """Return the cases of a customer's that are looked for."""
    words = wanted.words.split()[:_MOST_WORDS]
    here = sa.and_(_of(customer_id), *(_has(word, wanted) for word in words))
    many = connection.scalar(sa.select(sa.func.count()).select_from(cases).where(here)) or 0
    order = (cases.c.closed_at.is_not(None), cases.c.id.desc())
    some = sa.select(cases.c.id).where(here).order_by(*order).offset(wanted.begin).limit(wanted.most)
    numbers = list(connection.scalars(some))
    known = stored.many(connection, numbers)
    return Found(cases=tuple(known[number] for number in numbers), many=many)


def is_hidden(connection: Connection, case_id: int, event: str) -> bool:
    """Tell whether the trail of a case has an entry of an event about the message that opened it."""
    first = sa.select(sa.func.min(messages.c.id)).where(messages.c.case_id == case_id).scalar_subquery()
    entry = sa.select(audit.c.id).where(audit.c.case_id == case_id, audit.c.event == event, audit.c.message_id == first)
    return connection.scalar(entry.limit(1)) is not None


def _of(customer_id: int) -> sa.ColumnElement[bool]:
    """Match a company's cases: one of a talk is none of theirs while its visitor only says that they are."""
    return sa.and_(cases.c.customer_id == customer_id, cases.c.contact_address.not_like(f"{PREFIX}%"))


def _has(word: str, wanted: Search) -> sa.ColumnElement[bool]:
    taken_back = sa.exists().where(audit.c.case_id == cases.c.id, audit.c.event == wanted.hidden)
    in_opening = sa.exists().where(
        messages.c.case_id == cases.c.id,
        messages.c.outcome == Outcome.OPENED,
        messages.c.channel != Channel.SLACK,
        messages.c.sender.not_in(wanted.ours),
        _like(messages.c.words, word),
    )
    number = word.removeprefix("#")
    found = sa.or_(sa.and_(_like(cases.c.subject, word), sa.not_(taken_back)), in_opening)
    if number.isascii() and number.isdecimal() and len(number) < 19:
        return sa.or_(cases.c.id == int(number), found)
    return found


def _like(column: sa.Column[str], word: str) -> sa.ColumnElement[bool]:
    """Match a word in any case: SQLite itself knows the letters of ASCII only."""
    spelt = {word, word.lower(), word.upper(), word.capitalize()}
    return sa.or_(*(column.contains(one, autoescape=True) for one in sorted(spelt)))
