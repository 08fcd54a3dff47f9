"""What people did between past messages, done again in a replay where what comes later rests on it."""

from contextlib import suppress
from dataclasses import replace

from sqlalchemy import Connection

from intake.domain.case import Accepted
from intake.domain.errors import BadInput
from intake.review.assign import assign
from intake.review.engineer import Engineer
from intake.stages.desk import Run
from intake.storage import past_decisions
from intake.storage.past_decisions import Assignment


class People:
    """The engineers of the past: whom they said a case is for is so in a replay as well, from that moment on."""

    def __init__(self, source: Connection) -> None:
        """`source` is the store in which it happened."""
        self._source = source
        self._left = past_decisions.assignments(source)

    def before(self, run: Run, accepted: Accepted) -> None:
        """Do what had been done when a message of the past was carried through; `run` is the replay's."""
        until = past_decisions.first_entry(self._source, accepted.id) if self._left else None
        while until is not None and self._left and self._left[0].entry < until:
            _again(run, self._left.pop(0))


def _again(run: Run, done: Assignment) -> None:
    """Assign a case again; a replay of a few messages may not have it, and its customer may be gone."""
    engineer = Engineer(name=done.by, run=replace(run, now=done.at))
    with suppress(BadInput), run.connection.begin_nested():
        assign(engineer, done.case_id, done.to, done.reason or "it was so")
