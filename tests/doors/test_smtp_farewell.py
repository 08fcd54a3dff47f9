"""A door that closes: what has come whole is stored and answered, whoever is idle hears why, nobody is let in."""

import asyncio

import pytest

from tests.doors.place import FROM, MAIL, TEXT, door, run


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(FROM, id="half an envelope"),
        pytest.param(MAIL + TEXT, id="half a mail"),
    ],
)
def test_whoever_is_in_the_middle_of_something_hears_421(said: bytes) -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            if said:
                await client.say(said, said.count(b"\r\n", 0, len(MAIL)))
            await place.server.finish()
            assert await client.hear() == ["421 4.3.2"]
            assert await client.is_hung_up()
            assert place.shelf.kept == []

    run(talk)


def test_a_mail_that_is_being_stored_gets_its_answer_first() -> None:
    async def talk() -> None:
        async with door() as place:
            client, idle = await place.client(), await place.client()
            place.shelf.held = asyncio.Event()
            await client.say(MAIL, 3)
            client.writer.write(TEXT + b".\r\nNOOP\r\n")
            await place.shelf.asked.wait()
            closing = asyncio.create_task(place.server.finish())
            assert await idle.hear() == ["421 4.3.2"]
            assert not closing.done()
            place.shelf.held.set()
            await closing
            assert await client.hear(3) == ["250 2.0.0", "250 2.0.0", "421 4.3.2"]
            assert await client.is_hung_up()
            assert len(place.shelf.kept) == 1

    run(talk)


def test_a_client_that_takes_no_answers_does_not_hold_the_door_open() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            client.writer.transport.pause_reading()  # type: ignore[attr-defined] # a socket's transport reads too
            (guest,) = place.server._crowd
            while not guest._is_clogged:  # type: ignore[attr-defined] # of whatever kind guests are
                client.writer.write(b"HELP\r\n" * 1000)
                await asyncio.sleep(0)
            await asyncio.wait_for(place.server.finish(seconds=60), 20)
            client.writer.transport.abort()

    run(talk)


def test_whoever_comes_while_the_door_closes_is_not_let_in() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            place.shelf.held = asyncio.Event()
            await client.say(MAIL, 3)
            client.writer.write(TEXT + b".\r\n")
            await place.shelf.asked.wait()
            closing = asyncio.create_task(place.server.finish())
            await asyncio.sleep(0)
            newcomer = await place.client(greeted=False)
            assert await newcomer.hear() == ["421 4.3.2"]
            assert await newcomer.is_hung_up()
            place.shelf.held.set()
            await closing

    run(talk)


def test_a_store_that_does_not_answer_does_not_hold_the_door_open() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            place.shelf.held = asyncio.Event()
            await client.say(MAIL, 3)
            client.writer.write(TEXT + b".\r\n")
            await place.shelf.asked.wait()
            await place.server.finish(seconds=0.1)
            place.shelf.held.set()
            assert await client.hear(2) == ["250 2.0.0", "421 4.3.2"]

    run(talk)
