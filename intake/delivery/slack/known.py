"""Knowing our own message again: whether one that got no answer stands there all the same.

Best effort: some apps may read little of a channel's history, or once a minute only. Where it cannot be read the
message is posted once more, for a rare second one is better than none.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from intake.domain.case import Outgoing
from intake.domain.slack import CallsSlack, Place, SlackAnswer

EVENT = "intake_outbox"
_MOST = 15  # what an app outside the Marketplace is given at a time
_MOST_OF_ALL = 200  # where it may be an older one
_EARLIER = 60  # seconds by which clocks may differ


def metadata(mail: Outgoing) -> dict[str, object]:
    """Return what goes with a message so that we know it again."""
    return {"event_type": EVENT, "event_payload": {"key": mail.message_id}}


async def looked_up(calls: CallsSlack, mail: Outgoing, place: Place) -> SlackAnswer:
    """Return what Slack says of what was written in a place since a mail was queued.

    One that is tried again on a person's word was queued long before that.
    """
    is_again = mail.attempts == 0
    since = 0.0 if mail.queued_at is None or is_again else mail.queued_at.timestamp() - _EARLIER
    asked: dict[str, object] = {
        "channel": place.channel,
        "oldest": f"{max(since, 0.0):.6f}",
        "limit": _MOST_OF_ALL if is_again else _MOST,
        "include_all_metadata": True,
    }
    if place.thread:
        return await calls.call(place.team, "conversations.replies", {**asked, "ts": place.thread})
    return await calls.call(place.team, "conversations.history", asked)


def ts_of(mail: Outgoing, answer: SlackAnswer) -> str | None:
    """Return where our message stands among what was found, None where it is not there."""
    found = answer.data.get("messages") if answer.ok else None
    messages: Iterable[Any] = found if isinstance(found, list) else ()
    return next((str(one.get("ts")) for one in messages if isinstance(one, Mapping) and _is_it(mail, one)), None)


def _is_it(mail: Outgoing, message: Mapping[str, Any]) -> bool:
    said = message.get("metadata")
    if not isinstance(said, Mapping) or said.get("event_type") != EVENT:
        return False
    payload = said.get("event_payload")
    return isinstance(payload, Mapping) and payload.get("key") == mail.message_id
