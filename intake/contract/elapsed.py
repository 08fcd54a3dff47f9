"""How much of a deadline's time is over: counted in open time, as the deadline itself was.

A night, a weekend or a closure between two counted intervals takes nothing of it. Arithmetic is on instants, so a
change of the clocks takes and adds nothing either.
"""

from datetime import UTC, datetime, timedelta

from intake.domain.promise import Deadline, Interval


def reached(deadline: Deadline, fraction: float) -> datetime | None:
    """Return the instant at which `fraction` of the counted time is over, in UTC, cut down to its second.

    Of nothing up to none of it that is the start, of all of it the deadline; None where there is no deadline. It always
    lies inside the counted time, save a deadline that is itself an opening: a share that is over at a closing is over
    then, not at the next opening.
    """
    if deadline.due_at is None:
        return None
    if fraction >= 1 or not deadline.counted:
        return deadline.due_at.astimezone(UTC)
    wanted = max(fraction, 0.0) * _total(deadline)
    for interval in deadline.counted:
        if wanted <= _length(interval):
            return (interval.start.astimezone(UTC) + wanted).replace(microsecond=0)
        wanted -= _length(interval)
    return deadline.due_at.astimezone(UTC)


def gone(deadline: Deadline, at: datetime) -> float:
    """Return the share of the counted time that is over at `at`, from 0 to 1; 0 where there is no deadline."""
    if deadline.due_at is None:
        return 0.0
    if at.astimezone(UTC) >= deadline.due_at.astimezone(UTC):
        return 1.0
    total = _total(deadline)
    if not total:
        return 0.0
    return sum((_before(interval, at) for interval in deadline.counted), timedelta(0)) / total


def _total(deadline: Deadline) -> timedelta:
    return sum((_length(interval) for interval in deadline.counted), timedelta(0))


def _length(interval: Interval) -> timedelta:
    return interval.end.astimezone(UTC) - interval.start.astimezone(UTC)


def _before(interval: Interval, at: datetime) -> timedelta:
    passed = min(at.astimezone(UTC), interval.end.astimezone(UTC)) - interval.start.astimezone(UTC)
    return max(passed, timedelta(0))
