"""`intake cases`: the queue, the most pressing first."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.case_recipient import stranger
from intake.cli.options import settings_option, store_of
from intake.domain.case import Outcome, Standing
from intake.domain.identity import Degree

if TYPE_CHECKING:
    from intake.domain.suggestion import Suggestion
    from intake.review.queue import Row

_COLUMNS = "{:<5} {:<17} {:<17} {:<22} {}"  # 80 columns in all, the longest suggestion included


@click.command()
@settings_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--filed", is_flag=True, help="The messages that opened no case, and why.")
@click.option("--parked", is_flag=True, help="Only the messages that are set aside for a person, and why.")
@click.option("--all", "closed_too", is_flag=True, help="Closed cases too.")
def cases(settings_file: Path, as_json: bool, filed: bool, parked: bool, closed_too: bool) -> None:
    """List open cases by the engineers' clock, and the ledger of all that was accepted; times are the desk's."""
    from intake.bootstrap import clock
    from intake.cli.cases_filed import Aside, filed_plain, show_filed
    from intake.review.filed import filed as filed_messages
    from intake.review.queue import not_reached, queue
    from intake.storage import pages
    from intake.storage.messages import ledger
    from intake.storage.parked import jobs_alone
    from intake.storage.parked import mails as parked_mails
    from intake.storage.slack import aside as of_slack

    settings, database = store_of(settings_file)
    with database.read() as connection:
        rows, counts = queue(connection, clock.now(), closed_too=closed_too), ledger(connection)
        apart = filed_messages(connection)
        called = {page.case_id for page in pages.every_open(connection)}
        unheard = not_reached(connection)
        mails, jobs, events = parked_mails(connection), jobs_alone(connection), of_slack.every(connection)
    aside = [one for one in apart if one.message.outcome is Outcome.PARKED]
    if as_json:
        plain = [{**_plain(row), "not_reached": row.case.id in unheard} for row in rows]
        every = {"filed": [filed_plain(one) for one in apart], "parked": [filed_plain(one) for one in aside]}
        body = {"cases": plain, "ledger": counts, **every, "parked_mails": [asdict(mail) for mail in mails]}
        body["parked_jobs"] = [asdict(job) for job in jobs]
        body["parked_events"] = [{**asdict(one), "received_at": one.received_at.isoformat()} for one in events]
        click.echo(json.dumps(body, ensure_ascii=False, indent=2))
        return
    if filed or parked:
        ours = Aside(mails=mails, jobs=jobs, events=events) if parked else Aside()
        show_filed(aside if parked else apart, ours, "parked" if parked else "filed or parked")
        return
    _show(rows, (called, unheard), settings.desk.zone)
    click.echo(_ledger(counts))


def _ledger(counts: dict[Outcome, int]) -> str:
    """Say that nothing was lost: what was accepted and is not settled yet still waits."""
    settled = " + ".join(f"{number} {outcome}" for outcome, number in counts.items() if outcome is not Outcome.ACCEPTED)
    return f"{sum(counts.values())} accepted = {settled} + {counts[Outcome.ACCEPTED]} waiting"


def _show(rows: "list[Row]", noted: tuple[set[int], set[int]], zone_name: str) -> None:
    """Print two lines a case; every time in one zone, so that the order can be seen.

    `noted` are the cases with a call, and those whose customer was not reached.
    """
    from rich.console import Console
    from rich.text import Text

    from intake.cli.storms import headline
    from intake.cli.words import line, short_moment
    from intake.contract.zones import zone

    console = Console()
    if not rows:
        console.print("No cases yet.")
        return
    console.print(Text(f"Times are those of {zone_name}."))
    console.print(Text(_COLUMNS.format("case", "look by", "promised by", "stands at", "suggested"), style="bold"))
    shown: set[int] = set()
    for row in rows:
        case = row.case
        if row.storm is not None and row.storm.id not in shown:
            shown.add(row.storm.id)
            console.print(Text(headline(row.storm, zone_name), style="bold"), overflow="ellipsis", no_wrap=True)
        times = [short_moment(when, zone(zone_name)) for when in (row.look_by, case.due_at)]
        console.print(Text(_COLUMNS.format(str(case.id), *times, level_words(row), suggestion_words(row)).rstrip()))
        who = row.customer or stranger(case.contact_address)
        said = f"{line(who)}: {line(case.subject) or '(no subject)'}"
        called, unheard = (case.id in some for some in noted)
        mark = marks(row, zone_name, called=called, unheard=unheard)
        indent = "    | " if row.storm is not None else "      "
        head = Text.assemble(indent, (f"{mark} " if mark else "", "bold"), (said, "dim"))
        console.print(head, overflow="ellipsis", no_wrap=True)
    console.print()


def marks(row: "Row", zone_name: str, *, called: bool, unheard: bool = False) -> str:
    """Say whether a case is answered, late or closed, and what its customer wrote or is asked; '' with time left.

    `zone_name` is the zone of the list's times.
    """
    from intake.bootstrap import clock
    from intake.cli.case_kept import mark

    if row.case.closed_at is not None:
        answered = row.first is not None and row.first.act is not None
        return (
            f"[closed, {mark(row.standing[:1], row.case.closed_at, zone_name)}]"
            if answered
            else "[closed, not answered]"
        )
    wanted = row.case.wanted_level
    said = (
        "nobody has taken the call" if called else "",
        f"got worse: {row.worse}" if row.worse else "",
        "looks forged" if row.sender.degree is Degree.FORGED else "",
        f"passed on: for whom? `intake assign {row.case.id}`" if row.sender.asks else "",
        "the customer was not reached" if unheard else "",
        "not answered, a cap was reached" if row.silenced else "",
        mark(row.standing, clock.now(), zone_name),
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
    return "not yet" if row.suggestion is None else suggestion_said(row.suggestion)


def suggestion_said(found: "Suggestion") -> str:
    """Say an opinion in a few words: '2 85%', '3 unsure ALERT'."""
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
        "alarmed": row.alarmed,
        "look_by": None if row.look_by is None else row.look_by.isoformat(),
        "silenced_by_a_cap": row.silenced,
        "wrote_since": row.wrote_since,
        "got_worse": row.worse,
        "storm": None if row.storm is None else row.storm.id,
        "looks_forged": row.sender.degree is Degree.FORGED,
        "passed_on_by_another": row.sender.asks,
    }
