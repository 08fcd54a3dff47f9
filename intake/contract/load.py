"""A contract file's text to a `Contract`, or one line that says what is wrong with it and where."""

import tomllib
from datetime import date, time

from pydantic import ValidationError

from intake.contract import schema
from intake.contract.consistent import refuse_inconsistent
from intake.contract.zones import zone
from intake.domain.contract import (
    Calendar,
    ChannelRule,
    Commitment,
    Contract,
    Emergency,
    ForAPerson,
    Level,
    Notice,
    Plan,
    Ruling,
    Target,
    Window,
)
from intake.domain.errors import BadInput

_WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


def load_contract(text: str, name: str) -> Contract:
    """Read a contract from TOML text; `name` is the file's name for messages.

    Raises BadInput with the file, the place in it, what is wrong and what to write instead.
    """
    try:
        file = schema.ContractFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{name}: not valid TOML: {error}") from error
    except ValidationError as error:
        raise BadInput(f"{name}: {first_mistake(error)}") from error
    try:
        contract = _contract(file)
        refuse_inconsistent(contract)
    except BadInput as error:
        raise BadInput(f"{name}: {error}") from error
    return contract


def first_mistake(error: ValidationError) -> str:
    """Say the first thing pydantic found wrong, with its place, in one line."""
    first = error.errors(include_url=False)[0]
    place = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    if first["type"] == "extra_forbidden":
        return f"{place}: this key is not known here; remove it or check its spelling"
    if first["type"] == "missing":
        return f"{place}: this key is missing"
    return f"{place}: {first['msg']} (found {first['input']!r})"


def _contract(file: schema.ContractFile) -> Contract:
    return Contract(
        id=file.id,
        title=file.title,
        vendor=file.vendor,
        source=file.source,
        zone=zone(file.zone),
        plans=tuple(Plan(id=part.id, name=part.name) for part in file.plans),
        ambiguous_plans=tuple(file.ambiguous_plans.items()),
        levels=tuple(_level(part) for part in file.levels),
        calendars=tuple(_calendar(part, file.zone) for part in file.calendars),
        commitments=tuple(_commitment(part) for part in file.commitments),
        channels=tuple(ChannelRule(**dict(part)) for part in file.channels),
        emergency=None if file.emergency is None else _emergency(file.emergency),
        level_change=file.level_change,
        level_change_clause=file.level_change_clause,
        notices=tuple(_notice(part) for part in file.notices),
        rulings=tuple(Ruling(**dict(part)) for part in file.rulings),
        for_a_person=tuple(ForAPerson(clause=part.clause, title=part.title) for part in file.for_a_person),
        telephones=file.telephones,
        telephone_levels=frozenset(file.telephone_levels),
        telephone_wanted=file.telephone_wanted,
        website=file.website,
    )


def _level(part: schema.LevelPart) -> Level:
    kinds = frozenset(str(kind) for kind in part.kinds)
    return Level(**{**dict(part), "severities": frozenset(part.severities), "kinds": kinds})


def _calendar(part: schema.CalendarPart, contract_zone: str) -> Calendar:
    own_zone = part.zone or contract_zone
    return Calendar(
        id=part.id,
        zone=zone(own_zone),
        always=part.always,
        windows=tuple(_window(window, own_zone) for window in part.windows),
        closed_dates=frozenset(day for day in part.holidays if isinstance(day, date)),
        holiday_countries=tuple(_country(day) for day in part.holidays if isinstance(day, str)),
        words=part.words,
        clause=part.clause,
        assumed=part.assumed,
        rulings=part.rulings,
    )


def _window(part: schema.WindowPart, calendar_zone: str) -> Window:
    if part.opens == "24:00":
        raise BadInput("a window cannot open at 24:00: write 00:00 and name the next weekday")
    opens_zone, closes_zone = part.opens_zone or calendar_zone, part.closes_zone or calendar_zone
    # In one zone a closing that is not later than the opening can only be the next day's.
    over_midnight = opens_zone == closes_zone and part.closes <= part.opens
    return Window(
        days=frozenset(_WEEKDAYS[day] for day in part.days),
        opens=time.fromisoformat(part.opens),
        opens_zone=zone(opens_zone),
        closes=None if part.closes == "24:00" else time.fromisoformat(part.closes),
        closes_zone=zone(closes_zone),
        next_day=part.next_day or over_midnight,
    )


def _country(code: str) -> str:
    from holidays import list_supported_countries

    if code not in list_supported_countries():
        raise BadInput(f"holidays: {code!r} is not a country code: write one such as US, or a date such as 2026-12-24")
    return code


def _commitment(part: schema.CommitmentPart) -> Commitment:
    kinds = frozenset(str(kind) for kind in part.kinds)
    return Commitment(**{**dict(part), "target": Target(**dict(part.target)), "kinds": kinds})


def _emergency(part: schema.EmergencyPart) -> Emergency:
    return Emergency(
        clause=part.clause,
        evidence=tuple(frozenset(facts) for facts in part.evidence),
        unless=frozenset(part.unless),
        half=None if part.half is None else frozenset(part.half),
        own_it=None if part.own_it is None else frozenset(part.own_it),
        provisional=part.provisional,
    )


def _notice(part: schema.NoticePart) -> Notice:
    return Notice(
        id=part.id,
        when=frozenset(part.when),
        clause=part.clause,
        levels=frozenset(part.levels),
        facts=tuple(part.facts.items()),
    )
