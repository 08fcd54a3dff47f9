"""Whoever writes to the store's file is found, whichever row and field it is, and the sentence names the place."""

import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from intake.domain.errors import BadInput
from tests.trail.filled import intruder, verified

# Work at hand and the database's own books: what is in them is looked at, yet it is no record.
NO_RECORDS = {"jobs", "caps", "alembic_version", "sqlite_sequence", "touched"}

OF_3 = "(SELECT raw_sha256 FROM messages WHERE id = 3)"  # the hash of the mail that messages 3 and 4 are


def test_an_untouched_store_is_well(store: Path) -> None:
    found = verified(store)
    assert found.findings == ()
    assert found.ledger == {"accepted": 1, "opened": 5, "continued": 1, "filed": 2, "parked": 1}


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        pytest.param(
            "UPDATE audit SET actor = 'nobody' WHERE id = 4", "trail entry 4: it does not fit its digest", id="an actor"
        ),
        pytest.param(
            "UPDATE audit SET detail = '{}' WHERE id = 4", "trail entry 4: its detail or its salt", id="a detail"
        ),
        pytest.param("DELETE FROM audit WHERE id = 4", "trail entry 5: entry 4 is missing before it", id="taken out"),
        pytest.param(
            "DELETE FROM audit WHERE id BETWEEN 4 AND 6", "trail entry 7: entries 4 to 6 are missing", id="three out"
        ),
        pytest.param(
            "UPDATE audit SET id = CASE id WHEN 4 THEN -5 ELSE -4 END WHERE id IN (4, 5)",
            "trail entry -5",
            id="out of order",
        ),
        pytest.param(
            "INSERT INTO audit SELECT max(id) + 1, at, actor, event, case_id, message_id, detail, salt, detail_digest,"
            " digest FROM audit",
            "was not written by the bot: it has no seal",
            id="an entry added",
        ),
        pytest.param(
            """UPDATE audit SET detail = '{"erased": true}', salt = NULL WHERE id = 4""",
            "trail entry 4: its detail is erased, and no entry of the trail says who erased it",
            id="a detail erased by hand",
        ),
        pytest.param("DELETE FROM audit WHERE id > 30", "is gone: the trail was cut", id="the trail's end cut off"),
        pytest.param("UPDATE decisions SET level = '1' WHERE id = 2", "decision 2 is not what", id="a decision"),
        pytest.param("DELETE FROM decisions WHERE id = 2", "decision 2 is gone", id="a decision taken out"),
        pytest.param(
            "INSERT INTO decisions SELECT 99, case_id, at, actor, action, level, reason, promise FROM decisions"
            " LIMIT 1",
            "decision 99 was not written by the bot: it has no seal",
            id="a decision added",
        ),
        pytest.param("UPDATE consents SET agreed = 0", "row 1 of consents is not what", id="a consent"),
        pytest.param("UPDATE feedback SET severity = 4 WHERE id = 1", "row 1 of feedback is not what", id="feedback"),
        pytest.param(
            "UPDATE blobs SET content = content || x'20' WHERE sha256 = OF_3",
            "message 3: its bytes are not those that were accepted (SHA-256)",
            id="a message's bytes",
        ),
        pytest.param(
            "UPDATE blobs SET content = x'' WHERE sha256 = OF_3", "message 3: its bytes", id="a message emptied"
        ),
        pytest.param("UPDATE blobs SET size = size - 1 WHERE sha256 = OF_3", "message 3: its bytes", id="another size"),
        pytest.param(
            "UPDATE blobs SET encoding = 'gzip' WHERE sha256 = OF_3", "message 3: its bytes", id="an encoding"
        ),
        pytest.param(
            "UPDATE blobs SET encoding = '', size = 5, content = 'words' WHERE sha256 = OF_3",
            "message 3: its bytes are not those that were accepted (SHA-256): its columns are not as the bot writes",
            id="text in the place of bytes",
        ),
        pytest.param(
            "DELETE FROM blobs WHERE sha256 = OF_3", "message 4: its bytes are gone", id="bytes that two have"
        ),
        pytest.param(
            "UPDATE messages SET erased_at = received_at WHERE raw_sha256 = OF_3",
            ": bytes of no message that is not erased",
            id="erased, and the bytes are there",
        ),
        pytest.param(
            "INSERT INTO blobs VALUES ('00ff00ff00ff00ff', '', 1, x'00')",
            "blob 00ff00ff00ff: bytes of no message that is not erased",
            id="bytes added",
        ),
        pytest.param("UPDATE outbox SET raw = raw || x'20' WHERE id = 1", "mail 1 is not what", id="a mail's bytes"),
        pytest.param("UPDATE cases SET due_at = '2027-01-01 00:00:00.000000' WHERE id = 1001", "case 1001", id="a due"),
        pytest.param("UPDATE cases SET promise = '{' WHERE id = 1001", "case 1001: it cannot be read", id="a promise"),
        pytest.param(
            "UPDATE messages SET case_id = NULL WHERE id = 1",
            "message 1: it opened or continued a case and belongs to none",
            id="a case lost",
        ),
        pytest.param("UPDATE messages SET outcome = 'lost' WHERE id = 1", "message 1: its outcome is none", id="lost"),
        pytest.param("DELETE FROM jobs", "message 10: it waits, and no job takes it on", id="a job taken out"),
        pytest.param(
            "UPDATE jobs SET message_id = 77 WHERE id = 2", "its message is not there", id="a job for nothing"
        ),
        pytest.param("UPDATE contacts SET name = 'Eve'", "customer 1 is not what", id="a contact's name"),
        pytest.param("DELETE FROM contacts", "customer 1 is not what", id="a contact taken out"),
        pytest.param("UPDATE customers SET plan = 'gold' WHERE id = 1", "customer 1 is not what", id="a plan"),
        pytest.param("UPDATE seals SET content = 'x' WHERE id = 9", "register entry 9: it does not fit", id="a seal"),
        pytest.param("DELETE FROM seals WHERE id = 9", "register entry 10: entries are missing before", id="seal gone"),
        pytest.param("INSERT INTO touched VALUES ('cases', '1001')", "by another program", id="a note of a change"),
        pytest.param("UPDATE cases SET customer_id = 77 WHERE id = 1001", "is not there", id="a pointer to nothing"),
        pytest.param(
            "CREATE TABLE more (a, b, PRIMARY KEY (a, b))", "more has no key of one column", id="a table of another's"
        ),
        pytest.param("DROP INDEX ix_messages_outcome", "table messages: index ix_messages_outcome is gone", id="index"),
        pytest.param("CREATE TABLE zz (a PRIMARY KEY)", "table zz is not the bot's: somebody", id="a table added"),
        pytest.param("CREATE VIEW v AS SELECT 1", "view v is not the bot's: somebody has added it", id="a view"),
        pytest.param(
            "CREATE TRIGGER evil AFTER INSERT ON outbox BEGIN UPDATE cases SET subject = 'x'; END",
            "table outbox: trigger evil is not the bot's: somebody has added it",
            id="a trigger that makes the bot write something else",
        ),
        pytest.param(
            "ALTER TABLE cases ADD COLUMN more TEXT", "table cases is not as the bot made it", id="a column added"
        ),
        pytest.param(
            "UPDATE alembic_version SET version_num = 'zzz'", "the schema is not the one of this version", id="version"
        ),
        pytest.param("ANALYZE", None, id="statistics are no record"),
    ],
)
def test_what_an_intruder_does_is_named(store: Path, statement: str, said: str | None) -> None:
    with intruder(store) as connection:
        connection.execute(statement.replace("OF_3", OF_3))
    findings = verified(store).findings
    assert (said is None) == (not findings)
    assert said is None or any(said in finding for finding in findings), findings


def test_a_change_that_the_store_notes_is_on_record_for_good(store: Path) -> None:
    """With the triggers in place the change is noted, and the bot's next commit puts it in the register."""
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE cases SET level = '1' WHERE id = 1001")
    connection.close()
    assert "case 1001 was written by another program than the bot since its last commit" in verified(store).findings


@pytest.mark.parametrize("cut", [1, 10, 60])
def test_a_store_whose_end_was_cut_off_is_known_by_the_mark(store: Path, cut: int) -> None:
    mark = verified(store).mark
    assert verified(store, mark).findings == ()
    with intruder(store) as connection:
        connection.execute("DELETE FROM seals WHERE id > (SELECT max(id) FROM seals) - ?", (cut,))
    assert any("the end of the register was cut off" in finding for finding in verified(store, mark).findings)


def test_a_register_written_anew_is_known_by_the_mark(store: Path) -> None:
    mark = verified(store).mark
    number, head = mark.split(":")
    other = f"{number}:{head[::-1]}"
    assert any("the register was written anew" in finding for finding in verified(store, other).findings)


@pytest.mark.parametrize("mark", ["", "12", "12:", "x:3f9a0c3f9a0c3f9a0c", "12:short", "12:3F9A0C3F9A0C3F9A0C"])
def test_a_mark_that_is_none(store: Path, mark: str) -> None:
    with pytest.raises(BadInput, match=r"--expect: .* is no mark; write what `intake verify` printed"):
        verified(store, mark)


@pytest.fixture(scope="module")
def cells(original: Path) -> list[tuple[str, str, int]]:
    """Return every field of every row: table, column, rowid."""
    found = []
    with sqlite3.connect(original) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in sorted(set(names) - NO_RECORDS):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            rows = [row for (row,) in connection.execute(f"SELECT rowid FROM {table}")]  # noqa: S608 - our names
            found += [(table, column, row) for row in rows for column in columns]
    connection.close()
    return found


VALUES = st.one_of(
    st.none(),
    st.integers(-3, 2000),
    st.text(max_size=12),
    st.binary(max_size=12),
    st.sampled_from(
        ["", "{}", "[]", "null", "true", '{"erased": true}', "2027-01-01 00:00:00.000000", "gone", "opened"]
    ),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_field_of_any_row(original: Path, cells: list[tuple[str, str, int]], data: st.DataObject) -> None:
    table, column, row = data.draw(st.sampled_from(cells))
    value = data.draw(VALUES)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(shutil.copyfile(original, Path(folder) / "intake.db"))
        with intruder(store) as connection:
            cell = f"SELECT quote({column}) FROM {table} WHERE rowid = ?"  # noqa: S608 - our names
            before = connection.execute(cell, (row,)).fetchone()
            try:
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, row))  # noqa: S608
            except sqlite3.IntegrityError:
                assume(False)
            assume(connection.execute(cell, (row,)).fetchone() != before)
        assert verified(store).findings, f"{table}.{column} of row {row} set to {value!r}"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_row_taken_out(original: Path, cells: list[tuple[str, str, int]], data: st.DataObject) -> None:
    table, row = data.draw(st.sampled_from(sorted({(table, row) for table, _, row in cells})))
    with tempfile.TemporaryDirectory() as folder:
        store = Path(shutil.copyfile(original, Path(folder) / "intake.db"))
        mark = verified(store).mark
        with intruder(store) as connection:
            connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))  # noqa: S608 - our names
        assert verified(store, mark).findings, f"row {row} of {table}"


def test_words_that_are_no_text_are_found(store: Path) -> None:
    with intruder(store) as connection:
        connection.execute("UPDATE cases SET subject = CAST(x'ff' AS TEXT) WHERE id = 1001")
    assert any("case 1001" in finding for finding in verified(store).findings)


def test_a_store_without_its_triggers_is_said_to_be_unguarded(store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("DROP TRIGGER cases_touched_update")
        connection.execute("DROP TRIGGER audit_no_delete")
    connection.close()
    assert verified(store).findings == (
        "table audit: trigger audit_no_delete is gone; restore a backup",
        "table cases: trigger cases_touched_update is gone; restore a backup",
    )


def test_a_table_taken_out_is_missed(store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("DROP TRIGGER consents_no_delete")
        connection.execute("DROP TABLE consents")
    connection.close()
    assert "table consents is gone; restore a backup" in verified(store).findings


@pytest.mark.parametrize(
    ("trigger", "when"),
    [
        pytest.param("decisions_no_update", "BEFORE UPDATE ON decisions", id="what refuses"),
        pytest.param("cases_touched_update", "AFTER UPDATE ON cases", id="what notes"),
        pytest.param("audit_touched", "AFTER INSERT ON audit", id="what has entries sealed"),
    ],
)
def test_a_trigger_of_the_same_name_that_does_nothing_is_found(store: Path, trigger: str, when: str) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(f"CREATE TRIGGER {trigger} {when} BEGIN SELECT 1; END")
    connection.close()
    table = when.rpartition(" ")[2]
    assert verified(store).findings == (
        f"table {table}: trigger {trigger} is not as the bot made it; restore a backup",
    )


def test_a_damaged_file_is_said_to_be_damaged(store: Path) -> None:
    raw = bytearray(store.read_bytes())
    raw[8192:8200] = b"\xff" * 8
    store.write_bytes(raw)
    assert any("damaged" in finding or "cannot be read" in finding for finding in verified(store).findings)
