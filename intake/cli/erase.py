"""`intake erase`: take a person's data out of the store; numbers, decisions and the trail stay."""

import sys
from typing import TYPE_CHECKING, Any

import click

from intake.cli.options import by_option, settings_option, store_of, who
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.database.engine import Database
    from intake.review.erase import Wanted
    from intake.storage.erasure import Held


@click.command()
@click.option("--contact", metavar="ADDRESS", help="The person's mail address, slack:T0123/U0123 or web:12/.")
@click.option("--case", "number", type=int, metavar="N", help="Instead of a person: all that was said in one case.")
@click.option("--reason", required=True, help="Why; it stays on the trail, so name nobody in it.")
@click.option("--even-open", is_flag=True, help="Also while a case of theirs is open: nobody can answer it any more.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@settings_option
@by_option
def erase(contact: str | None, number: int | None, **words: Any) -> None:
    """Erase a person's mails, words, names and addresses for good."""
    if (contact is None) is (number is None):
        raise BadInput("erase: write either --contact and an address, or --case and its number")
    from intake.bootstrap.clock import now
    from intake.review.erase import Order, Wanted, is_nothing, left, refuse
    from intake.review.erase import erase as erased

    settings, database = store_of(words["settings_file"])
    wanted = Wanted(address=contact, case=number, key=settings.desk.secret.get_secret_value().encode())
    order = Order(by=who(words["by"]), reason=words["reason"], at=now(), even_open=words["even_open"])
    found = _looked_up(database, wanted)
    _show(found)
    if words["dry_run"]:
        return
    if is_nothing(found, wanted):
        _rewrite(database)
        click.echo("Nothing of theirs is kept; the store's file was written anew.")
        return
    refuse(found, wanted, order)
    _ask(yes=words["yes"])
    click.echo("While the store is written anew, mail is put off (451) and its senders come again.")
    with database.write() as connection:
        done = erased(connection, wanted, order, found)
    entries = "1 trail entry" if done.entries == 1 else f"{done.entries} trail entries"
    click.echo(f"Erased, with the details of {entries}. Backups made before still hold it.")
    _rewrite(database)
    with database.read() as connection:
        _tell(left(connection, wanted))


def _looked_up(database: "Database", wanted: "Wanted") -> "Held":
    from intake.cli.verify import shown_progress
    from intake.review.erase import held
    from intake.storage.erasure import length

    with shown_progress() as progress, database.read() as connection:
        total, done = length(connection), 0

        def step() -> None:
            nonlocal done
            done += 1
            progress("looking for the person", done, total)

        return held(connection, wanted, step)


def _show(found: "Held") -> None:
    from intake.cli.words import counted

    click.echo(
        f"Held: {counted(len(found.cases), 'case')}, {counted(len(found.messages), 'message')}, "
        f"{counted(len(found.mails), 'mail')} written. "
        f"Open cases that something would go from: {len(found.open_cases)}."
    )
    if found.cases:
        click.echo(f"Cases: {', '.join(str(case) for case in found.cases)}. Their numbers and decisions stay.")


def _ask(*, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise BadInput("erase: nobody is there to be asked; write --yes if you are sure")
    click.confirm("Erase this for good?", abort=True, err=True)


def _rewrite(database: "Database") -> None:
    from intake.database.vacuum import rewrite
    from intake.worker.taking_in import emptied

    if not emptied(database):
        click.echo("Mails that just came in lie in one file with old bytes: run this again later.")
    if not rewrite(database):
        click.echo("Another program is reading the store, so old bytes are still in its file: run this again later.")


def _tell(places: tuple[str, ...]) -> None:
    for place in places:
        click.echo(f"STILL THERE  {place}: a record that cannot be erased")
    if places:
        raise SystemExit(1)
