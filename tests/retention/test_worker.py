"""When the worker lets mails go: a few minutes after the start, about once an hour, a portion between two mails."""

import threading
from datetime import timedelta

import pytest

from intake.stages import retention as portions
from intake.worker.loop import Worker
from intake.worker.retention import Retention
from tests.retention.old import KEEP, closes, gone
from tests.stages.office import Office, mail


def old_mails(office: Office, number: int) -> None:
    office.customer("gotomyerp")
    for _ in range(number):
        found = office.mail_in(mail())
        closes(office, found.case_id or 0)
    office.now += timedelta(days=KEEP + 1)


def every_so_long(office: Office, keep: int | None = KEEP) -> Retention:
    return Retention(office.database, lambda: office.now, None if keep is None else timedelta(days=keep))


def test_nothing_is_let_go_in_the_first_minutes(office: Office) -> None:
    old_mails(office, 1)
    found = every_so_long(office)
    done = []
    for _ in range(6):
        done.append(found.do_due())
        office.now += timedelta(minutes=1)
    assert done == [0, 0, 0, 0, 0, 1]


def test_where_nothing_is_to_be_let_go_it_looks_once_an_hour(office: Office) -> None:
    found = every_so_long(office)
    office.now += timedelta(minutes=5)
    assert found.do_due() == 0
    old_mails(office, 1)
    looked_at = office.now - timedelta(days=KEEP + 1)
    office.now = looked_at + timedelta(minutes=59)
    assert found.next_at == looked_at + timedelta(hours=1)
    assert (found.do_due(), gone(office)) == (0, [])


def test_one_portion_after_another_with_a_second_between(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "_MOST", 2)
    old_mails(office, 3)
    found = every_so_long(office)
    office.now += timedelta(minutes=5)
    assert [found.do_due(), found.do_due()] == [2, 0], "others may write in between"
    office.now += timedelta(seconds=1)
    assert found.do_due() == 1
    office.now += timedelta(seconds=1)
    assert (found.do_due(), gone(office)) == (0, [1, 2, 3])
    assert found.next_at == office.now + timedelta(hours=1)


def test_what_is_kept_for_ever_is_never_looked_for(office: Office) -> None:
    old_mails(office, 1)
    found = every_so_long(office, keep=None)
    office.now += timedelta(days=1000)
    assert (found.next_at, found.do_due(), gone(office)) == (None, 0, [])


def test_what_fails_is_tried_again_after_an_hour(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    old_mails(office, 1)
    found = every_so_long(office)
    office.now += timedelta(minutes=5)

    def full(*_: object) -> int:
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("intake.worker.retention.let_go", full)
        with pytest.raises(OSError, match="no space left"):
            found.do_due()
    assert found.do_due() == 0
    office.now += timedelta(hours=1)
    assert found.do_due() == 1


class Observed(Retention):
    """Tells when it has been called, and how many messages were waiting then."""

    def __init__(self, office: Office, fault: Exception | None = None) -> None:
        super().__init__(office.database, lambda: office.now, timedelta(days=KEEP))
        self.next_at = office.now
        self.called = threading.Event()
        self.waiting: list[int] = []
        self._office = office
        self._fault = fault

    def do_due(self) -> int:
        self.waiting.append(self._office.ledger().get("accepted", 0))
        try:
            if self._fault is not None:
                raise self._fault
            return super().do_due()
        finally:
            self.called.set()


def test_the_worker_does_it_once_no_mail_waits(office: Office) -> None:
    old_mails(office, 1)
    for _ in range(3):
        office.accept(mail())
    found = Observed(office)
    worker = Worker(office.shop, worked=lambda: None, retention=found)
    worker.start()
    assert found.called.wait(60)
    worker.stop()
    assert (found.waiting[0], gone(office)) == (0, [1])


def test_a_fault_in_it_stops_no_mail(office: Office) -> None:
    worked = threading.Event()
    found = Observed(office, fault=OSError("no space left on device"))
    worker = Worker(office.shop, worked=worked.set, retention=found)
    worker.start()
    assert found.called.wait(60)
    worked.clear()
    office.accept(mail())
    worker.wake()
    assert worked.wait(60)
    worker.stop()
    assert "accepted" not in office.ledger()
