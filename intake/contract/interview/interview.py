"""The questions about a new contract in their order, each answer checked at once."""

from collections.abc import Callable

from intake.contract.interview.answers import Answers, EmergencyAnswer, PlanAnswer, RowAnswer
from intake.contract.interview.asking import Asks, Interview, Wording, text
from intake.contract.interview.channels import (
    ask_change,
    ask_channels,
    ask_default_level,
    ask_otherwise,
    ask_phone_only,
)
from intake.contract.interview.hours import ask_hours, calendars
from intake.contract.interview.levels import ask_levels, refuse_twice
from intake.contract.interview.rows import ask_rows, cell_said
from intake.contract.interview.said import NONE, evidence_said, facts_said, identifier, listing, zone_named
from intake.contract.interview.signing import ask_signer
from intake.contract.interview.telephone import ask_telephone_levels, ask_telephones, ask_website
from intake.domain.contract import Fact, Force
from intake.domain.errors import BadInput


def interview(wording: Wording, asks: Asks, accept_id: Callable[[str], None]) -> Answers:
    """Ask everything that a first contract file needs; `accept_id` raises BadInput for an id that cannot be used."""
    talk = Interview(wording=wording, asks=asks)
    vendor = talk.ask("vendor", text)
    contract_id = talk.ask("id", lambda answer: _id(answer, accept_id), computed=_id_from(vendor))
    title = talk.ask("title", text, vendor=vendor)
    source, zone = talk.ask("source", text), talk.ask("zone", zone_named)
    plans, levels = talk.ask("plans", _plans), ask_levels(talk)
    hours = ask_hours(talk)
    rows = ask_rows(talk, levels, plans, always=hours.always)
    default = ask_default_level(talk, levels) if levels else None
    phone_only = ask_phone_only(talk, levels, default) if default is not None else None
    otherwise = ask_otherwise(talk, levels, phone_only) if phone_only is not None else None
    channels = ask_channels(talk, phone_only) if levels else ()
    change = ask_change(talk) if levels else None
    emergency, in_emergency = _ask_emergency(talk, always=hours.always)
    rows = (*in_emergency, *rows)
    telephones = ask_telephones(talk)
    return Answers(
        vendor=vendor,
        id=contract_id,
        title=title,
        source=source,
        zone=zone,
        plans=plans,
        levels=levels,
        calendars=calendars(hours, {row.calendar for row in rows}, wording["hours"]["assumed"]),
        rows=rows,
        channels=channels,
        default_level=default,
        phone_only=phone_only,
        otherwise=otherwise,
        change=change,
        emergency=emergency,
        telephones=telephones,
        telephone_levels=ask_telephone_levels(talk, levels, phone_only, telephones),
        website=ask_website(talk, needed=bool(phone_only and not telephones)),
        signer=ask_signer(talk),
    )


def _id_from(vendor: str) -> str:
    """Return an id made from the vendor's name; empty where no letter of it may stand in an id."""
    try:
        return identifier(vendor)
    except BadInput:
        return ""


def _id(answer: str, accept_id: Callable[[str], None]) -> str:
    found = answer.strip()
    if found != identifier(found):
        raise BadInput(f"{found!r} will not do as an id; write {identifier(found)}")
    accept_id(found)
    return found


def _plans(answer: str) -> tuple[PlanAnswer, ...]:
    found = tuple(PlanAnswer(id=identifier(name), name=name) for name in listing(answer))
    refuse_twice([plan.id for plan in found])
    return found


def _ask_emergency(talk: Interview, *, always: bool) -> tuple[EmergencyAnswer | None, tuple[RowAnswer, ...]]:
    evidence = talk.ask("emergency", lambda answer: () if _is_none(answer) else evidence_said(answer))
    if not evidence:
        return None, ()

    def read(answer: str) -> tuple[Fact, ...]:
        found = () if _is_none(answer) else facts_said(answer)
        for fact in found:
            if any(fact in way for way in evidence):
                raise BadInput(f"{fact.replace('_', ' ')} makes an emergency, so it cannot rule one out")
        return found

    unless = talk.ask("emergency.unless", read)
    cell = talk.ask("emergency.response", lambda answer: cell_said(answer, always=always))
    clause = talk.ask_clause("emergency.clause")
    half = next(
        (tuple(fact for fact in way if fact is not Fact.TWO_LOCATIONS) for way in evidence if _is_half(way)), ()
    )
    row = RowAnswer(
        target=cell.target,
        force=Force.COMMITMENT,
        calendar=cell.calendar,
        clause=clause,
        emergency=True,
        rulings=(*cell.rulings, "emergency-on-the-customers-word"),
    )
    return EmergencyAnswer(clause=clause, evidence=evidence, unless=unless, half=half), (row,)


def _is_none(answer: str) -> bool:
    return answer.strip().lower() == NONE


def _is_half(way: tuple[Fact, ...]) -> bool:
    """Tell whether the second location is what may be missing."""
    return Fact.TWO_LOCATIONS in way and len(way) > 1
