"""The trail of a case: when, what, by whom, and the details that say something."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console

from intake.cli.case_table import show_block
from intake.cli.words import line, moment
from intake.contract.zones import zone as known_zone

if TYPE_CHECKING:
    from intake.storage.audit import Entry


def show_trail(trail: "Sequence[Entry]", zone: str, console: Console) -> None:
    """Print what happened, in order; times are in `zone`."""
    show_block("Trail", (_row(entry, zone) for entry in trail), console)


def _row(entry: "Entry", zone: str) -> tuple[str, str]:
    when = entry.at.astimezone(known_zone(zone)).strftime("%Y-%m-%d %H:%M:%S ")
    what = f"{entry.event.replace('.', ' ').replace('_', ' ')}, by {line(entry.actor)}"
    return when, ": ".join(filter(None, (what, "; ".join(told(entry.detail, zone)))))


def told(detail: Mapping[str, object], zone: str) -> Iterator[str]:
    """Yield the details that say something: what is unknown, empty or false is left out."""
    for key, value in detail.items():
        name = key.replace("_", " ")
        if isinstance(value, Mapping):
            yield from told(value, zone)
        elif value is True:
            yield name
        elif value not in (None, "", "unknown", False) and value != []:
            yield f"{name} {_said(key, value, zone)}"


def _said(key: str, value: object, zone: str) -> str:
    if isinstance(value, list):
        return ", ".join(line(str(item)) for item in value)
    if key.endswith("_at") and isinstance(value, str):
        return moment(datetime.fromisoformat(value), zone)
    return line(str(value))
