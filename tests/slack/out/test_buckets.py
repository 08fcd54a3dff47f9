"""How much is posted where, as a table of moments; nothing is sent."""

from datetime import UTC, datetime, timedelta

from intake.delivery.slack.buckets import Buckets, PostLimits

NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
HERE, THERE, ELSEWHERE = "slack:T1/C1", "slack:T1/C2", "slack:T2/C1"


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def posted(buckets: Buckets, lane: str, seconds: float) -> None:
    buckets.begin(lane, at(seconds))
    buckets.end(lane, at(seconds))


def test_a_channel_is_closed_while_something_is_on_its_way_and_for_a_second_after() -> None:
    buckets = Buckets()
    buckets.begin(HERE, at(0))
    assert not buckets.is_open(HERE, at(5))
    buckets.end(HERE, at(5))
    assert [buckets.is_open(HERE, at(5 + more)) for more in (0, 0.99, 1)] == [False, False, True]
    assert buckets.next_opening(at(5)) == at(6)


def test_other_channels_are_open_meanwhile() -> None:
    buckets = Buckets()
    posted(buckets, HERE, 0)
    assert buckets.is_open(THERE, at(0))


def test_a_workspace_takes_so_many_at_once_and_then_so_many_a_second() -> None:
    buckets = Buckets(PostLimits(team_at_once=3, team_a_second=2))
    for channel in range(3):
        posted(buckets, f"slack:T1/C{channel + 10}", 0)
    assert not buckets.is_open(HERE, at(0))
    assert buckets.is_open(ELSEWHERE, at(0))
    assert [buckets.is_open(HERE, at(seconds)) for seconds in (0.4, 0.5)] == [False, True]


def test_a_pause_that_slack_asks_for_closes_its_workspace_alone() -> None:
    buckets = Buckets()
    posted(buckets, HERE, 0)
    buckets.pause(HERE, 30, at(0))
    buckets.pause(HERE, 10, at(1))
    assert not buckets.is_open(THERE, at(29))
    assert buckets.is_open(THERE, at(30))
    assert buckets.is_open(ELSEWHERE, at(0))
    assert buckets.next_opening(at(2)) == at(30)


def test_idle_channels_are_forgotten() -> None:
    buckets = Buckets(PostLimits(team_at_once=10_000, team_a_second=10_000))
    for number in range(1200):
        posted(buckets, f"slack:T1/C{number}", number)
    assert len(buckets._channels) < 1100
