"""A promise as the JSON object that scripts rely on, and the situation they ask with."""

from collections.abc import Mapping
from datetime import datetime

from intake.contract.decide import facts_stating
from intake.domain.contract import Channel, Fact
from intake.domain.errors import BadInput
from intake.domain.promise import Interval, Promise, Situation, Undertaking
from intake.domain.suggestion import Facts, Kind

KEYS = frozenset(
    {"id", "contract", "plan", "level", "emergency", "channel", "claimed", "suggested", "kind", "facts", "at"}
)


def situation_from_json(row: Mapping[str, object]) -> Situation:
    """Read a question to a contract; raises BadInput that names the key, what is wrong and what to write."""
    for key in row:
        if key not in KEYS:
            raise BadInput(f"{key}: this key is not known; write one of {', '.join(sorted(KEYS))}")
    channel = _text(row, "channel")
    if channel is not None and channel not in list(Channel):
        raise BadInput(f"channel: {channel!r} is not a channel; write one of {', '.join(Channel)}")
    facts = _facts(row)
    emergency = _flag(row)
    return Situation(
        received_at=_time(row),
        plan=_text(row, "plan"),
        channel=None if channel is None else Channel(channel),
        level=_text(row, "level"),
        claimed=_text(row, "claimed"),
        suggested=_severity(row),
        kind=_kind(row),
        # Without the flag the facts decide, which a plain False would forbid.
        emergency=None if facts is not None and not emergency else emergency,
        facts=facts,
    )


def _text(row: Mapping[str, object], key: str) -> str | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadInput(f"{key}: {value!r} is not text; write it in quotes")
    return str(value)


def _flag(row: Mapping[str, object]) -> bool:
    value = row.get("emergency")
    if value is not None and not isinstance(value, bool):
        raise BadInput(f"emergency: {value!r} is neither true nor false")
    return bool(value)


def _severity(row: Mapping[str, object]) -> int | None:
    value = row.get("suggested")
    if value is None or value == "":
        return None
    if isinstance(value, bool | float) or str(value) not in ("1", "2", "3", "4"):
        raise BadInput(f"suggested: {value!r} is not a severity; write 1, 2, 3 or 4")
    return int(str(value))


def _kind(row: Mapping[str, object]) -> str | None:
    value = _text(row, "kind")
    if value is not None and value not in list(Kind):
        raise BadInput(f"kind: {value!r} is not a kind of message; write one of {', '.join(Kind)}")
    return value


def _facts(row: Mapping[str, object]) -> Facts | None:
    values = row.get("facts")
    if values is None:
        return None
    if not isinstance(values, list) or not all(value in list(Fact) for value in values):
        raise BadInput(f"facts: {values!r} is not a list of facts; write some of {', '.join(Fact)} in brackets")
    return facts_stating([Fact(value) for value in values]) if values else None


def _time(row: Mapping[str, object]) -> datetime:
    value = _text(row, "at")
    if value is None:
        raise BadInput("at: the time of receipt is missing; write one such as 2026-03-06T20:40:00-05:00")
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise BadInput(f"at: {value!r} is not an ISO time; write one such as 2026-03-06T20:40:00-05:00") from error
    if found.tzinfo is None:
        raise BadInput(f"at: {value!r} carries no offset; write one such as 2026-03-06T20:40:00-05:00")
    if not 1970 <= found.year <= 2999:
        raise BadInput(f"at: the year {found.year} is out of range; write one from 1970 to 2999")
    return found


def promise_to_json(found: Promise) -> dict[str, object]:
    """Return the fields of a promise; times are ISO with their offset, in the contract's zone."""
    main = found.main
    return {
        "contract": found.contract,
        "contract_version": found.contract_version,
        "plan": found.plan,
        "channel": found.channel,
        "level": found.level,
        "clock_level": found.clock_level,
        "provisional": found.provisional,
        "emergency": found.emergency,
        "target": main.target.words,
        "force": main.force,
        "clause": main.clause,
        "clauses": list(found.clauses),
        "received_at": found.received_at.isoformat(),
        "starts_at": main.deadline.starts_at.isoformat(),
        "earliest_at": _iso(main.deadline.earliest_at),
        "due_at": _iso(main.deadline.due_at),
        "end_of_day": main.deadline.end_of_day,
        "zone": found.zone,
        "counted": [_interval(interval) for interval in main.deadline.counted],
        "others": [_other(undertaking) for undertaking in found.others],
        "notices": list(found.notices),
        "rulings": list(found.rulings),
    }


def _other(undertaking: Undertaking) -> dict[str, object]:
    return {
        "promise": undertaking.promise,
        "target": undertaking.target.words,
        "force": undertaking.force,
        "clause": undertaking.clause,
        "starts_at": undertaking.deadline.starts_at.isoformat(),
        "earliest_at": _iso(undertaking.deadline.earliest_at),
        "due_at": _iso(undertaking.deadline.due_at),
        "end_of_day": undertaking.deadline.end_of_day,
        "counted": [_interval(interval) for interval in undertaking.deadline.counted],
    }


def _interval(interval: Interval) -> dict[str, str]:
    return {"from": interval.start.isoformat(), "to": interval.end.isoformat()}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
