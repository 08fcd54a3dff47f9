"""`intake customers unreachable` and `reachable`: the addresses that take no mail, and that one does again."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import Words, by_option, engineers, settings_option, store_of

if TYPE_CHECKING:
    from intake.domain.unreachable import Unreachable


@click.command("unreachable")
@settings_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def list_unreachable(settings_file: Path, as_json: bool) -> None:
    """List the addresses that take no mail; nothing but an engineer's own words is sent to them."""
    from intake.storage import unreachable as stored

    settings, database = store_of(settings_file)
    with database.read() as connection:
        found = stored.every(connection)
    if as_json:
        rows = [{**asdict(one), "since": one.since.isoformat()} for one in found]
        click.echo(json.dumps({"unreachable": rows}, ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("Every address takes mail, as far as is known.")
    for one in found:
        click.echo(said(one, settings.desk.zone))


@click.command()
@click.argument("address")
@click.option("--reason", type=Words(), default="", help="How you know; it is kept with the case.")
@settings_option
@by_option
def reachable(address: str, reason: str, settings_file: Path, by: str | None) -> None:
    """Say that ADDRESS takes mail again; letters that were held back are not sent, write anew where one is needed."""
    from intake.review.reachable import reachable as cleared

    settings, database = store_of(settings_file)
    engineer = engineers(settings, by)
    with database.write() as connection:
        found = cleared(engineer(connection), address, reason)
    case = "" if found.case_id is None else f" What was held back stays unsent: see `intake case {found.case_id}`."
    click.echo(f"{found.address} is written to again.{case}")


def said(found: "Unreachable", zone: str) -> str:
    """Say of an address since when it takes no mail, which case showed it and what its server said."""
    from intake.cli.words import line, moment

    case = "" if found.case_id is None else f", case {found.case_id}"
    words = " ".join(dict.fromkeys(filter(None, (found.status, line(found.diagnostic)))))
    return f"{line(found.address)}  takes no mail since {moment(found.since, zone)}{case}\n    {words or 'undelivered'}"
