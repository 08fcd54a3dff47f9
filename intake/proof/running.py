"""From when a letter says that a time runs: from the receipt or from the next opening, as the contract counts it."""

import re
from collections.abc import Iterator

from intake.domain.promise import Undertaking
from intake.domain.target import TargetKind, Unit
from intake.proof.claims import Told
from intake.proof.moments import fits
from intake.proof.phrasebook import Sentence


def misrun(blocks: tuple[tuple[Sentence, ...], ...], told: Told) -> Iterator[str]:
    """Yield a sentence for each time that is said to run from another moment than it does.

    A sentence with the receipt in it speaks of every deadline, one without it of the main one and the next opening.
    """
    if told.promise is None:
        return
    late = _late(told)
    for sentence in (sentence for block in blocks for sentence in block):
        if not re.search(told.book.tongue.runs, sentence.text, re.IGNORECASE):
            continue
        if _names_the_receipt(sentence, told):
            yield from (f"the time of {each.promise} is said to run from the receipt, before we open" for each in late)
        elif told.promise.main not in late:
            yield f"the time of {told.promise.main.promise} is said to run from the next opening, not from the receipt"


def _names_the_receipt(sentence: Sentence, told: Told) -> bool:
    received = told.received.replace(microsecond=0)
    return any(mark.moment is not None and fits(mark.moment, received, told.zone) for _, mark in sentence.marks)


def _late(told: Told) -> tuple[Undertaking, ...]:
    """Return what is counted from an opening after the receipt: not weeks, and not what is due at once."""
    counted = (TargetKind.WITHIN, TargetKind.SAME_DAY)
    return tuple(
        each
        for each in told.promised
        if told.promise is not None
        and each.deadline.due_at is not None
        and each.deadline.starts_at > told.promise.received_at
        and each.target.kind in counted
        and each.target.unit is not Unit.WEEKS
    )
