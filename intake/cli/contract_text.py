"""Contracts and findings as text that reads well at 80 columns, in a terminal and in a pipe."""

import shutil
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table as Layout
from rich.text import Text

from intake.contract.checks.finding import Finding, FindingKind
from intake.contract.pages.closed_days import closed_days
from intake.contract.pages.grid import Cell, Grid, grids, other_rows
from intake.contract.pages.lines import Line
from intake.contract.pages.page import UNSIGNED, not_read_as, signed
from intake.contract.pages.table import HoursLine, Note, Row, Table
from intake.domain.contract import Contract

HEADINGS = {
    FindingKind.OPEN_AMBIGUITY: "Open questions: decide, and write the ruling",
    FindingKind.CONTRADICTION: "Contradictions",
    FindingKind.GAP: "Gaps",
    FindingKind.EXAMPLE: "Examples that come out otherwise",
    FindingKind.MISSING_TELEPHONE: "Telephone",
    FindingKind.CLOCK_TRAP: "When the clocks change",
    FindingKind.OVERLAPPING_WINDOWS: "Overlapping hours",
    FindingKind.CLOSURES: "Closures",
    FindingKind.ZONES: "Time zones",
    FindingKind.UNTRIED: "What no example tries",
    FindingKind.ASSUMPTION: "Assumed",
    FindingKind.SETTLED_RULING: "Settled by a ruling",
    FindingKind.FOR_A_PERSON: "For a person, not for the bot",
}
_WIDEST = 120
_A_YEAR = 365


def print_list(contracts: Sequence[Contract]) -> None:
    """Print one line a contract and version."""
    versions = any(contract.effective_from for contract in contracts)
    layout = _layout("Id", *(["Holds from"] if versions else []), "Title", "Plans", "Levels", "Source")
    for contract in contracts:
        plans = ", ".join(plan.id for plan in contract.plans) or "-"
        levels = ", ".join(level.id for level in contract.levels) or "-"
        since = [contract.version if contract.effective_from else "the beginning"] if versions else []
        _add(layout, contract.id, *since, contract.title, plans, levels, contract.source)
    _print(layout)


def print_findings(contract: Contract, findings: tuple[Finding, ...]) -> None:
    """Print what a check found, what stops a promise first."""
    since = f" from {contract.version}" if contract.effective_from else ""
    click.secho(f"{contract.id}{since}: {contract.title}", bold=True)
    for (stops, kind), group in groupby(findings, key=lambda finding: (finding.stops, finding.kind)):
        heading = f"  {HEADINGS[kind]}{' - this stops promises' if stops else ''}"
        click.secho(heading, fg="red" if stops else "cyan")
        if kind is FindingKind.UNTRIED:
            _untried(list(group))
            continue
        for finding in group:
            clause = f" (clause {finding.clause})" if finding.clause else ""
            wrap(f"- {_place(contract, finding)}: {finding.sentence}{clause}", indent=4)
    stopped = sum(finding.stops for finding in findings)
    wrap(f"{stopped} to mend before it is used." if stopped else "Nothing stops a promise.", indent=2)
    click.echo()


def _untried(findings: list[Finding]) -> None:
    """Print what no example tries: places with one sentence in common as a list, by their table."""
    for sentence, group in groupby(findings, key=lambda finding: finding.sentence):
        places = [finding.place for finding in group]
        if len(places) == 1:
            wrap(f"- {places[0]}: {sentence}", indent=4)
            continue
        wrap(f"- {len(places)} of these. {sentence}", indent=4)
        for name, cells in groupby((place.partition(", ") for place in places), key=lambda parts: parts[0]):
            wrap(f"{name}: {'; '.join(rest for _, _, rest in cells)}", indent=6)


def _place(contract: Contract, finding: Finding) -> str:
    """Return where to look; an example by the time at which it was received, too."""
    number = finding.place.removeprefix("examples, promises ") if finding.kind is FindingKind.EXAMPLE else ""
    received = [one.situation.received_at for one in contract.examples if str(one.number) == number]
    return f"{finding.place} (at {received[0].isoformat()})" if received else finding.place


def print_closed_days(contract: Contract, *, first: date) -> None:
    """Print the dates of a year from `first` on at which hours are closed for a holiday; nothing where none is."""
    for calendar in contract.calendars:
        found = [
            f"{one.day:%a %Y-%m-%d} {one.why}".rstrip() for one in closed_days(calendar, first=first, days=_A_YEAR)
        ]
        if found:
            _heading(f"Closed although the weekday is open, {calendar.id}, twelve months from {first}")
            wrap(f"{', '.join(found)}.", indent=0, hang=0)


def print_table(table: Table) -> None:
    """Print a contract from its levels to its footnotes."""
    since = "" if table.version == "first" else f", from {table.version}"
    click.secho(f"{table.title}{since} ({table.vendor}, source {table.source})", bold=True)
    wrap(f"Contract {table.id}; times are those of {table.zone}.", indent=0)
    if table.plans:
        names = "".join(f" {line.words}" for line in table.plan_lines)
        wrap(f"Plans: {', '.join(table.plans)}.{names}", indent=0)
    if table.levels:
        _heading("Severity levels")
        _print(_levels(table))
    _heading("What is promised")
    _promises(table)
    _heading("Hours")
    for hours in table.hours:
        _hours(hours)
    _lines("Who sets the level", table.who_sets_the_level)
    _lines("Emergencies", table.emergencies)
    _lines("What an acknowledgement adds", table.notices)
    _lines("Telephone", table.telephone_lines)
    _lines("Said by the document, for a person", table.for_a_person)
    _notes(table.notes)


def _levels(table: Table) -> Layout:
    layout = _layout("Level", "Name", "When", "Clause")
    for level in table.levels:
        _add(layout, level.id, level.name, level.summary, level.clause)
    return layout


def _promises(table: Table) -> None:
    if table.general_notes:
        wrap(f"Everything below also rests on{_marks(table.general_notes)}.", indent=0)
    if rows := other_rows(table):
        _print(_rows(rows))
    for grid in grids(table):
        hours = f" Hours: {grid.hours}." if grid.hours else ""
        click.echo()
        wrap(f"{grid.force[0].upper()}{grid.force[1:]}, by level and plan.{hours}", indent=0)
        _print(_by_plan(grid))


def _rows(rows: tuple[Row, ...]) -> Layout:
    """Lay promises out; columns that no row fills are left out, a level is named on its first row only."""
    plans = any(row.plan for row in rows)
    layout = _layout("For", *(["Plan"] if plans else []), "Promise", "How soon", "Hours", "Clause")
    groups = [list(group) for _, group in groupby(rows, key=_whom)]
    for group in groups:
        for number, row in enumerate(group):
            cells = ["" if number else _whom(row), *([row.plan or "every plan"] if plans else []), row.force]
            _add(layout, *cells, f"{row.target}{_marks(row.notes)}", row.hours, row.clause)
        if len(groups) < len(rows):
            layout.add_section()
    return layout


def _by_plan(grid: Grid) -> Layout:
    layout = _layout("Level", *grid.plans, "Clause")
    for line in grid.lines:
        _add(layout, line.level, *(_cell(grid, cell) for cell in line.cells), line.clause)
        layout.add_section()
    return layout


def _cell(grid: Grid, cell: Cell | None) -> str:
    if cell is None:
        return "-"
    hours = f"\n{cell.hours}" if cell.hours and not grid.hours else ""
    return f"{cell.target}{hours}{_marks(cell.notes)}"


def _whom(row: Row) -> str:
    return row.who or (f"level {row.level}" if row.level else "every level")


def _hours(hours: HoursLine) -> None:
    said = [f"{hours.name}: {hours.words}", hours.zone, *([hours.holidays] if hours.holidays else [])]
    said += ["assumed, the document does not say"] if hours.assumed else []
    _line(Line(words="; ".join(said), clause=hours.clause, notes=hours.notes))
    for closure in hours.closures:
        wrap(f"- {closure}", indent=2)


def _marks(notes: Iterable[int]) -> str:
    return "".join(f" [{number}]" for number in notes)


def _notes(notes: tuple[Note, ...]) -> None:
    if not notes:
        return
    _heading("How unclear clauses are read")
    if any(note.on is None and note.read_as is not None for note in notes):
        wrap(UNSIGNED, indent=0, hang=0)
    for note in notes:
        wrap(_note(note), indent=0, hang=5)


def _note(note: Note) -> str:
    asked = f"{f'[{note.number}]'.ljust(5)}{note.clause}: {note.question}"
    if note.read_as is None:
        return f"{asked} OPEN: {' or '.join(note.readings)}? Nobody has decided yet."
    said = [f"{asked} Read as: {note.read_as}{not_read_as(note)}.", note.why, signed(note)]
    return " ".join(part for part in said if part)


def _lines(heading: str, lines: Iterable[Line]) -> None:
    if shown := list(lines):
        _heading(heading)
        for line in shown:
            _line(line)


def _line(line: Line) -> None:
    clause = f" (clause {line.clause})" if line.clause else ""
    wrap(f"- {line.words}{clause}{_marks(line.notes)}", indent=0)


def _heading(words: str) -> None:
    click.echo()
    click.secho(words, fg="cyan")


def wrap(words: str, *, indent: int, hang: int = 2) -> None:
    """Print a paragraph in lines as wide as the terminal; the lines after the first hang in by `hang`."""
    start = " " * indent
    click.echo(textwrap.fill(words, _width(), initial_indent=start, subsequent_indent=start + " " * hang))


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _print(layout: Layout) -> None:
    console = Console(highlight=False, width=_width())
    with console.capture() as shown:
        console.print(layout)
    for line in shown.get().splitlines():
        click.echo(line.rstrip())


def _layout(*headings: str) -> Layout:
    layout = Layout(box=SIMPLE, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        layout.add_column(heading, no_wrap=heading in ("Id", "Level", "For", "Source"))
    return layout


def _add(layout: Layout, *cells: str) -> None:
    layout.add_row(*(Text(cell) for cell in cells))  # a contract's brackets are no mark-up
