"""What an engineer can do about a case now, and what each other level would promise."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from intake.cli.case_outlook import outlook_rows
from intake.cli.case_table import show_block
from intake.cli.words import Zones, line
from intake.domain.case import Standing
from intake.domain.erased import ERASED
from intake.domain.identity import Degree

if TYPE_CHECKING:
    from intake.review.queue import CaseFile


def show_next(found: "CaseFile", zones: Zones, console: Console) -> None:
    """Print what to do, the most pressing first; the reply address is the desk's secret and goes to engineers only."""
    show_block("What to do", _steps(found), console)
    if _can_be_answered(found):
        console.print(Text(f"  {found.answer_address}"), soft_wrap=True)  # on one line, to be copied
    show_block("If you set", outlook_rows(found, zones), console)


def _steps(found: "CaseFile") -> Iterator[tuple[str, str]]:
    case = found.case
    if any(one.page.is_open for one in found.pages):
        yield "", f"Take the call: `intake page {case.id} --ack`"
    if case.standing is Standing.RULE and case.closed_at is None:
        level = "LEVEL" if case.promise else "SEVERITY"
        override = f'`intake override {case.id} --level {level} --reason "why"`'
        yield "", f"Decide, nobody has yet: `intake confirm {case.id}`, or {override}"
    if not _can_be_answered(found):
        return
    yield from _believed(found)
    again = " (it opens the case again)" if case.closed_at is not None else ""
    yield "", f"Answer the customer{again}: `intake reply {case.id}`, or a listed engineer's mail to"


def _believed(found: "CaseFile") -> Iterator[tuple[str, str]]:
    """Yield what to do about a sender whom nothing proves; an engineer's word stands for proof, for this case."""
    case, degree = found.case, found.sender.degree
    assign = f'`intake assign {case.id} --to {line(case.contact_address)} --reason "how you know"`'
    if degree is Degree.FORGED:
        yield "", f"It looks forged: ask {line(case.contact_address)} by telephone before anything is answered"
    elif degree is Degree.PLAUSIBLE and found.untold and case.promise is not None and case.closed_at is None:
        yield "", f"Nothing proves who wrote, so no promise was told. If you are sure of this case: {assign}"


def _can_be_answered(found: "CaseFile") -> bool:
    return found.case.contact_address not in ("", ERASED)
