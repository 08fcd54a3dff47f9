"""The clerk: what Slack sent and is no message of its own is carried out, event by event, in the order of coming."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError

from intake.database.engine import Database
from intake.domain.errors import GiveUp, NotYet
from intake.domain.slack import EventKind, Place, SlackEvent, Whisper
from intake.parse.slack.fields import table, tables, text_of
from intake.stages.chat.changed import Nothing, deleted, edited, spoken_late
from intake.stages.chat.wanted import FETCHED, MessageWanted, by_emoji, by_shortcut
from intake.stages.desk import Desk, Run
from intake.storage.slack import events

log = structlog.get_logger()

# Carries an event out in the run's transaction; twice equals once. Returns what people are told beside it, or why
# nothing was to be done.
Handler = Callable[[Run, SlackEvent], Sequence[Whisper] | Nothing | None]

HANDLERS: Mapping[str, Handler] = {
    "message/message_changed": edited,
    "message/message_deleted": deleted,
    "message/bot_message": spoken_late,
    "reaction_added": by_emoji,
    "shortcut/make_case": by_shortcut,
}

_MOST_AT_ONCE = 25
_LONGEST_WAIT = 5.0
_AFTER_A_FAULT = 1.0
_LONGEST_PATIENCE = timedelta(minutes=2)  # with an event that has to wait for something
_BACKOFF = [timedelta(seconds=seconds) for seconds in (1, 5, 30, 120, 600)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What the clerk works with: the store, the desk, a clock, who carries what out, and the way to Slack.

    `handlers` are found by name: `reaction_added`, `message/message_changed`, `shortcut/<callback id>`,
    `action/<action id>`, `view/<callback id>`, `command//<name>`; one named `action/` takes every action that no other
    takes. `fetch` asks Slack for a message by its place and `ts`, None where it cannot be had; `tell` whispers to
    somebody. Both are called outside of any transaction, and may fail.
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


def name_of(event: SlackEvent) -> str:
    """Return the name by which an event's handler is found."""
    body = event.body
    if event.kind is EventKind.EVENT:
        inner = table(body.get("event"))
        kind, subtype = text_of(inner, "type"), text_of(inner, "subtype")
        return f"{kind}/{subtype}" if kind == "message" and subtype else kind or text_of(body, "type")
    if event.kind is EventKind.ACTION:
        return f"action/{next((text_of(one, 'action_id') for one in tables(body.get('actions'))), '')}"
    if event.kind is EventKind.VIEW:
        closed = text_of(body, "type") == "view_closed"
        return f"{'closed' if closed else 'view'}/{text_of(table(body.get('view')), 'callback_id')}"
    named = text_of(body, "command") if event.kind is EventKind.COMMAND else text_of(body, "callback_id")
    return f"{event.kind}/{named}"


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
        name = name_of(event)
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


class Clerk:
    """A thread that carries events out as they come."""

    def __init__(self, counter: Counter, worked: Callable[[], None]) -> None:
        """Work at `counter` and call `worked` after each round that did something."""
        self._counter = counter
        self._worked = worked
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="clerk", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Say that there is something to do."""
        self._wake.set()

    def stop(self) -> None:
        """End the event at hand and the thread; what waits is carried out after the next start."""
        self._stopping.set()
        self._wake.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                if carry_out(self._counter):
                    self._worked()
                    continue
                pause = self._pause()
            except Exception as error:  # noqa: BLE001 - the loop outlives a full disk or a locked store
                log.error("clerk.failed", error=f"{type(error).__name__}: {error}")
                pause = _AFTER_A_FAULT
            self._wake.wait(pause)

    def _pause(self) -> float:
        with self._counter.database.read() as connection:
            coming = events.next_at(connection)
        wait = _LONGEST_WAIT if coming is None else (coming - self._counter.now()).total_seconds()
        return min(max(wait, 0.005), _LONGEST_WAIT)
