"""The trail of a case: when, what, by whom, and the details that say something."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from intake.cli.words import line, moment
from intake.contract.zones import zone as known_zone

if TYPE_CHECKING:
    from intake.storage.audit import Entry


def show_trail(trail: "Sequence[Entry]", zone: str, console: Console) -> None:
    """Print what happened, in order; times are in `zone`."""
    console.print(Text(f"Trail (times of {zone})", style="bold"))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for entry in trail:
        when = entry.at.astimezone(known_zone(zone)).strftime("%Y-%m-%d %H:%M:%S")
        what = Text(f"{entry.event.replace('.', ' ').replace('_', ' ')}, by {line(entry.actor)}")
        details = "; ".join(told(entry.detail, zone))
        table.add_row(Text(f"  {when}", style="dim"), what + Text(f": {details}" if details else "", style="dim"))
    console.print(table)


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
