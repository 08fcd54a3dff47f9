"""The worker's thread: rounds of work while there is any, a wait for the next when there is none."""

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

from intake.queue import jobs
from intake.storage import timers
from intake.worker.poison import bounded_round
from intake.worker.retention import Retention
from intake.worker.shift import Shift
from intake.worker.taking_in import Stragglers
from intake.worker.timers import ring_timers
from intake.worker.work import Workshop, work

_LONGEST_WAIT = timedelta(seconds=5)
_LAST_ROUNDS = timedelta(seconds=3)


class Worker(Shift):
    """A thread that carries accepted messages through their stages.

    At its end it goes on for a few seconds at most with what is due; the rest is done at the next start.
    """

    _name: ClassVar[str] = "worker"

    def __init__(self, shop: Workshop, worked: Callable[[], None], retention: Retention) -> None:
        """Work in `shop` and call `worked` after each round that did something; let old mails go when there is none."""
        super().__init__(worked)
        self._shop = shop
        self._retention = retention
        self._stragglers = Stragglers(shop.database, shop.now)
        self._backlog: int | None = None

    def _round(self) -> int:
        return self._work() + ring_timers(self._shop)

    def _idle(self) -> float:
        self._retention.do_due()
        self._stragglers.do_due()
        return self._pause()

    def _work(self) -> int:
        """Do a round of work; what was there at the start is marked before it is begun."""
        with bounded_round():
            if self._backlog is None:
                with self._shop.database.read() as connection:
                    self._backlog = jobs.newest(connection)
            return work(self._shop, self._backlog)

    def _finish(self) -> None:
        """Carry what was accepted just before the stop to its outcome."""
        until = self._shop.now() + _LAST_ROUNDS
        try:
            while self._shop.now() < until and self._work():
                self._worked()
            self._stragglers.finish(until + _LAST_ROUNDS)
        except Exception as error:  # noqa: BLE001 - stopping goes on; the jobs wait in the store
            self._failed(error)

    def _pause(self) -> float:
        with self._shop.database.read() as connection:
            beside = (self._retention.next_at, self._stragglers.next_at)
            moments = (jobs.next_run(connection), timers.next_due(connection), *beside)
        coming = [moment for moment in moments if moment is not None]
        if not coming:
            return _LONGEST_WAIT.total_seconds()
        wait = min(coming) - self._shop.now()
        return min(max(wait, timedelta(milliseconds=5)), _LONGEST_WAIT).total_seconds()
