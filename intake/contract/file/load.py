"""A contract file's text to a `Contract`, or one line that says what is wrong with it and where."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, tzinfo
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from intake.contract.file import schema
from intake.contract.file.consistent import refuse_inconsistent
from intake.contract.file.examples import examples
from intake.contract.file.mistakes import one_line, shape_mistake, toml_mistake
from intake.contract.windows import instant
from intake.contract.zones import zone
from intake.domain.calendar import Calendar, Closure, Window
from intake.domain.contract import ChannelRule, Commitment, Contract, Emergency, ForAPerson, Level, Notice, Plan, Ruling
from intake.domain.errors import BadInput
from intake.domain.target import Target

_WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


def load_contract(text: str, name: str) -> Contract:
    """Read a contract from TOML text; `name` is the file's name for messages.

    Raises BadInput with the file, the place in it, what is wrong and what to write instead, in one line.
    """
    try:
        contract = contract_of(_document(text))
    except BadInput as error:
        raise BadInput(one_line(f"{name}: {error}")) from error
    return replace(contract, digest=sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def contract_of(document: dict[str, Any]) -> Contract:
    """Read a contract from a file's plain values; raises BadInput with the place and the mend."""
    try:
        file = schema.ContractFile.model_validate(document)
    except ValidationError as error:
        raise BadInput(shape_mistake(error, schema.ContractFile, document)) from error
    contract = _contract(file)
    refuse_inconsistent(contract)
    return contract


def _document(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))  # Windows' editor writes the mark
    except tomllib.TOMLDecodeError as error:
        raise BadInput(toml_mistake(error, text)) from error
    except RecursionError as error:
        raise BadInput("not valid TOML (brackets within brackets without end); close them") from error
    except ValueError as error:  # Python reads no whole number of more than 4300 digits
        raise BadInput("not valid TOML (a number has thousands of digits); write a shorter one") from error


@contextmanager
def _at(place: str) -> Iterator[None]:
    """Put the place before whatever is refused inside."""
    try:
        yield
    except BadInput as error:
        raise BadInput(f"{place}: {error}") from error


def _zone(name: str, place: str) -> tzinfo:
    with _at(place):
        return zone(name)


def _refuse_half(file: schema.ContractFile) -> None:
    """Refuse who may change a level without the clause that says so, and the other way round."""
    both = {"level_change", "level_change_clause"}
    for missing in sorted(both - file.model_fields_set) if both & file.model_fields_set else ():
        raise BadInput(f"{missing}: this key is missing; level_change and level_change_clause go together")


def _contract(file: schema.ContractFile) -> Contract:
    _refuse_half(file)
    return Contract(
        id=file.id,
        title=file.title,
        vendor=file.vendor,
        source=file.source,
        zone=_zone(file.zone, "zone"),
        effective_from=file.effective_from,
        plans=tuple(Plan(**dict(part)) for part in file.plans),
        ambiguous_plans=tuple(file.ambiguous_plans.items()),
        levels=tuple(_level(part) for part in file.levels),
        calendars=tuple(_calendar(part, file.zone) for part in file.calendars),
        commitments=tuple(_commitment(part) for part in file.commitments),
        channels=tuple(ChannelRule(**dict(part)) for part in file.channels),
        emergency=None if file.emergency is None else _emergency(file.emergency),
        level_change=file.level_change,
        level_change_clause=file.level_change_clause,
        level_change_assumed=file.level_change_assumed,
        level_change_rulings=file.level_change_rulings,
        notices=tuple(_notice(part) for part in file.notices),
        rulings=tuple(Ruling(**dict(part)) for part in file.rulings),
        general_rulings=file.general_rulings,
        for_a_person=tuple(ForAPerson(**dict(part)) for part in file.for_a_person),
        telephones=file.telephones,
        telephone_levels=frozenset(file.telephone_levels),
        telephone_wanted=file.telephone_wanted,
        website=file.website,
        translations=tuple((language, tuple(texts.items())) for language, texts in file.translations.items()),
        examples=examples(file.examples),
    )


def _level(part: schema.LevelPart) -> Level:
    kinds = frozenset(str(kind) for kind in part.kinds)
    return Level(**{**dict(part), "severities": frozenset(part.severities), "kinds": kinds})


def _calendar(part: schema.CalendarPart, contract_zone: str) -> Calendar:
    own_zone = part.zone or contract_zone
    place = f"calendars, {part.id}"
    windows = enumerate(part.windows, start=1)
    calendar_zone = _zone(own_zone, f"{place}, zone")
    return Calendar(
        id=part.id,
        zone=calendar_zone,
        always=part.always,
        windows=tuple(_window(window, own_zone, f"{place}, windows {number}") for number, window in windows),
        closed_dates=frozenset(day for day in part.holidays if isinstance(day, date)),
        holiday_countries=tuple(_country(day, place) for day in part.holidays if isinstance(day, str)),
        closures=tuple(_closure(closure, calendar_zone) for closure in part.closures),
        words=part.words,
        clause=part.clause,
        assumed=part.assumed,
        rulings=part.rulings,
    )


def _closure(part: schema.ClosurePart, calendar_zone: tzinfo) -> Closure:
    def at(wall: datetime) -> datetime:
        return instant(wall.date(), wall.time(), calendar_zone)

    return Closure(start=at(part.from_), end=at(part.to), why=part.why)


def _window(part: schema.WindowPart, calendar_zone: str, place: str) -> Window:
    if part.opens == "24:00":
        raise BadInput(f"{place}, opens: a window cannot open at 24:00; write 00:00 and name the next weekday")
    opens_zone, closes_zone = part.opens_zone or calendar_zone, part.closes_zone or calendar_zone
    # In one zone a closing that is not later than the opening can only be the next day's.
    over_midnight = opens_zone == closes_zone and part.closes <= part.opens
    return Window(
        days=frozenset(_WEEKDAYS[day] for day in part.days),
        opens=time.fromisoformat(part.opens),
        opens_zone=_zone(opens_zone, f"{place}, opens_zone"),
        closes=None if part.closes == "24:00" else time.fromisoformat(part.closes),
        closes_zone=_zone(closes_zone, f"{place}, closes_zone"),
        next_day=part.next_day or over_midnight,
    )


def _country(code: str, place: str) -> str:
    from holidays import list_supported_countries

    if code not in list_supported_countries():
        raise BadInput(
            f"{place}, holidays: {code!r} is not a country code; "
            'write one such as "US", or a date without quotes such as 2026-12-24'
        )
    return code


def _commitment(part: schema.CommitmentPart) -> Commitment:
    kinds = frozenset(str(kind) for kind in part.kinds)
    return Commitment(**{**dict(part), "target": Target(**dict(part.target)), "kinds": kinds})


def _emergency(part: schema.EmergencyPart) -> Emergency:
    return Emergency(
        clause=part.clause,
        evidence=tuple(frozenset(facts) for facts in part.evidence),
        evidence_clauses=part.evidence_clauses,
        unless=frozenset(part.unless),
        half=None if part.half is None else frozenset(part.half),
        own_it=None if part.own_it is None else frozenset(part.own_it),
        own_staff_counts=part.own_staff_counts,
        provisional=part.provisional,
        rulings=part.rulings,
    )


def _notice(part: schema.NoticePart) -> Notice:
    return Notice(
        id=part.id,
        when=frozenset(part.when),
        clause=part.clause,
        levels=frozenset(part.levels),
        plans=frozenset(part.plans),
        facts=tuple(part.facts.items()),
        rulings=part.rulings,
    )
