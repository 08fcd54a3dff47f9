"""`intake cases --filed` and `--parked`: what opened no case, why, and what a report is about."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import click

from intake.cli.words import line
from intake.domain.case import Outcome
from intake.domain.slack import Place

if TYPE_CHECKING:
    from intake.review.filed import Filed
    from intake.storage.parked import ParkedJob, ParkedMail
    from intake.storage.slack.aside import ParkedEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What was set aside beside the messages: mails and posts of ours, jobs, what Slack sent."""

    mails: "Sequence[ParkedMail]" = ()
    jobs: "Sequence[ParkedJob]" = ()
    events: "Sequence[ParkedEvent]" = ()


def show_filed(found: "Sequence[Filed]", ours: Aside, words: str) -> None:
    """Print messages, and what was set aside beside them; `words` say what there is nothing of."""
    for one in found:
        message = one.message
        click.echo(f"message {message.id}  {message.outcome}  {line(message.sender)}")
        click.echo(f"    {line(message.subject) or '(no subject)'}")
        click.echo(f"    {line(message.reason)}")
        if tied := about(one):
            click.echo(f"    {tied}")
    _show_jobs(ours.jobs)
    _show_events(ours.events)
    _show_mails(ours.mails)
    if not found and not ours.mails and not ours.jobs and not ours.events:
        click.echo(f"Nothing is {words}.")
    elif any(one.message.outcome is Outcome.PARKED for one in found):
        click.echo("What would become of it: `intake replay --parked`; what to do: its --help.")


def _show_mails(mails: "Sequence[ParkedMail]") -> None:
    for mail in mails:
        click.echo(f"mail {mail.id}  parked  {mail.kind} {_to(mail.recipient)}, case {mail.case_id}")
        click.echo(f"    {line(mail.answer)}")
    if mails:
        click.echo("To send one of them anew: `intake replay --mail N --again --reason ...`.")
        click.echo("To let it be: --let-go for --again.")


def _to(recipient: str) -> str:
    """Say where a letter goes: to an address, or into a thread of Slack's."""
    place = Place.read(recipient)
    if place is None:
        return f"to {line(recipient)}"
    where = "a direct message" if place.channel.startswith("D") else f"channel {line(place.channel)}"
    return f"in Slack, {where} of {line(place.team)}"


def _show_events(events: "Sequence[ParkedEvent]") -> None:
    for one in events:
        came = f"{one.received_at:%Y-%m-%d %H:%M} UTC"
        click.echo(
            f"event {one.id}  parked  {line(one.what) or 'something'} of Slack's workspace {line(one.team)}, {came}"
        )
        click.echo(f"    {line(one.why)}")
    if events:
        click.echo(
            "To try one again: `intake replay --event N --again --reason ...`; to let it be: --let-go for --again."
        )


def _show_jobs(jobs: "Sequence[ParkedJob]") -> None:
    for job in jobs:
        click.echo(f"job {job.id}  parked  {job.stage} of message {job.message_id}")
        click.echo(f"    {line(job.error)}")
    if jobs:
        click.echo(
            "To try one again: `intake replay --job N --again --reason ...`; to give it up: --let-go for --again."
        )


def about(one: "Filed") -> str:
    """Say to which case a message is tied and who was not reached, or that it names nothing of ours; "" for neither."""
    case_id = one.message.case_id
    if case_id is None:
        return "it names no mail of ours, so it is tied to no case" if one.is_report else ""
    if not one.not_reached:
        return f"tied to case {case_id}"
    status = f" ({line(one.status)})" if one.status else ""
    return f"tied to case {case_id}: {line(one.not_reached)} was not reached{status}"


def filed_plain(one: "Filed") -> dict[str, object]:
    """Return it as JSON has it: the message, and what a report is about."""
    return {**asdict(one.message), "is_report": one.is_report, "not_reached": one.not_reached, "status": one.status}
