"""The worker's thread: rounds of work while there is any, a wait for the next when there is none."""

import threading
from collections.abc import Callable
from datetime import timedelta

import structlog

from intake.queue import jobs
from intake.storage import timers
from intake.worker.poison import bounded_round
from intake.worker.retention import Retention
from intake.worker.taking_in import Stragglers
from intake.worker.timers import ring_timers
from intake.worker.work import Workshop, work

log = structlog.get_logger()

_LONGEST_WAIT = timedelta(seconds=5)
_AFTER_A_FAULT = 1.0
_LAST_ROUNDS = timedelta(seconds=3)


class Worker:
    """A thread that carries accepted messages through their stages."""

    def __init__(self, shop: Workshop, worked: Callable[[], None], retention: Retention) -> None:
        """Work in `shop` and call `worked` after each round that did something; let old mails go when there is none."""
        self._shop = shop
        self._retention = retention
        self._stragglers = Stragglers(shop.database, shop.now)
        self._worked = worked
        self._backlog: int | None = None
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Say that there is something to do."""
        self._wake.set()

    def stop(self) -> None:
        """Carry on what is due for a few seconds at most and end the thread; the rest is done at the next start."""
        self._stopping.set()
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                if self._round() + ring_timers(self._shop):
                    self._worked()
                    continue
                self._retention.do_due()
                self._stragglers.do_due()
                pause = self._pause()
            except Exception as error:  # noqa: BLE001 - the loop outlives a full disk or a locked store
                log.error("worker.failed", error=f"{type(error).__name__}: {error}")
                pause = _AFTER_A_FAULT
            self._wake.wait(pause)
        self._finish()

    def _round(self) -> int:
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
            while self._shop.now() < until and self._round():
                self._worked()
            self._stragglers.finish(until + _LAST_ROUNDS)
        except Exception as error:  # noqa: BLE001 - stopping goes on; the jobs wait in the store
            log.error("worker.failed", error=f"{type(error).__name__}: {error}")

    def _pause(self) -> float:
        with self._shop.database.read() as connection:
            beside = (self._retention.next_at, self._stragglers.next_at)
            moments = (jobs.next_run(connection), timers.next_due(connection), *beside)
        coming = [moment for moment in moments if moment is not None]
        if not coming:
            return _LONGEST_WAIT.total_seconds()
        wait = min(coming) - self._shop.now()
        return min(max(wait, timedelta(milliseconds=5)), _LONGEST_WAIT).total_seconds()
