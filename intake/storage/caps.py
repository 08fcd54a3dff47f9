"""What caps count: mails that a machine of ours wrote in the last day, and which caps the engineers were told of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.domain.caps import Account
from intake.storage.tables import caps

_KEPT = timedelta(days=1)


class Scope(StrEnum):
    """What mails are counted together by."""

    MAILBOX = "mailbox"
    DOMAIN = "domain"
    CUSTOMER = "customer"
    STRANGERS = "strangers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondent:
    """Whom a mail goes to, as caps count it, and on whose account; `customer_id` is None for a stranger.

    An account of None stands for both together.
    """

    mailbox: str
    domain: str
    customer_id: int | None
    account: Account | None


def count(connection: Connection, to: Correspondent, at: datetime) -> None:
    """Count a mail that was written, and forget those of more than a day ago."""
    connection.execute(sa.delete(caps).where(caps.c.at < at - _KEPT))
    _add(connection, to, at, reached="")


def written(connection: Connection, scope: Scope, to: Correspondent, span: tuple[datetime, int]) -> bool:
    """Tell whether as many mails as a cap allows were written since a moment; it looks at no more rows than these."""
    since, most = span
    found = sa.select(caps.c.id).where(_within(scope, to), caps.c.at > since, caps.c.reached == "").limit(most)
    return (connection.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0) >= most


def tell_once(connection: Connection, cap: str, to: Correspondent, span: tuple[datetime, datetime]) -> bool:
    """Note that a cap was reached, `span` being since when it counts and now; False when that is noted already.

    `cap` begins with its scope.
    """
    since, now = span
    scope = Scope(cap.partition(" ")[0])
    told = sa.select(caps.c.id).where(_within(scope, to), caps.c.at > since, caps.c.reached == cap).limit(1)
    if connection.scalar(told) is not None:
        return False
    _add(connection, to, now, reached=cap)
    return True


def forget(connection: Connection, mailbox: str) -> None:
    """Take out what is kept of a mailbox: its owner was erased."""
    connection.execute(sa.delete(caps).where(caps.c.mailbox == mailbox))


def _add(connection: Connection, to: Correspondent, at: datetime, *, reached: str) -> None:
    whom = {"mailbox": to.mailbox, "domain": to.domain, "customer_id": to.customer_id, "account": to.account}
    connection.execute(sa.insert(caps).values(at=at, reached=reached, **whom))


def _within(scope: Scope, to: Correspondent) -> sa.ColumnElement[bool]:
    together = sa.true() if to.account is None else caps.c.account == to.account
    if scope is Scope.MAILBOX:
        return sa.and_(together, caps.c.mailbox == to.mailbox)
    if scope is Scope.CUSTOMER:
        return sa.and_(together, caps.c.customer_id == to.customer_id)
    strangers = sa.and_(together, caps.c.customer_id.is_(None))
    return strangers if scope is Scope.STRANGERS else sa.and_(strangers, caps.c.domain == to.domain)
