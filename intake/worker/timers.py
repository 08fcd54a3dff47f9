"""One round of timers: each that is due rings in a transaction of its own within one commit."""

from datetime import timedelta

import structlog
from sqlalchemy import Connection

from intake.domain.errors import NotYet
from intake.domain.timer import Timer
from intake.stages.ring import ring
from intake.storage import timers
from intake.worker.work import Workshop

log = structlog.get_logger()

_AT_ONCE = 20
_AFTER_A_FAULT = timedelta(minutes=1)
_LEAST_PAUSE = 1.0  # seconds until a timer rings again whose answer is still to come


def ring_timers(shop: Workshop) -> int:
    """Ring the timers that are due; return how many were taken up."""
    with shop.database.read() as connection:
        due = timers.due(connection, shop.now(), _AT_ONCE)
    if due:
        with shop.database.write() as connection:
            for timer in due:
                _ring(connection, shop, timer)
    return len(due)


def _ring(connection: Connection, shop: Workshop, timer: Timer) -> None:
    try:
        with connection.begin_nested():
            if timers.done(connection, timer):
                ring(shop.run(connection), timer)
    except NotYet as wait:
        timers.put_off(connection, timer, shop.now() + timedelta(seconds=max(wait.pause, _LEAST_PAUSE)))
    except Exception as error:  # noqa: BLE001 - the worker's last line: a timer that fails is tried again, for ever
        timers.put_off(connection, timer, shop.now() + _AFTER_A_FAULT)
        log.error("timer.failed", kind=timer.kind, case=timer.case_id, error=f"{type(error).__name__}: {error}")
