"""What is written down before Slack gets its 200: the event, and with it the message that somebody has said."""

from collections.abc import Callable

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from intake.domain.case import Accepted
from intake.domain.slack import SlackEvent
from intake.storage.slack import events

log = structlog.get_logger()

# Takes what was said into the ledger; None where it is nobody's message, such as another bot's.
Hears = Callable[[Connection, SlackEvent], Accepted | None]


def keep(connection: Connection, event: SlackEvent, hears: Hears | None) -> SlackEvent | None:
    """Keep an event in the transaction at hand. Return it with its number, None where it came before.

    `hears` is None where nothing was said. Words that cannot be taken in are set aside as they came, for Slack would
    give up after three more tries; what is the store's own fault is raised.
    """
    kept = events.keep(connection, event)
    if kept is None or hears is None:
        return kept
    try:
        with connection.begin_nested():
            _hear(connection, kept, hears)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - a door's last line: the words are kept, the fault is told
        events.park(connection, kept.id, f"{type(error).__name__}: {error}")
        log.error("slack.not_heard", number=kept.id, error=type(error).__name__)
    return kept


def _hear(connection: Connection, kept: SlackEvent, hears: Hears) -> None:
    accepted = hears(connection, kept)
    if accepted is None:
        events.done(connection, kept.id, "nobody's message")
    else:
        events.became(connection, kept, accepted.id)
