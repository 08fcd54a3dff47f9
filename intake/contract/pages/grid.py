"""The promises that depend on level and plan, with a row a level and a column a plan."""

from dataclasses import dataclass

from intake.contract.pages.table import Row, Table

# With more columns than this, one row a promise reads better.
_MOST_PLANS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is promised to a plan at a level: the target's words, the name of the hours, its footnotes."""

    target: str
    hours: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """A level's cells, one a plan or None where nothing is promised, and the clauses they rest on."""

    level: str
    cells: tuple[Cell | None, ...]
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One kind of promise ('we aim to answer') over all levels and `plans`; `hours` names those of every cell or None.

    Where `hours` is None each cell names its own.
    """

    force: str
    plans: tuple[str, ...]
    lines: tuple[GridLine, ...]
    hours: str | None


def grids(table: Table) -> tuple[Grid, ...]:
    """Return the promises of a contract with several plans by level and plan; empty for a contract without."""
    if not 1 < len(table.plans) <= _MOST_PLANS:
        return ()
    forces = dict.fromkeys(row.force for row in table.rows if row.level and row.plan)
    return tuple(_grid(table, force) for force in forces)


def other_rows(table: Table) -> tuple[Row, ...]:
    """Return the rows that stand in none of the grids."""
    taken = {grid.force for grid in grids(table)}
    return tuple(row for row in table.rows if row.force not in taken or not row.level)


def _grid(table: Table, force: str) -> Grid:
    rows = [row for row in table.rows if row.force == force and row.level]
    hours = {row.hours for row in rows}
    return Grid(
        force=force,
        plans=table.plans,
        lines=tuple(
            _line(level.id, [row for row in rows if row.level == level.id], table.plans)
            for level in table.levels
            if any(row.level == level.id for row in rows)
        ),
        hours=hours.pop() if len(hours) == 1 else None,
    )


def _line(level: str, rows: list[Row], plans: tuple[str, ...]) -> GridLine:
    clause = ", ".join(dict.fromkeys(row.clause for row in rows))
    return GridLine(level=level, cells=tuple(_cell(rows, plan) for plan in plans), clause=clause)


def _cell(rows: list[Row], plan: str) -> Cell | None:
    """Find a plan's own row, else the one that holds for every plan."""
    row = next((row for name in (plan, None) for row in rows if row.plan == name), None)
    return None if row is None else Cell(target=row.target, hours=row.hours, notes=row.notes)
