"""Who is let in when the door is full, and who makes room."""

import asyncio
from dataclasses import dataclass, field

import pytest

from intake.doors.crowd import Crowd


@dataclass
class Caller:
    address: str
    idle_since: float | None
    shown_out: bool = field(default=False)

    def show_out(self) -> None:
        self.shown_out = True

    def ask_to_leave(self) -> "asyncio.Future[None]":
        raise NotImplementedError


@pytest.mark.parametrize(
    ("inside", "newcomer", "let_in", "shown_out"),
    [
        pytest.param([], "a", True, [], id="an empty door"),
        pytest.param([("a", 0.0), ("b", 0.0), ("c", 0.0)], "d", True, [0], id="full of idlers: the first leaves"),
        pytest.param([("a", 5.0), ("b", 2.0), ("c", 8.0)], "d", True, [1], id="full: the longest idle leaves"),
        pytest.param([("a", None), ("b", None), ("c", None)], "d", False, [], id="full and all busy: come again later"),
        pytest.param([("a", 9.5), ("b", 9.9), ("c", 9.3)], "d", False, [], id="full, all idle for a blink only"),
        pytest.param([("a", None), ("a", 1.0)], "a", True, [1], id="full from one address: its own idler leaves"),
        pytest.param([("a", None), ("a", None), ("b", 0.0)], "a", False, [], id="others do not leave for its sake"),
        pytest.param([("a", 0.0), ("a", 0.0)], "b", True, [], id="room for another address"),
    ],
)
def test_the_door_at_ten_seconds(
    inside: list[tuple[str, float | None]], newcomer: str, let_in: bool, shown_out: list[int]
) -> None:
    crowd = Crowd(most=3, most_per_address=2)
    callers = [Caller(address, since) for address, since in inside]
    for caller in callers:
        assert crowd.enter(caller, now=0.0)
    assert crowd.enter(Caller(newcomer, None), now=10.0) is let_in
    assert [number for number, caller in enumerate(callers) if caller.shown_out] == shown_out
    assert len(crowd) == len(inside) - len(shown_out) + let_in


def test_whoever_has_left_takes_no_room() -> None:
    crowd = Crowd(most=1, most_per_address=1)
    first = Caller("a", None)
    crowd.enter(first, now=0.0)
    crowd.leave(first)
    crowd.leave(first)
    assert crowd.enter(Caller("a", None), now=0.0)
    assert [caller.address for caller in crowd] == ["a"]


def test_a_closed_door_lets_nobody_in() -> None:
    crowd = Crowd(most=3, most_per_address=3)
    crowd.enter(Caller("a", None), now=0.0)
    crowd.close()
    assert not crowd.enter(Caller("b", None), now=10.0)
    assert len(crowd) == 1
