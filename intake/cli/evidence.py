"""`intake evidence N`: the checklist of an emergency, and an engineer's own checks on it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from intake.cli.options import Words, by_option, settings_option, store_of, who_of
from intake.domain.contract import Channel, Fact
from intake.domain.erased import ERASED
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.domain.evidence import Point, Said
    from intake.review.evidence import Checked

_SAID = {
    Fact.CONNECTIVITY: "connection failure",
    Fact.ALL_USERS: "all users",
    Fact.TWO_LOCATIONS: "second location",
    Fact.ONE_LOCATION: "one location only",
    Fact.PLANNED_EVENT: "during a planned event",
    Fact.OVER: "it works again",
}
_FACTS = ", ".join(Fact)
_PRESSED_IN: dict[Channel | None, str] = {
    Channel.WEB_CHAT: " in the chat window",
    Channel.PORTAL: " in the portal",
    Channel.SLACK: " in Slack",
}


@click.command()
@click.argument("number", type=int)
@click.option("--seen", metavar="FACT", help=f"A fact that you have checked and found to hold: {_FACTS}.")
@click.option("--not-seen", metavar="FACT", help="A fact that you withdraw.")
@click.option("--reason", type=Words(), default="", help="What was tried, or why it is withdrawn; kept with the case.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@settings_option
@by_option
def evidence(number: int, seen: str | None, not_seen: str | None, **rest: Any) -> None:
    """Show the checklist of case NUMBER, or record your own check; complete evidence begins the emergency."""
    if seen is not None and not_seen is not None:
        raise BadInput("evidence: write either --seen or --not-seen, one fact a time")
    if seen is None and not_seen is None:
        _show(number, rest["settings_file"], as_json=rest["as_json"])
        return
    from intake.bootstrap.clock import now
    from intake.bootstrap.desk import the_desk
    from intake.review import evidence as review
    from intake.review.engineer import Engineer
    from intake.stages.desk import Run

    settings, database = store_of(rest["settings_file"])
    desk, name = the_desk(settings), who_of(settings, rest["by"])
    with database.write() as connection:
        engineer = Engineer(name=name, run=Run(connection=connection, desk=desk, now=now()))
        if seen is not None:
            checked = review.seen(engineer, number, seen, rest["reason"])
        else:
            checked = review.not_seen(engineer, number, not_seen or "", rest["reason"])
    if rest["as_json"]:
        click.echo(json.dumps(_plain(number, checked.points), ensure_ascii=False, indent=2))
        return
    _echo(number, checked.points, settings.desk.zone)
    _echo_outcome(checked, settings.desk.zone)


def _show(number: int, settings_file: Path, *, as_json: bool) -> None:
    from intake.bootstrap.clock import now
    from intake.bootstrap.desk import the_desk
    from intake.review.engineer import the_case
    from intake.review.evidence import points_of, why_none
    from intake.stages.desk import Run

    settings, database = store_of(settings_file)
    with database.read() as connection:
        run = Run(connection=connection, desk=the_desk(settings), now=now())
        case = the_case(connection, number)
        contract = run.desk.contract_of(case)
        points = points_of(run, case, contract)
        why_not = why_none(run, case, contract, points)
    if as_json:
        click.echo(json.dumps(_plain(number, points), ensure_ascii=False, indent=2))
        return
    _echo(number, points, settings.desk.zone)
    if why_not:
        click.echo(why_not)


def _echo(number: int, points: "Sequence[Point]", zone: str) -> None:
    if not points:
        click.echo(f"No contract of case {number} knows an emergency, so there is no checklist.")
        return
    for text in point_lines(points, number, zone):
        click.echo(text)


def _echo_outcome(checked: "Checked", zone: str) -> None:
    from intake.cli.words import Zones, promise_line

    case = checked.case
    if checked.began is not None:
        zones = Zones(desk=zone, customer=case.zone)
        click.echo(f"The evidence is complete. {promise_line(checked.began, zones)}")
        click.echo("The customer is told." if checked.told else f"Tell the customer: {checked.why_not_told}.")
        click.echo(f"`intake confirm {case.id}` confirms it.")
    elif checked.complete:
        click.echo(
            "The evidence is complete. What was promised is due earlier and stays; whoever is on call is called."
        )
    elif case.emergency:
        click.echo(f'The emergency stands; `intake override {case.id} --level LEVEL --reason "why"` withdraws it.')


def point_lines(points: "Sequence[Point]", number: int, zone: str) -> list[str]:
    """Return a checklist, a line a fact: '[x] connection failure: said by ann@... in message 3, Tue 12 May ...'."""
    from intake.domain.evidence import Part

    end = {Part.NEEDED: "", Part.TOLD: " (not needed)", Part.VOIDS: " (then it is none)"}
    return [
        f"[{'x' if point.holds else ' '}] {_SAID[point.fact]}{end[point.part]}: {_by(point, number, zone)}"
        for point in points
    ]


def _by(point: "Point", number: int, zone: str) -> str:
    from intake.cli.case_recipient import from_whom
    from intake.cli.words import line, moment

    said = point.said
    if said is None:
        return "nobody yet"
    where = f" in message {said.message_id}" if said.message_id else _PRESSED_IN.get(point.channel, "")
    other = f" from case {said.case_id}" if said.case_id != number else ""
    words = f' "{line(said.words)}"' if said.words else ""
    who = line(point.by) or from_whom(said.said_by)
    verb = f"{_known(said)} by" if said.holds else "withdrawn by"
    return f"{verb} {who}{where}{other}, {moment(said.at, zone)}{words}"


def _known(said: "Said") -> str:
    """Say how a fact is known: written in a message, pressed on a button, or seen by an engineer who looked."""
    if said.message_id or said.said_by == ERASED:  # of what was erased nobody knows how it was said
        return "said"
    return "pressed" if said.is_pressed else "seen"


def points_plain(points: "Sequence[Point]") -> list[dict[str, object]]:
    """Return a checklist as plain values."""
    return [
        {
            "fact": point.fact,
            "part": point.part,
            "holds": point.holds,
            "how": None if point.said is None else _known(point.said),
            "name": point.by or None,
            "channel": point.channel,
            "said_by": None if point.said is None else point.said.said_by,
            "case": None if point.said is None else point.said.case_id,
            "message": None if point.said is None else point.said.message_id,
            "at": None if point.said is None else point.said.at.isoformat(),
            "words": None if point.said is None else point.said.words,
        }
        for point in points
    ]


def _plain(number: int, points: "Sequence[Point]") -> dict[str, object]:
    return {"case": number, "evidence": points_plain(points)}
