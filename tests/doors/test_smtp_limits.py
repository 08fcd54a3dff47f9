"""How much of everything the door bears: clients, time, bytes, unknown commands, answers that nobody takes."""

import asyncio
import contextlib
import tracemalloc

import pytest

from intake.doors.crowd import Crowd
from intake.doors.smtp_door import Door
from intake.doors.smtp_handler import Handler
from tests.doors.place import MAIL, TEXT, Client, Place, Shelf, Wire, door, now, run, settings

MEGABYTE = 1024 * 1024


def test_a_stream_that_never_ends_is_told_why_and_hung_up_on() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            await client.say(MAIL, 3)
            with contextlib.suppress(ConnectionError):
                for _ in range(256):
                    client.writer.write(b"x" * 65_536)
                    await client.writer.drain()
            assert await client.is_hung_up()
            assert place.shelf.kept == []

    run(talk)


def test_256_megabytes_without_a_line_end_take_no_memory_and_are_hung_up_on() -> None:
    async def talk() -> None:
        async with door(max_size=64 * MEGABYTE) as place:
            client = await place.client()
            await client.say(MAIL, 3)
            chunk = b"x" * 65_536
            tracemalloc.start()
            with contextlib.suppress(ConnectionError):
                for _ in range(256 * MEGABYTE // len(chunk) + 32):
                    client.writer.write(chunk)
                    await client.writer.drain()
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert peak < 5 * MEGABYTE
            assert await client.is_hung_up()

    run(talk)


def test_a_command_without_an_end_takes_no_memory() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            tracemalloc.start()
            for _ in range(20 * MEGABYTE // 65_536):
                client.writer.write(b"x" * 65_536)
                await client.writer.drain()
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert peak < 5 * MEGABYTE
            assert await client.say(b"\r\nNOOP\r\n", 2) == ["500 5.5.2", "250 2.0.0"]

    run(talk)


def test_whoever_takes_no_answers_is_heard_no_more() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            client.writer.transport.pause_reading()  # type: ignore[attr-defined] # a socket's transport reads too
            for _ in range(10_000):  # 60 MB, more than the sockets of both ends keep
                client.writer.write(b"HELP\r\n" * 1000)
                drained = asyncio.create_task(client.writer.drain())
                other = await place.client()  # some turns of the loop, and proof that others are served
                other.writer.close()
                if not drained.done():
                    break
            drained.cancel()
            assert client.writer.transport.get_write_buffer_size() > 0
            client.writer.transport.abort()

    run(talk)


def test_bodies_that_find_no_memory_are_all_taken_all_the_same() -> None:
    body = b"x" * 998 + b"\r\n"

    async def one(place: Place) -> list[str]:
        client = await place.client()
        await client.say(MAIL, 3)
        for _ in range(20):
            client.writer.write(body * 100)
            await client.writer.drain()
        return await client.say(b".\r\n")

    async def talk() -> None:
        async with door(max_size=10 * MEGABYTE, memory=3 * MEGABYTE) as place:
            heard = await asyncio.gather(*(one(place) for _ in range(12)))
            assert heard == [["250 2.0.0"]] * 12
            assert [mail.raw == body * 2000 for mail in place.shelf.kept] == [True] * 12
            assert place.shelf.most_inside < 3  # those that were in memory all along, and one from its file

    run(talk)


def test_no_disk_for_a_body_is_a_452_and_the_session_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)

    async def talk() -> None:
        async with door(memory=1000) as place:
            client = await place.client()
            await client.say(MAIL, 3)
            assert await client.say(TEXT * 100 + b".\r\n") == ["452 4.3.1"]
            await client.say(MAIL, 3)
            assert await client.say(TEXT + b".\r\n") == ["250 2.0.0"]

    run(talk)


def test_whoever_hangs_up_in_the_middle_of_a_body_gives_its_memory_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)

    async def talk() -> None:
        async with door(memory=3000) as place:
            gone = await place.client()
            await gone.say(MAIL, 3)
            gone.writer.write(TEXT * 60)
            heard = ["452 4.3.1"]
            while heard == ["452 4.3.1"]:  # as long as the other holds it
                client = await place.client()
                await client.say(MAIL, 3)
                gone.writer.transport.abort()
                heard = await client.say(TEXT * 80 + b".\r\n")
            assert heard == ["250 2.0.0"]

    run(talk)


def test_whoever_hangs_up_before_its_mail_is_looked_at_gives_its_memory_back() -> None:
    async def talk() -> None:
        limits = settings()
        pattern = Door(Handler(limits, Shelf(), now), Crowd(most=1, most_per_address=1), limits)
        door = pattern.another()
        door.connection_made(Wire(door))
        door.data_received(b"EHLO gold.example\r\n" + MAIL + TEXT + b".\r\n")
        assert pattern._receiving.taken > 0
        door.connection_lost(None)
        await asyncio.sleep(0)
        assert pattern._receiving.taken == 0

    run(talk)


async def served(client: Client) -> None:
    """Hand a mail over from the greeting on."""
    assert await client.hear() == ["220"]
    assert await client.say(b"HELO gold.example\r\n") == ["250"]
    assert await client.say(MAIL, 3) == ["250 2.1.0", "250 2.1.5", "354"]
    assert await client.say(TEXT + b".\r\n") == ["250 2.0.0"]


def test_beside_five_hundred_idle_sockets_a_mail_server_is_served_within_a_second() -> None:
    async def talk() -> None:
        async with door() as place:
            for _ in range(500):
                await place.client(greeted=False)
            await asyncio.wait_for(served(await place.client(greeted=False)), 1)
            assert len(place.shelf.kept) == 1

    run(talk)


def test_five_hundred_idle_sockets_that_fill_the_door_do_not_keep_a_mail_server_out() -> None:
    async def talk() -> None:
        async with door(most_connections=400, most_per_address=300) as place:
            idle = [await place.client(greeted=False) for _ in range(500)]
            loop = asyncio.get_running_loop()
            began = loop.time()
            while True:  # the first moment at which somebody has idled for a second
                client = await place.client(greeted=False)
                if await client.hear() == ["220"]:
                    break
            assert loop.time() - began < 2.5
            assert await client.say(b"HELO gold.example\r\n") == ["250"]
            assert await client.say(MAIL, 3) == ["250 2.1.0", "250 2.1.5", "354"]
            assert await client.say(TEXT + b".\r\n") == ["250 2.0.0"]
            assert (await idle[0].hear(2))[1] == "421 4.3.2"

    run(talk)


def test_one_over_the_limit_hears_421_while_all_are_at_work() -> None:
    async def talk() -> None:
        async with door(most_connections=1) as place:
            place.shelf.held = asyncio.Event()
            busy = await place.client()
            await busy.say(MAIL, 3)
            busy.writer.write(TEXT + b".\r\n")
            other = await place.client(greeted=False)
            assert await other.hear() == ["421 4.3.2"]
            assert await other.is_hung_up()
            place.shelf.held.set()
            assert await busy.hear() == ["250 2.0.0"]

    run(talk)


@pytest.mark.parametrize(
    "limit",
    [
        pytest.param({"idle_seconds": 0.2}, id="nothing said for too long"),
        pytest.param({"session_seconds": 0.2}, id="a session without an end"),
    ],
)
def test_nobody_stays_for_ever(limit: dict[str, float]) -> None:
    async def talk() -> None:
        async with door(**limit) as place:
            client = await place.client()
            assert await client.hear() == ["421 4.4.2"]
            assert await client.is_hung_up()

    run(talk)


def idle_since(place: Place) -> list[float | None]:
    return [guest.idle_since for guest in place.server._crowd]


def test_whoever_waits_for_us_is_not_idle() -> None:
    async def talk() -> None:
        async with door(idle_seconds=0.2) as place:
            place.shelf.held = asyncio.Event()
            client = await place.client()
            await client.say(MAIL, 3)
            client.writer.write(TEXT + b".\r\n")
            await place.shelf.asked.wait()
            assert idle_since(place) == [None]
            idle = await place.client()
            assert await idle.hear() == ["421 4.4.2"]
            client.writer.write(b"NOOP\r\n")
            idle = await place.client()  # some turns of the loop
            assert None in idle_since(place)
            assert await idle.hear() == ["421 4.4.2"]
            place.shelf.held.set()
            assert await client.hear(2) == ["250 2.0.0", "250 2.0.0"]
            assert None not in idle_since(place)
            assert await client.say(b"NOOP\r\n") == ["250 2.0.0"]

    run(talk)


def test_who_says_what_nobody_knows_is_told_so_four_times() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            heard = await client.say(
                b"GET / HTTP/1.1\r\nHost: desk.example\r\nAccept: */*\r\nA: b\r\nC: d\r\nE: f\r\n", 5
            )
            assert heard == ["500 5.5.1"] * 4 + ["502 5.5.1"]
            assert await client.is_hung_up()

    run(talk)
