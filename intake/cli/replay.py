"""`intake replay`: what would be decided on past mail now, or under another contract or model."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from intake.cli.options import Words, by_option, engineers, settings_option, store_of
from intake.cli.replay_settled import KINDS, refuse_unsettled, settle
from intake.cli.replay_told import Tally, sum_up, tell
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from intake.bootstrap.settings import Settings
    from intake.cli.replayed import Replayed
    from intake.database.reading import OnlyRead

_FEW = 5  # examples that are named


@click.command()
@click.argument("numbers", nargs=-1, type=int, metavar="[N]...")
@click.option("--contract-file", type=click.Path(path_type=Path), metavar="F", help="As if F had held all the time.")
@click.option("--model", metavar="M", help="With the model of this folder or version; `none` for none.")
@click.option("--since", metavar="D", help="Messages received since this date or time; all of them without it.")
@click.option("--parked", is_flag=True, help="Only what is set aside: what would become of it now.")
@click.option("--again", is_flag=True, help="With --parked: really carry it through again.")
@click.option("--mail", "mails", type=int, multiple=True, metavar="N", help="With --again: send mail or post N anew.")
@click.option("--job", "jobs", type=int, multiple=True, metavar="N", help="With --again: do job N, set aside alone.")
@click.option("--event", "events", type=int, multiple=True, metavar="N", help="With --again: do what Slack sent as N.")
@click.option("--let-go", is_flag=True, help="With --mail, --job or --event: give it up, in the place of --again.")
@click.option("--reason", type=Words(), help="With --again or --let-go: why; it is kept.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@settings_option
@by_option
def replay(numbers: tuple[int, ...], settings_file: Path, **words: Any) -> None:
    """Decide messages N, or all of the past, anew and tell what differs; exit 1 when something does.

    Nothing is written but by --again and --let-go.
    """
    _refuse_mixed(numbers, words)
    if words["mails"] or words["jobs"] or words["events"]:
        settle(settings_file, words)
        return
    if words["again"]:
        _carry_again(numbers, settings_file, words)
        return
    settings, database = _only_read(settings_file)
    tally = Tally()
    with database.read() as source:
        for one in _replayed(source, settings, numbers, words):
            tally.add(one)
            tell(source, one, tally, words)
    database.refuse_changed()
    sum_up(tally, as_json=words["as_json"], parked=words["parked"])


def _refuse_mixed(numbers: tuple[int, ...], words: dict[str, Any]) -> None:
    refuse_unsettled(numbers, words)
    if words["again"] and not words["parked"] and not any(words[kind] for kind in KINDS):
        raise BadInput("--again: only what is set aside is tried again; write either --parked as well, or --mail N")
    if (words["reason"] is not None or words["by"] is not None) and not (words["again"] or words["let_go"]):
        raise BadInput("--reason, --by: nothing is done without --again; write it as well, or leave them out")
    if words["since"] is not None and (numbers or words["parked"]):
        raise BadInput("--since: write either it, or numbers, or --parked")


def _carry_again(numbers: tuple[int, ...], settings_file: Path, words: dict[str, Any]) -> None:
    from intake.review.again import Order, carry_again

    settings, database = store_of(settings_file)
    engineer = engineers(settings, words["by"])
    with database.write() as connection:
        who = engineer(connection)
        order = Order(by=who.name, reason=words["reason"] or "", at=who.run.now)
        done = carry_again(connection, numbers, order)
    freed = [one.id for one in done]
    if words["as_json"]:
        click.echo(json.dumps({"again": freed}))
        return
    for number in freed:
        click.echo(f"message {number}: waits to be carried through again; its clock runs from its receipt")
    click.echo("The running bot does it within seconds." if freed else "Nothing is set aside.")


def _only_read(settings_file: Path) -> "tuple[Settings, OnlyRead]":
    """Read the settings and open their store for reading; raises BadInput where there is none, or an older schema."""
    from intake.bootstrap.settings import read_settings
    from intake.database.engine import is_missing
    from intake.database.migrate import is_current
    from intake.database.reading import OnlyRead

    settings = read_settings(settings_file)
    if is_missing(settings.store.url):
        raise BadInput(f"store.url: there is no store at {settings.store.url} yet; is this the folder the bot runs in?")
    database = OnlyRead(settings.store.url)
    click.get_current_context().call_on_close(database.close)
    if not is_current(database):
        raise BadInput(
            f"store.url: {settings.store.url} is not of this version of intake; `intake serve` brings it up to date"
        )
    return settings, database


def _replayed(
    source: "Connection", settings: "Settings", numbers: tuple[int, ...], words: dict[str, Any]
) -> "Iterator[Replayed]":
    from intake.bootstrap.desk import the_desk
    from intake.bootstrap.replaying import suggester, under, without_caps
    from intake.cli.replayed import Wanted
    from intake.cli.replayed import replay as replayed
    from intake.review.answers import hear
    from intake.review.replay_people import People
    from intake.worker.rehearsal import Cast, rehearsal

    desk, unfitting = under(the_desk(settings), words["contract_file"])
    _warn(words["contract_file"], unfitting)
    wanted = Wanted(numbers=_numbers(source, numbers, settings, words), since=_since(settings, words["since"]))
    vouched = wanted.numbers if words["parked"] else ()
    cast = Cast(
        desk=desk if words["parked"] else without_caps(desk),
        suggests=suggester(settings, words["model"]),
        hear=hear,
        vouched=vouched,
        before=People(source).before,
    )
    with _progress() as step, rehearsal(source, cast) as rehearsed:
        yield from replayed(source, rehearsed, wanted, step)


def _warn(file: Path | None, unfitting: tuple[str, ...]) -> None:
    """Name the worked examples that a contract that is tried does not fit any more; it is tried all the same."""
    for sentence in unfitting[:_FEW]:
        click.echo(f"note: {file}: {sentence}", err=True)
    if unfitting:
        more = f" and {len(unfitting) - _FEW} more" if unfitting[_FEW:] else ""
        known = "example" if len(unfitting) == 1 else "examples"
        click.echo(f"note: compared all the same; before {file} can be used, mend the {known} named{more}.", err=True)


def _numbers(source: "Connection", numbers: tuple[int, ...], settings: "Settings", words: dict[str, Any]) -> list[int]:
    from intake.review.again import chosen
    from intake.storage import past

    if words["parked"]:
        return [one.id for one in chosen(source, numbers)]
    if not numbers:
        return past.numbers(source, _since(settings, words["since"]))
    known = past.known(source, [number for number in numbers if 0 < number < 2**63])
    for number in numbers:
        if number not in known:
            raise BadInput(f"message {number}: there is none of that number; `intake case` shows those of a case")
    return sorted(known)


def _since(settings: "Settings", said: str | None) -> datetime | None:
    """Return the moment that was written; a date is its first moment in the desk's zone."""
    from intake.contract.zones import zone

    if said is None:
        return None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise BadInput(f"--since: {said!r} is no date; write one such as 2026-03-01 or 2026-03-01T09:00") from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone(settings.desk.zone))


@contextmanager
def _progress() -> "Iterator[Any]":
    from intake.cli.verify import shown_progress

    with shown_progress() as progress:
        yield lambda done, total: progress("messages", done, total)
