"""`intake verify`: whether the store is whole and nobody but the bot has written to it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import settings_option, store_of

if TYPE_CHECKING:
    from intake.review.verify import Progress, Verified


@click.command()
@settings_option
@click.option("--expect", metavar="N:HEAD", help="A mark that was printed earlier and kept elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(settings_file: Path, expect: str | None, as_json: bool) -> None:
    """Check that the ledger balances, the chains hold and every row is what the bot wrote; exit 1 when one does not."""
    from intake.review.verify import verify as verified

    _, database = store_of(settings_file)
    with shown_progress() as progress, database.read() as connection:
        found = verified(connection, expect, progress)
    if as_json:
        click.echo(json.dumps({"well": not found.findings, **asdict(found)}, ensure_ascii=False, indent=2))
    else:
        _show(found)
    if found.findings:
        raise SystemExit(1)


def _show(found: "Verified") -> None:
    counts = found.ledger
    settled = " + ".join(f"{number} {outcome}" for outcome, number in counts.items() if outcome != "accepted")
    click.echo(f"Ledger: {sum(counts.values())} accepted = {settled} + {counts['accepted']} waiting.")
    erased = f", {found.erased} of them erased" if found.erased else ""
    click.echo(f"Trail: {found.trail} entries{erased}. Register: {found.register} entries.")
    for finding in found.findings:
        click.echo(f"WRONG  {finding}")
    if found.findings:
        click.echo(f"{len(found.findings)} found; the store is not what the bot wrote. Compare it with a backup.")
        return
    click.echo("All is well: the ledger balances, the chains hold, every row and blob is what the bot wrote.")
    click.echo(f"Keep this mark elsewhere: {found.mark}")
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
