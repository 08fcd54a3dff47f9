"""Mails that lie in segments come into the store: when they are carried through, when nobody does, when they must."""

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.database.segments import Segments, drop, folder_of, names
from intake.database.sole import claim_store
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.storage import blobs, laid, messages, tables
from intake.storage.blobs import Unreadable
from intake.worker.taking_in import Stragglers, emptied
from intake.worker.writer import Writer
from tests.stages.office import Office, mail, open_office
from tests.trail.filled import verified

LONG = mail("The same line again.\r\n" * 4000)
NOISE = b"Subject: a picture\r\nMessage-ID: <p@acme.example>\r\n\r\n" + os.urandom(80_000)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def put(office: Office, raw: bytes) -> int:
    """Accept a large mail as the door does; return its number."""

    async def through_the_writer() -> int:
        writer = Writer(office.database, wake=lambda: None)
        writer.start()
        envelope = Envelope(
            raw=raw, received_at=office.now, mail_from="ann@acme.example", rcpt_to=("support@desk.example",)
        )
        accepted = await writer.put(Channel.EMAIL, envelope)
        await asyncio.to_thread(writer.stop)
        return accepted.id

    return asyncio.run(through_the_writer())


def encodings(office: Office) -> list[str]:
    with office.reading() as connection:
        return list(connection.scalars(sa.select(tables.blobs.c.encoding).order_by(sa.text("rowid"))))


def there(office: Office) -> set[str]:
    with office.reading() as connection:
        folder = folder_of(connection)
    return set() if folder is None else names(folder)


def store_of(office: Office) -> Path:
    return Path(str(office.database.engine.url.database))


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [pytest.param(LONG, "zlib", id="compressed"), pytest.param(NOISE, "", id="as it is, where that is smaller")],
)
def test_what_is_carried_through_comes_into_the_store(office: Office, raw: bytes, encoding: str) -> None:
    number = put(office, raw)
    assert encodings(office) == ["segment"]
    office.run()
    assert encodings(office) == [encoding]
    assert office.message(number).envelope.raw == raw
    with office.reading() as connection:
        assert laid.segments(connection) == set()


def test_what_is_parked_comes_into_the_store_as_well(office: Office) -> None:
    stragglers = Stragglers(office.database, lambda: office.now)
    office.suggests.fault = RuntimeError("a fault that lasts")
    number = put(office, LONG)
    for _ in range(8):
        office.wait(hours=1)
    assert (office.message(number).outcome, encodings(office)) == ("parked", ["segment"])
    assert stragglers.do_due() == 0, "it may have come this moment"
    office.wait(minutes=1)
    assert stragglers.do_due() == 1
    assert encodings(office) == ["zlib"]
    assert office.message(number).envelope.raw == LONG
    assert verified(store_of(office)).findings == ()


def test_what_waits_is_looked_at_once_a_minute_and_what_came_since_stays(office: Office) -> None:
    stragglers = Stragglers(office.database, lambda: office.now)
    put(office, LONG)
    assert stragglers.do_due() == 0
    assert stragglers.do_due() == 0
    put(office, NOISE)
    office.now += timedelta(minutes=1)
    assert stragglers.do_due() == 1
    assert encodings(office) == ["zlib", "segment"]


def test_what_cannot_be_read_stays_where_it_is_and_the_next_comes_in(office: Office) -> None:
    put(office, LONG)
    drop(store_of(office).with_name("intake.db.incoming"), there(office))
    put(office, NOISE)
    assert emptied(office.database), "what is gone is no file with old bytes"
    assert encodings(office) == ["segment", ""]


def test_at_the_end_all_comes_into_the_store_as_far_as_there_is_time(office: Office) -> None:
    stragglers = Stragglers(office.database, lambda: office.now)
    put(office, LONG)
    stragglers.finish(until=office.now)
    assert (encodings(office), len(there(office))) == (["segment"], 1), "there was no time"
    stragglers.finish(until=office.now + timedelta(seconds=3))
    assert (encodings(office), there(office)) == (["zlib"], set())


def test_a_reader_who_began_before_it_came_in_finds_it_in_the_store(office: Office) -> None:
    number = put(office, LONG)
    with office.database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.messages)) == 1
        office.run()
        assert emptied(office.database)
        assert encodings(office) == ["zlib"]
        still = connection.scalar(sa.select(tables.blobs.c.encoding))
        assert (still, messages.get(connection, number).envelope.raw) == ("segment", LONG)


def test_whoever_looks_through_every_mail_looks_beside_the_store_too(office: Office) -> None:
    number = put(office, LONG)
    with office.reading() as connection:
        assert list(blobs.of_messages(connection, 0)) == [(number, LONG)]
        assert list(blobs.holding(connection, "SAME line AGAIN")) == [1]
        assert [fault for _, _, fault in blobs.faults(connection)] == [None]


def test_a_row_that_points_into_another_mail_is_not_believed(office: Office) -> None:
    put(office, LONG)
    with office.database.write() as connection:
        content = connection.scalar(sa.select(tables.blobs.c.content))
        moved = (content or b"").replace(b" 0", b" 7")
        connection.execute(sa.update(tables.blobs).values(content=moved))
        kept = ("segment", len(LONG), moved)
        with pytest.raises(Unreadable, match=r"other ones lie in intake\.db\.incoming"):
            blobs.read(connection, connection.scalar(sa.select(tables.blobs.c.sha256)) or "", kept)


def test_where_a_bot_runs_it_drops_its_files_itself(office: Office) -> None:
    put(office, LONG)
    with claim_store(office.database) or open(os.devnull):  # noqa: PTH123 - a store in a file can be claimed
        assert not emptied(office.database, patience=0.2)
        assert encodings(office) == ["zlib"], "what is needed is in the store all the same"
        Segments(store_of(office).with_name("intake.db.incoming")).tidy(set)
        assert emptied(office.database, patience=0.2)


def test_a_store_that_never_had_a_large_mail_is_empty_beside(office: Office) -> None:
    assert emptied(office.database)
    assert there(office) == set()
