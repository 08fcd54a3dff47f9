"""An emergency's checklist, the cases that report the same, and who is being called, as part of a case."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console

from intake.cli.case_table import show_block
from intake.cli.evidence import point_lines, points_plain
from intake.cli.page import page_lines, page_plain

if TYPE_CHECKING:
    from intake.review.queue import CaseFile

_LINKED = "case.linked"
_BOX = len("[x]")


def show_calls(found: "CaseFile", zone: str, console: Console) -> None:
    """Print who is being called to a case, and why."""
    show_block("On call", _calls(found, zone), console)


def _calls(found: "CaseFile", zone: str) -> Iterator[tuple[str, str]]:
    for one in found.pages:
        for text in page_lines(one, zone)[1:]:
            if not text.strip().startswith("To take it"):  # that is said where all is that can be done
                yield "", text.strip()


def show_evidence(found: "CaseFile", zone: str, console: Console) -> None:
    """Print the checklist of an emergency where something was said of it, and the cases that report the same."""
    show_block("Evidence of an emergency", _checked(found, zone), console)
    show_block("Other cases", (("", f"{why}: case {number}") for number, why in linked(found)), console)


def emergency_plain(found: "CaseFile") -> dict[str, object]:
    """Return the same as plain values."""
    return {
        "evidence": points_plain(found.evidence),
        "no_emergency": found.no_emergency or None,
        "linked": [{"case": number, "why": why} for number, why in linked(found)],
        "pages": [page_plain(one) for one in found.pages],
    }


def linked(found: "CaseFile") -> Iterator[tuple[int, str]]:
    """Yield the cases of the same customer that report the same, and why they belong to this one."""
    for entry in found.trail:
        number, why = entry.detail.get("case"), entry.detail.get("why")
        if entry.event == _LINKED and isinstance(number, int):
            yield number, str(why)


def _checked(found: "CaseFile", zone: str) -> Iterator[tuple[str, str]]:
    from intake.domain.evidence import worth_showing

    if not worth_showing(found.evidence, found.case.id, emergency=found.case.emergency):
        return
    for text in point_lines(found.evidence, found.case.id, zone):
        yield text[:_BOX], text[_BOX + 1 :]
    if found.no_emergency:
        yield "", found.no_emergency
