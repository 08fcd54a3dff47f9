"""`intake case N`: one case with all that is known of it."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import settings_option, store_of

if TYPE_CHECKING:
    from intake.domain.case import Outgoing
    from intake.review.queue import CaseFile, CaseMessage


@click.command()
@click.argument("number", type=int)
@settings_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--deleted", is_flag=True, help="Also the words that their writer has deleted in Slack.")
def case(number: int, settings_file: Path, as_json: bool, deleted: bool) -> None:
    """Show case NUMBER: what is owed, what was said, what to do; then clause, counted time, the exact mails, the trail.

    Times are the desk's; a deadline has the customer's own beside it where that differs.
    """
    from intake.bootstrap.clock import now
    from intake.bootstrap.desk import the_desk
    from intake.review.deleted import without_deleted
    from intake.review.queue import case_file
    from intake.stages.desk import Run

    settings, database = store_of(settings_file)
    with database.read() as connection:
        found = case_file(Run(connection=connection, desk=the_desk(settings), now=now()), number)
    found = found if deleted else without_deleted(found)
    if as_json:
        click.echo(json.dumps(_plain(found), ensure_ascii=False, indent=2, default=_iso))
        return
    from rich.console import Console

    from intake.cli.case_text import show_case

    show_case(found, settings.desk.zone, Console())


def _plain(found: "CaseFile") -> dict[str, object]:
    from intake.bootstrap import clock
    from intake.cli.case_emergency import emergency_plain
    from intake.cli.case_kept import owed_plain
    from intake.cli.case_maintenance import maintenance_plain
    from intake.cli.case_outlook import outlook_json, question_json
    from intake.cli.case_sender import sender_plain
    from intake.cli.case_text import withheld
    from intake.cli.storms import storm_plain
    from intake.review.deleted import deleted_in

    return {
        "number": found.case.id,
        "customer": None if found.customer is None else found.customer.name,
        **{key: value for key, value in asdict(found.case).items() if key not in ("id", "customer_id")},
        "messages": [_message(message, deleted_in(found)) for message in found.messages],
        "mails": [_mail(mail) for mail in found.mails],
        "not_answered": list(withheld(found)),
        **sender_plain(found),
        "unreachable": None if found.unreachable is None else asdict(found.unreachable),
        **emergency_plain(found),
        "storm": None if found.storm is None else storm_plain(found.storm),
        "got_worse": found.worse,
        "maintenance": maintenance_plain(found.maintenance),
        "question": question_json(found.question),
        "outlook": outlook_json(found),
        "undertakings": [owed_plain(one, clock.now()) for one in found.standing],
        "answer_address": found.answer_address,
        "trail": [asdict(entry) for entry in found.trail],
    }


def _message(message: "CaseMessage", deleted: frozenset[int]) -> dict[str, object]:
    from intake.cli.case_forwarded import forwarded_plain, suggestion_plain

    return {
        "id": message.accepted.id,
        "received_at": message.accepted.envelope.received_at.isoformat(),
        "outcome": message.accepted.outcome,
        "reason": message.accepted.reason,
        "deleted_by_writer": message.accepted.id in deleted,
        "let_go_at": None if message.accepted.let_go_at is None else message.accepted.let_go_at.isoformat(),
        "from": message.parsed.sender.address,
        "identity": None if message.sighted is None else asdict(message.sighted),
        "subject": message.parsed.subject,
        "reply_text": message.parsed.reply_text,
        "forwarded": forwarded_plain(message),
        "attachments": [attachment.name for attachment in message.parsed.attachments],
        "suggestion": None if message.suggestion is None else suggestion_plain(message.suggestion),
        "course": None if message.development is None else asdict(message.development),
    }


def _mail(mail: "Outgoing") -> dict[str, object]:
    from intake.cli.case_text import mail_text

    return {
        "kind": mail.kind,
        "to": mail.recipient,
        "state": mail.state,
        "message_id": mail.message_id,
        "answer": mail.answer,
        "returned_at": None if mail.returned_at is None else mail.returned_at.isoformat(),
        "text": mail_text(mail),
    }


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")
