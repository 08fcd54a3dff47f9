"""`intake verify`: whether the store is whole and nobody but the bot has written to it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import by_option, settings_option, store_of, who
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.database.engine import Database
    from intake.review.verify import Progress, Verified


@click.command()
@settings_option
@click.option("--expect", metavar="N:HEAD", help="A mark that was printed earlier and kept elsewhere.")
@click.option(
    "--accept",
    metavar="REASON",
    help="Answer for what another program is noted to have changed; it stays on the trail.",
)
@by_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(settings_file: Path, expect: str | None, accept: str | None, by: str | None, as_json: bool) -> None:
    """Check that the ledger balances, the chains hold and every row is what the bot wrote; exit 1 when one does not."""
    from intake.review.verify import verify as verified

    if accept is None and by is not None:
        raise BadInput("--by: it says who accepts a change; write --accept and why, too")
    _, database = store_of(settings_file)
    if accept is not None:
        _accept(database, accept, who(by), quiet=as_json)
    with shown_progress() as progress, database.read() as connection:
        found = verified(connection, expect, progress)
    if as_json:
        click.echo(json.dumps({"well": not found.findings, **asdict(found)}, ensure_ascii=False, indent=2))
    else:
        _show(found)
    if found.findings:
        raise SystemExit(1)


def _accept(database: "Database", reason: str, by: str, *, quiet: bool) -> None:
    from intake.bootstrap.clock import now
    from intake.cli.words import counted
    from intake.review.outside import Acceptance, accept

    with database.write() as connection:
        number = accept(connection, Acceptance(by=by, reason=reason, at=now()))
    if not quiet:
        said = (
            f"Accepted {counted(number, 'change')} by another program" if number else "Nothing that could be accepted"
        )
        click.echo(f"{said}.")


def _show(found: "Verified") -> None:
    from intake.cli.words import counted

    counts = found.ledger
    settled = " + ".join(f"{number} {outcome}" for outcome, number in counts.items() if outcome != "accepted")
    click.echo(f"Ledger: {sum(counts.values())} accepted = {settled} + {counts['accepted']} waiting.")
    erased = f", {found.erased} of them erased" if found.erased else ""
    trail, register = (counted(number, "entry", "entries") for number in (found.trail, found.register))
    click.echo(f"Trail: {trail}{erased}. Register: {register}.")
    for finding in found.findings:
        click.echo(f"WRONG  {finding}")
    if found.findings:
        click.echo(f"{len(found.findings)} found; the store is not what the bot wrote. Compare it with a backup.")
        return
    click.echo("All is well: the ledger balances, the chains hold, every row and blob is what the bot wrote.")
    empty = "" if found.register else " (nothing was written to this store yet)"
    click.echo(f"Keep this mark elsewhere: {found.mark}{empty}")
    click.echo("Later, `intake verify --expect` with it shows whether anything up to now was rewritten or cut off.")


@contextmanager
def shown_progress() -> "Iterator[Progress]":
    """Give what shows how far a long check is: a bar on a terminal's stderr, nothing where nobody is looking."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("")
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)
