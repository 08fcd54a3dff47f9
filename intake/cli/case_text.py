"""A case as text for a terminal: what was written, what it points to, what holds, what was answered, what happened."""

from collections.abc import Callable
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from intake.cli.words import moment
from intake.domain.case import Case, Outgoing
from intake.domain.suggestion import Suggestion

if TYPE_CHECKING:
    from intake.review.queue import CaseFile, CaseMessage


def show_case(found: "CaseFile", console: Console) -> None:
    """Print a case file."""
    case = found.case
    who = "unknown sender" if found.customer is None else found.customer.name
    console.print(Text(f"Case {case.id}: {case.subject or '(no subject)'}", style="bold"))
    console.print(Text(f"{who}, {case.contact_name} <{case.contact_address}>, by {case.channel}"))
    for message in found.messages:
        _show_message(message, case.zone, console)
    _show_promise(case, console)
    for mail in found.mails:
        console.print(
            Panel(Text(_body(mail)), title=f"{mail.kind} to {mail.recipient}, {mail.state}", title_align="left")
        )
    console.print(Text("Trail", style="bold"))
    for entry in found.trail:
        told = ", ".join(f"{key}={value}" for key, value in entry.detail.items() if value not in (None, "", [], {}))
        console.print(Text(f"  {moment(entry.at, case.zone)}  {entry.event}  by {entry.actor}  {told}", style="dim"))


def _show_message(message: "CaseMessage", zone: str, console: Console) -> None:
    accepted, parsed = message.accepted, message.parsed
    title = f"message {accepted.id}, {moment(accepted.envelope.received_at, zone)}, {accepted.outcome}"
    text = Text(parsed.reply_text)
    for item in () if message.suggestion is None else message.suggestion.evidence:
        text.stylize("underline bold", item.start, item.end)
    console.print(Panel(text, title=title, title_align="left", subtitle=accepted.reason or None))
    names = [f"{attachment.name} ({attachment.size} bytes)" for attachment in parsed.attachments]
    if names:
        console.print(Text(f"  attached: {', '.join(names)}"))
    if message.suggestion is not None:
        _show_suggestion(message.suggestion, console)


def _show_suggestion(found: Suggestion, console: Console) -> None:
    shares = ", ".join(f"{level}: {share:.0%}" for level, share in sorted(found.probabilities.items()))
    sure = "not sure, do not lean on it" if found.abstained else f"{found.confidence:.0%} sure"
    alarm = "; level-1 alarm" if found.alert else ""
    console.print(Text(f"Suggestion: severity {found.severity}, {found.kind} ({sure}{alarm}). {shares}"))
    for item in found.evidence:
        console.print(Text(f'  "{item.text}"  {item.why}'))
    console.print(Text(f"  by {found.model or 'rules alone: no trained model is installed'}", style="dim"))


def _show_promise(case: Case, console: Console) -> None:
    held = case.promise
    if held is None:
        console.print("Nothing is promised: the sender is not known, so no contract applies.")
        return
    state = "provisional" if case.provisional else str(case.standing)
    level = "emergency" if case.emergency else f"level {case.level}" if case.level else "no severity level"
    clock = f", level {case.clock_level}'s clock" if case.clock_level not in (None, case.level) else ""
    console.print(Text(f"Contract {case.contract}{f', {case.plan}' if case.plan else ''}: {level}{clock} ({state})"))
    console.print(Text(f'  "{held["target"]}" ({held["force"]}), clause {held["clause"]}'))
    console.print(Text(f"  due {held['due_at'] or 'at no time the contract states'}", style="bold"))
    _show_list("counted", held["counted"], console, lambda item: f"{item['from']} to {item['to']}")
    _show_list("also", held["others"], console, lambda item: f"{item['promise']}: {item['target']}, {item['due_at']}")
    _show_list("notices", held["notices"], console, str)
    _show_list("rulings", held["rulings"], console, str)
    if case.claimed:
        console.print(Text(f"  the customer says: {case.claimed}"))
    if case.wanted_level:
        console.print(Text(f"  waits for the customer's agreement to level {case.wanted_level}", style="bold"))


def _show_list(name: str, items: object, console: Console, say: Callable[[Any], str]) -> None:
    for item in items if isinstance(items, list) else []:
        console.print(Text(f"  {name}: {say(item)}"))


def _body(mail: Outgoing) -> str:
    """Return a mail as its reader sees it: the subject and the text, exactly as they were sent."""
    message = message_from_bytes(mail.raw, policy=policy.default)
    return f"Subject: {message['Subject']}\n\n{message.get_content().rstrip()}"
