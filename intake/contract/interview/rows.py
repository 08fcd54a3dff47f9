"""The questions about how soon somebody answers, and the rows that come of the answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from intake.contract.interview.answers import LevelAnswer, PlanAnswer, RowAnswer
from intake.contract.interview.asking import Interview
from intake.contract.interview.hours import ALWAYS, OFFICE
from intake.contract.interview.said import one_of
from intake.contract.interview.said_target import as_business_days, says_next_day, target_said
from intake.domain.contract import Force
from intake.domain.errors import BadInput
from intake.domain.target import Target, TargetKind, Unit

_FORCES = {
    "we will": Force.COMMITMENT,
    "we aim to": Force.TARGET,
    "we expect to": Force.EXPECTED,
    "we typically": Force.TYPICAL,
}
# Behind an answer that is sooner than the graver level's, because the document really says so.
_REALLY = "!"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """An answer as it was given, so that Enter can repeat it, and as it is counted; `really` when insisted on."""

    answer: str
    target: Target
    calendar: str
    rulings: tuple[str, ...]
    really: bool


def ask_rows(
    interview: Interview, levels: Sequence[LevelAnswer], plans: Sequence[PlanAnswer], *, always: bool
) -> tuple[RowAnswer, ...]:
    """Ask how soon somebody answers each level of each plan; `always` when ordinary hours have no end."""
    force = _FORCES[interview.ask("force", lambda answer: one_of(answer, list(_FORCES)))]
    found: list[tuple[RowAnswer, bool]] = []
    for level in levels or (None,):
        cells = _ask_level(interview, level, plans, _Asked(graver=[row for row, _ in found], always=always))
        key = f"response.{level.id}.clause" if level else "response.clause"
        clause = interview.ask_clause("response.clause", key=key)
        found += [(_row(cell, force, clause, level, plan), cell.really) for plan, cell in cells]
    insisted = any(really for _, really in found)
    return tuple(replace(row, rulings=(*row.rulings, "milder-level-sooner")) if insisted else row for row, _ in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What an answer is compared with: the rows of graver levels, and whether ordinary hours have no end."""

    graver: list[RowAnswer]
    always: bool


def _ask_level(
    interview: Interview, level: LevelAnswer | None, plans: Sequence[PlanAnswer], asked: _Asked
) -> list[tuple[PlanAnswer | None, _Cell]]:
    found: list[tuple[PlanAnswer | None, _Cell]] = []
    for plan in plans or (None,):
        key = ".".join(["response", *([level.id] if level else []), *([plan.id] if plan else [])])
        whom = " ".join([f"level {level.id}" if level else "a request", *([f"of plan {plan.name}"] if plan else [])])
        before = found[-1][1].answer if found else ""
        cell = interview.ask(
            "response",
            partial(_read, asked, plan),
            key=key,
            whom=whom,
            before=before,
        )
        found.append((plan, cell))
    return found


def _read(asked: _Asked, plan: PlanAnswer | None, answer: str) -> _Cell:
    cell = cell_said(answer, always=asked.always)
    for row in asked.graver:
        alike = (row.plan, row.calendar, row.target.unit) == (
            plan.id if plan else None,
            cell.calendar,
            cell.target.unit,
        )
        if alike and not cell.really and (row.target.at_most or 0) > (cell.target.at_most or 0):
            raise BadInput(
                f'that is sooner than the graver level {row.level} ("{row.target.words}"); write it again, '
                f'or "{answer}!" if the document really says so'
            )
    return cell


def cell_said(answer: str, *, always: bool) -> _Cell:
    """Read how soon somebody answers, on which hours, and which rulings that reading needs."""
    said = target_said(answer.removesuffix(_REALLY))
    around_the_clock = always if said.always is None else said.always
    calendar = ALWAYS if around_the_clock else OFFICE
    days = None if around_the_clock else as_business_days(said.target)
    if said.target.unit is Unit.BUSINESS_DAYS and said.always is None:
        calendar = OFFICE  # a day on which nobody is there is none
    rulings = ("hours-as-business-days",) * (days is not None) + _rulings(days or said.target, calendar)
    really = answer.endswith(_REALLY)
    return _Cell(answer=answer, target=days or said.target, calendar=calendar, rulings=rulings, really=really)


def _rulings(target: Target, calendar: str) -> tuple[str, ...]:
    if says_next_day(target):
        return ("next-business-day",)
    if calendar == ALWAYS:  # a day and a week that no closing cuts short need no reading
        return ()
    if target.kind is TargetKind.SAME_DAY:
        return ("same-day-until-closing",)
    if target.unit is Unit.BUSINESS_DAYS:
        return ("a-business-day-later",)
    return ("week-is-seven-dates",) if target.unit is Unit.WEEKS else ()


def _row(cell: _Cell, force: Force, clause: str, level: LevelAnswer | None, plan: PlanAnswer | None) -> RowAnswer:
    return RowAnswer(
        target=cell.target,
        force=force,
        calendar=cell.calendar,
        clause=clause,
        level=level.id if level else None,
        plan=plan.id if plan else None,
        rulings=cell.rulings,
    )
