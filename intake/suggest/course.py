"""Course: what a later message means for its case: worse, the same, better or over. Pure; no model is asked.

A follow-up is short and leans on what was said before: "still down" is as grave as the message it follows. Its own
opinion counts only where it says something of weight, and its words for what is new in them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from intake.domain.course import Course, Development, Reason
from intake.domain.suggestion import Facts, Kind, Locations, Scope, Suggestion
from intake.suggest.phrases import clauses, says

_SHORT = 8  # words of a message that says nothing by itself
_USERS = {Scope.UNKNOWN: 0, Scope.ONE: 0, Scope.SEVERAL: 1, Scope.ALL: 2}
_NO_ASKING = (Kind.INCIDENT, Kind.NOT_A_REQUEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """How a case stood before a message: its severity (1-4), whether the alarm had gone off, what had been stated."""

    severity: int
    alarmed: bool = False
    facts: Facts = field(default_factory=Facts)


def develop(before: Before, later: Suggestion, text: str) -> Development:
    """Return what a later message's opinion and new words mean for a case that stood so before it."""
    said = clauses(text)
    bare = _is_bare(text, said)
    if _is_over(later.facts, said):
        return Development(course=Course.OVER, severity=before.severity, bare=bare)
    reasons = tuple(dict.fromkeys(_worse(before, later, said, bare=bare)))
    if reasons:
        return Development(course=Course.WORSE, severity=_graver(before, later, reasons), reasons=reasons, bare=bare)
    better = tuple(dict.fromkeys(_better(before, later, said)))
    course = Course.BETTER if better else Course.SAME
    return Development(course=course, severity=before.severity, reasons=better, bare=bare)


def in_context(later: Suggestion, found: Development) -> Suggestion:
    """Return the opinion as it counts for the case: what a bare, thankful or easing message would be by itself is none.

    It is confident where something in it is worse by its own words, and raises the alarm only where it is news.
    """
    worse = found.course is Course.WORSE
    return replace(
        later,
        severity=found.severity,
        abstained=not worse or (later.abstained and set(found.reasons) <= {Reason.ALARM}),
        alert=later.alert and Reason.ALARM in found.reasons,
    )


def _is_bare(text: str, said: Sequence[str]) -> bool:
    """Tell whether a message is too short to be judged alone and says nothing new, or is nothing but thanks."""
    if len(text.split()) <= _SHORT:
        return not any(says(clause, "now", "fails") and not says(clause, "still") for clause in said)
    return any(says(clause, "thanks") for clause in said) and not any(says(clause, "fails") for clause in said)


def _is_over(facts: Facts, said: Sequence[str]) -> bool:
    """Tell whether it works again by the last that is said of it."""
    last = None
    for clause in said:
        if says(clause, "over") and not says(clause, "not_over"):
            last = True
        elif says(clause, "fails") or says(clause, "again"):
            last = False
    return facts.over if last is None else last


def _worse(before: Before, later: Suggestion, said: Sequence[str], *, bare: bool) -> Iterator[Reason]:
    now = [clause for clause in said if "?" not in clause and not says(clause, "aside")]
    fails = any(says(clause, "fails") for clause in now)
    if not bare:
        yield from _by_opinion(before, later, fails=fails)
    if now:
        yield from _by_facts(before, later, bare=bare)
    for clause in now:
        if not says(clause, "still") or says(clause, "also"):
            yield from _by_words(before.facts, clause)
    if any(says(clause, "again") for clause in now) or (before.facts.over and fails):
        yield Reason.AGAIN


def _by_opinion(before: Before, later: Suggestion, *, fails: bool) -> Iterator[Reason]:
    """Yield what the model adds; its alarm, which errs on the loud side, only where the words speak of a failure."""
    if not later.abstained and later.severity < before.severity:
        yield Reason.GRAVER
    if later.alert and not before.alarmed and (fails or later.severity < before.severity):
        yield Reason.ALARM


def _by_facts(before: Before, later: Suggestion, *, bare: bool) -> Iterator[Reason]:
    facts = later.facts
    if facts.data_loss and not before.facts.data_loss:
        yield Reason.DATA_LOST
    if later.kind not in _NO_ASKING and not bare:
        return  # "can all users have this?" is no failure of theirs
    if _USERS[facts.scope] > _USERS[before.facts.scope]:
        yield Reason.MORE_USERS
    if facts.locations is Locations.TWO_OR_MORE and before.facts.locations is not Locations.TWO_OR_MORE:
        yield Reason.MORE_PLACES


def _by_words(before: Facts, clause: str) -> Iterator[Reason]:
    """Yield what a clause says that is new to the case; what was all before can grow no more."""
    if says(clause, "data_lost") and not before.data_loss:
        yield Reason.DATA_LOST
    if says(clause, "way_round", "gone"):
        yield Reason.NO_WAY_ROUND
    wider = says(clause, "everybody") and before.scope is not Scope.ALL
    if wider or (says(clause, "others") and _USERS[before.scope] == 0):
        yield Reason.MORE_USERS
    elif says(clause, "also", "place") and _spreads(clause):
        yield Reason.MORE_PLACES
    elif says(clause, "also", "fails"):
        yield Reason.MORE_FAILS


def _spreads(clause: str) -> bool:
    return says(clause, "second") or says(clause, "fails") or len(clause.split()) <= _SHORT


def _better(before: Before, later: Suggestion, said: Sequence[str]) -> Iterator[Reason]:
    facts = later.facts
    if facts.workaround and not before.facts.workaround:
        yield Reason.WAY_ROUND
    if facts.scope is not Scope.UNKNOWN and _USERS[facts.scope] < _USERS[before.facts.scope]:
        yield Reason.FEWER_USERS
    if any(says(clause, "eases") and not says(clause, "fails") for clause in said):
        yield Reason.EASES


def _graver(before: Before, later: Suggestion, reasons: Sequence[Reason]) -> int:
    """Return the severity of a case that got worse: what is suggested, or by the rubric what its words make it.

    Lost data are a 1, and all who cannot work are one; anything else moves a case up by one, but no higher than 2.
    """
    suggested = later.severity if Reason.GRAVER in reasons else before.severity
    if Reason.DATA_LOST in reasons:
        return 1
    everybody = later.facts.scope is Scope.ALL and Reason.MORE_USERS in reasons
    own_words = set(reasons) - {Reason.GRAVER, Reason.ALARM}
    moved = before.severity if not own_words else max(before.severity - 1, 1 if everybody else 2)
    return min(suggested, moved, before.severity)
