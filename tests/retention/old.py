"""Old mail: cases that are closed, days that pass, and raw mails that are let go."""

from datetime import timedelta

import sqlalchemy as sa

from intake.review.close import close
from intake.review.verify import verify
from intake.stages.retention import let_go, portion
from intake.storage import tables
from tests.review.engineers import engineer
from tests.stages.office import Office

KEEP = 90  # days


def closes(office: Office, number: int = 1001) -> None:
    """Let an engineer close a case now."""
    with office.database.write() as connection:
        close(engineer(office, connection), number, "done", resolved=True)


def lets_go(office: Office, keep: int = KEEP) -> list[int]:
    """Let go what was kept for so many days, portion after portion; return every message that was let go by now."""
    limit = office.now - timedelta(days=keep)
    while True:
        with office.reading() as connection:
            numbers = portion(connection, limit)
        if not numbers:
            return gone(office)
        with office.database.write() as connection:
            assert let_go(connection, numbers, limit, office.now) == len(numbers)


def gone(office: Office) -> list[int]:
    """Return the messages that were let go."""
    columns = tables.messages.c
    with office.reading() as connection:
        return list(
            connection.scalars(sa.select(columns.id).where(columns.let_go_at.is_not(None)).order_by(columns.id))
        )


def blobs(office: Office) -> int:
    """Return how many raw mails there are."""
    with office.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(tables.blobs)) or 0


def findings(office: Office) -> tuple[str, ...]:
    """Return what `verify` finds wrong."""
    with office.reading() as connection:
        return verify(connection, None, lambda *_: None).findings
