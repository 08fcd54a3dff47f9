"""`intake confirm`, `override` and `consent`: an engineer's word on a case."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from intake.cli.options import by_option, settings_option, store_of, who
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from intake.bootstrap.settings import Settings
    from intake.review.engineer import Engineer
    from intake.review.verdict import Verdict


@click.command()
@click.argument("number", type=int)
@settings_option
@by_option
def confirm(number: int, settings_file: Path, by: str | None) -> None:
    """Confirm what case NUMBER stands at: its level or emergency, or the suggested level where it has none."""
    from intake.review.verdict import confirm as confirmed

    settings, database = store_of(settings_file)
    engineer = _engineers(settings, by)
    with database.write() as connection:
        verdict = confirmed(engineer(connection), number)
    click.echo(said(verdict))


@click.command()
@click.argument("number", type=int)
@click.option("--level", help="The level, in the contract's own numbering.")
@click.option("--emergency", is_flag=True, help="It is an emergency: its evidence is complete now.")
@click.option("--reason", required=True, help="Why; it is kept with the case and teaches the next model.")
@settings_option
@by_option
def override(number: int, level: str | None, emergency: bool, reason: str, **who_where: Any) -> None:
    """Set another level on case NUMBER; the promise then runs from the original receipt."""
    if (level is None) is not emergency:
        raise BadInput("override: write either --level and a level, or --emergency")
    from intake.review.verdict import ConsentWanted, declare_emergency, wish
    from intake.review.verdict import override as overridden

    settings, database = store_of(who_where["settings_file"])
    engineer = _engineers(settings, who_where["by"])
    try:
        with database.write() as connection:
            if level is None:
                verdict = declare_emergency(engineer(connection), number, reason)
            else:
                verdict = overridden(engineer(connection), number, level, reason)
    except ConsentWanted:
        with database.write() as connection:
            wish(engineer(connection), number, level or "")
        raise
    click.echo(said(verdict))


@click.command()
@click.argument("number", type=int)
@click.option("--yes/--no", "agreed", default=None, help="What the customer answered; one of the two is needed.")
@settings_option
@by_option
def consent(number: int, agreed: bool | None, settings_file: Path, by: str | None) -> None:
    """Record the customer's answer to a change of level on case NUMBER."""
    if agreed is None:  # click would let it pass, and an answer nobody gave would be on record as a no
        raise BadInput(f"consent: what did the customer answer? write `intake consent {number} --yes` or --no")
    from intake.review.consent import record_consent

    settings, database = store_of(settings_file)
    engineer = _engineers(settings, by)
    with database.write() as connection:
        case = record_consent(engineer(connection), number, agreed=agreed)
    answer = "agreed" if agreed else "did not agree"
    wanted = f" to level {case.wanted_level}" if case.wanted_level else ""
    click.echo(f"Case {number}: recorded that the customer {answer}{wanted}.")
    if not agreed:
        click.echo("Its level stays as it is.")
    else:
        level = case.wanted_level or "L"
        click.echo(f'Now `intake override {number} --level {level} --reason "..."` takes effect.')


def _engineers(settings: "Settings", by: str | None) -> "Callable[[Connection], Engineer]":
    """Read the desk before a transaction is opened; return what makes the engineer of one."""
    from intake.bootstrap.app import the_desk
    from intake.bootstrap.clock import now
    from intake.review.engineer import Engineer
    from intake.stages.desk import Run

    desk, name = the_desk(settings), who(by)
    return lambda connection: Engineer(name=name, run=Run(connection=connection, desk=desk, now=now()))


def said(verdict: "Verdict") -> str:
    """Say in plain words what a verdict did."""
    from intake.cli.words import promise_line

    case = verdict.case
    head = f"Case {case.id}: {case.standing}"
    if verdict.after is None:
        return f"{head}; there is no contract, so nothing is promised."
    return f"{head}. {promise_line(verdict.after)}\n{_told(verdict)}"


def _told(verdict: "Verdict") -> str:
    if verdict.told:
        return "The customer is told."
    if verdict.why_not_told is not None:
        return f"The promise has changed and the customer cannot be written to ({verdict.why_not_told}): tell them."
    return "The promise is as it was; the customer is not written to."
