"""Pages and their calls: opened with what calls for them, each call handed over once, closed by the first answer."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import RowMapping

from intake.domain.case import MailState
from intake.domain.paging import WAITING, Call, CallState, Cause, Page, Way
from intake.storage.tables import cases, outbox, page_calls, pages

_OPEN = sa.and_(pages.c.acknowledged_at.is_(None), pages.c.closed_at.is_(None))


def open_page(connection: Connection, case_id: int, cause: Cause, now: datetime) -> Page:
    """Store a new page and return it."""
    row = {
        "case_id": case_id,
        "causes": [asdict(cause)],
        "opened_at": now,
        "acknowledged_by": "",
        "closed_why": "",
    }
    key = connection.execute(sa.insert(pages).values(row)).inserted_primary_key
    assert key is not None  # noqa: S101 - every insert into this table makes a key
    return Page(id=key[0], case_id=case_id, causes=(cause,), opened_at=now)


def update(connection: Connection, page: Page) -> None:
    """Write a page as it stands now."""
    values = {
        "causes": [asdict(cause) for cause in page.causes],
        "acknowledged_at": page.acknowledged_at,
        "acknowledged_by": page.acknowledged_by,
        "closed_at": page.closed_at,
        "closed_why": page.closed_why,
    }
    connection.execute(sa.update(pages).where(pages.c.id == page.id).values(values))


def find(connection: Connection, page_id: int) -> Page | None:
    """Return a page by its number, or None."""
    row = connection.execute(sa.select(pages).where(pages.c.id == page_id)).mappings().one_or_none()
    return None if row is None else _page(row)


def of_case(connection: Connection, case_id: int) -> list[Page]:
    """Return a case's pages, the first first."""
    wanted = sa.select(pages).where(pages.c.case_id == case_id).order_by(pages.c.id)
    return [_page(row) for row in connection.execute(wanted).mappings()]


def every_open(connection: Connection) -> list[Page]:
    """Return the pages that wait for somebody, the oldest first."""
    return [_page(row) for row in connection.execute(sa.select(pages).where(_OPEN).order_by(pages.c.id)).mappings()]


def open_of_customer(connection: Connection, customer_id: int) -> list[Page]:
    """Return the pages for a customer's emergencies that wait for somebody, the oldest first."""
    emergencies = sa.and_(cases.c.customer_id == customer_id, cases.c.emergency.is_(True), cases.c.closed_at.is_(None))
    wanted = sa.select(pages).join(cases, cases.c.id == pages.c.case_id).where(_OPEN, emergencies)
    return [_page(row) for row in connection.execute(wanted.order_by(pages.c.id)).mappings()]


def lately_of_customer(connection: Connection, customer_id: int, since: datetime) -> list[Page]:
    """Return a customer's pages that wait for somebody, or were taken since a moment; the oldest first."""
    lately = sa.or_(_OPEN, pages.c.acknowledged_at > since)
    wanted = sa.select(pages).join(cases, cases.c.id == pages.c.case_id).where(cases.c.customer_id == customer_id)
    return [_page(row) for row in connection.execute(wanted.where(lately).order_by(pages.c.id)).mappings()]


def add_call(connection: Connection, call: Call) -> Call:
    """Store a call and return it with its number."""
    row = asdict(call)
    del row["id"]
    key = connection.execute(sa.insert(page_calls).values(row)).inserted_primary_key
    assert key is not None  # noqa: S101 - every insert into this table makes a key
    return replace(call, id=key[0])


def calls(connection: Connection, page_id: int) -> list[Call]:
    """Return the calls of a page in their turn."""
    wanted = sa.select(page_calls).where(page_calls.c.page_id == page_id).order_by(page_calls.c.turn)
    return [_call(row) for row in connection.execute(wanted).mappings()]


def find_call(connection: Connection, call_id: int) -> Call | None:
    """Return a call by its number, or None."""
    row = connection.execute(sa.select(page_calls).where(page_calls.c.id == call_id)).mappings().one_or_none()
    return None if row is None else _call(row)


def due(connection: Connection, now: datetime, limit: int) -> list[Call]:
    """Return the calls over the web whose time has come; a page that has ended needs none any more."""
    wanted = _web_calls().where(page_calls.c.next_at <= now).order_by(page_calls.c.next_at, page_calls.c.id)
    return [_call(row) for row in connection.execute(wanted.limit(limit)).mappings()]


def next_call(connection: Connection) -> datetime | None:
    """Return when the next call over the web falls due, or None when none waits."""
    waiting = _web_calls().subquery()
    found: datetime | None = connection.scalar(sa.select(sa.func.min(waiting.c.next_at)))
    return found


def claim(connection: Connection, call: Call) -> bool:
    """Mark a call as being handed over; False when it is not waiting any more."""
    here = sa.and_(page_calls.c.id == call.id, page_calls.c.state.in_(WAITING))
    values = {"state": CallState.SENDING, "attempts": page_calls.c.attempts + 1}
    return connection.execute(sa.update(page_calls).where(here).values(values)).rowcount == 1


def settle(connection: Connection, call: Call) -> None:
    """Write how a call went and when to look again."""
    values = {"state": call.state, "answer": call.answer, "next_at": call.next_at, "mail_id": call.mail_id}
    connection.execute(sa.update(page_calls).where(page_calls.c.id == call.id).values(values))


def interrupted(connection: Connection) -> list[Call]:
    """Return the calls that a dead process was handing over."""
    wanted = sa.select(page_calls).where(page_calls.c.state == CallState.SENDING)
    return [_call(row) for row in connection.execute(wanted).mappings()]


def mailed(connection: Connection) -> list[tuple[Call, MailState]]:
    """Return the calls by mail that still count as waiting although their mail has come to an end, with that end."""
    ended = outbox.c.state.in_([MailState.SENT, MailState.PARKED])
    wanted = (
        sa.select(page_calls, outbox.c.state.label("mail_state"))
        .join(outbox, outbox.c.id == page_calls.c.mail_id)
        .where(page_calls.c.state.in_(WAITING), ended)
        .order_by(page_calls.c.id)
    )
    return [(_call(row), MailState(row["mail_state"])) for row in connection.execute(wanted).mappings()]


def _web_calls() -> sa.Select[Any]:
    waiting = sa.and_(page_calls.c.state.in_(WAITING), page_calls.c.way != Way.MAIL)
    return sa.select(page_calls).join(pages, pages.c.id == page_calls.c.page_id).where(waiting, _OPEN)


def _page(row: RowMapping) -> Page:
    return Page(**{**row, "causes": tuple(Cause(**cause) for cause in row["causes"])})


def _call(row: RowMapping) -> Call:
    values = {name: row[name] for name in Call.__slots__}
    return Call(**{**values, "way": Way(row["way"]), "state": CallState(row["state"])})
