"""Watch: set the warnings of what is still to be done on a case, and give the case its place in the queue.

Called whenever something promised or done has changed. The warnings that were set go, and those of what is open now
come: at fractions of each undertaking's counted time, and at its deadline.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from intake.contract.elapsed import reached
from intake.domain.case import Case
from intake.domain.contract import PromiseKind
from intake.domain.kept import Held, State, held
from intake.domain.timer import Timer, TimerKind
from intake.stages.desk import Desk, Run
from intake.storage import cases, kept, timers

DEADLINE = 1.0  # the fraction at which a promise is missed
_WARNED_OF = (PromiseKind.INITIAL_RESPONSE, PromiseKind.BEGIN_WORK, PromiseKind.RESOLUTION)


def watch(run: Run, case: Case) -> Case:
    """Set a case's warnings anew and return it, with the engineers' clock on what is open once it is answered."""
    standing = held(case, kept.of_case(run.connection, case.id))
    wanted = [] if case.closed_at is not None else [timer for one in standing for timer in _timers(run, case, one)]
    _set(run, case, wanted)
    if case.closed_at is not None:
        return case
    placed = _in_its_place(case, standing)
    if placed is not case:
        cases.update(run.connection, placed)
    return placed


def is_answered(run: Run, case: Case) -> bool:
    """Tell whether the first answer that is promised now has been given."""
    return held(case, kept.of_case(run.connection, case.id))[0].state is not State.PENDING


def moments(desk: Desk, one: Held) -> Iterator[tuple[float, datetime]]:
    """Yield when an undertaking is warned of: each fraction of its time with its instant, the deadline last."""
    if one.state is not State.PENDING or one.owed.promise not in _WARNED_OF:
        return
    for fraction in (*desk.warn_at, DEADLINE):
        moment = reached(one.owed.deadline, fraction)
        if moment is not None:
            yield fraction, moment


def _set(run: Run, case: Case, wanted: Sequence[Timer]) -> None:
    """Let exactly the wanted warnings be set; those that are keep their place."""
    there = []
    for timer in timers.of_case(run.connection, case.id):
        if timer.kind is not TimerKind.WARNING:
            continue
        if timer.detail in [one.detail for one in wanted]:
            there.append(timer.detail)
        else:
            timers.done(run.connection, timer)
    for timer in wanted:
        if timer.detail not in there:
            _put(run, timer)


def _put(run: Run, timer: Timer) -> None:
    """Set a warning, also one that was dropped before and comes back with its promise: a key is used once for ever."""
    for again in count():
        if timers.put(run.connection, replace(timer, key=f"{timer.key}:{again}")):
            return


def _timers(run: Run, case: Case, one: Held) -> Iterator[Timer]:
    due_at = one.owed.deadline.due_at
    for fraction, moment in moments(run.desk, one):
        detail = {"promise": str(one.owed.promise), "due_at": due_at and due_at.isoformat(), "fraction": fraction}
        key = f"warning:{case.id}:{one.owed.promise}:{moment.isoformat()}:{fraction}"
        yield Timer(kind=TimerKind.WARNING, case_id=case.id, key=key, due_at=moment, detail=detail)


def _in_its_place(case: Case, standing: Sequence[Held]) -> Case:
    """Return an answered case with the next deadline as its engineers' clock; one that waits for an answer as it is."""
    if standing[0].state is State.PENDING:
        return case
    coming = [one.owed.deadline.due_at for one in standing if one.state is State.PENDING]
    attention_at = min((due_at for due_at in coming if due_at is not None), default=None)
    return case if attention_at == case.attention_at else replace(case, attention_at=attention_at)
