"""The records a verdict leaves: the decision, the trail, and what it teaches the next model."""

from dataclasses import dataclass, replace

from intake.domain.case import Case, Standing
from intake.domain.contract import Contract
from intake.domain.suggestion import Kind, Suggestion
from intake.review.engineer import Engineer
from intake.storage import decisions, messages, suggestions

_NOTHING_ASKED = 4  # by the rubric: nominal


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """An engineer's word; `severity` is the rubric's where the case's contract has no level to say it."""

    standing: Standing
    reason: str = ""
    severity: int | None = None


def record(engineer: Engineer, case: Case, contract: Contract | None, taught: Taught) -> None:
    """Append the decision, the feedback and the audit row of a verdict; `case` is as it stands now."""
    run = engineer.run
    decision = decisions.Decision(
        case_id=case.id,
        at=run.now,
        actor=engineer.name,
        action=str(taught.standing),
        level=case.level,
        reason=taught.reason,
        promise=case.promise,
    )
    decisions.add(run.connection, decision)
    decisions.add_feedback(run.connection, _feedback(engineer, case, contract, taught))
    detail = {"level": case.level, "emergency": case.emergency, "reason": taught.reason}
    engineer.note(case, f"case.{taught.standing}", detail)


def teach_no_request(engineer: Engineer, case: Case) -> None:
    """Append what a case teaches in which nothing was asked for."""
    word = _word(engineer, case, _opinion(engineer, case), _NOTHING_ASKED)
    decisions.add_feedback(engineer.run.connection, replace(word, kind=Kind.NOT_A_REQUEST))


def _feedback(engineer: Engineer, case: Case, contract: Contract | None, taught: Taught) -> decisions.Feedback:
    opinion = _opinion(engineer, case)
    return _word(engineer, case, opinion, _severity(case, contract, opinion, taught))


def _opinion(engineer: Engineer, case: Case) -> Suggestion | None:
    found = suggestions.of_case(engineer.run.connection, case.id)
    return None if found is None else found[1]


def _word(engineer: Engineer, case: Case, opinion: Suggestion | None, severity: int | None) -> decisions.Feedback:
    return decisions.Feedback(
        case_id=case.id,
        message_id=messages.of_case(engineer.run.connection, case.id)[0].id,
        at=engineer.run.now,
        actor=engineer.name,
        suggested=None if opinion is None else opinion.severity,
        severity=severity,
        level=case.level,
        model=None if opinion is None else opinion.model,
    )


def _severity(case: Case, contract: Contract | None, opinion: Suggestion | None, taught: Taught) -> int | None:
    """Return the severity that a verdict teaches; None where nobody has named one."""
    level = None if contract is None or case.level is None else contract.level(case.level)
    if level is not None:
        return min(level.severities, default=None)
    if taught.severity is not None:
        return taught.severity
    if case.emergency:
        return 1  # by the rubric: nobody can work
    if opinion is None or opinion.abstained or taught.standing is not Standing.CONFIRMED:
        return None
    return opinion.severity
