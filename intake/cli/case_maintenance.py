"""The known maintenance that a case falls in, for engineers: `intake case` and its JSON."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from intake.cli.words import line, moment

if TYPE_CHECKING:
    from intake.domain.maintenance import Planned


def show_maintenance(found: "Iterable[Planned]", zone: str, console: Console) -> None:
    """Print in which maintenance a case was received, with times in `zone`; its clocks run all the same."""
    for one in found:
        span = f"{moment(one.begins, zone)} to {moment(one.ends, zone)}"
        console.print(Text(f"Received during maintenance: {line(one.words)}, {span}", style="bold"))


def maintenance_plain(found: "Iterable[Planned]") -> list[dict[str, str]]:
    """Return the same as plain values."""
    return [{"from": one.begins.isoformat(), "to": one.ends.isoformat(), "words": one.words} for one in found]
