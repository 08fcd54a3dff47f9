"""SIGKILL at every commit and at every step of the hand-over: nothing is lost, nothing is said twice unmarked."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance import mails, running, store
from tests.acceptance.keeper import Keeper
from tests.acceptance.running import ANN, BOB, Place, until
from tests.acceptance.smarthost import Smarthost, kill
from tests.acceptance.warm import NEVER, Nursery

NEW = mails.letter("<new@gold.example>")
FOLLOW_UP = mails.letter("<more@gold.example>", body="It is the monthly one.", in_reply_to="<new@gold.example>")
OTHER = mails.letter("<other@matrix.example>", sender=BOB)
RUN = [(NEW, ANN), (FOLLOW_UP, ANN), (NEW, ANN), (OTHER, BOB)]

# Every commit of that run, by what it makes durable; Bob's contract has the opinion in the same commit as the case.
COMMITS = {
    "nothing:1": "the schema is looked at",
    "nothing:2": "interrupted mails, or calls to who is on call, are looked for",
    "nothing:3": "the other of the two",
    "accepted:1": "the new mail is accepted",
    "processed:1": "its case is opened and its answer written",
    "opined:1": "the opinion on it is kept",
    "claimed:1": "its answer is claimed",
    "sent:1": "its answer is marked as sent",
    "accepted:2": "the follow-up is accepted",
    "processed:2": "the follow-up joins its case",
    "opined:2": "the opinion on the follow-up is kept",
    "accepted:3": "the duplicate is accepted",
    "processed:3": "the duplicate is filed",
    "accepted:4": "the mail that needs an opinion is accepted",
    "processed:4": "its case is opened with the opinion",
    "claimed:2": "its answer is claimed",
    "sent:2": "its answer is marked as sent",
}
UNKNOWN = ("claimed:1:after", "claimed:2:after", "sent:1:before", "sent:2:before")
TWICE = ("sent:1:before", "sent:2:before")
RACING = ("opined:1:before", "opined:1:after")  # the answer is under way beside these: cut short or not


def points() -> Iterator[object]:
    for name, words in COMMITS.items():
        for moment in ("before", "after"):
            point = f"{name}:{moment}"
            yield pytest.param(point, point in UNKNOWN, point in TWICE, id=f"{moment} {words} ({name})")


Started = Callable[[str], Keeper]


@pytest.fixture
def started(place: Place, nursery: Nursery) -> Iterator[Started]:
    found: list[Keeper] = []

    def start(point: str) -> Keeper:
        found.append(Keeper(place, nursery, point))
        return found[-1]

    yield start
    for keeper in found:
        keeper.close()


def carry(keeper: Keeper) -> None:
    """Send the four mails, each when the one before has gone its way."""
    for raw, sender in RUN:
        keeper.deliver(raw, sender)
        keeper.settle()


def test_the_commits_of_a_run_are_those_of_the_table(started: Started, place: Place) -> None:
    carry(started(NEVER))
    assert sorted(place.trail.read_text().split()) == sorted(COMMITS)


@pytest.mark.parametrize(("point", "unknown", "twice"), list(points()))
def test_killed(started: Started, place: Place, sink: Smarthost, point: str, unknown: bool, twice: bool) -> None:
    keeper = started(point)
    carry(keeper)
    until(keeper.died, what="the kill: was the point reached?")
    keeper.settle()
    assert keeper.deaths == [-9]
    assert_whole(place, sink)
    if point not in RACING:
        assert len(store.events(place, "mail.unknown")) == unknown
        assert len(sink.caught) == 2 + twice


@pytest.mark.parametrize(
    ("step", "twice"),
    [
        pytest.param("MAIL", False, id="when the smarthost has the sender"),
        pytest.param("RCPT", False, id="when the smarthost has the recipient"),
        pytest.param("DATA", False, id="when the smarthost has the mail and does not keep it"),
        pytest.param("CAUGHT", True, id="when the smarthost keeps the mail and nobody hears of it"),
    ],
)
def test_killed_in_the_hand_over(started: Started, place: Place, sink: Smarthost, step: str, twice: bool) -> None:
    keeper = started(NEVER)
    pid = keeper.running().process.pid
    assert pid is not None
    sink.order(step, kill(pid))
    carry(keeper)
    assert keeper.deaths == [-9]
    assert_whole(place, sink)
    assert len(store.events(place, "mail.unknown")) == 1
    assert len(sink.caught) == 2 + twice


def assert_whole(place: Place, sink: Smarthost) -> None:
    """Each mail has its one outcome, each case its one answer, each repeat the bytes and the mark of a repeat."""
    counted = store.ledger(place)
    assert (counted["opened"], counted["continued"]) == (2, 1)
    assert counted["filed"] == sum(counted.values()) - 3
    filed = store.column(place, "SELECT reason FROM messages WHERE outcome = 'filed'")
    assert all(re.fullmatch(r"duplicate of message \d+", reason) for reason in filed)
    assert store.count(place, "SELECT id FROM cases") == 2
    assert store.column(place, "SELECT state FROM outbox ORDER BY id") == ["sent", "sent"]
    assert not store.rows(place, "SELECT * FROM jobs")
    assert store.broken_link(place) is None
    for mail in store.rows(place, "SELECT id, recipient, message_id, raw FROM outbox"):
        copies = sink.to(mail["recipient"])
        assert {copy.raw for copy in copies} == {mail["raw"]}
        assert f"Message-ID: {mail['message_id']}".encode() in mail["raw"]
        repeats = [one for one in store.events(place, "mail.unknown") if f'"mail": {mail["id"]}' in one["detail"]]
        assert len(copies) <= 1 + len(repeats)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_while_the_store_is_made(nursery: Nursery, sink: Smarthost, tmp_path: Path, moment: str) -> None:
    place = running.settle_in(tmp_path / "new", sink.port)
    keeper = Keeper(place, nursery, f"migrated:1:{moment}")
    try:
        keeper.deliver(NEW)
        keeper.settle()
        assert keeper.deaths == [-9]
        assert store.column(place, "PRAGMA integrity_check") == ["ok"]
        assert store.ledger(place) == {"opened": 1}
        assert len(sink.to(ANN)) == 1
    finally:
        keeper.close()
