"""`intake assign`: whom a case is for, where somebody passed it on or nothing proves who wrote."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import Words, by_option, deciders, settings_option, store_of

if TYPE_CHECKING:
    from intake.review.assign import Assigned


@click.command()
@click.argument("number", type=int)
@click.option("--to", "address", required=True, type=Words(), metavar="ADDRESS", help="The contact it is for.")
@click.option("--reason", required=True, type=Words(), help="How you know; it is kept with the case.")
@settings_option
@by_option
def assign(number: int, address: str, reason: str, settings_file: Path, by: str | None) -> None:
    """Say whom case NUMBER is for: their contract holds from its receipt on, and they are told what it promises."""
    from intake.review.assign import assign as assigned

    settings, database = store_of(settings_file)
    engineer = deciders(settings, by)
    with database.write() as connection:
        done = assigned(engineer(connection), number, address, reason)
    click.echo(_said(done, settings.desk.zone))


def _said(done: "Assigned", zone: str) -> str:
    from intake.cli.words import Zones, level_said, line

    case = done.case
    who = f"{line(case.contact_address)}, {line(done.customer.name)}"
    if not done.anew:
        return f"Case {case.id} is for {who}, as before."
    lines = [f"Case {case.id}: for {who}, under {case.contract}; {level_said(case)}."]
    if case.due_at is not None:
        lines.append(f"  due {Zones(desk=zone, customer=case.zone).promised(case.due_at)}")
    lines.append(_suggested(done))
    told = done.why_not_told
    lines.append("They are written what is promised." if told is None else f"They are not written to: {line(told)}.")
    return "\n".join(lines)


def _suggested(done: "Assigned") -> str:
    """Say with which opinion the case was assessed; one that waits to be made moves the engineers' clock."""
    from intake.cli.cases import suggestion_said

    if done.suggestion is None:
        return "  suggested: not yet; the running bot does it within seconds"
    return f"  suggested: severity {suggestion_said(done.suggestion)}"
