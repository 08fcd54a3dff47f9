"""What a person sees of the demo, on any terminal."""

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from intake.bootstrap.app import Running
from intake.contract.zones import zone
from intake.demo.sink import Caught
from intake.domain.case import Case, MailKind, Outcome, Standing
from intake.domain.kept import Held, State
from intake.domain.paging import Page
from intake.review.queue import Row
from intake.review.verdict import Verdict
from intake.review.verify import Verified
from intake.stages.answer import Answered
from intake.storage import cases, outbox, pages
from intake.storage.messages import Summary

_PARAGRAPH = "\n\n"
_BOX = 78  # columns
_INSIDE = _BOX - 4
_BETWEEN = "   "
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:)]")


class Show:
    """Prints the demo as it happens."""

    def __init__(self, console: Console) -> None:
        """Print to `console`."""
        self._console = console

    def started(self, host: str, port: int, mails: int) -> None:
        """Say what runs where, and how many mails are sent to it in all."""
        self._console.print(Text(f"A desk with five customers, one on each contract, takes mail on {host}:{port}."))
        words = f"{mails} mails are sent to it with a real SMTP client, the last one further below:\n"
        self._console.print(Text(words))

    def sending(self, number: int, title: str) -> None:
        """Say what is being sent."""
        self._console.print(Text(f"{number:>2}  {title:<28} ", style="bold"), end="")

    def settled(self, running: Running, summary: Summary) -> None:
        """Say what became of it."""
        if summary.case_id is None or summary.outcome is Outcome.FILED:
            linked = f" with case {summary.case_id}" if summary.case_id else ""
            self._console.print(Text(f"{summary.outcome}{linked}, never answered"))
            self._console.print(Text(f"    {summary.reason}", style="dim"))
            return
        with running.database.read() as connection:
            case = cases.find(connection, summary.case_id)
            mails = [mail for mail in outbox.of_case(connection, summary.case_id) if mail.kind is not MailKind.PAGE]
            called = [
                call for page in pages.of_case(connection, summary.case_id) for call in pages.calls(connection, page.id)
            ]
        if case is None:
            return
        self._console.print(Text(f"{summary.outcome} case {case.id}"))
        self._console.print(Text(f"    {_holds(case)}", style="dim"))
        if summary.outcome is Outcome.OPENED:
            answer = (
                f"{mails[-1].kind} {mails[-1].state}, {case.contract or 'contract unknown'}"
                if mails
                else "not answered"
            )
            self._console.print(Text(f"    {answer}", style="dim"))
            for call in called:
                self._console.print(Text(f"    paged {call.name} by {call.way}", style="dim"))

    def letter(self, title: str, caught: Caught) -> None:
        """Print a mail in full, as its reader sees it."""
        self._panel(title, caught, _text_of(caught))

    def beginning(self, title: str, caught: Caught) -> None:
        """Print a mail's first paragraph."""
        self._panel(title, caught, f"{_text_of(caught).partition(_PARAGRAPH)[0]}\n...")

    def _panel(self, title: str, caught: Caught, body: str) -> None:
        subject = message_from_bytes(caught.raw, policy=policy.default)["Subject"]
        links = _LINK.findall(body)
        for number, link in enumerate(links, start=1):
            body = body.replace(link, "(the link below)" if len(links) == 1 else f"(link {number} below)", 1)
        text = f"To: {', '.join(caught.rcpt_to)}\nSubject: {subject}\n\n{body}"
        self._console.print()
        self._console.print(Panel(Text(text), title=title, title_align="left", width=_BOX))
        for link in links:  # outside the box, which would break it
            self._console.print(Text(link), soft_wrap=True)

    def talking(self, name: str, said: Sequence[str]) -> None:
        """Print what somebody writes in the chat window."""
        self._console.print(Text(f"\nIn the chat window on the vendor's site {name}, who is signed in there, writes:"))
        for one in said:
            self._console.print(Text(f"  > {one}", style="dim"))

    def answered_there(self, words: str, offered: Sequence[str]) -> None:
        """Print how the window's answer begins, and what may be pressed below it."""
        buttons = "\n".join(_rows([f"[{one}]" for one in offered]))
        self._console.print()
        text = f"{words.partition(_PARAGRAPH)[0]}\n...\n\n{buttons}"
        self._console.print(Panel(Text(text), title="In the window", title_align="left", width=_BOX))

    def pages(self, site: str, portal: str, address: str) -> None:
        """Say where the window and the portal can be tried in a browser."""
        self._console.print(Text("In a browser:", style="bold"))
        self._console.print(Text(f"{site}  a page of a vendor's, with the chat window in its corner"), soft_wrap=True)
        words = f"{portal}  the portal: sign in as {address}, the link appears here\n"
        self._console.print(Text(words), soft_wrap=True)

    def waiting_for_model(self) -> None:
        """Say what the next pause is for."""
        self._console.print(Text("\nThe classifier gives its opinion; e-mail was answered without waiting for it ..."))

    def queue(self, rows: list[Row], note: str) -> None:
        """Print the engineers' queue, the most pressing case first."""
        self._console.print(Text(f"({note})\n", style="dim"))
        self._console.print(
            Text("The engineers' queue, the most pressing first (! is the level-1 alarm)", style="bold")
        )
        for row in rows:
            who = row.customer or "unknown sender"
            self._console.print(Text(f"  {row.case.id}  {who:<15} {_opinion(row):<22} {row.case.subject[:32]}"))

    def decided(self, command: str, verdict: Verdict) -> None:
        """Print an engineer's decision and what it changed."""
        self._console.print(Text(f"\n$ {command}", style="bold"))
        self._console.print(Text(f"  {_holds(verdict.case)}"))
        told = "the customer is told of the new promise" if verdict.told else "the promise stays, nobody is written to"
        self._console.print(Text(f"  {told}", style="dim"))

    def taken(self, found: Sequence[Page]) -> None:
        """Print who has taken the pages of a case."""
        for page in found:
            if page.acknowledged_by:
                self._console.print(
                    Text(f"  {page.acknowledged_by} has taken the page: nobody else is called", style="dim")
                )

    def asked(self, command: str, verdict: Verdict) -> None:
        """Print that a change of level waits for the customer."""
        self._console.print(Text(f"\n$ {command}", style="bold"))
        if verdict.asked is not None and verdict.asked.anew:
            wanted = f"level {verdict.asked.question.level}"
            self._console.print(
                Text(f"  the contract wants the customer's agreement to {wanted}: they are asked by mail")
            )
        self._console.print(Text(f"  {_holds(verdict.case)}, until they agree", style="dim"))

    def answering(self) -> None:
        """Say that the next message is a customer's answer."""
        self._console.print(Text("\nTheir answer comes by mail, as any other:"))

    def told(self, letters: int) -> None:
        """Print how often a customer was told of the new level that their answer has let take effect."""
        times = {0: "not told", 1: "told once"}.get(letters, f"told {letters} times")
        self._console.print(Text(f"    no engineer had to do anything; the customer is {times}", style="dim"))

    def replied(self, command: str, answered: Answered) -> None:
        """Print that a person's words went out, and what they did to the clock of the first answer."""
        first = answered.first
        self._console.print(Text(f"\n$ {command}", style="bold"))
        margin = "" if first.margin is None else f", {_span(abs(first.margin))} {_side(first)} its deadline"
        by = "" if first.act is None else f" by {first.act.actor}"
        self._console.print(Text(f"  first answer {first.state}{by}{margin}"))

    def verified(self, found: Verified) -> None:
        """Print in one line whether the store is whole."""
        self._console.print(Text("\n$ intake verify", style="bold"))
        well = f"all is well: {found.trail} trail entries chained, {found.register} rows as the bot wrote them"
        self._console.print(Text(f"  {'; '.join(found.findings) or well}"))

    def ledger(self, counts: dict[Outcome, int]) -> None:
        """Print that nothing was lost."""
        parts = ", ".join(
            f"{number} {outcome}" for outcome, number in counts.items() if outcome is not Outcome.ACCEPTED
        )
        waiting = counts[Outcome.ACCEPTED]
        self._console.print(Text(f"\nAccepted {sum(counts.values())} = {parts}; {waiting} still waiting."))

    def staying(self, host: str, port: int, settings_file: Path, address: str) -> None:
        """Say how to go on by hand."""
        self._console.print(Text("\nThe desk stays up until Ctrl-C. In another terminal:", style="bold"))
        sender = "ruth@alderfreight.example"
        for line in (
            f"python3 - <<'END'\nimport smtplib\nsmtplib.SMTP('{host}', {port}).sendmail('{sender}', '{address}',",
            f"    'From: {sender}\\nTo: {address}\\nSubject: Invoices\\n\\nThe invoice list is slow today.')\nEND",
            f"{sys.executable} -m intake cases --settings {settings_file}",
            f"{sys.executable} -m intake case 1006 --settings {settings_file}",
            f"{sys.executable} -m intake verify --settings {settings_file}",
        ):
            self._console.print(Text(line), soft_wrap=True)
        self._console.print(Text("\nWhat is answered appears here.\n"))

    def mail(self, caught: Caught) -> None:
        """Print a mail that the desk has just sent."""
        self.letter("sent", caught)


def _text_of(caught: Caught) -> str:
    message = message_from_bytes(caught.raw, policy=policy.default)
    body = message.get_body(("plain",)) or message
    return "\n".join(str(body.get_content()).splitlines()).rstrip()


def _rows(buttons: Sequence[str]) -> Iterator[str]:
    """Yield buttons in rows as wide as a box, none of them broken."""
    row = ""
    for button in buttons:
        if row and len(row) + len(_BETWEEN) + len(button) > _INSIDE:
            yield row
            row = ""
        row = f"{row}{_BETWEEN}{button}" if row else button
    if row:
        yield row


def _span(length: timedelta) -> str:
    hours, rest = divmod(int(length.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s"


def _side(first: Held) -> str:
    return "after" if first.state is State.LATE else "before"


def _holds(case: Case) -> str:
    if case.promise is None:
        return "no contract is known: nothing is promised"
    due = "no deadline"
    if case.due_at is not None:
        due = f"by {case.due_at.astimezone(zone(case.zone)):%a %d %b %H:%M %Z}"
    return f'{_level(case)}: "{case.promise["target"]}", {due}'


def _level(case: Case) -> str:
    state = " (provisional)" if case.provisional else "" if case.standing is Standing.RULE else f" ({case.standing})"
    if case.emergency:
        return f"emergency{state}"
    if case.level is None:
        return f"level {case.clock_level}'s clock" if case.clock_level else "no levels here"
    return f"level {case.level}{state}"


def _opinion(row: Row) -> str:
    found = row.suggestion
    if found is None:
        return "no opinion yet"
    sure = "unsure" if found.abstained else f"{found.confidence:.0%} sure"
    return f"severity {found.severity}, {sure}{' !' if found.alert else ''}"
