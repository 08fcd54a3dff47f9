"""Lanes: how much goes to one domain at once and in a minute, and how long one that puts us off is paused."""

from datetime import timedelta

import pytest

from intake.delivery.lanes import Lanes, Limits
from intake.stages.deliver import HandOver, Result, Step
from tests.stages.office import TUESDAY

SENT = Result(hand_over=HandOver.SENT, answer="250 2.0.0 OK", step=Step.DATA)
LATER = Result(hand_over=HandOver.NOT_NOW, answer="451 4.3.2 Later", step=Step.RCPT)
HERE, THERE = "acme.example", "brindle.example"


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_so_many_at_once() -> None:
    lanes = Lanes(Limits(at_once=2))
    for _ in range(2):
        assert lanes.is_open(HERE, TUESDAY)
        lanes.begin(HERE, TUESDAY)
    assert not lanes.is_open(HERE, TUESDAY)
    assert lanes.is_open(THERE, TUESDAY)
    lanes.end(HERE, SENT, TUESDAY)
    assert lanes.is_open(HERE, TUESDAY)


def test_so_many_a_minute() -> None:
    lanes = Lanes(Limits(a_minute=2))
    for second in (0, 20):
        lanes.begin(HERE, TUESDAY + seconds(second))
        lanes.end(HERE, SENT, TUESDAY + seconds(second))
    assert not lanes.is_open(HERE, TUESDAY + seconds(59))
    assert lanes.next_opening(TUESDAY + seconds(30)) == TUESDAY + seconds(60)
    assert lanes.is_open(HERE, TUESDAY + seconds(60))


def test_what_was_never_handed_over_counts_for_nothing() -> None:
    lanes = Lanes(Limits(a_minute=1))
    lanes.begin(HERE, TUESDAY)
    lanes.end(HERE, None, TUESDAY)
    assert lanes.is_open(HERE, TUESDAY)


def test_a_domain_that_puts_us_off_is_paused_longer_each_time_until_it_takes_one() -> None:
    lanes, now, pauses = Lanes(Limits()), TUESDAY, []
    for _ in range(3):
        lanes.begin(HERE, now)
        lanes.end(HERE, LATER, now)
        opening = lanes.next_opening(now)
        assert opening is not None
        pauses.append(opening - now)
        now = opening
    assert pauses == [seconds(2), seconds(15), seconds(60)]
    lanes.begin(HERE, now)
    lanes.end(HERE, SENT, now)
    lanes.begin(HERE, now)
    lanes.end(HERE, LATER, now)
    assert lanes.next_opening(now) == now + seconds(2)


@pytest.mark.parametrize(
    ("result", "pauses"),
    [
        pytest.param(LATER, True, id="put off at the recipient"),
        pytest.param(Result(hand_over=HandOver.NOT_NOW, answer="Timed out", step=Step.RCPT), True, id="no answer"),
        pytest.param(Result(hand_over=HandOver.UNKNOWN, answer="lost", step=Step.DATA), True, id="an unknown end"),
        pytest.param(Result(hand_over=HandOver.NOT_NOW, answer="451 x", step=Step.MAIL), False, id="at the sender"),
        pytest.param(
            Result(hand_over=HandOver.NOT_NOW, answer="452 4.2.2 Full", step=Step.RCPT), False, id="a full mailbox"
        ),
        pytest.param(Result(hand_over=HandOver.REFUSED, answer="550 No", step=Step.RCPT), False, id="a refusal"),
        pytest.param(Result(hand_over=HandOver.NOT_NOW, answer="it cannot be signed"), False, id="our own fault"),
    ],
)
def test_what_pauses_a_domain(result: Result, pauses: bool) -> None:
    lanes = Lanes(Limits())
    lanes.begin(HERE, TUESDAY)
    lanes.end(HERE, result, TUESDAY)
    assert lanes.is_open(HERE, TUESDAY) is not pauses


def test_idle_lanes_are_forgotten() -> None:
    lanes = Lanes(Limits())
    for number in range(5000):
        now = TUESDAY + seconds(number)
        lanes.begin(f"d{number}.example", now)
        lanes.end(f"d{number}.example", SENT, now)
    assert len(lanes._lanes) < 1100
