"""Contracts as a page in Markdown, to be read by the people who rely on them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from intake.contract.pages.grid import Grid, GridLine, grids, other_rows
from intake.contract.pages.in_words import listed
from intake.contract.pages.lines import Line
from intake.contract.pages.table import HoursLine, Note, Row, Table, table
from intake.domain.contract import Contract

# An underscore inside a word, as in America/New_York, is no mark-up.
_MARK_UP = re.compile(r"([\\`*<>|\[\]#~]|(?<!\w)_|_(?!\w))")

UNSIGNED = "A reading without a name behind it is the project's default: nobody has signed it yet."

_OPENING = """\
# What each contract promises

Written from the contract files by `{command}`; edit those, not this page.

A number in brackets, such as [1], leads to the list of unclear clauses at the end of the contract: what its document
leaves open, how that is read here, why, and who decided. *Assumed* hours are ours, because the document states none.
"""


def page(contracts: Iterable[Contract], *, command: str) -> str:
    """Return all contracts as one Markdown page; `command` is what writes it again."""
    tables = [table(contract) for contract in contracts]
    listed = "\n".join(f"- [{_title(shown)}](#{_anchor(shown)}), {_plain(shown.vendor)}" for shown in tables)
    return "\n".join([_OPENING.format(command=command), listed, "", *(section(shown) for shown in tables)])


def section(shown: Table) -> str:
    """Return one contract as a section of Markdown, from its levels to its footnotes."""
    return "\n".join(_without_double_blanks(_section(shown)))


def _section(shown: Table) -> Iterator[str]:
    yield from (f'<a id="{_anchor(shown)}"></a>', "", f"## {_title(shown)}", "")
    yield from (_introduction(shown), "")
    if shown.levels:
        cells = [(_level(level.id), level.name, level.summary, level.clause) for level in shown.levels]
        yield from _block("Severity levels", _grid(("Level", "Name", "When", "Clause"), cells))
    yield from _block("What is promised", _promises(shown))
    yield from _block("Hours", _hours(shown.hours))
    yield from _block("Who sets the level", _lines(shown.who_sets_the_level))
    yield from _block("Emergencies", _lines(shown.emergencies))
    yield from _block("What an acknowledgement adds", _lines(shown.notices))
    yield from _block("Telephone", _lines(shown.telephone_lines))
    yield from _block("For a person", _lines(shown.for_a_person))
    yield from _block("Unclear clauses and how they are read", _notes(shown.notes))


def _title(shown: Table) -> str:
    return _plain(shown.title if shown.version == "first" else f"{shown.title}, from {shown.version}")


def _anchor(shown: Table) -> str:
    return shown.id if shown.version == "first" else f"{shown.id}-{shown.version}"


def _introduction(shown: Table) -> str:
    since = "" if shown.version == "first" else f" This version holds from {shown.version}."
    plans = f" Plans: {_plain(', '.join(shown.plans))}." if shown.plans else ""
    names = "".join(f" {_plain(line.words)}" for line in shown.plan_lines)
    return (
        f"Contract `{shown.id}` of {_plain(shown.vendor)}, source {_plain(shown.source)}. "
        f"Its times are those of {_plain(shown.zone)}.{since}{plans}{names}"
    )


def _block(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """Put a heading above lines, and leave both out when there are none."""
    if found := list(lines):
        yield from (f"### {heading}", "", *found, "")


def _promises(shown: Table) -> Iterator[str]:
    if shown.general_notes:
        yield from (f"Everything below also rests on{_marks(shown.general_notes)}.", "")
    if rows := other_rows(shown):
        plans = any(row.plan for row in rows)
        headings = ("For", *(["Plan"] if plans else []), "Promise", "How soon", "Hours", "Clause")
        cells = [_row(row, plans=plans) for row in rows]
        repeated = [number and row[0] == cells[number - 1][0] for number, row in enumerate(cells)]
        cells = [("", *row[1:]) if again else row for row, again in zip(cells, repeated, strict=True)]
        yield from _grid(headings, cells, marked=("How soon",))
    for grid in grids(shown):
        hours = f" Hours: {grid.hours}." if grid.hours else ""
        yield from ("", f"{grid.force[0].upper()}{grid.force[1:]}, by level and plan.{hours}", "")
        rest = [_grid_line(grid, line) for line in grid.lines]
        yield from _grid(("Level", *grid.plans, "Clause"), rest, marked=grid.plans)


def _row(row: Row, *, plans: bool) -> tuple[str, ...]:
    whom = row.who or (_level(row.level) if row.level else "every level")
    target = f"{_plain(row.target)}{_marks(row.notes)}"
    return (whom, *([row.plan or "every plan"] if plans else []), row.force, target, row.hours or "-", row.clause)


def _grid_line(grid: Grid, line: GridLine) -> tuple[str, ...]:
    cells = (
        f"{_plain(cell.target)}{f' ({cell.hours})' if not grid.hours and cell.hours else ''}{_marks(cell.notes)}"
        if cell
        else "-"
        for cell in line.cells
    )
    return (_level(line.level), *cells, line.clause)


def _level(level: str) -> str:
    return f"level {level}" if level.isdigit() else level


def _hours(hours: Iterable[HoursLine]) -> Iterator[str]:
    for line in hours:
        said = [line.words, f"days and times of {line.zone}", *([line.holidays] if line.holidays else [])]
        assumed = " **Assumed:** the document does not state these hours." if line.assumed else ""
        words = f"{_plain('; '.join(said))}{_clause(line.clause)}.{assumed}"
        yield f"- **{_plain(line.name)}**: {words}{_marks(line.notes)}"
        yield from (f"  - {_plain(closure)}" for closure in line.closures)


def _lines(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        yield f"- {_plain(line.words)}{_clause(line.clause)}{_marks(line.notes)}"


def _clause(clause: str | None) -> str:
    return f" (clause {_plain(clause)})" if clause else ""


def _marks(notes: Iterable[int]) -> str:
    return "".join(f" [{number}]" for number in notes)


def _notes(notes: Sequence[Note]) -> Iterator[str]:
    if any(note.on is None and note.read_as is not None for note in notes):
        yield from (UNSIGNED, "")
    for note in notes:
        yield from (_note(note), "")


def _note(note: Note) -> str:
    asked = f"**[{note.number}]** Clause {_plain(note.clause)}. {_plain(note.question)}"
    if note.read_as is None:
        return f"{asked} **Open:** {_plain(' or '.join(note.readings))}? Nobody has decided yet."
    why = f" {_plain(note.why)}" if note.why else ""
    by = f" *{_plain(signed(note))}*" if note.on else ""
    return f"{asked} Read as: **{_plain(note.read_as)}**{_plain(not_read_as(note))}.{why}{by}"


def not_read_as(note: Note) -> str:
    """Return the readings that are not in force: ', not as "..." or "..."'; empty where there is no other."""
    others = listed([f'"{reading}"' for reading in note.readings if reading != note.read_as], "or")
    return f", not as {others}" if others else ""


def signed(note: Note) -> str:
    """Return who decided a reading and when; empty where it is the project's default, which nobody has signed."""
    return f"Signed by {note.by} on {note.on}." if note.on else ""


def _grid(headings: Sequence[str], rows: Sequence[Sequence[str]], *, marked: Sequence[str] = ()) -> Iterator[str]:
    """Lay a table out in columns of one width, readable as text too; columns in `marked` are escaped already."""
    cells = [
        [cell if heading in marked else _plain(cell) for heading, cell in zip(headings, row, strict=True)]
        for row in rows
    ]
    names = [_plain(heading) for heading in headings]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    yield _in_columns(names, widths)
    yield _in_columns(["-" * width for width in widths], widths)
    yield from (_in_columns(row, widths) for row in cells)


def _in_columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))} |"


def _plain(words: str) -> str:
    """Return words that Markdown prints as they are."""
    return _MARK_UP.sub(r"\\\1", words)


def _without_double_blanks(lines: Iterator[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line
