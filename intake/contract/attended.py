"""When somebody is there by a contract's hours: what falls due before that is seen in time by who is on call only."""

from collections.abc import Iterable
from datetime import datetime

from intake.contract.windows import open_from
from intake.domain.contract import Contract
from intake.domain.kept import Held


def first_due(standing: Iterable[Held]) -> datetime | None:
    """Return the first deadline of what is still to be done; None where nothing is, or at no time."""
    due = (one.owed.deadline.due_at for one in standing if one.act is None)
    return min((at for at in due if at is not None), default=None)


def somebody_is_there_at(contract: Contract, now: datetime) -> datetime:
    """Return from when on somebody is there by the hours that a contract covers: `now` itself while they are open.

    A calendar that is always open says for what time runs, not that people sit there: it tells nothing beside one that
    closes. A contract without any that closes is covered always.
    """
    covered = [calendar for calendar in contract.calendars if not calendar.always]
    return min((max(next(open_from(calendar, now)).start, now) for calendar in covered), default=now)
