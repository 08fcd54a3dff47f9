"""A contract as a table that its customer could read; plain data, to be shown by whoever asks for it."""

from dataclasses import dataclass

from intake.contract.pages.in_words import closures, holidays, hours, listed, undertaking
from intake.contract.pages.lines import (
    Line,
    Numbers,
    ambiguous_plans,
    emergencies,
    marks,
    notice_line,
    telephone,
    who_sets_the_level,
)
from intake.contract.zones import zone_name
from intake.domain.calendar import Calendar
from intake.domain.contract import ChannelRule, Commitment, Contract, Emergency, ForAPerson, Notice, Ruling
from intake.domain.target import TargetKind

# What may rest on rulings.
Rests = Commitment | Calendar | ChannelRule | Emergency | Notice | ForAPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelLine:
    """A severity level of the contract."""

    id: str
    name: str
    summary: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One promise: `who` it is for where that is neither a level nor a plan, `force` is 'we aim to answer'.

    `hours` is the name of an `HoursLine`, or empty where no time is promised.
    """

    level: str | None
    plan: str | None
    who: str
    force: str
    target: str
    hours: str
    clause: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLine:
    """The hours that rows refer to by name, in words; `holidays` is empty where the calendar knows none.

    `closures` are one-off times in which nobody is there, as 'from ... to ...: why'.
    """

    name: str
    words: str
    zone: str
    assumed: bool
    clause: str | None
    notes: tuple[int, ...]
    holidays: str = ""
    closures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote: how an ambiguous clause is read; `read_as` is None while nobody has decided.

    `on` is the ISO date on which `by` signed it, None for the project's default.
    """

    number: int
    id: str
    clause: str
    question: str
    readings: tuple[str, ...]
    read_as: str | None
    why: str
    by: str
    on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A whole contract, ready to be shown from top to bottom.

    `version` is "first" or the ISO date from which it holds. `plan_lines` are names that may mean several plans;
    `telephone_lines` the numbers and whom they are given to; `general_notes` the footnotes that every promise
    rests on.
    """

    id: str
    title: str
    vendor: str
    source: str
    zone: str
    version: str
    plans: tuple[str, ...]
    plan_lines: tuple[Line, ...]
    levels: tuple[LevelLine, ...]
    rows: tuple[Row, ...]
    hours: tuple[HoursLine, ...]
    who_sets_the_level: tuple[Line, ...]
    emergencies: tuple[Line, ...]
    notices: tuple[Line, ...]
    telephones: tuple[str, ...]
    telephone_lines: tuple[Line, ...]
    for_a_person: tuple[Line, ...]
    notes: tuple[Note, ...]
    general_notes: tuple[int, ...] = ()


def table(contract: Contract) -> Table:
    """Return a contract as a table: rows by level and plan, sentences, and each ruling as a numbered footnote."""
    numbers = _numbers(contract)
    plans = {plan.id: plan.name for plan in contract.plans}
    return Table(
        id=contract.id,
        title=contract.title,
        vendor=contract.vendor,
        source=contract.source,
        zone=zone_name(contract.zone),
        version=contract.version,
        plans=tuple(plans.values()),
        plan_lines=tuple(ambiguous_plans(contract)),
        levels=tuple(
            LevelLine(id=level.id, name=level.name, summary=level.summary, clause=level.clause)
            for level in contract.levels
        ),
        rows=tuple(_row(contract, row, numbers) for row in _in_order(contract)),
        hours=tuple(_hours(calendar, numbers) for calendar in contract.calendars),
        who_sets_the_level=tuple(who_sets_the_level(contract, numbers)),
        emergencies=tuple(emergencies(contract.emergency, numbers)),
        notices=tuple(notice_line(notice, plans, numbers) for notice in contract.notices),
        telephones=contract.telephones,
        telephone_lines=tuple(telephone(contract)),
        for_a_person=tuple(
            Line(words=said.title, clause=said.clause, notes=marks(said.rulings, numbers))
            for said in contract.for_a_person
        ),
        notes=tuple(
            _note(ruling, numbers[ruling.id]) for ruling in sorted(contract.rulings, key=lambda one: numbers[one.id])
        ),
        general_notes=marks(contract.general_rulings, numbers),
    )


def _numbers(contract: Contract) -> dict[str, int]:
    """Return the number of each ruling, as a reader meets their marks; what nothing rests on comes last."""
    parts: list[Rests] = [*_in_order(contract), *contract.calendars, *contract.channels]
    met = [
        *contract.general_rulings,
        *(name for part in parts for name in part.rulings),
        *contract.level_change_rulings,
    ]
    parts = [*([contract.emergency] if contract.emergency else []), *contract.notices, *contract.for_a_person]
    met += [*(name for part in parts for name in part.rulings), *(ruling.id for ruling in contract.rulings)]
    return {name: number for number, name in enumerate(dict.fromkeys(met), start=1)}


def _in_order(contract: Contract) -> list[Commitment]:
    """Sort rows as the file lists levels and plans; what holds for all of them and emergencies come first."""
    levels = [None, *(level.id for level in contract.levels)]
    plan_ids = [None, *(plan.id for plan in contract.plans)]

    def place(row: Commitment) -> tuple[bool, bool, int, int]:
        return bool(row.kinds), not row.emergency, levels.index(row.level), plan_ids.index(row.plan)

    return sorted(contract.commitments, key=place)


def _row(contract: Contract, row: Commitment, numbers: Numbers) -> Row:
    return Row(
        level=row.level,
        plan=next((plan.name for plan in contract.plans if plan.id == row.plan), None),
        who=_who_for(row),
        force=undertaking(row),
        target=row.target.words,
        hours="" if row.target.kind is TargetKind.UNSTATED else row.calendar,
        clause=row.clause,
        notes=marks(row.rulings, numbers),
    )


def _who_for(row: Commitment) -> str:
    if row.emergency:
        return "emergency"
    if row.kinds:
        return listed([kind.replace("_", " ") for kind in sorted(row.kinds)])
    return "" if row.level or row.plan else "every request"


def _hours(calendar: Calendar, numbers: Numbers) -> HoursLine:
    return HoursLine(
        name=calendar.id,
        words=hours(calendar),
        zone=zone_name(calendar.zone),
        assumed=calendar.assumed,
        clause=calendar.clause,
        notes=marks(calendar.rulings, numbers),
        holidays=holidays(calendar),
        closures=closures(calendar),
    )


def _note(ruling: Ruling, number: int) -> Note:
    return Note(
        number=number,
        id=ruling.id,
        clause=ruling.clause,
        question=ruling.question,
        readings=ruling.readings,
        read_as=ruling.in_force,
        why=ruling.why,
        by=ruling.by,
        on=None if ruling.on is None else ruling.on.isoformat(),
    )
