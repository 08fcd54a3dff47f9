"""`intake replay --mail`, `--job`, `--event`: what was set aside beside the messages is tried again, or given up."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from intake.cli.options import engineers, store_of
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from intake.review.again import Order
    from intake.storage.parked import ParkedJob, ParkedMail
    from intake.storage.slack.aside import ParkedEvent

    Settles = Callable[[Connection, Iterable[int], Order], Sequence[ParkedMail | ParkedJob | ParkedEvent]]

# What each is called in words and in JSON, and what is said of one that is tried again.
KINDS = {
    "mails": ("mail", "waits to be sent anew, as it is"),
    "jobs": ("job", "waits to be done again"),
    "events": ("event", "waits to be carried out again"),
}


def refuse_unsettled(numbers: tuple[int, ...], words: dict[str, Any]) -> None:
    """Raise BadInput where it is not said of one kind alone whether it is tried again or given up."""
    named = [name for kind, (name, _) in KINDS.items() if words[kind]]
    if not named and not words["let_go"]:
        return
    if len(named) != 1 or words["again"] is words["let_go"] or numbers or words["parked"] or words["since"]:
        name = named[0] if named else "job"
        raise BadInput(
            f"--{name}: it is for one kind that is set aside alone; write --{name} N --again --reason, or --let-go for "
            "--again"
        )


def settle(settings_file: Path, words: dict[str, Any]) -> None:
    """Try what was named again, or give it up, and say so."""
    from intake.review import again

    kind = next(kind for kind in KINDS if words[kind])
    tries: Mapping[str, Settles] = {"mails": again.send_again, "jobs": again.try_jobs, "events": again.try_events}
    lets_go: Mapping[str, Settles] = {
        "mails": again.let_mails_go,
        "jobs": again.let_jobs_go,
        "events": again.let_events_go,
    }
    settings, database = store_of(settings_file)
    engineer = engineers(settings, words["by"])
    with database.write() as connection:
        who = engineer(connection)
        order = again.Order(by=who.name, reason=words["reason"] or "", at=who.run.now)
        done = (lets_go if words["let_go"] else tries)[kind](connection, words[kind], order)
    _tell(kind, [one.id for one in done], words)


def _tell(kind: str, done: list[int], words: dict[str, Any]) -> None:
    if words["as_json"]:
        click.echo(json.dumps({"let_go" if words["let_go"] else kind: done}))
        return
    name, waits = KINDS[kind]
    for number in done:
        click.echo(f"{name} {number}: {'given up' if words['let_go'] else waits}")
