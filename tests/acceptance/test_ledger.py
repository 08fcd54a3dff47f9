"""The ledger balances whatever comes, fails, dies, comes twice or is tried again: accepted is what became of it all."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import hypothesis.strategies as st
from hypothesis import given, settings

from intake.domain.case import Outcome
from intake.parse.message import parse_mail
from intake.queue import jobs
from intake.review.again import Order, carry_again
from intake.stages import understand
from intake.storage import ledger, parked
from intake.worker.work import work
from tests.stages.office import Office, mail, open_office

PILL, FAULT = "a pill", "a fault"
LETTERS = {
    "a mail": mail(message_id="<plain@acme.example>"),
    "another": mail("Second.", message_id="<second@acme.example>"),
    "a stranger's": mail("Third.", sender="joe@home.example", message_id="<third@home.example>"),
    "a follow-up": mail("More.", "In-Reply-To: <plain@acme.example>", message_id="<more@acme.example>"),
    "a machine's": mail("Away.", "Auto-Submitted: auto-replied", message_id="<away@acme.example>"),
    "a loop": mail("Round.", "X-Intake-Loop: loop-of-tests", message_id="<round@acme.example>"),
    "one that fails": mail(FAULT, message_id="<fault@acme.example>"),
    "one that kills": mail(PILL, message_id="<pill@acme.example>"),
}
DOINGS = (*LETTERS, "a minute", "an hour", "again", "again", "a kill")


class Death(BaseException):
    """What no `except Exception` catches, as nothing catches a fault in native code."""


@contextmanager
def dangerous_parser() -> Iterator[None]:
    """Let the stages die at a pill and fail at a fault."""

    def parse(raw: bytes, **told: Any) -> Any:
        if PILL.encode() in raw:
            raise Death
        if FAULT.encode() in raw:
            raise ValueError(FAULT)
        return parse_mail(raw, **told)

    with patch.object(understand, "parse_mail", parse):
        yield


def run(office: Office) -> None:
    """Work as a process does that is started again whenever it dies."""
    for _ in range(30):
        with office.reading() as connection:
            backlog = jobs.newest(connection)
        try:
            while work(office.shop, backlog):
                pass
        except Death:
            continue
        return
    raise AssertionError("it dies for ever")


def killed(office: Office) -> None:
    """Let the process die in the middle of a round, after its mark and before its commit."""
    with office.reading() as connection:
        due = jobs.due(connection, office.now, jobs.Stage.PROCESS, 25)
    with office.database.write() as connection:
        jobs.begin(connection, due)


def do(office: Office, doing: str) -> int:
    """Do one thing; return how many messages came."""
    if doing in LETTERS:
        office.accept(LETTERS[doing], mail_from="joe@home.example" if "stranger" in doing else "ann@acme.example")
        return 1
    if doing == "again":
        with office.database.write() as connection:
            tried = [one.id for one in parked.every(connection) if not _has_carried_copy(connection, one.id)]
            carry_again(connection, tried, Order(by="Kim", reason="once more", at=office.now)) if tried else None
    elif doing == "a kill":
        killed(office)
    else:
        run(office)
        office.now = office.now.fromtimestamp(
            office.now.timestamp() + (60 if doing == "a minute" else 3600), office.now.tzinfo
        )
    return 0


def _has_carried_copy(connection: Any, number: int) -> bool:
    from intake.storage import messages

    first = messages.get(connection, number).duplicate_of or number
    return parked.carried_copy(connection, number, first) is not None


def balance(office: Office, came: int) -> dict[str, int]:
    with office.reading() as connection:
        counted = ledger.counts(connection)
        assert sum(counted.values()) == came
        assert list(ledger.unbalanced(connection)) == []
    return counted


@settings(max_examples=40)
@given(st.lists(st.sampled_from(DOINGS), max_size=14))
def test_accepted_is_opened_and_continued_and_filed_and_parked_and_waiting(doings: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, dangerous_parser():
        office = open_office(Path(folder))
        office.customer("gotomyerp")
        came = 0
        for doing in doings:
            came += do(office, doing)
            balance(office, came)
        for _ in range(8):  # pauses are over, and every try is used up
            run(office)
            office.now = office.now.fromtimestamp(office.now.timestamp() + 700, office.now.tzinfo)
        counted = balance(office, came)
        assert counted["accepted"] == 0, "nothing waits for ever"
        assert_each_is_read_once(office, doings)
        assert office.chain_holds()
        office.database.close()


def assert_each_is_read_once(office: Office, doings: list[str]) -> None:
    """However often a mail came, it opened or continued one case at most; one that could be read did."""
    with office.reading() as connection:
        rows = connection.exec_driver_sql("SELECT message_id, outcome FROM messages").all()
    read = Counter(row.message_id for row in rows if row.outcome in (Outcome.OPENED, Outcome.CONTINUED))
    assert set(read.values()) <= {1}
    for name in ("a mail", "another", "a stranger's", "a follow-up"):
        message_id = LETTERS[name].decode().partition("Message-ID: ")[2].partition("\r\n")[0]
        if name in doings:
            assert read[message_id] == 1, name
    assert not any(row.outcome in (Outcome.OPENED, Outcome.CONTINUED) for row in rows if "pill" in row.message_id)
