"""Remarks: what engineers write below a case's card stays with the case, for engineers; nothing is sent by itself."""

from intake.domain.case import Case
from intake.render.flow import many_lines
from intake.stages.chat.parts import want_files
from intake.stages.chat.turns import case_thread, spoken
from intake.stages.desk import Run
from intake.stages.understand import Understood
from intake.stages.who import engineer
from intake.storage import audit, messages
from intake.storage.chat.threads import Side

REMARK = "case.remark"
_LONGEST = 4000  # characters that the trail keeps; the message itself is kept whole


def keep_remark(run: Run, understood: Understood, case: Case | None) -> None:
    """Put on a case's trail what was said in its internal thread, by the engineer's name; nothing for other words."""
    accepted = understood.accepted
    said = spoken(run.connection, accepted)
    thread = None if said is None else case_thread(run.connection, said)
    text = many_lines(understood.parsed.text).strip()
    if case is None or said is None or thread is None or thread.side is not Side.INTERNAL or not text:
        return
    by = engineer(run.connection, run.desk, said)
    detail = {"text": text[:_LONGEST], "message": accepted.id, **({} if by else {"by": said.person.handle})}
    entry = audit.Entry(
        at=run.now,
        actor="bot" if by is None else by.name,
        event=REMARK,
        case_id=case.id,
        message_id=accepted.id,
        detail=detail,
    )
    audit.write(run.connection, entry)
    for one in (accepted, *messages.many(run.connection, understood.read_with).values()):
        want_files(run, one)
