"""`intake close`: nothing more is to be done on a case."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import Words, by_option, deciders, settings_option, store_of
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.review.close import Closed


@click.command()
@click.argument("number", type=int)
@click.option("--resolved", is_flag=True, help="What was asked for is done: a completion goal ends with it.")
@click.option("--no-request", is_flag=True, help="Nothing was asked for; it teaches the next model.")
@click.option("--reason", required=True, type=Words(), help="Why; it is kept with the case.")
@settings_option
@by_option
def close(number: int, resolved: bool, no_request: bool, reason: str, settings_file: Path, by: str | None) -> None:
    """Close case NUMBER; a mail of the customer's opens it again."""
    from intake.review.close import close as closed

    if resolved and no_request:
        raise BadInput("close: where nothing was asked for nothing is resolved; leave one of the two out")
    settings, database = store_of(settings_file)
    engineer = deciders(settings, by)
    with database.write() as connection:
        done = closed(engineer(connection), number, reason, resolved=resolved, no_request=no_request)
    click.echo(_said(done, settings.desk.zone, resolved=resolved))


def _said(done: "Closed", zone: str, *, resolved: bool) -> str:
    from intake.cli.case_kept import owed_lines
    from intake.cli.words import Zones

    case = done.case
    lines = [f"Case {case.id}: closed{' as resolved' if resolved else ''}."]
    if case.closed_at is not None:
        zones = Zones(desk=zone, customer=case.zone)
        lines += [
            f"  {name}: {said}" for name, said in owed_lines(done.standing, zones, case.closed_at, case.closed_at)
        ]
    if done.standing[0].act is None:
        lines.append("Nobody has answered the customer; nothing is sent by closing.")
    return "\n".join(lines)
