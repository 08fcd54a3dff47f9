"""A case as text for a terminal: where it stands, what was written, what holds, what was answered, what happened."""

from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from intake.cli.case_emergency import show_calls, show_evidence
from intake.cli.case_forwarded import READ, is_forwarded, show_forwarded
from intake.cli.case_held import show_held, show_promise
from intake.cli.case_maintenance import show_maintenance
from intake.cli.case_next import show_next
from intake.cli.case_recipient import from_whom, to_whom
from intake.cli.case_sender import proved_name, show_sender
from intake.cli.case_storm import show_course, show_storm, show_worsened
from intake.cli.case_table import show_block
from intake.cli.case_trail import show_trail
from intake.cli.case_unreachable import show_unreachable
from intake.cli.words import Zones, counted, line, moment, plain
from intake.domain.case import Case, MailKind, MailState, Outgoing
from intake.domain.erased import ERASED
from intake.domain.suggestion import Evidence, Suggestion
from intake.review.answers import CUSTOMER
from intake.review.deleted import is_part

if TYPE_CHECKING:
    from intake.review.queue import CaseFile, CaseMessage

_INTERNAL = (MailKind.WARNING, MailKind.PAGE)
_LONGEST = 10_000  # characters of a message that are shown


def show_case(found: "CaseFile", zone: str, console: Console) -> None:
    """Print a case file: what is owed, what was said and what to do first, then how it was counted, mails and trail.

    Times are in `zone`, the desk's; deadlines have the customer's beside them where it differs.
    """
    zones = Zones(desk=zone, customer=found.case.zone)
    _show_head(found, zone, console)
    show_worsened(found, console)
    show_storm(found, zone, console)
    show_maintenance(found.maintenance, zone, console)
    show_sender(found, console)
    show_held(found, zones, console)
    show_calls(found, zone, console)
    show_unreachable(found, zone, console)
    _show_withheld(found, console)
    for message in found.messages:
        if is_part(message):
            _show_part(message, zone, console)
            continue
        console.print()
        _show_message(message, zone, console)
    show_evidence(found, zone, console)
    show_next(found, zones, console)
    show_promise(found, zones, console)
    for mail in found.mails:
        if mail.kind not in _INTERNAL:
            console.print()
            _show_mail(mail, found.case, console)
    show_block("To the engineers", (("", said) for said in _to_engineers(found.mails)), console)
    show_trail(found.trail, zone, console)


def _show_head(found: "CaseFile", zone: str, console: Console) -> None:
    case, customer = found.case, found.customer
    who = "unknown sender" if customer is None else line(customer.name)
    telephone = f", telephone {line(customer.telephone)}" if customer is not None and customer.telephone else ""
    console.print(Text(f"Case {case.id}: {line(case.subject) or '(no subject)'}", style="bold"))
    way = str(case.channel).replace("_", " ")
    console.print(Text(f"{who}; {person(case.contact_name, case.contact_address)}, by {way}{telephone}"))
    if case.closed_at is not None:
        console.print(Text(_closed(found, zone), style="bold"))
    console.print(Text(f"Times are those of {zone}."))


def _closed(found: "CaseFile", zone: str) -> str:
    """Say since when a case is closed, by whom and why, as far as its trail still knows."""
    closing = next((entry for entry in reversed(found.trail) if entry.event == "case.closed"), None)
    when = moment(found.case.closed_at, zone)
    if closing is None:
        return f"Closed {when}"
    by = "the customer" if closing.actor == CUSTOMER else line(closing.actor)
    how = " as resolved" if closing.detail.get("resolved") else ""
    return f"Closed{how} {when} by {by}: {line(str(closing.detail.get('reason', ERASED)))}"


def person(name: str, address: str) -> str:
    """Return a stranger's name and address on one line."""
    if not address:
        return f"{line(name)} (no address)".strip()
    known = from_whom(address)
    return f"{line(name)} <{known}>" if name else known


def _show_part(message: "CaseMessage", zone: str, console: Console) -> None:
    """Print a line for what was read together with the message above, which has its words."""
    accepted = message.accepted
    said = f"  message {accepted.id}, {moment(accepted.envelope.received_at, zone)}: {line(accepted.reason)}"
    console.print(Text(said, style="dim"))


def _show_message(message: "CaseMessage", zone: str, console: Console) -> None:
    accepted, parsed = message.accepted, message.parsed
    is_known = accepted.envelope.raw or accepted.let_go_at
    nothing = ("no From", "(no new words)") if is_known else (ERASED, ERASED)
    sender = from_whom(parsed.sender.address, proved_name(message)) or nothing[0]
    title = f"message {accepted.id}, {moment(accepted.envelope.received_at, zone)}, {sender}"
    text = Text(plain(parsed.reply_text[:_LONGEST]))
    for item in () if message.suggestion is None else message.suggestion.evidence:
        if not is_forwarded(message.suggestion, item):
            text.stylize("underline bold", item.start, item.end)
    outcome = Text(": ".join(filter(None, (str(accepted.outcome), line(accepted.reason)))))
    if len(parsed.reply_text) > _LONGEST:
        text.append(
            f"\n({len(parsed.reply_text) - _LONGEST:,} more characters; `case --json` has them all)", style="dim"
        )
    body = text if parsed.reply_text.strip() else Text(nothing[1], style="dim")
    console.print(Panel(body, title=Text(title), title_align="left", subtitle=outcome, subtitle_align="left"))
    show_forwarded(message, console)
    if accepted.let_go_at is not None:
        said = f"  its bytes were let go {moment(accepted.let_go_at, zone)}; its sender, subject and words were kept"
        console.print(Text(said, style="dim"))
    _show_attachments(message, console)
    if message.suggestion is not None:
        _show_suggestion(message.suggestion, console)
    show_course(message.development, console)


def _show_attachments(message: "CaseMessage", console: Console) -> None:
    for attachment in message.parsed.attachments:
        size = counted(attachment.size, "byte")
        console.print(Text(f"  attached: {line(attachment.name) or 'without a name'} ({size})"))


def _show_suggestion(found: Suggestion, console: Console) -> None:
    sure = "unsure, do not lean on it" if found.abstained else f"{found.confidence:.0%} sure"
    kind = str(found.kind).replace("_", " ")
    title = f"Suggestion: severity {found.severity}, {kind}; {sure}"
    show_block(title, (("", said) for said in _grounds(found)), console)


def _grounds(found: Suggestion) -> Iterator[str]:
    if found.alert:
        yield "ALARM: this may be a severity 1, whatever stands above"
    if found.probabilities:
        shares = "  ".join(f"{level}: {share:.0%}" for level, share in sorted(found.probabilities.items()))
        yield f"severities  {shares}"
        if found.confidence < max(found.probabilities.values()):
            yield f"{found.severity} is not the likeliest: taking a matter too lightly is held to be worse"
    if found.rubric is not None:
        yield f"ground for severity {found.severity}: {found.rubric}"
    elif found.model is not None:
        yield f"the facts found do not argue for severity {found.severity}: it was judged by its words, read them"
    if found.forwarded_from is not None:
        yield READ
    yield from dict.fromkeys(_ground(found, one) for one in found.evidence)
    yield f"by {found.model or 'rules alone: no trained model is installed'}"


def _ground(found: Suggestion, one: Evidence) -> str:
    whose = "passed on, " if found.is_forwarded(one) else ""
    return f'"{line(one.text)}": {whose}{one.why.replace("=", " ").replace("_", " ")}'


def _show_mail(mail: Outgoing, case: Case, console: Console) -> None:
    kind = "notice of a new promise" if mail.kind == "level_change" else str(mail.kind)
    came_back = mail.returned_at is not None
    answer = Text(line(mail.answer)) if mail.answer and (came_back or mail.state is not MailState.SENT) else None
    title = Text(f"{kind} to {to_whom(mail, case)}, {'came back' if came_back else mail.state}")
    console.print(Panel(Text(mail_text(mail)), title=title, title_align="left", subtitle=answer, subtitle_align="left"))


def _to_engineers(mails: Iterable[Outgoing]) -> Iterator[str]:
    """Yield a line for each call and warning by mail; they say what stands above."""
    return (f"{mail.kind} to {line(mail.recipient)}, {mail.state}" for mail in mails if mail.kind in _INTERNAL)


def mail_text(mail: Outgoing) -> str:
    """Return a mail as its reader sees it: the subject and the text, as they were sent; of a chat the words alone."""
    if not mail.raw:
        return ERASED
    if mail.is_post:
        from intake.render.slack.letter import Post

        return Post.read(mail.raw).words
    if mail.is_line:
        from intake.render.window.letter import Shown

        return Shown.read(mail.raw).words
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
