"""Storms: a grave message is held against the recent ones of other customers; what looks like one outage is grouped.

A storm sets no level and writes to no customer: engineers see it, and a contract may have it suggest a level to them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from intake.contract.promise import promise
from intake.domain.case import Accepted, Case, Standing
from intake.domain.contract import Level
from intake.domain.identity import Degree
from intake.domain.promise import Situation
from intake.domain.storm import Storm, StormCase
from intake.domain.suggestion import Kind, Suggestion
from intake.stages.calls.call import note
from intake.stages.desk import Run
from intake.stages.watch import is_answered
from intake.storage import cases, identities, messages, storms
from intake.suggest.likeness import Weights, weights
from intake.suggest.storm import Found, Signal, find, shared, shared_by
from intake.suggest.terms import terms

JOINED = "storm.joined"
_GRAVE = 2  # the least severity that counts


def is_grave(found: Suggestion) -> bool:
    """Tell whether an opinion makes a message one that may be part of a storm: severity 1 or 2, or the alarm."""
    return found.alert or (found.severity <= _GRAVE and found.kind is Kind.INCIDENT)


def recognise(run: Run, case: Case, accepted: Accepted | None = None) -> Storm | None:
    """Hold a case's grave message, its latest unless one is given, against the recent ones; return the case's storm.

    None for a case by itself, and for one whose storm an engineer has closed. Mail that looks forged makes no storm.
    """
    message = accepted or messages.of_case(run.connection, case.id)[-1]
    at = message.envelope.received_at
    if identities.of_case(run.connection, case.id).degree is Degree.FORGED:
        return None
    is_new = storms.signal(run.connection, message.id, case.id, case.customer_id, at)
    known = storms.of_case(run.connection, case.id)
    if known is not None:
        if is_new and known.closed_at is None:
            storms.goes_on(run.connection, known.id, at)
        return known if known.closed_at is None else None
    if is_new:
        _hold(run, storms.of_message(run.connection, message.id))
    return storms.of_case(run.connection, case.id)


def suggested(run: Run, case: Case, storm: Storm) -> Level | None:
    """Return the level that a storm suggests for one of its cases, by the case's contract; None where it has none."""
    contract = run.desk.contract_of(case)
    return None if contract is None else contract.storm_level(storm.customers)


def _hold(run: Run, new: Signal) -> None:
    recent = [one for one in storms.recent(run.connection, new.at, run.desk.storms) if one.message_id != new.message_id]
    if not recent:
        return
    worth = _worth(run, new.at)
    found = find(new, recent, run.desk.storms, worth)
    if found is not None:
        _keep(run, found, worth)


def _worth(run: Run, at: datetime) -> Weights:
    """Return what words are worth at this desk, by its messages before those that are compared."""
    before = storms.lately(run.connection, at - run.desk.storms.window)
    return weights([terms(words) for words in before])


def _keep(run: Run, found: Found, worth: Weights) -> None:
    """Write a storm as it stands now, with each new case on its trail, and let engineers look where it says so."""
    first = min(one.at for one in found.signals)
    words = shared(found.signals, worth)
    number = storms.begin(run.connection, first, words) if found.storm_id is None else found.storm_id
    before = storms.find(run.connection, number)
    moments = [one.at for one in found.signals]
    if before is not None and found.storm_id is not None:
        moments += [before.opened_at, before.last_at]
    storms.spread(run.connection, number, moments, words)
    for one in found.signals:
        if one.storm_id is None:
            _put(run, number, one, shared_by(one, _others(one, found.signals), worth))
    storm = storms.find(run.connection, number)
    if storm is not None:
        _look_at_each(run, storm)


def _others(one: Signal, every: Sequence[Signal]) -> Iterable[Signal]:
    return (other for other in every if other.case_id != one.case_id)


def _put(run: Run, number: int, one: Signal, words: tuple[str, ...]) -> None:
    inside = StormCase(
        case_id=one.case_id, message_id=one.message_id, customer_id=one.customer_id, at=one.at, words=words
    )
    if storms.put(run.connection, number, inside):
        note(run, one.case_id, JOINED, {"storm": number, "message": one.message_id, "words": list(words)})


def _look_at_each(run: Run, storm: Storm) -> None:
    """Move the engineers' clock of the cases whose contract has a level for storms; an answered case keeps its own."""
    for case in cases.many(run.connection, [one.case_id for one in storm.inside]).values():
        level = suggested(run, case, storm)
        if level is None or case.closed_at is not None or case.standing is not Standing.RULE:
            continue
        at = _response(run, case, level)
        earlier = case.attention_at is None or (at is not None and at < case.attention_at)
        if at is not None and earlier and not is_answered(run, case):
            cases.update(run.connection, replace(case, attention_at=at))
            note(run, case.id, "storm.suggested", {"storm": storm.id, "level": level.id, "customers": storm.customers})


def _response(run: Run, case: Case, level: Level) -> datetime | None:
    """Return by when a level's initial response would be due, None where its contract gives no time."""
    contract = run.desk.contract_of(case)
    if contract is None:
        return None
    asked = Situation(received_at=case.opened_at, plan=case.plan, level=level.id, emergency=False)
    return promise(contract, asked).main.deadline.due_at
