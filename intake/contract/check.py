"""What is missing, contradictory or assumed in a contract, in sentences for the support manager."""

from collections.abc import Iterator

from intake.contract.check_hours import check_hours
from intake.contract.check_levels import check_levels
from intake.contract.finding import Finding, FindingKind
from intake.domain.contract import Contract, Ruling

_ORDER = list(FindingKind)


def check(contract: Contract, *, year: int) -> tuple[Finding, ...]:
    """Return what there is to know about a contract, what stops a promise first.

    The calendars are looked at from January of `year` on, for three years.
    """
    found = [
        *_rulings(contract),
        *check_levels(contract),
        *_telephone(contract),
        *check_hours(contract, year=year),
        *_for_a_person(contract),
    ]
    return tuple(sorted(found, key=lambda finding: (not finding.stops, _ORDER.index(finding.kind))))


def _rulings(contract: Contract) -> Iterator[Finding]:
    for ruling in contract.rulings:
        place = f"rulings, {ruling.id}"
        if ruling.in_force is None:
            yield Finding(
                kind=FindingKind.OPEN_AMBIGUITY,
                place=place,
                clause=ruling.clause,
                sentence=f"{ruling.question} Nobody has decided: set in_force to one of {_readings(ruling)}.",
                stops=True,
            )
            continue
        why = f" {ruling.why}" if ruling.why else ""
        yield Finding(
            kind=FindingKind.SETTLED_RULING,
            place=place,
            clause=ruling.clause,
            sentence=f"{ruling.question} Read as: {ruling.in_force}.{why} Decided by: {ruling.by}.",
        )


def _readings(ruling: Ruling) -> str:
    return " or ".join(f'"{reading}"' for reading in ruling.readings)


def _telephone(contract: Contract) -> Iterator[Finding]:
    by_phone = [level.id for level in contract.levels if level.only_by == "phone"]
    if contract.telephones or not (contract.telephone_wanted or contract.telephone_levels or by_phone):
        return
    whom = f"Customers are to telephone for level {', '.join(by_phone)}" if by_phone else "A telephone number is wanted"
    until = f"until then they are pointed to {contract.website}" if contract.website else "until then none is printed"
    yield Finding(
        kind=FindingKind.MISSING_TELEPHONE,
        place="telephones",
        sentence=f"{whom}, but no number is written: set telephones to the desk's; {until}.",
    )


def _for_a_person(contract: Contract) -> Iterator[Finding]:
    for said in contract.for_a_person:
        yield Finding(
            kind=FindingKind.FOR_A_PERSON,
            place="for_a_person",
            clause=said.clause,
            sentence=f"The bot does nothing about this: {said.title}.",
        )
