"""Contracts and findings as text that reads well at 80 columns, in a terminal and in a pipe."""

import shutil
import textwrap
from collections.abc import Iterable
from itertools import groupby

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from intake.contract.finding import Finding, FindingKind
from intake.contract.table import Line, Note, Row, Table
from intake.domain.contract import Contract

_HEADINGS = {
    FindingKind.OPEN_AMBIGUITY: "Open questions: decide, and write the ruling",
    FindingKind.CONTRADICTION: "Contradictions",
    FindingKind.GAP: "Gaps",
    FindingKind.MISSING_TELEPHONE: "Telephone",
    FindingKind.CLOCK_TRAP: "When the clocks change",
    FindingKind.OVERLAPPING_WINDOWS: "Overlapping hours",
    FindingKind.ZONES: "Time zones",
    FindingKind.ASSUMPTION: "Assumed",
    FindingKind.SETTLED_RULING: "Settled by a ruling",
    FindingKind.FOR_A_PERSON: "For a person, not for the bot",
}
_WIDEST = 100


def print_list(contracts: list[Contract]) -> None:
    """Print one line a contract."""
    grid = _grid("Id", "Title", "Plans", "Levels", "Source")
    for contract in contracts:
        plans = ", ".join(plan.id for plan in contract.plans) or "-"
        levels = ", ".join(level.id for level in contract.levels) or "-"
        _add(grid, contract.id, contract.title, plans, levels, contract.source)
    _print(grid)


def print_findings(contract: Contract, findings: tuple[Finding, ...]) -> None:
    """Print what a check found, what stops a promise first."""
    click.secho(f"{contract.id}: {contract.title}", bold=True)
    for (stops, kind), group in groupby(findings, key=lambda finding: (finding.stops, finding.kind)):
        heading = f"  {_HEADINGS[kind]}{' - this stops promises' if stops else ''}"
        click.secho(heading, fg="red" if stops else "cyan")
        for finding in group:
            clause = f" (clause {finding.clause})" if finding.clause else ""
            _wrap(f"- {finding.place}: {finding.sentence}{clause}", indent=4)
    stopped = sum(finding.stops for finding in findings)
    _wrap(f"{stopped} to mend before it is used." if stopped else "Nothing stops a promise.", indent=2)
    click.echo()


def print_table(table: Table) -> None:
    """Print a contract from its levels to its footnotes."""
    click.secho(f"{table.title} ({table.vendor}, source {table.source})", bold=True)
    click.echo(f"Contract {table.id}; times are those of {table.zone}.")
    if table.plans:
        click.echo(f"Plans: {', '.join(table.plans)}.")
    if table.levels:
        _heading("Severity levels")
        _print(_levels(table))
    _heading("What is promised")
    _print(_rows(table.rows))
    _heading("Hours")
    for hours in table.hours:
        assumed = f"; {hours.zone}; assumed, the document does not say" if hours.assumed else f"; {hours.zone}"
        _line(Line(words=f"{hours.name}: {hours.words}{assumed}", clause=hours.clause, notes=hours.notes))
    _lines("Who sets the level", table.who_sets_the_level)
    _lines("Emergencies", table.emergencies)
    _lines("What an acknowledgement adds", table.notices)
    _lines("Telephone", [Line(words=number) for number in table.telephones])
    _lines("Said by the document, for a person", table.for_a_person)
    if table.notes:
        _heading("How unclear clauses are read")
    for note in table.notes:
        _wrap(_note(note), indent=0, hang=5)


def _levels(table: Table) -> Grid:
    grid = _grid("Level", "Name", "When", "Clause")
    for level in table.levels:
        _add(grid, level.id, level.name, level.summary, level.clause)
    return grid


def _rows(rows: tuple[Row, ...]) -> Grid:
    """Lay the promises out; columns that no row fills are left out, a level is named on its first row only."""
    plans = any(row.plan for row in rows)
    grid = _grid("For", *(["Plan"] if plans else []), "Promise", "How soon", "Hours", "Clause")
    groups = [list(group) for _, group in groupby(rows, key=_whom)]
    for group in groups:
        for number, row in enumerate(group):
            cells = ["" if number else _whom(row), *([row.plan or "every plan"] if plans else []), row.force]
            _add(grid, *cells, f"{row.target}{_marks(row.notes)}", row.hours, row.clause)
        if len(groups) < len(rows):
            grid.add_section()
    return grid


def _whom(row: Row) -> str:
    return row.who or (f"level {row.level}" if row.level else "every level")


def _marks(notes: Iterable[int]) -> str:
    return "".join(f" [{number}]" for number in notes)


def _note(note: Note) -> str:
    number = f"[{note.number}]".ljust(5)
    if note.read_as is None:
        return f"{number}{note.clause}: {note.question} OPEN: {' or '.join(note.readings)}?"
    why = f" {note.why}" if note.why else ""
    return f"{number}{note.clause}: {note.question} Read as: {note.read_as}.{why} ({note.by})"


def _lines(heading: str, lines: Iterable[Line]) -> None:
    if shown := list(lines):
        _heading(heading)
        for line in shown:
            _line(line)


def _line(line: Line) -> None:
    clause = f" (clause {line.clause})" if line.clause else ""
    _wrap(f"- {line.words}{clause}{_marks(line.notes)}", indent=0)


def _heading(words: str) -> None:
    click.echo()
    click.secho(words, fg="cyan")


def _wrap(words: str, *, indent: int, hang: int = 2) -> None:
    start = " " * indent
    click.echo(textwrap.fill(words, _width(), initial_indent=start, subsequent_indent=start + " " * hang))


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _print(grid: Grid) -> None:
    console = Console(highlight=False, width=_width())
    with console.capture() as shown:
        console.print(grid)
    for line in shown.get().splitlines():
        click.echo(line.rstrip())


def _grid(*headings: str) -> Grid:
    grid = Grid(box=SIMPLE, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        grid.add_column(heading, no_wrap=heading in ("Id", "Level", "For", "Plan", "Source"))
    return grid


def _add(grid: Grid, *cells: str) -> None:
    grid.add_row(*(Text(cell) for cell in cells))  # a contract's brackets are no mark-up
