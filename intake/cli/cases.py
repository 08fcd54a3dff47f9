"""`intake cases`: the queue, the most pressing first."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import settings_option, store_of

if TYPE_CHECKING:
    from intake.review.queue import Row


@click.command()
@settings_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--filed", is_flag=True, help="The messages that opened no case, and why.")
def cases(settings_file: Path, as_json: bool, filed: bool) -> None:
    """List cases by the engineers' clock, and the ledger of all that was accepted."""
    from intake.domain.case import Outcome
    from intake.review.queue import queue
    from intake.storage.messages import ledger, without_case

    _, database = store_of(settings_file)
    with database.read() as connection:
        rows, counts = queue(connection), ledger(connection)
        apart = [asdict(line) for line in without_case(connection, [Outcome.FILED, Outcome.PARKED])]
    if as_json:
        body = {"cases": [_plain(row) for row in rows], "ledger": counts, "filed": apart}
        click.echo(json.dumps(body, ensure_ascii=False, indent=2))
        return
    if filed:
        for line in apart:
            click.echo(
                f"message {line['id']}  {line['outcome']}  {line['sender']}  {line['subject']!r}: {line['reason']}"
            )
        return
    _show(rows)
    click.echo(
        "accepted " + str(sum(counts.values())) + " = " + " + ".join(f"{n} {what}" for what, n in counts.items())
    )


def _show(rows: "list[Row]") -> None:
    from rich.console import Console
    from rich.table import Table

    from intake.cli.words import moment

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("case", "look by", "customer", "subject", "level", "suggested", "promised by"):
        table.add_column(column, overflow="fold")
    for row in rows:
        case = row.case
        table.add_row(
            str(case.id),
            moment(case.attention_at, case.zone),
            row.customer or f"unknown ({case.contact_address or 'no sender'})",
            case.subject,
            level_words(row),
            suggestion_words(row),
            moment(case.due_at, case.zone),
        )
    Console().print(table if rows else "No cases yet.")


def level_words(row: "Row") -> str:
    """Say at what level a case stands, and on whose word."""
    case = row.case
    level = "emergency" if case.emergency else case.level or "-"
    clock = f", {case.clock_level}'s clock" if case.clock_level not in (None, case.level) else ""
    return f"{level}{clock} ({'provisional' if case.provisional else case.standing})"


def suggestion_words(row: "Row") -> str:
    """Say what the classifier suggests, and how sure it is."""
    found = row.suggestion
    if found is None:
        return "not yet"
    alert = " ALERT" if found.alert else ""
    return f"{found.severity} {'unsure' if found.abstained else f'{found.confidence:.0%}'}{alert}"


def _plain(row: "Row") -> dict[str, object]:
    case = row.case
    suggestion = None if row.suggestion is None else row.suggestion.severity
    return {
        "number": case.id,
        "customer": row.customer,
        "contact": case.contact_address,
        "subject": case.subject,
        "contract": case.contract,
        "plan": case.plan,
        "level": case.level,
        "clock_level": case.clock_level,
        "emergency": case.emergency,
        "provisional": case.provisional,
        "standing": case.standing,
        "wanted_level": case.wanted_level,
        "claimed": case.claimed,
        "suggested": suggestion,
        "due_at": None if case.due_at is None else case.due_at.isoformat(),
        "attention_at": None if case.attention_at is None else case.attention_at.isoformat(),
    }
