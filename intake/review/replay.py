"""Replay: what the bot decided on a message, read from a store, and how that differs from what it decided elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from intake.domain.case import Outcome
from intake.domain.message import AutomaticKind
from intake.storage import cases, customers, messages, past, suggestions
from intake.storage.past_decisions import (
    Assessed,
    assessed,
    assigned_since,
    mail_of,
    people_before,
    silenced_by_a_cap,
    withheld,
)

_MACHINES = frozenset(AutomaticKind) - {AutomaticKind.NONE}
# What of a promise is compared, in the order in which it is told.
_PROMISED = ("target", "due_at", "earliest_at", "clause", "force", "others", "notices", "rulings")
# What is told where a message comes to another end, and what where people had decided before.
_BRIEFLY = ("outcome", "automatic", "reason", "case", "customer", "clock_level", "due_at", "answered", "why_not")
_OF_PEOPLE = ("outcome", "automatic", "case", "customer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the bot decided on a message by itself, each thing by its name; what does not apply is None.

    `by_people` says that somebody had decided on the case before: only what becomes of the message is compared then.
    `unasked` are the things that people or settings have decided since, which say nothing of the bot.
    """

    things: Mapping[str, object]
    by_people: bool = False
    unasked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that a replay decided otherwise."""

    message_id: int
    case_id: int | None
    what: str
    was: object
    now: object


def decided(connection: Connection, message_id: int) -> Decided:
    """Return what became of a message in a store, and what was promised and written for it."""
    found = messages.summary(connection, message_id)
    case = None if found.case_id is None else cases.find(connection, found.case_id)
    things: dict[str, object] = {"outcome": str(found.outcome), **_reasons(found)}
    if case is None:
        return Decided(things=things)
    customer = None if case.customer_id is None else customers.get(connection, case.customer_id).name
    things |= {"case": "a new one" if case.id >= past.NEW_CASE else case.id, "customer": customer}
    if found.outcome not in (Outcome.OPENED, Outcome.CONTINUED):
        return Decided(things=things, unasked=_unasked(connection, case.id, message_id))
    things |= _opinion(connection, message_id)
    things |= _promised(assessed(connection, case.id, message_id))
    opened = found.outcome is Outcome.OPENED
    written = mail_of(connection, case.id, None if opened else message_id)
    things["answered"] = written
    things["why_not"] = withheld(connection, case.id) if opened and written is None else None
    by_people, unasked = people_before(connection, case.id, message_id), _unasked(connection, case.id, message_id)
    return Decided(things=things, by_people=by_people, unasked=unasked)


def _unasked(connection: Connection, case_id: int, message_id: int) -> frozenset[str]:
    """Return what is no decision on the message: whose its case has become since, and what a cap of then silenced."""
    names = {"customer"} if assigned_since(connection, case_id, message_id) else set()
    return frozenset(names | ({"answered", "why_not"} if silenced_by_a_cap(connection, case_id, message_id) else set()))


def differences(message_id: int, was: Decided, now: Decided) -> Iterator[Difference]:
    """Yield what is not the same, in the order in which it was decided."""
    case_id = was.things.get("case")
    number = case_id if isinstance(case_id, int) else None
    whole = was.things["outcome"] == now.things["outcome"]
    told = _OF_PEOPLE if was.by_people else dict.fromkeys((*was.things, *now.things)) if whole else _BRIEFLY
    for what in told:
        before, after = was.things.get(what), now.things.get(what)
        if before != after and what not in was.unasked and not (what == "suggested" and before is None):
            yield Difference(message_id=message_id, case_id=number, what=what, was=before, now=after)


def _reasons(found: messages.Summary) -> dict[str, object]:
    """Return what a machine's message was taken for, else why a message was not carried on as a person's."""
    kind, _, _ = found.reason.partition(":")
    if found.outcome is Outcome.FILED and kind in _MACHINES:
        return {"automatic": kind}
    return {"automatic": None, "reason": found.reason or None}


def _opinion(connection: Connection, message_id: int) -> dict[str, object]:
    found = suggestions.of_message(connection, message_id)
    if found is None:
        return {"suggested": None}
    return {"suggested": f"{found.severity}{' unsure' if found.abstained else ''}{' alert' if found.alert else ''}"}


def _promised(found: Assessed | None) -> dict[str, Any]:
    if found is None:
        return {}
    held: Mapping[str, object] = found.promise or {}
    told = {name: found.detail.get(name) for name in ("level", "clock_level", "emergency", "provisional")}
    return {**told, **{name: _short(held.get(name)) for name in _PROMISED}}


def _short(value: object) -> object:
    """Return a list of promises beside the first answer as words; all else as it is."""
    if not isinstance(value, list):
        return value
    told = (f"{one['promise']} by {one['due_at']}" if isinstance(one, dict) else str(one) for one in value)
    return ", ".join(told) or None
