"""The questions about hours, and the calendars that come of the answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from intake.contract.interview.answers import CalendarAnswer
from intake.contract.interview.asking import Interview
from intake.contract.interview.said import NOT_STATED, listing
from intake.contract.interview.said_hours import SaidWindow, windows_said
from intake.contract.interview.said_target import around_the_clock
from intake.domain.errors import BadInput

ALWAYS, OFFICE = "always", "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The hours as stated: `windows` are those of ordinary days, None where they have no end or are not stated."""

    words: str
    windows: tuple[SaidWindow, ...] | None
    always: bool
    clause: str | None
    holidays: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    words: str
    windows: tuple[SaidWindow, ...] | None = None
    always: bool = False


def ask_hours(interview: Interview) -> Hours:
    """Ask when somebody is there, and on which days nobody is."""
    said = interview.ask("hours", _read_hours)
    stated = said.always or said.windows is not None
    clause = interview.ask_clause("hours.clause") if stated else None
    holidays = interview.ask("holidays", _read_holidays) if not said.always else None
    return Hours(words=said.words, windows=said.windows, always=said.always, clause=clause, holidays=holidays)


def _read_hours(answer: str) -> _Said:
    words = " ".join(answer.split())
    if words.lower() == NOT_STATED:
        return _Said(words=words)
    if around_the_clock(words):
        return _Said(words=words, always=True)
    return _Said(words=words, windows=windows_said(words))


def _read_holidays(answer: str) -> tuple[str, ...] | None:
    if answer.strip().lower() == NOT_STATED:
        return None
    return tuple(_holiday(part) for part in listing(answer))


def _holiday(part: str) -> str:
    if not part[:1].isdigit():
        return _country(part.upper())
    try:
        return date.fromisoformat(part).isoformat()
    except ValueError as error:
        raise BadInput(f"{part!r} is no date; write one such as 2026-12-24") from error


def _country(code: str) -> str:
    from holidays import list_supported_countries

    if code not in list_supported_countries():
        raise BadInput(f"{code!r} is no country code; write one such as DE or US, or a date such as 2026-12-24")
    return code


def calendars(hours: Hours, used: Iterable[str], assumed: str) -> tuple[CalendarAnswer, ...]:
    """Return the calendars that rows use; ordinary days of which nothing is stated are `assumed`."""
    found = []
    if OFFICE in used:
        found.append(_office(hours, assumed))
    if ALWAYS in used:
        clause = hours.clause if hours.always else None
        found.append(CalendarAnswer(id=ALWAYS, words="around the clock, every day", clause=clause))
    return tuple(found)


def _office(hours: Hours, assumed: str) -> CalendarAnswer:
    is_assumed = hours.windows is None
    return CalendarAnswer(
        id=OFFICE,
        words=assumed if is_assumed else hours.words,
        windows=windows_said(assumed) if hours.windows is None else hours.windows,
        holidays=hours.holidays or (),
        clause=None if is_assumed else hours.clause,
        assumed=is_assumed,
        rulings=("hours-assumed",) * is_assumed + ("holidays-not-stated",) * (hours.holidays is None),
    )
