"""`intake page`: who is being called to which case, and taking a page."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import by_option, settings_option, store_of, who_of
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.domain.paging import Page
    from intake.review.paging import PageFile


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--ack", is_flag=True, help="Take the page of case NUMBER: nobody else is called.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@settings_option
@by_option
def page(number: int | None, ack: bool, as_json: bool, settings_file: Path, by: str | None) -> None:
    """List the open pages, show those of case NUMBER, or take one with --ack."""
    from intake.bootstrap.clock import now
    from intake.bootstrap.desk import the_desk
    from intake.review.paging import open_pages, pages_of
    from intake.stages.desk import Run

    if ack:
        _acknowledge(number, settings_file, by)
        return
    settings, database = store_of(settings_file)
    with database.read() as connection:
        run = Run(connection=connection, desk=the_desk(settings), now=now())
        found = open_pages(run) if number is None else pages_of(run, number)
    if as_json:
        click.echo(json.dumps({"pages": [page_plain(one) for one in found]}, ensure_ascii=False, indent=2))
        return
    for one in found:
        for text in page_lines(one, settings.desk.zone):
            click.echo(text)
    if not found:
        click.echo("Nobody is being called." if number is None else f"Nobody was called to case {number}.")


def _acknowledge(number: int | None, settings_file: Path, by: str | None) -> None:
    from intake.bootstrap.clock import now
    from intake.bootstrap.desk import the_desk
    from intake.review.engineer import Engineer
    from intake.review.paging import acknowledge
    from intake.stages.desk import Run

    if number is None:
        raise BadInput("page: which case? write `intake page N --ack`; `intake page` lists the open pages")
    settings, database = store_of(settings_file)
    desk, name = the_desk(settings), who_of(settings, by)
    with database.write() as connection:
        run = Run(connection=connection, desk=desk, now=now())
        taken = acknowledge(Engineer(name=name, run=run), number)
    click.echo(f"Case {number}: {state_words(taken, settings.desk.zone)}.")


def state_words(page: "Page", zone: str) -> str:
    """Say what became of a page, in the words of a sentence's middle."""
    from intake.cli.words import line, moment

    if page.acknowledged_at is not None:
        return f"taken by {line(page.acknowledged_by)}, {moment(page.acknowledged_at, zone)}"
    if page.closed_at is not None:
        return f"ended, {moment(page.closed_at, zone)}: {line(page.closed_why)}"
    return "nobody has taken it yet"


def page_lines(found: "PageFile", zone: str) -> list[str]:
    """Return a page as lines: the case, why, what became of it, and each name that was called."""
    from intake.cli.words import line, moment

    page, who_for = found.page, line(found.customer) or "unknown sender"
    lines = [
        f"Case {page.case_id}, {who_for}: {line(found.case.subject) or '(no subject)'}",
        f"  {page.why}",
        f"  called since {moment(page.opened_at, zone)}; {state_words(page, zone)}",
    ]
    for call in found.calls:
        answer = f" ({line(call.answer)})" if call.answer else ""
        lines.append(f"  {call.turn}. {line(call.name)}, by {call.way}: {call.state}{answer}")
    if page.is_open:
        lines.append(f"  To take it: `intake page {page.case_id} --ack`")
    return lines


def page_plain(found: "PageFile") -> dict[str, object]:
    """Return a page as plain values."""
    page = found.page
    return {
        "case": page.case_id,
        "customer": found.customer or None,
        "subject": found.case.subject,
        "why": [cause.why for cause in page.causes],
        "opened_at": page.opened_at.isoformat(),
        "acknowledged_at": None if page.acknowledged_at is None else page.acknowledged_at.isoformat(),
        "acknowledged_by": page.acknowledged_by or None,
        "closed_at": None if page.closed_at is None else page.closed_at.isoformat(),
        "closed_why": page.closed_why or None,
        "calls": [
            {
                "turn": call.turn,
                "name": call.name,
                "way": call.way,
                "state": call.state,
                "attempts": call.attempts,
                "answer": call.answer,
                "at": call.made_at.isoformat(),
            }
            for call in found.calls
        ],
    }
