"""A contract applied to one receipt: the undertaking whose clock is printed, the others, the notices."""

from intake.contract.clock import deadline
from intake.contract.decide import Decided, decide
from intake.contract.zones import zone_name
from intake.domain.contract import Commitment, Contract, Notice, PromiseKind, When
from intake.domain.errors import GiveUp
from intake.domain.promise import Promise, Situation, Undertaking


def promise(contract: Contract, situation: Situation) -> Promise:
    """Say what `contract` promises in `situation`, and by when.

    Raises BadInput when the situation does not fit the contract (no such plan or level, a time without
    an offset, nothing to choose a clock by), GiveUp when it would rest on a ruling that nobody has made.
    """
    decided = decide(contract, situation)
    rows = [row for row in contract.commitments if _applies(row, decided, situation.plan)]
    main = next((row for row in rows if row.promise is PromiseKind.INITIAL_RESPONSE), None)
    if main is None:
        raise GiveUp(f"{contract.id}: no initial response is written for {decided.clock_level}, plan {situation.plan}")
    received = situation.received_at.replace(microsecond=0).astimezone(contract.zone)
    undertaking = _undertaking(contract, main, situation)
    others = tuple(_undertaking(contract, row, situation) for row in rows if row is not main)
    closed = undertaking.deadline.starts_at > received and undertaking.deadline.due_at is not None
    notices = _notices(contract, decided, situation.plan, closed=closed)
    return Promise(
        contract=contract.id,
        contract_version=contract.version,
        plan=situation.plan,
        channel=situation.channel,
        level=decided.level,
        clock_level=decided.clock_level,
        provisional=decided.provisional,
        emergency=decided.emergency,
        main=undertaking,
        others=others,
        clauses=_clauses(rows, decided),
        received_at=received,
        zone=zone_name(contract.zone),
        notices=tuple(notice.id for notice in notices),
        rulings=_rulings(contract, rows, notices, decided),
    )


def _applies(row: Commitment, decided: Decided, plan: str | None) -> bool:
    if decided.emergency or row.emergency:
        return decided.emergency and row.emergency and row.plan in (None, plan)
    if decided.kind is not None or row.kinds:
        return decided.kind in row.kinds
    return row.level in (None, decided.clock_level) and row.plan in (None, plan)


def _undertaking(contract: Contract, row: Commitment, situation: Situation) -> Undertaking:
    return Undertaking(
        promise=row.promise,
        target=row.target,
        force=row.force,
        clause=row.clause,
        calendar=row.calendar,
        deadline=deadline(row.target, contract.calendar(row.calendar), situation.received_at),
    )


def _clauses(rows: list[Commitment], decided: Decided) -> tuple[str, ...]:
    return tuple(sorted({*decided.clauses, *(row.clause for row in rows)}))


def _rulings(
    contract: Contract, rows: list[Commitment], notices: tuple[Notice, ...], decided: Decided
) -> tuple[str, ...]:
    used = {*contract.general_rulings, *decided.rulings, *(name for row in rows for name in row.rulings)}
    used |= {name for row in rows for name in contract.calendar(row.calendar).rulings}
    used |= {name for notice in notices for name in notice.rulings}
    for ruling in contract.rulings:
        if ruling.id in used and ruling.in_force is None:
            raise GiveUp(f"{contract.id}: clause {ruling.clause} is ambiguous; settle the ruling {ruling.id!r} first")
    return tuple(ruling.id for ruling in contract.rulings if ruling.id in used)


def _notices(contract: Contract, decided: Decided, plan: str | None, *, closed: bool) -> tuple[Notice, ...]:
    when = decided.when | {When.CLOSED} if closed else decided.when
    return tuple(
        notice
        for notice in contract.notices
        if (not notice.plans or plan in notice.plans)
        and (notice.when & when or (When.CLOCK_LEVEL in notice.when and decided.clock_level in notice.levels))
    )
