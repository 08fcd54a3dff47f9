"""Who wrote a case's messages, as far as that was found out, and whom a mail that was passed on may be for."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from intake.cli.case_recipient import from_whom
from intake.cli.words import line
from intake.domain.erased import ERASED
from intake.domain.identity import Degree

if TYPE_CHECKING:
    from intake.review.queue import CaseFile, CaseMessage


def show_sender(found: "CaseFile", console: Console) -> None:
    """Print a line for each message whose sender was looked at, and one where an engineer is asked; else nothing."""
    for message in found.messages:
        said = sender_said(message)
        if said:
            forged = message.sighted is not None and message.sighted.degree is Degree.FORGED
            console.print(Text(said, style="bold" if forged else ""))
    for said in _passed_on(found):
        console.print(Text(said, style="bold" if found.sender.asks else ""))


def sender_said(message: "CaseMessage") -> str:
    """Say who sent a message, how sure that is and by what; "" where nobody looked."""
    sighted = message.sighted
    if sighted is None:
        return ""
    envelope, is_known = message.accepted.envelope, message.accepted.envelope.raw or message.accepted.let_go_at
    address = envelope.mail_from or message.parsed.sender.address
    who = from_whom(address, proved_name(message)) if is_known else ERASED
    said = "looks forged" if sighted.degree is Degree.FORGED else str(sighted.degree)
    by = f" ({line(sighted.said)})" if sighted.said else ""
    return f"Message {message.accepted.id} sent by {who or 'nobody'}: {said}{by}"


def proved_name(message: "CaseMessage") -> str:
    """Return the name of who wrote a message where they are proved, "" for anybody else."""
    is_proved = message.sighted is not None and message.sighted.degree is Degree.PROVED
    return message.parsed.sender.name if is_proved else ""


def _passed_on(found: "CaseFile") -> Iterator[str]:
    original, number = found.sender.original, found.case.id
    if original is None or original.address == ERASED:
        return
    who = f"{line(original.name)} <{line(original.address)}>" if original.name else line(original.address)
    if original.settled_at is not None:
        yield f"Passed on: {who} wrote it."
    else:
        assign = f'`intake assign {number} --to {line(original.address)} --reason "how you know"`'
        yield f"Passed on: {who} wrote it. Say whom it is for: {assign}"


def sender_plain(found: "CaseFile") -> dict[str, object]:
    """Return the same as JSON: `degree` of the case's contact, null where nobody looked, and `passed_on`."""
    original = found.sender.original
    passed_on = None
    if original is not None:
        passed_on = {
            "address": original.address,
            "name": original.name,
            "settled_at": None if original.settled_at is None else original.settled_at.isoformat(),
        }
    return {"degree": found.sender.degree, "passed_on": passed_on}
