"""Parts: what is read with the first message of a turn ends as that does; files that hang on them are wanted."""

from collections.abc import Iterator
from dataclasses import replace

from intake.domain.case import Accepted, Outcome
from intake.domain.slack import SlackRules
from intake.parse.slack.payload import SlackFile, SlackMessage
from intake.stages.chat.turns import PART_OF, read_chat, spoken
from intake.stages.desk import Run
from intake.stages.understand import Understood
from intake.storage import audit, messages
from intake.storage.messages import Finding
from intake.storage.slack import files
from intake.storage.slack.files import REFUSED, WANTED, File

_NO_RULES = SlackRules()


def settle_parts(run: Run, understood: Understood, finding: Finding) -> None:
    """Settle what was read with a message, and have the files of all of it fetched where a case is theirs."""
    first = understood.accepted
    carried = finding.outcome in (Outcome.OPENED, Outcome.CONTINUED)
    found = messages.many(run.connection, understood.read_with) if understood.read_with else {}
    for part in found.values():
        own = replace(
            finding,
            outcome=Outcome.CONTINUED if carried else Outcome.FILED,
            reason=f"{PART_OF} {first.id}" if carried else f"{PART_OF} {first.id}: {finding.reason}",
            words=read_chat(run.connection, part).reply_text,
        )
        if messages.settle(run.connection, part.id, own):
            _note(run, part, own)
    for one in (first, *found.values()) if carried else ():
        want_files(run, one)


def want_files(run: Run, accepted: Accepted) -> None:
    """Have the files that hang on a message fetched; nothing for a mail and for an edit."""
    said = spoken(run.connection, accepted)
    if said is not None and said.files and not said.changes:
        files.add(run.connection, _files(run, accepted, said), run.now)


def _files(run: Run, accepted: Accepted, said: SlackMessage) -> Iterator[File]:
    most = (run.desk.slack or _NO_RULES).largest_file
    for one in said.files:
        why = f"it has {one.size} bytes, and {most} at most are fetched" if one.size > most else ""
        yield _file(accepted, said, one, why)


def _file(accepted: Accepted, said: SlackMessage, one: SlackFile, why: str) -> File:
    return File(
        message_id=accepted.id,
        file=one.id,
        team=said.place.team,
        name=one.name,
        content_type=one.content_type,
        size=one.size,
        state=REFUSED if why else WANTED,
        why=why,
    )


def _note(run: Run, part: Accepted, own: Finding) -> None:
    entry = audit.Entry(
        at=run.now,
        actor="bot",
        event=f"message.{own.outcome}",
        case_id=own.case_id,
        message_id=part.id,
        detail={"received_at": part.envelope.received_at.isoformat(), "reason": own.reason},
    )
    audit.write(run.connection, entry)
