"""`intake close`: nothing more is to be done on a case."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import by_option, settings_option, store_of

if TYPE_CHECKING:
    from intake.review.close import Closed


@click.command()
@click.argument("number", type=int)
@click.option("--resolved", is_flag=True, help="What was asked for is done: a completion goal ends with it.")
@click.option("--reason", required=True, help="Why; it is kept with the case.")
@settings_option
@by_option
def close(number: int, resolved: bool, reason: str, settings_file: Path, by: str | None) -> None:
    """Close case NUMBER; a mail of the customer's opens it again."""
    from intake.cli.options import engineers
    from intake.review.close import close as closed

    settings, database = store_of(settings_file)
    engineer = engineers(settings, by)
    with database.write() as connection:
        done = closed(engineer(connection), number, reason, resolved=resolved)
    click.echo(_said(done, resolved=resolved))


def _said(done: "Closed", *, resolved: bool) -> str:
    from intake.cli.case_kept import owed_lines

    case = done.case
    lines = [f"Case {case.id}: closed{' as resolved' if resolved else ''}."]
    if case.closed_at is not None:
        lines += [f"  {name}: {said}" for name, said in owed_lines(done.standing, case.zone, case.closed_at)]
    if done.standing[0].act is None:
        lines.append("Nobody has answered the customer; nothing is sent by closing.")
    return "\n".join(lines)
