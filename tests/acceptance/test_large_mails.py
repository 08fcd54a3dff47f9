"""Large mails, which lie beside the store until they are carried through: no death, full disk or intruder loses one."""

import asyncio
import hashlib
import random
import resource
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.bootstrap.examine_ledger import looks, raw_mails
from intake.bootstrap.settings import read_settings
from intake.database.engine import Database, sqlite_url
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.storage import messages
from intake.worker.writer import Writer
from tests.acceptance import mails, running, store
from tests.acceptance.keeper import Keeper
from tests.acceptance.running import ANN, BOB, DESK, Place, Serving, until
from tests.acceptance.smarthost import Smarthost
from tests.acceptance.warm import Nursery
from tests.trail.filled import verified

SIZE = 200_000
POINTS = ("laid:1", "accepted:1", "processed:1", "dropped:1")

Started = Callable[[str], Keeper]


def large(message_id: str, *, sender: str = ANN, seed: int = 1) -> bytes:
    """Return a mail of SIZE bytes that hardly compress, as an attachment does."""
    noise = random.Random(seed).randbytes(SIZE // 2).hex()  # noqa: S311 - a seed makes the run repeatable
    lines = "\r\n".join(noise[at : at + 76] for at in range(0, len(noise), 76))
    return mails.letter(message_id, sender=sender, body=f"The export does not work.\r\n{lines}")


def folder(place: Place) -> Path:
    return place.store.with_name(f"{place.store.name}.incoming")


def segments(place: Place) -> list[Path]:
    return sorted(folder(place).iterdir()) if folder(place).is_dir() else []


def kept(place: Place) -> dict[str, bytes]:
    """Return the bytes of every message by its Message-ID, as the bot reads them."""
    database = Database(sqlite_url(place.store))
    with database.read() as connection:
        numbers = store.column(place, "SELECT id FROM messages")
        found = {one.message_id or "": one.envelope.raw for one in messages.many(connection, numbers).values()}
    database.close()
    return found


def assert_well(place: Place) -> None:
    assert verified(place.store).findings == ()


@pytest.fixture
def started(place: Place, nursery: Nursery) -> Iterator[Started]:
    found: list[Keeper] = []

    def start(point: str) -> Keeper:
        found.append(Keeper(place, nursery, point))
        return found[-1]

    yield start
    for keeper in found:
        keeper.close()


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("name", POINTS)
def test_killed(started: Started, place: Place, sink: Smarthost, name: str, moment: str) -> None:
    raw = large("<large@gold.example>")
    keeper = started(f"{name}:{moment}")
    keeper.deliver(raw)
    until(keeper.died, what="the kill: was the point reached?")
    keeper.settle()
    assert keeper.deaths == [-9]
    assert kept(place)["<large@gold.example>"] == raw
    assert store.ledger(place)["opened"] == 1
    assert store.column(place, "SELECT DISTINCT encoding FROM blobs") == ["zlib"]
    until(lambda: not segments(place), what="an empty folder: whatever was left behind is dropped")
    assert_well(place)


class Load:
    """Clients that send large mails one after the other, each again until it is taken."""

    def __init__(self, bot: Serving) -> None:
        self.bot = bot
        self.taken: dict[str, str] = {}
        self.over = threading.Event()

    def client(self, name: int, number_of_mails: int) -> None:
        for number in range(number_of_mails):
            message_id = f"<{name}.{number}@load.example>"
            sender = f"user{number % 3}.{name}@{'gold' if number % 2 else 'matrix'}.example"
            raw = large(message_id, sender=sender, seed=100 * name + number)
            while not mails.is_taken(self.bot, raw, sender=sender):
                if self.over.wait(0.02):
                    return
            self.taken[message_id] = hashlib.sha256(raw).hexdigest()


def test_killed_at_random_under_load(place: Place, nursery: Nursery) -> None:
    clients, each, kills = 4, 8, 4
    chance = random.Random(7)  # noqa: S311 - a seed makes the run repeatable

    def start() -> Serving:
        bot = nursery.begin(place)
        until(lambda: bot.ready() or not bot.alive, what="an open door")
        return bot

    load = Load(start())
    threads = [threading.Thread(target=load.client, args=[name, each]) for name in range(clients)]
    try:
        for thread in threads:
            thread.start()
        for mark in sorted(chance.sample(range(2, clients * each - 2), kills)):
            until(lambda mark=mark: len(load.taken) >= mark, what="mails taken")  # type: ignore[misc]
            threading.Event().wait(chance.random() / 10)
            load.bot.kill()
            load.bot = start()
        until(lambda: len(load.taken) == clients * each, what="all mails taken")
        store.until_quiet(place)
        until(lambda: not segments(place), what="an empty folder")
    finally:
        load.over.set()
        for thread in threads:
            thread.join()
        load.bot.kill()
    assert {key: hashlib.sha256(raw).hexdigest() for key, raw in kept(place).items()} == load.taken
    assert store.count(place, "SELECT id FROM cases") == store.ledger(place)["opened"] == clients * each
    assert_well(place)


def test_a_full_disk_gives_451_and_costs_nothing_later(bot: Serving, place: Place, sink: Smarthost) -> None:
    raw = large("<full@gold.example>")
    pid = bot.process.pid
    assert pid is not None
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (SIZE // 2, before[1]))
    for _ in range(3):
        assert mails.send(bot, raw).startswith("451")
    assert store.ledger(place) == {}
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
    assert mails.send(bot, raw).startswith("250")
    store.until_quiet(place)
    assert kept(place) == {"<full@gold.example>": raw}
    until(lambda: not segments(place), what="an empty folder")
    assert len(sink.to(ANN)) == 1


def test_small_mails_come_in_while_no_large_one_can(bot: Serving, place: Place) -> None:
    folder(place).write_bytes(b"somebody's file in the place of the folder")
    assert mails.send(bot, large("<large@gold.example>")).startswith("451")
    assert mails.send(bot, mails.letter("<small@gold.example>")).startswith("250")
    folder(place).unlink()
    assert mails.send(bot, large("<large@gold.example>")).startswith("250")


@pytest.fixture
def waiting(place: Place) -> dict[str, bytes]:
    """Leave two large mails in one segment, accepted and not carried through."""
    raws = {f"<{name}>": large(f"<{name}>", sender=name, seed=at) for at, name in enumerate((ANN, BOB))}
    database = Database(sqlite_url(place.store))

    async def put() -> None:
        writer = Writer(database, wake=lambda: None)
        at = datetime(2026, 3, 9, 10, tzinfo=UTC)
        envelopes = [
            Envelope(raw=raw, received_at=at, mail_from=name.strip("<>"), rcpt_to=(DESK,)) for name, raw in raws.items()
        ]
        coming = [asyncio.ensure_future(writer.put(Channel.EMAIL, one)) for one in envelopes]
        await asyncio.sleep(0)
        writer.start()
        await asyncio.gather(*coming)
        await asyncio.to_thread(writer.stop)

    asyncio.run(put())
    database.close()
    assert store.column(place, "SELECT DISTINCT encoding FROM blobs") == ["segment"]
    assert [path.stat().st_size for path in segments(place)] == [sum(map(len, raws.values()))]
    return raws


def test_a_bot_that_was_stopped_leaves_a_store_that_is_one_file(bot: Serving, place: Place) -> None:
    raws = {f"<{number}@gold.example>": large(f"<{number}@gold.example>", seed=number) for number in range(3)}
    for raw in raws.values():
        assert mails.send(bot, raw).startswith("250")
    assert bot.stop() == 0
    assert segments(place) == []
    assert kept(place) == raws


def test_what_waits_beside_the_store_is_read_by_whoever_reads_the_store(
    place: Place, waiting: dict[str, bytes]
) -> None:
    assert kept(place) == waiting
    assert_well(place)
    settings = read_settings(place.settings)
    (seen,) = looks(settings)
    assert (seen[0], "2 waiting" in seen[1]) == (True, True)
    assert next(raw_mails(settings)).startswith("2, 411 kB, kept for ever")


def test_a_flipped_byte_is_found(place: Place, waiting: dict[str, bytes]) -> None:
    (segment, *_) = segments(place)
    whole = bytearray(segment.read_bytes())
    whole[SIZE // 2] ^= 1
    segment.write_bytes(whole)
    (said,) = verified(place.store).findings
    assert "its bytes are not those that were accepted (SHA-256): other ones lie in intake.db.incoming/" in said


def test_a_store_without_its_folder_says_so_in_a_line(
    place: Place, waiting: dict[str, bytes], nursery: Nursery
) -> None:
    away = folder(place).rename(place.folder / "elsewhere")
    wrong = verified(place.store).findings
    assert len(wrong) == len(waiting)
    assert all("beside the store: No such file or directory" in line for line in wrong)
    seen = [said for well, said in looks(read_settings(place.settings)) if not well]
    assert [said.partition(",")[0] for said in seen] == ["2 mails lie in a folder that is not there or not whole"]
    with running.opened(nursery.begin(place)) as bot:
        said = [event for event in bot.events() if event["event"] == "mails.lost"]
        assert len(said) == 1
        assert str(said[0]["error"]).endswith("put it back beside the store")
        away.rename(folder(place))
        store.until_quiet(place)
    assert kept(place) == waiting
    assert_well(place)


def test_erasing_a_person_takes_the_bytes_beside_the_store_too(
    place: Place, waiting: dict[str, bytes], nursery: Nursery
) -> None:
    with running.opened(nursery.begin(place)):
        store.until_quiet(place)
        erased = running.intake(
            place, "erase", "--contact", ANN, "--reason", "she asked for it", "--even-open", "--yes"
        )
        assert erased.returncode == 0, erased.stdout + erased.stderr
        assert "run this again" not in erased.stdout
    needle = waiting[f"<{ANN}>"][SIZE // 2 : SIZE // 2 + 60]
    left = [path for path in place.folder.rglob("intake.db*") if path.is_file() and needle in path.read_bytes()]
    assert left == []
    assert segments(place) == []
    assert kept(place)[f"<{BOB}>"] == waiting[f"<{BOB}>"]


def test_erasing_beside_no_bot_takes_in_what_waits_there(place: Place, waiting: dict[str, bytes]) -> None:
    gone = running.intake(place, "erase", "--contact", "joe@home.example", "--reason", "he asked", "--yes")
    assert gone.returncode == 0, gone.stdout + gone.stderr
    assert segments(place) == []
    assert kept(place) == waiting
    assert_well(place)
