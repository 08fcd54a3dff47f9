"""What a case says of a contact who takes no mail."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from intake.cli.words import line, moment

if TYPE_CHECKING:
    from intake.review.queue import CaseFile


def show_unreachable(found: "CaseFile", zone: str, console: Console) -> None:
    """Say first that the customer has not heard from us, and what to do; nothing where nothing is known against it."""
    mark = found.unreachable
    if mark is None:
        return
    why = line(mark.diagnostic) or mark.status or "undelivered"
    console.print()
    console.print(Text(f"{line(mark.address)} takes no mail since {moment(mark.since, zone)}: {why}", style="bold"))
    console.print(Text("The customer does not hear from us: telephone, or write to somebody else there."))
    console.print(Text(f"When mail arrives again: `intake customers reachable {line(mark.address)}`"))
