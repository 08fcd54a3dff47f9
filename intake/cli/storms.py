"""`intake storms` and `intake storm N`: cases of many customers that look like one outage."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import Words, by_option, deciders, settings_option, store_of
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.domain.storm import Storm
    from intake.review.storms import Inside, StormFile


@click.command()
@settings_option
@click.option("--all", "closed_too", is_flag=True, help="Those that are over too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def storms(settings_file: Path, closed_too: bool, as_json: bool) -> None:
    """List the storms: cases of several customers that look like one outage."""
    from intake.bootstrap.clock import now
    from intake.bootstrap.desk import the_desk
    from intake.review.storms import storm_files
    from intake.stages.desk import Run

    settings, database = store_of(settings_file)
    with database.read() as connection:
        run = Run(connection=connection, desk=the_desk(settings), now=now())
        found = storm_files(run, closed_too=closed_too)
    if as_json:
        click.echo(json.dumps({"storms": [storm_plain(one) for one in found]}, ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(headline(one.storm, settings.desk.zone))
    if not found:
        click.echo("There is no storm." if not closed_too else "There was no storm yet.")


@click.command()
@click.argument("number", type=int)
@click.option("--close", "closes", is_flag=True, help="It is over, or was none: nothing joins it any more.")
@click.option("--without", type=int, metavar="CASE", help="Take a case out: it has nothing to do with it.")
@click.option("--reason", default="", type=Words(), help="Why it is closed; it is kept with its cases.")
@settings_option
@by_option
def storm(number: int, closes: bool, without: int | None, reason: str, settings_file: Path, by: str | None) -> None:
    """Show storm NUMBER and why each case is in it, close it, or take a case out; no level is set by any of these.

    As data it is in `intake storms --all --json`.
    """
    if closes and without is not None:
        raise BadInput("storm: --close and --without are two things; do one after the other")
    if closes:
        _close(number, reason, settings_file, by)
    elif without is not None:
        _take_out(number, without, settings_file, by)
    else:
        _show(number, settings_file)


def _close(number: int, reason: str, settings_file: Path, by: str | None) -> None:
    from intake.cli.words import counted
    from intake.review.storms import close_storm

    settings, database = store_of(settings_file)
    engineer = deciders(settings, by)
    with database.write() as connection:
        closed = close_storm(engineer(connection), number, reason)
    click.echo(f"Storm {number}: closed; {counted(len(closed.inside), 'case')} of it stand as before.")


def _take_out(number: int, case_id: int, settings_file: Path, by: str | None) -> None:
    from intake.cli.words import counted
    from intake.review.storms import take_out

    settings, database = store_of(settings_file)
    engineer = deciders(settings, by)
    with database.write() as connection:
        left = take_out(engineer(connection), number, case_id)
    click.echo(f"Storm {number}: case {case_id} is out of it; {counted(len(left.inside), 'case')} left.")


def _show(number: int, settings_file: Path) -> None:
    from intake.bootstrap.clock import now
    from intake.bootstrap.desk import the_desk
    from intake.review.storms import storm_file
    from intake.stages.desk import Run

    settings, database = store_of(settings_file)
    with database.read() as connection:
        found = storm_file(Run(connection=connection, desk=the_desk(settings), now=now()), number)
    click.echo(headline(found.storm, settings.desk.zone))
    for text in _lines(found, settings.desk.zone):
        click.echo(f"  {text}")


def headline(one: "Storm", zone: str) -> str:
    """Return a storm on one line: how many cases of how many customers, since when, and the words they share."""
    from intake.cli.words import counted, line, short_moment
    from intake.contract.zones import zone as known_zone

    since = short_moment(one.opened_at, known_zone(zone))
    size = f"{counted(len(one.inside), 'case')} of {counted(one.customers, 'customer')}"
    about = f": {line(', '.join(one.words))}" if one.words else ""
    return f"Storm {one.id}: {size} since {since}{about}{'' if one.closed_at is None else ' (closed)'}"


def _lines(found: "StormFile", zone: str) -> Iterator[str]:
    from intake.cli.words import line, moment

    for one in found.cases:
        who = line(one.customer or f"unknown sender {one.case.contact_address}")
        out = "" if one.inside.removed_at is None else f" (taken out by {line(one.inside.removed_by)})"
        yield f"case {one.case.id}  {moment(one.inside.at, zone)}  {who}: {line(one.case.subject)}{out}"
        if one.inside.words and not out:
            yield f"    shares: {line(', '.join(one.inside.words))}"
        yield from (
            f"    {said}"
            for said in suggestion_lines(one, found.storm.customers)
            if not out and found.storm.closed_at is None
        )
    over = found.storm
    if over.closed_at is not None:
        yield f"closed {moment(over.closed_at, zone)} by {line(over.closed_by)}: {line(over.closed_why)}"


def suggestion_lines(one: "Inside", customers: int) -> Iterator[str]:
    """Yield what a storm suggests for a case that stands at another level; nothing where it suggests none."""
    level = one.suggested
    if level is not None and one.case.level != level.id and one.case.closed_at is None:
        override = f'`intake override {one.case.id} --level {level.id} --reason "a storm of {customers} customers"`'
        yield f"it suggests {level.id}, {level.name}; nobody but you sets it: {override}"


def storm_plain(found: "StormFile") -> dict[str, object]:
    """Return a storm as plain values."""
    one = found.storm
    return {
        "number": one.id,
        "opened_at": one.opened_at.isoformat(),
        "last_at": one.last_at.isoformat(),
        "closed_at": None if one.closed_at is None else one.closed_at.isoformat(),
        "closed_by": one.closed_by,
        "words": list(one.words),
        "customers": one.customers,
        "cases": [
            {
                "number": inside.case.id,
                "customer": inside.customer,
                "at": inside.inside.at.isoformat(),
                "words": list(inside.inside.words),
                "suggested_level": None if inside.suggested is None else inside.suggested.id,
                "removed_by": inside.inside.removed_by or None,
            }
            for inside in found.cases
        ],
    }
