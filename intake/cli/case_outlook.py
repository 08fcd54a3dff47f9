"""What a case would be promised at each level, before an engineer sets one: a compact table, and as JSON."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from intake.cli.words import Zones, length

if TYPE_CHECKING:
    from intake.domain.question import Question
    from intake.review.outlook import Prospect
    from intake.review.queue import CaseFile


def prospects(found: "CaseFile") -> "tuple[Prospect, ...]":
    """Return what each level would promise now; nothing for a case without a contract."""
    from intake.bootstrap.clock import now
    from intake.review.outlook import outlook

    return () if found.contract is None or found.case.asked is None else outlook(found.case, found.contract, now())


def outlook_rows(found: "CaseFile", zones: Zones) -> Iterator[tuple[str, str]]:
    """Yield a line for each level that an engineer could set; none for a closed case."""
    for prospect in prospects(found) if found.case.closed_at is None else ():
        if not prospect.stands:
            level = "emergency" if prospect.level is None else f"level {prospect.level}"
            yield level, _said(prospect, zones, silent=bool(found.untold or found.unreachable))


def _said(prospect: "Prospect", zones: Zones, *, silent: bool) -> str:
    main = prospect.promise.main
    due = "no deadline" if main.deadline.due_at is None else f"due {zones.promised(main.deadline.due_at)}"
    past = "" if prospect.past is None else f", already past by {length(prospect.past)}"
    customer = {"asked": "the customer is asked first", "told": "the customer is told", "nothing": "no letter"}
    told = (
        "no letter goes out: tell the customer" if silent and prospect.tells != "nothing" else customer[prospect.tells]
    )
    return f'"{main.target.words}", {due}{past}; {told}'


def outlook_json(found: "CaseFile") -> list[dict[str, object]]:
    """Return the outlook as plain values: `level` is null for the emergency, `past_seconds` when nothing is past."""
    return [_plain(prospect) for prospect in prospects(found)]


def _plain(prospect: "Prospect") -> dict[str, object]:
    main, past = prospect.promise.main, prospect.past
    return {
        "level": prospect.level,
        "name": prospect.name,
        "emergency": prospect.level is None,
        "target": main.target.words,
        "force": main.force,
        "clause": main.clause,
        "due_at": None if main.deadline.due_at is None else main.deadline.due_at.isoformat(),
        "past_seconds": None if past is None else int(past.total_seconds()),
        "needs_agreement": prospect.needs_agreement,
        "customer": prospect.tells,
        "stands": prospect.stands,
    }


def question_json(question: "Question | None") -> Mapping[str, object] | None:
    """Return what the customer was asked last, and what became of it, as plain values."""
    if question is None:
        return None
    return {
        "level": question.level,
        "asked_by": question.asked_by,
        "asked_at": question.asked_at.isoformat(),
        "written": question.written,
        "answer": question.answer,
        "answered_at": None if question.answered_at is None else question.answered_at.isoformat(),
    }
