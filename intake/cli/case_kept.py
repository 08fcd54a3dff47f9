"""What is owed on a case and what was done about it, in words for a terminal and as plain values."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from intake.cli.words import Zones, length, line, moment
from intake.contract.elapsed import gone
from intake.contract.zones import zone as known_zone
from intake.domain.contract import PromiseKind
from intake.domain.kept import Act, Held, State

_NAMES = {
    PromiseKind.INITIAL_RESPONSE: "first answer",
    PromiseKind.BEGIN_WORK: "begin work",
    PromiseKind.RESOLUTION: "resolution",
    PromiseKind.APPOINTMENT: "appointment",
}
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def owed_lines(
    standing: Sequence[Held], zones: Zones, now: datetime, closed_at: datetime | None = None
) -> Iterator[tuple[str, str]]:
    """Yield a line for each undertaking: its name, and how it stands, or stood when the case was closed."""
    for one in standing:
        if closed_at is None or one.act is not None:
            yield _NAMES[one.owed.promise], stands(one, zones, now)
        else:
            yield _NAMES[one.owed.promise], _never_done(one, zones, closed_at)


def _never_done(one: Held, zones: Zones, closed_at: datetime) -> str:
    """Say of what was not done on a closed case whether its time was over then: nobody owes it any more."""
    due_at = one.owed.deadline.due_at
    done = "not given" if one.owed.promise is PromiseKind.INITIAL_RESPONSE else "not done"
    if due_at is None or one.owed.at_once:
        return f"{done} when the case was closed"
    if one.overdue(closed_at):
        return f"{done}; closed {ago(closed_at - due_at)} after its deadline, {zones.promised(due_at)}"
    return f"{done}; closed {ago(due_at - closed_at)} before its deadline, {zones.promised(due_at)}"


def stands(one: Held, zones: Zones, now: datetime) -> str:
    """Say how an undertaking stands: done by whom and how long before or after its deadline, or until when it is open.

    'kept by Kim, Tue 12 May 2026 11:00 EDT (by mail), 1 h before its deadline'.
    """
    due_at = one.owed.deadline.due_at
    if one.act is not None:
        return _done(one, f"{line(one.act.actor)}, {moment(one.act.at, zones.desk)} (by {_way(one.act)})")
    if due_at is None:
        return "pending, at no time that the contract states"
    if one.owed.at_once:
        return f"pending, at once, since {zones.promised(due_at)}"
    if one.overdue(now):
        return f"pending, OVERDUE since {zones.promised(due_at)}, by {ago(now - due_at)}"
    share = gone(one.owed.deadline, now)
    return f"pending, due {zones.promised(due_at)}, in {ago(due_at - now)} ({share:.0%} of its time is over)"


def _done(one: Held, done: str) -> str:
    """Say how well something was `done`: by whom, when and how, as one text."""
    if one.owed.at_once:
        return f"given by {done}, {_after(one)}"
    if one.owed.deadline.due_at is None:
        return f"given by {done}; it has no deadline"
    return f"{'late, by' if one.state is State.LATE else 'kept by'} {done}{_margin(one)}"


def _way(act: Act) -> str:
    return "mail" if act.how == "mail" else "command" if act.how == "cli" else str(act.how)


def _after(one: Held) -> str:
    """Say how long what was promised at once has taken: no figure says when that would be late."""
    return f"{ago(abs(one.margin))} after it was promised" if one.margin else "at once"


def _margin(one: Held) -> str:
    if one.margin is None:
        return ""
    if not one.margin:
        return ", on its deadline"
    side = "before" if one.state is State.KEPT else "after"
    return f", {ago(abs(one.margin))} {side} its deadline"


def ago(span: timedelta) -> str:
    """Return a span in words, as exact as it matters: '2 days 3 h', '1 h 30 min', '12 min 45 s'."""
    days = span // _DAY
    if not days:
        return length(span if span < _HOUR else span // _MINUTE * _MINUTE)
    rest = (span - days * _DAY) // _HOUR * _HOUR
    return f"{days} {'day' if days == 1 else 'days'}{f' {length(rest)}' if rest else ''}"


def mark(standing: Sequence[Held], now: datetime, zone: str) -> str:
    """Say how far a case is: 'answered 1 h early', 'OVERDUE by 5 min', '80% of the time gone'; '' with time left.

    What is promised at once says since when, on the clock of `zone`: 'at once, since 10:00'.
    """
    first = next(iter(standing), None)
    if first is None:
        return ""
    if first.act is not None:
        late = [one for one in standing if one.overdue(now)]
        begun = f"; {_NAMES[late[0].owed.promise]} OVERDUE" if late else ""
        return f"answered{_how_far(first)}{begun}"
    due_at = first.owed.deadline.due_at
    if due_at is None:
        return ""
    if first.owed.at_once:
        return f"at once, since {_clock(due_at, now, zone)}"
    if first.overdue(now):
        return f"OVERDUE by {ago(now - due_at)}"
    share = gone(first.owed.deadline, now)
    return f"{share:.0%} of the time gone" if share >= 0.5 else ""


def _clock(when: datetime, now: datetime, zone: str) -> str:
    """Return a time of the day, with its date where that is not today's."""
    there, today = (at.astimezone(known_zone(zone)) for at in (when, now))
    return there.strftime("%H:%M" if there.date() == today.date() else "%a %d %b %H:%M")


def _how_far(first: Held) -> str:
    if first.margin is None:
        return ""
    if first.owed.at_once:
        return f" {_after(first)}"
    return (
        f" {ago(abs(first.margin))} {'late' if first.state is State.LATE else 'early'}" if first.margin else " in time"
    )


def owed_plain(one: Held, now: datetime) -> dict[str, object]:
    """Return an undertaking as JSON has it; `margin_seconds` is negative for what was late."""
    act, due_at = one.act, one.owed.deadline.due_at
    return {
        "promise": one.owed.promise,
        "target": one.owed.target,
        "force": one.owed.force,
        "clause": one.owed.clause,
        "due_at": None if due_at is None else due_at.isoformat(),
        "state": one.state,
        "overdue": one.overdue(now),
        "at_once": one.owed.at_once,
        "at": None if act is None else act.at.isoformat(),
        "by": None if act is None else act.actor,
        "how": None if act is None else act.how,
        "margin_seconds": None if one.margin is None else int(one.margin.total_seconds()),
    }
