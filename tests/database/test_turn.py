"""Whose turn it is to write: a sender at a door waits for one mail of the stages, not for a batch of them."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.database.turn import Turn
from intake.storage import tables
from tests.stages.office import Office, mail, open_office


def test_turns_are_taken_in_the_order_of_asking_and_nobody_goes_twice_in_a_row_past_others() -> None:
    turn, order = Turn(), list[str]()

    def take(name: str) -> None:
        with turn:
            order.append(name)

    with turn:
        threads = []
        for name in ("first", "second", "third"):
            threads.append(threading.Thread(target=take, args=(name,)))
            waiting = len(threads) - 1
            threads[-1].start()
            while len(turn._waiting) == waiting:
                pass
    take("who had it and asks again")
    for thread in threads:
        thread.join()
    assert order == ["first", "second", "third", "who had it and asks again"]


def test_a_turn_is_given_up_by_who_fails() -> None:
    turn = Turn()
    with pytest.raises(ZeroDivisionError), turn:
        raise ZeroDivisionError
    with turn:
        assert not turn.is_wanted


@pytest.mark.parametrize(
    ("wanted", "commits"),
    [
        pytest.param(False, 1, id="nobody waits: five mails in one commit"),
        pytest.param(True, 5, id="somebody waits: one mail, then their turn"),
    ],
)
def test_a_round_of_work_ends_its_commit_where_somebody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, wanted: bool, commits: int
) -> None:
    office = open_office(tmp_path)
    made = _five_mails(office)
    monkeypatch.setattr(type(office.database), "is_wanted", property(lambda _: wanted))
    begun: list[int] = []
    real = office.database.write
    monkeypatch.setattr(office.database, "write", lambda: begun.append(1) or real())  # type: ignore[func-returns-value]
    office.run()
    written = [len(begun)]
    monkeypatch.undo()
    assert office.ledger() == {"opened": 5}
    with office.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.cases)) == len(made)
    opinions = 1 if not wanted else 5
    assert written == [commits + opinions], "the mails, and then the opinions on them"


def _five_mails(office: Office) -> list[int]:
    return [office.accept(mail(f"Question {number}.")).id for number in range(5)]
