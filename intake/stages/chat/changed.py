"""Changed: what becomes of a message in Slack that its writer edits or deletes.

While its turn waits, it is read as it then stands. Afterwards an edit is a message of its own that continues the case,
and a deletion is noted: what was promised and decided on the words stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from intake.domain.case import Accepted, Outcome
from intake.domain.errors import NotYet
from intake.domain.slack import Person, SlackEvent, SlackRules
from intake.parse.slack.fields import table, text_of
from intake.parse.slack.payload import SlackMessage, is_heard, moment, read_event
from intake.stages.chat.heard import Said, heard, is_ours, store
from intake.stages.chat.turns import DELETED, spoken
from intake.stages.desk import Run
from intake.storage import audit, messages
from intake.storage.chat import turns
from intake.storage.chat.turns import Part

DELETED_LATER = "message.deleted_by_writer"

_PATIENCE = timedelta(seconds=30)  # that an event may come before the message that it is about
_PAUSE = 1.0
_NO_RULES = SlackRules()


@dataclass(frozen=True, slots=True)
class Nothing:
    """That nothing was to be done, and why."""

    why: str


def edited(run: Run, event: SlackEvent) -> Nothing | None:
    """Take an edit in; what leaves the words as they were, as Slack's own previews of links do, changes nothing."""
    inner = table(event.body.get("event"))
    if text_of(table(inner.get("message")), "subtype") == "tombstone":  # a deleted message that has a thread
        return deleted(run, event)
    edit, rules = read_event(event.body, event.team), run.desk.slack or _NO_RULES
    if edit is None or not edit.changes or not is_heard(edit, event.body, rules.bots) or is_ours(run.connection, edit):
        return Nothing("nobody's words")
    if turns.by_key(run.connection, edit.key) is not None:
        return Nothing("it came before")
    first = _the_message(run, event, f"{edit.place.lane}/{edit.changes}")
    if first is None:
        return Nothing("of a message that we do not have")
    if not _is_new(run, first, edit):
        return Nothing("its words stay as they were")
    part = turns.find(run.connection, first.id)
    edit = _by_its_writer(edit, part)
    waits = first.outcome is Outcome.ACCEPTED and part is not None
    turn = part.first_id if waits and part is not None else 0
    at = edit.at if edit.at >= first.envelope.received_at else event.received_at  # nobody edits what is not said yet
    new = Said(message=edit, raw=event.sent, came_at=event.received_at, received_at=at, first_id=turn)
    store(run.connection, rules, new)
    return None


def _by_its_writer(edit: SlackMessage, part: Part | None) -> SlackMessage:
    """Return an edit as the words of whoever wrote the message: Slack need not say of which workspace they are."""
    writer = None if part is None else Person.read(part.person)
    return edit if writer is None or writer.user != edit.person.user else replace(edit, person=writer)


def deleted(run: Run, event: SlackEvent) -> Nothing | None:
    """Take a message out of its turn that waits; note the deletion of one that was read."""
    inner = table(event.body.get("event"))
    ts = text_of(inner, "deleted_ts") or text_of(table(inner.get("message")), "ts")
    channel = text_of(inner, "channel")
    if moment(ts) is None:
        return Nothing("it does not say of what")
    key = f"slack:{event.team}/{channel}/{ts}"
    first = _the_message(run, event, key)
    if first is None:
        return Nothing("of a message that we do not have")
    for one in (first, *turns.edits_of(run.connection, key)):
        _let_go(run, one)
    return None


def spoken_late(run: Run, event: SlackEvent) -> Nothing | None:
    """Take in what a bot of the older kind says, where it is listened to."""
    found = heard(run.connection, run.desk.slack or _NO_RULES, event)
    return Nothing("nobody's message") if found is None else None


def _let_go(run: Run, accepted: Accepted) -> None:
    """Note the deletion of a message, or of an edit of it."""
    if accepted.outcome is Outcome.ACCEPTED:
        turns.leave(run.connection, accepted.id)
        person = turns.find(run.connection, accepted.id)
        finding = messages.Finding(
            outcome=Outcome.FILED,
            reason=DELETED,
            case_id=None,
            sender="" if person is None else person.person,
            subject="",
            words="",
        )
        messages.settle(run.connection, accepted.id, finding)
        _note(run, accepted, "message.filed", {"reason": DELETED})
    elif not audit.has(run.connection, accepted.case_id, DELETED_LATER, {"message": accepted.id}):
        _note(run, accepted, DELETED_LATER, {"message": accepted.id})


def _the_message(run: Run, event: SlackEvent, key: str) -> Accepted | None:
    """Return the message that an event is about; raises NotYet while it may be on its way."""
    found = turns.by_key(run.connection, key)
    if found is None and run.now < event.received_at + _PATIENCE:
        raise NotYet("the message that it is about has not come yet", pause=_PAUSE)
    return found


def _is_new(run: Run, first: Accepted, edit: SlackMessage) -> bool:
    """Tell whether an edit says something else than the message did so far; of one that was erased nobody can tell."""
    said = list(_versions(run, first, f"{edit.place.lane}/{edit.changes}"))
    if not said:
        return False
    last = max(said, key=lambda one: (bool(one.changes), one.at, one.edited))
    overtaken = bool(last.changes) and edit.at < last.at
    return (last.text, last.shared) != (edit.text, edit.shared) and not overtaken


def _versions(run: Run, first: Accepted, key: str) -> Iterator[SlackMessage]:
    every = (spoken(run.connection, one) for one in (first, *turns.edits_of(run.connection, key)))
    return (one for one in every if one is not None)


def _note(run: Run, accepted: Accepted, what: str, detail: dict[str, object]) -> None:
    entry = audit.Entry(
        at=run.now, actor="bot", event=what, case_id=accepted.case_id, message_id=accepted.id, detail=detail
    )
    audit.write(run.connection, entry)
