"""The questions about a new contract in their order, each answer checked at once."""

from collections.abc import Callable, Sequence

from intake.contract.interview.answers import Answers, EmergencyAnswer, LevelAnswer, PlanAnswer, RowAnswer
from intake.contract.interview.asking import Asks, Interview, Wording, text
from intake.contract.interview.channels import ask_change, ask_channels, ask_default_level, ask_phone_only
from intake.contract.interview.hours import ask_hours, calendars
from intake.contract.interview.rows import ask_rows, cell_said
from intake.contract.interview.said import NONE, evidence_said, facts_said, identifier, listing, one_of, zone_named
from intake.domain.contract import Fact, Force
from intake.domain.errors import BadInput

_SEVERITIES = (1, 2, 3, 4)


def interview(wording: Wording, asks: Asks, accept_id: Callable[[str], None]) -> Answers:
    """Ask everything that a first contract file needs; `accept_id` raises BadInput for an id that cannot be used."""
    talk = Interview(wording=wording, asks=asks)
    vendor = talk.ask("vendor", text)
    contract_id = talk.ask("id", lambda answer: _id(answer, accept_id), computed=_id_from(vendor))
    title = talk.ask("title", text, vendor=vendor)
    source, zone = talk.ask("source", text), talk.ask("zone", zone_named)
    plans, levels = talk.ask("plans", _plans), _ask_levels(talk)
    hours = ask_hours(talk)
    rows = ask_rows(talk, levels, plans, always=hours.always)
    default = ask_default_level(talk, levels) if levels else None
    phone_only = ask_phone_only(talk, levels, default) if default is not None else None
    channels = ask_channels(talk, phone_only) if levels else ()
    change = ask_change(talk) if levels else None
    emergency, in_emergency = _ask_emergency(talk, always=hours.always)
    rows = (*in_emergency, *rows)
    telephones = tuple(talk.ask("telephone", listing))
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
        otherwise=_otherwise(levels, phone_only),
        change=change,
        emergency=emergency,
        telephones=telephones,
        telephone_levels=_telephone_levels(talk, levels, phone_only, asked=bool(telephones and levels)),
        website=talk.ask("website", lambda answer: _website(answer, needed=bool(phone_only and not telephones))),
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
    _refuse_twice([plan.id for plan in found])
    return found


def _refuse_twice(ids: Sequence[str]) -> None:
    for one in ids:
        if ids.count(one) > 1:
            raise BadInput(f"{one} is written twice; give each its own name")


def _ask_levels(talk: Interview) -> tuple[LevelAnswer, ...]:
    named = talk.ask("levels", _levels)
    found = []
    for level, name in named.items():
        summary = talk.ask("level.summary", text, key=f"level.{level}.summary", level=level, called=name)
        clause = talk.ask_clause("level.clause", key=f"level.{level}.clause", level=level)
        found.append((level, name, summary, clause))
    meant = _ask_severities(talk, list(named)) if named else ()
    return tuple(
        LevelAnswer(
            id=level,
            name=name,
            summary=summary,
            clause=clause,
            severities=tuple(number for number, its in zip(_SEVERITIES, meant, strict=True) if its == level),
        )
        for level, name, summary, clause in found
    )


def _levels(answer: str) -> dict[str, str]:
    pairs = [part.replace(":", " ").split(maxsplit=1) for part in listing(answer)]
    for pair in pairs:
        if not pair or not all(char.isalnum() or char in "-_" for char in pair[0]) or not pair[0].isascii():
            raise BadInput(f"{' '.join(pair)!r} has no number to begin with; write such as: 1 Stopped, 2 Hampered")
    _refuse_twice([pair[0] for pair in pairs])
    return {pair[0]: pair[-1] for pair in pairs}


def _ask_severities(talk: Interview, levels: list[str]) -> tuple[str, ...]:
    spread = [levels[min(place, len(levels) - 1)] for place in range(len(_SEVERITIES))]

    def read(answer: str) -> tuple[str, ...]:
        found = tuple(one_of(part, levels) for part in listing(answer))
        if len(found) != len(_SEVERITIES):
            raise BadInput(f"{len(found)} levels are named; write one for each of 1, 2, 3 and 4")
        return found

    return talk.ask("severities", read, computed=", ".join(spread))


def _otherwise(levels: Sequence[LevelAnswer], phone_only: str | None) -> str | None:
    """Return the level after the one that needs a telephone call, or the one before the last."""
    if phone_only is None:
        return None
    ids = [level.id for level in levels]
    place = ids.index(phone_only)
    return ids[place + 1] if place + 1 < len(ids) else ids[place - 1]


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


def _telephone_levels(
    talk: Interview, levels: Sequence[LevelAnswer], phone_only: str | None, *, asked: bool
) -> tuple[str, ...]:
    """Ask at which levels a number is printed, where there is one; what counts by telephone only is always one."""
    needed = (phone_only,) if phone_only else ()
    if not asked:
        return needed
    ids = [level.id for level in levels]
    found = talk.ask(
        "telephone.levels",
        lambda answer: tuple(one_of(part, ids) for part in listing(answer)),
        computed=phone_only or ids[0],
    )
    return tuple(dict.fromkeys((*needed, *found)))


def _website(answer: str, *, needed: bool) -> str | None:
    if not _is_none(answer):
        return text(answer)
    if needed:
        raise BadInput("a level goes by telephone and no number is written: say where the number can be found")
    return None
