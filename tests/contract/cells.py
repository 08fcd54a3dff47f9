"""Every cell of the five contracts as the documents and the rulings have it, with the column counted by hand for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from intake.domain.calendar import Calendar
from intake.domain.contract import Force, PromiseKind
from intake.domain.target import Target
from tests.contract.calendars import (
    ALWAYS,
    COAST_TO_COAST,
    IMMEDIATE,
    NINE_TO_FIVE,
    SAME_DAY,
    SCHEDULED,
    SEVEN_TO_NINE,
    days,
    hours,
    minutes,
    weeks,
)

PLANS = ("starter", "silver", "gold", "platinum")
COLUMN_OF = {ALWAYS: "always", SEVEN_TO_NINE: "7-21", COAST_TO_COAST: "7-21", NINE_TO_FIVE: "9-17"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One commitment: where it stands, what it says, and the columns of `expected` that hold its times.

    `due` and `earliest` are None where the contract gives no such time. `clause` is None in the documents that
    number no clauses.
    """

    contract: str
    promise: PromiseKind
    force: Force
    target: Target
    calendar: Calendar
    words: str
    due: str | None
    earliest: str | None = None
    plan: str | None = None
    level: str | None = None
    emergency: bool = False
    clause: str | None = None

    def __str__(self) -> str:
        """Name the cell as a sentence would."""
        row = "emergency" if self.emergency else f"level {self.level}" if self.level else "any request"
        plan = f" {self.plan}" if self.plan else ""
        return f"{self.contract}{plan} {row} {self.promise.value.replace('_', ' ')}"

    def column(self, name: str | None) -> str | None:
        """Return the full name of a column of this cell's calendar."""
        return None if name is None else f"{COLUMN_OF[self.calendar]}: {name}"

    @property
    def starts(self) -> str | None:
        """Return the column that holds the start; None where the receipt is the start."""
        return None if self.calendar is ALWAYS else self.column("start")


def response(contract: str, plan: str | None, level: str | None, say: tuple[str, Target, str | None]) -> Cell:
    """Return a cell of an initial response on the calendar of weekdays 7 to 21."""
    words, target, due = say
    return Cell(
        contract=contract,
        promise=PromiseKind.INITIAL_RESPONSE,
        force=Force.TARGET,
        target=target,
        calendar=SEVEN_TO_NINE,
        words=words,
        due=due,
        plan=plan,
        level=level,
        clause="3.2",
    )


WITHIN_HALF = ("within 1/2 hour", minutes(30), "30 minutes")
WITHIN_1 = ("within 1 hour", hours(1), "1 hour")
WITHIN_2 = ("within 2 hours", hours(2), "2 hours")
WITHIN_4 = ("within 4 hours", hours(4), "4 hours")
WITHIN_6 = ("within 6 hours", hours(6), "6 hours")
TODAY = ("same day", SAME_DAY, "same day")
ONE_DAY = ("within 1 business day", days(1), "1 day")
HOURS_24_48 = ("24-48 hours", days(2, 1), "2 days")
HOURS_48_72 = ("48-72 hours", days(3, 2), "3 days")

PLANS_TABLE = {
    #     starter,     silver,   gold,     platinum
    "1": (TODAY, WITHIN_1, WITHIN_1, WITHIN_HALF),
    "2": (TODAY, WITHIN_4, WITHIN_2, WITHIN_HALF),
    "3": (HOURS_24_48, WITHIN_6, WITHIN_4, WITHIN_1),
    "4": (HOURS_48_72, ONE_DAY, ONE_DAY, WITHIN_4),
}
LOWER_END = {"24-48 hours": "1 day", "48-72 hours": "2 days"}


def gotomyerp_plans() -> Iterator[Cell]:
    """Yield the sixteen cells of 000, the emergency and "begin work" of each plan."""
    for level, row in PLANS_TABLE.items():
        for plan, say in zip(PLANS, row, strict=True):
            cell = response("gotomyerp-plans", plan, level, say)
            all_hours = level == "1" or plan == "platinum"
            yield replace(cell, calendar=ALWAYS if all_hours else SEVEN_TO_NINE, earliest=LOWER_END.get(say[0]))
    for plan in PLANS:
        yield emergency("gotomyerp-plans", plan)
        yield begin_work("gotomyerp-plans", plan, ALWAYS)


def gotomyerp() -> Iterator[Cell]:
    """Yield the cells of 001."""
    rows = {"1": WITHIN_2, "2": TODAY, "3": HOURS_24_48, "4": HOURS_48_72}
    for level, say in rows.items():
        cell = response("gotomyerp", None, level, say)
        yield replace(cell, calendar=COAST_TO_COAST, earliest=LOWER_END.get(say[0]))
    yield emergency("gotomyerp", None)
    yield begin_work("gotomyerp", None, COAST_TO_COAST)


def emergency(contract: str, plan: str | None) -> Cell:
    """Return the row that holds in an emergency of 000 and 001."""
    cell = response(contract, plan, None, ("30", minutes(30), "30 minutes"))
    return replace(cell, emergency=True, force=Force.COMMITMENT, calendar=ALWAYS, clause="1.1")


def begin_work(contract: str, plan: str | None, calendar: Calendar) -> Cell:
    """Return "begin work within one hour" of level 1."""
    cell = response(contract, plan, "1", ("hour", hours(1), "1 hour"))
    return replace(cell, promise=PromiseKind.BEGIN_WORK, force=Force.COMMITMENT, calendar=calendar)


def helpdesk() -> Iterator[Cell]:
    """Yield the cells of 002."""
    reply = response("helpdesk", None, None, ("business hours", hours(2, 1), "2 hours"))
    reply = replace(reply, force=Force.COMMITMENT, calendar=NINE_TO_FIVE, earliest="1 hour", clause=None)
    yield reply
    yield replace(
        reply,
        promise=PromiseKind.APPOINTMENT,
        force=Force.TYPICAL,
        target=days(2, 1),
        words="business days",
        due="2 days",
        earliest="1 day",
    )
    yield replace(
        reply, emergency=True, target=IMMEDIATE, calendar=ALWAYS, words="immediate", due="at once", earliest=None
    )


def priority_matrix() -> Iterator[Cell]:
    """Yield the cells of 003."""
    rows = {
        "P1": ("immediate", IMMEDIATE, "at once", ALWAYS),
        "P2": ("30 minute", minutes(30), "30 minutes", ALWAYS),
        "P3": ("4 hour", hours(4), "4 hours", ALWAYS),
        "P4": ("3 business day", days(3), "3 days", NINE_TO_FIVE),
        "P5": ("1 week", weeks(1), "1 week", NINE_TO_FIVE),
        "P6": ("scheduled", SCHEDULED, None, NINE_TO_FIVE),
    }
    for level, (words, target, due, calendar) in rows.items():
        cell = response("priority-matrix", None, level, (words, target, due))
        yield replace(cell, force=Force.EXPECTED, calendar=calendar, clause=None)


def erp_maestro() -> Iterator[Cell]:
    """Yield the cells of 004."""
    rows = {
        "1": (("within 4 hours", hours(4), "4 hours"), ALWAYS, ("1 business day", days(1), "1 day")),
        "2": (("within 8 hours", hours(8), "8 hours"), ALWAYS, ("2 business days", days(2), "2 days")),
        "3": (ONE_DAY, NINE_TO_FIVE, ("5 business days", days(5), "5 days")),
        "4": (("within 2 business days", days(2), "2 days"), NINE_TO_FIVE, ("10 business days", days(10), "10 days")),
    }
    for level, (say, calendar, goal) in rows.items():
        yield replace(response("erp-maestro", None, level, say), calendar=calendar, clause=None)
        resolution = response("erp-maestro", None, level, goal)
        yield replace(resolution, promise=PromiseKind.RESOLUTION, force=Force.GOAL, calendar=NINE_TO_FIVE, clause=None)
    yield replace(begin_work("erp-maestro", None, ALWAYS), clause=None)


CELLS = (*gotomyerp_plans(), *gotomyerp(), *helpdesk(), *priority_matrix(), *erp_maestro())
