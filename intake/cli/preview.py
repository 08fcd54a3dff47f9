"""What a verdict would do: shown before it is given, and asked about when its deadline is past already."""

import secrets
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from intake.cli.words import Zones
    from intake.database.engine import Database
    from intake.review.engineer import Engineer
    from intake.review.outlook import Preview
    from intake.review.verdict import Verdict

Engineers = Callable[["Connection"], "Engineer"]
Deciding = Callable[["Engineer"], "Verdict"]


def work_out(database: "Database", engineers: Engineers, deciding: Deciding) -> "Preview":
    """Return what a verdict would do; nothing is written. Raises BadInput as the verdict would."""
    from intake.review.outlook import preview
    from intake.thread.token import Signer

    with database.write() as connection:
        engineer = engineers(connection)
        # Signed with a key that is thrown away: a link in a letter that nobody gets must open nothing.
        desk = replace(engineer.run.desk, signer=Signer(secrets.token_bytes(32)))
        return preview(replace(engineer, run=replace(engineer.run, desk=desk)), deciding)


def show_preview(found: "Preview", zone: str) -> None:
    """Print the promise that would hold, whether it is past, and the exact letters; `zone` is the desk's."""
    from intake.cli.case_recipient import recipient_said
    from intake.cli.case_text import mail_text
    from intake.cli.words import Zones, promise_line

    verdict, zones = found.verdict, Zones(desk=zone, customer=found.verdict.case.zone)
    click.echo("Preview: nothing is written.")
    if verdict.after is None:
        click.echo("There is no contract, so nothing is promised.")
        return
    click.echo(promise_line(verdict.after, zones))
    late = late_line(verdict, zones)
    if late:
        click.echo(late)
    click.echo(_told(verdict))
    for mail in found.mails:
        click.echo(f"\nTo: {recipient_said(mail, verdict.case)}\n{mail_text(mail)}")


def sure(found: "Preview", zone: str) -> bool:
    """Ask, at a terminal, whether to go on although the new deadline is past; True where there is nothing to ask."""
    from intake.cli.words import Zones

    late = late_line(found.verdict, Zones(desk=zone, customer=found.verdict.case.zone))
    return not late or click.confirm(f"{late.rstrip('.')}: press y to go on", default=False)


def at_a_terminal() -> bool:
    """Tell whether a person can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def late_line(verdict: "Verdict", zones: "Zones") -> str:
    """Say by how much the deadline of what would hold, or holds, is past; an empty text when it is not."""
    from intake.bootstrap.clock import now
    from intake.cli.words import length
    from intake.review.outlook import missable, past_by

    due = None if verdict.after is None else missable(verdict.after)
    past = past_by(due, now())
    if due is None or past is None or verdict.after == verdict.before:
        return ""
    return f"The deadline {zones.promised(due, seconds=True)} is already past by {length(past)}."


def _told(verdict: "Verdict") -> str:
    if verdict.why_not_told is not None:
        return f"The customer cannot be written to ({verdict.why_not_told})."
    if verdict.asked is not None and not verdict.asked.anew:
        return "The customer has been asked already; no other letter would be written."
    if verdict.asked is not None:
        return f"The customer would be asked first, and {held(verdict)} holds until they agree:"
    return "The customer would be told:" if verdict.told else "The customer would not be written to."


def held(verdict: "Verdict") -> str:
    """Name what holds while a question waits: 'level 3', 'no level'."""
    from intake.cli.words import level_said

    return level_said(verdict.case)
