"""What is missing, contradictory or assumed in a contract, in sentences for the support manager."""

from collections.abc import Iterator
from datetime import date, timedelta

from intake.contract.checks.closures import check_closures
from intake.contract.checks.examples import check_examples, check_times
from intake.contract.checks.finding import Finding, FindingKind
from intake.contract.checks.hours import check_hours
from intake.contract.checks.levels import check_levels
from intake.contract.checks.notices import check_notices
from intake.contract.checks.order import check_order
from intake.contract.checks.words import check_words
from intake.contract.file.consistent import references
from intake.domain.contract import Contract, Ruling

_ORDER = list(FindingKind)
_DAY = timedelta(days=1)


def check(contract: Contract, *, today: date, until: date | None = None) -> tuple[Finding, ...]:
    """Return what there is to know about a contract, what stops a promise first.

    The calendars are looked at from January of this year on, for three years. `until` is the day on which a newer
    version begins, None where none is known.
    """
    found = tuple(in_turn(contract, today=today, until=until))
    return tuple(sorted(found, key=lambda finding: (not finding.stops, _ORDER.index(finding.kind))))


def in_turn(contract: Contract, *, today: date, until: date | None = None) -> Iterator[Finding]:
    """Yield the findings as they are made, the quick ones first: who only wants to know of one may stop there."""
    yield from _rulings(contract)
    yield from _signed_later(contract, today)
    yield from _telephone(contract)
    yield from check_levels(contract)
    yield from check_order(contract)
    yield from check_notices(contract)
    yield from check_words(contract)
    yield from check_examples(contract)
    yield from check_times(contract, until)
    yield from _translations(contract)
    yield from check_closures(contract)
    yield from check_hours(contract, year=today.year)
    yield from _for_a_person(contract)


def _rulings(contract: Contract) -> Iterator[Finding]:
    referred = {name for _, names in references(contract) for name in names}
    for ruling in contract.rulings:
        place = f"rulings, {ruling.id}"
        if ruling.id not in referred:
            mend = f'add rulings = ["{ruling.id}"] to the row, calendar, channel or notice it settles.'
            sentence = f"Nothing rests on it: {mend}"
            yield Finding(kind=FindingKind.GAP, place=place, clause=ruling.clause, sentence=sentence, stops=True)
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
            sentence=f"{ruling.question} Read as: {ruling.in_force}.{why} Decided by: {_signed(ruling)}.",
        )


def _signed_later(contract: Contract, today: date) -> Iterator[Finding]:
    """Find signatures of days to come; where the signer sits, it may be tomorrow already."""
    for ruling in contract.rulings:
        if ruling.on is not None and ruling.on > today + _DAY:
            sentence = f"{ruling.by} signed it on {ruling.on}, a day that is still to come; write the day of signing."
            place = f"rulings, {ruling.id}"
            yield Finding(
                kind=FindingKind.CONTRADICTION, place=place, clause=ruling.clause, sentence=sentence, stops=True
            )


def _signed(ruling: Ruling) -> str:
    return ruling.by if ruling.on is None else f"{ruling.by} on {ruling.on}"


def _readings(ruling: Ruling) -> str:
    return " or ".join(f'"{reading}"' for reading in ruling.readings)


def _telephone(contract: Contract) -> Iterator[Finding]:
    by_phone = [level.id for level in contract.levels if level.only_by == "phone"]
    if contract.telephones or not (contract.telephone_wanted or contract.telephone_levels or by_phone):
        return
    whom = f"Customers are to telephone for level {', '.join(by_phone)}" if by_phone else "A telephone number is wanted"
    until = f"until then they are pointed to {contract.website}" if contract.website else "until then none is printed"
    nowhere = bool(by_phone) and not contract.website
    mend = ", or website to where it can be found" if nowhere else ""
    yield Finding(
        kind=FindingKind.MISSING_TELEPHONE,
        place="telephones",
        sentence=f"{whom}, but no number is written: set telephones to the desk's{mend}; {until}.",
        stops=nowhere,
    )


def _translations(contract: Contract) -> Iterator[Finding]:
    """Find what a language leaves out, in one finding: levels and hours, and what another language has."""
    every = {level.name for level in contract.levels} | {calendar.words for calendar in contract.calendars}
    every |= {text for _, pairs in contract.translations for text, _ in pairs}
    for language, pairs in contract.translations:
        if left := sorted(every - {text for text, _ in pairs} - {""}):
            quoted = ", ".join(f'"{text}"' for text in left)
            sentence = f"Letters in this language say in the contract's own: {quoted}; add a translation of each."
            yield Finding(kind=FindingKind.GAP, place=f"translations, {language}", sentence=sentence)


def _for_a_person(contract: Contract) -> Iterator[Finding]:
    for said in contract.for_a_person:
        yield Finding(
            kind=FindingKind.FOR_A_PERSON,
            place="for_a_person",
            clause=said.clause,
            sentence=f"The bot does nothing about this: {said.title}.",
        )
