"""Memory that many share: taken at once or not at all, or waited for in turn."""

import asyncio

import pytest

from intake.doors.room import Room


def test_what_is_not_free_is_not_taken() -> None:
    room = Room(100)
    assert [room.take(60), room.take(60), room.take(40)] == [True, False, True]
    room.give(60)
    assert (room.taken, room.take(61), room.take(60)) == (40, False, True)


@pytest.mark.parametrize(
    ("sizes", "first"),
    [
        pytest.param([50, 50, 50], [0, 1], id="as many as fit"),
        pytest.param([90, 50, 10], [0], id="a small one does not go before a large one that waits"),
        pytest.param([500, 10], [0], id="one larger than all goes alone"),
    ],
)
def test_who_waits_goes_in_turn(sizes: list[int], first: list[int]) -> None:
    async def talk() -> None:
        room, went = Room(100), []

        async def one(number: int) -> None:
            await room.wait(sizes[number])
            went.append(number)

        tasks = [asyncio.create_task(one(number)) for number in range(len(sizes))]
        for _ in range(10):
            await asyncio.sleep(0)
        assert went == first
        for number, size in enumerate(sizes):
            await tasks[number]
            room.give(size)
        assert went == list(range(len(sizes)))
        assert room.taken == 0

    asyncio.run(asyncio.wait_for(talk(), 10))


@pytest.mark.parametrize("granted", [False, True], ids=["before its turn", "in its turn"])
def test_who_hangs_up_while_waiting_takes_nothing(granted: bool) -> None:
    async def talk() -> None:
        room = Room(100)
        await room.wait(100)
        gone, other = asyncio.create_task(room.wait(80)), asyncio.create_task(room.wait(70))
        await asyncio.sleep(0)
        if granted:
            room.give(100)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        if not granted:
            room.give(100)
        await other
        assert room.taken == 70

    asyncio.run(asyncio.wait_for(talk(), 10))
