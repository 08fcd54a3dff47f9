"""Transcript: a talk mailed to its visitor, whole where they ask for it, or what of it their window has not shown."""

from collections.abc import Iterator

from sqlalchemy import Connection

from intake.contract.zones import zone
from intake.domain.case import Case, MailKind
from intake.domain.chats import is_chat
from intake.domain.identity import Degree
from intake.domain.timer import Timer
from intake.domain.window import Visitor
from intake.render.transcript import SpokenLine, TranscriptWords, transcript
from intake.render.window.letter import Shown
from intake.stages.caps import too_many
from intake.stages.desk import Run
from intake.stages.post import Draft, note, send
from intake.stages.unreachable import why_unreachable
from intake.stages.window.reading import said_there
from intake.storage import cases, messages, outbox
from intake.storage.chat import threads
from intake.storage.window import lines, visitors
from intake.storage.window.lines import Laid

_MOST = 500  # lines that one letter holds


def case_of(connection: Connection, visitor: Visitor) -> Case | None:
    """Return the case of a talk, None while it has none."""
    thread = threads.at(connection, visitor.talk.address)
    return None if thread is None else cases.find(connection, thread.case_id)


def why_no_mail(run: Run, visitor: Visitor, case: Case) -> str | None:
    """Return why a talk cannot be mailed to its visitor, None where it can: to the case's own contact alone."""
    if visitor.degree is not Degree.PROVED or is_chat(case.contact_address):
        return "their address is not proved"
    if visitor.address.lower() != case.contact_address.lower():
        return "the case is somebody else's"
    return why_unreachable(run.connection, case.contact_address) or too_many(run, case)


def mail_transcript(run: Run, visitor: Visitor, case: Case) -> bool:
    """Mail a whole talk; False where it was mailed just as it stands, or cannot be."""
    every = lines.behind(run.connection, visitor.talk.number, 0, _MOST)
    if not every or why_no_mail(run, visitor, case) is not None:
        return False
    key = f"{MailKind.TRANSCRIPT}:{visitor.talk.number}:{every[-1].id}"
    return _send(run, (visitor, case), every, key)


def mail_unseen(run: Run, timer: Timer) -> None:
    """Mail what a window has not shown for a while, once; nothing where it has, or nobody proved who sits there."""
    line, number = timer.detail.get("line"), timer.detail.get("visitor")
    case = cases.find(run.connection, timer.case_id)
    visitor = visitors.find(run.connection, number) if isinstance(number, int) else None
    if case is None or visitor is None or not isinstance(line, int) or visitor.seen >= line:
        return
    why_not = why_no_mail(run, visitor, case)
    if why_not is not None:
        note(run, case, "window.unseen", {"line": line, "reason": why_not})
        return
    left = lines.behind(run.connection, visitor.talk.number, visitor.seen, _MOST)
    ours = [one for one in left if one.mail_id is not None]
    if ours and _send(run, (visitor, case), ours, f"{MailKind.TRANSCRIPT}:unseen:{ours[-1].id}", unseen=True):
        # Mailed is as good as shown: the timers of the other lines have nothing left to do.
        visitors.has_seen(run.connection, visitor.talk.number, ours[-1].id, run.now)


def _send(run: Run, about: tuple[Visitor, Case], laid: list[Laid], key: str, *, unseen: bool = False) -> bool:
    _, case = about
    contract = run.desk.contract_of(case)
    words = TranscriptWords(
        case_number=case.id,
        subject=case.subject,
        vendor=run.desk.name if contract is None else contract.vendor,
        language=case.language,
        zone=zone(case.zone),
        lines=tuple(_spoken(run.connection, laid)),
        unseen=unseen,
    )
    draft = Draft(kind=MailKind.TRANSCRIPT, key=key, written=transcript(words, run.desk.templates))
    return send(run, case, draft) is not None


def _spoken(connection: Connection, laid: list[Laid]) -> Iterator[SpokenLine]:
    for one in laid:
        words = words_of(connection, one)
        if words:
            yield SpokenLine(at=one.at, ours=one.mail_id is not None, words=words)


def words_of(connection: Connection, laid: Laid) -> str:
    """Return what a line says as plain text, "" where nothing of it is kept."""
    if laid.mail_id is not None:
        mail = outbox.find(connection, laid.mail_id)
        return "" if mail is None else Shown.read(mail.raw).words
    if laid.pressed:
        return laid.pressed
    said = None if laid.message_id is None else said_there(messages.get(connection, laid.message_id))
    if said is None:
        return ""
    return "\n".join(filter(None, (said.text.strip(), *(file.name for file in said.files))))
