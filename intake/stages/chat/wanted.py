"""Wanted: somebody says in Slack that a message is to be a case, by a shortcut or by an emoji under it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intake.domain.case import Accepted, Outcome
from intake.domain.errors import IntakeError
from intake.domain.slack import Person, Place, SlackEvent, SlackRules, Whisper
from intake.identify.slack import STAFF, Seen, engineer_of, identify_person
from intake.parse.slack.fields import table, text_of
from intake.parse.slack.payload import is_heard, moment, read_event
from intake.queue import jobs
from intake.stages.chat.heard import Said, store
from intake.stages.desk import Run
from intake.stages.who import StoredDirectory, home_named
from intake.storage import audit
from intake.storage.chat import turns
from intake.storage.parked import Again
from intake.storage.slack import people

CUSTOMER = "customer"
FETCHED = "fetched"  # where in an event's body stands what Slack was asked for
_NO_RULES = SlackRules()
_REFUSED = "Only the customers and engineers of this support desk can make a case of a message."
_NOT_THERE = "I cannot read that message. Use the shortcut “Make this a case” on it, or write it once more."
_NO_MESSAGE = "There is nothing in that message that could be a case."
_SET_ASIDE = "That message was set aside for an engineer, who will look at it."


class MessageWanted(IntakeError):
    """A message that we do not have is to be asked of Slack first: `Clerk` does so, and tries once more."""

    def __init__(self, place: Place, ts: str) -> None:
        """Name the message: its place with the thread, as far as known, and its `ts`."""
        super().__init__(f"{place.lane}/{ts} is wanted")
        self.place = place
        self.ts = ts


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks for a case of which message, how, and what Slack has said of the message (None for nothing)."""

    person: Person
    place: Place
    ts: str
    how: str
    message: Mapping[str, Any] | None


def by_shortcut(run: Run, event: SlackEvent) -> Sequence[Whisper]:
    """Make a case of the message that somebody has pressed the shortcut on; return what they are told."""
    body, user = event.body, table(event.body.get("user"))
    message = table(body.get("message"))
    place = Place(team=event.team, channel=text_of(table(body.get("channel")), "id"))
    person = Person(team=text_of(user, "team_id") or event.team, user=text_of(user, "id"))
    ts = text_of(message, "ts") or text_of(body, "message_ts")
    return _asked(run, event, Asked(person=person, place=place, ts=ts, how="shortcut", message=message))


def by_emoji(run: Run, event: SlackEvent) -> Sequence[Whisper]:
    """Make a case of the message that somebody has put the emoji under; any other emoji means nothing.

    Raises MessageWanted for one that we do not have.
    """
    inner, rules = table(event.body.get("event")), run.desk.slack or _NO_RULES
    item, user = table(inner.get("item")), text_of(inner, "user")
    if text_of(inner, "reaction").partition("::")[0] != rules.case_emoji or text_of(item, "type") != "message":
        return ()
    person = people.by_user(run.connection, user) or Person(team=event.team, user=user)
    place = Place(team=event.team, channel=text_of(item, "channel"))
    fetched = event.body.get(FETCHED)
    asked = Asked(
        person=person,
        place=place,
        ts=text_of(item, "ts"),
        how="emoji",
        message=None if fetched is None else table(fetched),
    )
    return _asked(run, event, asked)


def _asked(run: Run, event: SlackEvent, asked: Asked) -> Sequence[Whisper]:
    if moment(asked.ts) is None or not asked.place.channel or not asked.person.user:
        return ()
    by = _who(run, asked)
    said = _REFUSED if by is None else _made(run, event, asked, by)
    return (Whisper(place=asked.place, user=asked.person.user, text=said),) if said else ()


def _made(run: Run, event: SlackEvent, asked: Asked, by: str) -> str:
    """Make the case; return what there is to be said, "" where the case speaks for itself."""
    accepted = turns.by_key(run.connection, f"{asked.place.lane}/{asked.ts}")
    if accepted is None:
        return _of_unknown(run, event, asked, by)
    if accepted.case_id is not None:
        return f"That message belongs to case {accepted.case_id} already."
    if accepted.outcome is Outcome.PARKED:
        return _SET_ASIDE
    _take_up(run, accepted, asked, by)
    return ""


def _of_unknown(run: Run, event: SlackEvent, asked: Asked, by: str) -> str:
    """Store a message that was said before anybody listened; its clock runs from now, when it reached us."""
    if asked.message is None:
        raise MessageWanted(asked.place, asked.ts)
    if not asked.message:
        return _NOT_THERE
    body = _as_event(event, asked)
    message, rules = read_event(body, event.team), run.desk.slack or _NO_RULES
    if message is None or not is_heard(message, body, rules.bots):
        return _NO_MESSAGE
    raw = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    said = Said(message=message, raw=raw, came_at=run.now, received_at=event.received_at, first_id=0)
    _vouch(run, [store(run.connection, rules, said).id], asked, by)
    return ""


def _as_event(event: SlackEvent, asked: Asked) -> dict[str, Any]:
    """Return a message as an event of Slack's would have brought it."""
    inner = {**(asked.message or {}), "type": "message", "channel": asked.place.channel}
    body = event.body
    named = ("team_id", "context_team_id", "context_enterprise_id", "authorizations", "is_ext_shared_channel")
    kept = {name: body[name] for name in named if name in body}
    return {"type": "event_callback", **kept, "event": inner}


def _take_up(run: Run, accepted: Accepted, asked: Asked, by: str) -> None:
    """Let a message and what was read with it be carried through, whatever it was taken for."""
    part = turns.find(run.connection, accepted.id)
    every = [accepted.id] if part is None else [one.message_id for one in turns.parts(run.connection, part.first_id)]
    _vouch(run, every, asked, by)
    for number in every:
        if turns.take_up(run.connection, number):
            jobs.again(run.connection, number, run.now)


def _vouch(run: Run, numbers: Sequence[int], asked: Asked, by: str) -> None:
    for number in numbers:
        reason = f"{turns.CASE_ASKED} in Slack, by {asked.how}"
        turns.vouch(run.connection, Again(message_id=number, at=run.now, actor=by, reason=reason))
        entry = audit.Entry(
            at=run.now, actor=by, event="message.case_wanted", message_id=number, detail={"how": asked.how}
        )
        audit.write(run.connection, entry)


def _who(run: Run, asked: Asked) -> str | None:
    """Return as whom somebody may ask: an engineer by name, a customer; None for anybody else."""
    profile = people.find(run.connection, asked.person)
    home = frozenset({home_named(run.connection, run.desk.slack) or asked.place.team})
    engineer = engineer_of(asked.person, profile, home, run.desk.engineers)
    if engineer is not None:
        return engineer.name
    seen = Seen(person=asked.person, place=asked.place, profile=profile, home=home, among_customers=True)
    sender = identify_person(seen, StoredDirectory(run.connection))
    return CUSTOMER if sender.customer is not None and sender.how != STAFF else None
