"""The clerk: what Slack sent and is no message of its own is carried out, event by event, in the order of coming."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import structlog
from sqlalchemy.exc import OperationalError

from intake.database.engine import Database
from intake.domain.errors import GiveUp, NotYet
from intake.domain.slack import Place, SlackEvent, Whisper
from intake.parse.slack.named import named
from intake.stages.chat.changed import Nothing, deleted, edited, spoken_late
from intake.stages.chat.wanted import FETCHED, MessageWanted, by_emoji, by_shortcut
from intake.stages.desk import Desk, Run
from intake.storage.slack import events
from intake.worker.shift import Shift

log = structlog.get_logger()

# Carries an event out in the run's transaction; twice equals once. Returns what people are told beside it, or why
# nothing was to be done.
Handler = Callable[[Run, SlackEvent], Sequence[Whisper] | Nothing | None]

HANDLERS: Mapping[str, Handler] = {
    "message/message_changed": edited,
    "message/message_deleted": deleted,
    "message/bot_message": spoken_late,
    # What was said is taken in at the door; these are for what was set aside there, and is tried again.
    "app_mention": spoken_late,
    "message": spoken_late,
    "message/file_share": spoken_late,
    "message/thread_broadcast": spoken_late,
    "reaction_added": by_emoji,
    "shortcut/make_case": by_shortcut,
}

_MOST_AT_ONCE = 25
_LONGEST_WAIT = 5.0
_LONGEST_PATIENCE = timedelta(minutes=2)  # with an event that has to wait for something
_BACKOFF = [timedelta(seconds=seconds) for seconds in (1, 5, 30, 120, 600)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What the clerk works with: the store, the desk, a clock, who carries what out, and the way to Slack.

    `handlers` are found by name (`parse.slack.named`); one named `action/` takes every action that no other takes.
    `fetch` asks Slack for a message by its place and `ts`, None where it cannot be had; `tell` whispers to somebody.
    Both are called outside of any transaction, and may fail.
    """

    database: Database
    desk: Desk
    now: Callable[[], datetime]
    handlers: Mapping[str, Handler]
    fetch: Callable[[Place, str], Mapping[str, Any] | None] = lambda _place, _ts: None
    tell: Callable[[Whisper], None] = lambda _whisper: None


def carry_out(counter: Counter) -> int:
    """Carry out a batch of the events that are due; return how many were taken up."""
    with counter.database.read() as connection:
        due = events.due(connection, counter.now(), _MOST_AT_ONCE)
    for event in due:
        _one(counter, event)
    return len(due)


def _one(counter: Counter, event: SlackEvent) -> None:
    try:
        told = _carried(counter, event)
    except MessageWanted as wanted:
        told = _with_message(counter, event, wanted)
    except OperationalError:
        raise  # a full disk or a locked store: nothing that an event could help
    except Exception as error:  # noqa: BLE001 - the clerk's last line: the event is kept, the fault is told
        _put_off(counter, event, error)
        return
    for whisper in told:
        _whisper(counter, whisper)


def _with_message(counter: Counter, event: SlackEvent, wanted: MessageWanted) -> Sequence[Whisper]:
    """Carry an event out once Slack was asked for the message that it is about."""
    try:
        found: Mapping[str, Any] = counter.fetch(wanted.place, wanted.ts) or {}
    except Exception as error:  # noqa: BLE001 - history is a favour of Slack's; who asked is told
        log.warning("slack.not_fetched", number=event.id, error=type(error).__name__)
        found = {}
    try:
        return _carried(counter, replace(event, body={**event.body, FETCHED: found}))
    except Exception as error:  # noqa: BLE001 - the clerk's last line
        _put_off(counter, event, error)
        return ()


def _carried(counter: Counter, event: SlackEvent) -> Sequence[Whisper]:
    with counter.database.write() as connection:
        name = named(event.kind, event.body)
        handler = counter.handlers.get(name) or counter.handlers.get(f"{name.partition('/')[0]}/")
        said = Nothing("nothing is done at this") if handler is None else handler(_run(counter, connection), event)
        events.done(connection, event.id, said.why if isinstance(said, Nothing) else "")
        return () if said is None or isinstance(said, Nothing) else said


def _run(counter: Counter, connection: Any) -> Run:
    return Run(connection=connection, desk=counter.desk, now=counter.now())


def _put_off(counter: Counter, event: SlackEvent, error: Exception) -> None:
    """Let an event be tried again later, or set it aside when its tries are used up."""
    said, now = f"{type(error).__name__}: {error}", counter.now()
    with counter.database.write() as connection:
        tried = events.attempts(connection, event.id)
        waits = isinstance(error, NotYet) and now < event.received_at + _LONGEST_PATIENCE
        if isinstance(error, NotYet) and waits:
            events.later(connection, event.id, now + timedelta(seconds=error.pause), said)
        elif not isinstance(error, GiveUp) and tried < len(_BACKOFF):
            events.later(connection, event.id, now + _BACKOFF[tried], said)
            log.warning("slack.event_failed", number=event.id, attempts=tried + 1, error=said)
        else:
            events.park(connection, event.id, said)
            log.error("slack.event_parked", number=event.id, error=said)


def _whisper(counter: Counter, whisper: Whisper) -> None:
    try:
        counter.tell(whisper)
    except Exception as error:  # noqa: BLE001 - what is whispered is no matter of record
        log.warning("slack.not_told", error=type(error).__name__)


class Clerk(Shift):
    """A thread that carries events out as they come."""

    _name: ClassVar[str] = "clerk"

    def __init__(self, counter: Counter, worked: Callable[[], None]) -> None:
        """Work at `counter` and call `worked` after each round that did something."""
        super().__init__(worked)
        self._counter = counter

    def _round(self) -> int:
        return carry_out(self._counter)

    def _idle(self) -> float:
        with self._counter.database.read() as connection:
            coming = events.next_at(connection)
        wait = _LONGEST_WAIT if coming is None else (coming - self._counter.now()).total_seconds()
        return min(max(wait, 0.005), _LONGEST_WAIT)
