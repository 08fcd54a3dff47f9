"""`intake confirm`, `override` and `consent`: an engineer's word on a case."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from intake.cli.options import Words, by_option, deciders, settings_option, store_of
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.cli.preview import Deciding, Engineers
    from intake.cli.words import Zones
    from intake.database.engine import Database
    from intake.review.engineer import Engineer
    from intake.review.verdict import Verdict


_preview_option = click.option("--preview", is_flag=True, help="Show the promise and the letter; write nothing.")
_yes_option = click.option("--yes", is_flag=True, help="Do not ask, though the new deadline may be past.")


@click.command()
@click.argument("number", type=int)
@_preview_option
@settings_option
@by_option
def confirm(number: int, preview: bool, settings_file: Path, by: str | None) -> None:
    """Confirm what case NUMBER stands at: its level or emergency, or the suggested level where it has none."""
    from intake.review.verdict import confirm as confirmed

    settings, database = store_of(settings_file)
    desk = _Deciding(database=database, engineers=deciders(settings, by), zone=settings.desk.zone)
    desk.decide(lambda engineer: confirmed(engineer, number), preview=preview, yes=True)


@click.command()
@click.argument("number", type=int)
@click.option("--level", help="The level, in the contract's own numbering.")
@click.option("--emergency", is_flag=True, help="It is an emergency: its evidence is complete now.")
@click.option("--reason", type=Words(), help="Why; it is kept with the case and teaches the next model.")
@_preview_option
@_yes_option
@settings_option
@by_option
def override(number: int, level: str | None, emergency: bool, reason: str | None, **how: Any) -> None:
    """Set another level on case NUMBER; the promise then runs from the original receipt.

    Where the contract wants the customer's agreement they are asked first, and the level changes when they agree.
    """
    if (level is None) is not emergency:
        raise BadInput("override: write either --level and a level, or --emergency")
    if reason is None and not how["preview"]:
        raise click.UsageError("Missing option '--reason'.", click.get_current_context())
    from intake.review.verdict import declare_emergency
    from intake.review.verdict import override as overridden

    why = "preview" if reason is None else reason
    settings, database = store_of(how["settings_file"])
    desk = _Deciding(database=database, engineers=deciders(settings, how["by"]), zone=settings.desk.zone)

    def deciding(engineer: "Engineer") -> "Verdict":
        if level is None:
            return declare_emergency(engineer, number, why)
        return overridden(engineer, number, level, why)

    desk.decide(deciding, preview=how["preview"], yes=how["yes"])


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
    engineer = deciders(settings, by)
    with database.write() as connection:
        recorded = record_consent(engineer(connection), number, agreed=agreed)
    settled = recorded.settled
    wanted = f" to level {settled.question.level}" if settled is not None else ""
    click.echo(f"Case {number}: recorded that the customer {'agreed' if agreed else 'did not agree'}{wanted}.")
    if settled is not None and settled.verdict is not None:
        click.echo(said(settled.verdict, settings.desk.zone))
    elif agreed:
        click.echo(f"No question was open: the next `intake override {number}` takes effect without asking.")
    else:
        click.echo("Its level stays as it is.")


@dataclass(frozen=True, kw_only=True)
class _Deciding:
    """A store, who decides on it, and the zone they read times in."""

    database: "Database"
    engineers: "Engineers"
    zone: str

    def decide(self, deciding: "Deciding", *, preview: bool, yes: bool) -> None:
        """Show what a verdict would do, or give it and say what it did."""
        from intake.cli.preview import at_a_terminal, show_preview, sure, work_out

        if preview:
            show_preview(work_out(self.database, self.engineers, deciding), self.zone)
            return
        if not yes and at_a_terminal() and not sure(work_out(self.database, self.engineers, deciding), self.zone):
            click.echo("Nothing is changed.")
            return
        with self.database.write() as connection:
            verdict = deciding(self.engineers(connection))
        if verdict.asked is not None and verdict.why_not_told is not None:
            # The wish is kept: this is said, and a script is told, that somebody has to act.
            raise BadInput(_unasked(verdict))
        click.echo(said(verdict, self.zone))


def said(verdict: "Verdict", zone: str) -> str:
    """Say in plain words what a verdict did, with times in `zone` and the customer's own."""
    from intake.cli.preview import late_line
    from intake.cli.words import Zones, promise_line

    case, zones = verdict.case, Zones(desk=zone, customer=verdict.case.zone)
    head = f"Case {case.id}: {case.standing}"
    if verdict.asked is not None:
        return _asked(verdict, zones)
    if verdict.after is None:
        return f"{head}; there is no contract, so nothing is promised."
    lines = (f"{head}. {promise_line(verdict.after, zones)}", late_line(verdict, zones), _told(verdict))
    return "\n".join(filter(None, lines))


def _asked(verdict: "Verdict", zones: "Zones") -> str:
    from intake.cli.preview import held, late_line
    from intake.cli.words import promise_line

    if verdict.after is None or verdict.asked is None:
        return ""
    asked = "Asked the customer" if verdict.asked.anew else "The customer has been asked already"
    head = f"Case {verdict.case.id}: {asked}; {held(verdict)} holds until they agree."
    return "\n".join(filter(None, (head, f"Then: {promise_line(verdict.after, zones)}", late_line(verdict, zones))))


def _unasked(verdict: "Verdict") -> str:
    number = verdict.case.id
    return (
        f"case {number}: the level changes only with the customer's agreement, and they cannot be written to "
        f"({verdict.why_not_told}); ask the customer yourself, then `intake consent {number} --yes`"
    )


def _told(verdict: "Verdict") -> str:
    if verdict.told:
        return "The customer is told."
    if verdict.why_not_told is not None:
        return f"The promise has changed and the customer cannot be written to ({verdict.why_not_told}): tell them."
    return "The promise is as it was; the customer is not written to."
