"""A message of a case as it was read; of one whose bytes were let go, what its row still tells."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from intake.domain.case import Accepted, Case, MailKind, Outcome
from intake.domain.message import Address, ParsedMessage
from intake.parse.subject import subject_base
from intake.stages.chat.turns import is_chat
from intake.stages.desk import Desk, Run
from intake.stages.ingest import ENGINEERS_ANSWER
from intake.stages.understand import read_message
from intake.storage import messages, outbox, retention

_INTERNAL = frozenset({MailKind.WARNING, MailKind.PAGE})


def read_kept(connection: Connection, accepted: Accepted, desk: Desk) -> ParsedMessage:
    """Return a message as `read_message` does; where its bytes were let go, its sender, subject and words alone.

    Whether such a one may be answered cannot be read any more: it may where its case was answered before, and where it
    was not `why_not` says since when the bytes are gone.
    """
    parsed = read_message(connection, accepted, desk)
    if accepted.let_go_at is None:
        return parsed
    told = retention.told(connection, accepted.id)
    subject = "" if is_chat(connection, accepted) else told.subject  # nobody wrote one there
    base = subject_base(subject)
    words = told.words.removeprefix(f"{base}\n\n") if base else told.words  # as `understand.words` put them together
    since, known = accepted.let_go_at.astimezone(desk.zone).date(), _is_answered(connection, accepted.case_id)
    said = f"the bytes of message {accepted.id} were let go on {since}, so nobody can tell whether it may be answered"
    return replace(
        parsed,
        message_id=accepted.message_id,
        sender=Address(address=told.sender),
        subject=subject,
        subject_base=base,
        text=words,
        reply_text=words,
        acknowledge=known,
        why_not=None if known else said,
        defects=(),
    )


def _is_answered(connection: Connection, case_id: int | None) -> bool:
    """Tell whether a mail of ours about a case was written to its customer."""
    return case_id is not None and any(mail.kind not in _INTERNAL for mail in outbox.of_case(connection, case_id))


def opening(run: Run, case: Case) -> ParsedMessage:
    """Return the message that opened a case; where it was let go, the first of its customer's that is kept.

    Where none is kept it is the one that opened it all the same, as far as it is known.
    """
    found = messages.of_case(run.connection, case.id)
    kept = (message for message in of_customer(found) if message.let_go_at is None)
    first = found[0] if found[0].let_go_at is None else next(kept, found[0])
    return read_kept(run.connection, first, run.desk)


def of_customer(found: Iterable[Accepted]) -> list[Accepted]:
    """Return those of a case's messages that its customer's people wrote, the first first."""
    people = (message for message in found if message.outcome in (Outcome.OPENED, Outcome.CONTINUED))
    return [message for message in people if not message.reason.startswith(ENGINEERS_ANSWER)]
