"""Triggers that let a record be added and nothing else, save that what a person said in it can be erased."""

from collections.abc import Mapping


def append_only(table: str, columns: list[str], erased: Mapping[str, str] | None = None) -> list[str]:
    """Return the statements that make a table append-only.

    `erased` names what may be erased and the SQL value it then has: an update that makes all of these so and leaves
    every other column as it was is let through.
    """
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    unless = _unless_erasing(columns, erased or {})
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {unless}{refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
    ]


def _unless_erasing(columns: list[str], erased: Mapping[str, str]) -> str:
    if not erased:
        return ""
    gone = [f"NEW.{column} IS {value}" for column, value in erased.items()]
    kept = [f"NEW.{column} IS OLD.{column}" for column in columns if column not in erased]
    return f"WHEN NOT ({' AND '.join(gone + kept)}) "
