"""Joined: one short line to whoever adds to a case from another place in Slack than a thread in which we answer it."""

from intake.domain.case import Case, MailKind, Outcome
from intake.domain.slack import Place
from intake.parse.slack.payload import SlackMessage
from intake.render.buttons import Buttons
from intake.render.letter import Written
from intake.stages.caps import account_of, too_many
from intake.stages.chat.turns import own_thread, spoken
from intake.stages.desk import Run
from intake.stages.ingest import Ingested
from intake.stages.post import Draft, note, send, why_silent
from intake.stages.understand import Understood
from intake.storage import outbox
from intake.storage.chat import threads


def say_joined(run: Run, understood: Understood, ingested: Ingested) -> None:
    """Say below a message that it was added to its case, where its writer would see nothing of that; once a turn."""
    case = ingested.case
    said = None if ingested.outcome is not Outcome.CONTINUED else spoken(run.connection, understood.accepted)
    if case is None or said is None or said.changes or ingested.engineer is not None:
        return
    place = own_thread(said)
    if not _is_elsewhere(run, case, said, place):
        return
    account = account_of(ingested.sender.degree)
    why_not = ingested.sender.doubt or why_silent(run, case, understood.parsed) or too_many(run, case, account)
    if why_not:
        note(run, case, "joined.not_told", {"reason": why_not})
        return
    words = Buttons(run.desk.templates, case.language).say("joined", str(case.id))
    written = Written(subject="", body=words, html="", marked=words)
    key = f"{MailKind.JOINED}:{case.id}:{understood.accepted.id}"
    draft = Draft(
        kind=MailKind.JOINED, key=key, written=written, answered=understood.parsed, account=account, place=place
    )
    send(run, case, draft)


def _is_elsewhere(run: Run, case: Case, said: SlackMessage, place: Place) -> bool:
    """Tell whether a message stands in a direct message or a thread in which nothing of its case was written yet.

    What follows in the channel itself within seconds is of one breath with what is answered there.
    """
    known = threads.at(run.connection, place.address)
    if known is not None and known.case_id == case.id and known.at < run.now:
        return False
    if not said.place.thread and not said.is_direct and known is None:
        return False
    return all(mail.recipient != place.address for mail in outbox.of_case(run.connection, case.id))
