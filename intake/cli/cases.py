"""`intake cases`: the queue, the most pressing first."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import settings_option, store_of
from intake.domain.case import Outcome, Standing

if TYPE_CHECKING:
    from intake.review.queue import Row

_COLUMNS = "{:<5} {:<17} {:<17} {:<22} {}"  # 80 columns in all, the longest suggestion included


@click.command()
@settings_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--filed", is_flag=True, help="The messages that opened no case, and why.")
@click.option("--all", "closed_too", is_flag=True, help="Closed cases too.")
def cases(settings_file: Path, as_json: bool, filed: bool, closed_too: bool) -> None:
    """List open cases by the engineers' clock, and the ledger of all that was accepted; times are the desk's."""
    from intake.review.queue import queue
    from intake.storage import pages
    from intake.storage.messages import ledger, without_case

    settings, database = store_of(settings_file)
    with database.read() as connection:
        rows, counts = queue(connection, closed_too=closed_too), ledger(connection)
        apart = [asdict(line) for line in without_case(connection, [Outcome.FILED, Outcome.PARKED])]
        called = {page.case_id for page in pages.every_open(connection)}
    if as_json:
        body = {"cases": [_plain(row) for row in rows], "ledger": counts, "filed": apart}
        click.echo(json.dumps(body, ensure_ascii=False, indent=2))
        return
    if filed:
        _show_filed(apart)
        return
    _show(rows, called, settings.desk.zone)
    click.echo(_ledger(counts))


def _show_filed(apart: list[dict[str, object]]) -> None:
    from intake.cli.words import line

    for found in apart:
        click.echo(f"message {found['id']}  {found['outcome']}  {line(str(found['sender']))}")
        click.echo(f"    {line(str(found['subject'])) or '(no subject)'}")
        click.echo(f"    {line(str(found['reason']))}")
    if not apart:
        click.echo("Nothing is filed or parked.")


def _ledger(counts: dict[Outcome, int]) -> str:
    """Say that nothing was lost: what was accepted and is not settled yet still waits."""
    settled = " + ".join(f"{number} {outcome}" for outcome, number in counts.items() if outcome is not Outcome.ACCEPTED)
    return f"{sum(counts.values())} accepted = {settled} + {counts[Outcome.ACCEPTED]} waiting"


def _show(rows: "list[Row]", called: set[int], zone_name: str) -> None:
    """Print two lines a case; every time in one zone, so that the order can be seen. `called` are cases with a call."""
    from rich.console import Console
    from rich.text import Text

    from intake.cli.words import line, short_moment
    from intake.contract.zones import zone

    console = Console()
    if not rows:
        console.print("No cases yet.")
        return
    console.print(Text(f"Times are those of {zone_name}."))
    console.print(Text(_COLUMNS.format("case", "look by", "promised by", "stands at", "suggested"), style="bold"))
    for row in rows:
        case = row.case
        times = [short_moment(when, zone(zone_name)) for when in (case.attention_at, case.due_at)]
        console.print(Text(_COLUMNS.format(str(case.id), *times, level_words(row), suggestion_words(row)).rstrip()))
        who = row.customer or f"unknown sender {case.contact_address or 'without an address'}"
        said = f"{line(who)}: {line(case.subject) or '(no subject)'}"
        mark = marks(row, called=case.id in called)
        head = Text.assemble("      ", (f"{mark} " if mark else "", "bold"), (said, "dim"))
        console.print(head, overflow="ellipsis", no_wrap=True)
    console.print()


def marks(row: "Row", *, called: bool) -> str:
    """Say whether a case is answered, late or closed, and what its customer wrote or is asked; '' with time left."""
    from intake.bootstrap import clock
    from intake.cli.case_kept import mark

    if row.case.closed_at is not None:
        answered = row.first is not None and row.first.act is not None
        return f"[closed, {mark(row.standing[:1], row.case.closed_at)}]" if answered else "[closed, not answered]"
    wanted = row.case.wanted_level
    said = (
        "nobody has taken the call" if called else "",
        mark(row.standing, clock.now()),
        "the customer wrote since" if row.wrote_since else "",
        f"level {wanted} waits for the customer" if wanted is not None else "",
    )
    return f"[{', '.join(filter(None, said))}]" if any(said) else ""


def level_words(row: "Row") -> str:
    """Say at what level a case stands, and on whose word where it is not the contract's rule."""
    from intake.cli.words import level_said

    case = row.case
    word = "provisional" if case.provisional else "" if case.standing is Standing.RULE else str(case.standing)
    held = level_said(case).removeprefix("no level, ")  # "level 3's clock" is short enough for the column
    return f"{held}{f', {word}' if word else ''}"


def suggestion_words(row: "Row") -> str:
    """Say what the classifier suggests, and how sure it is."""
    found = row.suggestion
    if found is None:
        return "not yet"
    alert = " ALERT" if found.alert else ""
    return f"{found.severity} {'unsure' if found.abstained else f'{found.confidence:.0%}'}{alert}"


def _plain(row: "Row") -> dict[str, object]:
    from intake.bootstrap import clock
    from intake.cli.case_kept import owed_plain

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
        "closed_at": None if case.closed_at is None else case.closed_at.isoformat(),
        "undertakings": [owed_plain(one, clock.now()) for one in row.standing],
        "wrote_since": row.wrote_since,
    }
