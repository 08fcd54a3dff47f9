"""`intake reply` and `intake begin`: an engineer's words to the customer, and that work has begun."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import by_option, settings_option, store_of, who, who_of
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.bootstrap.settings import Settings
    from intake.cli.words import Zones
    from intake.domain.case import Case, Outgoing
    from intake.domain.kept import Held
    from intake.stages.answer import Answered

_RULE = "-------- >8 --------"


@click.command()
@click.argument("number", type=int)
@click.option("--text", help="The words; without it and --file they come from standard input, or your editor.")
@click.option("--file", "file", type=click.Path(path_type=Path), help="A text file with the words.")
@click.option("--begins-work", is_flag=True, help="Work on the case begins with it.")
@settings_option
@by_option
def reply(
    number: int, text: str | None, file: Path | None, begins_work: bool, settings_file: Path, by: str | None
) -> None:
    """Answer the customer of case NUMBER in the thread; it stops the clock of the first answer."""
    from intake.bootstrap.clock import now
    from intake.cli.options import deciders
    from intake.cli.words import line
    from intake.review.reply import Reply
    from intake.review.reply import reply as replied
    from intake.stages.unreachable import why_unreachable
    from intake.storage import outbox

    settings, database = store_of(settings_file)
    words = _words(number, text, file)
    engineer, signed = deciders(settings, by), _signed(settings, by)
    with database.write() as connection:
        done = replied(engineer(connection), number, Reply(text=words, signed=signed, begins_work=begins_work))
        against = why_unreachable(connection, done.case.contact_address)
        mail = None if done.mail_id is None else outbox.find(connection, done.mail_id)
    click.echo(_said(done, mail, settings.desk.zone, now()))
    if against is not None:
        click.echo(f"It may not arrive: {line(against)}. Telephone as well.")


@click.command()
@click.argument("number", type=int)
@click.option("--appointment", is_flag=True, help="Record that an appointment took place instead.")
@settings_option
@by_option
def begin(number: int, appointment: bool, settings_file: Path, by: str | None) -> None:
    """Record that work on case NUMBER has begun."""
    from intake.bootstrap.clock import now
    from intake.cli.options import deciders
    from intake.review.kept import begin_work, keep_appointment

    settings, database = store_of(settings_file)
    engineer = deciders(settings, by)
    record = keep_appointment if appointment else begin_work
    with database.write() as connection:
        case, one = record(engineer(connection), number)
    what = "the appointment took place" if appointment else "work has begun"
    click.echo(f"Case {number}: recorded that {what}. {_promised(one, _zones(settings.desk.zone, case), now())}")


def _words(number: int, text: str | None, file: Path | None) -> str:
    """Return what was written; raises BadInput for no words, two sources, or a file that cannot be read."""
    if text is not None and file is not None:
        raise BadInput("reply: write either --text or --file")
    from intake.domain.reason import says_something

    words = _written(number, text, file)
    if not says_something(words):
        raise BadInput("reply: there are no words in it; write --text or --file, or pipe them in")
    return words


def _written(number: int, text: str | None, file: Path | None) -> str:
    if text is not None:
        return text
    if file is not None:
        return _read(file)
    if not sys.stdin.isatty():
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    return _edited(number)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file}: cannot be read as UTF-8 text: {error}") from error


def _edited(number: int) -> str:
    """Open the editor of whoever sits at the terminal; nothing saved is nothing sent."""
    below = f"\n\n{_RULE}\nCase {number}. Write above this line; the customer gets your words and nothing below them.\n"
    try:
        found = click.edit(below, extension=".txt")
    except click.ClickException as error:
        raise BadInput(f"reply: no editor could be opened ({error.message}); write --text or --file") from error
    return (found or "").partition(_RULE)[0]


def _signed(settings: "Settings", by: str | None) -> str:
    """Return the name a customer reads: one that was given, or a listed engineer's; an account's name is nobody's."""
    if by is not None:
        return who_of(settings, by)
    return who(by) if who(by) in {engineer.name for engineer in settings.engineers} else ""


def _said(done: "Answered", mail: "Outgoing | None", zone: str, now: datetime) -> str:
    from intake.cli.case_recipient import to_whom

    case = done.case
    if mail is None:
        return f"Case {case.id}: these words were sent before; the customer is not written to again."
    head = f"Case {case.id}: your answer goes to {to_whom(mail, case)}."
    opened = " It was closed and is open again." if done.was_closed else ""
    return f"{head}{opened}\nFirst answer: {_stands(done.first, _zones(zone, case), now)}."


def _zones(desk: str, case: "Case") -> "Zones":
    from intake.cli.words import Zones

    return Zones(desk=desk, customer=case.zone)


def _stands(one: "Held", zones: "Zones", now: datetime) -> str:
    from intake.cli.case_kept import stands

    return stands(one, zones, now)


def _promised(one: "Held | None", zones: "Zones", now: datetime) -> str:
    if one is None:
        return "The contract promises no time for it."
    said = _stands(one, zones, now)
    return f"{said[0].upper()}{said[1:]}."
