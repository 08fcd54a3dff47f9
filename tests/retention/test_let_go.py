"""What is left of a mail that was let go: its row and its words; and the store is whole."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
import sqlalchemy as sa

from intake.domain.errors import BadInput
from intake.review.erase import Order, Wanted, erase
from intake.stages import retention
from intake.storage import retention as stored
from intake.storage import tables, traces
from tests.retention.old import KEEP, blobs, closes, findings, gone, lets_go
from tests.stages.office import Office, mail

LONG = mail("The till in Elmstreet beeps all day.\r\n" * 40, message_id="<till@acme.example>")


@pytest.fixture(autouse=True)
def _a_customer(office: Office) -> None:
    office.customer("gotomyerp", contacts=(("ann@acme.example", "Ann Lee"),))


def closed_long_ago(office: Office, *raws: bytes) -> None:
    """Let mails come, close their cases, and let more than the time pass."""
    for raw in raws:
        found = office.mail_in(raw)
        if found.case_id is not None:
            closes(office, found.case_id)
    office.now += timedelta(days=KEEP + 1)


def change(office: Office, statement: str) -> None:
    with closing(sqlite3.connect(str(office.database.engine.url.database), isolation_level=None)) as connection:
        connection.execute(statement)


def test_all_but_the_bytes_stays_and_the_store_is_whole(office: Office) -> None:
    closed_long_ago(office, LONG)
    own = ("messages", "blobs", "audit", "seals")
    before = office.everything()
    assert lets_go(office) == [1]
    after = office.everything()
    assert {name: rows for name, rows in before.items() if name not in own} == {
        name: rows for name, rows in after.items() if name not in own
    }
    columns = [column.name for column in tables.messages.columns]
    (was,), (now) = before["messages"], after["messages"][0]
    assert [name for name, one, other in zip(columns, was, now, strict=True) if one != other] == ["let_go_at"]
    assert (after["blobs"], office.message(1).envelope.raw) == ([], b"")
    assert office.message(1).let_go_at == office.now
    assert findings(office) == ()


def test_the_trail_says_how_many_and_from_before_when(office: Office) -> None:
    closed_long_ago(office, LONG, mail())
    lets_go(office)
    limit = office.now - timedelta(days=KEEP)
    assert office.details(retention.LET_GO) == [{"number": 2, "limit": limit.isoformat()}]


def test_twice_equals_once(office: Office) -> None:
    closed_long_ago(office, LONG)
    lets_go(office)
    before = office.everything()
    limit = office.now - timedelta(days=KEEP)
    with office.database.write() as connection:
        assert retention.let_go(connection, [1], limit, office.now + timedelta(hours=1)) == 0
    lets_go(office)
    assert office.everything() == before


def test_what_was_opened_again_meanwhile_keeps_its_bytes(office: Office) -> None:
    closed_long_ago(office, LONG)
    limit = office.now - timedelta(days=KEEP)
    with office.reading() as connection:
        found = retention.portion(connection, limit)
    office.mail_in(mail("And again.", f"In-Reply-To: {office.mails()[0].message_id}"))
    with office.database.write() as connection:
        assert (found, retention.let_go(connection, found, limit, office.now)) == ([1], 0)
    assert office.message(1).envelope.raw == LONG


def test_bytes_that_a_later_copy_has_go_with_that_copy(office: Office) -> None:
    closed_long_ago(office, LONG)
    office.mail_in(LONG)
    assert (lets_go(office), blobs(office)) == ([1], 1)
    assert (office.message(1).envelope.raw, office.message(2).envelope.raw) == (b"", LONG)
    assert findings(office) == ()
    office.now += timedelta(days=KEEP + 1)
    assert (lets_go(office), blobs(office), findings(office)) == ([1, 2], 0, ())


@pytest.mark.parametrize("state", ["waits", "is set aside"])
def test_bytes_that_are_still_to_be_read_stay(office: Office, state: str) -> None:
    closed_long_ago(office, LONG)
    copy = office.accept(LONG)
    if state == "is set aside":
        with office.database.write() as connection:
            connection.execute(
                sa.update(tables.messages).where(tables.messages.c.id == copy.id).values(outcome="parked")
            )
    assert lets_go(office) == [1]
    assert office.message(copy.id).envelope.raw == LONG


def test_a_copy_of_what_was_let_go_is_still_a_copy(office: Office) -> None:
    closed_long_ago(office, LONG)
    lets_go(office)
    copy = office.mail_in(LONG)
    assert (copy.outcome, copy.duplicate_of, copy.envelope.raw) == ("filed", 1, LONG)
    assert len(office.cases()) == 1
    assert office.message(1).let_go_at is not None, "the copy's bytes are its own"
    assert findings(office) == ()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        pytest.param("DELETE FROM blobs", "message 2: its bytes are gone", id="the bytes of another"),
        pytest.param(
            "UPDATE messages SET let_go_at = '2026-06-01 00:00:00.000000' WHERE id = 2",
            "message 2: its bytes are let go, and no entry of the trail says so",
            id="a moment at which the bot let nothing go",
        ),
        pytest.param(
            "UPDATE messages SET let_go_at = (SELECT let_go_at FROM messages WHERE id = 1) WHERE id = 2",
            "message 2 is not what the bot last wrote",
            id="the moment of another's",
        ),
        pytest.param(
            "UPDATE messages SET outcome = 'parked' WHERE id = 1",
            "message 1: its bytes are let go, and it is not carried through",
            id="let go and set aside",
        ),
        pytest.param(
            "UPDATE messages SET let_go_at = NULL WHERE id = 1",
            "message 1: its bytes are gone",
            id="the moment taken out",
        ),
        pytest.param(
            "INSERT INTO blobs SELECT raw_sha256, '', 1, x'00' FROM messages WHERE id = 1",
            "bytes of no message that is not erased or let go",
            id="bytes put back",
        ),
    ],
)
def test_what_verify_finds_all_the_same(office: Office, statement: str, said: str) -> None:
    closed_long_ago(office, LONG)
    office.mail_in(mail())
    lets_go(office)
    assert findings(office) == ()
    change(office, statement)
    assert [one for one in findings(office) if said in one], findings(office)


def test_a_portion_holds_so_many_messages_the_oldest_first(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_MOST", 2)
    closed_long_ago(office, *(mail() for _ in range(5)))
    assert lets_go(office) == [1, 2, 3, 4, 5]
    assert [detail["number"] for detail in office.details(retention.LET_GO)] == [2, 2, 1]


def test_a_portion_holds_so_many_bytes_and_one_message_at_least(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_MOST_BYTES", 1)
    closed_long_ago(office, LONG, mail(), mail())
    assert lets_go(office) == [1, 2, 3]
    assert [detail["number"] for detail in office.details(retention.LET_GO)] == [1, 1, 1]


@pytest.mark.parametrize(
    "index",
    [
        pytest.param("messages_kept", id="what may go is found without reading through what stays"),
        pytest.param("messages_bytes", id="who else has the same bytes is found without reading through all"),
    ],
)
def test_a_large_store_is_not_read_through(office: Office, index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    closed_long_ago(office, LONG)
    said: list[tuple[str, tuple[object, ...]]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object) -> None:
        said.append((statement, parameters))

    sa.event.listen(office.database.engine, "before_cursor_execute", note)
    lets_go(office)
    sa.event.remove(office.database.engine, "before_cursor_execute", note)
    wanted = [one for one in said if one[0].startswith(("SELECT id, coalesce", "DELETE FROM blobs"))]
    with office.reading() as connection:
        plans = [
            " ".join(str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
            for statement, parameters in wanted
        ]
    assert any(index in plan for plan in plans), plans
    assert not any("SCAN messages" in plan for plan in plans), plans


QUOTES = mail("Ask bo@acme.example, he knows.", "Cc: cy@acme.example", subject="The till")


@pytest.mark.parametrize(
    ("address", "messages"),
    [
        pytest.param("ann@acme.example", (1,), id="who wrote it"),
        pytest.param("bo@acme.example", (1,), id="whom its words name"),
        pytest.param("cy@acme.example", (), id="whom only its bytes named: nothing of them is left"),
    ],
)
def test_a_person_can_be_erased_from_what_was_let_go(office: Office, address: str, messages: tuple[int, ...]) -> None:
    closed_long_ago(office, QUOTES)
    lets_go(office)
    wanted = Wanted(address=address, key=b"k")
    with office.database.write() as connection:
        done = erase(connection, wanted, Order(by="Kim", reason="asked for", at=office.now))
    assert done.held.messages == messages
    with office.reading() as connection:
        assert not list(traces.left(connection, address))
    assert findings(office) == ()
    assert (office.message(1).let_go_at is None) is bool(messages), "what is erased is no more than that"


def test_what_a_row_tells_of_a_message_that_is_not_there(office: Office) -> None:
    with office.reading() as connection, pytest.raises(LookupError, match="there is no message 7"):
        stored.told(connection, 7)


def test_no_bytes_are_taken_for_let_go_that_were_lost(office: Office) -> None:
    closed_long_ago(office, LONG)
    change(office, "DELETE FROM blobs")
    assert gone(office) == []
    with pytest.raises(BadInput, match="message 1: its bytes cannot be read"):
        office.message(1)
