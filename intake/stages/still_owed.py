"""Still owed: what a case was promised beside its first answer before it became an emergency; that stays promised.

Nothing in a contract says that an emergency ends it, and who was told "we will" is not told otherwise in silence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from intake.contract.as_json import promise_to_json
from intake.domain.case import Case
from intake.domain.contract import Contract, Force, PromiseKind
from intake.domain.kept import Act, deadline_in, held
from intake.domain.promise import Promise, Undertaking


def as_kept(case: Case, found: Promise) -> dict[str, object]:
    """Return a new promise as its case keeps it, as JSON: with what the earlier one still owes among its others.

    Such an item has a `received_at` of its own, the receipt that it runs from.
    """
    plain: dict[str, Any] = promise_to_json(found)
    owed = list(_still_owed(case, found))
    clauses = sorted({*plain["clauses"], *(item["clause"] for item in owed)})
    return {**plain, "clauses": clauses, "others": [*plain["others"], *owed]}


def with_owed(case: Case, contract: Contract, found: Promise) -> Promise:
    """Return a new promise as its customer is told it: with what is owed still, unless its time was over before."""
    owed = tuple(_undertakings(contract, found, _still_owed(case, found)))
    clauses = tuple(sorted({*found.clauses, *(one.clause for one in owed)}))
    return replace(found, others=(*found.others, *owed), clauses=clauses)


def done_before(case: Case, acts: Sequence[Act]) -> frozenset[PromiseKind]:
    """Return what a case owed from an earlier receipt than its promise of now, and was done: that is promised no more.

    The first answer is never among it.
    """
    first, *others = held(case, acts)
    return frozenset(one.owed.promise for one in others if one.act is not None and one.owed.since < first.owed.since)


def _still_owed(case: Case, found: Promise) -> Iterator[dict[str, Any]]:
    """Yield what a case's promise has beside its first answer and the emergency's has not, each since its own receipt.

    Only what is binding: what was typical or a goal describes a service that an emergency overtakes.
    """
    earlier: Mapping[str, Any] | None = case.promise
    if earlier is None or not found.emergency or earlier["contract"] != found.contract:
        return
    anew = {one.promise for one in found.others}
    for item in earlier["others"]:
        if item["force"] == Force.COMMITMENT and item["promise"] not in anew:
            yield {"received_at": earlier["received_at"], **item}


def _undertakings(contract: Contract, found: Promise, owed: Iterator[Mapping[str, Any]]) -> Iterator[Undertaking]:
    for item in owed:
        wanted = (item["promise"], item["clause"], item["target"])
        rows = (one for one in contract.commitments if (one.promise, one.clause, one.target.words) == wanted)
        row, due_at = next(rows, None), item["due_at"]
        if row is not None and due_at is not None and datetime.fromisoformat(due_at) > found.received_at:
            yield Undertaking(
                promise=row.promise,
                target=row.target,
                force=row.force,
                clause=row.clause,
                calendar=row.calendar,
                deadline=deadline_in(item),
            )
