"""Turns: what somebody says in a chat within seconds is waited for, and read as one message."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from intake.domain.case import Accepted, Outcome
from intake.domain.contract import Channel
from intake.domain.errors import GiveUp, NotYet
from intake.domain.message import ParsedMessage
from intake.domain.slack import Person, Place, SlackRules
from intake.domain.window import Talk, WindowRules
from intake.parse.chat import NOTHING
from intake.parse.slack.markup import mentioned
from intake.parse.slack.payload import SlackMessage, read_payload
from intake.parse.slack.turn import Voices, as_it_stands, read_turn
from intake.stages.desk import Run
from intake.stages.window.reading import read_turn_there
from intake.storage import messages
from intake.storage.chat import threads, turns
from intake.storage.chat.threads import Side, Thread
from intake.storage.chat.turns import Breath, Part
from intake.storage.parked import is_vouched_for
from intake.storage.slack import files, people

PART_OF = "part of message"  # begins the reason of what was read with the message before it
DELETED = "deleted by its writer"  # begins the reason of what was deleted before it was read

_PAUSE = 0.2  # seconds
_PATIENCE = timedelta(seconds=10)  # that Slack is given to say who somebody is
_NO_RULES = SlackRules()
_CHATS = (Channel.SLACK, Channel.WEB_CHAT)


def wait_for_turn(run: Run, accepted: Accepted) -> tuple[int, ...]:
    """Return the messages that are read with one, itself not among them; nothing for a mail.

    Raises NotYet while its writer may say more, while Slack has not said who they are, and for a message that is read
    with one before it; GiveUp for one that belongs to a message that was set aside.
    """
    part = _turn_of(run.connection, accepted)
    if part is None:
        return ()
    if part.first_id != part.message_id:
        _wait_for_first(run, part)
        return ()
    every = turns.parts(run.connection, part.message_id)
    left = _still_open(run, every)
    if left:
        raise NotYet("its writer may say more", pause=left.total_seconds())
    _wait_for_profile(run, part)
    return tuple(one.message_id for one in every if one.message_id != part.message_id)


def refuse_changed(run: Run, accepted: Accepted, read_with: Iterable[int]) -> None:
    """Raise NotYet where a turn is not any more what it was when it was read."""
    part = _turn_of(run.connection, accepted)
    if part is None or part.first_id != part.message_id:
        return
    now = {one.message_id for one in turns.parts(run.connection, accepted.id)} - {accepted.id}
    if now != set(read_with):
        raise NotYet("its writer has said more", pause=_PAUSE)


def is_chat(connection: Connection, accepted: Accepted) -> bool:
    """Tell whether a message was said in a chat, and is read with what was said beside it."""
    return _turn_of(connection, accepted) is not None


def read_chat(connection: Connection, accepted: Accepted) -> ParsedMessage:
    """Return what was said in a turn by its first message, and by any other its own words.

    A message whose bytes are erased or let go says nothing.
    """
    if accepted.channel is Channel.WEB_CHAT:
        return read_turn_there(connection, accepted)
    said = _said(connection, accepted)
    return read_turn(said, _voices(connection, accepted, said)) if said else NOTHING


def spoken(connection: Connection, accepted: Accepted) -> SlackMessage | None:
    """Return a message as Slack sent it, None for one that came another way and where its bytes are not kept."""
    part = turns.find(connection, accepted.id) if accepted.channel is Channel.SLACK else None
    return None if part is None else _read(part, accepted)


def heard_together(connection: Connection, accepted: Accepted) -> list[SlackMessage]:
    """Return the messages of a turn as they stand, the first first."""
    return _said(connection, accepted)


def edit_of(connection: Connection, accepted: Accepted) -> int | None:
    """Return the first message of the turn that an edit was made in later; None for what is no edit of ours."""
    said = spoken(connection, accepted)
    first = turns.by_key(connection, f"{said.place.lane}/{said.changes}") if said is not None and said.changes else None
    part = None if first is None else turns.find(connection, first.id)
    return None if part is None else part.first_id


def read_as_edited(connection: Connection, accepted: Accepted) -> ParsedMessage | None:
    """Return a turn as its writer has left it, with the edits that came after it was read; None for none kept.

    Of an edit only its words are taken: who wrote stays as it was.
    """
    said = _said(connection, accepted)
    edits = (edit for one in said for edit in turns.edits_of(connection, f"{one.place.lane}/{one.ts}"))
    later = (spoken(connection, edit) for edit in edits)
    now = as_it_stands([*said, *filter(None, later)])
    return read_turn(now, _voices(connection, accepted, now)) if said else None


def case_thread(connection: Connection, said: SlackMessage) -> Thread | None:
    """Return the case's thread that something was said in: one that is known, or below a message of a case."""
    place = said.place
    if not place.thread:
        return None
    known = threads.at(connection, place.address)
    if known is not None:
        return known
    root = turns.by_key(connection, f"{place.lane}/{place.thread}")
    if root is None or root.case_id is None or root.outcome is Outcome.FILED:
        return None
    return Thread(place=place.address, case_id=root.case_id, side=Side.CUSTOMER, at=said.at)


def own_thread(said: SlackMessage) -> Place:
    """Return the thread that a message stands in, or begins."""
    place = said.place
    return place if place.thread else Place(team=place.team, channel=place.channel, thread=said.changes or said.ts)


def breath_of(run: Run, part: Part) -> Breath:
    """Return how long a turn may be where something was said."""
    rules: SlackRules | WindowRules = run.desk.slack or _NO_RULES
    if Talk.read(part.place) is not None:
        rules = run.desk.window or WindowRules()
    return Breath(quiet=rules.quiet, longest=rules.longest)


def _turn_of(connection: Connection, accepted: Accepted) -> Part | None:
    return turns.find(connection, accepted.id) if accepted.channel in _CHATS else None


def _still_open(run: Run, every: list[Part]) -> timedelta:
    """Return how long a turn may still be added to; nothing for one that has ended."""
    rules = breath_of(run, every[0])
    left = min(every[-1].at + rules.quiet, every[0].at + rules.longest) - run.now
    is_now = timedelta(0) < left <= rules.longest  # a time that is far off is nobody's that speaks now
    return left if is_now else timedelta(0)


def _wait_for_first(run: Run, part: Part) -> None:
    """Let a message wait for the first of its turn; where that was carried through without it, it is read alone."""
    first = messages.outcome(run.connection, part.first_id)
    if first is Outcome.ACCEPTED:
        left = _still_open(run, turns.parts(run.connection, part.first_id)).total_seconds()
        raise NotYet(f"{PART_OF} {part.first_id}, which is not read yet", pause=max(left, _PAUSE))
    if first is Outcome.PARKED and not is_vouched_for(run.connection, part.message_id):
        raise GiveUp(f"{PART_OF} {part.first_id}, which was set aside")


def _wait_for_profile(run: Run, part: Part) -> None:
    person = Person.read(part.person)
    since = None if person is None else people.awaited_since(run.connection, person)
    if since is not None and since <= run.now < since + _PATIENCE:
        raise NotYet("Slack is being asked who wrote it", pause=_PAUSE)


def _said(connection: Connection, accepted: Accepted) -> list[SlackMessage]:
    part = turns.find(connection, accepted.id)
    if part is None:
        return []
    every = {one.message_id: one for one in turns.parts(connection, accepted.id)} or {accepted.id: part}
    kept = messages.many(connection, list(every))
    return as_it_stands(filter(None, (_read(every[number], one) for number, one in kept.items())))


def _read(part: Part, accepted: Accepted) -> SlackMessage | None:
    """Return a message as Slack sent it, by the person that it was put down to: an edit need not name a workspace."""
    place, person = Place.read(part.place), Person.read(part.person)
    said = None if place is None else read_payload(accepted.envelope.raw, place.team)
    same = said is not None and person is not None and person.user == said.person.user
    return replace(said, person=person) if said is not None and person is not None and same else said


def _voices(connection: Connection, accepted: Accepted, said: list[SlackMessage]) -> Voices:
    writer = people.find(connection, said[0].person)
    called = {user for one in said for user in mentioned(one.text)}
    kept = files.of_messages(connection, [accepted.id, *_parts(connection, accepted.id)])
    digests = {one.file: one.sha256 for one in kept if one.sha256}
    return Voices(writer=writer.name, is_bot=writer.bot, names=people.names(connection, called), digests=digests)


def _parts(connection: Connection, first_id: int) -> list[int]:
    return [one.message_id for one in turns.parts(connection, first_id)]
