"""An emergency's checklist, the cases that report the same, and who is being called, as part of a case."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from intake.cli.evidence import point_lines, points_plain
from intake.cli.page import page_lines, page_plain
from intake.domain.case import Case

if TYPE_CHECKING:
    from intake.review.queue import CaseFile

_LINKED = "case.linked"


def show_emergency(found: "CaseFile", console: Console) -> None:
    """Print what is known of an emergency in a case; nothing where nothing has been said and nobody is called."""
    case = found.case
    for title, lines in (
        ("Evidence of an emergency", _checked(found)),
        ("Other cases", [f"{why}: case {number}" for number, why in linked(found)]),
        ("On call", [text for one in found.pages for text in page_lines(one, case.zone)[1:]]),
    ):
        if lines:
            console.print()
            console.print(Text(title, style="bold"))
        for text in lines:
            console.print(Text(f"  {text.strip()}"))


def emergency_plain(found: "CaseFile") -> dict[str, object]:
    """Return the same as plain values."""
    return {
        "evidence": points_plain(found.evidence),
        "linked": [{"case": number, "why": why} for number, why in linked(found)],
        "pages": [page_plain(one) for one in found.pages],
    }


def linked(found: "CaseFile") -> Iterator[tuple[int, str]]:
    """Yield the cases of the same customer that report the same, and why they belong to this one."""
    for entry in found.trail:
        number, why = entry.detail.get("case"), entry.detail.get("why")
        if entry.event == _LINKED and isinstance(number, int):
            yield number, str(why)


def _checked(found: "CaseFile") -> list[str]:
    case: Case = found.case
    if not any(point.said for point in found.evidence):
        return []
    return point_lines(found.evidence, case.id, case.zone)
