"""A case as text for a terminal: where it stands, what was written, what holds, what was answered, what happened."""

from collections.abc import Iterable
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from intake.cli.case_emergency import show_emergency
from intake.cli.case_held import show_held
from intake.cli.case_outlook import show_outlook
from intake.cli.case_trail import show_trail
from intake.cli.words import line, moment, plain
from intake.domain.case import Case, MailState, Outgoing, Standing
from intake.domain.erased import ERASED
from intake.domain.suggestion import Suggestion

if TYPE_CHECKING:
    from intake.review.queue import CaseFile, CaseMessage

_LONGEST = 10_000  # characters of a message that are shown


def show_case(found: "CaseFile", console: Console) -> None:
    """Print a case file."""
    case = found.case
    who = "unknown sender" if found.customer is None else line(found.customer.name)
    console.print(Text(f"Case {case.id}: {line(case.subject) or '(no subject)'}", style="bold"))
    console.print(Text(f"{who}; {person(case.contact_name, case.contact_address)}, by {case.channel}"))
    if case.closed_at is not None:
        console.print(Text(f"Closed {moment(case.closed_at, case.zone)}", style="bold"))
    for message in found.messages:
        console.print()
        _show_message(message, case.zone, console)
    console.print()
    show_held(found, console)
    show_emergency(found, console)
    show_outlook(found, console)
    for mail in found.mails:
        console.print()
        _show_mail(mail, console)
    _show_withheld(found, console)
    console.print()
    show_trail(found.trail, case.zone, console)
    _show_next(case, console)
    _show_reply(found, console)


def person(name: str, address: str) -> str:
    """Return a stranger's name and address on one line."""
    if not address:
        return f"{line(name)} (no address)".strip()
    return f"{line(name)} <{line(address)}>" if name else line(address)


def _show_message(message: "CaseMessage", zone: str, console: Console) -> None:
    accepted, parsed = message.accepted, message.parsed
    nothing = ("no From", "(no new words)") if accepted.envelope.raw else (ERASED, ERASED)
    sender = line(parsed.sender.address) or nothing[0]
    title = f"{sender}, {moment(accepted.envelope.received_at, zone)}, {accepted.outcome} (message {accepted.id})"
    text = Text(plain(parsed.reply_text[:_LONGEST]))
    for item in () if message.suggestion is None else message.suggestion.evidence:
        text.stylize("underline bold", item.start, item.end)
    reason = Text(line(accepted.reason)) if accepted.reason else None
    if len(parsed.reply_text) > _LONGEST:
        text.append(
            f"\n({len(parsed.reply_text) - _LONGEST:,} more characters; `case --json` has them all)", style="dim"
        )
    body = text if parsed.reply_text.strip() else Text(nothing[1], style="dim")
    console.print(Panel(body, title=Text(title), title_align="left", subtitle=reason, subtitle_align="left"))
    for attachment in parsed.attachments:
        console.print(Text(f"  attached: {line(attachment.name) or 'without a name'} ({attachment.size} bytes)"))
    if message.suggestion is not None:
        _show_suggestion(message.suggestion, console)


def _show_suggestion(found: Suggestion, console: Console) -> None:
    sure = "unsure, do not lean on it" if found.abstained else f"{found.confidence:.0%} sure"
    kind = str(found.kind).replace("_", " ")
    console.print(Text(f"Suggestion: severity {found.severity}, {kind}; {sure}", style="bold"))
    if found.alert:
        console.print(Text("  ALARM: this may be a severity 1, whatever stands above", style="bold"))
    if found.probabilities:
        shares = "  ".join(f"{level}: {share:.0%}" for level, share in sorted(found.probabilities.items()))
        console.print(Text(f"  severities  {shares}"))
    for item in found.evidence:
        console.print(Text(f'  "{line(item.text)}": {item.why.replace("=", " ").replace("_", " ")}'))
    console.print(Text(f"  by {found.model or 'rules alone: no trained model is installed'}", style="dim"))


def _show_mail(mail: Outgoing, console: Console) -> None:
    kind = "notice of a new promise" if mail.kind == "level_change" else str(mail.kind)
    answer = Text(line(mail.answer)) if mail.answer and mail.state is not MailState.SENT else None
    title = Text(f"{kind} to {line(mail.recipient)}, {mail.state}")
    console.print(Panel(Text(mail_text(mail)), title=title, title_align="left", subtitle=answer, subtitle_align="left"))


def mail_text(mail: Outgoing) -> str:
    """Return a mail as its reader sees it: the subject and the text, exactly as they were sent."""
    if not mail.raw:
        return ERASED
    message = message_from_bytes(mail.raw, policy=policy.default)
    plain_text = message.get_body(("plain",)) or message
    return f"Subject: {message['Subject']}\n\n{plain_text.get_content().rstrip()}"


def withheld(found: "CaseFile") -> Iterable[str]:
    """Yield why an answer was not sent, for each one that was not."""
    return (str(entry.detail.get("reason", ERASED)) for entry in found.trail if entry.event.endswith(".withheld"))


def _show_withheld(found: "CaseFile", console: Console) -> None:
    for reason in withheld(found):
        console.print()
        console.print(Text(f"Not answered: {line(reason)}", style="bold"))


def _show_next(case: Case, console: Console) -> None:
    """Say what an engineer can do about a case that nobody has decided on."""
    if case.standing is not Standing.RULE:
        return
    level = "LEVEL" if case.promise else "SEVERITY"
    console.print()
    console.print(Text(f"Nobody has decided yet: `intake confirm {case.id}`, or"))
    console.print(Text(f'`intake override {case.id} --level {level} --reason "why"`.'))


def _show_reply(found: "CaseFile", console: Console) -> None:
    """Say how to answer the customer; the address is the desk's secret and goes to engineers only."""
    console.print()
    console.print(Text(f"To answer the customer: `intake reply {found.case.id}`, or a listed engineer's mail to"))
    console.print(Text(found.answer_address))
