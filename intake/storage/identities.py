"""What is known of who wrote: written once a message, and once a case until an engineer knows better."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import RowMapping

from intake.domain.identity import CaseSender, Degree, Findings, Original, Sighted
from intake.storage.tables import case_senders, identities


def add(connection: Connection, message_id: int, degree: Degree, findings: Findings) -> None:
    """Keep what was found of a message's sender; what is there already stays."""
    row = {"message_id": message_id, "degree": degree, "findings": findings.plain()}
    connection.execute(insert(identities).values(row).on_conflict_do_nothing())


def of_messages(connection: Connection, numbers: Iterable[int]) -> dict[int, Sighted]:
    """Return what was found, by message; nothing for those that nobody looked at."""
    found = connection.execute(sa.select(identities).where(identities.c.message_id.in_(list(numbers))))
    return {row.message_id: Sighted(degree=Degree(row.degree), findings=row.findings) for row in found}


def keep(connection: Connection, case_id: int, sender: CaseSender) -> None:
    """Write who a case is from, in the place of what was known before."""
    original = sender.original
    values = {
        "degree": sender.degree,
        "original_address": "" if original is None else original.address,
        "original_name": "" if original is None else original.name,
        "settled_at": None if original is None else original.settled_at,
    }
    # Not in one statement: how that settles a conflict would be taken over by the triggers that note the row.
    there = connection.execute(sa.update(case_senders).where(case_senders.c.case_id == case_id).values(values))
    if not there.rowcount:
        connection.execute(sa.insert(case_senders).values(case_id=case_id, **values))


def of_case(connection: Connection, case_id: int) -> CaseSender:
    """Return who a case is from, as far as that is known."""
    row = connection.execute(sa.select(case_senders).where(case_senders.c.case_id == case_id)).mappings().one_or_none()
    return CaseSender() if row is None else _sender(row)


def noted(connection: Connection) -> dict[int, CaseSender]:
    """Return the cases that an engineer has to be told something of: forged ones, and who others may be for."""
    asked = sa.and_(case_senders.c.original_address != "", case_senders.c.settled_at.is_(None))
    wanted = sa.select(case_senders).where(sa.or_(case_senders.c.degree == Degree.FORGED, asked))
    return {row["case_id"]: _sender(row) for row in connection.execute(wanted).mappings()}


def _sender(row: RowMapping) -> CaseSender:
    original = Original(address=row["original_address"], name=row["original_name"], settled_at=row["settled_at"])
    return CaseSender(
        degree=None if row["degree"] is None else Degree(row["degree"]),
        original=original if original.address else None,
    )
