"""The open windows of a desk, whatever comes and goes in whatever order."""

import asyncio
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from intake.doors.window.hub import Hub, Seat

STEPS = st.lists(st.tuples(st.sampled_from(["sit", "leave", "notify"]), st.integers(0, 3)), max_size=60)


@given(steps=STEPS, most=st.integers(1, 6))
def test_there_are_never_more_than_may_be_and_each_is_told(steps: list[tuple[str, int]], most: int) -> None:
    async def story() -> None:
        hub = Hub(most)
        seats: list[Seat] = []
        for step, number in steps:
            if step == "sit":
                found = hub.sit(number)
                seats += [] if found is None else [found]
            elif step == "leave" and seats:
                hub.leave(seats.pop(number % len(seats)))
            else:
                for seat in seats:
                    seat.stirred.clear()
                hub.notify(number)
                await asyncio.sleep(0)
                assert all(seat.stirred.is_set() == (seat.talk == number) for seat in seats if not seat.ended)
            seats = [seat for seat in seats if not seat.ended]
            assert hub.taken == len(seats) <= most
            assert all(count <= 4 for count in Counter(seat.talk for seat in seats).values())
        hub.close()
        assert all(seat.ended and seat.stirred.is_set() for seat in seats)
        assert hub.sit(1) is None, "who comes now is sent away"

    asyncio.run(story())


def test_no_address_alone_takes_every_seat_and_a_window_there_may_still_come_again() -> None:
    async def story() -> None:
        hub = Hub(32)
        seats = [hub.sit(number, "192.0.2.7") for number in range(9)]
        assert [seat is None for seat in seats] == [False] * 8 + [True]
        assert hub.sit(9, "192.0.2.8") is not None
        assert hub.sit(10) is not None, "where nobody knows the address it does not count"
        assert seats[0] is not None
        hub.leave(seats[0])
        assert hub.sit(11, "192.0.2.7") is not None

    asyncio.run(story())


def test_who_tells_a_hub_that_nobody_has_used_or_whose_loop_has_ended_does_no_harm() -> None:
    hub = Hub(1)
    hub.notify(1)

    async def story() -> None:
        hub.sit(1)

    asyncio.run(story())
    hub.notify(1)
