"""Raw mails: kept once by their hash, compressed once they have been read, and never read back as anything else."""

import hashlib
import os
import sqlite3
import zlib
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from intake.database.engine import Database, sqlite_url
from intake.database.migrate import migrate
from intake.database.types import stored_instant
from intake.domain.case import Accepted
from intake.domain.errors import BadInput
from intake.domain.message import Envelope
from intake.storage import blobs, messages, tables
from intake.storage.blobs import Unreadable, packed, unpacked
from intake.worker import work
from tests.stages.office import Office, mail, open_office

LONG = mail("The till in Elmstreet beeps all day.\r\n" * 40)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def kept(office: Office) -> list[tuple[str, int, int]]:
    """Return encoding, size and stored length of every blob."""
    columns = tables.blobs.c
    wanted = sa.select(columns.encoding, columns.size, sa.func.length(columns.content))
    with office.reading() as connection:
        return [tuple(row) for row in connection.execute(wanted.order_by(sa.literal_column("rowid")))]


def change(office: Office, statement: str) -> None:
    with closing(sqlite3.connect(str(office.database.engine.url.database), isolation_level=None)) as connection:
        connection.execute(statement)


def test_a_mail_is_kept_as_it_came_and_compressed_once_it_is_carried_through(office: Office) -> None:
    accepted = office.accept(LONG)
    assert kept(office) == [("", len(LONG), len(LONG))]
    assert office.message(accepted.id).envelope.raw == LONG
    office.run()
    ((encoding, size, length),) = kept(office)
    assert (encoding, size, length < len(LONG) / 2) == ("zlib", len(LONG), True)
    assert office.message(accepted.id).envelope.raw == LONG


def test_equal_mails_are_one_blob(office: Office) -> None:
    first, second = office.mail_in(LONG), office.mail_in(LONG)
    assert len(kept(office)) == 1
    assert (second.duplicate_of, second.envelope.raw) == (first.id, LONG)


def test_what_is_no_smaller_compressed_stays_as_it_is(office: Office) -> None:
    raw = b"Subject: a picture\r\n\r\n" + os.urandom(3000)
    assert packed(raw) is None
    office.mail_in(raw)
    assert kept(office) == [("", len(raw), len(raw))]


def test_a_mail_that_waits_for_another_try_is_not_written_anew(office: Office) -> None:
    office.suggests.fault = RuntimeError("a passing fault")
    office.mail_in(LONG)
    assert [encoding for encoding, _, _ in kept(office)] == [""]


@given(raw=st.binary(max_size=5000))
def test_what_was_packed_is_unpacked_to_the_same(raw: bytes) -> None:
    made = packed(raw)
    assert made is None or len(made) < len(raw)
    again = unpacked("", len(raw), raw) if made is None else unpacked("zlib", len(raw), made)
    assert again == raw


BOMB = zlib.compress(bytes(50_000_000))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(("zlib", 5, b"no stream"), "incorrect header check", id="no compressed bytes"),
        pytest.param(("zlib", 5, zlib.compress(b"words")[:-3]), "do not end where they should", id="cut short"),
        pytest.param(("zlib", 5, zlib.compress(b"words") + b"x"), "do not end where they should", id="more behind"),
        pytest.param(("zlib", 1000, BOMB), "do not end where they should", id="far more than was accepted"),
        pytest.param(("zlib", 4, zlib.compress(b"words")), "its size is another one", id="longer"),
        pytest.param(("zlib", 6, zlib.compress(b"words")), "its size is another one", id="shorter"),
        pytest.param(("", 4, b"words"), "its size is another one", id="as it came, of another size"),
        pytest.param(("gzip", 5, b"words"), "its encoding is 'gzip'", id="an encoding of somebody else's"),
        pytest.param(("", 5, "words"), "its columns are not as the bot writes them", id="text"),
        pytest.param((None, None, None), "its columns are not as the bot writes them", id="no row"),
    ],
)
def test_what_cannot_be_read_back(row: tuple[object, object, object], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        unpacked(*row)


def test_bytes_that_were_tampered_with_are_never_taken_for_the_mail(office: Office) -> None:
    first = office.mail_in(LONG)
    change(office, "UPDATE blobs SET content = x'00'")
    with pytest.raises(BadInput, match=r"^message 1: its bytes cannot be read \(.*\); restore a backup$"):
        office.message(first.id)


def test_a_message_whose_bytes_are_lost_is_parked_and_the_next_goes_through(office: Office) -> None:
    lost, other = office.accept(LONG), office.accept(mail("Another one."))
    with office.reading() as connection:
        sha256 = connection.scalar(sa.select(tables.messages.c.raw_sha256).where(tables.messages.c.id == lost.id))
    change(office, f"DELETE FROM blobs WHERE sha256 = '{sha256}'")  # noqa: S608 - our own hash
    office.wait(hours=1)
    for _ in range(8):
        office.wait(hours=1)
    assert office.message(other.id).outcome == "opened"
    assert office.ledger() == {"opened": 1, "parked": 1}


def test_no_more_mails_are_in_memory_together_than_there_is_room_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[int] = []
    real = messages.many

    def counted(connection: sa.Connection, ids: list[int]) -> dict[int, Accepted]:
        together.append(len(ids))
        return real(connection, ids)

    monkeypatch.setattr(work, "_MOST_BYTES", len(LONG))
    monkeypatch.setattr(messages, "many", counted)
    for number in range(5):
        office.accept(LONG.replace(b"<m", f"<{number}.m".encode()).replace(b"Elmstreet", b"Oakdale.."))
    office.run()
    assert together[:5] == [1, 1, 1, 1, 1]
    assert office.ledger() == {"opened": 5}


def test_a_blob_goes_with_its_last_message(office: Office) -> None:
    office.mail_in(LONG)
    other = hashlib.sha256(b"").hexdigest()
    with office.database.write() as connection:
        blobs.put(connection, {other: b""})
        blobs.drop_unused(connection, [other, hashlib.sha256(LONG).hexdigest()])
    assert [size for _, size, _ in kept(office)] == [len(LONG)]


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 5, 12, 10, 0, 0, tzinfo=timezone(timedelta(hours=-4))), id="a zone, no fraction"),
        pytest.param(
            datetime(2026, 5, 12, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=5.5))), id="a fraction"
        ),
        pytest.param(datetime(1, 1, 1, tzinfo=timezone.utc), id="the first"),  # noqa: UP017 - as the others
    ],
)
def test_a_moment_is_written_as_the_columns_write_it(office: Office, moment: datetime) -> None:
    written = sa.literal(moment, tables.messages.c.received_at.type).compile(
        dialect=office.database.engine.dialect, compile_kwargs={"literal_binds": True}
    )
    assert str(written) == f"'{stored_instant(moment)}'"


def test_a_moment_without_an_offset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without an offset"):
        stored_instant(datetime(2026, 5, 12))  # noqa: DTZ001 - that is the point


def test_what_the_door_writes_is_what_the_columns_read(tmp_path: Path) -> None:
    """The door's statements are said to the driver itself, without SQLAlchemy's types."""
    office = open_office(tmp_path)
    at = datetime(2026, 5, 12, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    told = office.accept(LONG, mail_from="zoë@acme.example", rcpt_to=("a@desk.example", "ü@desk.example"), at=at)
    found = office.message(told.id)
    assert found.envelope == Envelope(
        raw=LONG, received_at=at, mail_from="zoë@acme.example", rcpt_to=("a@desk.example", "ü@desk.example")
    )
    assert (found.outcome, found.case_id, found.reason) == ("accepted", None, "")


def test_a_new_store_has_the_room_for_mails(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "intake.db"))
    migrate(database)
    columns = {column["name"] for column in sa.inspect(database.engine).get_columns("messages")}
    database.close()
    assert "raw" not in columns
