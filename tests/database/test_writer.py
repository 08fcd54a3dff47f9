"""Group commit: what one commit holds, who goes first, and that nothing that was put is left unanswered."""

import asyncio
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any, NoReturn

import pytest
import sqlalchemy as sa
import structlog

from intake.database.engine import Database, sqlite_url
from intake.database.migrate import migrate
from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.errors import TryAgain
from intake.domain.message import Envelope
from intake.stages.accept import accept
from intake.storage import laid, messages, tables
from intake.worker import laying as beside
from intake.worker import writer as writing
from intake.worker.writer import Writer
from tests.stages.office import TUESDAY, mail
from tests.trail.filled import verified

SMALL = mail("A question.")
LARGE = mail("The same line again.\r\n" * 4000)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(sqlite_url(tmp_path / "intake.db"))
    migrate(database)
    yield database
    database.close()


def envelope(raw: bytes) -> Envelope:
    return Envelope(raw=raw, received_at=TUESDAY, mail_from="ann@acme.example", rcpt_to=("support@desk.example",))


def own(raw: bytes, number: int) -> bytes:
    return raw.replace(b"Message-ID: <", f"Message-ID: <{number}.".encode())


async def put(writer: Writer, raws: list[bytes]) -> list[Accepted | BaseException]:
    """Put mails while the writer is not begun yet, so that they wait together; then begin and stop it."""
    waiting = [asyncio.ensure_future(writer.put(Channel.EMAIL, envelope(raw))) for raw in raws]
    await asyncio.sleep(0)
    writer.start()
    await asyncio.to_thread(writer.stop)
    return await asyncio.gather(*waiting, return_exceptions=True)


def stored(database: Database, raws: list[bytes]) -> tuple[list[int], list[int]]:
    """Return the numbers that mails were stored under, and how many mails each commit held."""
    commits: list[int] = []

    def counted() -> None:
        with database.read() as connection:
            commits.append(connection.scalar(sa.select(sa.func.count()).select_from(tables.messages)) or 0)

    accepted = asyncio.run(put(Writer(database, wake=counted), raws))
    held = [now - before for before, now in zip([0, *commits], commits, strict=False)]
    return [one.id for one in accepted if isinstance(one, Accepted)], held


@pytest.mark.parametrize(
    ("sizes", "commits"),
    [
        pytest.param("sssss", [3, 2], id="no more than three in one commit"),
        pytest.param("lll", [1, 1, 1], id="no more bytes than one large one in one commit"),
        pytest.param("sllss", [2, 3], id="what fits, in the order of coming"),
    ],
)
def test_what_a_commit_holds(
    database: Database, monkeypatch: pytest.MonkeyPatch, sizes: str, commits: list[int]
) -> None:
    monkeypatch.setattr(writing, "_LARGE", len(LARGE) + 2000)
    monkeypatch.setattr(writing, "_MOST_IN_ONE_COMMIT", 3)
    monkeypatch.setattr(writing, "_MOST_BYTES", len(LARGE) + 2000)
    raws = [own(SMALL if size == "s" else LARGE, number) for number, size in enumerate(sizes)]
    assert stored(database, raws) == ([*range(1, len(sizes) + 1)], commits)


def encodings(database: Database) -> list[tuple[str, int]]:
    """Return how each blob is kept, and how many bytes of the store it takes."""
    wanted = sa.select(tables.blobs.c.encoding, sa.func.length(tables.blobs.c.content)).order_by(sa.text("rowid"))
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(wanted)]


def test_of_a_large_mail_the_store_holds_only_where_it_lies(database: Database, tmp_path: Path) -> None:
    raws = [own(LARGE, 1), own(SMALL, 2), own(LARGE, 3)]
    found, _ = stored(database, raws)
    kept = sorted(encodings(database))
    assert [encoding for encoding, _ in kept] == ["", "segment", "segment"]
    assert all(length < 30 for encoding, length in kept if encoding == "segment")
    with database.read() as connection:
        read = messages.many(connection, found)
    assert sorted(one.envelope.raw for one in read.values()) == sorted(raws)
    assert verified(tmp_path / "intake.db").findings == ()


def test_one_segment_holds_the_mails_of_several_commits(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(writing, "_MOST_IN_ONE_COMMIT", 1)
    _, held = stored(database, [own(LARGE, number) for number in range(3)])
    with database.read() as connection:
        places = sorted((one.place.segment, one.place.offset) for _, one in laid.every(connection))
    assert held == [1, 1, 1]
    assert [offset for _, offset in places] == [0, len(LARGE) + 2, 2 * (len(LARGE) + 2)]
    assert len({segment for segment, _ in places}) == 1
    assert verified(tmp_path / "intake.db").findings == ()


def test_copies_of_a_large_mail_have_one_place(database: Database, tmp_path: Path) -> None:
    found, _ = stored(database, [LARGE, LARGE])
    assert (len(found), len(encodings(database))) == (2, 1)
    assert verified(tmp_path / "intake.db").findings == ()


def test_where_no_file_can_be_beside_the_store_it_holds_large_mails_itself(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "folder_of", lambda _: None)
    stored(database, [LARGE])
    assert encodings(database) == [("", len(LARGE))]


def test_copies_that_come_together_are_one_message_and_its_duplicates(database: Database, tmp_path: Path) -> None:
    accepted = asyncio.run(put(Writer(database, wake=lambda: None), [SMALL, own(SMALL, 2), SMALL, SMALL]))
    found = [(one.id, one.duplicate_of) for one in accepted if isinstance(one, Accepted)]
    assert found == [(1, None), (2, None), (3, 1), (4, 1)]
    assert verified(tmp_path / "intake.db").findings == ()


def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Return a list in which every event that the writer logs will stand."""
    events: list[dict[str, object]] = []

    def keep(_logger: object, _method: str, event: MutableMapping[str, Any]) -> NoReturn:
        events.append(dict(event))
        raise structlog.DropEvent

    monkeypatch.setattr(writing, "log", structlog.wrap_logger(None, [keep], structlog.make_filtering_bound_logger(20)))
    return events


def test_the_log_says_once_a_commit_what_came(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_MOST_IN_ONE_COMMIT", 3)
    events = told(monkeypatch)
    raws = [SMALL, own(SMALL, 2), SMALL, own(SMALL, 4)]
    asyncio.run(put(Writer(database, wake=lambda: None), raws))
    three, one = sum(map(len, raws[:3])), len(raws[3])
    assert events == [
        {"event": "messages.accepted", "messages": 3, "first": 1, "last": 3, "size": three, "duplicates": 1},
        {"event": "messages.accepted", "messages": 1, "first": 4, "last": 4, "size": one, "duplicates": 0},
    ]


def test_the_log_leaves_what_a_mailbox_writes_to_the_mailbox(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = told(monkeypatch)

    async def fetched() -> None:
        writer = Writer(database, wake=lambda: None)
        writer.start()
        await writer.write(lambda connection: accept(connection, Channel.EMAIL, envelope(SMALL)))
        await asyncio.to_thread(writer.stop)

    asyncio.run(fetched())
    assert events == []


def test_what_a_mailbox_writes_goes_with_the_rest_in_the_order_of_coming(database: Database, tmp_path: Path) -> None:
    def fetched(connection: sa.Connection) -> Accepted:
        return accept(connection, Channel.EMAIL, envelope(own(SMALL, 7)))

    async def both() -> list[Accepted]:
        writer = Writer(database, wake=lambda: None)
        waiting = [
            asyncio.ensure_future(one)
            for one in (
                writer.put(Channel.EMAIL, envelope(SMALL)),
                writer.write(fetched),
                writer.put(Channel.EMAIL, envelope(own(SMALL, 7))),
            )
        ]
        await asyncio.sleep(0)
        writer.start()
        await asyncio.to_thread(writer.stop)
        return await asyncio.gather(*waiting)

    assert [(one.id, one.duplicate_of) for one in asyncio.run(both())] == [(1, None), (2, None), (3, 2)]
    assert verified(tmp_path / "intake.db").findings == ()


def test_nothing_is_taken_once_the_writer_is_stopped(database: Database) -> None:
    async def late() -> None:
        writer = Writer(database, wake=lambda: None)
        writer.start()
        await asyncio.to_thread(writer.stop)
        with pytest.raises(TryAgain, match="the bot is stopping"):
            await writer.put(Channel.EMAIL, envelope(SMALL))

    asyncio.run(late())


def test_many_at_once_are_all_there_once_and_sealed(database: Database, tmp_path: Path) -> None:
    raws = [own(SMALL, number) for number in range(450)]
    found, held = stored(database, raws)
    assert (sorted(found), held) == (list(range(1, 451)), [200, 200, 50])
    with database.read() as connection:
        assert messages.ledger(connection)["accepted"] == 450  # type: ignore[index]
    assert verified(tmp_path / "intake.db").findings == ()
